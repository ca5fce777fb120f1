"""Tempi at which composed music would meet cuts: by its beats and eighths, and by accents else.

What a plan will be is guessed here, for hundreds of tempi at once: whole beats until the drop, and
from there on the tempo itself. The best guesses are then planned for real.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ON = 0.025  # seconds; a cut this near to the grid needs no accent
APART = 0.24  # seconds between two accents: nearer ones are a roll, not strokes
ROLL = 0.12  # seconds between two strokes of a roll
ACCENT = 0.7  # what a cut is worth that is met by an accent; by the grid it is worth 1
TAP = 0.4  # … by a light stroke between two accents
_STEP = 0.05  # beats a minute between two tempi that are looked at
_ODD = (0.0, 0.04, 0.01, 0.04)  # what so many beats beyond whole bars before the drop cost
_BEAT = 4
_LISTED = 24  # tempi whose accents are counted


def likely(
    cuts: Sequence[tuple[float, float]],
    drop: float,
    middle: float,
    reach: tuple[float, float],
    *,
    swing: float = 0.5,
    count: int = 8,
) -> list[tuple[float, float]]:
    """The most promising tempi for these cuts (second, weight), each with what it is worth.

    `drop`: where a bar begins, 0 for none; `reach`: shares of the middle tempo that are free, and
    that are allowed at all.
    """
    bpm = np.arange(middle * (1 - reach[1]), middle * (1 + reach[1]), _STEP)
    times, weights = np.array([at for at, _ in cuts]), np.array([worth for _, worth in cuts])
    met = on_grid(bpm, times, drop, swing=swing)
    total = float(weights.sum()) or 1.0
    beats = np.rint(drop * bpm / 60).astype(int) % _BEAT
    cost = dearer(bpm / middle, reach) + (np.array(_ODD)[beats] if drop else 0.0)
    worth = met @ weights / total - cost
    struck_all = worth + ACCENT * (1 - met @ weights / total)  # as if accents met all else
    found: list[tuple[float, float]] = []
    for n in [*_apart(bpm, np.argsort(-struck_all)), *_apart(bpm, np.argsort(-worth))]:
        missed = [cut for cut, there in zip(cuts, met[n], strict=True) if not there]
        found.append((float(bpm[n]), float(worth[n] + struck(missed) / total)))
    found.sort(key=lambda row: -row[1])
    return found[:count]


def dearer(ratio: Floats, reach: tuple[float, float]) -> Floats:
    """What another tempo than usual costs: little within reach, much beyond."""
    away = np.abs(ratio - 1)
    return np.asarray(0.25 * away + 1.5 * np.maximum(0.0, away - reach[0]), np.float64)


def on_grid(bpm: Floats, times: Floats, drop: float, *, swing: float) -> NDArray[np.bool_]:
    """Which cut lies on a beat or an eighth, a row for each tempo."""
    beat = (60 / bpm)[:, None]
    since = np.repeat(times[None, :], len(bpm), axis=0)
    per = np.repeat(beat, len(times), axis=1)
    if drop > 0:
        before = times < drop
        per[:, before] = drop / np.maximum(np.rint(drop / beat), 1)
        since[:, ~before] -= drop
    part = since % per
    away = np.minimum(np.minimum(part, per - part), np.abs(part - swing * per))
    return np.asarray(away <= ON)


def _apart(bpm: Floats, order: NDArray[np.intp]) -> list[int]:
    """The first of an order, none a neighbour of another."""
    kept: list[int] = []
    for n in order[: 20 * _LISTED]:
        if all(abs(bpm[n] - bpm[k]) > 4 * _STEP for k in kept):
            kept.append(int(n))
        if len(kept) == _LISTED:
            break
    return kept


def struck(missed: Sequence[tuple[float, float]]) -> float:
    """What the strokes are worth that cuts get which the grid misses."""
    strong = accents(missed)
    light = taps(missed, strong)
    return ACCENT * sum(worth for _, worth in strong) + TAP * sum(worth for _, worth in light)


def taps(
    cuts: Sequence[tuple[float, float]], strong: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Those of these cuts that a light stroke can be on, between those that have an accent."""
    taken = [at for at, _ in strong]
    kept: list[tuple[float, float]] = []
    for at, worth in sorted(cuts):
        where = bisect.bisect(taken, at)
        near = taken[max(0, where - 1) : where + 1]
        if all(abs(at - other) >= ROLL - 1e-6 for other in near):
            taken.insert(where, at)
            kept.append((at, worth))
    return kept


def accents(cuts: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Those of these cuts (second, weight) that are worth most, none too close to another."""
    row = sorted(cuts)
    ends = [at for at, _ in row]
    best: list[tuple[float, int]] = [(0.0, -1)]  # the worth of the first so many, the last taken
    for n, (at, weight) in enumerate(row):
        before = bisect.bisect_right(ends, at - APART + 1e-6, 0, n)
        taken = best[before][0] + weight
        best.append((taken, n) if taken > best[n][0] else (best[n][0], best[n][1]))
    kept: list[tuple[float, float]] = []
    n = len(row)
    while n and best[n][1] >= 0:
        last = best[n][1]
        kept.append(row[last])
        n = bisect.bisect_right(ends, row[last][0] - APART + 1e-6, 0, last)
    return kept[::-1]
