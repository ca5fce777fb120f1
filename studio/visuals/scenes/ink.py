"""Ink on paper: kicks fall as drops that bleed, the melody is a brush, the sun is the drop's."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.visuals import palette
from studio.visuals.palette import INK
from studio.visuals.planes import Plane, Planes, gradient
from studio.visuals.stage import Stage
from studio.visuals.veil import Glow, Veil

_KINDS = 6
_MOST = 12
_POINTS = 150  # of the brush's way that are remembered


class Ink:
    """Kick: a blot. Snare: the seal. Pitch and energy: the brush. A drop: the sun and a splash."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._dice = np.random.default_rng(stage.seed + 7)
        paper = gradient(stage.width, stage.height, INK.ground, INK.second, dither=3)
        _mountains(paper, self._dice)
        self._veil = Veil.of(paper)
        self._sun = (stage.width * (0.5 if stage.upright else 0.68), stage.height * 0.36)
        self._glow = Glow(self._veil, *self._sun, reach=stage.short * 0.16)
        self._blots = [_blot(self._dice, 224) for _ in range(_KINDS)]
        self._drops: list[list[float]] = []  # x, y, size, age in seconds, kind
        self._before = 0.0
        self._way = np.zeros((0, 3), np.float32)  # x, y, half the width
        self._pen = 0.5
        self._seal_mark = _sealed(stage)

    def draw(self, frame: int, planes: Planes) -> None:
        drive = self._stage.drive
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        self._veil.begin()
        energy = float(drive.energy[frame])
        size = 0.86 + 0.10 * energy + 0.04 * kick + 0.85 * impact
        self._veil.light(
            self._glow.disc(size, soft=9.0), INK.accent, 0.24 + 0.16 * energy + 0.5 * impact
        )
        self._veil.lay(planes)
        if (kick > 0.45 and kick > self._before + 0.1) or (impact > 0.99):
            self._fall(frame, max(kick, impact))
        self._before = kick
        for drop in self._drops:
            drop[3] += 1 / drive.fps
            self._bleed(drop, planes)
        self._drops = [d for d in self._drops if d[3] < 4.0][-_MOST:]
        self._stroke(frame, planes)
        self._seal(frame, planes)
        self._name(planes)

    def _fall(self, frame: int, kick: float) -> None:
        stage, drive = self._stage, self._stage.drive
        size = stage.short * (0.035 + 0.055 * kick + 0.20 * float(drive.impact[frame]))
        x = stage.width * float(self._dice.uniform(0.10, 0.90))
        y = stage.height * float(self._dice.uniform(0.20, 0.66))
        self._drops.append([x, y, size, 0.0, float(self._dice.integers(0, _KINDS))])

    def _bleed(self, drop: list[float], planes: Planes) -> None:
        x, y, size, age, kind = drop
        grown = size * (0.45 + 0.55 * (1 - np.exp(-age * 3.0)))
        strength = 0.80 * np.exp(-age * 0.75) * min(1.0, age * 14 + 0.4)
        side = max(8, round(grown * 2.4) & ~1)
        mask = cv2.resize(self._blots[int(kind)], (side, side), interpolation=cv2.INTER_LINEAR)
        planes.lay(mask, INK.light, round(x - side / 2), round(y - side / 2), float(strength))

    def _stroke(self, frame: int, planes: Planes) -> None:
        """A brush that rises with the pitch of the sound and presses with its strength."""
        stage, drive = self._stage, self._stage.drive
        self._pen += (float(drive.bright[frame]) - self._pen) * 2.2 / drive.fps
        wave = 0.05 * np.sin(frame / drive.fps * 0.9) + 0.03 * np.sin(frame / drive.fps * 2.3)
        high = stage.height * (0.62 - 0.24 * self._pen + float(wave))
        press = 0.35 + 0.65 * float(drive.energy[frame]) + 0.25 * float(drive.kick[frame])
        half = stage.short * 0.011 * press
        if len(self._way):
            half = float(self._way[-1, 2]) + (half - float(self._way[-1, 2])) * 0.22
        speed = stage.width * 0.13 / drive.fps
        self._way[:, 0] -= speed
        point = np.array([[stage.width * (0.80 if not stage.upright else 0.86), high, half]])
        self._way = np.concatenate([self._way, point.astype(np.float32)])[-_POINTS:]
        if len(self._way) > 3:
            _brush(planes, self._way, stage)

    def _seal(self, frame: int, planes: Planes) -> None:
        stage = self._stage
        mark = self._seal_mark
        left = round(stage.width * 0.93) - mark.shape[1]
        top = round(stage.height * (0.80 if stage.upright else 0.94)) - mark.shape[0]
        planes.lay(mark, INK.accent, left, top, 0.72 + 0.28 * float(self._stage.drive.snare[frame]))

    def _name(self, planes: Planes) -> None:
        stage = self._stage
        left = round(stage.width * 0.07)
        top = round(stage.height * 0.09)
        if stage.title is not None:
            planes.lay(stage.title, INK.light, left, top, 0.92)
            top += stage.title.shape[0] - round(stage.short * 0.01)
        if stage.artist is not None:
            planes.lay(stage.artist, INK.accent, left, top, 0.92)


