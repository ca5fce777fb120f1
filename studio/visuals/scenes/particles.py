"""Dust in a beam: soft lights that fly outward, thrown by kicks, let loose by drops."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.visuals.planes import Planes
from studio.visuals.stage import Stage, credit
from studio.visuals.veil import Glow, Veil

_FAR, _NEAR = 1500, 46  # fine dust; large lights out of focus


class Particles:
    """Energy: how fast. Kick: a push. Snare: sparkle. Pitch: the swirl. A drop: all of it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        dice = self._dice = np.random.default_rng(stage.seed + 11)
        tones = stage.palette
        self._veil = Veil(stage.width, stage.height, tones.ground, tones.second, vignette=0.6)
        self._centre = (stage.width / 2, stage.height * (0.44 if stage.upright else 0.47))
        self._glow = Glow(self._veil, *self._centre, reach=stage.short * 0.5)
        self._angle = dice.uniform(0, 2 * np.pi, _FAR)
        self._far = dice.uniform(0.0, 1.0, _FAR) ** 0.7
        self._pace = dice.uniform(0.35, 1.4, _FAR)
        self._shine = dice.uniform(0.25, 1.0, _FAR) ** 1.5
        self._twinkle = dice.uniform(0, 2 * np.pi, _FAR)
        self._near = dice.uniform(0, 1, (_NEAR, 3))  # angle, distance, size
        self._half = np.zeros((stage.height // 2, stage.width // 2), np.uint8)
        self._quarter = np.zeros((self._veil.height, self._veil.width), np.uint8)
        self._turn = 0.0

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        energy, kick = float(drive.energy[frame]), float(drive.kick[frame])
        impact, tension = float(drive.impact[frame]), float(drive.tension[frame])
        push = 0.06 + 0.20 * energy + 0.45 * kick * (0.3 + energy) + 1.1 * impact
        push *= 1 - 0.7 * tension
        swirl = (0.05 + 0.22 * float(drive.bright[frame]) + 0.5 * tension) / drive.fps
        before = self._far.copy()
        self._far += self._pace * push * (0.12 + self._far) / drive.fps
        self._angle += swirl * (1.2 - np.clip(self._far, 0, 1))
        self._turn += swirl
        gone = self._far > 1.15
        self._far[gone] = before[gone] = self._dice.uniform(0.0, 0.25, int(gone.sum()))
        self._light(frame)
        self._veil.lay(planes)
        self._dust(frame, before, planes)
        credit(stage, planes)

    def _light(self, frame: int) -> None:
        """The light they come from, its ring at a drop, and the large lights in front."""
        stage, drive, veil = self._stage, self._stage.drive, self._veil
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        energy = float(drive.energy[frame])
        veil.begin(lift=0.8 + 0.3 * energy)
        core = (
            0.40 + 0.15 * energy + 0.10 * kick + 0.9 * impact - 0.15 * float(drive.tension[frame])
        )
        strong = 0.30 + 0.22 * kick + 0.30 * impact
        veil.light(self._glow.disc(core, soft=1.1), stage.palette.accent, strong)
        veil.light(self._glow.disc(core * 0.35), stage.palette.light, strong * 0.75)
        if impact > 0.03:
            out = 2.6 * (1 - impact) + 0.2
            veil.light(self._glow.ring(out, 0.22), stage.palette.light, 0.5 * impact)
        self._quarter[:] = 0
        wide, high = veil.width, veil.height
        pace = 0.02 + 0.05 * energy
        for angle, far, size in self._near:
            reach = (far + self._turn * pace * (0.5 + size)) % 1.0
            turned = angle * 2 * np.pi + self._turn * 0.3
            x = wide / 2 + np.cos(turned) * reach * wide * 0.62
            y = high * 0.47 + np.sin(turned) * reach * high * 0.72
            radius = min(wide, high) * (0.012 + 0.045 * size * reach)
            at, shown = (
                (round(x * 8), round(y * 8)),
                round(min(1.0, 2.4 * reach) * (60 + 90 * size)),
            )
            cv2.circle(self._quarter, at, max(8, round(radius * 8)), shown, -1, cv2.LINE_AA, 3)
        soft = cv2.blur(self._quarter, (3, 3)).astype(np.float32)
        soft *= 1 / 255
        veil.light(soft, stage.palette.accent, 0.45 + 0.35 * kick)

    def _dust(self, frame: int, before: NDArray[np.float64], planes: Planes) -> None:
        """The fine dust as points, drawn out along their way when they are fast."""
        stage, drive = self._stage, self._stage.drive
        snare, energy = float(drive.snare[frame]), float(drive.energy[frame])
        impact = float(drive.impact[frame])
        self._half[:] = 0
        glint = 0.75 + 0.25 * np.sin(self._twinkle + frame * 0.13)
        shine = self._shine * glint * np.clip(self._far * 3.5, 0, 1) * (0.62 + 0.38 * energy)
        shine = np.clip(shine * (1 + 0.5 * snare + 0.6 * impact), 0, 1)
        sparks = np.flatnonzero(self._shine > 0.72)
        reach = np.hypot(stage.width, stage.height) / 4
        cos, sin = np.cos(self._angle) * reach, np.sin(self._angle) * reach
        x0, y0 = self._centre[0] / 2, self._centre[1] / 2
        moved = float(np.median(np.abs(self._far - before))) * reach
        steps = int(np.clip(moved / 1.2, 1, 6))
        for step in range(steps):
            part = step / steps
            far = self._far * (1 - part) + before * part
            x, y = x0 + cos * far, y0 + sin * far
            self._splat(x, y, shine * (1 - 0.6 * part))
            self._splat(x[sparks] + 1, y[sparks], shine[sparks] * (1 - 0.6 * part))
            self._splat(x[sparks], y[sparks] + 1, shine[sparks] * (1 - 0.6 * part))
        dots = cv2.GaussianBlur(self._half, (3, 3), 0)
        big = cv2.resize(dots, planes.size, interpolation=cv2.INTER_LINEAR)
        cv2.add(planes.y, big, planes.y)

    def _splat(
        self, x: NDArray[np.float64], y: NDArray[np.float64], shine: NDArray[np.float64]
    ) -> None:
        """Points of light at fractions of a pixel, the brightest staying where some meet."""
        height, width = self._half.shape
        column, row = np.floor(x).astype(int), np.floor(y).astype(int)
        inside = (column >= 0) & (row >= 0) & (column < width - 1) & (row < height - 1)
        column, row = column[inside], row[inside]
        right, down = x[inside] - column, y[inside] - row
        level = 430 * shine[inside]
        flat = self._half.reshape(-1)
        for dx, dy, part in (
            (0, 0, (1 - right) * (1 - down)), (1, 0, right * (1 - down)),
            (0, 1, (1 - right) * down), (1, 1, right * down),
        ):  # fmt: skip
            place = (row + dy) * width + column + dx
            flat[place] = np.maximum(flat[place], np.minimum(level * part, 220).astype(np.uint8))
