"""Ink on paper: kicks fall as drops that creep, the melody is a brush, the sun is the drop's."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.visuals import palette
from studio.visuals.palette import INK, Palette
from studio.visuals.planes import Planes
from studio.visuals.printed import Piece, Printed
from studio.visuals.scenes import inks
from studio.visuals.stage import Stage, tight
from studio.visuals.veil import Glow, Veil

_KINDS = 5
_MOST = 9
_STRONG = 0.92  # of the ink of names
_LASTS = 4.5  # seconds
_POINTS = 110  # of the brush's way that are remembered
_HAIRS = (-1.16, -0.58, -0.12, 0.40, 1.20)  # where streaks run, in half widths


class Ink:
    """Kick: a blot. Snare: the seal. Pitch and energy: the brush. A drop: the sun and a splash."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._tones = tones(stage)
        dice = self._dice = np.random.default_rng(stage.seed + 7)
        self._veil = Veil.of(
            _paper(stage, dice), texture=inks.fibres(dice, stage.height, stage.width)
        )
        self._sun = (stage.width * (0.5 if stage.upright else 0.66), stage.height * 0.34)
        self._glow = Glow(self._veil, *self._sun, reach=stage.short * 0.15, uneven=0.05)
        self._bloom = Glow(self._veil, *self._sun, reach=stage.short * 0.3, uneven=0.35)
        self._blots = [inks.blot(dice) for _ in range(_KINDS)]
        self._drops: list[list[float]] = []  # x, y, size, age in seconds, kind
        self._before = 0.0
        self._way = np.zeros((0, 3 + len(_HAIRS)), np.float32)  # x, y, half the width; dryness
        self._pen = 0.5
        self._names = Printed(_named(stage), (stage.width, stage.height))

    def draw(self, frame: int, planes: Planes) -> None:
        drive = self._stage.drive
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        if self._veil.due(frame, impact):
            self._light(float(drive.energy[frame]), kick, impact)
        self._veil.lay(planes)
        if (kick > 0.45 and kick > self._before + 0.1) or (impact > 0.99):
            self._fall(frame, max(kick, impact))
        self._before = kick
        for drop in self._drops:
            drop[3] += 1 / drive.fps
            self._creep(drop, planes)
        self._drops = [d for d in self._drops if d[3] < _LASTS][-_MOST:]
        self._stroke(frame, planes)
        self._names.lay(planes)

    def _light(self, energy: float, kick: float, impact: float) -> None:
        """The sun in vermilion wash; at a drop it runs out over the paper."""
        veil = self._veil
        veil.begin()
        if impact > 0.02:
            veil.light(
                self._bloom.disc(0.6 + 0.7 * impact, soft=2.6), self._tones.accent, 0.34 * impact
            )
        size = 0.86 + 0.08 * energy + 0.05 * kick + 0.50 * impact
        strong = 0.46 + 0.18 * energy + 0.26 * impact
        veil.light(self._glow.disc(size, soft=16.0), self._tones.accent, strong)
        veil.light(self._glow.ring(size * 0.97, 0.05), self._tones.accent, 0.30)
        veil.done()

    def _fall(self, frame: int, kick: float) -> None:
        """A drop more, somewhere beside the brush and the title."""
        stage, drive = self._stage, self._stage.drive
        size = stage.short * (0.04 + 0.06 * kick**2 + 0.17 * float(drive.impact[frame]))
        size *= float(self._dice.uniform(0.7, 1.15))
        x = stage.width * float(self._dice.uniform(0.18, 0.92))
        y = stage.height * float(self._dice.uniform(0.16, 0.66))
        self._drops.append([x, y, size, 0.0, float(self._dice.integers(0, _KINDS))])

    def _creep(self, drop: list[float], planes: Planes) -> None:
        x, y, size, age, kind = drop
        step = min(inks.STEPS - 1, int((1 - np.exp(-age * 2.2)) * inks.STEPS))
        strength = 0.88 * np.exp(-age * 0.55) * min(1.0, (_LASTS - age) / 1.2)
        side = max(8, round(size * 2.6) & ~1)
        shape = self._blots[int(kind)][step]
        mask = cv2.resize(shape, (side, side), interpolation=cv2.INTER_LINEAR)
        planes.lay(
            mask, self._tones.light, round(x - side / 2), round(y - side / 2), float(strength)
        )

    def _stroke(self, frame: int, planes: Planes) -> None:
        """A brush that rises with the pitch of the sound and presses with its strength."""
        stage, drive = self._stage, self._stage.drive
        self._pen += (float(drive.bright[frame]) - self._pen) * 2.2 / drive.fps
        wave = 0.05 * np.sin(frame / drive.fps * 0.9) + 0.03 * np.sin(frame / drive.fps * 2.3)
        high = stage.height * (0.60 - 0.22 * self._pen + float(wave))
        press = 0.30 + 0.75 * float(drive.energy[frame]) + 0.35 * float(drive.kick[frame])
        half = stage.short * 0.0135 * press
        if len(self._way):
            half = float(self._way[-1, 2]) + (half - float(self._way[-1, 2])) * 0.22
        self._way[:, 0] -= stage.width * 0.15 / drive.fps
        dry = self._dice.random(len(_HAIRS))
        if len(self._way):  # a hair that is dry stays so for a while
            dry = self._way[-1, 3:] * 0.86 + dry * 0.14 + self._dice.normal(0, 0.05, len(_HAIRS))
        head = [stage.width * (0.80 if not stage.upright else 0.86), high, half, *dry]
        self._way = np.concatenate([self._way, np.array([head], np.float32)])[-_POINTS:]
        if len(self._way) > 6:
            _brush(planes, self._way, stage)


