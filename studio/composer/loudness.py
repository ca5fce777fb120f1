"""Loudness after ITU-R BS.1770-4, worked out in the spectra of tenths of a second; LRA after EBU
Tech 3342.

A filter's effect on a signal's power is a product in its spectrum, so the K weighting needs no
filtering in time.
Against a sample-by-sample meter this differs by a few hundredths of a LU.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio import fourier
from studio.composer.values import RATE

FRAME = RATE // 10
_OFFSET = -0.691
Energies = NDArray[np.float64]


@cache
def k_weights(size: int = FRAME) -> NDArray[np.float32]:
    """Squared gain of the K weighting at the bins of an FFT of this size: BS.1770's two biquads."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1.0 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high = (1.0 - 2.0 * z + z**2) / (1.0 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.asarray(np.abs(shelf * high) ** 2, dtype=np.float32)


CENTRES = 1000.0 * 2.0 ** (np.arange(-15, 13) / 3.0)  # thirds of octaves, 31 Hz to 16 kHz


@cache
def _thirds() -> NDArray[np.float32]:
    """A matrix from the bins of a frame's spectrum to the mean power in thirds of octaves."""
    f = np.fft.rfftfreq(FRAME, 1 / RATE)
    out = np.zeros((len(f), len(CENTRES)), dtype=np.float32)
    for index, centre in enumerate(CENTRES):
        inside = (f >= centre / 2 ** (1 / 6)) & (f < centre * 2 ** (1 / 6))
        if not inside.any():
            inside[int(np.argmin(np.abs(f - centre)))] = True
        out[inside, index] = 1.0 / inside.sum()
    return out


class Heard(NamedTuple):
    """A tenth of a second after the other: weighted energy of both channels, and, where asked for,
    unweighted power in thirds of octaves."""

    energy: Energies
    thirds: NDArray[np.float64]


def heard(sound: NDArray[np.float32], *, thirds: bool = False) -> Heard:
    """What a meter hears of (channels, samples) or (samples,)."""
    if sound.ndim == 1:
        sound = sound[None, :]
    count = -(-sound.shape[1] // FRAME)
    energy = np.zeros(count)
    bands = np.zeros((count if thirds else 0, len(CENTRES)))
    weights = k_weights() * np.float32(2.0 / FRAME / FRAME)
    step = 64
    for channel in sound:
        for first in range(0, count, step):
            piece = channel[first * FRAME : (first + step) * FRAME]
            rows = -(-len(piece) // FRAME)
            if len(piece) < rows * FRAME:
                piece = np.concatenate([piece, np.zeros(rows * FRAME - len(piece), np.float32)])
            power = fourier.powers(piece.reshape(rows, FRAME))
            energy[first : first + rows] += power @ weights
            if thirds:
                bands[first : first + rows] += power @ _thirds()
    return Heard(energy, bands)


def _blocks(energy: Energies, frames: int) -> Energies:
    if len(energy) <= frames:
        return np.array([energy.mean()]) if len(energy) else np.zeros(1)
    sums = np.cumsum(np.concatenate([[0.0], energy]))
    out: Energies = (sums[frames:] - sums[:-frames]) / frames
    return out


def lufs(energy: NDArray[np.float64] | float) -> NDArray[np.float64]:
    out: NDArray[np.float64] = _OFFSET + 10.0 * np.log10(np.maximum(energy, 1e-12))
    return out


def integrated(energy: Energies) -> float:
    """Gated loudness, LUFS."""
    blocks = _blocks(energy, 4)
    kept = blocks[lufs(blocks) > -70.0]
    if not len(kept):
        return -70.0
    gate = float(lufs(kept.mean())) - 10.0
    kept = kept[lufs(kept) > gate]
    return float(lufs(kept.mean()))


def loudness_range(energy: Energies) -> float:
    """LRA in LU."""
    blocks = _blocks(energy, 30)
    kept = blocks[lufs(blocks) > -70.0]
    if len(kept) < 2:
        return 0.0
    kept = kept[lufs(kept) > float(lufs(kept.mean())) - 20.0]
    return quantile(lufs(kept), 0.95) - quantile(lufs(kept), 0.10)


def momentary_top(energy: Energies, share: float = 0.85) -> float:
    """Loudness that is reached in the louder part of the time something plays at all."""
    levels = lufs(_blocks(energy, 4))
    active = levels[levels > max(-65.0, float(levels.max()) - 30.0)]
    return quantile(active, share) if len(active) else -70.0


def quantile(values: Energies, share: float) -> float:
    """As NumPy's, which loads a quarter of NumPy for it."""
    row = np.sort(values)
    return float(np.interp(share * (len(row) - 1), np.arange(len(row)), row))
