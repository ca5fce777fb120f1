"""Band-limited resampling and shaping by FFT, in lengths that the FFT is quick at."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from studio import fourier
from studio.composer.values import RATE

Wave = NDArray[np.float32]
_MOST = 1 << 22


@cache
def _smooth() -> tuple[int, ...]:
    """Every even number with no prime factor over 5."""
    found = []
    two = 2
    while two <= _MOST:
        three = two
        while three <= _MOST:
            five = three
            while five <= _MOST:
                found.append(five)
                five *= 5
            three *= 3
        two *= 2
    return tuple(sorted(found))


def quick_length(least: int) -> int:
    """The first length from `least` on that the FFT is quick at."""
    row = _smooth()
    return row[bisect_left(row, least)]


@lru_cache(maxsize=4096)
def lengths(least: int, ratio_cents: int) -> tuple[int, int]:
    """Two quick lengths, the first at least so long, whose ratio is this many tenths of a cent."""
    ratio = 2.0 ** (ratio_cents / 12000.0)
    row = _smooth()
    first = bisect_left(row, least)
    best, away = (row[first], row[first]), 1e9
    for size in row[first : first + 14]:
        goal = size * ratio
        near = bisect_left(row, goal)
        for other in row[max(0, near - 1) : near + 1]:
            error = abs(other / goal - 1.0) + 2e-5 * (size / least - 1.0)
            if error < away:
                best, away = (size, other), error
    return best


def resampled(
    values: Wave, step: float, shape: NDArray[np.float32] | None = None, *, wide: float = 0.0
) -> Wave:
    """The values read `step` at a time, band-limited; `shape` is a gain by frequency (see
    `curve`). Where it is wide two channels: the same spectrum, its phases turned apart."""
    cents = round(-12000.0 * np.log2(step))
    beyond = 192 if not wide else int(2400 * step)
    size, out = lengths(len(values) + beyond, cents)
    spectrum = fourier.bins(values, size)
    bins = min(len(spectrum), out // 2 + 1)
    kept = np.zeros(out // 2 + 1, dtype=np.complex64)
    kept[:bins] = spectrum[:bins]
    if shape is not None:
        kept *= on_bins(shape, out)
    kept *= np.float32(out / size)
    count = int(len(values) / step)
    if not wide:
        return fourier.sound(kept, out)[:count]
    angle = on_bins(_apart(), out) * np.float32(wide)
    turn = np.cos(angle) + np.complex64(1j) * np.sin(angle)
    return fourier.sound(np.stack([kept * turn, kept * turn.conj()]), out)[:, :count]


@cache
def _apart() -> NDArray[np.float32]:
    """An angle by frequency that wanders slowly, nothing below 200 Hz."""
    f = _POINTS
    wander = (
        np.sin(np.log2(np.maximum(f, 20.0)) * 9.0)
        + 0.6 * np.sin(f / 171.0)
        + 0.4 * np.sin(f / 67.0)
    )
    out: NDArray[np.float32] = (wander * np.clip((f - 150.0) / 300.0, 0, 1) * 0.75).astype(
        np.float32
    )
    return out


_GRID = 768  # points of a curve, evenly over the square root of frequency
_POINTS = (np.linspace(0.0, 1.0, _GRID) ** 2 * (RATE / 2)).astype(np.float64)


def points() -> NDArray[np.float64]:
    """The frequencies at which a curve is given."""
    return _POINTS


def on_bins(curve: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """A curve's values at the bins of an FFT of this size at 48 kHz."""
    whole, share = _places(size)
    rise = np.diff(curve, append=curve[-1:])
    return np.asarray(curve[whole] + rise[whole] * share, dtype=np.float32)


@lru_cache(maxsize=6)
def _places(size: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Where on a curve the bins of an FFT of this size lie: the point below, and how far on."""
    position = np.sqrt(np.linspace(0.0, 1.0, size // 2 + 1, dtype=np.float32)) * (_GRID - 1)
    whole = np.minimum(position.astype(np.int32), _GRID - 2)
    return whole, position - whole


@lru_cache(maxsize=512)
def curve(highpass: float, lowpass: float, bright: float = 0.0) -> NDArray[np.float32]:
    """A gain by frequency: second-order edges, and a tilt of so many dB an octave above 1 kHz."""
    f = np.maximum(_POINTS, 1.0)
    gain = np.ones_like(f)
    if highpass > 0:
        gain *= 1.0 / np.sqrt(1.0 + (highpass / f) ** 4)
    if 0 < lowpass < 20_000:
        gain *= 1.0 / np.sqrt(1.0 + (f / lowpass) ** 4)
    if bright:
        gain *= 10 ** (bright * np.clip(np.log2(f / 1000.0), 0, 4) / 20)
    return gain.astype(np.float32)


def filtered(values: Wave, shape: NDArray[np.float32]) -> Wave:
    """The values with a gain by frequency, no phase turned."""
    size = quick_length(len(values) + 512)
    spectrum = fourier.bins(values, size)
    spectrum *= on_bins(shape, size)
    return fourier.sound(spectrum, size)[: len(values)]
