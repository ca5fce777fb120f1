"""The cover as a sleeve on its own blurred colours, title beside it, sound and time below."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from studio.visuals import palette
from studio.visuals.drive import BARS
from studio.visuals.planes import Plane, Planes
from studio.visuals.printed import Piece, Printed
from studio.visuals.stage import Stage, on_shade, tight, within
from studio.visuals.veil import PART, Glow, Veil, cloud

_LEVELS = 8
_BARS = 48


class Cover:
    """Kick: the sleeve swells. Snare: the bars. Energy: the ground. A drop: light behind it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        wide = self._wide = stage.wide
        self._side = stage.short * (0.58 if wide else 0.66 if stage.upright else 0.50)
        self._centre = (
            (stage.width * 0.285, stage.height * 0.47) if wide
            else (stage.width / 2, stage.height * (0.36 if stage.upright else 0.335))
        )  # fmt: skip
        if stage.lines:  # room below for what is sung
            self._side *= 0.86 if stage.upright else 0.88 if wide else 0.72
            high = 0.38 if wide else 0.27 if stage.upright else 0.235
            self._centre = (self._centre[0], stage.height * high)
        picture = stage.cover if stage.cover is not None else _painted(stage)
        self._veil = Veil.of(_blurred(picture, stage))
        self._glow = Glow(self._veil, *self._centre, reach=self._side * 0.62)
        self._shade = _shadow(self._veil, *self._centre, self._side)
        dice = np.random.default_rng(stage.seed + 8)
        self._cloud = cloud(self._veil, dice)
        self._named = Printed(self._names(), (stage.width, stage.height))
        self._sleeves = _sleeves(picture, self._side, _LEVELS)
        self._masks = [_rounded(one.size[0]) for one in self._sleeves]

    def draw(self, frame: int, planes: Planes) -> None:
        drive = self._stage.drive
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        energy = float(drive.energy[frame])
        if self._veil.due(frame, kick + 2 * impact):
            self._light(energy, kick, impact)
        self._veil.lay(planes)
        swell = min(1.0, 0.55 * kick * energy + 0.9 * impact)
        number = round(swell * (_LEVELS - 1))
        sleeve = self._sleeves[number]
        side = sleeve.size[0]
        left, top = round(self._centre[0] - side / 2), round(self._centre[1] - side / 2)
        planes.put(sleeve, left, top, self._masks[number])
        self._named.lay(planes)
        self._bars(frame, planes, self._area())

    def _light(self, energy: float, kick: float, impact: float) -> None:
        """The cover's colours as mist, the sleeve's shadow on it, and the light behind it."""
        veil, tones = self._veil, self._stage.palette
        veil.begin(lift=0.86 + 0.22 * energy)
        veil.light(self._cloud, tones.accent, 0.14 + 0.10 * energy + 0.08 * kick + 0.2 * impact)
        size = 1.05 + 0.12 * kick + 0.9 * impact
        glow = 0.05 + 0.12 * kick * energy + 0.55 * impact
        veil.light(self._glow.disc(size, soft=2.4), tones.light, glow)
        veil.light(self._shade, (0, 0, 0), 0.55)
        veil.done()

    def _area(self) -> tuple[float, float, float]:
        """Where the bars stand: from, to, at which height."""
        stage = self._stage
        if self._wide:
            return stage.width * 0.50, stage.width * 0.93, self._centre[1] + stage.height * 0.15
        sung = bool(stage.lines)
        low = (0.575 if sung else 0.745) if stage.upright else 0.615 if sung else 0.86
        return stage.width * 0.14, stage.width * 0.86, stage.height * low

    def _names(self) -> Iterator[Piece]:
        """Title and artist beside the sleeve, or between it and the bars."""
        stage = self._stage
        tones, area = stage.palette, self._area()
        gap = round(stage.short * 0.022)
        soft = palette.mix(tones.light, tones.accent, 0.35)
        named = ((stage.title, tones.light), (stage.artist, soft))
        room = area[1] - area[0]
        rows = [(within(tight(one), room), colour) for one, colour in named if one is not None]
        tall = sum(shape.shape[0] + gap for shape, _ in rows)
        low = self._centre[1] + self._side * 0.53
        top = round(self._centre[1] - tall) if self._wide else round(
            low + (area[2] - stage.short * 0.07 - low - tall) / 2 + gap / 2
        )  # fmt: skip
        for shape, colour in rows:
            left = round(area[0]) if self._wide else (stage.width - shape.shape[1]) // 2
            yield from on_shade(Piece(shape, colour, left, top), stage)
            top += shape.shape[0] + gap

    def _bars(self, frame: int, planes: Planes, area: tuple[float, float, float]) -> None:
        """The spectrum as fine bars on a line that says how much of the song is over."""
        stage, drive = self._stage, self._stage.drive
        left, right, line = area
        at = np.linspace(0, BARS * 0.94, _BARS)
        level = np.interp(at, np.arange(BARS), drive.columns[frame])
        x = np.linspace(left, right, _BARS)
        tall = stage.short * (0.004 + level * (0.070 + 0.025 * float(drive.snare[frame])))
        tall += stage.short * 0.03 * float(drive.impact[frame]) * level
        if stage.lines and not self._wide:
            tall *= 0.6
        part = frame / max(1, len(drive) - 1)
        now = left + (right - left) * part
        ends = np.stack([np.stack([x, line - tall], 1), np.stack([x, line + tall], 1)], axis=1)
        wide = max(3, round((right - left) / _BARS * 0.42))
        coming = palette.mix(stage.palette.second, stage.palette.light, 0.45)
        planes.strokes(ends[x > now].astype(np.float32), coming, wide)
        planes.strokes(ends[x <= now].astype(np.float32), stage.palette.light, wide)


