"""Many voices at once: the supersaw and the pads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from studio.composer import spectra
from studio.composer.oscillators import Shape, Wave, hertz, normal, random, shaped
from studio.composer.values import RATE


class Cloud(NamedTuple):
    """How so many voices sound together."""

    voices: tuple[float, ...]  # cents away from the tone
    cutoff: float  # Hz
    slope: float  # how fast its harmonics fall
    width: float  # of each harmonic
    attack: float  # seconds
    release: float
    harmonics: int = 60


CLOUDS = {
    "supersaw": Cloud((-14.0, -9.0, -4.0, 0.0, 5.0, 10.0, 15.0), 4200.0, 1.08, 0.0, 0.004, 0.03),
    "warmpad": Cloud((-5.0, 0.0, 5.0), 900.0, 1.15, 0.15, 0.25, 0.3),
    "analogpad": Cloud((-8.0, -2.0, 3.0, 9.0), 2200.0, 1.0, 0.15, 0.08, 0.2),
    "glasspad": Cloud((-2.5, 2.5), 5000.0, 1.7, 0.25, 0.35, 0.4, 9),
    "airpad": Cloud((-4.0, 0.0, 4.0), 2600.0, 1.2, 0.5, 0.6, 0.5, 24),
}


def cloud(name: str, pitch: float, length: int, shape: Shape) -> Wave:
    """Many detuned voices at once, in stereo: every harmonic of each laid into one spectrum."""
    row = CLOUDS[name]
    size = spectra.quick_length(max(length, RATE // 2) + 256)
    frequency = hertz(pitch)
    noise = random("cloud", name.removesuffix("pad"), round(pitch))
    k = np.arange(1, max(2, min(row.harmonics, int(15_000 / frequency))) + 1)
    amplitude = k**-row.slope / np.sqrt(1.0 + (k * frequency / row.cutoff) ** 4)
    out = np.zeros((2, length), dtype=np.float32)
    for side in (0, 1):
        spectrum = np.zeros(size // 2 + 1, dtype=np.complex64)
        for cents in row.voices:
            detune = cents * (1.0 if side == 0 else -1.0) + noise.normal(0, 0.6)
            bins = k * frequency * 2 ** (detune / 1200.0) * size / RATE
            whole = np.floor(bins).astype(np.int64)
            share = bins - whole
            phase = np.exp(2j * np.pi * noise.random(len(k))) * amplitude
            np.add.at(spectrum, whole, phase * (1 - share) ** 0.5)
            np.add.at(spectrum, whole + 1, -phase * share**0.5)
            if row.width:
                for spot in (2, -2, 3, -3):
                    np.add.at(
                        spectrum,
                        np.maximum(whole + spot, 1),
                        phase * row.width / abs(spot) * np.exp(2j * np.pi * noise.random(len(k))),
                    )
        if shape is not None:
            spectrum *= spectra.on_bins(shape, size)
        out[side] = np.fft.irfft(spectrum, size)[:length]
    return shaped(normal(out, 0.4), row.attack, row.release)


VOICES: dict[str, Callable[[float, int, Shape], Wave]] = {
    name: partial(cloud, name) for name in CLOUDS
}
