"""The brightest strokes held down where they stand out: an AAC coder rebuilds them with overs."""

from __future__ import annotations

from functools import cache

import numpy as np

from studio.composer.limiting import STEP, Curve, Wave, limiting, spread_out
from studio.composer.matching import shaped
from studio.composer.values import RATE

BRIGHT = 0.2  # the highest value above 5 kHz


@cache
def _bright_kernel() -> Wave:
    """An FIR that lets through what lies above 5 kHz."""
    taps = 511
    bins = np.fft.rfftfreq(taps, 1 / RATE)
    response = 1.0 / np.sqrt(1.0 + (5_000.0 / np.maximum(bins, 1.0)) ** 12)
    kernel = np.fft.fftshift(np.fft.irfft(response, taps)) * np.hanning(taps)
    return np.asarray(kernel - kernel.mean(), dtype=np.float32)


def softened(sound: Wave, *, around: bool) -> Curve:
    """Lowers the brightest strokes where they stand out; the gain by step that did it."""
    kernel = _bright_kernel()
    high = [shaped(channel, kernel, around=around) for channel in sound]
    steps = -(-sound.shape[1] // STEP)
    tops = np.zeros(steps, dtype=np.float32)
    for channel in high:
        rows = np.pad(channel, (0, steps * STEP - len(channel))).reshape(-1, STEP)
        np.maximum(tops, np.maximum(rows.max(axis=1), -rows.min(axis=1)), out=tops)
    gain = limiting(tops, BRIGHT, release=0.02)
    for channel, bright in zip(sound, high, strict=True):
        _less(channel, bright, gain, around=around)
    return gain


def soften(sound: Wave, gain: Curve, *, around: bool) -> None:
    """The same for a stem, by the gain found on the whole."""
    for channel in sound:
        bright = shaped(channel, _bright_kernel(), around=around)
        _less(channel, bright, gain, around=around)


def _less(channel: Wave, bright: Wave, gain: Curve, *, around: bool) -> None:
    block = 1 << 18
    for start in range(0, len(channel), block):
        stop = min(len(channel), start + block)
        change = spread_out(gain, start, stop, around=around)
        change -= 1.0
        channel[start:stop] += bright[start:stop] * change
