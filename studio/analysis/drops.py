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
_SOON = 7.0  # bars, up to which three that follow each other are none
_CLOSE, _CLOSEST, _AS_SURE = 0.17, 0.36, 0.6  # bars, seconds, share: one and the same step
_NOT = 0.0025  # up to which not even a plain one is
_HARDLY, _LOUDER = 0.9, 1.0  # share; of the step within a beat: the same step, a beat later
_SURE = 0.4  # from which a step is said to be a drop
_INTRO, _EARLY = 3.9, 0.7  # bars in which much begins that is no drop; how sure one is there
_GIVEN = 0.7  # how sure a plain one is
_MAYBE, _SAME = 0.05, 0.15  # how sure what comes again is by itself; how alike its levels are
_LEVELS = ("loud", "bright", "tilt", "bright_2", "loud_slow", "bass", "bass_slow", "mid_2")
# Least values of signs (`steps.NAMES`) of what nobody misses.
_STEP = {  # a bar far louder and lower than the one before
    "bass_beside": 1.2, "loud": 0.85, "alone": 0.4, "bass": 1.8,
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
    "crash": 1.9, "bright": 1.6, "bright_2": 1.5, "loud": 1.0, "loudest": -0.5, "bass_8th": 1.4,
    "alone": 0.5, "loud_beat": 0.8, "loud_behind": -0.05, "body_beat": 1.3, "stroke": 0.5,
}  # fmt: skip
# The same where a riser was as loud as the drop, however much the weights speak against it.
_GIVES_WAY = {  # a riser gives way to a stroke
    "bright_came": 0.7, "tilt": 1.8, "bass_slow": 0.4, "loud": -0.2, "lowest": -0.6,
    "bass_8th": 2.0, "body_beat": 1.0, "alone": 0.9, "stroke": 0.35,
}  # fmt: skip
_SINKS = {  # a loud riser gives way to bass that is nowhere deeper
    "bright_came": 1.2, "tilt": 2.5, "bass_slow": 2.0, "loud": -0.3, "lowest": -0.15,
    "bass_8th": 1.7, "body_beat": 0.6, "alone": 0.3, "low_stroke": 0.7,
}  # fmt: skip
_RESTED = {  # what was bright rests, and one of the hardest strokes follows, deep as anywhere
    "bright_came": 0.6, "loud_8th": 2.0, "loud_beat": 1.2, "bass_8th": 2.0, "bass_slow": 0.7,
    "stroke": 1.0, "low_stroke": 1.0, "lowest": -0.3, "alone": 0.9, "loud": -0.15, "bass": 0.5,
}  # fmt: skip
# Of each sign the weight in four mixtures and by itself, then of the mixtures; fitted by
# benchmarks/drops.py on songs that it makes itself.
_SIGNS = np.array(
    [
        [-0.26, -0.33, 0.05, -0.21, -0.68],  # bass, slowly, against elsewhere
        [0.10, -0.15, -0.24, -0.17, 2.23],  # loudness, behind elsewhere
        [-0.80, 0.05, 0.80, -0.07, 1.15],  # crash
        [0.94, 0.02, -0.65, 0.50, -0.52],  # loudest of the song
        [0.05, 1.11, -0.74, 0.14, 3.67],  # loudness, a bar
        [-0.16, 0.58, 0.55, -0.08, 1.44],  # loudest bass of the song
        [-0.42, -0.64, 0.95, -0.84, 0.19],  # bass, an eighth of a bar
        [-1.04, 0.15, 0.25, -0.39, -0.22],  # loudest body of the song
        [-2.11, -2.17, 0.59, -0.98, -0.19],  # nothing stronger near
        [0.56, -0.20, -0.32, 0.50, 0.51],  # brightness, a bar
        [-0.09, -0.70, -0.01, -0.21, -0.65],  # from bright to low
        [-0.72, -0.14, -0.70, 0.00, -1.04],  # brightness, two bars
        [-0.85, -0.32, 0.28, 0.82, -0.79],  # middle before, against the song
        [-0.02, 0.15, 0.08, 0.37, -0.03],  # loudness, slowly, behind elsewhere
        [0.05, 0.25, 0.09, 0.12, 0.21],  # bass, behind elsewhere
        [-1.72, -0.74, 0.06, -0.54, -1.81],  # loudness, slowly
        [-0.42, 3.23, 0.63, -0.14, -2.17],  # bass, a bar
        [-0.05, -0.32, -0.05, -0.38, -0.89],  # body, a beat
        [0.05, 1.22, -1.35, -0.92, 1.00],  # hats, four bars
        [0.47, 0.76, 0.64, 0.65, 0.93],  # loudness, a beat
        [2.52, -0.25, 2.89, 2.75, 2.47],  # stroke
        [0.65, -0.41, -0.45, -0.25, 1.29],  # bass, slowly, a bar
        [-0.57, 0.54, -0.46, -1.19, -0.54],  # brightness before, against the song
        [-0.13, 0.17, 0.19, -0.17, -1.09],  # crash, behind elsewhere
        [-0.53, 0.20, -0.23, 0.65, 0.15],  # middle, two bars
        [0.36, 0.25, 0.14, -0.70, -0.94],  # loudness, an eighth of a bar
        [-0.57, -0.70, -0.02, 0.01, 2.29],  # low stroke
        [-1.51, -1.79, 2.00, 1.24, -1.53],  # attacks, four bars
    ],
    np.float32,
)  # fmt: skip
_BIAS = np.array([-0.662, 2.766, -4.578, 4.568, -13.57], np.float32)
_MIXED = np.array([-5.742, 5.209, 7.169, -6.889], np.float32)


