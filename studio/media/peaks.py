"""How high a sound reaches between its samples, too: the true peak (ITU-R BS.1770, annex 2).

A converter draws a smooth line through the samples, and the line may rise above all of them. It is
only worked out beside samples that are high themselves: elsewhere it cannot reach the top.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.media.sound import Samples

_TAPS = 24  # samples that a point between two of them is worked out from
_PHASES = 8  # points from one sample to the next
_NEAR = 0.5  # of the highest sample so far: lower ones have no peak beside them that matters
_MOST = 8192  # places looked at in one block; a steady tone shows its peak at any of them
_BEFORE = _TAPS // 2 - 1  # samples in front of the one that a gap follows


def _between() -> NDArray[np.float32]:
    """The weights of the samples around a gap, for each point inside it: windowed sincs."""
    shares = np.arange(1, _PHASES) / _PHASES
    distance = np.arange(-_BEFORE, _TAPS - _BEFORE) - shares[:, None]
    window = np.i0(6.0 * np.sqrt(1 - (distance / (_TAPS / 2)) ** 2)) / np.i0(6.0)
    weights = np.sinc(distance) * window
    made: NDArray[np.float32] = (weights / weights.sum(axis=1, keepdims=True)).T.astype(np.float32)
    return made


class TruePeak:
    """Hears samples, block after block, and keeps the highest point."""

    def __init__(self) -> None:
        self.highest = 0.0
        self._rest: Samples = np.zeros((_TAPS, 2), np.float32)  # silence before the start
        self._weights = _between()
        self._around = np.arange(-_BEFORE, _TAPS - _BEFORE)

    def feed(self, part: Samples) -> None:
        joined = np.concatenate([self._rest, part])
        for side in joined.T:
            self._hear(np.ascontiguousarray(side))
        self._rest = joined[-_TAPS:]

    def decibels(self) -> float | None:
        """The highest point of all that was heard, in dBTP; None for silence."""
        self.feed(np.zeros((_TAPS, 2), np.float32))
        return float(20 * np.log10(self.highest)) if self.highest > 1e-6 else None

    def _hear(self, samples: NDArray[np.float32]) -> None:
        levels = np.abs(samples)
        self.highest = max(self.highest, float(levels.max()))
        # the gap after sample n needs samples from n - _BEFORE to n + _TAPS / 2
        reach = levels[_BEFORE : len(levels) - _TAPS // 2 + 1]
        gaps = np.maximum(reach[:-1], reach[1:])
        places = np.flatnonzero(gaps >= _NEAR * self.highest)
        if len(places) > _MOST:
            places = places[np.argpartition(gaps[places], -_MOST)[-_MOST:]]
        if len(places) and self.highest > 0:
            around = samples[(places + _BEFORE)[:, None] + self._around]
            self.highest = max(self.highest, float(np.abs(around @ self._weights).max()))
