"""The beats of a song counted as a plan counts its own: at its level, from end to end, by bars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BAR = 4  # beats in a bar
BEND = 0.16  # how much faster or slower a song may be as a whole; beyond that it is another tempo


class NoFit(Exception):
    """The song has no beat that could be the plan's."""


def counted(
    heard: Sequence[float], first: int, drops: Sequence[float], *, bpm: float, duration: float
) -> tuple[Floats, int]:
    """The beats of the whole song at the level nearest a tempo, and the first that begins a bar."""
    beats, first = _level(np.array(heard), first, bpm)
    beats, cut = _evened(beats)
    phase = _phase(beats, first - cut, drops)
    grid = _covering(beats, duration)
    return grid, (phase + int(np.searchsorted(grid, beats[0] - 1e-6))) % BAR


def _level(beats: Floats, first: int, bpm: float) -> tuple[Floats, int]:
    """The beats, or every second one, or twice as many: whichever is nearest the tempo."""
    if len(beats) < 2 * BAR:
        raise NoFit
    gap = float(np.median(np.diff(beats)))
    found = {level: abs(np.log2(60.0 / gap * level / bpm)) for level in (0.5, 1.0, 2.0)}
    level = min(found, key=lambda k: found[k])
    if found[level] > np.log2(1 + BEND):
        raise NoFit
    if level == 2.0:
        beats = np.sort(np.concatenate([beats, (beats[:-1] + beats[1:]) / 2]))
        first *= 2
    elif level == 0.5:
        beats, first = beats[first % 2 :: 2], first // 2
    return beats, first


def _evened(beats: Floats) -> tuple[Floats, int]:
    """The beats without what was miscounted, and how many were taken away at the beginning.

    Trackers stumble where a song begins and ends; a single beat that lies off the middle of its
    neighbours was not played there.
    """
    gap = float(np.median(np.diff(beats)))
    good = np.flatnonzero(np.abs(np.diff(beats) / gap - 1) < 0.06)
    if len(good) < BAR:
        raise NoFit
    first, last = int(good[0]), int(good[-1]) + 1
    kept = beats[first : last + 1].copy()
    middles = (kept[:-2] + kept[2:]) / 2
    even = np.abs((kept[2:] - kept[:-2]) / 2 / gap - 1) < 0.06
    off = even & (np.abs(kept[1:-1] - middles) > 0.1 * gap)
    kept[1:-1][off] = middles[off]
    return kept, first


def _phase(beats: Floats, first: int, drops: Sequence[float]) -> int:
    """Which beat begins a bar: the one that a drop lands on, else as it was counted."""
    gap = float(np.median(np.diff(beats)))
    votes = [0] * BAR
    for drop in drops:
        near = int(np.argmin(np.abs(beats - drop)))
        if abs(float(beats[near]) - drop) < 0.25 * gap:
            votes[near % BAR] += 1
    return votes.index(max(votes)) if any(votes) else first % BAR


def _covering(beats: Floats, duration: float) -> Floats:
    """The beats carried on evenly to both ends of the song."""
    gap = float(np.median(np.diff(beats)))
    before = np.arange(beats[0] - gap, -0.02, -gap)[::-1]
    after = np.arange(beats[-1] + gap, duration + 0.5 * gap, gap)
    return np.concatenate([np.maximum(before, 0.0), beats, after])
