"""Sound in pieces: read between any two samples, worked on block by block, long ones kept in a
nameless file, so that twenty minutes take hardly more memory than one."""

from __future__ import annotations

import tempfile
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from studio.composer.values import RATE

Wave = NDArray[np.float32]
Made = TypeVar("Made")

BLOCK = RATE // 10 * 48  # whole tenths of a second, so that meters see the same frames
_SHORT = 75 * RATE  # up to here a sound is kept in memory
_AHEAD = 2  # blocks that are worked on while one is taken away


@dataclass(frozen=True, slots=True)
class Source:
    """Something that sounds: `inside` gives what lies between two samples of it."""

    length: int
    around: bool  # beyond its ends it goes on at the other end; else there is silence
    inside: Callable[[int, int], Wave]

    def between(self, start: int, stop: int) -> Wave:
        """The sound between two samples, which may lie beyond its ends."""
        if start >= 0 and stop <= self.length:
            return self.inside(start, stop)
        if not self.around:
            first, last = max(0, start), min(self.length, stop)
            piece = self.inside(first, max(first, last))
            return np.pad(piece, ((0, 0), (first - start, stop - max(first, last))))
        rows = []
        while start < stop:
            first = start % self.length
            last = min(self.length, first + stop - start)
            rows.append(self.inside(first, last))
            start += last - first
        return np.concatenate(rows, axis=1)


class Tape:
    """A sound that is written and read piece by piece; silent where nothing was written.

    A long one lies in a file without a name, in the folder or where such files usually lie.
    """

    def __init__(self, channels: int, length: int, folder: Path | None = None) -> None:
        self.channels, self.length, self.folder = channels, length, folder
        self._lock = Lock()
        self._rows: Wave | None = None
        if length <= _SHORT:
            self._rows = np.zeros((channels, length), dtype=np.float32)
        else:
            self._file = tempfile.TemporaryFile(prefix="sound-", dir=folder)  # noqa: SIM115
            weakref.finalize(self, self._file.close)

    def write(self, start: int, sound: Wave) -> None:
        if self._rows is not None:
            self._rows[:, start : start + sound.shape[1]] = sound
            return
        for channel, row in enumerate(sound):
            with self._lock:
                self._file.seek((channel * self.length + start) * 4)
                self._file.write(np.ascontiguousarray(row).data)

    def read(self, start: int, stop: int) -> Wave:
        """A copy of what lies between two samples."""
        if self._rows is not None:
            return self._rows[:, start:stop].copy()
        out = np.zeros((self.channels, stop - start), dtype=np.float32)
        for channel, row in enumerate(out):
            with self._lock:
                self._file.seek((channel * self.length + start) * 4)
                self._file.readinto(row.data)
        return out

    def another(self) -> Tape:
        """A silent one beside it, as long."""
        return Tape(self.channels, self.length, self.folder)

    def source(self, *, around: bool) -> Source:
        return Source(self.length, around, self.read)


def each(pool: Executor, length: int, work: Callable[[int, int], Made]) -> list[Made]:
    """What the work makes of every block, in order."""
    return list(pool.map(lambda start: work(start, min(length, start + BLOCK)), _starts(length)))


def in_order(pool: Executor, source: Source) -> Iterator[Wave]:
    """A sound block after block: the next ones are worked on while one is used, and no more."""
    waiting: deque[Future[Wave]] = deque()
    for start in _starts(source.length):
        waiting.append(pool.submit(source.inside, start, min(source.length, start + BLOCK)))
        if len(waiting) > _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _starts(length: int) -> range:
    return range(0, length, BLOCK)
