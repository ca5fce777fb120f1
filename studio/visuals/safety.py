"""No flashes that could hurt: WCAG 2.3.1, kept while drawing and measured on what was delivered.

A flash is a pair of opposing changes of relative luminance by 10 % or more, the darker below 0.8,
over more than a quarter of any 10 degrees of view; more than three within a second are too many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_CHANGE = 0.10  # relative luminance
_DARK = 0.80
_AREA = 0.25  # of the picture: stricter than a quarter of ten degrees on any usual screen
MOST = 3  # a second


def luminance(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Relative luminance, 0..1, of limited-range luma."""
    level = np.clip((luma.astype(np.float32) - 16) / 219, 0, 1)
    return (level**2.2).astype(np.float32)


class Meter:
    """Counts flashes while frames go by; each frame as small luma."""

    def __init__(self, fps: float) -> None:
        self._fps = fps
        self._frame = 0
        self._turning: NDArray[np.float32] | None = None  # luminance at the last turn
        self._last: NDArray[np.float32] | None = None
        self._rising: NDArray[np.int8] | None = None
        self.changes: list[int] = []  # frames in which enough of the picture turned

    def see(self, luma: NDArray[np.uint8]) -> None:
        now = luminance(luma)
        if self._last is None or self._turning is None or self._rising is None:
            self._last, self._turning = now, now.copy()
            self._rising = np.zeros(now.shape, np.int8)
            self._frame += 1
            return
        moved = now - self._turning
        large = (np.abs(moved) >= _CHANGE) & (np.minimum(now, self._turning) < _DARK)
        way = np.sign(moved).astype(np.int8)
        turned = large & (way != self._rising)
        if float(turned.mean()) >= _AREA:
            self.changes.append(self._frame)
        self._rising[turned] = way[turned]
        # Going on in the same direction moves the mark along, so that only a turn back counts.
        same = (way == self._rising) & large
        self._turning[same | turned] = now[same | turned]
        self._last = now
        self._frame += 1

    def flashes_a_second(self) -> float:
        """The most flashes within any one second: two opposing changes are one flash."""
        worst = 0
        changes = self.changes
        for index, first in enumerate(changes):
            inside = sum(1 for c in changes[index:] if c - first < self._fps)
            worst = max(worst, inside)
        return worst / 2


def flash_rate(frames: Iterable[NDArray[np.uint8]], fps: float) -> float:
    """The most flashes a second in these small luma frames."""
    meter = Meter(fps)
    for frame in frames:
        meter.see(frame)
    return meter.flashes_a_second()


class Guard:
    """Dims a frame whose brightness would turn too often, before anybody sees it.

    Works on the mean of the whole picture: what scenes do to all of it at once. Six turns within a
    second are three flashes; a frame that would begin a fourth is held near the dark before it.
    """

    def __init__(self, fps: float) -> None:
        self._fps = fps
        self._turns: list[int] = []
        self._mark = -1.0
        self._way = 0

    def allow(self, frame: int, mean: float) -> float:
        """The factor, at most 1, by which this frame's light has to be taken back."""
        if self._mark < 0:
            self._mark = mean
            return 1.0
        change = mean - self._mark
        if abs(change) < _CHANGE * 0.8:
            return 1.0
        way = 1 if change > 0 else -1
        self._turns = [t for t in self._turns if frame - t < self._fps]
        if way != self._way:
            # What goes dark cannot be kept bright here; so what would go bright again is held.
            if way > 0 and len(self._turns) >= 2 * MOST - 1:
                held = self._mark + _CHANGE * 0.7
                return min(1.0, held / max(mean, 1e-3))
            self._turns.append(frame)
            self._way = way
        self._mark = mean
        return 1.0


def red_rate(frames: Iterable[NDArray[np.uint8]], fps: float) -> float:
    """The most flashes to or from saturated red a second, in small RGB frames (WCAG 2.3.1)."""
    changes: list[int] = []
    before: NDArray[np.bool_] | None = None
    for number, frame in enumerate(frames):
        light = (frame.astype(np.float32) / 255) ** 2.2
        total = light.sum(axis=-1)
        red = (light[..., 0] >= 0.8 * total) & (light[..., 0] > 0.1)
        if before is not None and float((red != before).mean()) >= _AREA:
            changes.append(number)
            before = red
        before = red if before is None else before
    worst = max((sum(1 for c in changes if 0 <= c - f < fps) for f in changes), default=0)
    return worst / 2


def too_many(rates: Sequence[float]) -> bool:
    return any(rate > MOST for rate in rates)
