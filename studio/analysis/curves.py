"""What is done to curves over time: evened out, smoothed, compared with themselves, read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.analysis.spectrum import FRAME
from studio.analysis.values import Floats


def smooth(curve: Floats, width: int) -> Floats:
    """A running mean of this width, as long as the curve."""
    summed = np.cumsum(np.pad(curve.astype(np.float64), (width // 2 + 1, width - width // 2)))
    mean: Floats = ((summed[width:] - summed[:-width]) / width)[: len(curve)].astype(np.float32)
    return mean


def even(curve: Floats) -> Floats:
    """The curve against its own surroundings, so that quiet bars count, too."""
    local = smooth(np.abs(curve), max(3, int(3.0 / FRAME)))
    floor = 0.25 * float(np.mean(curve)) + 1e-9
    level = curve / (local + floor)
    near = smooth(level, max(3, int(0.25 / FRAME))) * 0.6
    flat: Floats = np.maximum(level - near, 0.0).astype(np.float32)
    return flat


def autocorrelation(curve: Floats, longest: int) -> Floats:
    """How alike a curve is to itself at each lag, 1 at none."""
    size = 1 << (len(curve) + longest).bit_length()
    spectrum = np.fft.rfft(curve - curve.mean(), size)
    full = np.fft.irfft(np.abs(spectrum) ** 2, size)[: longest + 1]
    lags = np.arange(longest + 1)
    full = full / np.maximum(len(curve) - lags, 1) * len(curve)
    scaled: Floats = (full / max(float(full[0]), 1e-9)).astype(np.float32)
    return scaled


def read(curve: Floats, places: Floats) -> Floats:
    """The curve between its samples, 0 beyond its end."""
    grid = np.arange(len(curve), dtype=np.float32)
    inside = places < len(curve) - 1
    values: Floats = np.where(inside, np.interp(places, grid, curve, right=0.0), 0.0)
    return values


def top(curve: Floats, peak: int) -> float:
    """Where the top lies between samples, -0.5..0.5, by a parabola."""
    if not 0 < peak < len(curve) - 1:
        return 0.0
    left, middle, right = (float(curve[peak + i]) for i in (-1, 0, 1))
    curvature = left - 2 * middle + right
    return 0.0 if curvature >= 0 else max(-0.5, min(0.5, 0.5 * (left - right) / curvature))


def at(curve: Floats, frames: NDArray[np.floating[Any]]) -> Floats:
    """The strongest value within two frames of each time."""
    where = np.clip(np.round(frames).astype(int), 2, max(2, len(curve) - 3))
    near: Floats = np.max([curve[where + shift] for shift in (-2, -1, 0, 1, 2)], axis=0)
    return near


def share(one: float, other: float) -> float:
    """-1..1: how far one stands above the other."""
    return (one - other) / (one + other + 1e-6)


def stands_out(values: Floats, count: int) -> float:
    """How far the strongest of so many phases stands above the others, 0..1."""
    if len(values) < 2 * count:
        return 0.0
    means = np.sort([float(values[phase::count].mean()) for phase in range(count)])
    return share(float(means[-1]), float(means[:-1].mean()))
