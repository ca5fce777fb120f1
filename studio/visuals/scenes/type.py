"""The words, one after the other, large, over rows of their outlines; or lines of lyrics."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals import palette
from studio.visuals.planes import Plane, Planes
from studio.visuals.stage import Stage, tight
from studio.visuals.veil import Glow, Veil, cloud

_SIZES = 12  # in which a word is kept ready
_SMALL, _LARGE = 0.80, 1.16
_LASTS = 0.9  # seconds that a word stays at least: large letters that change faster are flashes
_PUSH = 0.35  # of a beat, during which the rows are pushed along


class Type:
    """Beats: the next word, and a push for the rows. Kick: it punches. Snare: its echo."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        tones = stage.palette
        self._veils = [
            Veil(stage.width, stage.height, tones.ground, tones.second),
            Veil(stage.width, stage.height, tones.second, tones.ground),
        ]
        self._middle = round(stage.height * 0.46)
        self._glow = Glow(
            self._veils[0], stage.width / 2, self._middle, reach=stage.width * 0.5, flat=0.6
        )
        self._cloud = cloud(self._veils[0], np.random.default_rng(stage.seed + 6))
        words = stage.words or tuple(w for w in (stage.title,) if w is not None)
        self._words = [_sized(_fitted(w, stage)) for w in words]
        self._rows = _rows(words, stage)
        self._lines: dict[int, list[Plane]] = {}
        self._beat = -1
        self._last = 1.0
        turns = int((np.diff(stage.drive.beat) < -0.4).sum())
        seconds = len(stage.drive) / stage.drive.fps / max(1, turns)
        self._each = max(1, int(np.ceil(_LASTS / max(seconds, 0.1))))  # beats a word stays
        self._dice = np.random.default_rng(stage.seed + 5)
        self._lean = 0.0

    def draw(self, frame: int, planes: Planes) -> None:
        stage, drive = self._stage, self._stage.drive
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        self._count(float(drive.beat[frame]))
        veil = self._veils[int(drive.section[frame]) % 2]
        if veil.due(frame, kick + 2 * impact):
            veil.begin(lift=0.85 + 0.3 * float(drive.energy[frame]))
            veil.light(self._cloud, stage.palette.accent, 0.10 + 0.06 * kick + 0.16 * impact)
            veil.light(self._glow.disc(0.6 + 0.6 * impact), stage.palette.accent,
                       0.10 + 0.14 * kick + 0.36 * impact)  # fmt: skip
            veil.done()
            self._outlines(veil.laid, float(drive.beat[frame]), kick, impact)
        veil.lay(planes)
        self._word(frame, planes)
        if stage.artist is not None:
            cut = tight(stage.artist)
            low = round(stage.height * (0.74 if stage.upright else 0.86))
            soft = palette.mix(stage.palette.accent, stage.palette.light, 0.3)
            planes.lay(cut, soft, (stage.width - cut.shape[1]) // 2, low)

    def _count(self, phase: float) -> None:
        if phase < self._last - 0.4 or self._beat < 0:
            self._beat += 1
            self._lean = float(self._dice.uniform(-1, 1))
        self._last = phase

    def _outlines(self, ground: Planes, phase: float, kick: float, impact: float) -> None:
        """The title's outlines in rows, each pushed on by every beat, against its neighbours."""
        if self._rows is None:
            return
        stage, strip = self._stage, self._rows
        period, tall = strip.shape[1] - stage.width, strip.shape[0]
        step = round(tall * 1.16) & ~1
        pushed = self._beat + 1 - (1 - min(1.0, phase / _PUSH)) ** 3
        many = int(max(self._middle, stage.height - self._middle) / step) + 1
        for number in range(-many, many + 1):
            top = self._middle + number * step - tall // 2
            way = 1 if number % 2 else -1
            shift = round(pushed * tall * 0.35 + number * period * 0.37) * way % period
            part = strip[:, shift : shift + stage.width]
            fade = max(0.0, 1 - abs(number) / (many + 1)) ** 0.7
            strong = (0.24 + 0.08 * kick + 0.26 * impact) * (0.45 + 0.55 * fade)
            high, low = max(0, top), min(stage.height, top + tall)
            if low > high:  # light alone: the ground lends it its colour
                rows = ground.y[high:low]
                cv2.addWeighted(rows, 1.0, part[high - top : low - top], strong * 0.5, 0, rows)

    def _word(self, frame: int, planes: Planes) -> None:
        """The word of this beat, or the line that is sung."""
        stage, drive = self._stage, self._stage.drive
        calm = float(drive.energy[frame]) < 0.35
        sung = self._sung(frame / drive.fps)
        if sung is None and not self._words:
            return
        each = self._each * (2 if calm else 1)
        ready = sung or self._words[(self._beat // each) % len(self._words)]
        phase = self._beat % each + float(drive.beat[frame])
        grow = 0.96 if sung else 0.86 + 0.12 * (1 - (1 - min(1.0, phase * 5)) ** 3)
        grow += 0.035 * float(drive.kick[frame]) + 0.18 * float(drive.impact[frame])
        part = (grow - _SMALL) / (_LARGE - _SMALL)
        mask = ready[min(_SIZES - 1, max(0, round(part * (_SIZES - 1))))]
        height, width = mask.shape
        shift = 0 if calm or sung else round(self._lean * stage.width * 0.02)
        left = (stage.width - width) // 2 + shift
        top = self._middle - height // 2
        tones = stage.palette
        away = stage.short * (0.008 + 0.010 * float(drive.snare[frame]))
        away += stage.short * 0.020 * float(drive.impact[frame])
        away *= 0.6 if sung else 1.0  # whose letters are smaller
        shade = palette.mix(tones.ground, (0, 0, 0), 0.3)
        planes.lay(mask, shade, left, top + round(away * 1.6), 0.55)
        planes.lay(mask, tones.accent, left, top + round(away))
        planes.lay(mask, self._asked(frame / drive.fps) or tones.light, left, top)

    def _asked(self, now: float) -> palette.Rgb | None:
        """The colour that was asked for of the line at this moment."""
        lines = self._stage.lines
        return next((one.colour for one in lines if one.start <= now < one.end), None)

    def _sung(self, now: float) -> list[Plane] | None:
        """The line of lyrics at this moment, in every size, made when it comes."""
        for number, line in enumerate(self._stage.lines):
            if line.start <= now < line.end:
                if number not in self._lines:
                    self._lines = {number: _sized(_fitted(tight(line.mask), self._stage))}
                return self._lines[number]
        return None


def _rows(words: tuple[Plane, ...], stage: Stage) -> Plane | None:
    """All words in outline, again and again, as wide as the picture and one round more."""
    if not words:
        return None
    tall = round(stage.short * 0.17) & ~1
    scale = tall / max(word.shape[0] for word in words)
    gap = np.zeros((tall, round(tall * 0.42)), np.uint8)
    cells = []
    for word in words:
        size = (max(2, round(word.shape[1] * scale)), max(2, round(word.shape[0] * scale)))
        small = cv2.resize(word, size, interpolation=cv2.INTER_AREA)
        over = tall - size[1]
        ends = (over // 2, over - over // 2)
        cells += [cv2.copyMakeBorder(small, *ends, 0, 0, cv2.BORDER_CONSTANT), gap]
    once = np.hstack(cells)
    thin = max(3, round(stage.short / 360)) | 1
    wide = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thin, thin))
    edged: Plane = cv2.morphologyEx(once, cv2.MORPH_GRADIENT, wide)
    rounds = -(-stage.width // edged.shape[1]) + 1
    return np.ascontiguousarray(np.tile(edged, (1, rounds))[:, : stage.width + edged.shape[1]])


def _fitted(mask: Plane, stage: Stage) -> Plane:
    """The word as large as fits, swelling included."""
    room = 0.78 if stage.upright else 0.70
    wide, tall = stage.width * room / mask.shape[1], stage.height * 0.40 / mask.shape[0]
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
