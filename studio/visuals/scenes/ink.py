"""Ink on paper: strikes fall as drops that bleed, the melody is a brush, a red seal."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals.palette import INK
from studio.visuals.planes import Plane, Planes, gradient
from studio.visuals.stage import Stage


class Ink:
    _KINDS = 6
    _MOST = 14

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._dice = np.random.default_rng(stage.seed + 7)
        self._paper = gradient(stage.width, stage.height, INK.ground, INK.second, dither=3)
        _mountains(self._paper, self._dice)
        self._blots = [_blot(self._dice, 192) for _ in range(self._KINDS)]
        self._drops: list[list[float]] = []  # x, y, size, age in seconds, kind
        self._before = 0.0
        self._brush: list[tuple[float, float, float]] = []

    def draw(self, frame: int, planes: Planes) -> None:
        drive = self._stage.drive
        planes.copy_from(self._paper)
        kick = float(drive.kick[frame])
        if kick > 0.45 and kick > self._before + 0.1:
            self._fall(frame, kick)
        self._before = kick
        for drop in self._drops:
            drop[3] += 1 / drive.fps
            self._bleed(drop, planes)
        self._drops = [d for d in self._drops if d[3] < 5.0][-self._MOST :]
        self._stroke(frame, planes)
        self._seal(frame, planes)
        self._name(planes)

    def _fall(self, frame: int, kick: float) -> None:
        stage, drive = self._stage, self._stage.drive
        size = stage.short * (0.07 + 0.10 * kick + 0.30 * float(drive.impact[frame]))
        x = stage.width * float(self._dice.uniform(0.12, 0.88))
        y = stage.height * float(self._dice.uniform(0.15, 0.75))
        self._drops.append([x, y, size, 0.0, float(self._dice.integers(0, self._KINDS))])

    def _bleed(self, drop: list[float], planes: Planes) -> None:
        x, y, size, age, kind = drop
        grown = size * (0.35 + 0.65 * (1 - np.exp(-age * 3.0)))
        strength = 0.62 * np.exp(-age * 0.55) * min(1.0, age * 12 + 0.25)
        side = max(8, round(grown * 2) & ~1)
        mask = cv2.resize(self._blots[int(kind)], (side, side), interpolation=cv2.INTER_LINEAR)
        planes.lay(mask, INK.light, round(x - side / 2), round(y - side / 2), float(strength))

    def _stroke(self, frame: int, planes: Planes) -> None:
        """A brush that rises with the pitch of the sound and presses with its strength."""
        stage, drive = self._stage, self._stage.drive
        speed = stage.width * 0.10 / drive.fps
        high = stage.height * (0.66 - 0.34 * float(drive.bright[frame]))
        press = 1.0 + stage.short * 0.014 * float(drive.energy[frame])
        self._brush = [(x - speed, y, w) for x, y, w in self._brush if x > -20]
        self._brush.append((stage.width * 0.82, high, press))
        for (x, y, w), (x2, y2, _) in zip(self._brush[:-1:2], self._brush[2::2], strict=False):
            faded = max(1, round(w * min(1.0, 0.25 + x / stage.width)))
            points = np.array([[x, y], [x2, y2]], np.float32)
            planes.line(points, INK.light, faded, closed=False)

    def _seal(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        side = round(stage.short * (0.075 + 0.012 * float(drive.snare[frame]))) & ~1
        left = (round(stage.width * 0.90) - side) & ~1
        top = (round(stage.height * (0.70 if stage.upright else 0.82)) - side // 2) & ~1
        planes.box(left, top, left + side, top + side, INK.accent)
        gap = max(2, side // 8) & ~1
        planes.box(left + gap, top + gap * 3, left + side - gap, top + gap * 3 + gap, INK.ground)
        planes.box(left + gap * 3, top + gap, left + gap * 4, top + side - gap, INK.ground)

    def _name(self, planes: Planes) -> None:
        stage = self._stage
        left = round(stage.width * 0.07)
        top = round(stage.height * 0.10)
        if stage.title is not None:
            planes.lay(stage.title, INK.light, left, top, 0.9)
            top += stage.title.shape[0] + round(stage.short * 0.012)
        if stage.artist is not None:
            planes.lay(stage.artist, INK.accent, left, top, 0.9)


def _blot(dice: np.random.Generator, side: int) -> Plane:
    """A drop of ink: a ragged disc, darker at its rim, feathered outward."""
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    ragged = 1 + sum(
        float(dice.normal(0, 0.16 / k)) * np.sin(k * angle + float(dice.uniform(0, 6)))
        for k in range(2, 12)
    )
    radius = side * 0.30 * ragged
    points = np.stack([side / 2 + radius * np.cos(angle), side / 2 + radius * np.sin(angle)], 1)
    mask = np.zeros((side, side), np.uint8)
    cv2.fillPoly(mask, [np.round(points).astype(np.int32)], 215)
    cv2.polylines(mask, [np.round(points).astype(np.int32)], True, 255, 5, cv2.LINE_AA)
    for _ in range(10):
        turn, far = float(dice.uniform(0, 6.28)), side * float(dice.uniform(0.30, 0.46))
        at = (round(side / 2 + far * np.cos(turn)), round(side / 2 + far * np.sin(turn)))
        cv2.circle(mask, at, int(dice.integers(1, 6)), 200, -1, cv2.LINE_AA)
    return cv2.GaussianBlur(mask, (0, 0), 2.2)


def _mountains(paper: Planes, dice: np.random.Generator) -> None:
    """Two ranges in pale wash along the lower third."""
    width, height = paper.size
    for shade, level, rough in ((0.20, 0.72, 0.05), (0.34, 0.80, 0.04)):
        x = np.arange(0, width + 8, 8)
        ridge = sum(
            float(dice.uniform(0.3, 1))
            / k
            * np.sin(x / width * 6.28 * k + float(dice.uniform(0, 6)))
            for k in range(1, 9)
        )
        top = height * (level + rough * ridge)
        points = np.stack([x, top], 1)
        outline = np.concatenate([points, [[width, height], [0, height]]]).astype(np.int32)
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [outline], 255)
        fade = np.clip(1.3 - (np.arange(height) / height - level) * 5.0, 0, 1)
        wash = (mask * fade[:, None]).astype(np.uint8)
        paper.lay(cv2.GaussianBlur(wash, (0, 0), 3), INK.light, 0, 0, shade)
