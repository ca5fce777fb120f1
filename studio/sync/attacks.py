"""Where in a sound something is struck, to the millisecond, and how two sounds lie together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Wave = NDArray[np.float32]

_REACH = 0.035  # seconds around a beat in which its attack is looked for
_CLEAR = 0.5  # rise of the level, in powers of ten, from which something is struck
_AROUND = 0.9  # seconds either side of a moment that tell how late it is
_STRAY = 0.04  # seconds by which a moment may be later or earlier than the whole
_CLEARLY = 0.3  # how alike attacks must be for that
_SMALL = 0.002  # seconds: how finely is looked
_BROAD = 31  # steps over which an attack is spread where two sounds are compared: players waver


def rises(mono: Wave, rate: int) -> tuple[Floats, float]:
    """How much the sound rises every few milliseconds, and the seconds of one step."""
    step = max(1, round(rate * _SMALL))
    whole = mono[: len(mono) // step * step].reshape(-1, step)
    # what rises is what is new: differences lift the click of a stroke above a held bass
    power = np.square(np.diff(whole, axis=1, append=whole[:, -1:])).mean(axis=1) + 1e-10
    level = np.log10(np.convolve(power, np.ones(3) / 3, "same"))
    rise: Floats = np.maximum(level[3:] - level[:-3], 0.0).astype(np.float64)
    return rise, step / rate


def sharpened(beats: Sequence[float], mono: Wave, rate: int) -> tuple[float, ...]:
    """Each beat drawn to the steepest attack beside it; where none stands out it stays."""
    rise, step = rises(mono, rate)
    reach = round(_REACH / step)
    near = 1.0 - 0.5 * (np.abs(np.arange(-reach, reach + 1)) / reach)
    found = []
    for beat in beats:
        at = round(beat / step) - 1
        piece = rise[at - reach : at + reach + 1] if at >= reach else rise[:0]
        if len(piece) < len(near) or float(piece.max()) < _CLEAR:
            found.append(float(beat))
            continue
        found.append((at - reach + int(np.argmax(piece * near)) + 2.5) * step)
    return tuple(found)


def lag(one: Wave, other: Wave, rate: int, *, most: float) -> tuple[float, float]:
    """By how many seconds the other sound comes later, and how alike their attacks are, 0..1."""
    (first, step), (second, _) = rises(one, rate), rises(other, rate)
    count = min(len(first), len(second))
    found, alike = _lag(_spread(first[:count]), _spread(second[:count]), round(most / step))
    return found * step, alike


def lags(one: Wave, other: Wave, rate: int, times: Sequence[float], *, about: float) -> list[float]:
    """How late the other sound is around each of these times, near what it is on the whole."""
    (first, step), (second, _) = rises(one, rate), rises(other, rate)
    shift, half, reach = round(about / step), round(_AROUND / step), round(_STRAY / step)
    found = []
    for time in times:
        at = round(time / step)
        low, high = max(0, at - half, -shift), min(at + half, len(first), len(second) - shift)
        if high - low < half:
            found.append(about)
            continue
        pair = _spread(first[low:high]), _spread(second[low + shift : high + shift])
        near, alike = _lag(*pair, reach)
        found.append(about + near * step if alike >= _CLEARLY else about)
    return found


def _spread(curve: Floats) -> Floats:
    broad = np.convolve(curve, np.hanning(_BROAD), "same")
    even: Floats = broad - broad.mean()
    return even


def _lag(first: Floats, second: Floats, reach: int) -> tuple[int, float]:
    """Steps by which the second curve is later, and their correlation there."""
    reach = min(reach, len(first) - 1)
    size = 1 << (2 * len(first)).bit_length()
    match = np.fft.irfft(np.fft.rfft(second, size) * np.conj(np.fft.rfft(first, size)), size)
    steps = np.arange(-reach, reach + 1)
    scale = max(float(np.linalg.norm(first) * np.linalg.norm(second)), 1e-9)
    best = int(np.argmax(match[steps]))
    return int(steps[best]), float(match[steps][best] / scale)
