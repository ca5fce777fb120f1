"""A note with its pitch moved as an ornament asks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.composer import legato
from studio.composer.values import RATE

Wave = NDArray[np.float32]


def bent(wave: Wave, ornament: str) -> Wave:
    """The note with its pitch moved as the ornament asks: it begins where it began."""
    size = wave.shape[-1]
    t = np.arange(size) / RATE
    match ornament:
        case "grace":  # a flick from the tone above
            bend = 2.0 * np.clip((0.075 - t) / 0.02, 0.0, 1.0)
        case "slide":  # up into the tone, then vibrato
            bend = -2.0 * np.clip(1.0 - t / 0.09, 0.0, 1.0) ** 2
            bend += 0.22 * np.clip((t - 0.35) / 0.25, 0, 1) * np.sin(2 * np.pi * 5.6 * t)
        case "press":  # the string pressed behind the bridge, and let go
            bend = 2.0 * np.exp(-(((t - 0.21) / 0.06) ** 2))
        case _ if legato.interval(ornament):  # the finger slides from the tone before
            bend = legato.interval(ornament) * np.clip(1.0 - t / 0.075, 0.0, 1.0) ** 1.5
        case _:
            return wave
    places = np.concatenate([[0.0], np.cumsum(2.0 ** (bend / 12.0))[:-1]])
    whole = np.arange(size)
    rows = np.atleast_2d(wave)
    out = np.stack([np.interp(places, whole, row, right=0.0) for row in rows]).astype(np.float32)
    fall = min(size, RATE // 100)
    out[:, -fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return out if wave.ndim == 2 else out[0]