def _brush(planes: Planes, way: NDArray[np.float32], stage: Stage) -> None:
    """The brush's way as one shape: round where it is now, running dry where it began."""
    y = np.convolve(np.pad(way[:, 1], 4, "edge"), np.ones(9) / 9, "valid")
    x, half = way[:, 0], way[:, 2].copy()
    count = len(way)
    half *= np.clip(np.arange(count) / (count * 0.65), 0.0, 1.0) ** 0.7
    half[-4:] *= (1.0, 0.92, 0.75, 0.45)
    slope_x, slope_y = np.gradient(x), np.gradient(y)
    length = np.hypot(slope_x, slope_y) + 1e-6
    across = np.stack([-slope_y / length, slope_x / length], 1)
    middle = np.stack([x, y], 1)
    outline = np.concatenate(
        [middle + across * half[:, None], (middle - across * half[:, None])[::-1]]
    )
    planes.shape(outline.astype(np.float32), INK.light)
    tail = middle[: count // 2]  # a few hairs where the brush runs dry
    grey = palette.mix(INK.second, INK.light, 0.55)
    for shift in (-1.6, 1.5):
        points = tail + across[: count // 2] * half[: count // 2, None] * shift
        planes.line(points.astype(np.float32), grey, max(1, stage.short // 720), closed=False)


def _sealed(stage: Stage) -> Plane:
    """A seal: a square cut into stone with rough edges, a character left out of it."""
    side = round(stage.short * 0.088) // 4 * 4
    dice = np.random.default_rng(stage.seed + 19)
    mask: Plane = np.zeros((side, side), np.uint8)
    edge = max(2, side // 24)
    cv2.rectangle(mask, (edge, edge), (side - 1 - edge, side - 1 - edge), 255, -1)
    rough = cv2.resize(dice.random((side // 3, side // 3)).astype(np.float32), (side, side))
    mask[rough > 0.90] = 0
    mask = cv2.GaussianBlur(mask, (0, 0), max(0.8, side / 90))
    mask = np.where(mask > 120, 255, 0).astype(np.uint8)
    if stage.seal is not None:
        inner = round(side * 0.70)
        scale = min(inner / stage.seal.shape[1], inner / stage.seal.shape[0])
        size = (max(2, int(stage.seal.shape[1] * scale)), max(2, int(stage.seal.shape[0] * scale)))
        mark = cv2.resize(stage.seal, size, interpolation=cv2.INTER_AREA)
        top, left = (side - size[1]) // 2, (side - size[0]) // 2
        where = mask[top : top + size[1], left : left + size[0]]
        np.minimum(where, 255 - mark, out=where)
    else:
        bar = max(2, side // 9)
        for part in (0.30, 0.50, 0.70):
            middle = round(side * part)
            mask[middle - bar // 2 : middle + bar // 2, side // 4 : side - side // 4] = 0
    return cv2.GaussianBlur(mask, (3, 3), 0)


def _blot(dice: np.random.Generator, side: int) -> Plane:
    """A drop of ink: a soft ragged disc, darker at its rim, feathered outward."""
    angle = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    ragged: Plane = np.ones(160) + sum(
        float(dice.normal(0, 0.13 / k**1.15)) * np.sin(k * angle + float(dice.uniform(0, 6)))
        for k in range(2, 16)
    )
    layers: Plane = np.zeros((side, side), np.float32)
    for size, shade, soft in ((0.34, 70, 7.0), (0.29, 80, 3.0), (0.24, 105, 1.6)):
        points = np.stack([np.cos(angle), np.sin(angle)], 1) * (side * size * ragged)[:, None]
        layer = np.zeros((side, side), np.uint8)
        cv2.fillPoly(layer, [np.round(points + side / 2).astype(np.int32)], shade, cv2.LINE_AA)
        layers += cv2.GaussianBlur(layer, (0, 0), soft)
    for _ in range(14):
        turn, far = float(dice.uniform(0, 6.28)), side * float(dice.uniform(0.30, 0.47))
        at = (round(side / 2 + far * np.cos(turn)), round(side / 2 + far * np.sin(turn)))
        dot = np.zeros((side, side), np.uint8)
        cv2.circle(dot, at, int(dice.integers(1, 5)), int(dice.integers(90, 210)), -1, cv2.LINE_AA)
        layers = np.maximum(layers, cv2.GaussianBlur(dot, (0, 0), 0.9))
    return np.clip(layers, 0, 255).astype(np.uint8)


def _mountains(paper: Planes, dice: np.random.Generator) -> None:
    """Three ranges in pale wash, each fading into mist at its foot."""
    width, height = paper.size
    for shade, level, rough in ((0.14, 0.64, 0.060), (0.24, 0.73, 0.050), (0.42, 0.83, 0.038)):
        x = np.arange(0, width + 4, 4)
        ridge = sum(
            float(dice.uniform(0.3, 1))
            / k**1.1
            * np.sin(x / width * 6.28 * k * 0.8 + float(dice.uniform(0, 6)))
            for k in range(1, 14)
        )
        top = height * (level - rough * np.abs(ridge))
        outline = np.concatenate([np.stack([x, top], 1), [[width, height], [0, height]]])
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [outline.astype(np.int32)], 255, cv2.LINE_AA)
        fade = np.clip(1.15 - (np.arange(height) / height - level + 0.08) * 5.5, 0.0, 1)
        wash = (mask * fade[:, None]).astype(np.uint8)
        paper.lay(cv2.GaussianBlur(wash, (0, 0), 2), INK.light, 0, 0, shade)
