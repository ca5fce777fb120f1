"""The finish of a sound: spectrum, sides, sections at their levels, loudness, peaks.

What is found on the whole is carried out on every stem alike, so the stems add up to the master.
The sound goes by four times, in blocks: measured, matched, levelled, held.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.composer import brilliance, levels, limiting, loudness, matching, tables
from studio.composer.limiting import STEP, Curve
from studio.composer.tape import Source, Tape, Wave, each
from studio.composer.values import RATE, ScorePlan

_MARGIN = 6 * STEP  # read beyond a block, so that what is bright or between samples is known there
_HALF = matching.TAPS // 2


class Weighed(NamedTuple):
    """What is found on a raw mix: how loud when, in which thirds of octaves, and how wide."""

    heard: loudness.Heard
    squares: NDArray[np.float64]  # of the middle and the sides


class Measured(NamedTuple):
    """What is found on a mix that is being mastered, by tenths of a second or by steps."""

    energy: loudness.Energies
    tops: Curve  # as sampled; between samples where that may matter, once it is known what does
    power: Curve
    bright: Curve  # tops of what lies above 5 kHz
    sums: NDArray[np.float64]  # of both channels


@dataclass(slots=True)
class Finish:
    """What was decided on the whole sound."""

    plan: ScorePlan
    kernels: tuple[Wave, Wave]  # of the middle, of the sides
    curve: Curve  # sections, loudness, limiter
    soft: Curve  # the brightest strokes held down
    held: Curve  # loudness and limiter once more
    trim: float
    offset: NDArray[np.float64]  # what was left at 0 Hz, by channel
    energy: loudness.Energies  # of the finished sound

    @property
    def around(self) -> bool:
        return goes_around(self.plan)

    def matched(self, raw: Source) -> Source:
        """The sound through the match of the spectrum, its sides wider or narrower."""

        def inside(start: int, stop: int) -> Wave:
            left, right = piece = raw.between(start - _HALF, stop + _HALF)
            if not piece.any():
                return np.zeros((2, stop - start), dtype=np.float32)
            middle = matching.shaped((left + right) * np.float32(0.5), self.kernels[0])
            side = matching.shaped((left - right) * np.float32(0.5), self.kernels[1])
            return np.stack([middle + side, middle - side])

        return Source(raw.length, raw.around, inside)

    def levelled(self, matched: Source) -> Source:
        """That with its brightest strokes held down and its sections at their levels."""
        reach = brilliance.REACH

        def inside(start: int, stop: int) -> Wave:
            piece = matched.between(start - reach, stop + reach)
            if not piece.any():
                return np.zeros((2, stop - start), dtype=np.float32)
            high = brilliance.bright(piece)
            high *= self._gain(self.soft, start, stop) - np.float32(1.0)
            high += piece[:, reach:-reach]
            high *= self._gain(self.curve, start, stop)
            rise = RATE * 3 // 1000
            if not self.around and start < rise:  # from nothing to all of it
                ramp = np.linspace(0, 1, rise, dtype=np.float32)[start:stop]
                high[:, : len(ramp)] *= ramp
            return high

        return Source(matched.length, matched.around, inside)

    def held_down(self, levelled: Source, *, rest: bool = False) -> Source:
        """That at the loudness and under the ceiling; `rest`: without what was left at 0 Hz, which
        too begins and ends at nothing."""

        def inside(start: int, stop: int) -> Wave:
            out = levelled.inside(start, stop)
            out *= self._gain(self.held, start, stop) * np.float32(self.trim)
            if rest:
                turn = np.arange(start, stop) * (2 * np.pi / max(1, levelled.length - 1))
                shape = np.ones(stop - start) if self.around else 1.0 - np.cos(turn)
                out -= (self.offset[:, None] * shape).astype(np.float32)
            return out

        return Source(levelled.length, levelled.around, inside)

    def stem(self, raw: Source, *, rest: bool = False) -> Source:
        """A stem as it sounds in the master."""
        return self.held_down(self.levelled(self.matched(raw)), rest=rest)

    def _gain(self, curve: Curve, start: int, stop: int) -> Wave:
        return limiting.spread_out(curve, start, stop, around=self.around)


def goes_around(plan: ScorePlan) -> bool:
    return plan.brief.loop or plan.brief.ending == "loop"


def mastered(
    mix: Tape, weighed: Weighed, plan: ScorePlan, pool: Executor
) -> tuple[Source, Finish, float]:
    """The finished sound, what has to be done to each of its stems, and its true peak.

    The mix's tape is written over.
    """
    around = goes_around(plan)
    none = np.ones(-(-plan.samples // STEP), dtype=np.float32)
    kernels = _kernels(weighed, plan)
    finish = Finish(plan, kernels, none, none, none, 1.0, np.zeros(2), weighed.heard.energy)

    matched = mix.another()
    found = measured(finish.matched(mix.source(around=around)), pool, onto=matched, bright=True)
    finish.curve = _levelling(found, plan, around=around)
    finish.soft = brilliance.softening(found.bright * finish.curve)

    levelled = finish.levelled(matched.source(around=around))
    found = measured(levelled, pool, onto=mix, hot=0.7 * limiting.CEILING)
    finish.held = limiting.levelled(found.energy, found.tops, found.power, none, around=around)

    held = mix.source(around=around)
    tops = found.tops * finish.held
    found = measured(finish.held_down(held), pool, hot=np.inf)
    away = limiting.TARGET - loudness.integrated(found.energy)
    finish.trim = float(10 ** (max(-0.4, min(0.25, away)) / 20))  # the last hundredths
    finish.offset = found.sums * (finish.trim / plan.samples)
    finish.energy = found.energy * finish.trim**2
    return finish.held_down(held, rest=True), finish, float(tops.max()) * finish.trim


def _kernels(weighed: Weighed, plan: ScorePlan) -> tuple[Wave, Wave]:
    """The FIRs that bring the spectrum to the genre's slope and the sides to a fair width."""
    table = tables.genre(plan.genre)
    lively = plan.energy - float(table["energy"])
    kernel = matching.matching(
        levels.weights(plan, weighed.heard.energy) @ weighed.heard.thirds,
        tilt=float(table["tilt"]) + 1.6 * lively,
        air=float(table["air"]) - 5.0 + 6.0 * lively,
        lowpass=float(table["lowpass"]),
        dip=3.5 if plan.brief.voice else 2.0 if plan.brief.speech else 0.0,
    )
    return kernel, matching.sideways(kernel, matching.widening(*weighed.squares))


