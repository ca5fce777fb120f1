"""Where somebody speaks, and where nothing is heard.

Speech is voiced sound whose pitch glides, broken up by syllables and consonants; a sung or played
note holds its pitch, a beat has none, noise neither. No trained weights: it serves ducking and
arranging, where a second more or less does no harm.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.analysis.spectrum import RATE
from studio.analysis.values import Floats, Span
from studio.fourier import likeness, powers

_FRAME = 1024
_HOP = 512  # 23 ms
_STEP = _HOP / RATE
_LOWEST, _HIGHEST = 75.0, 420.0  # Hz of a speaking voice
_VOICED = 0.45  # normalised autocorrelation
_WINDOW = 1.2  # seconds judged together
_JOIN = 0.9  # pauses shorter than this belong to the speech around them
_SHORTEST = 0.35


def spans(mono: Floats) -> tuple[Span, ...]:
    """Where somebody speaks in this sound at RATE."""
    power, voiced, pitch = _voicing(mono)
    if not len(power):
        return ()
    level = 10 * np.log10(power + 1e-10)
    loud = level > max(np.percentile(level, 10) + 9.0, -55.0)
    width = max(3, round(_WINDOW / _STEP))
    share = _mean((voiced & loud).astype(np.float64), width)
    gliding = _gliding(pitch, voiced & loud, width)
    broken = _breaks(level, width)
    speaks = (share > 0.22) & (share < 0.97) & (gliding > 0.25) & (broken > 3.5)
    return _joined(speaks & (_mean(loud.astype(np.float64), 9) > 0.2))


def silence(mono: Floats, *, below: float = -55.0, least: float = 0.4) -> tuple[Span, ...]:
    """Where this sound stays below a level (dBFS) for at least so many seconds."""
    count = len(mono) // _HOP
    if not count:
        return ()
    power = (mono[: count * _HOP].reshape(count, _HOP).astype(np.float64) ** 2).mean(axis=1)
    quiet = 10 * np.log10(power + 1e-12) < below
    return tuple(s for s in _runs(quiet) if s.end - s.start >= least)


def _voicing(mono: Floats) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Power, voiced or not, and pitch in Hz of every frame."""
    count = 1 + max(0, (len(mono) - 2 * _FRAME) // _HOP)
    if len(mono) < 2 * _FRAME:
        empty = np.zeros(0)
        return empty, empty.astype(bool), empty
    power = np.empty(count)
    clear = np.empty(count)
    pitch = np.empty(count)
    shortest, longest = int(RATE / _HIGHEST), int(RATE / _LOWEST)
    view = np.lib.stride_tricks.sliding_window_view(mono, 2 * _FRAME)[::_HOP][:count]
    window = np.hanning(2 * _FRAME).astype(np.float32)
    shape = np.fft.irfft(np.abs(np.fft.rfft(window, 4 * _FRAME)) ** 2)[: longest + 1]
    for start in range(0, count, 1024):
        block = view[start : start + 1024] * window
        block = block - block.mean(axis=1, keepdims=True)
        spectrum = powers(np.pad(block, ((0, 0), (0, 2 * _FRAME))))
        spectrum[:, : int(60 / RATE * 4 * _FRAME)] = 0
        same = likeness(spectrum)[:, : longest + 1]
        even = same / np.maximum(same[:, :1], 1e-9) * (shape[0] / shape)
        best = even[:, shortest:].argmax(axis=1) + shortest
        clear[start : start + 1024] = even[np.arange(len(even)), best]
        pitch[start : start + 1024] = RATE / best
        power[start : start + 1024] = (block**2).mean(axis=1)
    return power, clear > _VOICED, pitch


def _gliding(
    pitch: NDArray[np.float64], voiced: NDArray[np.bool_], width: int
) -> NDArray[np.float64]:
    """Share of voiced neighbours between which the pitch moves, but not by a leap."""
    cents = np.abs(1200 * np.diff(np.log2(np.maximum(pitch, 1.0)), prepend=0.0))
    both = voiced & np.roll(voiced, 1)
    moving = both & (cents > 9) & (cents < 260)
    return _mean(moving.astype(np.float64), width) / (_mean(both.astype(np.float64), width) + 1e-3)


def _breaks(level: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """How much the level moves within a window, in dB: syllables and pauses."""
    mean = _mean(level, width)
    return np.sqrt(np.maximum(_mean(level**2, width) - mean**2, 0.0))


def _mean(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    half = width // 2
    summed = np.cumsum(np.concatenate([[0.0], np.pad(values, (half, width - half), "edge")]))
    mean: NDArray[np.float64] = (summed[width:] - summed[:-width])[: len(values)] / width
    return mean


def _runs(flags: NDArray[np.bool_]) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [
        Span(float(a * _STEP), float(b * _STEP))
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]


def _joined(flags: NDArray[np.bool_]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in _runs(flags):
        if kept and span.start - kept[-1].end < _JOIN:
            kept[-1] = Span(kept[-1].start, span.end)
        else:
            kept.append(span)
    return tuple(s for s in kept if s.end - s.start >= _SHORTEST)
