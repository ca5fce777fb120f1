"""Columns of light mirrored on a horizon, a cap floating on each; a drop lights the ground."""

from __future__ import annotations

import numpy as np

from studio.visuals import palette
from studio.visuals.drive import BARS
from studio.visuals.planes import Planes, gradient
from studio.visuals.stage import Stage, credit


class Spectrum:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        tones = stage.palette
        self._ground = gradient(stage.width, stage.height, tones.ground, tones.second)
        self._caps = np.zeros(BARS, np.float32)
        self._colours = [
            palette.mix(tones.accent, tones.light, abs(2 * i / (BARS - 1) - 1)) for i in range(BARS)
        ]
        self._dim = [palette.mix(tones.ground, c, 0.45) for c in self._colours]

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        planes.copy_from(self._ground)
        self._light(frame, planes)
        heights = np.concatenate([drive.columns[frame][1::2][::-1], drive.columns[frame][::2]])
        self._caps = np.maximum(heights, self._caps - 0.9 / drive.fps)
        horizon = round(stage.height * (0.56 if stage.upright else 0.62))
        span = stage.width * 0.88
        step = span / BARS
        wide = max(2, round(step * 0.62)) & ~1
        tallest = stage.height * (0.30 if stage.upright else 0.42)
        grow = 1.0 + 0.10 * float(drive.kick[frame]) + 0.18 * float(drive.impact[frame])
        for i in range(BARS):
            left = round(stage.width * 0.06 + i * step) & ~1
            tall = max(4, round(float(heights[i]) * tallest * grow))
            planes.box(left, horizon - tall, left + wide, horizon, self._colours[i])
            planes.box(left, horizon + 4, left + wide, horizon + 4 + tall // 3, self._dim[i])
            cap = horizon - max(8, round(float(self._caps[i]) * tallest * grow)) - 10
            planes.box(left, cap, left + wide, cap + 4, stage.palette.light)
        credit(stage, planes)

    def _light(self, frame: int, planes: Planes) -> None:
        """A glow behind the columns that breathes with the bass and opens at a drop."""
        stage, drive = self._stage, self._stage.drive
        height, width = stage.height // 8, stage.width // 8
        y, x = np.ogrid[0:height, 0:width]
        reach = 0.35 + 0.25 * float(drive.energy[frame]) + 0.5 * float(drive.impact[frame])
        far = ((x / width - 0.5) / reach) ** 2 + ((y / height - 0.6) / (0.6 * reach)) ** 2
        strong = 12 + 16 * float(drive.kick[frame]) + 26 * float(drive.impact[frame])
        planes.glow((strong * np.exp(-2.2 * far)).astype(np.uint8))
