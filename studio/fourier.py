"""Sound and its spectrum, there and back, in a third of the time that numpy takes.

OpenCV transforms rows of float32 and packs what comes of a real one as Re 0, Re 1, Im 1, …, with
Re n/2 at the end where n is even. It is asked for when there is something to hear or to compose: a
studio that has nothing to do goes without its 15 MB.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[Any]  # of float32: one row, or several
Bins = NDArray[np.complex64]


def bins(sound: Rows, size: int = 0) -> Bins:
    """The spectrum of every row, of so many samples of it: as rfft gives it."""
    packed = _packed(sound, size or sound.shape[-1])
    count = packed.shape[-1]
    made = np.empty((*packed.shape[:-1], count // 2 + 1), np.complex64)
    parts = made.view(np.float32)
    parts[..., 2 : count + 1] = packed[..., 1:]
    parts[..., 0], parts[..., 1] = packed[..., 0], 0.0
    if count % 2 == 0:
        parts[..., -1] = 0.0
    return made


def sound(spectrum: Bins, size: int) -> Rows:
    """The sound of so many samples that has this spectrum: as irfft gives it."""
    parts = np.ascontiguousarray(spectrum, np.complex64).view(np.float32)
    packed = np.empty((*spectrum.shape[:-1], size), np.float32)
    packed[..., 0] = parts[..., 0]
    packed[..., 1:] = parts[..., 2 : size + 1]
    return _unpacked(packed)


def powers(rows: Rows) -> Rows:
    """The power of every row, of an even length, at each frequency."""
    packed = _packed(rows, rows.shape[-1])
    np.square(packed, out=packed)
    made = np.empty((*packed.shape[:-1], packed.shape[-1] // 2 + 1), np.float32)
    made[..., 0], made[..., -1] = packed[..., 0], packed[..., -1]
    np.add(packed[..., 1:-1:2], packed[..., 2:-1:2], out=made[..., 1:-1])
    return made


def likeness(power: Rows) -> Rows:
    """How like itself each row is so many samples later, from its powers (Wiener and Khinchin)."""
    packed = np.zeros((*power.shape[:-1], 2 * (power.shape[-1] - 1)), np.float32)
    packed[..., 0], packed[..., -1] = power[..., 0], power[..., -1]
    packed[..., 1:-1:2] = power[..., 1:-1]
    return _unpacked(packed)


def _packed(sound: Rows, size: int) -> Rows:
    import cv2

    rows = np.atleast_2d(sound[..., :size])
    if rows.shape[-1] < size:
        rows = np.pad(rows, ((0, 0), (0, size - rows.shape[-1])))
    if not len(rows):
        return np.zeros((*sound.shape[:-1], size), np.float32)
    made: Rows = cv2.dft(np.ascontiguousarray(rows, np.float32), flags=cv2.DFT_ROWS)
    return made.reshape(*sound.shape[:-1], size)


def _unpacked(packed: Rows) -> Rows:
    import cv2

    if not packed.size:
        return packed
    flags = cv2.DFT_INVERSE | cv2.DFT_SCALE | cv2.DFT_ROWS | cv2.DFT_REAL_OUTPUT
    made: Rows = cv2.dft(np.atleast_2d(packed), flags=flags)
    return made.reshape(packed.shape)
