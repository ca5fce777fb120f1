"""The sound's own waveform around a disc in which the cover turns; drums send rings outward."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.visuals import palette
from studio.visuals.drive import BARS, WAVE
from studio.visuals.planes import Plane, Planes
from studio.visuals.stage import Credit, Stage
from studio.visuals.veil import Glow, Veil, cloud

_RAYS = 120
_LASTS = 1.1  # seconds an echo takes to leave


class Rings:
    """Kick: the disc swells and sends an echo. Snare: the rays. Melody: the ring. A drop: all."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        tones = stage.palette
        self._veil = Veil(stage.width, stage.height, tones.second, tones.ground, vignette=0.75)
        square = stage.width < stage.height * 1.3
        sung = bool(stage.lines) and square and not stage.upright
        down = 0.42 if stage.upright else 0.52 if sung else 0.41 if square else 0.48
        lifted = bool(stage.lines) and not square  # above what is sung
        down -= 0.045 if lifted else 0.0
        self._credit = Credit(stage, room=0.76 if square else 0.42)
        aside = not square and self._credit.right > stage.width * 0.33  # a long title beside it
        self._centre = (stage.width * (0.68 if aside else 0.5), stage.height * down)
        self._base = stage.short * (
            0.160 if sung else 0.185 if lifted or (square and not stage.upright) else 0.215
        )
        self._glow = Glow(self._veil, *self._centre, reach=stage.short * 0.3)
        dice = np.random.default_rng(stage.seed + 2)
        self._cloud = cloud(self._veil, dice) * self._glow.disc(3.2, soft=1.6)
        self._masks: dict[int, Plane] = {}
        self._round = np.linspace(0, 2 * np.pi, WAVE, endpoint=False)
        self._rays = np.linspace(0, 2 * np.pi, _RAYS, endpoint=False) - np.pi / 2
        self._cover = _disc(stage)
        self._turn = 0.0
        self._echoes: list[list[float]] = []  # age in seconds, strength
        self._before = 0.0

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        energy = float(drive.energy[frame])
        base = self._base + stage.short * (0.010 * kick * energy + 0.026 * impact)
        self._turn += (0.10 + 0.45 * energy + 1.2 * impact) / drive.fps
        if self._veil.due(frame, kick + 2 * impact):
            self._light(frame, energy)
        self._veil.lay(planes)
        self._echo(frame, base, planes)
        self._spokes(frame, base, planes)
        self._wave(frame, base, planes)
        self._middle(base, planes)
        self._credit.lay(planes)

    def _light(self, frame: int, energy: float) -> None:
        drive, veil, tones = self._stage.drive, self._veil, self._stage.palette
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        veil.begin(lift=0.85 + 0.2 * energy)
        veil.light(self._cloud, tones.accent, 0.22 + 0.14 * energy + 0.10 * kick + 0.3 * impact)
        size = 1.15 + 0.18 * kick + 0.9 * impact
        veil.light(
            self._glow.disc(size, soft=2.0), tones.accent, 0.22 + 0.20 * kick + 0.30 * impact
        )
        if impact > 0.03:
            veil.light(self._glow.ring(0.8 + 2.6 * (1 - impact), 0.3), tones.light, 0.40 * impact)
        veil.done()

    def _echo(self, frame: int, base: float, planes: Planes) -> None:
        """Thin rings that leave with every kick and fade on their way."""
        drive, tones = self._stage.drive, self._stage.palette
        kick = float(drive.kick[frame])
        if kick > 0.5 and kick > self._before + 0.12:
            self._echoes.append([0.0, kick])
        self._before = kick
        for echo in self._echoes:
            echo[0] += 1 / drive.fps
            part = echo[0] / _LASTS
            far = base * (1.1 + 1.5 * part**0.8)
            seen = echo[1] * max(0.0, 1 - part) ** 1.5
            colour = palette.mix(tones.ground, tones.accent, 0.15 + 0.6 * seen)
            wide = max(1, round(self._stage.short * 0.006 * seen))
            if seen > 0.06:
                planes.line(self._circle(far), colour, wide, closed=True)
        self._echoes = [e for e in self._echoes if e[0] < _LASTS][-6:]

    def _circle(self, radius: float) -> NDArray[np.float32]:
        angle = self._round[::2]
        return np.stack(
            [self._centre[0] + radius * np.cos(angle), self._centre[1] + radius * np.sin(angle)], 1
        ).astype(np.float32)

    def _spokes(self, frame: int, base: float, planes: Planes) -> None:
        """The spectrum as short rays all around, the low notes at the top, mirrored."""
        drive, tones = self._stage.drive, self._stage.palette
        snare, impact = float(drive.snare[frame]), float(drive.impact[frame])
        at = np.abs(np.linspace(-1, 1, _RAYS)) * (BARS - 1)
        level = np.interp(at, np.arange(BARS), drive.columns[frame])
        grow = self._stage.short * (0.10 + 0.035 * snare + 0.07 * impact)
        inner = base * 1.20
        room = min(self._centre[1], self._stage.width - self._centre[0]) * 0.95
        outer = np.minimum(inner + 2 + level * grow, room)
        angle = self._rays + np.pi
        cos, sin = np.cos(angle), np.sin(angle)
        ends = np.stack(
            [
                np.stack([self._centre[0] + inner * cos, self._centre[1] + inner * sin], 1),
                np.stack([self._centre[0] + outer * cos, self._centre[1] + outer * sin], 1),
            ],
            axis=1,
        ).astype(np.float32)
        wide = max(2, round(self._stage.short * 0.0050))
        colour = palette.mix(tones.accent, tones.light, 0.25 + 0.6 * impact)
        planes.strokes(ends, colour, wide)

    def _wave(self, frame: int, base: float, planes: Planes) -> None:
        """The waveform bent into a ring, both ends brought together, mirrored."""
        drive, tones = self._stage.drive, self._stage.palette
        shape = drive.wave[frame] * np.hanning(WAVE)
        shape = cv2.GaussianBlur((shape + shape[::-1]).astype(np.float32).reshape(1, -1), (5, 1), 1)
        radius = base * 1.09 + shape.ravel() * self._stage.short * 0.030
        angle = self._round + self._turn
        points = np.stack(
            [self._centre[0] + radius * np.cos(angle), self._centre[1] + radius * np.sin(angle)], 1
        )
        wide = max(2, round(self._stage.short * 0.0046))
        planes.line(points.astype(np.float32), tones.light, wide, closed=True)

    def _middle(self, base: float, planes: Planes) -> None:
        """The cover as a record, or a plain one."""
        side = round(base * 1.96) & ~1
        left, top = round(self._centre[0] - side / 2), round(self._centre[1] - side / 2)
        full = self._cover.y.shape[0]
        turn: Plane = cv2.getRotationMatrix2D(((full - 1) / 2,) * 2, -self._turn * 20, side / full)
        turn[:, 2] += (side - full) / 2
        small: Plane = turn.copy()
        small[:, 2] /= 2
        turned = Planes(
            _turned(self._cover.y, turn, side),
            _turned(self._cover.u, small, side // 2),
            _turned(self._cover.v, small, side // 2),
        )
        if side not in self._masks:
            self._masks[side] = _circle(side)
        planes.put(turned, left, top, self._masks[side])


def _turned(plane: Plane, matrix: Plane, side: int) -> Plane:
    return cv2.warpAffine(
        plane, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _disc(stage: Stage) -> Planes:
    """The cover as square planes at the size of the disc; a record of the palette without one."""
    side = (round(stage.short * 0.46) // 4) * 4
    if stage.cover is None:
        return Planes.of(_record(stage, side))
    height, width = stage.cover.shape[:2]
    edge = min(height, width)
    top, left = (height - edge) // 2, (width - edge) // 2
    square = stage.cover[top : top + edge, left : left + edge]
    return Planes.of(cv2.resize(square, (side, side), interpolation=cv2.INTER_AREA))


def _record(stage: Stage, side: int) -> Plane:
    """A record: grooves with a shine on them, a label in the middle."""
    tones = stage.palette
    y, x = np.ogrid[0:side, 0:side]
    dx, dy = x - side / 2 + 0.5, y - side / 2 + 0.5
    far, angle = np.hypot(dx, dy) / (side / 2), np.arctan2(dy, dx)
    groove = 0.10 + 0.05 * np.sin(far * side * 0.42) + 0.20 * np.cos(angle * 2 - 0.8) ** 8
    dark, light = np.array(palette.mix(tones.ground, (0, 0, 0), 0.3)), np.array(tones.second)
    picture = dark + (light - dark) * np.clip(groove * 1.6, 0, 1)[..., None]
    picture[far < 0.36] = tones.accent
    picture[(far < 0.34) & (far > 0.325)] = tones.light
    picture[far < 0.035] = tones.ground
    made: Plane = np.clip(picture, 0, 255).astype(np.uint8)
    return made


def _circle(side: int) -> Plane:
    mask: Plane = np.zeros((side, side), np.uint8)
    cv2.circle(mask, (side * 4 - 4, side * 4 - 4), side * 4 - 16, 255, -1, cv2.LINE_AA, 3)
    return mask
