"""True peaks under the ceiling, loudness at the target: one gain over time for both channels."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from studio.composer import loudness
from studio.composer.values import RATE

Wave = NDArray[np.float32]
Curve = NDArray[np.float32]

TARGET = -14.0
CEILING = 10 ** (-2.8 / 20)  # as measured between samples; AAC adds up to two and a half decibels
STEP = 48  # samples for which a gain is worked out
_REACH = 12


def peaks(sound: Wave) -> Curve:
    """The largest value of either channel in each step, between samples where that may matter."""
    steps = -(-sound.shape[1] // STEP)
    out = np.zeros(steps, dtype=np.float32)
    for channel in sound:
        whole = channel[: channel.shape[0] // STEP * STEP].reshape(-1, STEP)
        tops = np.maximum(whole.max(axis=1), -whole.min(axis=1))
        rest = channel[len(tops) * STEP :]
        if len(rest):
            tops = np.append(tops, np.abs(rest).max())
        out = np.maximum(out, tops)
    hot = np.flatnonzero(out > 0.42 * out.max())
    hot = hot[(hot > 0) & (hot < steps - 2)]
    for channel in sound:
        rows = np.lib.stride_tricks.sliding_window_view(channel, STEP + 2 * _REACH)
        for first in range(0, len(hot), 4096):
            some = hot[first : first + 4096]
            between = rows[some * STEP - _REACH] @ _oversampling()
            out[some] = np.maximum(out[some], np.abs(between).max(axis=1))
    return out


@cache
def _oversampling() -> Wave:
    """A matrix from a step and its surroundings to the values a quarter, half and three quarters
    on."""
    offsets = np.arange(STEP + 2 * _REACH)[:, None] - _REACH
    columns = [np.arange(STEP)[None, :] + quarter for quarter in (0.25, 0.5, 0.75)]
    matrix = []
    for column in columns:
        x = offsets - column
        window = np.where(np.abs(x) < _REACH, np.cos(np.pi * x / 2 / _REACH) ** 2, 0.0)
        matrix.append(np.sinc(x) * window)
    return np.concatenate(matrix, axis=1).astype(np.float32)


def limiting(tops: Curve, ceiling: float, *, release: float = 0.04) -> Curve:
    """A gain by step under which no step passes the ceiling: ready before a peak, back after it."""
    need = np.minimum(1.0, ceiling / np.maximum(tops, 1e-9))
    if need.min() >= 1.0:
        return np.ones_like(tops)
    ahead = 4  # steps, about milliseconds
    padded = np.pad(need, (ahead + 1, ahead + 1), constant_values=1.0)
    held = np.lib.stride_tricks.sliding_window_view(padded, 2 * ahead + 3).min(axis=1)
    out = held.copy()
    back = np.float32(1 - np.exp(-STEP / (release * RATE)))
    level = 1.0
    values = held.tolist()
    for index, value in enumerate(values):  # falls at once, comes back slowly
        level = value if value < level else level + (value - level) * back
        values[index] = level
    out = np.asarray(values, dtype=np.float32)
    kernel = np.full(2 * ahead + 1, 1.0 / (2 * ahead + 1), dtype=np.float32)
    smooth = np.convolve(np.pad(out, ahead, mode="edge"), kernel, mode="valid")
    result: Curve = smooth.astype(np.float32)
    return result


def powers(sound: Wave) -> Curve:
    """The energy of both channels in each step."""
    steps = -(-sound.shape[1] // STEP)
    out = np.zeros(steps, dtype=np.float32)
    for channel in sound:
        whole = channel[: channel.shape[0] // STEP * STEP].reshape(-1, STEP)
        out[: len(whole)] += np.einsum("ij,ij->i", whole, whole)
    return out


def levelled(
    energy: NDArray[np.float64], tops: Curve, power: Curve, shape: Curve, *, around: bool
) -> Curve:
    """The whole gain by step: sections and edges, loudness, limiter.

    A limiter lowers the steps that hold the energy, so a tenth's gain is weighted by its steps'
    power.
    """
    gain = 10 ** ((TARGET - loudness.integrated(heard_through(shape, energy, power))) / 20)
    curve: Curve = np.asarray(shape * np.float32(gain), dtype=np.float32)
    limited = curve
    for _ in range(10):
        held = holding(tops * curve, around=around)
        limited = np.asarray(curve * held, dtype=np.float32)
        away = TARGET - loudness.integrated(heard_through(limited, energy, power))
        if abs(away) < 0.02:
            break
        curve = np.asarray(curve * np.float32(10 ** (away / 20)), dtype=np.float32)
    return limited


def heard_through(curve: Curve, energy: NDArray[np.float64], power: Curve) -> NDArray[np.float64]:
    """The energy by frame after a gain by step, each step weighing as much as it holds."""
    per = loudness.FRAME // STEP
    count = len(energy)

    def rows(values: Curve) -> NDArray[np.float64]:
        padded = np.pad(values, (0, max(0, count * per - len(values))), mode="edge")
        return padded[: count * per].reshape(count, per).astype(np.float64)

    weight = rows(power) + 1e-12
    weight /= weight.sum(axis=1, keepdims=True)
    out: NDArray[np.float64] = energy * (rows(curve) ** 2 * weight).sum(axis=1)
    return out


def holding(tops: Curve, *, around: bool) -> Curve:
    """The limiter's gain; for a loop what comes after the end is the start."""
    if not around:
        return limiting(tops, CEILING)
    lap = min(len(tops), RATE // STEP)
    tops = tops.copy()
    tops[:80] *= 1.4  # a coder that begins here has seen nothing yet that it could measure by
    twice = np.concatenate([tops[-lap:], tops, tops[:lap]])
    return limiting(twice, CEILING)[lap : lap + len(tops)]


def joined(curve: Curve) -> Curve:
    """The curve, its last third of a second sloping to where it starts."""
    out = curve.copy()
    slope = min(len(out) // 2, RATE // 3 // STEP)
    share = np.linspace(0, 1, slope, dtype=np.float32)
    out[-slope:] = out[-slope:] * (1 - share) + out[0] * share
    return out


def spread_out(curve: Curve, start: int, stop: int, *, around: bool = False) -> Wave:
    """A gain by sample between two samples, straight from step to step."""
    first, last = start // STEP, -(-stop // STEP)
    places = np.arange(first, last + 1)
    size = len(curve)
    ends = curve[places % size if around else np.minimum(places, size - 1)]
    before = curve[(places - 1) % size if around else np.clip(places - 1, 0, size - 1)]
    knots = np.minimum(ends, before)  # at a step's edge the lower of its neighbours
    ramp = np.arange(STEP, dtype=np.float32) / np.float32(STEP)
    whole = knots[:-1, None] + (knots[1:] - knots[:-1])[:, None] * ramp
    flat = whole.reshape(-1)[start - first * STEP : stop - first * STEP]
    return np.asarray(flat, dtype=np.float32)
