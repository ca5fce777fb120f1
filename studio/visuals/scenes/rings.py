"""Rings of the sound's own waveform around a disc, in which the cover turns if there is one."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals import palette
from studio.visuals.drive import WAVE
from studio.visuals.planes import Plane, Planes, gradient
from studio.visuals.stage import Stage, credit


class Rings:
    _COUNT = 5

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        tones = stage.palette
        self._ground = gradient(stage.width, stage.height, tones.second, tones.ground)
        self._angle = np.linspace(0, 2 * np.pi, WAVE, endpoint=False, dtype=np.float32)
        self._cover = _disc(stage)
        self._turn = 0.0

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        planes.copy_from(self._ground)
        centre = (stage.width / 2, stage.height * (0.45 if stage.upright else 0.5))
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        base = stage.short * (0.19 + 0.012 * kick + 0.03 * impact)
        self._turn += (0.15 + 0.6 * float(drive.energy[frame])) / drive.fps
        self._halo(centre, base, frame, planes)
        for ring in range(self._COUNT - 1, -1, -1):
            past = max(0, frame - ring * 2)
            self._ring(ring, centre, base, drive.wave[past], planes)
        self._middle(centre, base, planes)
        credit(stage, planes)

    def _ring(
        self, ring: int, centre: tuple[float, float], base: float, wave: np.ndarray, planes: Planes
    ) -> None:
        tones = self._stage.palette
        closed = wave * np.hanning(WAVE)  # both ends meet at zero
        closed = closed + closed[::-1]  # mirrored: the ring leans to no side
        radius = base * (1.06 + 0.13 * ring) + closed * self._stage.short * 0.055 * (1 + 0.3 * ring)
        angle = self._angle + self._turn * (1 if ring % 2 else -1) + np.pi / 2
        points = np.stack(
            [centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)], axis=1
        )
        colour = palette.mix(tones.light, tones.accent, ring / (self._COUNT - 1))
        faded = palette.mix(colour, tones.ground, 0.16 * ring)
        wide = max(1, round(self._stage.short * 0.004 * (1 - 0.12 * ring)))
        planes.line(points.astype(np.float32), faded, wide, closed=True)

    def _halo(self, centre: tuple[float, float], base: float, frame: int, planes: Planes) -> None:
        drive = self._stage.drive
        height, width = self._stage.height // 8, self._stage.width // 8
        y, x = np.ogrid[0:height, 0:width]
        far = np.hypot(x - centre[0] / 8, y - centre[1] / 8) / (base / 8)
        strong = 14 + 18 * float(drive.kick[frame]) + 34 * float(drive.impact[frame])
        planes.glow((strong * np.exp(-((far - 1.2) ** 2) * 1.8)).astype(np.uint8))

    def _middle(self, centre: tuple[float, float], base: float, planes: Planes) -> None:
        if self._cover is None:
            planes.disc(centre[0], centre[1], base * 0.9, self._stage.palette.second)
            planes.disc(centre[0], centre[1], base * 0.07, self._stage.palette.accent)
            return
        side = round(base * 1.84) & ~1
        turn = cv2.getRotationMatrix2D((0.5 * self._cover.y.shape[1],) * 2, -self._turn * 14, 1.0)
        _paste(planes, self._cover, turn, side, (round(centre[0]), round(centre[1])))


def _disc(stage: Stage) -> Planes | None:
    """The cover as square planes, at the size of the disc."""
    if stage.cover is None:
        return None
    height, width = stage.cover.shape[:2]
    edge = min(height, width)
    top, left = (height - edge) // 2, (width - edge) // 2
    square = stage.cover[top : top + edge, left : left + edge]
    side = (round(stage.short * 0.42) // 2) * 2
    return Planes.of(cv2.resize(square, (side, side), interpolation=cv2.INTER_AREA))


def _paste(
    planes: Planes, cover: Planes, turn: np.ndarray, side: int, centre: tuple[int, int]
) -> None:
    """The turned cover, cut to a circle, in the middle of the picture."""
    left, top = (centre[0] - side // 2) & ~1, (centre[1] - side // 2) & ~1
    full = cover.y.shape[0]
    scale = side / full
    mask = _circle(side)
    for plane, source, part in (
        (planes.y, cover.y, 1),
        (planes.u, cover.u, 2),
        (planes.v, cover.v, 2),
    ):
        size = side // part
        matrix = turn.copy()
        matrix[:, 2] /= 1 if part == 1 else 2
        matrix *= scale
        turned = cv2.warpAffine(
            source, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        where = (slice(top // part, top // part + size), slice(left // part, left // part + size))
        spot = plane[where]
        cut = mask if part == 1 else mask[::2, ::2]
        np.copyto(
            spot,
            turned[: spot.shape[0], : spot.shape[1]],
            where=cut[: spot.shape[0], : spot.shape[1]] > 127,
        )


def _circle(side: int) -> Plane:
    mask = np.zeros((side, side), np.uint8)
    cv2.circle(mask, (side // 2, side // 2), side // 2 - 2, 255, -1, cv2.LINE_AA)
    return mask