def find(spectrum: Spectrum, bar: float) -> tuple[Drop, ...]:
    """The drops of a song whose bars last so long, in order; each with how sure it is."""
    at = steps.attacks(spectrum, bar)
    if not len(at):
        return ()
    times = np.asarray(at * FRAME + LATENCY, np.float64)
    return told(times, steps.signs(spectrum, at, bar), bar)


def told(times: Doubles, seen: Floats, bar: float) -> tuple[Drop, ...]:
    """The drops among attacks at these times, by the signs of each."""
    sure = _surely(seen)
    long = steps.bar_like(bar)
    sure = _again(sure, seen)
    sure[(times < _INTRO * long) & (sure < _EARLY)] = 0.0
    hard = seen[:, steps.NAMES.index("stroke")] + seen[:, steps.NAMES.index("low_stroke")]
    louder = seen[:, steps.NAMES.index("loud_beat")]
    kept: list[Drop] = []
    for struck in _struck(times, sure, hard, min(_CLOSE * long, _CLOSEST)):
        index = _stepped(struck, times, sure, louder, long)
        if all(abs(times[index] - other.at) > _BETWEEN * long for other in kept):
            kept.append(Drop(round(float(times[index]), 4), round(float(sure[index]), 3)))
    return _rare(sorted(kept, key=lambda drop: drop.at), long)


def _surely(seen: Floats) -> Floats:
    """How sure each attack is a drop, by the weights and by what nobody misses."""
    sure = 1 / (1 + np.exp(-lean(seen)))
    sure = np.maximum(sure, np.where(sure > _NOT, _plain(seen), 0.0))
    for least in (_GIVES_WAY, _SINKS, _RESTED):
        sure = np.maximum(sure, np.where(_all_least(seen, least), _GIVEN, 0.0))
    return np.asarray(sure, np.float32)


def _struck(times: Doubles, sure: Floats, hard: Floats, close: float) -> list[int]:
    """The surest first; the hardest stroke of those that are as sure and close by is the drop: the
    last note of a roll is none."""
    order = []
    for first in np.argsort(-sure):
        if sure[first] < _SURE:
            break
        near = np.flatnonzero(
            (np.abs(times - times[first]) < close) & (sure > _AS_SURE * sure[first])
        )
        order.append(int(near[hard[near].argmax()]))
    return order


def _stepped(struck: int, times: Doubles, sure: Floats, louder: Floats, bar: float) -> int:
    """The attack with which it became louder, where that lies less than a bar before one that is
    hardly surer: the first kick of drums that come in, and not their first snare."""
    earlier = np.flatnonzero(
        (times < times[struck]) & (times > times[struck] - bar)
        & (sure > _HARDLY * sure[struck]) & (louder > louder[struck] + _LOUDER)
    )  # fmt: skip
    return int(earlier[sure[earlier].argmax()]) if len(earlier) else struck


def _rare(found: list[Drop], long: float) -> tuple[Drop, ...]:
    """These without three or more that follow each other soon: so a song goes on, and drops not."""
    near = np.diff([-np.inf, *(drop.at for drop in found), np.inf]) < _SOON * long
    middle = near[:-1] & near[1:]  # soon after one and soon before another
    soon = middle | np.r_[middle[1:], False] | np.r_[False, middle[:-1]]
    return tuple(drop for drop, one in zip(found, soon, strict=True) if not one)


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
    leads over. All at once louder than anywhere before. Drums where nothing bright was.
    """
    loud, low = (signs[:, steps.NAMES.index(name)] for name in ("loud", "bass"))
    much = np.minimum(_SURE + 0.2 * (loud + low - 2.65), 0.9)
    found: Floats = np.where(_all_least(signs, _STEP), much, 0.0).astype(np.float32)
    for least in (_AT_ONCE, _LOUDEST, _DRUMS_IN):
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
