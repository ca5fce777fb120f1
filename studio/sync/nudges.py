"""How far each met cut lies from its beat: as near as the bend allows, over all of them at once.

A path says which cut meets which beat; between two of them the song may run only so much faster or
slower. Small steps of a millisecond or two are tried for every meeting, and the chain with the
least square distance is taken (a best path once more, over nudges instead of beats).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from studio.sync.values import Grid, Target

_STEP = 0.002  # seconds
_HERO = 20.0  # how much more the drop's distance counts
_MOVED = 0.25  # how much less a distance counts that the cut can go itself
_OUT = 1e9

Floats = NDArray[np.float64]


def best(
    path: Sequence[tuple[int, int]],
    reach: Sequence[tuple[float, float]],
    targets: Sequence[Target],
    grid: Grid,
    bend: float,
) -> list[float]:
    """The nudge of every meeting, each within its reach."""
    ways = [_ways(low, high) for low, high in reach]
    cost = [_cost(way, targets[index]) for way, (index, _) in zip(ways, path, strict=True)]
    total, back = cost[0], []
    for i in range(1, len(path)):
        (before, source), (index, place) = path[i - 1], path[i]
        gap = targets[index].at - targets[before].at
        song = grid.times[place] - grid.times[source]
        lasts = gap + ways[i][None, :] - ways[i - 1][:, None]
        far = np.maximum(song / (1 + bend) - lasts, lasts - song / (1 - bend))
        step = total[:, None] + np.where(far > 1e-9, _OUT * (1 + far), 0.0)
        back.append(step.argmin(axis=0))
        total = step.min(axis=0) + cost[i]
    chosen = int(total.argmin())
    nudges = [float(ways[-1][chosen])]
    for i in range(len(path) - 1, 0, -1):
        chosen = int(back[i - 1][chosen])
        nudges.append(float(ways[i - 1][chosen]))
    return nudges[::-1]


def _ways(low: float, high: float) -> Floats:
    """Everything that is tried between two ends, the ends and nothing at all among it."""
    if high - low < 1e-9:
        return np.array([(low + high) / 2])
    count = int(np.ceil((high - low) / _STEP)) + 1
    tried = np.linspace(low, high, count)
    return np.sort(np.append(tried, 0.0)) if low < 0.0 < high else tried


def _cost(way: Floats, target: Target) -> Floats:
    """Square distances: what the cut cannot go itself counts most."""
    over = np.maximum(0.0, np.abs(way) - target.slack)
    made: Floats = (over**2 + _MOVED * way**2) * (_HERO if target.hero else 1.0)
    return made
