"""Sound at another rate, by its spectrum: nothing is late, nothing above the new half is left."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_EVEN = 1024  # blocks of the common measure are padded to a multiple of this: easy lengths for FFTs


def resampled(channel: Floats, rate: int, wanted: int) -> Floats:
    """One channel at the wanted rate."""
    if rate == wanted:
        return channel
    common = math.gcd(rate, wanted)
    unit = rate // common * _EVEN
    size = -(-len(channel) // unit) * unit
    target = size // (rate // common) * (wanted // common)
    spectrum = np.fft.rfft(channel.astype(np.float32, copy=False), size)
    kept = spectrum[: min(len(spectrum), target // 2 + 1)]
    whole = np.fft.irfft(kept * np.float32(target / size), target)
    return whole[: math.ceil(len(channel) * wanted / rate)].astype(np.float32)
