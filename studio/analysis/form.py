"""The form of a song: phrases, bars as they sound, and sections that sound alike."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from studio.analysis.spectrum import FRAME, Spectrum
from studio.analysis.values import Rhythm, Section

_BARLESS = 2.0  # seconds that stand for a bar where there is no beat


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