def _levelling(found: Measured, plan: ScorePlan, *, around: bool) -> Curve:
    energy = found.energy

    def limited(shape: Curve) -> loudness.Energies:
        curve = limiting.levelled(energy, found.tops, found.power, shape, around=around, near=0.3)
        return limiting.heard_through(curve, energy, found.power)

    fades = levels.edges(plan, len(found.tops))
    shape = levels.section_gains(plan, energy, fades, limited) * fades
    if around:
        shape = limiting.joined(shape)
    curve = limiting.levelled(energy, found.tops, found.power, shape, around=around)
    for _ in range(3):  # the limiter takes from the loudest, which is what lands
        less = np.zeros_like(shape)
        if not levels.lower(plan, limiting.heard_through(curve, energy, found.power), less):
            break
        shape *= 10 ** (less / 20)
        curve = limiting.levelled(energy, found.tops, found.power, shape, around=around)
    return curve


def weighed(source: Source, pool: Executor, *, onto: Tape) -> Weighed:
    """A raw mix weighed, and kept on a tape, which may be the one it is read from."""

    def block(start: int, stop: int) -> Weighed:
        left, right = piece = source.inside(start, stop)
        onto.write(start, piece)
        squares = [float(np.square(some).sum()) for some in (left + right, left - right)]
        return Weighed(loudness.heard(piece, thirds=True), np.array(squares))

    rows = each(pool, source.length, block)
    energy = np.concatenate([row.heard.energy for row in rows])
    thirds = np.concatenate([row.heard.thirds for row in rows])
    return Weighed(loudness.Heard(energy, thirds), np.sum([row.squares for row in rows], axis=0))


def measured(
    source: Source, pool: Executor, *, onto: Tape | None = None, hot: float = np.inf,
    bright: bool = False,
) -> Measured:  # fmt: skip
    """What meters find on a sound, which is kept on a tape as it goes by; what lies between samples
    is looked at where they pass `hot`."""

    none = np.zeros(0, dtype=np.float32)

    def block(start: int, stop: int) -> Measured:
        end = start + -(-(stop - start) // STEP) * STEP
        piece = source.between(start - _MARGIN, end + _MARGIN)
        inner = piece[:, _MARGIN : _MARGIN + stop - start]
        if onto is not None:
            onto.write(start, inner)
        wide = piece[:, _MARGIN - STEP : STEP - _MARGIN]
        away = _MARGIN - brilliance.REACH
        return Measured(
            loudness.heard(inner).energy,
            limiting.peaks(wide, hot=hot),
            limiting.powers(wide[:, STEP:-STEP]),
            brilliance.tops(brilliance.bright(piece[:, away:-away])) if bright else none,
            inner.sum(axis=1, dtype=np.float64),
        )

    rows = each(pool, source.length, block)
    energy, tops, power, high, sums = zip(*rows, strict=True)
    joined = np.concatenate
    return Measured(joined(energy), joined(tops), joined(power), joined(high), np.sum(sums, axis=0))
