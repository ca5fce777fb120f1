"""A song fitted to the cuts of a film: where it starts, how it bends, where it jumps.

Three levers, tried from the gentlest: where the song starts (a plain offset); bending by at most
`bend` between one met cut and the next, found over all cuts at once (a best path in which every
state is "this cut meets that eighth"); cuts that may themselves move by their slack. A song that is
too short, or whose drop comes too late, is first re-cut at bar lines (`recut`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.sync import nudges
from studio.sync.values import NEAR, Fit, Grid, Meeting, Piece, Target

BEND = 0.03  # nobody hears less than this
_REACH = 12  # met cuts may be this many cuts apart
_TOLERANCE = 0.030  # seconds between a cut and its beat that nobody notices
_TURN = 0.12  # cost of bending fully, in cuts
_KEEP = 0.15  # cost of changing from fully fast to fully slow at one cut
# Cost of a meeting off its cut by the whole tolerance, and its power: at first one a little off
# costs little; where then too much is off, it is sought again with more care.
_CARE = ((1.0, 2), (1.0, 1), (1.6, 1))
_ON_THE_WHOLE = 0.005  # seconds that meetings may lie off their cuts, in the mean
_HERO = 6.0  # how many cuts the drop on its cut is worth
_SHORT = 3.0  # how many cuts it costs when the song ends before the film
_STARTS = 12_000  # places at which a song may begin that are tried, at most
_MANY = 1_000_000  # meetings that are looked at freely; of more only those that lead to the end
_SPARE = 4.0  # seconds more on either side of those
_FAR = 9.9  # seconds, where there is nothing to measure


def fit(targets: Sequence[Target], grid: Grid, film: float, *, bend: float = BEND) -> Fit:
    """The song of this grid, bent so that as many targets as can be meet its beats and eighths."""
    if not len(targets) or len(grid.times) < 2:
        return _straight(targets, grid, film, 0.0)
    offset, before = plain(targets, grid, film)
    for care in _CARE:
        path, table = _path(targets, grid, film, bend, care)
        if not path:
            return _straight(targets, grid, film, offset)
        met = [(index, place - int(table.base[index])) for index, place in path]
        reach = [(float(table.low[at]), float(table.high[at])) for at in met]
        shifts = nudges.best(path, reach, targets, grid, bend)
        if _close(path, shifts, targets):
            break
    anchors = [
        (targets[index].at + shift, grid.times[place])
        for (index, place), shift in zip(path, shifts, strict=True)
    ]
    pieces = _pieces(anchors, film, grid.duration)
    moves = {
        index: _within(shift, targets[index].slack)
        for (index, _), shift in zip(path, shifts, strict=True)
    }
    return _judged(targets, grid, pieces, before, moves)


def _close(
    path: Sequence[tuple[int, int]], shifts: Sequence[float], targets: Sequence[Target]
) -> bool:
    """Whether the meetings lie near enough their cuts, all together; few may lie far off."""
    away = [
        max(0.0, abs(shift) - targets[index].slack)
        for (index, _), shift in zip(path, shifts, strict=True)
    ]
    return float(np.mean(away)) <= _ON_THE_WHOLE


def plain(targets: Sequence[Target], grid: Grid, film: float) -> tuple[float, float]:
    """The start in the song that meets most cuts without bending, and the share it meets."""
    cuts = np.array([t.at for t in targets])
    times = np.array(grid.times)
    latest = max(0.0, grid.duration - film)
    step = max(0.005, latest / _STARTS)
    starts = np.arange(0.0, latest + step, step) if latest > 0 else np.zeros(1)
    best = (0.0, -1.0)
    weights = np.array([t.weight for t in targets])
    for start in starts:
        near = _nearest(times, cuts + start)
        met = float((weights * (np.abs(near) <= NEAR)).sum() / weights.sum())
        if met > best[1] + 1e-9:
            best = (float(start), met)
    share = float((np.abs(_nearest(times, cuts + best[0])) <= NEAR).mean())
    return best[0], share


def before(targets: Sequence[Target], grid: Grid, film: float) -> float:
    """The share of cuts that the best start of the song as it is would meet."""
    return round(plain(targets, grid, film)[1], 3) if len(targets) and len(grid.times) > 1 else 0.0


def _nearest(times: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Signed distance from each moment to the nearest place; the place later is positive."""
    right = np.clip(np.searchsorted(times, at), 1, len(times) - 1)
    to_left, to_right = times[right - 1] - at, times[right] - at
    return np.where(np.abs(to_left) <= np.abs(to_right), to_left, to_right)


