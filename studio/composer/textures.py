"""Textures that lie under a piece: dust and air."""

from __future__ import annotations

import numpy as np

from studio.composer import spectra
from studio.composer.oscillators import Shape, Wave, random, shaped
from studio.composer.values import RATE


def vinyl(pitch: float, length: int, shape: Shape) -> Wave:
    """Eight seconds of dust, over and over: hiss, and crackles at random places."""
    noise = random("vinyl")
    turn = 8 * RATE
    out = np.zeros((2, turn), dtype=np.float32)
    hiss = noise.normal(0, 0.02, (2, turn)).astype(np.float32)
    for side in (0, 1):
        spots = noise.integers(0, turn - 200, 130)
        out[side, spots] += noise.normal(0, 0.3, len(spots)).astype(np.float32)
        out[side] = spectra.filtered(out[side], spectra.curve(400.0, 1900.0))
        out[side] += spectra.filtered(hiss[side], spectra.curve(700.0, 9000.0))
    edge = np.linspace(0, 1, 480, dtype=np.float32)
    out[:, :480] = out[:, :480] * edge + out[:, -480:] * (1 - edge)
    turned = out[:, : turn - 480]
    times = -(-length // turned.shape[1])
    return shaped(np.tile(turned, (1, times))[:, :length], 0.02, 0.001)


def breath(pitch: float, length: int, shape: Shape) -> Wave:
    """Air: a soft wide hiss that comes and goes like wind far away."""
    noise = random("breath")
    turn = 12 * RATE
    sway = 0.65 + 0.35 * np.sin(2 * np.pi * np.arange(turn) / turn * 3).astype(np.float32)
    out = np.stack(
        [
            spectra.filtered(
                noise.normal(0, 0.1, turn).astype(np.float32), spectra.curve(7000.0, 15_000.0) ** 2
            )
            * sway
            for _ in (0, 1)
        ]
    )
    return shaped(np.tile(out, (1, -(-length // turn)))[:, :length], 0.02, 0.001)
