"""Plucked strings: guzheng, guqin, pipa, and driven guitars."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from studio.composer import spectra
from studio.composer.oscillators import Shape, Wave, hertz, normal, random, seconds, shaped
from studio.composer.values import RATE


class String(NamedTuple):
    """How a string sounds when it is plucked."""

    longest: float  # seconds
    sustain: float  # seconds to nothing, of the A below the middle C
    bright: float  # where its brightness ends, kHz
    pick: float  # share of its length at which it is plucked
    body: tuple[tuple[float, float], ...] = ()  # what resonates: Hz, and how much
    nail: float = 0.0  # how loudly the finger is heard on it


_STEEL = String(4.0, 9.0, 2.2, 0.13)
STRINGS = {
    "guzheng": String(3.0, 4.2, 2.4, 0.11, ((320.0, 0.5), (900.0, 0.4), (2400.0, 0.5)), 0.16),
    "guqin": String(5.0, 7.5, 1.0, 0.2, ((160.0, 0.6), (420.0, 0.5)), 0.3),
    "pipa": String(1.3, 1.5, 3.0, 0.08, ((600.0, 0.8), (1400.0, 0.8), (3000.0, 0.4)), 0.2),
}


def plucked(name: str, pitch: float, length: int, shape: Shape) -> Wave:
    row = STRINGS[name]
    return _struck(row, pitch, min(length, int(row.longest * RATE)), shape)


def _struck(row: String, pitch: float, length: int, shape: Shape) -> Wave:
    """A burst round a loop with losses, worked out whole in its spectrum."""
    frequency = hertz(pitch)
    size = spectra.quick_length(int(length * 1.15) + 4096)
    f = np.fft.rfftfreq(size, 1 / RATE)
    radius = 6.0 / size  # so that what wraps round in time has died away
    z = np.exp(-(radius + 2j * np.pi * f / RATE))
    t60 = row.sustain * (220.0 / frequency) ** 0.35
    loss = 10 ** (-3.0 / (frequency * t60))
    damp = 1.0 / (1.0 + (f / (row.bright * 1000.0)) ** 2 * (0.02 * 220.0 / frequency))
    stiff = 1.0 + 0.00004 * (f / frequency) ** 2 * (frequency / 220.0)
    loop = loss * damp * np.exp(-(radius + 2j * np.pi * f * stiff / RATE) * (RATE / frequency))
    burst = np.exp(-((f / (row.bright * 2100.0)) ** 1.5)) * (
        1.0 - z ** (RATE / frequency * row.pick)
    )
    noise = random("string", pitch)
    burst = burst * (1.0 + 0.35 * np.exp(2j * np.pi * noise.random(len(f))) * (f > 300))
    spectrum = burst / (1.0 - loop)
    for centre, gain in row.body:
        spectrum *= 1.0 + gain * np.exp(-(((f - centre) / (0.25 * centre)) ** 2))
    if shape is not None:
        spectrum *= spectra.on_bins(shape, size)
    spectrum[0] = 0
    out = np.fft.irfft(spectrum, size)[:length]
    out *= np.exp(radius * np.arange(length))
    return shaped(normal(out) + _nailed(pitch, length, row.nail, shape), 0.0012, 0.03)


def _nailed(pitch: float, length: int, level: float, shape: Shape) -> Wave:
    """The short scratch of a nail leaving the string."""
    out = np.zeros(length, dtype=np.float32)
    size = min(length, RATE // 30)
    if level and size:
        scratch = random("nail", pitch % 5).normal(0, 1, size) * np.exp(-seconds(size) / 0.005)
        band = spectra.curve(1200.0, 6500.0)
        scratch = spectra.filtered(
            scratch.astype(np.float32), band if shape is None else band * shape
        )
        out[:size] = normal(scratch, 0.5 * level)
    return out


def distorted(pitch: float, length: int, shape: Shape) -> Wave:
    """A driven guitar: root, fifth and octave strings into a soft clipper and a cabinet."""
    return _driven(pitch, length, shape, ((0, 1.0), (7, 0.8), (12, 0.6)), 9.0)


def leadguitar(pitch: float, length: int, shape: Shape) -> Wave:
    """One string, driven: no more than it in the clipper, so that it sings."""
    return _driven(pitch, length, shape, ((0, 1.0),), 7.0)


def _driven(
    pitch: float, length: int, shape: Shape, played: tuple[tuple[int, float], ...], drive: float
) -> Wave:
    length = min(length, 4 * RATE)
    mixed = sum(_struck(_STEEL, pitch + up, length, None) * level for up, level in played)
    driven = np.tanh(mixed * drive * np.exp(-0.15 * seconds(length)))
    cabinet = spectra.curve(95.0, 4200.0)
    out = spectra.filtered(driven.astype(np.float32), cabinet if shape is None else cabinet * shape)
    return normal(shaped(out, 0.004, 0.02))


VOICES: dict[str, Callable[[float, int, Shape], Wave]] = {
    **{name: partial(plucked, name) for name in STRINGS},
    "distorted": distorted,
    "leadguitar": leadguitar,
}
