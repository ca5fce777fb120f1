"""A song re-cut at bar lines: longer, shorter, or with its drop later or earlier than recorded.

A chain of bars is sought in which as few places as possible jump, and jump only where the bar that
is played sounds like the bar that would have come. Best path over (output bar, bar of the song).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.sync.values import Grid

_JUMP = 0.6  # what any jump costs
_UNLIKE = 3.0  # what it costs more when the bars differ wholly
_NEAR_JUMP = 2  # a jump by fewer bars than this sounds like a stutter
_STUTTER = 1.5
_FASTEST = 1.03  # a song that is bent may be over sooner than it lasts
_EARLY = 0.15  # seconds before a bar line at which a drop belongs to the bar that begins there
_ENDING = 1.0  # what it is worth to end as the song ends


@dataclass(frozen=True, slots=True)
class Run:
    """Bars of the song played in one go, as times in the song."""

    start: float
    end: float


def alikeness(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """0..1 for every two bars: how alike they sound, from features of each bar."""
    scaled = (colours - colours.mean(axis=0)) / (colours.std(axis=0) + 1e-6)
    distance = np.linalg.norm(scaled[:, None, :] - scaled[None, :, :], axis=2)
    alike: NDArray[np.float64] = np.exp(-distance / (0.7 * np.sqrt(colours.shape[1])))
    return alike


def stretch(
    grid: Grid,
    alike: NDArray[np.float64],
    film: float,
    *,
    hero: float | None = None,
    drop: float | None = None,
) -> tuple[Run, ...]:
    """Runs of the song that last at least as long as the film, the drop far enough in."""
    bars = np.array(grid.bars)
    if len(bars) < 4 or len(alike) != len(bars):
        return _looped(grid, film)
    length = float(np.median(np.diff(bars)))
    if hero is None or drop is None:
        count = int(np.ceil(film * _FASTEST / length)) + 2
        return _runs(_forward(alike, 0, count), grid)
    at = max(0, int(np.searchsorted(bars, drop + _EARLY, "right")) - 1)  # the bar that it is in
    before = int(np.ceil(hero * _FASTEST / length)) + 1
    after = int(np.ceil((film - hero) * _FASTEST / length)) + 2
    lead = _backward(alike, at, before)
    return _runs([*lead, *_forward(alike, at, after)], grid)


def _cost(alike: NDArray[np.float64]) -> NDArray[np.float64]:
    """What it costs to play bar b after bar a: nothing in order, else by how unlike it sounds."""
    count = len(alike)
    following = np.minimum(np.arange(count) + 1, count - 1)
    cost = _JUMP + _UNLIKE * (1.0 - alike[following])
    distance = np.abs(np.arange(count)[None, :] - following[:, None])
    cost += _STUTTER * (distance < _NEAR_JUMP)
    cost[np.arange(count - 1), np.arange(1, count)] = 0.0
    return cost


def _forward(alike: NDArray[np.float64], first: int, count: int) -> list[int]:
    """Bars from `first` on, `count` of them, if possible ending as the song ends."""
    cost = _cost(alike)
    score = np.full(len(alike), np.inf)
    score[first] = 0.0
    back: list[NDArray[np.int64]] = []
    for _ in range(count - 1):
        ways = score[:, None] + cost
        back.append(ways.argmin(axis=0))
        score = ways.min(axis=0)
    score[-1] -= _ENDING
    bar = int(score.argmin())
    path = [bar]
    for step in reversed(back):
        bar = int(step[bar])
        path.append(bar)
    return path[::-1]


def _backward(alike: NDArray[np.float64], last: int, count: int) -> list[int]:
    """`count` bars that lead up to bar `last`, which itself is not among them."""
    if last >= count:
        return list(range(last - count, last))
    cost = _cost(alike)
    score = cost[:, last].copy()
    back: list[NDArray[np.int64]] = []
    for _ in range(count - 1):
        ways = cost + score[None, :]
        back.append(ways.argmin(axis=1))
        score = ways.min(axis=1)
    score[0] -= _ENDING / 2  # beginning as the song begins is nice, too
    bar = int(score.argmin())
    path = [bar]
    for step in reversed(back):
        bar = int(step[bar])
        path.append(bar)
    return path


def _runs(path: list[int], grid: Grid) -> tuple[Run, ...]:
    """A chain of bars as runs between jumps."""
    ends = [*grid.bars[1:], grid.duration]
    runs: list[Run] = []
    previous = -2
    for bar in path:
        if runs and bar == previous + 1:
            runs[-1] = Run(runs[-1].start, ends[bar])
        else:
            runs.append(Run(grid.bars[bar], ends[bar]))
        previous = bar
    return tuple(runs)


def _looped(grid: Grid, film: float) -> tuple[Run, ...]:
    """The whole song again and again, where there are no bars to join at."""
    count = max(1, int(np.ceil(film / max(grid.duration, 0.5))))
    return tuple(Run(0.0, grid.duration) for _ in range(count))


def laid_out(grid: Grid, runs: tuple[Run, ...]) -> Grid:
    """The grid of the re-cut song, in its own time."""
    times: list[float] = []
    worth: list[float] = []
    bars: list[float] = []
    drops: list[float] = []
    clock = 0.0
    for run in runs:
        shift = clock - run.start
        for time, value in zip(grid.times, grid.worth, strict=True):
            if run.start - 1e-6 <= time < run.end - 1e-6:
                times.append(time + shift)
                worth.append(value)
        bars += [b + shift for b in grid.bars if run.start - 1e-6 <= b < run.end - 1e-6]
        drops += [d + shift for d in grid.drops if run.start - 1e-6 <= d < run.end - 1e-6]
        clock += run.end - run.start
    return Grid(tuple(times), tuple(worth), tuple(bars), tuple(drops), clock)


def in_song(runs: tuple[Run, ...], start: float, end: float) -> list[Run]:
    """A stretch of the re-cut song as stretches of the recorded one."""
    found: list[Run] = []
    clock = 0.0
    for run in runs:
        lasts = run.end - run.start
        low, high = max(start, clock), min(end, clock + lasts)
        if high - low > 1e-9:
            found.append(Run(run.start + low - clock, run.start + high - clock))
        clock += lasts
    return found


def joins(runs: tuple[Run, ...]) -> tuple[tuple[float, float], ...]:
    """Each jump as (from, to) in the song."""
    return tuple((a.end, b.start) for a, b in itertools.pairwise(runs))