def _brush(planes: Planes, way: NDArray[np.float32], stage: Stage) -> None:
    """The brush's way as one shape: full where it is now, split into hairs where it ran dry."""
    y = np.convolve(np.pad(way[:, 1], 4, "edge"), np.ones(9) / 9, "valid")
    x, half = way[:, 0], way[:, 2].copy()
    count = len(way)
    half *= np.clip(np.arange(count) / (count * 0.75), 0.0, 1.0) ** 0.8
    half[-5:] *= (1.0, 0.97, 0.88, 0.70, 0.42)
    slope_x, slope_y = np.gradient(x), np.gradient(y)
    length = np.hypot(slope_x, slope_y) + 1e-6
    across = np.stack([-slope_y / length, slope_x / length], 1)
    middle = np.stack([x, y], 1)
    uneven = 1 + (way[:, 3:5] - 0.5) * 0.5  # the edges, each for itself
    above = middle + across * (half * uneven[:, 0])[:, None]
    below = middle - across * (half * uneven[:, 1])[:, None]
    outline = np.concatenate([above, below[::-1]]).astype(np.float32)
    planes.shape(outline, tones(stage).light)
    age = 1 - np.arange(count) / count
    thin = max(1, stage.short // 900)
    paper, grey = (
        palette.mix(tones(stage).second, tones(stage).light, part) for part in (0.30, 0.65)
    )
    for number, place in enumerate(_HAIRS):
        seen = way[:, 3 + number] < 0.26 + 0.34 * age
        seen &= half > thin * 2
        points = (middle + across * (half * place)[:, None]).astype(np.float32)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], seen.view(np.int8), [0]])))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            if last - first > 6:
                planes.line(
                    points[first:last], grey if abs(place) > 1 else paper, thin, closed=False
                )


def _paper(stage: Stage, dice: np.random.Generator) -> Planes:
    """Warm paper, a little darker towards its edges, with mountains washed on it."""
    height, width = stage.height // 2, stage.width // 2
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    age = np.clip((across**2 + down**2) / 2, 0, 1)[..., None] ** 1.4
    ground, second = (np.array(c, np.float32) for c in (tones(stage).ground, tones(stage).second))
    rgb = ground + (second - ground) * age
    wash = inks.mountains(dice, height, width)[..., None]
    ink = np.array(palette.mix(tones(stage).light, (46, 62, 74), 0.5), np.float32)
    rgb = rgb + (ink - rgb) * wash
    large = cv2.resize(rgb, (stage.width, stage.height), interpolation=cv2.INTER_LINEAR)
    return Planes.of(np.clip(large, 0, 255).astype(np.uint8))


def _named(stage: Stage) -> Iterator[Piece]:
    """The title, upright where it is Chinese, the artist beside it, and the seal below."""
    side, ink = round(stage.short * 0.085), tones(stage)
    mark = inks.seal(stage.seal, side, stage.seed + 19)
    left = round(stage.width * 0.07)
    top = round(stage.height * (0.10 if not stage.upright else 0.12))
    if stage.column is not None:
        column = inks.rough(tight(stage.column), stage.seed + 5, strong=0.7)
        yield Piece(column, ink.light, left, top, _STRONG)
        beside = left + column.shape[1] + round(stage.short * 0.02)
        if stage.artist is not None:
            name = inks.rough(tight(stage.artist), stage.seed + 6, strong=0.5)
            yield Piece(name, palette.mix(ink.light, ink.second, 0.2), beside, top, _STRONG)
        low = top + column.shape[0] + round(stage.short * 0.025)
        middle = left + (column.shape[1] - mark.shape[1]) // 2
        yield Piece(mark, ink.accent, middle, low, _STRONG)
        return
    for shape, colour in ((stage.title, ink.light), (stage.artist, ink.accent)):
        if shape is not None:
            cut = inks.rough(tight(shape), stage.seed + 5, strong=0.8)
            yield Piece(cut, colour, left, top, _STRONG)
            top += cut.shape[0] + round(stage.short * 0.012)
    low = round(stage.height * (0.80 if stage.upright else 0.93)) - mark.shape[0]
    yield Piece(mark, ink.accent, round(stage.width * 0.93) - mark.shape[1], low, _STRONG)


def tones(stage: Stage) -> Palette:
    """Black on warm paper, unless other ink was asked for."""
    return stage.palette if stage.palette.paper else INK
