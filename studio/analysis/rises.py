"""How much is new in a sound, moment by moment, where the sound is too long to be held as a whole.

The same numbers as `spectrum.analyse(…).rise` has, all bands together. Kept of every frame are
thirty energies, an eighth of its samples: they wait for the highest of all, which sets the floor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from studio.analysis import spectrum
from studio.analysis.spectrum import FINE_BANDS, HOP, WINDOW
from studio.analysis.values import Floats
from studio.fourier import powers

_BLOCK = 512  # frames at once


def together(parts: Iterable[Floats]) -> Floats:
    """The rise of all bands by frame, of one sound whose samples (at RATE) come in parts."""
    blocks = list(_energies(parts))
    highest = np.max([block.max(axis=0, initial=0.0) for block in blocks], axis=0, initial=0.0)
    floor = spectrum.floor(highest)
    before = np.zeros((2, FINE_BANDS.shape[1]), np.float32)
    made = []
    for block in blocks:
        joined = np.concatenate([before, block])
        made.append(spectrum.risen(joined, floor)[2:].sum(axis=1))
        before = joined[-2:]
    rise = np.concatenate(made) if made else np.zeros(0, np.float32)
    rise[:2] = 0.0
    return rise


def _energies(parts: Iterable[Floats]) -> Iterator[Floats]:
    """The energy in each narrow band, frames in blocks."""
    window = np.hanning(WINDOW).astype(np.float32)
    for samples in _framed(parts):
        view = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
        yield powers(view * window) @ FINE_BANDS


def _framed(parts: Iterable[Floats]) -> Iterator[Floats]:
    """The samples, half a window of silence at both ends, in stretches of whole frames."""
    rest = np.zeros(WINDOW // 2, np.float32)
    most = WINDOW + (_BLOCK - 1) * HOP
    for part in _and_silence(parts):
        rest = np.concatenate([rest, part])
        while len(rest) >= most:
            yield rest[:most]
            rest = rest[_BLOCK * HOP :]
    frames = (len(rest) - WINDOW) // HOP + 1
    if frames > 0:
        yield rest[: WINDOW + (frames - 1) * HOP]


def _and_silence(parts: Iterable[Floats]) -> Iterator[Floats]:
    yield from parts
    yield np.zeros(WINDOW // 2, np.float32)
