"""A tempo, and whole bars between fixed moments: every drop is a bar line, the end is where it was
asked.

Between two fixed moments a whole number of beats is played at that stretch's own tempo, so
positions are exact by
construction. The tempo is chosen so that the stretches differ as little as may be; where they would
differ much, the
last bar before a moment is two beats long (or one or three, dearer).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import NamedTuple

from studio.composer.values import RATE, Bar, Tempo

BEATS = 4  # in a bar, but for the one before a fixed moment
_ODD_COST = (0.0, 0.05, 0.012, 0.05)  # of so many beats beyond whole bars, as a tempo deviation
_STEP = 0.25  # bpm


class Grid(NamedTuple):
    bpm: float
    tempi: tuple[Tempo, ...]
    bars: tuple[Bar, ...]  # their sections not yet given
    segments: tuple[tuple[int, int], ...]  # first bar and number of bars between fixed moments
    final: int  # sample of the last stroke; the end where the track loops


class _Fit(NamedTuple):
    cost: float
    beats: tuple[int, ...]
    ring: float  # samples after the last stroke


def fitted(
    samples: int, drops: tuple[int, ...], *, target: float, low: float, high: float, loop: bool
) -> Grid:
    """The grid whose tempo lies nearest the target and whose stretches are nearest that tempo."""
    anchors = (0, *drops, samples)
    best: tuple[float, float, _Fit] | None = None
    for bpm in _candidates(target, low, high):
        away = (bpm - target) / max(high - low, 8.0)
        fit = _fit(anchors, bpm, loop=loop)
        cost = fit.cost + 0.08 * away * away + 0.01 * abs(away)
        if best is None or cost < best[0]:
            best = (cost, bpm, fit)
    assert best is not None
    return _laid_out(anchors, best[1], best[2], loop=loop)


def _candidates(target: float, low: float, high: float) -> Iterator[float]:
    yield target
    steps = int((high - low) / _STEP) + 1
    for step in range(steps):
        yield low + step * _STEP


def _fit(anchors: tuple[int, ...], bpm: float, *, loop: bool) -> _Fit:
    beat = 60.0 * RATE / bpm
    cost, beats = 0.0, []
    for start, end in itertools.pairwise(anchors[:-1]):
        add, count = _whole(end - start, beat)
        cost += add
        beats.append(count)
    length = anchors[-1] - anchors[-2]
    add, count, ring = _whole_loop(length, beat) if loop else _ringing(length, beat)
    return _Fit(cost + add, (*beats, count), ring)


def _whole(length: int, beat: float) -> tuple[float, int]:
    exact = length / beat
    near = list(range(max(1, math.floor(exact) - 2), math.ceil(exact) + 3))
    return min((_deviation(length, beat, n) + _ODD_COST[n % BEATS], n) for n in near)


def _whole_loop(length: int, beat: float) -> tuple[float, int, float]:
    cost, count = _whole(length, beat)
    return cost, count, 0.0


def _deviation(length: int, beat: float, count: int) -> float:
    away = abs(length / (count * beat) - 1.0)
    return away + (8.0 * (away - 0.02) if away > 0.02 else 0.0)


def _ringing(length: int, beat: float) -> tuple[float, int, float]:
    """Whole bars and a last stroke that rings to the end: it may ring longer or shorter at no
    cost."""
    least = min(max(0.9 * RATE, 1.6 * beat), 0.45 * length)
    most = max(2.6 * RATE, 4.0 * beat)
    best: tuple[float, int, float] | None = None
    for count in range(int(length / beat) + 1):
        ring = length - count * beat
        if ring < least:
            break
        over = max(0.0, ring - most) / (4 * beat)
        cost = _ODD_COST[count % BEATS] + 0.1 * over + 0.004 * ring / most
        if best is None or cost <= best[0]:
            best = (cost, count, ring)
    return best or (0.0, 0, float(length))


def _laid_out(anchors: tuple[int, ...], bpm: float, fit: _Fit, *, loop: bool) -> Grid:
    tempi: list[Tempo] = []
    bars: list[Bar] = []
    segments: list[tuple[int, int]] = []
    beat = 0
    plain = 60.0 * RATE / bpm
    for index, count in enumerate(fit.beats):
        start, end = anchors[index], anchors[index + 1]
        last = index == len(fit.beats) - 1
        per = plain if last and not loop else (end - start) / count
        tempi.append(Tempo(start, beat, per))
        first = len(bars)
        for offset, beats in _bars(count):
            bars.append(Bar(start + round(offset * per), beat + offset, beats, -1))
        segments.append((first, len(bars) - first))
        beat += count
    final = anchors[-1] if loop else anchors[-2] + round(fit.beats[-1] * plain)
    return Grid(bpm, tuple(tempi), tuple(bars), tuple(segments), final)


def _bars(count: int) -> Iterator[tuple[int, int]]:
    """Bars of four; what is left over is a short bar at the end, and one beat joins the bar
    before."""
    whole, rest = divmod(count, BEATS)
    for index in range(whole):
        extra = 1 if rest == 1 and index == whole - 1 else 0
        yield index * BEATS, BEATS + extra
    if rest > 1 or (rest == 1 and not whole):
        yield whole * BEATS, rest


def beat_at(tempi: tuple[Tempo, ...], sample: float) -> float:
    """The beat that sounds at a sample."""
    tempo = max((t for t in tempi if t.at <= sample), key=lambda t: t.at, default=tempi[0])
    return tempo.beat + (sample - tempo.at) / tempo.samples_per_beat


def sample_at(tempi: tuple[Tempo, ...], beat: float) -> float:
    """The sample at which a beat sounds."""
    tempo = tempi[0]
    for later in tempi[1:]:
        if later.beat > beat + 1e-9:
            break
        tempo = later
    return tempo.at + (beat - tempo.beat) * tempo.samples_per_beat
