"""Drops: where loudness, bass and density step up together, at the attack that does it.

Looked for on a fine grid rather than at bar lines: a drop is heard where it is, even when the bars
were counted from the wrong beat. What only begins (a band coming in, a beat that starts) steps up,
too; `signs` tells the two apart.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.analysis.beats import LATENCY
from studio.analysis.spectrum import FRAME, Spectrum
from studio.analysis.values import Drop, Floats

_STEP_UP = 1.0  # novelty from which a step is looked at
_MOST = 24  # steps that are looked at
_BETWEEN = 3.6  # bars, at least, from one drop to the next
_SURE = 0.2  # from which a step is said to be a drop
_LEAST, _BEFORE = 2.5, 1.5  # seconds, bars of the song that lie before a drop and behind it
_BASS_IN = 6.0  # dB; a bass that comes in out of nothing counts no more than this
_NOT_YET = 1.2
_WEIGHTS = (0.6, 0.2, 5.0)  # a dB of loudness, a dB of bass, all of the density
# Weights of `signs`, fitted by benchmarks/drops.py on composed pieces and on songs in styles.
_DROP = np.array(
    [6.49, 0.411, -6.432, 7.115, 0.569, -2.238, 1.273, 17.949, 1.493, 7.829], np.float32
)
_DROP_BIAS = -23.244

Curve = NDArray[np.float64]


def find(spectrum: Spectrum, bar: float) -> tuple[Drop, ...]:
    """The drops of a song whose bars last so long, in order; each with how sure it is."""
    found: list[Drop] = []
    for moment, seen in candidates(spectrum, bar):
        lean = float(seen @ _DROP + _DROP_BIAS)
        found.append(Drop(round(moment, 4), round(1 / (1 + float(np.exp(-lean))), 3)))
    kept: list[Drop] = []
    for drop in sorted(found, key=lambda d: -d.strength):
        if drop.strength < _SURE:
            break
        if all(abs(drop.at - d.at) > _BETWEEN * bar for d in kept):
            kept.append(drop)
    return tuple(sorted(kept, key=lambda d: d.at))


def candidates(spectrum: Spectrum, bar: float) -> list[tuple[float, Floats]]:
    """Every step up that might be a drop, with its signs."""
    frames = len(spectrum.energy)
    stride = max(1, round(0.05 / FRAME))
    before, after = round(2 * bar / FRAME), round(3 * bar / FRAME)
    if frames < before + after // 2:
        return []
    curves = _curves(spectrum)
    at = np.arange(before // 2, frames - after // 4, stride)
    novelty = _novelty(curves, at, before, after)
    # A drop steps up from something: a song's beginning is none, nor what its last moments do.
    early = max(_LEAST, _BEFORE * bar)
    late = frames * FRAME - max(_LEAST, _BEFORE * bar)
    made: list[tuple[float, Floats]] = []
    for index in np.argsort(novelty)[::-1]:
        if novelty[index] < _STEP_UP or len(made) >= _MOST:
            break
        moment = _attack(spectrum, curves[0], int(at[index]), bar)
        if early < moment < late and all(abs(moment - other) > bar for other, _ in made):
            made.append((moment, signs(spectrum, curves, moment, bar)))
    return made


def _novelty(curves: tuple[Curve, ...], at: NDArray[np.int64], before: int, after: int) -> Curve:
    steps = [_steps(curve, at, before, after) for curve in curves]
    steps[1] = np.minimum(steps[1], _BASS_IN)
    novelty: Curve = np.sum([w * s for w, s in zip(_WEIGHTS, steps, strict=True)], axis=0)
    # What comes after a drop is as loud as the song gets; where a band comes in it is not yet.
    loud = _window(curves[0], at, 0, after)
    novelty -= _NOT_YET * np.maximum(0.0, loud.max() - loud - 0.5)
    return novelty


def signs(spectrum: Spectrum, curves: tuple[Curve, ...], moment: float, bar: float) -> Floats:
    """What tells a drop from a beginning, as numbers for `_DROP`: what steps up, how loud it is
    against the rest of the song, the breath before it, the stroke itself, and how far in."""
    frame = round((moment - LATENCY) / FRAME)
    at = np.array([frame])
    before, after = round(2 * bar / FRAME), round(3 * bar / FRAME)
    loud, low, busy = (float(_steps(curve, at, before, after)[0]) for curve in curves)
    level = curves[0]
    reached = float(_window(level, at, 0, after)[0])
    most = float(_window(level, np.arange(0, len(level), 20), 0, after).max())
    earlier = level[: max(1, frame - before)]
    known = float(_window(level, np.arange(0, len(earlier), 20), 0, after // 3).max())
    came = float(_window(level, at, -before, 0)[0])
    raw = 10 * np.log10(spectrum.energy.sum(axis=1) + 1e-9)
    breath = float(raw[max(0, frame - round(0.12 * bar / FRAME)) : max(1, frame - 3)].mean()) - came
    rises = spectrum.rise.sum(axis=1)
    stroke = float(rises[max(0, frame - 2) : frame + 3].max(initial=0.0))
    stroke /= float(np.percentile(rises, 99.5)) + 1e-9
    high = 10 * np.log10(spectrum.energy[:, 4:].sum(axis=1) + 1e-9)
    crash = float(high[frame : frame + round(1.0 / FRAME)].mean())
    crash -= float(high[max(0, frame - before) : max(1, frame)].mean())
    return np.array(
        [
            np.clip(loud, -6, 12) / 6, np.clip(low, -12, 12) / 6, busy * 4, (reached - most) / 3,
            np.clip(known - reached, -12, 6) / 6,
            np.clip(came - float(np.median(level)), -12, 6) / 6, np.clip(breath, -18, 6) / 6,
            min(stroke, 0.7), np.clip(crash, -6, 12) / 6, min(1.0, moment / 12),
        ],
        np.float32,
    )  # fmt: skip


def _curves(spectrum: Spectrum) -> tuple[NDArray[np.float64], ...]:
    """Loudness and bass in dB, floored against silence, and density 0..1, for every frame."""
    total = 10 * np.log10(_wide(spectrum.energy.sum(axis=1)) + 1e-9)
    low = 10 * np.log10(_wide(spectrum.energy[:, 0]) + 1e-9)
    rises = spectrum.rise.sum(axis=1)
    busy = _wide((rises > rises.mean() + 0.5 * rises.std()).astype(np.float64))
    return (
        np.maximum(total, np.percentile(total, 95) - 36.0),
        np.maximum(low, np.percentile(low, 95) - 28.0),
        busy,
    )


def _wide(values: NDArray[Any]) -> NDArray[np.float64]:
    """A running mean over 0.3 s: between two kicks the bass has not gone."""
    width = max(3, round(0.3 / FRAME) | 1)
    padded = np.pad(values.astype(np.float64), width // 2, "edge")
    mean: NDArray[np.float64] = np.convolve(padded, np.ones(width) / width, "valid")
    return mean


def _window(
    curve: NDArray[np.float64], at: NDArray[np.int64], first: int, last: int
) -> NDArray[np.float64]:
    """Means of the curve from `first` to `last` frames after each moment, cut at the ends."""
    summed = np.concatenate([[0.0], np.cumsum(curve)])
    low = np.clip(at + first, 0, len(curve) - 1)
    high = np.maximum(np.clip(at + last, 1, len(curve)), low + 1)
    mean: NDArray[np.float64] = (summed[high] - summed[low]) / (high - low)
    return mean


def _steps(
    curve: NDArray[np.float64], at: NDArray[np.int64], before: int, after: int
) -> NDArray[np.float64]:
    return _window(curve, at, 0, after) - _window(curve, at, -before, 0)


def _attack(spectrum: Spectrum, level: Curve, around: int, bar: float) -> float:
    """The attack near a step with most more behind it than before it."""
    rises = spectrum.rise.sum(axis=1) + spectrum.rise[:, 0] * 2
    reach = max(4, round(0.6 * bar / FRAME))
    low = max(2, around - reach)
    at = np.arange(low, min(len(rises) - 2, around + reach + 1))
    if not len(at):
        return around * FRAME
    bar_long = max(8, round(0.9 * bar / FRAME))
    padded = np.pad(level, bar_long, "edge")
    view = np.lib.stride_tricks.sliding_window_view(padded, bar_long)
    # At the border all of the bar before is quiet and all of the bar after loud; a beat off, the
    # loud end of one or the quiet beginning of the other shows in its quarters.
    before = np.percentile(view[at], 80, axis=1)
    after = np.percentile(view[at + bar_long], 20, axis=1)
    step = (after - before) / max(float((after - before).max()), 1.0)
    border = int(at[int(np.argmax(step + 0.2 * rises[at] / max(float(rises[at].max()), 1e-9)))])
    # The level is a mean over 0.3 s, so the border is rough; the attack beside it is exact.
    first = max(0, border - round(0.2 / FRAME))
    piece = rises[first : border + round(0.2 / FRAME) + 1]
    return (first + int(np.argmax(piece))) * FRAME + LATENCY
