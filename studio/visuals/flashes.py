"""Flashes that could hurt, counted on what was delivered: WCAG 2.3.1, the light and the red ones.

A flash is a pair of opposing changes of relative luminance by 10 % or more, the darker below 0.8,
or of saturated red; it counts where it happens at once over more than a quarter of any 10 degrees
of view, which is 341 x 256 pixels of a screen of 1024 x 768. Three within a second are the most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]  # of float32; OpenCV's stubs do not tell
Ints = NDArray[Any]  # of uint8

MOST = 3  # a second
CHANGE = 0.10  # of relative luminance
DARK = 0.80
RED = 20 / 320  # of (R - G - B), each 0..1 and linear
_AREA = 0.25
_TOGETHER = 0.1  # seconds within which changes are one: a fade of a few frames
LINEAR = (np.clip((np.arange(256, dtype=np.float32) - 16) / 219, 0, 1) ** 2.2).astype(np.float32)


def luminance(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Relative luminance, 0..1, of limited-range luma."""
    return LINEAR[luma]


def redness(planes: NDArray[np.uint8]) -> tuple[Floats, Floats]:
    """How red small pictures of Y, Cb and Cr are, 0..1, and where it is saturated (0 or 1)."""
    luma, cb, cr = (planes[..., n].astype(np.float32) for n in range(3))
    bright, blue, red = (luma - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    colours = (
        bright + 1.5748 * red, bright - 0.1873 * blue - 0.4681 * red, bright + 1.8556 * blue,
    )  # fmt: skip
    linear = [cv2.pow(np.clip(one, 0, 1), 2.2) for one in colours]
    pure = linear[0] >= 0.8 * (linear[0] + linear[1] + linear[2])
    value: Floats = np.clip(linear[0] - linear[1] - linear[2], 0, 1)
    return value, (pure & (value > 0)).astype(np.float32)


def may_be_red(luma: Ints, blue: Ints, red: Ints) -> bool:
    """Whether any part of a small picture could be saturated red, and strong enough to flash.

    In saturated red, green and blue give at most a quarter of the light of red: G + B, as numbers,
    are at most 2 / 8**(1 / 2.2) = 0.778 R then. Below 0.04 of light, R is below 0.231.
    """
    bright, warm = luma.astype(np.int32) - 16, red.astype(np.int32) - 128
    strong = bright * 20 + warm * 31 >= 1000
    if not strong.any():
        return False
    cold = blue.astype(np.int32) - 128
    return bool((strong & (bright * 125 + cold * 166 <= warm * 171 + 200)).any())


def view(aspect: float) -> tuple[float, float]:
    """Ten degrees as shares of a picture's width and height, seen as large as the screen lets."""
    scale = min(1024.0, 768.0 * aspect)
    return min(1.0, 341 / scale), min(1.0, 256 / (scale / aspect))


@dataclass(frozen=True, slots=True)
class Change:
    """What a frame would do: the parts that turn, which way, and the views that flash by it."""

    moved: Floats
    turned: NDArray[np.bool_]
    views: NDArray[np.int8]  # 1: turns bright, -1: turns dark
    any: bool = False


class Turns:
    """What every part of the picture, and every ten degrees of it, did within the last second."""

    def __init__(
        self, fps: float, grid: tuple[int, int], aspect: float, *, change: float, dark: float,
        area: float,
    ) -> None:  # fmt: skip
        self._fps, self._change, self._dark, self._area = fps, change, dark, area
        share, shape = view(aspect), (grid[1], grid[0])
        self._window = (max(1, round(share[0] * grid[0])), max(1, round(share[1] * grid[1])))
        self._frame = 0
        self.mark: Floats = np.zeros(shape, np.float32)  # at the last turn, or as far as it went
        self.pure: Floats = np.zeros(shape, np.float32)
        self._way: Floats = np.zeros(shape, np.float32)  # of the last turn: up, down
        self._turned = np.full((2, *shape), -(10**6), np.int64)  # frames of the last turns
        self._views = np.zeros(shape, np.int8)
        self._still = (np.zeros(shape, np.bool_), np.zeros(shape, np.int8))
        self._times: list[tuple[int, NDArray[np.bool_]]] = []
        self._parts: list[tuple[int, NDArray[np.bool_]]] = []
        self.counts = np.zeros(shape, np.int64)  # of each view within the last second

    def start(self, now: Floats) -> None:
        self.mark = now.copy()

    def look(self, now: Floats, pure: Floats | None = None) -> Change:
        """What this frame would do; `pure`: where one of two states has to be for a change."""
        moved = now - self.mark
        large = np.abs(moved) >= self._change
        if not large.any():  # as most frames are
            return Change(moved, *self._still)
        large &= np.minimum(now, self.mark) < self._dark
        if pure is not None:
            large &= (pure > 0) | (self.pure > 0)
        turned = large & (moved * self._way <= 0)
        if not turned.any():
            return Change(moved, *self._still)
        views = np.zeros(now.shape, np.int8)
        fresh = self._frame - _TOGETHER * self._fps
        for number, sign in enumerate((1, -1)):
            cells = (self._turned[number] > fresh) | (turned & (moved * sign > 0))
            views[self._enough(cells) & (self._views != sign)] = sign
        return Change(moved, turned, views, any=True)

    def take(self, now: Floats, pure: Floats | None, change: Change) -> None:
        """The frame was shown."""
        self._frame += 1
        # Going on in the same direction moves the mark along, so that only a turn back counts.
        along = change.moved * self._way > 0
        if change.any:
            along |= change.turned
            self._turn(change)
        np.copyto(self.mark, now, where=along)
        if pure is not None:
            np.copyto(self.pure, pure, where=along)
        for row in (self._times, self._parts):
            while row and self._frame - row[0][0] >= self._fps:
                row.pop(0)
        if self._times or self.counts.any():
            self.counts = np.sum([one for _, one in self._times], axis=0, dtype=np.int64) + (
                np.zeros(now.shape, np.int64)
            )

    def _turn(self, change: Change) -> None:
        """Keeps which parts and which views turn with this frame."""
        turned, hit = change.turned, change.views != 0
        for number, sign in enumerate((1, -1)):
            self._turned[number][turned & (change.moved * sign > 0)] = self._frame
        self._way[turned] = np.sign(change.moved[turned])
        self._parts.append((self._frame, turned))
        if hit.any():
            self._views[hit] = change.views[hit]
            self._times.append((self._frame, hit))

    def often(self, times: int, also: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """The views of which the same parts, enough of them, turned so often; `also`: once more.

        What turns bright here while something turns dark there is no flash, though both turned.
        """
        shape = self.mark.shape
        turns = np.sum([one for _, one in self._parts], axis=0, dtype=np.int64) + np.zeros(
            shape, np.int64
        )
        return self._enough(turns + also >= times if also is not None else turns >= times)

    def _enough(self, cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The views of which these are a large enough part."""
        part = cv2.boxFilter(
            cells.astype(np.float32), cv2.CV_32F, self._window, borderType=cv2.BORDER_CONSTANT
        )
        return np.asarray(part >= self._area - 1e-4)

    def near(self, views: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The parts that lie in these views."""
        wide = np.ones((self._window[1] | 1, self._window[0] | 1), np.uint8)
        return cv2.dilate(views.astype(np.uint8), wide) > 0


class Meter:
    """Counts flashes while frames go by, each small: luma alone, or Y, Cb and Cr."""

    def __init__(self, fps: float, aspect: float = 16 / 9) -> None:
        self._fps, self._aspect = fps, aspect
        self._light: Turns | None = None
        self._red: Turns | None = None
        self._most = [0, 0]

    def see(self, frame: NDArray[np.uint8]) -> None:
        luma = frame if frame.ndim == 2 else frame[..., 0]
        light = luminance(luma)
        if self._light is None or self._red is None:
            grid = (luma.shape[1], luma.shape[0])
            self._light = Turns(self._fps, grid, self._aspect, change=CHANGE, dark=DARK, area=_AREA)
            self._red = Turns(self._fps, grid, self._aspect, change=RED, dark=2.0, area=_AREA)
            self._light.start(light)
            if frame.ndim == 3:
                self._red.start(redness(frame)[0])
        self._count(0, self._light, light, None)
        if frame.ndim == 3:
            self._count(1, self._red, *redness(frame))

    def _count(self, number: int, turns: Turns, now: Floats, pure: Floats | None) -> None:
        turns.take(now, pure, turns.look(now, pure))
        for more in range(self._most[number] + 1, int(turns.counts.max()) + 1):
            if (turns.often(more) & (turns.counts >= more)).any():
                self._most[number] = more

    def flashes_a_second(self) -> float:
        """The most flashes of light within any one second; two opposing changes are one flash."""
        return self._most[0] / 2

    def reds_a_second(self) -> float:
        """The most flashes to or from saturated red within any one second."""
        return self._most[1] / 2


def rates(
    frames: Iterable[NDArray[np.uint8]], fps: float, aspect: float = 16 / 9
) -> tuple[float, float]:
    """The most flashes a second of light, and of red, in these small frames."""
    meter = Meter(fps, aspect)
    for frame in frames:
        meter.see(frame)
    return meter.flashes_a_second(), meter.reds_a_second()
