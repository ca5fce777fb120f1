"""Columns of light on a horizon and below it; kicks lift the ground, a drop sets it alight."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals import palette
from studio.visuals.drive import BARS, Floats
from studio.visuals.palette import yuv
from studio.visuals.planes import Plane, Planes
from studio.visuals.stage import Stage, credit
from studio.visuals.veil import PART, Glow, Veil


class Spectrum:
    """Kick: the columns swell. Snare: their caps jump. A drop: the horizon burns."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        tones = stage.palette
        self._count = 40 if stage.upright else 64
        self._veil = Veil(stage.width, stage.height, tones.ground, tones.second)
        self._horizon = round(stage.height * (0.52 if stage.upright else 0.64)) & ~1
        self._glow = Glow(
            self._veil, stage.width / 2, self._horizon, reach=stage.width * 0.5,
            flat=0.5 if not stage.upright else 0.9,
        )  # fmt: skip
        self._caps = np.zeros(self._count, np.float32)
        middle = np.abs(np.linspace(-1, 1, self._count))
        self._colours = [palette.mix(tones.accent, tones.light, float(m) ** 1.2) for m in middle]
        self._dim = [palette.mix(tones.second, c, 0.35) for c in self._colours]
        self._tallest = round(stage.height * (0.30 if stage.upright else 0.46)) & ~1
        foot = np.linspace(1.0, 0.58, self._tallest * 2, dtype=np.float32)
        lumas = np.array([yuv(c)[0] for c in self._colours], np.float32)
        self._ramps = 16 + (lumas[:, None] - 16) * foot[None, :]  # dark at the foot

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        snare = float(drive.snare[frame])
        heights = self._heights(drive.columns[frame])
        heights = heights * (0.72 + 0.28 * float(drive.energy[frame]) + 0.10 * kick + 0.2 * impact)
        self._caps = np.maximum(heights + 0.03 + 0.05 * snare, self._caps - 0.8 / drive.fps)
        self._light(heights, frame)
        self._veil.lay(planes)
        span = stage.width * (0.90 if stage.upright else 0.84)
        step = span / self._count
        wide = max(4, round(step * 0.66)) & ~1
        ramps, part = self._ramps, 0.8 * impact
        if impact > 0.05:
            ramps = ramps + (yuv(stage.palette.light)[0] - ramps) * np.float32(part)
        shades = ramps.astype(np.uint8)
        tallest = self._tallest
        first = (stage.width - span) / 2 + (step - wide) / 2
        for i in range(self._count):
            left = round(first + i * step) & ~1
            tall = max(6, round(float(heights[i]) * tallest)) & ~1
            self._column(planes, left, wide, tall, i, part, shades[i])
            cap = (self._horizon - round(float(self._caps[i]) * tallest) - 8) & ~1
            planes.box(left, cap, left + wide, cap + 4, stage.palette.light)
        credit(stage, planes)

    def _heights(self, columns: Floats) -> Floats:
        """The low notes in the middle, the high ones at both sides, neighbours evened out."""
        even = cv2.GaussianBlur(columns.reshape(1, -1), (5, 1), 0.9).ravel()
        at = np.linspace(0, BARS - 1, self._count // 2)
        side = np.interp(at, np.arange(BARS), even).astype(np.float32)
        return np.concatenate([side[::-1], side])

    def _column(
        self, planes: Planes, left: int, wide: int, tall: int, number: int, part: float,
        shade: Plane,
    ) -> None:  # fmt: skip
        """A column that grows darker towards its foot, and its reflection."""
        colour = self._colours[number]
        if part > 0.04:
            colour = palette.mix(colour, self._stage.palette.light, part)
        _, cb, cr = yuv(colour)
        top = max(0, self._horizon - min(tall, len(shade)))
        planes.y[top : self._horizon, left : left + wide] = shade[top - self._horizon :, None]
        planes.u[top // 2 : self._horizon // 2, left // 2 : (left + wide) // 2] = cb
        planes.v[top // 2 : self._horizon // 2, left // 2 : (left + wide) // 2] = cr
        low = self._horizon + 4
        planes.box(left, low, left + wide, low + tall // 4, self._dim[number])

    def _light(self, heights: Floats, frame: int) -> None:
        """The columns' own haze, the bass on the horizon, and the fire of a drop."""
        stage, drive, veil = self._stage, self._stage.drive, self._veil
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        energy = float(drive.energy[frame])
        veil.begin(lift=0.85 + 0.25 * energy + 0.12 * float(drive.tension[frame]))
        size = 0.42 + 0.2 * energy + 0.10 * kick + 0.8 * impact
        veil.light(self._glow.disc(size), stage.palette.accent, 0.14 + 0.14 * kick + 0.34 * impact)
        haze = np.interp(
            np.linspace(-0.2, self._count - 0.8, veil.width), np.arange(self._count), heights
        )
        reach = np.abs(np.arange(veil.height) * PART - self._horizon) / (stage.height * 0.5)
        mist: Plane = np.clip(1.0 - reach[:, None] / (haze[None, :] + 0.02), 0, 1).astype(
            np.float32
        )
        mist = cv2.blur(mist.astype(np.float32), (25, 25))
        veil.light(mist, stage.palette.accent, 0.30 + 0.25 * impact)
