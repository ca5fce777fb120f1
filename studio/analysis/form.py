"""The form of a song: phrases, sections that sound alike, and drops where the energy steps up."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.analysis.rhythm import LATENCY
from studio.analysis.spectrum import FRAME, Spectrum
from studio.analysis.values import Drop, Rhythm, Section

_BARLESS = 2.0  # seconds that stand for a bar where there is no beat
_STEP_UP = 1.6  # novelty from which a step is a drop
_BETWEEN = 3.6  # bars, at least, from one drop to the next


def grid(rhythm: Rhythm | None, duration: float) -> NDArray[np.float64]:
    """Bar lines in seconds from the first to the end; where no beat is, every two seconds."""
    if rhythm is None or len(rhythm.downbeats) < 4:
        return np.arange(0.0, max(duration, _BARLESS), _BARLESS)
    bars = np.array(rhythm.downbeats)
    length = float(np.median(np.diff(bars)))
    before = np.arange(bars[0] - length, -0.25 * length, -length)[::-1]
    after = np.arange(bars[-1] + length, duration, length)
    return np.concatenate([np.maximum(before, 0.0), bars, after])


def bars_heard(spectrum: Spectrum, bars: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Loudness, bass, density and colour of each bar."""
    edges = np.clip(np.round(bars / FRAME).astype(int), 0, len(spectrum.energy) - 1)
    ends = np.concatenate([edges[1:], [len(spectrum.energy)]])
    total = spectrum.energy.sum(axis=1)
    rises = spectrum.rise.sum(axis=1)
    busy = rises > rises.mean() + 0.5 * rises.std()
    rows: dict[str, list[float]] = {"loud": [], "low": [], "busy": []}
    colour = []
    for a, b in zip(edges, np.maximum(ends, edges + 1), strict=True):
        rows["loud"].append(10 * np.log10(float(total[a:b].mean()) + 1e-9))
        rows["low"].append(10 * np.log10(float(spectrum.energy[a:b, 0].mean()) + 1e-9))
        rows["busy"].append(float(busy[a:b].mean()))
        bands = np.log10(spectrum.energy[a:b].mean(axis=0) + 1e-9)
        chroma = spectrum.chroma[a:b].mean(axis=0)
        colour.append(np.concatenate([bands, chroma / (np.linalg.norm(chroma) + 1e-9) * 2]))
    heard = {key: np.array(values) for key, values in rows.items()}
    heard["colour"] = np.array(colour)
    return heard


def drops(spectrum: Spectrum, bar: float) -> tuple[Drop, ...]:
    """Where loudness, bass and density step up together, at the attack that does it.

    Looked for on a fine grid rather than at bar lines: a drop is heard where it is, even when the
    bars were counted from the wrong beat.
    """
    frames = len(spectrum.energy)
    stride = max(1, round(0.05 / FRAME))
    before, after = round(2 * bar / FRAME), round(3 * bar / FRAME)
    if frames < before + after // 2:
        return ()
    curves = _curves(spectrum)
    at = np.arange(before // 2, frames - after // 4, stride)
    steps = [_steps(c, at, before, after) for c in curves]
    steps[1] = np.minimum(steps[1], _BASS_IN)
    novelty = sum(w * step for w, step in zip(_WEIGHTS, steps, strict=True))
    # What comes after a drop is as loud as the song gets; where a band comes in it is not yet.
    loud_after = _window(curves[0], at, 0, after)
    novelty = novelty - _NOT_YET * np.maximum(0.0, loud_after.max() - loud_after - 0.5)
    found: list[Drop] = []
    for index in np.argsort(novelty)[::-1]:
        if novelty[index] < _STEP_UP:
            break
        moment = _attack(spectrum, int(at[index]), bar)
        if moment > 1.0 and all(abs(moment - d.at) > _BETWEEN * bar for d in found):
            found.append(Drop(round(moment, 4), round(min(1.0, float(novelty[index]) / 8.0), 3)))
    return tuple(sorted(found, key=lambda d: d.at))


_BASS_IN = 6.0  # dB; a bass that comes in out of nothing counts no more than this
_NOT_YET = 1.2
_WEIGHTS = (0.6, 0.2, 5.0)  # a dB of loudness, a dB of bass, all of the density


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


def _attack(spectrum: Spectrum, around: int, bar: float) -> float:
    """The attack near a step with most more behind it than before it."""
    rises = spectrum.rise.sum(axis=1) + spectrum.rise[:, 0] * 2
    reach = max(4, round(0.6 * bar / FRAME))
    low = max(2, around - reach)
    at = np.arange(low, min(len(rises) - 2, around + reach + 1))
    if not len(at):
        return around * FRAME
    level = _curves(spectrum)[0]
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


def sections(
    bars: NDArray[np.float64], heard: dict[str, NDArray[np.float64]], duration: float
) -> tuple[Section, ...]:
    """Stretches of at least four bars that sound of a piece; alike ones share a letter."""
    colour = heard["colour"]
    if not len(colour):
        return ()
    scaled = (colour - colour.mean(axis=0)) / (colour.std(axis=0) + 1e-6)
    edges = [0, *_borders(scaled), len(bars)]
    loud = heard["loud"]
    low, high = np.percentile(loud, 5), np.percentile(loud, 95)
    found: list[Section] = []
    kinds: list[NDArray[np.float64]] = []
    for a, b in itertools.pairwise(edges):
        middle = scaled[a:b].mean(axis=0)
        energy = float(np.clip((loud[a:b].mean() - low) / max(high - low, 1.0), 0.0, 1.0))
        end = float(bars[b]) if b < len(bars) else duration
        found.append(Section(float(bars[a]), end, round(energy, 3), _letter(kinds, middle)))
    return tuple(found)


def _borders(scaled: NDArray[np.float64]) -> list[int]:
    """Bars at which what came before differs most from what comes after."""
    count = len(scaled)
    novelty = np.zeros(count)
    for bar in range(4, count - 3):
        before, after = scaled[bar - 4 : bar].mean(axis=0), scaled[bar : bar + 4].mean(axis=0)
        novelty[bar] = float(np.linalg.norm(after - before))
    if not novelty.any():
        return []
    limit = novelty[novelty > 0].mean() + 0.6 * novelty[novelty > 0].std()
    picked: list[int] = []
    for bar in np.argsort(novelty)[::-1]:
        if novelty[bar] < limit:
            break
        if all(abs(int(bar) - p) >= 4 for p in picked):
            picked.append(int(bar))
    return sorted(picked)


def _letter(kinds: list[NDArray[np.float64]], middle: NDArray[np.float64]) -> str:
    for index, kind in enumerate(kinds):
        if float(np.linalg.norm(kind - middle)) < 0.55 * np.sqrt(len(middle)):
            return chr(ord("A") + min(index, 25))
    kinds.append(middle)
    return chr(ord("A") + min(len(kinds) - 1, 25))
