"""The finish of a sound: spectrum, sides, sections at their levels, loudness, peaks.

What is found on the whole is carried out on every stem alike, so the stems add up to the master.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.composer import brilliance, levels, limiting, loudness, matching, tables
from studio.composer.limiting import Curve
from studio.composer.values import RATE, ScorePlan

Wave = NDArray[np.float32]
_BLOCK = 1 << 18


@dataclass(slots=True)
class Finish:
    """What was decided on the whole sound."""

    plan: ScorePlan
    kernel: Wave
    width: float
    curve: Curve  # sections, loudness, limiter
    bright: Curve  # the brightest strokes held down
    held: Curve  # loudness and limiter once more
    trim: np.float32
    offset: Wave  # what was left at 0 Hz, by channel

    def rest(self, sound: Wave) -> None:
        """Takes away what was left at 0 Hz; that too begins and ends at nothing."""
        size = self.plan.samples
        for start in range(0, size, _BLOCK):
            stop = min(size, start + _BLOCK)
            turn = np.arange(start, stop) * (2 * np.pi / max(1, size - 1))
            rise = np.ones(stop - start) if self.around else 1.0 - np.cos(turn)
            sound[:, start:stop] -= (self.offset[:, None] * rise).astype(np.float32)

    @property
    def around(self) -> bool:
        return self.plan.brief.loop or self.plan.brief.ending == "loop"


def mastered(mix: Wave, plan: ScorePlan, pool: Executor) -> tuple[Wave, Finish]:
    """The finished sound, in the same array, and what has to be done to each of its stems."""
    around = plan.brief.loop or plan.brief.ending == "loop"
    table = tables.genre(plan.genre)
    raw = loudness.heard(mix, thirds=True)
    loud = levels.weights(plan, raw.energy)
    lively = plan.energy - float(table["energy"])
    kernel = matching.matching(
        loud @ raw.thirds,
        tilt=float(table["tilt"]) + 1.6 * lively,
        air=float(table["air"]) - 5.0 + 6.0 * lively,
        lowpass=float(table["lowpass"]),
        dip=3.5 if plan.brief.voice else 2.0 if plan.brief.speech else 0.0,
    )
    none = np.ones(-(-plan.samples // limiting.STEP), dtype=np.float32)
    finish = Finish(
        plan, kernel, matching.widening(mix), none, none, none, np.float32(1.0), mix[:, 0] * 0
    )
    _shape(mix, finish, pool)
    finish.curve = _levelled(mix, plan, around=around)
    _applied(mix, finish.curve, around=around)
    finish.bright = brilliance.softened(mix, around=around)
    tops = limiting.peaks(mix)
    finish.held = limiting.levelled(
        loudness.heard(mix).energy, tops, limiting.powers(mix), none, around=around
    )
    _applied(mix, finish.held, around=around)
    away = limiting.TARGET - loudness.integrated(loudness.heard(mix).energy)
    finish.trim = np.float32(10 ** (max(-0.4, min(0.25, away)) / 20))  # the last hundredths
    mix *= finish.trim
    finish.offset = mix.mean(axis=1)
    finish.rest(mix)
    return mix, finish


def finished(stem: Wave, finish: Finish, pool: Executor) -> Wave:
    """A stem as it sounds in the master, in the same array."""
    _shape(stem, finish, pool)
    _applied(stem, finish.curve, around=finish.around)
    brilliance.soften(stem, finish.bright, around=finish.around)
    _applied(stem, finish.held, around=finish.around)
    stem *= finish.trim
    return stem


def _shape(sound: Wave, finish: Finish, pool: Executor) -> None:
    """Puts the sound through the match of the spectrum, its sides wider or narrower; in place."""
    left, right = sound
    left += right
    left *= np.float32(0.5)  # the middle
    np.subtract(left, right, out=right)  # the side
    kernels = (finish.kernel, matching.sideways(finish.kernel, finish.width))

    def one(side: int) -> None:
        sound[side] = matching.shaped(sound[side], kernels[side], around=finish.around)

    list(pool.map(one, (0, 1)))
    left += right
    right *= np.float32(-2.0)
    right += left


def _levelled(mix: Wave, plan: ScorePlan, *, around: bool) -> Curve:
    energy = loudness.heard(mix).energy
    tops, power = limiting.peaks(mix), limiting.powers(mix)
    fades = levels.edges(plan, len(tops))
    shape = levels.section_gains(plan, energy, len(tops), fades) * fades
    if around:
        shape = limiting.joined(shape)
    curve = limiting.levelled(energy, tops, power, shape, around=around)
    for _ in range(3):  # the limiter takes from the loudest, which is what lands
        less = np.zeros_like(shape)
        if not levels.lower(plan, limiting.heard_through(curve, energy, power), less):
            break
        shape *= 10 ** (less / 20)
        curve = limiting.levelled(energy, tops, power, shape, around=around)
    return curve


def _applied(sound: Wave, curve: Curve, *, around: bool) -> None:
    """The sound times a gain by step, and from nothing to all of it in three milliseconds."""
    length = sound.shape[1]
    for start in range(0, length, _BLOCK):
        stop = min(length, start + _BLOCK)
        sound[:, start:stop] *= limiting.spread_out(curve, start, stop, around=around)
    if not around:
        rise = min(length, RATE * 3 // 1000)
        sound[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
