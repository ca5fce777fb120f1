"""Dust in a beam: hundreds of soft lights that fly outward, thrown by kicks, loosed by drops."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals import palette
from studio.visuals.planes import Plane, Planes, gradient
from studio.visuals.stage import Stage, credit


class Particles:
    _COUNT = 420

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._dice = np.random.default_rng(stage.seed + 11)
        tones = stage.palette
        self._ground = gradient(stage.width, stage.height, tones.ground, tones.second)
        self._angle = self._dice.uniform(0, 2 * np.pi, self._COUNT)
        self._far = self._dice.uniform(0.02, 1.0, self._COUNT) ** 1.4
        self._pace = self._dice.uniform(0.4, 1.3, self._COUNT)
        self._sprites = {
            size: _soft(size) for size in {self._size(f) for f in np.linspace(0, 1.3, 60)}
        }
        self._colours = [palette.mix(tones.light, tones.accent, part) for part in (0.0, 0.45, 1.0)]

    def _size(self, far: float) -> int:
        return (max(4, round(self._stage.short * (0.004 + 0.020 * far**1.6))) + 1) // 2 * 2

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        planes.copy_from(self._ground)
        energy, kick = float(drive.energy[frame]), float(drive.kick[frame])
        impact, tension = float(drive.impact[frame]), float(drive.tension[frame])
        pace = 0.05 + 0.22 * energy + 0.55 * kick * energy + 1.2 * impact - 0.12 * tension
        self._far += self._pace * max(0.01, pace) * (0.25 + self._far) / drive.fps
        self._angle += (0.03 + 0.10 * float(drive.bright[frame])) / drive.fps
        gone = self._far > 1.25
        self._far[gone] = self._dice.uniform(0.01, 0.12, int(gone.sum()))
        self._angle[gone] = self._dice.uniform(0, 2 * np.pi, int(gone.sum()))
        self._core(frame, planes)
        reach = np.hypot(stage.width, stage.height) / 2
        x = stage.width / 2 + np.cos(self._angle) * self._far * reach
        y = stage.height * 0.47 + np.sin(self._angle) * self._far * reach
        shine = np.clip(0.25 + 0.75 * self._far, 0, 1) * (0.55 + 0.45 * energy)
        for i in range(self._COUNT):
            sprite = self._sprites.get(self._size(float(self._far[i])))
            if sprite is not None:
                half = sprite.shape[0] // 2
                planes.lay(
                    sprite, self._colours[i % 3], round(x[i]) - half, round(y[i]) - half,
                    float(shine[i]),
                )  # fmt: skip
        credit(stage, planes)

    def _core(self, frame: int, planes: Planes) -> None:
        """The light they come from: small and steady, wide at a drop."""
        stage, drive = self._stage, self._stage.drive
        height, width = stage.height // 8, stage.width // 8
        y, x = np.ogrid[0:height, 0:width]
        reach = stage.short / 8 * (0.16 + 0.05 * float(drive.kick[frame]))
        reach *= 1 + 1.3 * float(drive.impact[frame])
        far = np.hypot(x - width / 2, y - height * 0.47) / reach
        strong = 60 + 30 * float(drive.kick[frame]) + 40 * float(drive.impact[frame])
        planes.glow((strong * np.exp(-(far**1.3) * 1.4)).astype(np.uint8))


def _soft(size: int) -> Plane:
    side = max(4, size)
    y, x = np.ogrid[0:side, 0:side]
    far = np.hypot(x - (side - 1) / 2, y - (side - 1) / 2) / (side / 2)
    dot = np.clip(255 * np.exp(-(far**2) * 3.2) * (far < 1), 0, 255).astype(np.uint8)
    return cv2.GaussianBlur(dot, (3, 3), 0)
