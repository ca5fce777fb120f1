"""Textures that lie under a piece: dust and air, some seconds of them, to be laid one over the
other's end."""

from __future__ import annotations

import numpy as np

from studio.composer import spectra
from studio.composer.oscillators import Shape, Wave, random
from studio.composer.values import RATE

LAP = RATE // 4  # samples in which one goes and the next comes


def vinyl(pitch: float, length: int, shape: Shape) -> Wave:
    """Dust: hiss, and crackles at random places."""
    noise = random("vinyl")
    hiss = noise.normal(0, 0.02, (2, length)).astype(np.float32)
    out = np.zeros((2, length), dtype=np.float32)
    for side in (0, 1):
        spots = noise.integers(0, max(1, length - 200), 16 * length // RATE)
        out[side, spots] += noise.normal(0, 0.3, len(spots)).astype(np.float32)
        out[side] = spectra.filtered(out[side], spectra.curve(400.0, 1900.0))
        out[side] += spectra.filtered(hiss[side], spectra.curve(700.0, 9000.0))
    return _lapped(out)


def breath(pitch: float, length: int, shape: Shape) -> Wave:
    """Air: a soft wide hiss that comes and goes like wind far away."""
    noise = random("breath")
    sway = 0.65 + 0.35 * np.sin(np.arange(length) * (2 * np.pi / (4 * RATE))).astype(np.float32)
    hiss = noise.normal(0, 0.1, (2, length)).astype(np.float32)
    band = spectra.curve(7000.0, 15_000.0) ** 2
    return _lapped(np.stack([spectra.filtered(row, band) for row in hiss]) * sway)


def _lapped(sound: Wave) -> Wave:
    """As loud where two of them lap as anywhere else: they are strangers to each other there."""
    size = min(LAP, sound.shape[1] // 2)
    rise = np.sin(np.linspace(0, np.pi / 2, size, dtype=np.float32))
    sound[:, :size] *= rise
    sound[:, sound.shape[1] - size :] *= rise[::-1]
    return sound
