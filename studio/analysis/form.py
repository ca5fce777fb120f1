"""The form of a song: phrases, sections that sound alike, and drops where the energy steps up."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from studio.analysis.rhythm import LATENCY
from studio.analysis.spectrum import FRAME, Spectrum
from studio.analysis.values import Drop, Rhythm, Section

_BARLESS = 2.0  # seconds that stand for a bar where there is no beat
_STEP_UP = 1.1  # novelty of a drop, in standard deviations of ordinary bars, times three terms
_BETWEEN = 4  # bars, at least, from one drop to the next


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


def drops(
    spectrum: Spectrum, bars: NDArray[np.float64], heard: dict[str, NDArray[np.float64]]
) -> tuple[Drop, ...]:
    """Where loudness, bass and density step up together, at the attack that does it."""
    count = len(bars)
    if count < 4:
        return ()
    novelty = np.zeros(count)
    floor = float(np.percentile(heard["loud"], 95)) - 40.0  # silence is no quieter than this
    loud = np.maximum(heard["loud"], floor)
    low = np.maximum(heard["low"], float(np.percentile(heard["low"], 95)) - 30.0)
    for bar in range(1, count):
        before, after = slice(max(0, bar - 2), bar), slice(bar, min(count, bar + 4))
        novelty[bar] = (
            0.5 * _step(loud, before, after)
            + 0.2 * _step(low, before, after)
            + 6.0 * _step(heard["busy"], before, after)
        )
    later = np.array([loud[b : b + 4].mean() for b in range(count)])
    enough = np.median(later) - 0.5
    found: list[Drop] = []
    apart = _BETWEEN * 0.9 * float(np.median(np.diff(bars)))
    for bar in np.argsort(novelty)[::-1]:
        peak = novelty[bar] >= novelty[max(0, bar - 1) : bar + 2].max() - 1e-9
        if novelty[bar] < 3.0 * _STEP_UP or not peak or later[bar] < enough or bars[bar] < 1.0:
            continue
        at = _attack(spectrum, float(bars[bar]), float(np.median(np.diff(bars))))
        if all(abs(at - d.at) > apart for d in found):
            found.append(Drop(round(at, 4), round(min(1.0, float(novelty[bar]) / 12.0), 3)))
    return tuple(sorted(found, key=lambda d: d.at))


def _step(values: NDArray[np.float64], before: slice, after: slice) -> float:
    return float(values[after].mean() - values[before].mean())


def _attack(spectrum: Spectrum, around: float, bar: float) -> float:
    """The steepest broadband attack within a quarter of a bar."""
    rises = spectrum.rise.sum(axis=1) + spectrum.rise[:, 0] * 2
    reach = max(3, int(bar * 0.27 / FRAME))
    middle = round(around / FRAME)
    low = max(1, middle - reach)
    piece = rises[low : middle + reach + 1]
    return (low + int(np.argmax(piece))) * FRAME + LATENCY if len(piece) else around


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
