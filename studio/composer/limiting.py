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
CEILING = 10 ** (-3.2 / 20)  # as measured between samples; AAC adds up to three decibels
STEP = 48  # samples for which a gain is worked out
_REACH = 12


def peaks(sound: Wave, *, hot: float) -> Curve:
    """The largest value of either channel in each step but the first and the last, between samples
    where it is more than `hot`: less than that cannot matter."""
    whole = sound[:, : sound.shape[1] // STEP * STEP].reshape(len(sound), -1, STEP)
    out: Curve = np.maximum(whole.max(axis=2), -whole.min(axis=2)).max(axis=0)
    places = np.flatnonzero(out > hot)
    places = places[(places > 0) & (places < len(out) - 1)]
    for channel in sound:
        rows = np.lib.stride_tricks.sliding_window_view(channel, STEP + 2 * _REACH)
        for first in range(0, len(places), 2048):
            some = places[first : first + 2048]
            between = rows[some * STEP - _REACH] @ _oversampling()
            out[some] = np.maximum(out[some], np.maximum(between.max(axis=1), -between.min(axis=1)))
    return out[1:-1]


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
    out = 1.0 - _released(1.0 - held, 1.0 - np.exp(-STEP / (release * RATE)))
    kernel = np.full(2 * ahead + 1, 1.0 / (2 * ahead + 1), dtype=np.float32)
    smooth = np.convolve(np.pad(out, ahead, mode="edge"), kernel, mode="valid")
    result: Curve = smooth.astype(np.float32)
    return result


def _released(taken: Curve, back: float) -> Curve:
    """What is taken at once and given back slowly, each step a share of what is left."""
    out = np.empty(len(taken), dtype=np.float32)
    fall = (1.0 - back) ** np.arange(4096)
    left = 0.0
    for first in range(0, len(taken), len(fall)):
        some = taken[first : first + len(fall)] / fall[: len(taken) - first]
        some[0] = max(some[0], left * (1.0 - back))
        held = np.maximum.accumulate(some) * fall[: len(some)]
        out[first : first + len(held)] = held
        left = float(held[-1])
    return out


def powers(sound: Wave) -> Curve:
    """The energy of both channels in each step."""
    rows = sound[:, : sound.shape[1] // STEP * STEP].reshape(len(sound), -1, STEP)
    return np.asarray(np.einsum("cij,cij->i", rows, rows), dtype=np.float32)


def levelled(
    energy: NDArray[np.float64], tops: Curve, power: Curve, shape: Curve, *, around: bool,
    near: float = 0.02,
) -> Curve:  # fmt: skip
    """The whole gain by step: sections and edges, loudness as `near` the target as asked, limiter.

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
        if abs(away) < near:
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
