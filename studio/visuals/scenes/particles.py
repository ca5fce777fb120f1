"""Dust in a cloud: lights that come towards us, thrown by kicks, let loose by drops."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals import palette
from studio.visuals.planes import Plane, Planes
from studio.visuals.stage import Credit, Stage
from studio.visuals.veil import Glow, Veil, cloud

_FAR, _NEAR = 900, 26  # fine dust; large lights out of focus
_LEVELS = (0.16, 0.30, 0.48, 0.70, 1.0)  # of brightness, drawn together each


class Particles:
    """Energy: how fast. Kick: a push. Snare: sparkle. Pitch: the swirl. A drop: all of it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._credit = Credit(stage)
        dice = self._dice = np.random.default_rng(stage.seed + 11)
        tones = stage.palette
        self._veil = Veil(stage.width, stage.height, tones.ground, tones.second, vignette=0.6)
        self._centre = (stage.width / 2, stage.height * (0.44 if stage.upright else 0.46))
        self._glow = Glow(self._veil, *self._centre, reach=stage.short * 0.5)
        self._cloud = cloud(self._veil, dice) * self._glow.disc(1.5, soft=1.2)
        self._wisp = cloud(self._veil, dice)
        self._at = dice.uniform(-1, 1, (_FAR, 2))  # across and down, at the distance of 1
        self._deep = dice.uniform(0.08, 1.0, _FAR)
        self._shine = dice.uniform(0.3, 1.0, _FAR) ** 1.5
        self._twinkle = dice.uniform(0, 2 * np.pi, _FAR)
        self._near = dice.uniform(0, 1, (_NEAR, 3))  # angle, distance, size
        self._half = np.zeros((stage.height // 2, stage.width // 2), np.uint8)
        self._quarter = np.zeros((self._veil.height, self._veil.width), np.uint8)
        self._turn = 0.0

    def draw(self, frame: int, planes: Planes) -> None:
        drive = self._stage.drive
        energy, kick = float(drive.energy[frame]), float(drive.kick[frame])
        impact, tension = float(drive.impact[frame]), float(drive.tension[frame])
        push = 0.05 + 0.13 * energy + 0.30 * kick * (0.3 + energy) + 1.0 * impact
        push *= (1 - 0.75 * tension) / drive.fps
        self._turn += (0.04 + 0.16 * float(drive.bright[frame]) + 0.6 * tension) / drive.fps
        self._deep -= push
        gone = self._deep < 0.07
        self._deep[gone] += 0.93
        self._at[gone] = self._dice.uniform(-1, 1, (int(gone.sum()), 2))
        if self._veil.due(frame, kick + 2 * impact):
            self._light(frame)
        self._veil.lay(planes)
        self._dust(frame, push, planes)
        self._credit.lay(planes)

    def _light(self, frame: int) -> None:
        """The cloud, the light in it, its ring at a drop, and the large lights in front."""
        stage, drive, veil = self._stage, self._stage.drive, self._veil
        tones = stage.palette
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        energy, tension = float(drive.energy[frame]), float(drive.tension[frame])
        veil.begin(lift=0.8 + 0.3 * energy)
        veil.light(self._wisp, tones.second, 0.55)
        veil.light(self._cloud, tones.accent, 0.34 + 0.20 * energy + 0.22 * kick + 0.35 * impact)
        core = 0.36 + 0.12 * energy + 0.10 * kick + 0.45 * impact - 0.16 * tension
        strong = 0.26 + 0.22 * kick + 0.24 * impact + 0.2 * tension
        veil.light(self._glow.disc(core, soft=1.1), tones.accent, strong)
        veil.light(self._glow.disc(core * 0.4, soft=1.2), tones.light, strong * 0.85)
        if impact > 0.03:
            out = 2.6 * (1 - impact) + 0.2
            veil.light(self._glow.ring(out, 0.30), tones.light, 0.32 * impact)
        veil.light(self._bokeh(energy), palette.mix(tones.accent, tones.light, 0.4),
                   0.50 + 0.30 * kick)  # fmt: skip
        veil.done()

    def _bokeh(self, energy: float) -> Plane:
        """Large lights out of focus, brighter at their rims, drifting outward."""
        self._quarter[:] = 0
        wide, high = self._veil.width, self._veil.height
        pace = 0.05 + 0.08 * energy
        for angle, far, size in self._near:
            reach = (far + self._turn * pace * (0.5 + size)) % 1.0
            turned = angle * 2 * np.pi + self._turn * 0.3
            x = wide / 2 + np.cos(turned) * reach * wide * 0.62
            y = high * 0.46 + np.sin(turned) * reach * high * 0.72
            radius = max(1.0, min(wide, high) * (0.008 + 0.055 * size**2 * reach))
            seen = min(1.0, 2.4 * reach) * min(1.0, 6 * (1 - reach)) * (24 + 36 * (1 - size))
            at = (round(x * 8), round(y * 8))
            cv2.circle(self._quarter, at, round(radius * 8), round(seen), -1, cv2.LINE_AA, 3)
            cv2.circle(self._quarter, at, round(radius * 8), round(seen * 1.5), 1, cv2.LINE_AA, 3)
        soft = cv2.GaussianBlur(self._quarter, (5, 5), 1.1).astype(np.float32)
        soft *= 1 / 255
        return soft

    def _dust(self, frame: int, push: float, planes: Planes) -> None:
        """The fine dust: points when it drifts, drawn out along their way when it flies."""
        stage, drive = self._stage, self._stage.drive
        energy, impact = float(drive.energy[frame]), float(drive.impact[frame])
        glint = 0.78 + 0.22 * np.sin(self._twinkle + frame * 0.13)
        near = np.clip((1.0 - self._deep) * 3, 0, 1)
        shine = self._shine * glint * near * (0.55 + 0.45 * energy)
        shine *= np.clip(0.34 / self._deep, 0.3, 1)
        shine *= 1 + 0.45 * float(drive.snare[frame]) + 0.6 * impact
        cos, sin = np.cos(self._turn * 0.5), np.sin(self._turn * 0.5)
        turned = self._at @ np.array([[cos, sin], [-sin, cos]])
        middle = np.array(self._centre) / 2
        reach = np.sqrt(stage.width * stage.height) * 0.17
        head = middle + turned * reach / self._deep[:, None]
        tail = middle + turned * reach / (self._deep + push * 1.6 + 0.004)[:, None]
        ends = np.stack([head, tail], axis=1) * 16
        self._half[:] = 0
        inside = (np.abs(head - middle) < middle * 1.2).all(axis=1)
        level = np.searchsorted(_LEVELS, np.clip(shine, 0, 0.999))
        for number, bright in enumerate(_LEVELS):
            lines = ends[inside & (level == number)]
            if len(lines):
                cv2.polylines(self._half, list(lines.astype(np.int32)), False,
                              round(255 * bright), 1, cv2.LINE_AA, 4)  # fmt: skip
        dots = cv2.GaussianBlur(self._half, (3, 3), 0.6)
        big = cv2.resize(dots, planes.size, interpolation=cv2.INTER_LINEAR)
        cv2.add(planes.y, big, planes.y)
