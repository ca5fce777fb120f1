"""Columns of light on still water; kicks lift their glow, a drop sets the horizon alight."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals import palette
from studio.visuals.drive import BARS, Floats
from studio.visuals.palette import yuv
from studio.visuals.planes import Plane, Planes
from studio.visuals.stage import Credit, Stage
from studio.visuals.veil import PART, Glow, Veil

_BURNS = 9  # steps in which the columns turn to the light of a drop
_MIRROR = 0.34  # how much of the light the water gives back


class Spectrum:
    """Kick: the columns swell. Snare: their caps jump. A drop: the horizon burns.

    The low notes stand in the middle, the high ones on both sides: only the right half is drawn,
    where it belongs, and the left one is its image.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        tones = stage.palette
        self._count = 16 if stage.upright else 32
        self._wide_half = (stage.width // 2 + 1) & ~1
        self._veil = Veil(self._wide_half, stage.height, tones.ground, tones.second, left=0.0)
        self._horizon = round(stage.height * (0.54 if stage.upright else 0.64)) & ~3
        self._glow = Glow(
            self._veil, 0, self._horizon, reach=stage.width * 0.5,
            flat=0.5 if not stage.upright else 0.9,
        )  # fmt: skip
        self._tallest = round(stage.height * (0.30 if stage.upright else 0.46)) & ~1
        step = stage.width * (0.44 if stage.upright else 0.43) / self._count
        self._wide = max(4, round(step * 0.62)) & ~1
        first = self._wide_half - stage.width / 2 + (step - self._wide) / 2
        self._lefts = [round(first + n * step) & ~1 for n in range(self._count)]
        self._within = np.array(self._lefts)[:, None, None] + np.arange(self._wide)[None, None, :]
        self._caps = np.zeros(self._count, np.float32)
        self._falling = np.zeros(self._count, np.float32)  # how fast each cap falls
        self._painted(tones)
        self._credit = Credit(stage)

    def _painted(self, tones: palette.Palette) -> None:
        """What never changes about a column: its colours, its light by height, its tip."""
        outward = (np.arange(self._count) + 0.5) / (self._count - 0.5)
        self._colours = [palette.mix(tones.accent, tones.light, float(m**0.9)) for m in outward]
        tips = np.array([yuv(palette.mix(c, tones.light, 0.35))[0] for c in self._colours])
        feet = np.array([16 + (yuv(c)[0] - 16) * 0.80 for c in self._colours])
        up = np.linspace(1, 0, self._tallest, dtype=np.float32)[None, :] ** 1.3
        ramps = feet[:, None] + (tips - feet)[:, None] * up
        burnt = np.linspace(0, 1, _BURNS, dtype=np.float32)[:, None, None]
        shades = ramps + (yuv(tones.light)[0] - ramps) * burnt
        self._shades = shades.astype(np.uint8)  # burn x column x height
        self._tones = [
            [yuv(palette.mix(c, tones.light, n / (_BURNS - 1)))[1:] for c in self._colours]
            for n in range(_BURNS)
        ]
        self._cap = yuv(palette.mix(tones.light, tones.accent, 0.25))
        self._round = _tip(self._wide)
        rows = max(8, round(self._tallest * 0.34)) & ~1
        fade = np.linspace(1, 0, rows, dtype=np.float32) ** 1.6 * _MIRROR
        self._mirror = (fade * 128).astype(np.int16)[:, None]
        across = np.linspace(0, 1, self._wide_half, dtype=np.float32)
        line = (255 * np.clip(1.15 - across, 0, 1)).astype(np.uint8)[None, :]
        self._line = np.repeat(line, 2 if self._stage.short < 700 else 4, axis=0)

    def draw(self, frame: int, planes: Planes) -> None:
        drive = self._stage.drive
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        heights = self._heights(drive.columns[frame])
        heights *= 0.72 + 0.28 * float(drive.energy[frame]) + 0.10 * kick + 0.2 * impact
        jump = 0.02 + 0.05 * float(drive.snare[frame])
        self._drop_caps(heights + jump)
        if self._veil.due(frame, kick + 2 * impact):
            self._light(heights, frame)
        half = _right(planes, self._wide_half)
        self._veil.lay(half)
        self._columns(heights, 0.8 * impact, half)
        self._water(half)
        half.lay(self._line, self._stage.palette.light, 0, self._horizon, 0.35 + 0.6 * impact)
        _mirrored(planes)
        self._credit.lay(planes)

    def _heights(self, columns: Floats) -> Floats:
        """From the low notes in the middle to the high ones, neighbours evened out."""
        even = cv2.GaussianBlur(columns.reshape(1, -1), (7, 1), 1.3).ravel()
        at = np.linspace(0, BARS - 1, self._count)
        return np.interp(at, np.arange(BARS), even).astype(np.float32)

    def _drop_caps(self, floor: Floats) -> None:
        """The caps where they are now: thrown up by the columns, falling ever faster."""
        fps = self._stage.drive.fps
        self._falling += 2.6 / fps
        self._caps -= self._falling / fps
        caught = self._caps <= floor
        self._caps[caught] = floor[caught]
        self._falling[caught] = 0.0

    def _columns(self, heights: Floats, burn: float, planes: Planes) -> None:
        """The columns, darker towards their feet, with round tips, and their caps."""
        wide, horizon = self._wide, self._horizon
        level = round(burn * (_BURNS - 1))
        shades, tones = self._shades[level], self._tones[level]
        thin = max(2, self._stage.short // 270) & ~1
        talls = np.clip(heights * self._tallest, wide, self._tallest - 1).astype(int) & ~1
        caps = (horizon - (self._caps * self._tallest).astype(int) - thin * 2) & ~1
        rows = (horizon - talls)[:, None, None] + np.arange(len(self._round))[None, :, None]
        behind = planes.y[rows, self._within].astype(np.int16)
        for number, left in enumerate(self._lefts):
            right, top = left + wide, horizon - int(talls[number])
            planes.y[top:horizon, left:right] = shades[number, top - horizon :, None]
            half = (slice(top // 2, horizon // 2), slice(left // 2, right // 2))
            planes.u[half], planes.v[half] = tones[number]
        front = planes.y[rows, self._within]
        behind += ((front - behind) * self._round) >> 7
        planes.y[rows, self._within] = behind
        free = (caps > 0) & (caps < horizon - talls - wide)
        for plane, part, value in zip(
            (planes.y, planes.u, planes.v), (1, 2, 2), self._cap, strict=True
        ):
            down = (caps[free] // part)[:, None, None] + np.arange(thin // part)[None, :, None]
            plane[down, self._within[free, :, ::part] // part] = value

    def _water(self, planes: Planes) -> None:
        """What stands above the horizon, upside down below it and fading."""
        horizon, rows = self._horizon, len(self._mirror)
        rows = min(rows, self._stage.height - horizon, horizon)
        for plane, part in ((planes.y, 1), (planes.u, 2), (planes.v, 2)):
            line, deep = horizon // part, rows // part
            below = plane[line : line + deep]
            above = plane[line - deep : line][::-1]
            apart = np.subtract(above, below, dtype=np.int16)
            apart *= self._mirror[: deep * part : part]
            apart >>= 7
            np.add(below, apart, out=below, casting="unsafe")

    def _light(self, heights: Floats, frame: int) -> None:
        """The columns' own haze, the bass on the horizon, and the fire of a drop."""
        stage, drive, veil = self._stage, self._stage.drive, self._veil
        kick, impact = float(drive.kick[frame]), float(drive.impact[frame])
        energy = float(drive.energy[frame])
        veil.begin(lift=0.85 + 0.25 * energy + 0.12 * float(drive.tension[frame]))
        size = 0.42 + 0.2 * energy + 0.10 * kick + 0.8 * impact
        disc = self._glow.disc(size) * np.float32(0.14 + 0.14 * kick + 0.34 * impact)
        mist = self._mist(heights) * np.float32(0.34 + 0.25 * impact)
        mist *= 1 - disc  # both of one colour, one after the other, in one stroke
        veil.light(cv2.add(mist, disc, mist), stage.palette.accent, 1.0)
        veil.done()

    def _mist(self, heights: Floats) -> Floats:
        """The haze around the columns, as far up and down as they reach; so soft that it is worked
        out at half the veil's size."""
        veil, stage = self._veil, self._stage
        wide, high = veil.width // 2, veil.height // 2
        places = np.linspace(-0.5, self._count - 0.8, wide)
        haze = np.interp(places, np.arange(self._count), heights).astype(np.float32)
        reach = np.abs(np.arange(high) * 2 * PART - self._horizon) / (stage.height * 0.5)
        near = (1 / (haze * 0.62 + 0.02))[None, :]
        mist = np.maximum(1 - reach.astype(np.float32)[:, None] * near, 0)
        return cv2.resize(cv2.blur(mist, (13, 13)), (veil.width, veil.height))


def _right(planes: Planes, wide: int) -> Planes:
    """The right part of the picture, so wide: what is drawn there is drawn in the picture."""
    return Planes(planes.y[:, -wide:], planes.u[:, -wide // 2 :], planes.v[:, -wide // 2 :])


def _mirrored(planes: Planes) -> None:
    """The right half of the picture as the image that it is of the left one."""
    for plane in (planes.y, planes.u, planes.v):
        half = plane.shape[1] // 2
        cv2.flip(plane[:, -half:], 1, plane[:, :half])


def _tip(wide: int) -> Plane:
    """The upper half of a disc as weights of 0..128."""
    side = wide / 2
    y, x = np.ogrid[0 : wide // 2, 0:wide]
    far = np.hypot(x - side + 0.5, y - side + 0.5)
    made: Plane = (np.clip(side - far + 0.5, 0, 1) * 128).astype(np.int16)
    return made
