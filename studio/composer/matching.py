"""The long-term spectrum brought most of the way to a slope; sides as wide as they should be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio import fourier
from studio.composer import loudness
from studio.composer.values import RATE

Wave = NDArray[np.float32]
TAPS = 4095  # odd, so that the middle is a sample and nothing is late
_NARROW, _WIDE = -9.0, -3.5  # dB, the sides beside the middle
_LONE = 0.85  # share of what a third stands out of, or lies under, its neighbours, evened out


def matching(
    thirds: NDArray[np.float64], *, tilt: float, air: float, lowpass: float, dip: float = 0.0
) -> Wave:
    """A zero-phase FIR that brings power in thirds of octaves most of the way to a slope; `dip` dB
    lower between 1 and 4 kHz, where a voice is understood."""
    octaves = np.log2(loudness.CENTRES / 1000.0)
    away = _goal(octaves, tilt, air) - 10 * np.log10(np.maximum(thirds, 1e-20))
    away -= loudness.quantile(away[(loudness.CENTRES > 120) & (loudness.CENTRES < 5000)], 0.5)
    smooth = np.convolve(np.pad(away, 2, mode="edge"), [0.1, 0.2, 0.4, 0.2, 0.1], mode="valid")
    smooth += _LONE * (away - smooth)
    change = np.clip(0.95 * smooth, -10.0, np.where(octaves > 2.5, 13.0, 10.0))
    change[octaves < -3.4] = np.minimum(change[octaves < -3.4], 3.0)
    bins = np.fft.rfftfreq(TAPS, 1 / RATE)
    gain = np.interp(np.log2(np.maximum(bins, 20.0) / 1000.0), octaves, change)
    gain -= dip * np.exp(-((np.log2(np.maximum(bins, 20.0) / 2000.0) / 1.2) ** 4))
    response = 10 ** (gain / 20)
    response *= 1.0 / np.sqrt(1.0 + (np.maximum(bins, 1.0) / lowpass) ** 12)
    response *= 1.0 / np.sqrt(1.0 + (26.0 / np.maximum(bins, 1.0)) ** 6)
    kernel = np.fft.fftshift(np.fft.irfft(response, TAPS)) * np.hanning(TAPS)
    kernel -= np.hanning(TAPS) / np.hanning(TAPS).sum() * kernel.sum()  # nothing at 0 Hz
    return kernel.astype(np.float32)


def _goal(octaves: NDArray[np.float64], tilt: float, air: float) -> NDArray[np.float64]:
    """The slope in dB by octaves from 1 kHz, bent above 4 kHz and down below 100 Hz."""
    goal = tilt * octaves
    goal = np.where(octaves > 2, tilt * 2 + (air - tilt * 2) * (octaves - 2) / 1.5, goal)
    floor = goal[np.argmin(np.abs(octaves + 3.3))]
    out: NDArray[np.float64] = np.where(octaves < -3.3, floor - 2.0 * (-3.3 - octaves), goal)
    return out


def widening(middle: float, side: float) -> float:
    """A gain for the sides, of this power beside the middle's, that leaves a mix neither narrow nor
    hollow."""
    found = 10 * np.log10(max(side, 1e-12) / max(middle, 1e-12))
    wanted = min(_WIDE, max(_NARROW, found))
    return float(10 ** (min(7.0, wanted - found) / 20))


def sideways(kernel: Wave, width: float) -> Wave:
    """The FIR for the sides: the middle's, wider above 200 Hz, nothing below 120."""
    f = np.maximum(np.fft.rfftfreq(len(kernel), 1 / RATE), 1.0)
    low = 1.0 / np.sqrt(1.0 + (150.0 / f) ** 14)
    gain = low * (1.0 + (width - 1.0) / (1.0 + (200.0 / f) ** 4))
    turned = np.fft.rfft(np.fft.ifftshift(kernel)) * gain
    out = np.fft.fftshift(np.fft.irfft(turned, len(kernel)))
    return np.asarray(out, dtype=np.float32)


def shaped(channel: Wave, kernel: Wave) -> Wave:
    """The channel through the FIR, not delayed: shorter by half the FIR at either end."""
    reach = len(kernel) - 1
    size = 8 * (reach + 2)  # a power of two for as many taps as one less than that
    hop, length = size - reach, len(channel) - reach
    count = -(-length // hop)
    response = fourier.bins(kernel, size)
    padded = np.pad(channel, (0, count * hop + reach - len(channel)))
    out = np.empty((count, hop), dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    some = max(1, (1 << 17) // size)
    for first in range(0, count, some):
        spectra = fourier.bins(windows[first : first + some])
        spectra *= response
        out[first : first + some] = fourier.sound(spectra, size)[:, reach:]
    return out.reshape(-1)[:length]
