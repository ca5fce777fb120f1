"""The words, one a beat, large, in motion; the lyrics' lines instead where there are any."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals import palette
from studio.visuals.planes import Plane, Planes
from studio.visuals.stage import Line, Stage
from studio.visuals.veil import Glow, Veil

_SIZES = 12  # in which a word is kept ready
_SMALL, _LARGE = 0.80, 1.16


class Type:
    """Beat: the next word. Kick: it punches. Snare: its shadow. Sections: the ground."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        tones = stage.palette
        self._veils = [
            Veil(stage.width, stage.height, tones.ground, tones.second),
            Veil(stage.width, stage.height, tones.second, tones.ground),
        ]
        middle = (stage.width / 2, stage.height * 0.46)
        self._glow = Glow(self._veils[0], *middle, reach=stage.width * 0.5, flat=0.6)
        words = stage.words or tuple(w for w in (stage.title,) if w is not None)
        self._words = [_sized(_fitted(w, stage)) for w in words]
        self._lines: dict[int, list[Plane]] = {}
        self._beat = -1
        self._last = 1.0
        self._dice = np.random.default_rng(stage.seed + 5)
        self._lean = 0.0

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        self._count(float(drive.beat[frame]))
        veil = self._veils[int(drive.section[frame]) % 2]
        veil.begin(lift=0.85 + 0.3 * float(drive.energy[frame]))
        veil.light(self._glow.disc(0.6 + 0.6 * impact), stage.palette.accent,
                   0.10 + 0.14 * kick + 0.36 * impact)  # fmt: skip
        veil.lay(planes)
        self._stripes(frame, planes)
        self._word(frame, planes)
        if stage.artist is not None:
            left = (stage.width - stage.artist.shape[1]) // 2
            low = round(stage.height * (0.74 if stage.upright else 0.84))
            planes.lay(stage.artist, stage.palette.accent, left, low)

    def _count(self, phase: float) -> None:
        if phase < self._last - 0.4 or self._beat < 0:
            self._beat += 1
            self._lean = float(self._dice.uniform(-1, 1))
        self._last = phase

    def _word(self, frame: int, planes: Planes) -> None:
        """The word of this beat, or the line that is sung."""
        stage, drive = self._stage, self._stage.drive
        calm = float(drive.energy[frame]) < 0.35
        sung = self._sung(frame / drive.fps)
        if sung is None and not self._words:
            return
        ready = sung or self._words[(self._beat // (4 if calm else 1)) % len(self._words)]
        phase = float(drive.beat[frame])
        grow = 0.90 if sung else 0.86 + 0.12 * (1 - (1 - min(1.0, phase * 5)) ** 3)
        grow += 0.05 * float(drive.kick[frame]) + 0.20 * float(drive.impact[frame])
        part = (grow - _SMALL) / (_LARGE - _SMALL)
        mask = ready[min(_SIZES - 1, max(0, round(part * (_SIZES - 1))))]
        height, width = mask.shape
        shift = 0 if calm or sung else round(self._lean * stage.width * 0.025)
        left = (stage.width - width) // 2 + shift
        top = round(stage.height * 0.46) - height // 2
        tones = stage.palette
        away = stage.short * (0.008 + 0.012 * float(drive.snare[frame]))
        away += stage.short * 0.03 * float(drive.impact[frame])
        planes.lay(mask, tones.accent, left + round(away), top + round(away), 0.8)
        planes.lay(mask, tones.light, left, top)

    def _sung(self, now: float) -> list[Plane] | None:
        """The line of lyrics at this moment, in every size, made when it comes."""
        for number, line in enumerate(self._stage.lines):
            if line.start <= now < line.end:
                if number not in self._lines:
                    self._lines = {number: _sized(_fitted(_tight(line), self._stage))}
                return self._lines[number]
        return None

    def _stripes(self, frame: int, planes: Planes) -> None:
        """Bars of the spectrum along both edges, pointing inward."""
        stage, drive = self._stage, self._stage.drive
        tones = stage.palette
        count = 28
        tall = stage.height / count
        columns = drive.columns[frame][: count * 2 : 2]
        colour = palette.mix(tones.second, tones.accent, 0.35 + 0.4 * float(drive.kick[frame]))
        for row in range(count):
            wide = round(float(columns[count - 1 - row]) * stage.width * 0.085)
            top = round(row * tall) & ~1
            low = (top + round(tall * 0.5)) & ~1
            planes.box(0, top, wide & ~1, low, colour)
            planes.box((stage.width - wide) & ~1, top, stage.width, low, colour)


def _tight(line: Line) -> Plane:
    rows, columns = np.flatnonzero(line.mask.max(axis=1)), np.flatnonzero(line.mask.max(axis=0))
    if not len(rows):
        return line.mask
    return line.mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _fitted(mask: Plane, stage: Stage) -> Plane:
    """The word as large as fits, swelling included."""
    wide, tall = stage.width * 0.70 / mask.shape[1], stage.height * 0.40 / mask.shape[0]
    scale = min(wide, tall, 3.0)
    size = (max(2, round(mask.shape[1] * scale)), max(2, round(mask.shape[0] * scale)))
    return cv2.resize(mask, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def _sized(mask: Plane) -> list[Plane]:
    """The word from small to large, so that no frame has to scale it."""
    made = []
    for part in np.linspace(_SMALL, _LARGE, _SIZES):
        size = (max(2, round(mask.shape[1] * part)), max(2, round(mask.shape[0] * part)))
        made.append(cv2.resize(mask, size, interpolation=cv2.INTER_AREA))
    return made
