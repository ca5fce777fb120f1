"""Drops: where loudness, bass and brightness step up together, at the attack that does it.

Every attack is weighed, wherever the bars were counted from: a drop is heard where it is. What only
begins (a band coming in, a beat that starts, a chorus) steps up, too, and a rise without a fall
behind it promises one; `steps` has the signs, and four mixtures of them tell these apart.
"""

from __future__ import annotations

import numpy as np

from studio.analysis import steps
from studio.analysis.beats import LATENCY
from studio.analysis.spectrum import FRAME, Spectrum
from studio.analysis.values import Drop, Floats

_BETWEEN = 3.6  # bars, at least, from one drop to the next
_SURE = 0.3  # from which a step is said to be a drop
_NOT = 0.0025  # up to which not even a plain one is
# Of each sign the weight in four mixtures and by itself, then of the mixtures; fitted by
# benchmarks/drops.py on songs that it makes itself.
_SIGNS = np.array(
    [
        [0.27, -0.10, -0.00, 0.23, -0.25],  # bass, slowly, against elsewhere
        [-0.36, 0.75, 0.29, -0.49, 0.87],  # loudness, behind elsewhere
        [0.56, 0.74, 0.09, -0.25, 0.68],  # crash
        [0.24, 0.19, 0.96, -0.08, 0.92],  # loudest of the song
        [-1.26, 1.39, 0.71, -0.20, 0.15],  # loudness, a bar
        [-0.07, 0.35, 0.42, -0.31, 0.56],  # loudest bass of the song
        [0.32, 0.41, -0.35, -0.07, 0.97],  # bass, an eighth of a bar
        [0.09, 0.17, 0.73, 0.05, 0.38],  # loudest body of the song
        [0.56, -0.45, 1.19, 0.50, 3.83],  # nothing stronger near
        [-0.66, -0.37, -0.48, -0.31, -0.62],  # brightness, a bar
        [-0.14, -0.27, 0.13, 0.42, -0.31],  # from bright to low
        [0.25, 0.09, -0.21, -0.12, -0.37],  # brightness, two bars
        [0.53, 0.92, -0.25, 0.04, 0.29],  # middle before, against the song
        [-0.19, -0.07, 0.38, -0.20, -0.74],  # loudness, slowly, behind elsewhere
        [-0.22, 0.37, -0.02, -0.12, 0.19],  # bass, behind elsewhere
        [0.35, 0.40, 0.32, 0.31, -0.89],  # loudness, slowly
        [-0.77, 0.45, 0.15, 0.25, 0.26],  # bass, a bar
        [0.41, -0.51, -0.46, 0.45, 0.94],  # body, a beat
        [0.21, 0.66, -0.08, 1.29, 2.24],  # hats, four bars
        [0.04, 0.23, -0.06, -0.72, 1.26],  # loudness, a beat
        [1.10, -0.84, 0.76, -2.50, 0.39],  # stroke
        [-0.12, -0.40, -0.09, -0.35, 0.08],  # bass, slowly, a bar
        [0.40, 0.61, 0.42, 0.20, -0.00],  # brightness before, against the song
        [-0.21, 0.12, 0.08, 0.03, -0.72],  # crash, behind elsewhere
        [0.19, 0.42, 0.14, -0.32, -0.18],  # middle, two bars
        [0.12, 0.08, -0.50, 0.22, 0.99],  # loudness, an eighth of a bar
        [0.46, -0.00, -0.72, -0.89, 2.65],  # low stroke
        [0.14, -0.47, -0.69, -0.42, 0.54],  # attacks, four bars
    ],
    np.float32,
)  # fmt: skip
_BIAS = np.array([-3.282, 0.441, 0.71, 4.336, -15.884], np.float32)
_MIXED = np.array([-2.697, 3.14, 2.887, -3.341], np.float32)


def find(spectrum: Spectrum, bar: float) -> tuple[Drop, ...]:
    """The drops of a song whose bars last so long, in order; each with how sure it is."""
    at = steps.attacks(spectrum, bar)
    if not len(at):
        return ()
    seen = steps.signs(spectrum, at, bar)
    sure = 1 / (1 + np.exp(-lean(seen)))
    sure = np.maximum(sure, np.where(sure > _NOT, _plain(seen), 0.0))
    times = at * FRAME + LATENCY
    apart = _BETWEEN * steps.bar_like(bar)
    kept: list[Drop] = []
    for index in np.argsort(-sure):
        if sure[index] < _SURE:
            break
        if all(abs(times[index] - other.at) > apart for other in kept):
            kept.append(Drop(round(float(times[index]), 4), round(float(sure[index]), 3)))
    return tuple(sorted(kept, key=lambda drop: drop.at))


def _plain(signs: Floats) -> Floats:
    """How sure it is by loudness and bass alone; 0 where they do not step up far enough.

    A bar so much louder and lower than the one before, in a song whose bass is elsewhere not as
    deep, is missed by nobody, even where the same drums play on and a roll leads over.
    """
    bass, loud, lone, low = (signs[:, n] for n in (0, 4, 8, 16))
    there = (bass >= 1.2) & (loud >= 0.85) & (lone >= 0.4) & (low >= 1.8)
    found: Floats = np.where(there, np.minimum(_SURE + 0.2 * (loud + low - 2.65), 0.9), 0.0)
    return found


def lean(signs: Floats) -> Floats:
    """How much each row of signs speaks for a drop, 0 where it is open."""
    sums = signs @ _SIGNS + _BIAS
    leans: Floats = np.tanh(sums[:, :4]) @ _MIXED + sums[:, 4]
    return leans
