"""Many voices at once: the supersaw and the pads."""

from __future__ import annotations

import numpy as np

from studio.composer import spectra
from studio.composer.oscillators import Shape, Wave, hertz, normal, random, shaped
from studio.composer.values import RATE


def _cloud(
    pitch: float,
    length: int,
    *,
    voices: tuple[float, ...],
    cutoff: float,
    slope: float,
    width: float,
    shape: Shape,
    name: str,
    harmonics: int = 60,
) -> Wave:
    """Many detuned voices at once, in stereo: every harmonic of each laid into one spectrum."""
    size = spectra.quick_length(max(length, RATE // 2) + 256)
    frequency = hertz(pitch)
    noise = random("cloud", name, round(pitch))
    k = np.arange(1, max(2, min(harmonics, int(15_000 / frequency))) + 1)
    amplitude = k**-slope / np.sqrt(1.0 + (k * frequency / cutoff) ** 4)
    out = np.zeros((2, length), dtype=np.float32)
    for side in (0, 1):
        spectrum = np.zeros(size // 2 + 1, dtype=np.complex64)
        for cents in voices:
            detune = cents * (1.0 if side == 0 else -1.0) + noise.normal(0, 0.6)
            bins = k * frequency * 2 ** (detune / 1200.0) * size / RATE
            whole = np.floor(bins).astype(np.int64)
            share = bins - whole
            phase = np.exp(2j * np.pi * noise.random(len(k))) * amplitude
            np.add.at(spectrum, whole, phase * (1 - share) ** 0.5)
            np.add.at(spectrum, whole + 1, -phase * share**0.5)
            if width:
                for spot in (2, -2, 3, -3):
                    np.add.at(
                        spectrum,
                        np.maximum(whole + spot, 1),
                        phase * width / abs(spot) * np.exp(2j * np.pi * noise.random(len(k))),
                    )
        if shape is not None:
            spectrum *= spectra.on_bins(shape, size)
        out[side] = np.fft.irfft(spectrum, size)[:length]
    return normal(out, 0.4)


def supersaw(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _cloud(
        pitch,
        length,
        voices=(-14.0, -9.0, -4.0, 0.0, 5.0, 10.0, 15.0),
        cutoff=4200.0,
        slope=1.08,
        width=0.0,
        shape=shape,
        name="supersaw",
    )
    return shaped(wave, 0.004, 0.03)


def warmpad(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _cloud(
        pitch,
        length,
        voices=(-5.0, 0.0, 5.0),
        cutoff=900.0,
        slope=1.15,
        width=0.15,
        shape=shape,
        name="warm",
    )
    return shaped(wave, 0.25, 0.3)


def analogpad(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _cloud(
        pitch,
        length,
        voices=(-8.0, -2.0, 3.0, 9.0),
        cutoff=2200.0,
        slope=1.0,
        width=0.15,
        shape=shape,
        name="analog",
    )
    return shaped(wave, 0.08, 0.2)


def glasspad(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _cloud(
        pitch,
        length,
        voices=(-2.5, 2.5),
        cutoff=5000.0,
        slope=1.7,
        width=0.25,
        shape=shape,
        name="glass",
        harmonics=9,
    )
    return shaped(wave, 0.35, 0.4)


def airpad(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _cloud(
        pitch,
        length,
        voices=(-4.0, 0.0, 4.0),
        cutoff=2600.0,
        slope=1.2,
        width=0.5,
        shape=shape,
        name="air",
        harmonics=24,
    )
    return shaped(wave, 0.6, 0.5)
