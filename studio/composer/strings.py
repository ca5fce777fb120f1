"""Plucked strings: guzheng, guqin, pipa, and a driven guitar."""

from __future__ import annotations

import numpy as np

from studio.composer import spectra
from studio.composer.oscillators import Shape, Wave, hertz, normal, random, seconds, shaped
from studio.composer.values import RATE


def _string(
    pitch: float,
    length: int,
    *,
    sustain: float,
    bright: float,
    pick: float,
    shape: Shape,
    body: tuple[tuple[float, float], ...] = (),
    nail: float = 0.0,
) -> Wave:
    """A plucked string: a burst round a loop with losses, worked out whole in its spectrum; `nail`
    is how loudly the finger is heard on it."""
    frequency = hertz(pitch)
    size = spectra.quick_length(int(length * 1.15) + 4096)
    f = np.fft.rfftfreq(size, 1 / RATE)
    radius = 6.0 / size  # so that what wraps round in time has died away
    z = np.exp(-(radius + 2j * np.pi * f / RATE))
    t60 = sustain * (220.0 / frequency) ** 0.35
    loss = 10 ** (-3.0 / (frequency * t60))
    damp = 1.0 / (1.0 + (f / (bright * 1000.0)) ** 2 * (0.02 * 220.0 / frequency))
    stiff = 1.0 + 0.00004 * (f / frequency) ** 2 * (frequency / 220.0)
    loop = loss * damp * np.exp(-(radius + 2j * np.pi * f * stiff / RATE) * (RATE / frequency))
    burst = np.exp(-((f / (bright * 2100.0)) ** 1.5)) * (1.0 - z ** (RATE / frequency * pick))
    noise = random("string", pitch)
    burst = burst * (1.0 + 0.35 * np.exp(2j * np.pi * noise.random(len(f))) * (f > 300))
    spectrum = burst / (1.0 - loop)
    for centre, gain in body:
        spectrum *= 1.0 + gain * np.exp(-(((f - centre) / (0.25 * centre)) ** 2))
    if shape is not None:
        spectrum *= spectra.on_bins(shape, size)
    spectrum[0] = 0
    out = np.fft.irfft(spectrum, size)[:length]
    out *= np.exp(radius * np.arange(length))
    return shaped(normal(out) + _nailed(pitch, length, nail, shape), 0.0012, 0.03)


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


def guzheng(pitch: float, length: int, shape: Shape) -> Wave:
    return _string(
        pitch,
        min(length, 3 * RATE),
        sustain=4.2,
        bright=2.4,
        pick=0.11,
        shape=shape,
        body=((320.0, 0.5), (900.0, 0.4), (2400.0, 0.5)),
        nail=0.16,
    )


def guqin(pitch: float, length: int, shape: Shape) -> Wave:
    return _string(
        pitch,
        min(length, 5 * RATE),
        sustain=7.5,
        bright=1.0,
        pick=0.2,
        shape=shape,
        body=((160.0, 0.6), (420.0, 0.5)),
        nail=0.3,
    )


def pipa(pitch: float, length: int, shape: Shape) -> Wave:
    return _string(
        pitch,
        min(length, int(1.3 * RATE)),
        sustain=1.5,
        bright=3.0,
        pick=0.08,
        shape=shape,
        body=((600.0, 0.8), (1400.0, 0.8), (3000.0, 0.4)),
        nail=0.2,
    )


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
    mixed = sum(
        _string(pitch + up, length, sustain=9.0, bright=2.2, pick=0.13, shape=None) * level
        for up, level in played
    )
    driven = np.tanh(mixed * drive * np.exp(-0.15 * seconds(length)))
    cabinet = spectra.curve(95.0, 4200.0)
    out = spectra.filtered(driven.astype(np.float32), cabinet if shape is None else cabinet * shape)
    return normal(shaped(out, 0.004, 0.02))
