"""Music of somebody else's tempo and length brought to a plan: every beat, drop and the end.

The song's bars are laid under the plan's bars: a chain is sought that jumps seldom and only where
it sounds of a piece, that is loud where the plan is, and whose drops are the plan's drops. Each bar
is then bent to the length that the plan gives it, beat by beat where the song wavers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from studio.composer.values import RATE, ScorePlan
from studio.sync import counting
from studio.sync.counting import BAR, NoFit
from studio.sync.values import Piece

Floats = NDArray[np.float64]

_LEAD = 0.028  # seconds before its bar line at which a piece is faded in: the attack stays whole
_EVEN = 0.006  # seconds by which a beat may miss its place before the bar is bent beat by beat
_JUMP = 0.7  # what any jump costs
_UNLIKE = 2.5  # what it costs more where the bars differ wholly
_LOUD = 0.12  # cost of a decibel too loud or too soft
_LANDS = 4.0  # what it is worth that a drop of the song is a drop of the plan
_LATE = 0.02  # cost of each bar that is left out at the beginning


@dataclass(frozen=True, slots=True)
class Song:
    """What is known of a song that is to be anchored, times in seconds."""

    duration: float
    beats: tuple[float, ...]
    first: int  # which beat begins a bar
    drops: tuple[float, ...]
    loudness: tuple[tuple[float, float], ...]  # (moment, LUFS)
    bars: tuple[float, ...] = ()
    alike: Floats | None = None  # bars x bars, 0..1


@dataclass(frozen=True, slots=True)
class Anchored:
    """Which piece of the song is played when, and how far it had to be brought."""

    pieces: tuple[Piece, ...]
    speed: float  # of the song as a whole: 1.04 is four hundredths faster than recorded
    bend: float  # the most that a bar's speed differs from that
    joins: int  # jumps in the song


def anchored(plan: ScorePlan, song: Song) -> Anchored:
    """The song laid under the plan; `NoFit` where its beat is another."""
    grid, first = counting.counted(
        song.beats, song.first, song.drops, bpm=plan.bpm, duration=song.duration
    )
    starts = np.arange(first, len(grid) - 1, BAR)
    wanted = _bars(plan)
    if len(starts) < 2 or not wanted:
        raise NoFit
    path = _chain(plan, song, grid, starts, wanted)
    pieces = tuple(_laid(grid, starts[path], wanted, plan.samples / RATE))
    speeds = [p.speed for p in pieces]
    whole = float(np.median(speeds))
    joins = sum(
        1 for (bar, row), then in zip(itertools.pairwise(path), wanted, strict=False)
        if row != bar + 1 or len(then.beats) != BAR
    )  # fmt: skip
    return Anchored(pieces, whole, float(max(abs(s / whole - 1) for s in speeds)), joins)


def followed(plan: ScorePlan, late: Callable[[Sequence[float]], list[float]]) -> Anchored:
    """A song that was played after the plan, `late` by so much at these times: drawn to its lines.

    What was meant to be in time is taken at its word: no bar is moved.
    """
    wanted = _bars(plan)
    lines = [bar.beats[0] for bar in wanted]
    there = np.maximum(np.array(lines) + late(lines), 0.0)
    stretches = [
        _Stretch(at, then, float(song), float(song) + then - at)
        for at, then, song in zip(lines, [*lines[1:], plan.samples / RATE], there, strict=True)
    ]
    joined = [replace(one, until=two.song) for one, two in itertools.pairwise(stretches)]
    pieces = tuple(_pieces([*joined, stretches[-1]], plan.samples / RATE))
    return Anchored(pieces, 1.0, float(max(abs(piece.speed - 1) for piece in pieces)), 0)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A bar of the plan: its beats, how loud it is, and whether a drop lands on it."""

    beats: tuple[float, ...]
    then: float  # where its next beat would be
    level: float
    lands: bool


def _bars(plan: ScorePlan) -> list[_Wanted]:
    """The plan's bars; one that rings out lasts to the end."""
    starts = [bar.at / RATE for bar in plan.bars]
    ends = [*starts[1:], plan.samples / RATE]
    drops = set(plan.drops)
    rows = []
    for bar, start, end in zip(plan.bars, starts, ends, strict=True):
        if end - start < 0.02:
            continue
        tempo = max((t for t in plan.tempi if t.at <= bar.at), key=lambda t: t.at)
        per = tempo.samples_per_beat / RATE
        count = max(1, round((end - start) / per))
        if bar.at != plan.final:  # the last stroke may ring longer or shorter than its bar
            per = (end - start) / count
        beats = tuple(start + n * per for n in range(count))
        level = plan.sections[bar.section].level
        rows.append(_Wanted(beats, start + count * per, level, bar.at in drops))
    return rows


# --- which bar where -------------------------------------------------------------------------


