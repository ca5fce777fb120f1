"""Where somebody speaks, and where nothing is heard.

Speech is voiced sound whose pitch glides on, broken up by syllables and consonants; a sung or
played note holds its pitch, a beat has none, noise neither. No trained weights: it serves ducking
and arranging, where a second more or less does no harm.
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
_WINDOW, _PHRASE = 1.2, 3.0  # seconds judged together: syllables; pitches
_STILL, _STEPS = 6.0, 260.0  # cents between two frames of a held pitch; of a leap
_GLIDES, _HOLDS, _GOES_ON = 0.35, 0.3, 0.28  # shares of its pitches: speech has more, less, more
_RISES, _TALK = 0.04, 12.0  # share of glides that go up, in as many seconds: drums only fall
_EXCERPT = 20.0  # seconds that tell whether it is worth while to hear all of it
_JOIN = 0.9  # pauses shorter than this belong to the speech around them
_SHORTEST = 0.35
_SOUNDING = 25.0  # dB under the loud parts, to which a pitch is followed
_PAUSES = 16.0  # dB from what is loud in speech to what lies between
_DEEP, _BELOW = (30.0, 70.0), -18.0  # Hz that no voice reaches, dB under a voice's own: a bass does


def spans(mono: Floats) -> tuple[Span, ...]:
    """Where somebody speaks in this sound at RATE."""
    power, voiced, pitch = _voicing(mono)
    if not len(power):
        return ()
    level = 10 * np.log10(power + 1e-10)
    loud = level > max(np.percentile(level, 10) + 9.0, -55.0)
    width = max(3, round(_WINDOW / _STEP))
    share = _mean((voiced & loud).astype(np.float64), width)
    broken = _breaks(level, width)
    speaks = (share > 0.22) & (share < 0.97) & (broken > 3.5)
    speaks &= _glides(pitch, voiced & _sounds(power), round(_PHRASE / _STEP))
    return _joined(speaks & (_mean(loud.astype(np.float64), 9) > 0.2))


def throughout(mono: Floats) -> bool:
    """Whether somebody speaks, with pauses, most of the time in the middle of this sound."""
    most = round(_EXCERPT * RATE)
    first = max(0, (len(mono) - most) // 2)
    piece = mono[first : first + most]
    power, voiced, pitch = _voicing(piece)
    if not len(power):
        return False
    loud, pause = np.percentile(10 * np.log10(power + 1e-10), [95, 15])
    if loud - pause < _PAUSES or not _glides(pitch, voiced & _sounds(power), len(pitch)).any():
        return False
    return sum(span.end - span.start for span in spans(piece)) > 0.5 * len(piece) / RATE


def deep(mono: Floats) -> bool:
    """Whether something sounds that lies too low for a voice: a kick, a bass."""
    size = 8 * _FRAME
    view = np.lib.stride_tricks.sliding_window_view(np.pad(mono, (0, size)), size)[:: 8 * size]
    power = powers(view * np.hanning(size).astype(np.float32)).sum(axis=0)
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    low = power[(hertz > _DEEP[0]) & (hertz < _DEEP[1])].sum()
    own = power[(hertz > _LOWEST) & (hertz < 1.2 * _HIGHEST)].sum()
    return bool(10 * np.log10((low + 1e-12) / (own + 1e-9)) > _BELOW)


def _sounds(power: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The frames that are not far below the loud ones."""
    level = 10 * np.log10(power + 1e-10)
    loud: NDArray[np.bool_] = level > np.percentile(level, 95) - _SOUNDING
    return loud


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
    shape = np.fft.irfft(np.abs(np.fft.rfft(window, 4 * _FRAME)) ** 2)[: longest + 2]
    for start in range(0, count, 1024):
        block = view[start : start + 1024] * window
        block = block - block.mean(axis=1, keepdims=True)
        spectrum = powers(np.pad(block, ((0, 0), (0, 2 * _FRAME))))
        spectrum[:, : int(60 / RATE * 4 * _FRAME)] = 0
        same = likeness(spectrum)[:, : longest + 2]
        even = same / np.maximum(same[:, :1], 1e-9) * (shape[0] / shape)
        best = even[:, shortest : longest + 1].argmax(axis=1) + shortest
        left, top, right = (even[np.arange(len(even)), best + by] for by in (-1, 0, 1))
        bent = np.minimum(left - 2 * top + right, -1e-9)  # between two lags lies the true one
        clear[start : start + 1024] = top
        pitch[start : start + 1024] = RATE / (best + np.clip((left - right) / bent / 2, -0.5, 0.5))
        power[start : start + 1024] = (block**2).mean(axis=1)
    return power, clear > _VOICED, pitch


def _glides(pitch: NDArray[np.float64], voiced: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    """Where the pitch moves from frame to frame without a leap, on in one direction, now and then
    upwards, and is seldom held: shares of the voiced frames around."""
    cents = np.diff(1200 * np.log2(np.maximum(pitch, 1.0)), prepend=0.0)
    both = voiced & np.roll(voiced, 1) & (np.abs(cents) < _STEPS)
    after = np.roll(cents, -1)
    three = both & np.roll(both, -1)
    goes_on = three & (cents * after > 0) & (np.abs(cents + after) > 3 * _STILL)
    held = three & (np.abs(cents) < _STILL) & (np.abs(after) < _STILL)

    def share(flags: NDArray[np.bool_], among: NDArray[np.bool_]) -> NDArray[np.float64]:
        return _mean(flags.astype(float), width) / (_mean(among.astype(float), width) + 1e-3)

    moving = share(both & (np.abs(cents) > 1.5 * _STILL), voiced & np.roll(voiced, 1))
    long = max(width, round(_TALK / _STEP))
    up = _mean((goes_on & (cents > 0)).astype(float), long)
    made: NDArray[np.bool_] = (
        (moving > _GLIDES) & (share(held, three) < _HOLDS) & (share(goes_on, three) > _GOES_ON)
        & (up > _RISES * _mean(goes_on.astype(float), long))
    )  # fmt: skip
    return made


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
