"""How loud one sound stands in a mix, moment by moment: what a fade or a duck really did."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.analysis.spectrum import RATE
from studio.analysis.values import Floats

STEP = 0.1  # seconds
_WINDOW = 0.4  # seconds over which the mix is compared with the sound, unless asked otherwise
_QUIET = 1e-7  # power of the sound below which nothing can be said


def over_time(mix: Floats, part: Floats, *, step: float = STEP, window: float = _WINDOW) -> Floats:
    """The part's gain in the mix every step, as a factor; nan where the part is silent.

    Least squares: what else is in the mix does not look like the part, and drops out.
    """
    count = min(len(mix), len(part))
    hop = round(step * RATE)
    blocks = count // hop
    if not blocks:
        return np.zeros(0, np.float32)
    one = mix[: blocks * hop].reshape(blocks, hop).astype(np.float64)
    two = part[: blocks * hop].reshape(blocks, hop).astype(np.float64)
    width = max(1, round(window / step))
    same = _smooth((one * two).sum(axis=1), width)
    power = _smooth((two * two).sum(axis=1), width)
    gain = np.where(power > _QUIET * hop * width, same / np.maximum(power, 1e-12), np.nan)
    return np.maximum(gain, 0.0).astype(np.float32)


def _smooth(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    summed: NDArray[np.float64] = np.convolve(values, np.ones(width), "same")
    return summed