def _chain(
    plan: ScorePlan, song: Song, grid: Floats, starts: NDArray[np.int64], wanted: list[_Wanted]
) -> NDArray[np.int64]:
    """For each bar of the plan the bar of the song that is played, by the cheapest path."""
    times = grid[starts]
    ends = np.append(times[1:], song.duration)
    cost = _moving(song, times)
    fits = _fitting(song, times, ends, wanted)
    score = fits[0] + _LATE * np.arange(len(times))
    back: list[NDArray[np.int64]] = []
    for row, before in zip(fits[1:], wanted, strict=False):
        # a bar cut short goes on at the next bar line: that is a jump, wherever it leads
        ways = score[:, None] + (cost if len(before.beats) == BAR else cost + _JUMP)
        back.append(ways.argmin(axis=0))
        score = ways.min(axis=0) + row
    bar = int(score.argmin())
    path = [bar]
    for step in reversed(back):
        bar = int(step[bar])
        path.append(bar)
    return np.array(path[::-1], np.int64)


def _moving(song: Song, times: Floats) -> Floats:
    """What it costs to play bar b after bar a: nothing in order, else by how unlike it sounds."""
    count = len(times)
    following = np.minimum(np.arange(count) + 1, count - 1)
    cost = np.full((count, count), _JUMP + 0.5 * _UNLIKE)
    if song.alike is not None and len(song.bars) == len(song.alike):
        known = np.abs(np.array(song.bars)[None, :] - times[:, None]).argmin(axis=1)
        cost = _JUMP + _UNLIKE * (1.0 - song.alike[np.ix_(known[following], known)])
    cost[np.arange(count), np.arange(count)] += _JUMP  # the same bar twice stutters
    cost[np.arange(count - 1), np.arange(1, count)] = 0.0
    return cost


def _fitting(song: Song, times: Floats, ends: Floats, wanted: list[_Wanted]) -> Floats:
    """What each bar of the song costs at each bar of the plan: its loudness, its drops."""
    curve = np.array(song.loudness).reshape(-1, 2)
    found = np.array([_mean(curve, a, b) for a, b in zip(times, ends, strict=True)])
    found -= np.percentile(found, 90)
    levels = np.array([bar.level for bar in wanted])
    cost = _LOUD * np.abs(np.clip(found[None, :], -12, 3) - (levels - levels.max())[:, None])
    beat = float(np.median(np.diff(times))) / BAR
    lands = np.array([any(abs(d - t) < 0.6 * beat for d in song.drops) for t in times])
    asked = np.array([bar.lands for bar in wanted])
    cost[np.ix_(asked, lands)] -= _LANDS
    cost[np.ix_(~asked, lands)] += _LANDS / 4 if asked.any() else 0.0
    whole = ends - times > 0.9 * BAR * beat
    cost[:, ~whole] += 2.0  # the song's last bar may be none
    return np.asarray(cost, np.float64)


def _mean(curve: Floats, start: float, end: float) -> float:
    inside = curve[(curve[:, 0] >= start) & (curve[:, 0] < end), 1]
    return float(10 * np.log10(np.mean(10 ** (inside / 10)))) if len(inside) else -70.0


# --- how it is played ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From here to there in the plan, from here to there in the song."""

    at: float
    then: float
    song: float
    until: float

    @property
    def speed(self) -> float:
        return (self.until - self.song) / (self.then - self.at)


def _laid(
    grid: Floats, first: NDArray[np.int64], wanted: list[_Wanted], film: float
) -> list[Piece]:
    """Every bar as a piece, or every beat where the song wavers; each begins before its line."""
    stretches: list[_Stretch] = []
    for bar, start in zip(wanted, first, strict=True):
        count = len(bar.beats)
        places = np.array([_place(grid, int(start) + n) for n in range(count + 1)])
        lines = np.array([*bar.beats, bar.then])
        whole = _Stretch(lines[0], lines[-1], float(places[0]), float(places[-1]))
        exact = places[0] + (lines - lines[0]) * whole.speed
        if np.abs(places - exact).max() / whole.speed <= _EVEN:
            stretches.append(whole)
            continue
        stretches += [
            _Stretch(float(lines[n]), float(lines[n + 1]), float(places[n]), float(places[n + 1]))
            for n in range(count)
        ]
    return _pieces(stretches, film)


def _place(grid: Floats, beat: int) -> float:
    """Where a beat of the song is; behind its end as far as the last ones were apart."""
    beyond = max(0, beat - len(grid) + 1)
    return float(grid[min(beat, len(grid) - 1)] + beyond * (grid[-1] - grid[-2]))


def _pieces(stretches: list[_Stretch], film: float) -> list[Piece]:
    """Each from a little before its line to a little before the next, the last one to the end."""
    pieces: list[Piece] = []
    for index, one in enumerate(stretches):
        lead = min(_LEAD, one.at, one.song / one.speed)
        end = one.then - _LEAD if index + 1 < len(stretches) else film
        start = one.song - lead * one.speed
        pieces.append(Piece(one.at - lead, start, one.song + (end - one.at) * one.speed, one.speed))
    return pieces