def _shadow(veil: Veil, x: float, y: float, side: float) -> Plane:
    """The soft shadow of a square a little below it."""
    mask = np.zeros((veil.height, veil.width), np.float32)
    half = side * 0.5 / PART
    middle = (x / PART, (y + side * 0.03) / PART)
    cv2.rectangle(mask, (round(middle[0] - half), round(middle[1] - half)),
                  (round(middle[0] + half), round(middle[1] + half)), 1.0, -1)  # fmt: skip
    return cv2.GaussianBlur(mask, (0, 0), max(1.0, half * 0.11))


def _blurred(picture: Plane, stage: Stage) -> Planes:
    """The cover's colours without its shapes, dark enough for letters."""
    small = cv2.resize(picture, (40, 40), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 6, borderType=cv2.BORDER_REPLICATE)
    size = (stage.width // 4 & ~1, stage.height // 4 & ~1)
    big = cv2.resize(small, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    luma = float((big @ np.array([0.2126, 0.7152, 0.0722], np.float32)).mean())
    made = Planes.of(np.clip(big * min(0.62, 58 / max(luma, 1.0)), 0, 255).astype(np.uint8))
    full = Planes.blank(stage.width, stage.height, (0, 0, 0))
    for plane, part in ((full.y, made.y), (full.u, made.u), (full.v, made.v)):
        cv2.resize(part, (plane.shape[1], plane.shape[0]), plane, interpolation=cv2.INTER_CUBIC)
    return full


def _sleeves(picture: Plane, small: float, levels: int) -> list[Planes]:
    """The cover at every size it swells to, drawn once."""
    height, width = picture.shape[:2]
    edge = min(height, width)
    top, left = (height - edge) // 2, (width - edge) // 2
    square = picture[top : top + edge, left : left + edge]
    sizes = [round(small * (1 + 0.055 * i / (levels - 1))) // 4 * 4 for i in range(levels)]
    how = cv2.INTER_AREA if edge > small else cv2.INTER_CUBIC
    return [Planes.of(cv2.resize(square, (s, s), interpolation=how)) for s in sizes]


def _rounded(side: int) -> Plane:
    """A square mask with round corners."""
    mask = np.zeros((side, side), np.uint8)
    radius = max(4, side // 28)
    cv2.rectangle(mask, (radius, 0), (side - 1 - radius, side - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (side - 1, side - 1 - radius), 255, -1)
    for x in (radius, side - 1 - radius):
        for y in (radius, side - 1 - radius):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return mask


def _painted(stage: Stage) -> Plane:
    """A cover where there is none: a sun over hills of the palette, told apart by the seed."""
    dice = np.random.default_rng(stage.seed + 3)
    tones, side = stage.palette, 720
    sky = np.linspace(0, 1, side)[:, None, None]
    top, low = np.array(tones.second), np.array(palette.mix(tones.second, tones.accent, 0.75))
    picture = np.ascontiguousarray(np.broadcast_to(top + (low - top) * sky, (side, side, 3)))
    picture = picture.astype(np.uint8)
    at = (int(side * dice.uniform(0.3, 0.7)), int(side * dice.uniform(0.34, 0.48)))
    cv2.circle(picture, at, int(side * 0.17), tones.light, -1, cv2.LINE_AA)
    x = np.arange(side)
    for number in range(4):
        part = number / 3
        ridge: Plane = np.full(side, side * (0.58 + 0.12 * number))
        for k in (1, 2, 3, 5):
            ridge = ridge + side * 0.05 / k * np.sin(x / side * 6.3 * k + dice.uniform(0, 6))
        outline = np.stack([x, ridge], 1).astype(np.int32)
        outline = np.concatenate([outline, [[side, side], [0, side]]])
        colour = palette.mix(palette.mix(tones.accent, tones.second, 0.5), tones.ground, part)
        cv2.fillPoly(picture, [outline.astype(np.int32)], colour, cv2.LINE_AA)
    return picture
