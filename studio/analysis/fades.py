"""Fades and dissolves: stretches over which one picture turns into another evenly.

Each moment of an even fade is the mix of its two ends. Motion within the shots spoils that a
little, so the pictures are compared in blocks, and the ends must differ by far more than the same
film's pictures usually do over such a stretch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studio.analysis.values import Cut

if TYPE_CHECKING:
    from studio.analysis.cuts import Look

_SPANS = (0.35, 0.5, 0.7, 1.0, 1.5, 2.0)  # seconds
_GRADUAL = 12.0  # grey levels between the ends of a fade, at least
_USUAL = 2.0  # times what the film's pictures usually differ over such a stretch
_OFF = 0.2  # of the way, how far the moments between may be from an even mix
_PARTS = (0.2, 0.4, 0.6, 0.8)
_SCALES = (0.87, 0.9, 0.93, 0.96, 1.04, 1.07, 1.1, 1.13)
_WAYS = tuple(  # how much closer, how many blocks down and across a camera may have gone
    (scale, float(down), float(across))
    for scale, tall, wide in ((1.0, 2, 5), *((one, 0.5, 0.5) for one in _SCALES))
    for down in np.arange(-tall, tall + 0.5, 0.5)
    for across in np.arange(-wide, wide + 0.5, 0.5)
)
_EXPLAINED = 0.65  # of the way between two ends: less is left where one is the other, moved


def find(seen: list[Look], taken: set[int]) -> list[Cut]:
    """Every fade between the hard cuts; a fade through black is one."""
    count = len(seen)
    step = (seen[-1].at - seen[0].at) / max(1, count - 1)
    if step <= 0:
        return []
    film = np.stack([look.small for look in seen]).reshape(count, -1)
    hard = np.zeros(count + 1, np.int32)
    for cut in taken:
        hard[cut + 1 :] += 1
    rows: list[tuple[float, int, int]] = []
    for seconds in _SPANS:
        rows += _even(film, hard, max(4, round(seconds / step)))
    kept = [(a, b) for a, b in _apart(rows) if not _passed(seen[a].small, seen[b].small)]
    return _told(seen, kept)


def _even(
    film: NDArray[np.int16], hard: NDArray[np.int32], span: int
) -> list[tuple[float, int, int]]:
    """Stretches of this many frames that are even mixes of their ends: how far off, from, to."""
    starts = np.arange(0, len(film) - span, max(1, span // 6))
    starts = starts[hard[starts + span + 1] - hard[starts + 1] == 0]  # no cut within
    if not len(starts):
        return []
    one, two = film[starts].astype(np.float32), film[starts + span].astype(np.float32)
    far = np.abs(two - one).mean(axis=1) * 1.5
    limit = max(_GRADUAL, _USUAL * float(np.median(far)))
    chosen = far >= limit
    starts, one, two, far = starts[chosen], one[chosen], two[chosen], far[chosen]
    worst = np.zeros(len(starts))
    for part in _PARTS:
        mixed = one + (two - one) * (round(span * part) / span)
        there = film[starts + round(span * part)].astype(np.float32)
        worst = np.maximum(worst, np.abs(there - mixed).mean(axis=1) * 1.5 / far)
    return [
        (float(off), int(a), int(a) + span)
        for off, a in zip(worst, starts, strict=True)
        if off <= _OFF
    ]


def _passed(one: NDArray[np.int16], two: NDArray[np.int16]) -> bool:
    """Whether the camera passed along or came closer: one end is the other, moved. What a block
    shows changes as evenly then as in a fade."""
    first, second = one.astype(np.float32), two.astype(np.float32)
    far = float(np.abs(second - first).mean())
    return any(_left(first, second, way) < _EXPLAINED * far for way in _WAYS)


def _left(
    first: NDArray[np.float32], second: NDArray[np.float32], way: tuple[float, float, float]
) -> float:
    """What still differs once the first picture was made larger and moved down and across."""
    scale, down, across = way
    high, wide = first.shape[:2]
    y = (np.arange(high) - (high - 1) / 2) / scale + (high - 1) / 2 - down
    x = (np.arange(wide) - (wide - 1) / 2) / scale + (wide - 1) / 2 - across
    rows, columns = (y >= 0) & (y <= high - 1), (x >= 0) & (x <= wide - 1)
    top, left = (np.floor(at).astype(int) for at in (y[rows], x[columns]))
    below, beside = np.minimum(top + 1, high - 1), np.minimum(left + 1, wide - 1)
    part = (y[rows] - top)[:, None, None].astype(np.float32)
    share = (x[columns] - left)[None, :, None].astype(np.float32)
    upper = first[top][:, left] * (1 - share) + first[top][:, beside] * share
    lower = first[below][:, left] * (1 - share) + first[below][:, beside] * share
    there = second[rows][:, columns]
    return float(np.abs(there - upper * (1 - part) - lower * part).mean())


def _apart(rows: list[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """The evenest stretches first, none over another; in order."""
    kept: list[tuple[int, int]] = []
    for _, first, last in sorted(rows, key=lambda row: -(row[2] - row[1]) * (1 - row[0] / _OFF)):
        if all(last <= a or first >= b for a, b in kept):
            kept.append((first, last))
    return sorted(kept)


def _told(seen: list[Look], rows: list[tuple[int, int]]) -> list[Cut]:
    """Each as a cut at its middle; what touches the one before goes on with it."""
    made: list[tuple[int, int]] = []
    for first, last in rows:
        if made and first - made[-1][1] <= max(3, (last - first) // 3):
            made[-1] = (made[-1][0], last)
        else:
            made.append((first, last))
    return [
        Cut(seen[(a + b) // 2].at, (a + b) // 2, 0.4, "fade", round(seen[b].at - seen[a].at, 3))
        for a, b in made
    ]