@dataclass(frozen=True, slots=True)
class _Table:
    """The best path to each meeting (cut, place): its worth, its last speed, what led there.

    `low`..`high` is how far the meeting may be shifted without breaking the path so far: within
    the cut's slack and the tolerance, and within the bend from the meeting before. A row holds the
    places from `base` on.
    """

    base: NDArray[np.int64]
    score: NDArray[np.float64]
    speed: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    cut: NDArray[np.int32]
    place: NDArray[np.int32]


def _path(
    targets: Sequence[Target], grid: Grid, film: float, bend: float, care: tuple[float, int]
) -> tuple[list[tuple[int, int]], _Table]:
    """The best sequence of meetings (cut, place): most worth, gentlest bends."""
    times, worth = np.array(grid.times), np.array(grid.worth)
    base, past = _band(targets, times, grid, film, bend)
    shape = (len(targets), int((past - base).max()))
    table = _Table(
        base, np.full(shape, -np.inf), np.ones(shape), np.zeros(shape), np.zeros(shape),
        np.full(shape, -1, np.int32), np.full(shape, -1, np.int32),
    )  # fmt: skip
    drops = sorted({int(np.argmin(np.abs(times - d))) for d in grid.drops})
    for index, target in enumerate(targets):
        gain = target.weight * worth
        if target.hero and drops:
            gain[drops] += _HERO
        # The song starts with the film: what lies before the first met cut must exist in it.
        possible = np.flatnonzero(times[base[index] : past[index]] - target.at >= -1e-6)
        table.score[index, possible] = gain[base[index] + possible]
        table.low[index], table.high[index] = -_leeway(target), _leeway(target)
        for earlier in range(max(0, index - _REACH), index):
            _extend(table, targets, times[: past[index]], gain, (earlier, index), bend, care)
    return _trace(table, targets, times, grid, film), table


