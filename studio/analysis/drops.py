"""Drops: where loudness, bass and brightness step up together, at the attack that does it.

Every attack is weighed, wherever the bars were counted from: a drop is heard where it is. What only
begins (a band coming in, a beat that starts, a chorus) steps up, too, and a rise without a fall
behind it promises one; `steps` has the signs, and four mixtures of them tell these apart.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.analysis import steps
from studio.analysis.beats import LATENCY
from studio.analysis.spectrum import FRAME, Spectrum
from studio.analysis.values import Drop, Floats

Doubles = NDArray[np.float64]

_BETWEEN = 3.6  # bars, at least, from one drop to the next
_SURE = 0.4  # from which a step is said to be a drop
_NOT = 0.0025  # up to which not even a plain one is
_INTRO, _EARLY = 3.9, 0.7  # bars in which much begins that is no drop; how sure one is there
_GIVEN = 0.7  # how sure a plain one is
_MIX, _SONG = 360.0, 180.0  # seconds from which on it is many songs; of which one has so many
_MAYBE, _SAME = 0.05, 0.15  # how sure what comes again is by itself; how alike its levels are
_LEVELS = ("loud", "bright", "tilt", "bright_2", "loud_slow", "bass", "bass_slow", "mid_2")
# Least values of signs (`steps.NAMES`) of what nobody misses.
_STEP = {  # a bar far louder and lower than the one before
    "bass_beside": 1.2, "loud": 0.85, "alone": 0.4, "bass": 1.8,
}  # fmt: skip
_GIVES_WAY = {  # a riser gives way to a stroke
    "bright_came": 0.7, "tilt": 1.8, "bass_slow": 0.4, "loud": -0.2, "lowest": -0.6,
    "bass_8th": 2.0, "body_beat": 1.0, "alone": 0.9, "stroke": 0.35,
}  # fmt: skip
_SINKS = {  # a loud riser gives way to bass that is nowhere deeper
    "bright_came": 1.2, "tilt": 2.5, "bass_slow": 2.0, "loud": -0.3, "lowest": -0.15,
    "bass_8th": 1.7, "body_beat": 0.6, "alone": 0.3, "low_stroke": 0.7,
}  # fmt: skip
_AT_ONCE = {  # louder than anywhere before, and one of the hardest strokes
    "loud": 0.65, "loudest": -0.06, "alone": 0.95, "stroke": 0.9, "low_stroke": 0.8,
    "loud_beat": 0.5, "bass_8th": 2.0, "loud_slow": 1.4, "loud_behind": -0.05,
    "slow_behind": -0.05,
}  # fmt: skip
_LOUDEST = {  # the loudest of the song from there on, with bass and body, by far
    "loud": 0.9, "loud_slow": 1.3, "loudest": -0.05, "alone": 0.95, "stroke": 0.6,
    "low_stroke": 0.8, "loud_beat": 0.55, "bass_8th": 2.0, "body_beat": 0.9, "loud_behind": -0.05,
    "slow_behind": -0.05,
}  # fmt: skip
_DRUMS_IN = {  # drums, low and bright, where nothing bright was
    "crash": 1.9, "bright": 1.6, "bright_2": 1.5, "loud": 0.45, "loudest": -0.5, "bass_8th": 1.4,
    "alone": 0.5, "loud_beat": 0.8, "loud_behind": -0.05, "body_beat": 1.3, "stroke": 0.5,
}  # fmt: skip
# Of each sign the weight in four mixtures and by itself, then of the mixtures; fitted by
# benchmarks/drops.py on songs that it makes itself.
_SIGNS = np.array(
    [
        [0.20, -0.00, 0.28, 0.04, -0.30],  # bass, slowly, against elsewhere
        [-0.26, 0.23, 0.04, -0.74, -0.05],  # loudness, behind elsewhere
        [-1.19, 0.46, 0.14, -0.13, -0.76],  # crash
        [-0.28, -0.04, 0.34, 0.00, -0.33],  # loudest of the song
        [-0.82, 0.88, -0.84, -0.34, 1.26],  # loudness, a bar
        [-0.52, 0.17, 0.51, -0.37, 0.52],  # loudest bass of the song
        [-0.59, -0.17, 0.69, 0.24, -0.01],  # bass, an eighth of a bar
        [-0.48, 0.21, 0.47, -0.12, 0.54],  # loudest body of the song
        [1.26, 1.33, 1.39, 0.07, 2.15],  # nothing stronger near
        [0.45, 0.39, -0.40, -0.03, -0.84],  # brightness, a bar
        [0.35, -0.10, 0.02, 0.55, 0.29],  # from bright to low
        [-0.01, -0.16, 0.38, -0.20, -1.44],  # brightness, two bars
        [-0.49, -0.41, 0.52, 0.11, -0.28],  # middle before, against the song
        [0.13, 0.24, -0.23, -0.10, 0.22],  # loudness, slowly, behind elsewhere
        [-0.37, -0.09, 0.05, -0.05, 0.07],  # bass, behind elsewhere
        [-0.51, 0.61, 0.12, 0.65, -0.46],  # loudness, slowly
        [-0.97, 0.40, -0.46, 0.31, 0.80],  # bass, a bar
        [0.08, -0.61, 0.35, 0.78, 0.86],  # body, a beat
        [-0.50, 0.33, 0.56, 0.66, 0.47],  # hats, four bars
        [-0.06, -1.15, 0.01, -0.81, 1.26],  # loudness, a beat
        [0.94, -0.80, 1.35, -2.02, -0.03],  # stroke
        [0.70, -0.15, -0.43, -0.63, 0.79],  # bass, slowly, a bar
        [-0.83, -0.22, 0.15, 0.46, -0.32],  # brightness before, against the song
        [0.04, -0.26, -0.08, 0.15, 0.26],  # crash, behind elsewhere
        [-0.47, -0.29, 0.80, -0.62, -1.57],  # middle, two bars
        [-0.10, -0.44, -0.25, 0.18, 0.61],  # loudness, an eighth of a bar
        [-0.06, -0.49, 0.79, -0.94, 0.13],  # low stroke
        [-0.02, 0.02, 0.45, 0.14, 0.64],  # attacks, four bars
    ],
    np.float32,
)  # fmt: skip
_BIAS = np.array([-0.434, 2.206, -1.663, 3.578, -12.016], np.float32)
_MIXED = np.array([-4.322, 3.016, 3.834, -4.711], np.float32)


def find(spectrum: Spectrum, bar: float) -> tuple[Drop, ...]:
    """The drops of a song whose bars last so long, in order; each with how sure it is."""
    parts = [_weighed(spectrum, bar, *part) for part in _parts(len(spectrum.rise))]
    times, sure, seen = (np.concatenate(each) for each in zip(*parts, strict=True))
    long = steps.bar_like(bar)
    sure = _again(sure, seen)
    sure = np.where((times < _INTRO * long) & (sure < _EARLY), 0.0, sure)
    kept: list[Drop] = []
    for index in np.argsort(-sure):
        if sure[index] < _SURE:
            break
        if all(abs(times[index] - other.at) > _BETWEEN * long for other in kept):
            kept.append(Drop(round(float(times[index]), 4), round(float(sure[index]), 3)))
    return tuple(sorted(kept, key=lambda drop: drop.at))


def _parts(count: int) -> list[tuple[int, int, int, int]]:
    """Frames from and to which drops are looked for, and those that are heard around them.

    A long mix is many songs: none of them is measured by the loudest of all.
    """
    if count * FRAME <= _MIX:
        return [(0, count, 0, count)]
    step, around = round(_SONG / 2 / FRAME), round(_SONG / 4 / FRAME)
    firsts = range(0, count, step)
    return [(at, at + step, max(0, at - around), at + step + around) for at in firsts]


def _weighed(
    spectrum: Spectrum, bar: float, first: int, last: int, start: int, end: int
) -> tuple[Doubles, Floats, Floats]:
    """The attacks between `first` and `last` in seconds, how sure each is a drop, its signs."""
    inside = slice(start, end)
    heard = Spectrum(spectrum.energy[inside], spectrum.rise[inside], spectrum.chroma[inside])
    at = steps.attacks(heard, bar)
    at = at[(at >= first - start) & (at < last - start)]
    if not len(at):
        return np.zeros(0), np.zeros(0, np.float32), np.zeros((0, len(steps.NAMES)), np.float32)
    seen = steps.signs(heard, at, bar)
    sure = 1 / (1 + np.exp(-lean(seen)))
    sure = np.maximum(sure, np.where(sure > _NOT, _plain(seen), 0.0))
    return np.asarray((at + start) * FRAME + LATENCY), np.asarray(sure, np.float32), seen


def _again(sure: Floats, seen: Floats) -> Floats:
    """The same, and what steps up just as a drop does is as sure a one: it comes again."""
    levels = seen[:, [steps.NAMES.index(name) for name in _LEVELS]]
    made = sure.copy()
    maybe = np.flatnonzero((sure >= _MAYBE) & (sure < _SURE))
    for drop in np.flatnonzero(sure >= _SURE):
        alike = maybe[np.abs(levels[maybe] - levels[drop]).max(axis=1, initial=0.0) < _SAME]
        made[alike] = np.maximum(made[alike], sure[drop])
    return made


def _plain(signs: Floats) -> Floats:
    """How sure it is by what nobody misses; 0 where nothing is that plain.

    A bar far louder and lower than the one before, even where the same drums play on and a roll
    leads over. A riser as loud as all the song that gives way to the bass. All at once louder than
    anywhere before. Drums where nothing bright was.
    """
    loud, low = (signs[:, steps.NAMES.index(name)] for name in ("loud", "bass"))
    much = np.minimum(_SURE + 0.2 * (loud + low - 2.65), 0.9)
    found: Floats = np.where(_all_least(signs, _STEP), much, 0.0).astype(np.float32)
    for least in (_GIVES_WAY, _SINKS, _AT_ONCE, _LOUDEST, _DRUMS_IN):
        found = np.maximum(found, np.where(_all_least(signs, least), np.float32(_GIVEN), 0.0))
    return found


def _all_least(signs: Floats, least: dict[str, float]) -> NDArray[np.bool_]:
    """Whether each of these signs is at least so much."""
    kept = [signs[:, steps.NAMES.index(name)] >= much for name, much in least.items()]
    there: NDArray[np.bool_] = np.all(kept, axis=0)
    return there


def lean(signs: Floats) -> Floats:
    """How much each row of signs speaks for a drop, 0 where it is open."""
    sums = signs @ _SIGNS + _BIAS
    leans: Floats = np.tanh(sums[:, :4]) @ _MIXED + sums[:, 4]
    return leans
