"""The song's loudness as rounded bars that pass a mark: what was, what is, what comes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from studio.visuals import palette
from studio.visuals.planes import Planes
from studio.visuals.printed import Piece, Printed
from studio.visuals.stage import Stage, tight
from studio.visuals.veil import Glow, Veil, cloud

_A_SECOND = 8.0  # bars


class Wave:
    """For podcasts and quiet songs. Kick and voice: the bars at the mark. A drop: the mark."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        tones = stage.palette
        self._veil = Veil(stage.width, stage.height, tones.ground, tones.second, vignette=0.4)
        sung = 0.08 if stage.lines and not stage.upright else 0.0
        self._tall = 0.8 if sung else 1.0
        self._line = stage.height * ((0.50 if stage.upright else 0.54) - sung)
        self._glow = Glow(
            self._veil, stage.width / 2, self._line, reach=stage.width * 0.5, flat=0.6
        )
        dice = np.random.default_rng(stage.seed + 4)
        self._cloud = cloud(self._veil, dice) * self._glow.disc(0.9, soft=1.6)
        self._bars = _loudness(stage)
        self._named = Printed(_names(stage), (stage.width, stage.height))

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        tones = stage.palette
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        if self._veil.due(frame, kick + 2 * impact):
            self._light(float(drive.energy[frame]), kick, impact)
        self._veil.lay(planes)
        now = frame / drive.fps * _A_SECOND
        # so fine that passing bars are a tone and no flicker to the eye
        step = max(stage.width, stage.height) / 128
        reach = int(stage.width * 0.46 / step)
        numbers = np.arange(int(now) - reach, int(now) + reach + 1)
        x = stage.width / 2 + (numbers - now) * step
        level = self._bars[np.clip(numbers, 0, len(self._bars) - 1)]
        level = np.where((numbers >= 0) & (numbers < len(self._bars)), level, 0.0)
        near = np.exp(-(((numbers - now) / 7.0) ** 2))
        live = drive.columns[frame][np.abs(numbers * 7) % 48] * near
        tall = self._tall * stage.short * (0.012 + (0.20 + 0.03 * impact) * level)
        tall *= 1 + near * (0.16 * kick + 0.20 * float(drive.snare[frame])) + 0.5 * live
        edge = np.clip((1 - np.abs(numbers - now) / reach) * 4, 0, 1)
        tall = np.minimum(tall * edge, self._tall * stage.short * 0.25)
        ends = np.stack(
            [np.stack([x, self._line - tall], 1), np.stack([x, self._line + tall], 1)], axis=1
        ).astype(np.float32)
        wide = max(3, round(step * 0.52))
        seen = edge > 0.02
        gone, coming = seen & (numbers <= now), seen & (numbers > now)
        done = palette.mix(tones.accent, tones.light, min(1.0, 0.10 + 0.75 * impact))
        dim = palette.mix(tones.second, tones.light, 0.30)
        planes.strokes(ends[coming], dim, wide)
        planes.strokes(ends[gone], done, wide)
        self._mark(planes, now, impact)
        self._named.lay(planes)
        self._passed(frame, planes)

    def _mark(self, planes: Planes, now: float, impact: float) -> None:
        stage = self._stage
        high = self._tall * stage.short * (0.25 + 0.04 * impact)
        x = stage.width / 2
        ends = np.array([[[x, self._line - high], [x, self._line + high]]], np.float32)
        planes.strokes(ends, stage.palette.light, max(2, round(stage.short * 0.004)))

    def _light(self, energy: float, kick: float, impact: float) -> None:
        """Mist behind the bars, brighter where the mark is."""
        tones, veil = self._stage.palette, self._veil
        veil.begin(lift=0.92 + 0.16 * energy)
        veil.light(self._cloud, tones.accent, 0.16 + 0.10 * energy + 0.2 * impact)
        strong = 0.14 + 0.14 * energy + 0.12 * kick + 0.34 * impact
        veil.light(self._glow.disc(0.42 + 0.6 * impact), tones.accent, strong)
        veil.done()

    def _passed(self, frame: int, planes: Planes) -> None:
        """A thin line that says how much is over."""
        stage = self._stage
        left, right = round(stage.width * 0.12) & ~1, round(stage.width * 0.88) & ~1
        low = (0.81 if stage.lines else 0.74) if stage.upright else 0.92
        top = round(stage.height * low) & ~1
        tall = max(4, round(stage.short * 0.005)) & ~1
        part = frame / max(1, len(stage.drive) - 1)
        now = round(left + (right - left) * part) & ~1
        dim = palette.mix(stage.palette.second, stage.palette.light, 0.25)
        planes.box(left, top, right, top + tall, dim)
        planes.box(left, top, now, top + tall, stage.palette.accent)


def _names(stage: Stage) -> Iterator[Piece]:
    """Title and artist in the middle, well above the bars."""
    tones = stage.palette
    high = 0.20 if stage.upright else 0.05 if stage.lines else 0.09
    top = round(stage.height * high)
    soft = palette.mix(tones.light, tones.accent, 0.55)
    for shape, colour in ((stage.title, tones.light), (stage.artist, soft)):
        if shape is not None:
            cut = tight(shape)
            yield Piece(cut, colour, (stage.width - cut.shape[1]) // 2, top)
            top += cut.shape[0] + round(stage.short * 0.022)


def _loudness(stage: Stage) -> np.ndarray:
    """One level a bar, from the song's spectrum: whole song at once, so the future can be seen."""
    drive = stage.drive
    level = drive.columns.mean(axis=1) if len(drive) else np.zeros(1, np.float32)
    count = max(1, int(len(drive) / drive.fps * _A_SECOND) + 1)
    edges = (np.arange(count) * drive.fps / _A_SECOND).astype(int)
    bars = np.maximum.reduceat(level, np.clip(edges, 0, len(level) - 1))
    top = max(float(np.percentile(bars, 98)), 1e-3)
    return (np.clip(bars / top, 0, 1) ** 1.5).astype(np.float32)