def _band(
    targets: Sequence[Target], times: NDArray[np.float64], grid: Grid, film: float, bend: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places that each cut may meet, from the first to before the last.

    All of them, unless there are very many (a thousand cuts, a song of a quarter of an hour): then
    those that a song can reach which starts with the film and lasts to its end.
    """
    cuts = np.array([t.at for t in targets])
    if len(cuts) * len(times) <= _MANY:
        return np.zeros(len(cuts), np.int64), np.full(len(cuts), len(times), np.int64)
    most = max(grid.duration - film, 0.0) + bend * (film - cuts)
    first = np.searchsorted(times, cuts * (1 - bend) - _SPARE)
    return first, np.maximum(np.searchsorted(times, cuts + most + _SPARE), first)


def _leeway(target: Target) -> float:
    """How far a meeting may lie from the cut as it stands: its slack, and what nobody notices."""
    return target.slack + (0.0 if target.hero else _TOLERANCE)


def _extend(
    table: _Table,
    targets: Sequence[Target],
    times: NDArray[np.float64],
    gain: NDArray[np.float64],
    step: tuple[int, int],
    bend: float,
    care: tuple[float, int],
) -> None:
    """Every way from the meetings of an earlier cut to those of this one, the best kept."""
    earlier, index = step
    gap = targets[index].at - targets[earlier].at
    there_from, here_from = int(table.base[earlier]), int(table.base[index])
    known = np.flatnonzero(np.isfinite(table.score[earlier]))
    alive = there_from + known
    if gap <= 1e-6 or not len(alive):
        return
    leeway = _leeway(targets[index])
    low, high = table.low[earlier, known], table.high[earlier, known]
    first = np.searchsorted(times, times[alive] + (gap - leeway - high) * (1 - bend) - 1e-9)
    last = np.searchsorted(times, times[alive] + (gap + leeway - low) * (1 + bend) + 1e-9)
    first = np.maximum(first, here_from)
    skipped = sum(t.weight for t in targets[earlier + 1 : index]) * 0.05
    for shift in range(int((last - first).max(initial=0))):
        inside = first + shift < last
        source, there = alive[inside], (first + shift)[inside]
        if not len(there):
            continue
        song = times[there] - times[source]
        # gap + new shift - old shift must lie within song / (1 + bend) .. song / (1 - bend)
        lowest = np.maximum(-leeway, low[inside] + song / (1 + bend) - gap)
        highest = np.minimum(leeway, high[inside] + song / (1 - bend) - gap)
        rate = np.clip(song / gap, 1 - bend, 1 + bend)
        away = np.maximum(0.0, np.maximum(lowest, -highest)) / _TOLERANCE
        value = (
            table.score[earlier, source - there_from] + gain[there] - skipped
            - _TURN * np.abs(rate - 1) / bend
            - _KEEP * np.abs(rate - table.speed[earlier, source - there_from]) / (2 * bend)
            - care[0] * np.minimum(away, 1.0) ** care[1]
        )  # fmt: skip
        value[lowest > highest] = -np.inf
        order = np.argsort(value)  # ascending: of several ways to one place the best writes last
        better = order[value[order] > table.score[index, there[order] - here_from]]
        at = there[better] - here_from
        table.score[index, at] = value[better]
        table.speed[index, at] = rate[better]
        table.low[index, at], table.high[index, at] = lowest[better], highest[better]
        table.cut[index, at], table.place[index, at] = earlier, source[better]


def _trace(
    table: _Table, targets: Sequence[Target], times: NDArray[np.float64], grid: Grid, film: float
) -> list[tuple[int, int]]:
    """The best path, from its first meeting to its last."""
    final = table.score.copy()
    for index, target in enumerate(targets):
        # What follows the last met cut must be there, too, or the song runs out before the film.
        row = times[table.base[index] : table.base[index] + final.shape[1]]
        late = row + (film - target.at) > max(grid.duration, film) + 1e-6
        final[index, : len(row)][late] -= _SHORT
    index, column = divmod(int(np.argmax(final)), final.shape[1])
    if not np.isfinite(final[index, column]):
        return []
    place = int(table.base[index]) + column
    path: list[tuple[int, int]] = []
    while index >= 0:
        path.append((index, place))
        column = place - int(table.base[index])
        index, place = int(table.cut[index, column]), int(table.place[index, column])
    return path[::-1]


def _within(value: float, limit: float) -> float:
    return max(-limit, min(limit, value))


def _pieces(anchors: list[tuple[float, float]], film: float, length: float) -> tuple[Piece, ...]:
    """The song as stretches of one speed, from the film's first moment to its last."""
    first_at, first_song = anchors[0]
    pieces = []
    if first_at > 1e-6:
        pieces.append(Piece(0.0, first_song - first_at, first_song, 1.0))
    for (at, song), (then, later) in itertools.pairwise(anchors):
        pieces.append(Piece(at, song, later, (later - song) / (then - at)))
    last_at, last_song = anchors[-1]
    end = min(length, last_song + film - last_at)
    if end - last_song > 1e-6:
        pieces.append(Piece(last_at, last_song, end, 1.0))
    return tuple(pieces)


def _straight(targets: Sequence[Target], grid: Grid, film: float, offset: float) -> Fit:
    """The song as it is, from an offset on."""
    end = min(grid.duration, offset + film)
    pieces = (Piece(0.0, offset, end, 1.0),) if end > offset else ()
    share = plain(targets, grid, film)[1] if len(targets) and len(grid.times) > 1 else 0.0
    return _judged(targets, grid, pieces, share, {})


def _error(times: NDArray[np.float64], song: float) -> float:
    return float(_nearest(times, np.array([song]))[0]) if len(times) > 1 else _FAR


def place(pieces: Sequence[Piece], at: float) -> float | None:
    """The moment of the song that sounds at this moment of the film."""
    for piece in pieces:
        if piece.at - 1e-9 <= at <= piece.ends + 1e-9:
            return piece.song_start + (at - piece.at) * piece.speed
    return None


def _covered(times: NDArray[np.float64], duration: float) -> float:
    """The share of a song that lies within NEAR of its places."""
    if len(times) < 2:
        return 0.0
    near = float(np.minimum(np.diff(times), 2 * NEAR).sum()) + 2 * NEAR
    return min(1.0, near / max(duration, float(times[-1] - times[0])))


def _judged(
    targets: Sequence[Target],
    grid: Grid,
    pieces: tuple[Piece, ...],
    before: float,
    moves: dict[int, float],
) -> Fit:
    """The fit with what every cut got, against what chance and a plain offset would give."""
    times = np.array(grid.times)
    meetings, unmet, hero = [], [], None
    for index, target in enumerate(targets):
        move = moves.get(index, 0.0)
        song = place(pieces, target.at + move)
        error = (
            9.9 if song is None or len(times) < 2 else float(_nearest(times, np.array([song]))[0])
        )
        meetings.append(Meeting(target.at, move, round(error, 4), index in moves))
        if abs(error) > NEAR:
            unmet.append(target.at)
        if target.hero and song is not None and grid.drops:
            away = np.array(grid.drops) - song
            hero = round(float(away[np.argmin(np.abs(away))]), 4)
    met = [abs(m.error) <= NEAR for m in meetings]
    return Fit(
        pieces=pieces,
        meetings=tuple(meetings),
        hero=hero,
        unmet=tuple(unmet),
        chance=round(_covered(times, grid.duration), 3),
        before=round(before, 3),
        after=round(sum(met) / len(met), 3) if met else 0.0,
    )
