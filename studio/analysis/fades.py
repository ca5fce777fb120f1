"""Fades and dissolves: stretches over which one picture turns into another evenly.

Each moment of an even fade is the mix of its two ends. Motion within the shots spoils that a
little, so the pictures are compared in blocks, and the ends must differ by far more than the same
film's pictures usually do over such a stretch.
"""

from __future__ import annotations

import math
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
_DOWN, _ACROSS, _STEP = 2.0, 5.0, 0.5  # blocks by which a camera may have passed along
_EXPLAINED = 0.55  # of the way between two ends: less is left where one is the other, moved


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
    """Whether the camera passed along: one end is the other, moved. What a block shows changes as
    evenly then as in a fade."""
    high, wide = one.shape[:2]
    first, second = one.astype(np.float32), two.astype(np.float32)
    far = float(np.abs(second - first).mean())
    for down in np.arange(-_DOWN, _DOWN + _STEP, _STEP):
        for across in np.arange(-_ACROSS, _ACROSS + _STEP, _STEP):
            moved = _moved(_moved(first, float(down), 0), float(across), 1)
            top, left = math.ceil(max(0.0, down)), math.ceil(max(0.0, across))
            low = high - math.ceil(max(0.0, -down))
            right = wide - math.ceil(max(0.0, -across))
            there, here = moved[top:low, left:right], second[top:low, left:right]
            if float(np.abs(here - there).mean()) < _EXPLAINED * far:
                return True
    return False


def _moved(picture: NDArray[np.float32], by: float, axis: int) -> NDArray[np.float32]:
    """The picture moved by so many blocks, also by a part of one; its edges are not to be used."""
    whole = math.floor(by)
    part = by - whole
    one = np.roll(picture, whole, axis)
    return one if not part else one * (1 - part) + np.roll(picture, whole + 1, axis) * part


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
