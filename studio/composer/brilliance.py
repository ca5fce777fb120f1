"""The brightest strokes held down where they stand out: an AAC coder rebuilds them with overs."""

from __future__ import annotations

from functools import cache

import numpy as np

from studio.composer.limiting import STEP, Curve, Wave, limiting
from studio.composer.matching import shaped
from studio.composer.values import RATE

BRIGHT = 0.2  # the highest value above 5 kHz
REACH = 255  # samples on either side that it takes to know what is bright


@cache
def _bright_kernel() -> Wave:
    """An FIR that lets through what lies above 5 kHz."""
    taps = 2 * REACH + 1
    bins = np.fft.rfftfreq(taps, 1 / RATE)
    response = 1.0 / np.sqrt(1.0 + (5_000.0 / np.maximum(bins, 1.0)) ** 12)
    kernel = np.fft.fftshift(np.fft.irfft(response, taps)) * np.hanning(taps)
    return np.asarray(kernel - kernel.mean(), dtype=np.float32)


def bright(sound: Wave) -> Wave:
    """What lies above 5 kHz, shorter by `REACH` at either end."""
    return np.stack([shaped(channel, _bright_kernel()) for channel in sound])


def tops(high: Wave) -> Curve:
    """The largest value of either channel in each step."""
    rows = high[:, : high.shape[1] // STEP * STEP].reshape(len(high), -1, STEP)
    return np.asarray(np.maximum(rows.max(axis=2), -rows.min(axis=2)).max(axis=0))


def softening(highest: Curve) -> Curve:
    """The gain by step that holds down what is bright, where its tops are these."""
    return limiting(highest, BRIGHT, release=0.02)
