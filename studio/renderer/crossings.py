"""When one clip is seen to become the next in the finished file, also where the one melts into the
other: the moment at which a hard cut would show as much of either.

        .--- 1          .--- 1
      /             =   |
    0                0--'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.analysis.values import Cut
from studio.media import frames, probing

Small = NDArray[np.uint8]
Shown = Iterable[tuple[float, Small]]
_BESIDE = 2  # frames before and behind that show one clip alone
_PLAIN = 2.0  # levels, of 255, by which two pictures differ at least where a change is seen
_NEAR = 2.5  # frames within which a cut that was found is the one between two clips


@dataclass(frozen=True, slots=True)
class Join:
    """Where two clips meet: from when on, in seconds, and for how long both are seen."""

    at: float
    lasts: float = 0.0

    @property
    def middle(self) -> float:
        return self.at + self.lasts / 2


class Lookout:
    """Keeps the frames around every join as they pass."""

    def __init__(self, joins: Sequence[Join], fps: float) -> None:
        self._fps = fps
        self._joins = joins
        self._kept: list[list[tuple[float, Small]]] = [[] for _ in joins]

    def passing(self, shown: Shown) -> Iterator[tuple[float, Small]]:
        """The same frames, looked at."""
        over = (_BESIDE + 0.5) / self._fps
        for at, frame in shown:
            for join, kept in zip(self._joins, self._kept, strict=True):
                if join.at - over <= at <= join.at + join.lasts + over:
                    kept.append((at, frame))
            yield at, frame

    def each(self) -> list[float | None]:
        """When every join is seen, by its frames alone."""
        rows = zip(self._joins, self._kept, strict=True)
        return [changed(kept, self._fps, melting=join.lasts > 0) for join, kept in rows]

    def seen(self, found: Sequence[Cut]) -> list[Cut]:
        """The cuts that were found, with those between clips where they are really seen."""
        cuts, near = list(found), _NEAR / self._fps
        for join, kept in zip(self._joins, self._kept, strict=True):
            there = [c for c in cuts if join.at - near <= c.at <= join.at + join.lasts + near]
            if there and not join.lasts:
                continue
            at = changed(kept, self._fps, melting=join.lasts > 0)
            if at is not None:
                cuts = [c for c in cuts if c not in there]
                frame = round(at * self._fps)
                cuts.append(Cut(at, frame, 0.5, "fade" if join.lasts else "hard", join.lasts))
        return sorted(cuts, key=lambda cut: cut.at)


def looked(file: Path, joins: Sequence[Join]) -> list[float | None]:
    """When each join is seen in a finished file, every frame decoded; None where it is not."""
    probe = probing.probe(file)
    assert probe.picture is not None
    fps = float(Fraction(*probe.picture.fps)) if probe.picture.fps[0] else 30.0
    lookout = Lookout(joins, fps)
    for _ in lookout.passing(frames.small(file, probe)):
        pass
    return lookout.each()


def changed(kept: Sequence[tuple[float, Small]], fps: float, *, melting: bool) -> float | None:
    """When the first of these frames has become the last; None where they look the same."""
    if len(kept) < 2 * _BESIDE:
        return None
    rows = np.array([frame for _, frame in kept], np.float64).reshape(len(kept), -1)
    first, last = rows[0], rows[-1]
    way = last - first
    if np.abs(way).mean() < _PLAIN:
        return None
    share = np.clip((rows - first) @ way / (way @ way), 0.0, 1.0)
    if not melting:
        return float(kept[int(np.argmax(share >= 0.5))][0])
    return float(kept[0][0] + (1 - share).sum() / fps)
