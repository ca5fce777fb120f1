"""What arranged songs are made of: drums, saws, noise that rises, a low pass that opens."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.songs import Times
from studio.analysis import RATE


def fall(seconds: float, to: float) -> Times:
    return np.asarray(np.exp(-np.arange(int(seconds * RATE)) / RATE / to))


def kick(dice: np.random.Generator) -> Times:
    t = np.arange(int(0.3 * RATE)) / RATE
    body = np.sin(2 * np.pi * (46 * t + 4.5 * (1 - np.exp(-t * 28)))) * fall(0.3, 0.11)
    return np.asarray(body + dice.standard_normal(len(t)) * 0.15 * fall(0.3, 0.004))


def snare(dice: np.random.Generator) -> Times:
    t = np.arange(int(0.22 * RATE)) / RATE
    noise = np.diff(dice.standard_normal(len(t)), prepend=0.0) * 0.45 * fall(0.22, 0.06)
    return np.asarray(noise + 0.5 * np.sin(2 * np.pi * 210 * t) * fall(0.22, 0.04))


def hat(dice: np.random.Generator) -> Times:
    noise = np.diff(dice.standard_normal(int(0.08 * RATE)), 2, prepend=[0, 0])
    return np.asarray(noise * 0.3 * fall(0.08, 0.018))


def crash(dice: np.random.Generator) -> Times:
    noise = np.diff(dice.standard_normal(int(1.8 * RATE)), prepend=0.0)
    return np.asarray(noise * 0.5 * fall(1.8, 0.5))


def saw(pitch: float, seconds: float, harmonics: int) -> Times:
    t = np.arange(max(2, int(seconds * RATE))) / RATE
    many = max(1, min(harmonics, int(9000 / pitch)))
    wave = np.sum([np.sin(2 * np.pi * pitch * k * t) / k for k in range(1, many + 1)], axis=0)
    return np.asarray(wave * np.minimum(1, t / 0.004) * np.minimum(1, (t[-1] - t) / 0.02))


def riser(seconds: float, dice: np.random.Generator) -> Times:
    """Noise that grows louder and brighter."""
    noise = dice.standard_normal(int(seconds * RATE))
    grown = np.linspace(0.05, 1.0, len(noise)) ** 1.5
    return np.asarray(opened(noise) * grown)


def smooth(curve: Times, width: int) -> Times:
    summed = np.cumsum(np.pad(curve, (width // 2 + 1, width - width // 2)))
    return np.asarray((summed[width:] - summed[:-width]) / width)[: len(curve)]


_PIECE = 2048


def opened(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sound through a low pass that opens from 250 Hz to 9 kHz."""
    window = np.hanning(_PIECE + 1)[:-1]
    padded = np.pad(sound, _PIECE)
    out = np.zeros(len(padded))
    bins = np.fft.rfftfreq(_PIECE, 1 / RATE)
    starts = np.arange(0, len(padded) - _PIECE, _PIECE // 2)
    for start in starts:
        edge = 250.0 * 36.0 ** (start / max(1, starts[-1]))
        piece = np.fft.rfft(padded[start : start + _PIECE] * window)
        piece /= 1 + (bins / edge) ** 4
        out[start : start + _PIECE] += np.fft.irfft(piece, _PIECE)
    return out[_PIECE : _PIECE + len(sound)]
