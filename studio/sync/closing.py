"""A song that ends with a part of it, heard once more: which stretches of it are played, in order.

    [intro|verse|CHORUS|outro]   ->   [intro|verse|CHORUS|CHORUS|outro]        by itself
    [intro|verse|CHORUS|bri..    ->   [intro|ver|CHORUS..                      as long as a film

From one stretch to the next it goes at bar lines, and where what is left out sounds most like what
comes instead. Seconds in the song.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Span = tuple[float, float]
Alike = NDArray[np.float64]

_TAIL = 0.25  # of the song: what comes after the part and is longer is no outro
_RING = 3  # bars at a song's end of which one is the last that is played
_EARLY = 0.15  # of a bar: what is struck so little before a bar line is struck on it
_MOST = 0.6  # of a film that the part may fill
_PHRASE = 4  # bars
_OFF_PHRASE = 0.3  # what it costs to leave in the middle of a phrase
_OFF_LENGTH = 0.15  # … a bar by which the part is heard longer or shorter than it is
_SAME = 0.3  # seconds


def appended(
    bars: Sequence[float], part: Span, first: float, over: float, whole: float
) -> list[Span]:
    """The song from `first` on with the part once more behind it, the outro last where it is.

    It is `over` where only a last stroke rings on.
    """
    start, end = snapped(bars, part)
    rest = whole - end
    if _SAME < rest <= _TAIL * whole:
        return [(first, end), (start, end), (end, whole)]
    if rest <= _SAME:  # what rings at the end rings once
        return [(first, _last(bars, start, over)), (start, whole)]
    return [(first, _last(bars, end, over)), (start, end)]


def ending(
    bars: Sequence[float], alike: Alike, part: Span, first: float, film: float, over: float
) -> list[Span]:
    """The song from `first` on, so long as the film, ending with the part."""
    start, end = snapped(bars, part)
    lasts = min(end - start, _MOST * film)
    lead = film - lasts  # seconds until the part begins
    if abs(first + lead - start) <= _SAME:
        return [(first, first + film)]
    rows: list[Span] = []
    line = _last(bars, bars[0], over)  # from where a song that is too short goes on
    while first + lead > line + _SAME and line - bars[0] > _SAME:
        rows.append((first, line))
        lead -= line - first
        first = bars[0]
    leave = _leaving(bars, alike, first + lead, start, low=first)
    rows.append((first, leave))
    rows.append((start, start + film - sum(b - a for a, b in rows)))
    return _going_on([(a, b) for a, b in rows if b - a > 1e-6])


def _going_on(rows: list[Span]) -> list[Span]:
    """The stretches, those as one that simply follow each other."""
    made = rows[:1]
    for a, b in rows[1:]:
        if abs(a - made[-1][1]) < 1e-6:
            made[-1] = (made[-1][0], b)
        else:
            made.append((a, b))
    return made


def turn(bars: Sequence[float], first: float, over: float) -> Span | None:
    """Where a song that is over too soon goes on from, and at which bar line it goes there."""
    inside = [bar for bar in bars if first - 1e-6 <= bar <= over + 1e-6]
    if len(inside) <= _PHRASE:
        return None
    end = _last(inside, inside[0], over)
    return (inside[0], end) if end > inside[0] else None


def snapped(bars: Sequence[float], part: Span) -> Span:
    """The part from bar line to bar line."""
    start, end = (min(bars, key=lambda bar: abs(bar - at)) for at in part)
    length = (bars[-1] - bars[0]) / max(1, len(bars) - 1)
    end = end if abs(end - part[1]) < length else part[1]  # the song rings beyond its last bar
    return (start, end) if end - start > length / 2 else part


def sounding(bars: Sequence[float], onsets: Sequence[float], whole: float) -> float:
    """The bar line at which a song is over: where its last stroke rings, or behind its last bar."""
    length = (bars[-1] - bars[0]) / max(1, len(bars) - 1)
    last = max(onsets, default=whole) - _EARLY * length
    return next((bar for bar in bars if bar >= last), whole)


def _last(bars: Sequence[float], start: float, over: float) -> float:
    """The bar line at which a song that is `over` is left, a whole number of phrases from a start
    if that is not much sooner."""
    length = (bars[-1] - bars[0]) / max(1, len(bars) - 1)
    rows: list[tuple[float, float]] = []
    late = [bar for bar in bars if start + length / 2 < bar <= over + 1e-6][-_RING:]
    for dropped, bar in enumerate(reversed(late)):
        count = round((bar - start) / length)
        rows.append((0.8 * dropped + (count % _PHRASE != 0) + (count % 2), -bar))
    return -min(rows)[1] if rows else over


def _leaving(
    bars: Sequence[float], alike: Alike, near: float, start: float, *, low: float
) -> float:
    """The bar line about here at which the song is left for the part."""
    length = (bars[-1] - bars[0]) / max(1, len(bars) - 1)
    into = bisect.bisect_left(bars, start - _SAME)
    rows: list[tuple[float, float]] = []
    for number, bar in enumerate(bars):
        away = (near - bar) / length
        if abs(away) > 2.1 or bar <= low + length / 2:
            continue
        cost = _OFF_LENGTH * abs(away) + (_OFF_PHRASE if (number - into) % _PHRASE else 0.0)
        if number < len(alike) and into < len(alike):
            cost += 1.0 - float(alike[number, into])
        rows.append((cost, bar))
    return min(rows)[1] if rows else near
