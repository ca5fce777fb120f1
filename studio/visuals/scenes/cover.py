"""The cover on a blurred ground of itself, with a line of sound and the time gone."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals import palette
from studio.visuals.drive import BARS
from studio.visuals.planes import Planes, gradient
from studio.visuals.stage import Stage, credit


class Cover:
    _LEVELS = 8

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._ground = _blurred(stage)
        self._sleeves = _sleeves(stage, self._LEVELS)

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        planes.copy_from(self._ground)
        swell = 0.55 * float(drive.kick[frame]) * float(drive.energy[frame])
        swell = min(1.0, swell + 0.9 * float(drive.impact[frame]))
        sleeve = self._sleeves[round(swell * (self._LEVELS - 1))]
        side = sleeve.y.shape[0]
        left = ((stage.width - side) // 2) & ~1
        top = (round(stage.height * (0.40 if stage.upright else 0.43)) - side // 2) & ~1
        self._shade(planes, left, top, side)
        for plane, part, k in (
            (planes.y, sleeve.y, 1),
            (planes.u, sleeve.u, 2),
            (planes.v, sleeve.v, 2),
        ):
            plane[top // k : top // k + part.shape[0], left // k : left // k + part.shape[1]] = part
        self._line(frame, planes)
        credit(stage, planes)

    def _shade(self, planes: Planes, left: int, top: int, side: int) -> None:
        edge = max(4, side // 60) & ~1
        where = planes.y[
            max(0, top + edge) : top + side + edge * 3, max(0, left - edge) : left + side + edge
        ]
        np.copyto(where, (where.astype(np.uint16) * 150 >> 8).astype(np.uint8))

    def _line(self, frame: int, planes: Planes) -> None:
        """The spectrum as a thin line of light; below it how much of the song is gone."""
        stage, drive = self._stage, self._stage.drive
        wide = stage.width * 0.62
        left = (stage.width - wide) / 2
        base = stage.height * (0.70 if stage.upright else 0.80)
        columns = drive.columns[frame]
        x = left + np.arange(BARS, dtype=np.float32) * wide / (BARS - 1)
        y = base - columns * stage.short * 0.085
        points = np.stack([x, y], axis=1).astype(np.float32)
        planes.line(points, stage.palette.light, max(2, stage.short // 300), closed=False)
        bottom = round(base + stage.short * 0.02) & ~1
        tall = max(2, stage.short // 360) & ~1
        gone = left + wide * frame / max(1, len(drive) - 1)
        dim = palette.mix(stage.palette.second, stage.palette.light, 0.25)
        planes.box(round(left) & ~1, bottom, round(left + wide) & ~1, bottom + tall, dim)
        planes.box(round(left) & ~1, bottom, round(gone) & ~1, bottom + tall, stage.palette.accent)


def _blurred(stage: Stage) -> Planes:
    if stage.cover is None:
        return gradient(stage.width, stage.height, stage.palette.second, stage.palette.ground)
    small = cv2.resize(stage.cover, (48, 48), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 5)
    big = cv2.resize(small, (stage.width, stage.height), interpolation=cv2.INTER_CUBIC)
    return Planes.of((big * 0.55).astype(np.uint8))


def _sleeves(stage: Stage, levels: int) -> list[Planes]:
    """The cover at every size it swells to, drawn once."""
    picture = stage.cover if stage.cover is not None else _painted(stage)
    height, width = picture.shape[:2]
    edge = min(height, width)
    top, left = (height - edge) // 2, (width - edge) // 2
    square = picture[top : top + edge, left : left + edge]
    small = stage.short * (0.62 if stage.upright else 0.48)
    sizes = [round(small * (1 + 0.06 * i / (levels - 1))) // 4 * 4 for i in range(levels)]
    return [Planes.of(cv2.resize(square, (s, s), interpolation=cv2.INTER_AREA)) for s in sizes]


def _painted(stage: Stage) -> np.ndarray:
    """A cover where there is none: circles of the palette, told apart by the seed."""
    dice = np.random.default_rng(stage.seed + 3)
    tones = stage.palette
    side = 640
    picture = np.full((side, side, 3), tones.second, np.uint8)
    for _ in range(9):
        part = float(dice.uniform(0, 1))
        colour = palette.mix(palette.mix(tones.ground, tones.accent, part), tones.light, part * 0.4)
        at = (int(dice.integers(0, side)), int(dice.integers(0, side)))
        cv2.circle(picture, at, int(dice.integers(60, 260)), colour, -1, cv2.LINE_AA)
    return cv2.GaussianBlur(picture, (0, 0), 3)
