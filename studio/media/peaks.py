"""How high a sound reaches between its samples, too: the true peak (ITU-R BS.1770, annex 2).

A converter draws a smooth line through the samples, and the line may rise above all of them. It is
only worked out beside samples that are high themselves: elsewhere it cannot reach the top.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.media.sound import Samples

_HALF = 12  # samples on each side that a point between two of them is worked out from
_PHASES = 8  # points from one sample to the next
_NEAR = 0.7  # of the highest point so far: 3 dB, which a line rises above its samples at most
_PIECE = 16_384  # samples of both sides that are looked at as one
_MOST = 512  # places looked at in one piece; a steady tone shows its peak at any of them


def _beside() -> NDArray[np.float32]:
    """The weights of the samples around one, for each point before and after it: windowed sincs."""
    shares = np.arange(1, _PHASES) / _PHASES
    distance = np.arange(1 - _HALF, _HALF + 1) - shares[:, None]
    window = np.i0(6.0 * np.sqrt(1 - (distance / _HALF) ** 2)) / np.i0(6.0)
    weights = np.sinc(distance) * window
    after = np.pad(weights / weights.sum(axis=1, keepdims=True), ((0, 0), (1, 0)))
    made: NDArray[np.float32] = np.concatenate([after, after[:, ::-1]]).T.astype(np.float32)
    return made


class TruePeak:
    """Hears samples, block after block, and keeps the highest point."""

    def __init__(self) -> None:
        self.highest = 0.0
        self._rest = np.zeros(4 * _HALF, np.float32)  # silence before the start
        self._weights = _beside()
        self._around = 2 * np.arange(-_HALF, _HALF + 1)  # left and right take turns

    def feed(self, part: Samples) -> None:
        flat, edge = part.ravel(), len(self._rest)
        seam = np.concatenate([self._rest, flat[:edge]])
        self._look(seam)
        for first in range(0, len(flat) - edge, _PIECE):
            self._look(flat[first : first + _PIECE + edge])
        self._rest = flat[-edge:].copy() if len(flat) >= edge else seam[-edge:]

    def _look(self, piece: NDArray[np.float32]) -> None:
        """Most of a sound is nowhere near its top."""
        top = max(float(piece.max()), -float(piece.min()))
        self.highest = max(self.highest, top)
        if top >= _NEAR * self.highest:
            self._hear(piece)

    def decibels(self) -> float | None:
        """The highest point of all that was heard, in dBTP; None for silence."""
        self.feed(np.zeros((2 * _HALF, 2), np.float32))
        return float(20 * np.log10(self.highest)) if self.highest > 1e-6 else None

    def _hear(self, samples: NDArray[np.float32]) -> None:
        # a sample without enough others behind it waits for the next block
        inside = np.abs(samples[2 * _HALF : len(samples) - 2 * _HALF])
        places = np.flatnonzero(inside >= _NEAR * self.highest)
        if not len(places) or not self.highest:
            return
        if len(places) > _MOST:
            places = places[np.argpartition(inside[places], -_MOST)[-_MOST:]]
        # not `@`: its threads wait for each other busily, which takes longer than the work
        around = samples[places[:, None] + (self._around + 2 * _HALF)]
        points = np.einsum("ij,jk->ik", around, self._weights)
        self.highest = max(self.highest, float(np.abs(points).max()))
