"""The title's words, one a beat, large, in motion; the artist stands still below."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals import palette
from studio.visuals.planes import Plane, Planes, gradient
from studio.visuals.stage import Stage


class Type:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        tones = stage.palette
        self._grounds = [
            gradient(stage.width, stage.height, tones.ground, tones.second),
            gradient(stage.width, stage.height, tones.second, tones.ground),
        ]
        self._words = [_fitted(w, stage) for w in stage.words or (stage.title,) if w is not None]
        self._beat = -1
        self._last = 1.0
        self._dice = np.random.default_rng(stage.seed + 5)
        self._lean = 0.0

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        self._count(float(drive.beat[frame]))
        planes.copy_from(self._grounds[int(drive.section[frame]) % 2])
        self._stripes(frame, planes)
        if self._words:
            self._word(frame, planes)
        if stage.artist is not None:
            left = (stage.width - stage.artist.shape[1]) // 2
            low = round(stage.height * (0.76 if stage.upright else 0.84))
            planes.lay(stage.artist, stage.palette.accent, left, low)

    def _count(self, phase: float) -> None:
        if phase < self._last - 0.4 or self._beat < 0:
            self._beat += 1
            self._lean = float(self._dice.uniform(-1, 1))
        self._last = phase

    def _word(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        calm = float(drive.energy[frame]) < 0.35
        word = self._words[(self._beat // (4 if calm else 1)) % len(self._words)]
        phase = float(drive.beat[frame])
        swell = 0.86 + 0.14 * (1 - (1 - min(1.0, phase * 5)) ** 3)
        swell += 0.05 * float(drive.kick[frame]) + 0.22 * float(drive.impact[frame])
        size = (max(2, round(word.shape[1] * swell)), max(2, round(word.shape[0] * swell)))
        mask = cv2.resize(word, size, interpolation=cv2.INTER_LINEAR)
        shift = 0 if calm else round(self._lean * stage.width * 0.03)
        left = (stage.width - size[0]) // 2 + shift
        top = round(stage.height * 0.46) - size[1] // 2
        tones = stage.palette
        planes.lay(mask, tones.accent, left + size[1] // 18, top + size[1] // 18, 0.75)
        planes.lay(mask, tones.light, left, top)

    def _stripes(self, frame: int, planes: Planes) -> None:
        """Bars of the bass along both edges, pointing inward."""
        stage, drive = self._stage, self._stage.drive
        tones = stage.palette
        count = 24
        tall = stage.height / count
        columns = drive.columns[frame][: count * 2 : 2]
        colour = palette.mix(tones.second, tones.accent, 0.35 + 0.4 * float(drive.kick[frame]))
        for row in range(count):
            wide = round(float(columns[row]) * stage.width * 0.10)
            top = round(row * tall) & ~1
            low = (top + round(tall * 0.5)) & ~1
            planes.box(0, top, wide & ~1, low, colour)
            planes.box((stage.width - wide) & ~1, top, stage.width, low, colour)


def _fitted(mask: Plane, stage: Stage) -> Plane:
    """The word as large as fits, swelling included."""
    scale = min(stage.width * 0.72 / mask.shape[1], stage.height * 0.42 / mask.shape[0])
    size = (max(2, round(mask.shape[1] * scale)), max(2, round(mask.shape[0] * scale)))
    return cv2.resize(mask, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
