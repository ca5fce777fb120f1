"""How much is new in each band of the spectrum, every few milliseconds.

The onset strength that beat tracking, drops and visuals share: log-compressed band energies and
their rise, for six bands from the kick drum to the hi-hat.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from studio.analysis.values import Floats
from studio.fourier import powers

RATE = 22050  # analysis works on mono sound at this rate; the decoder resamples
WINDOW = 1024
HOP = 256
FRAME = HOP / RATE  # seconds a frame
EDGES = (30.0, 120.0, 300.0, 800.0, 2000.0, 5000.0, 10500.0)  # Hz; kick … hi-hat
LOW, MID, HIGH = slice(0, 1), slice(1, 4), slice(4, 6)
_BLOCK = 2048  # frames at once: memory stays flat however long the song is


@dataclass(frozen=True, slots=True)
class Spectrum:
    """Energy and rise by frame and band; frame i is centred on time i * FRAME."""

    energy: Floats  # frames x bands, linear power
    rise: Floats  # frames x bands, how much louder than just before, log scale, >= 0
    chroma: Floats  # frames x 12


def analyse(mono: Floats) -> Spectrum:
    """The spectrum of this sound at RATE."""
    padded = np.pad(mono.astype(np.float32, copy=False), WINDOW // 2)
    frames = 1 + max(0, (len(padded) - WINDOW) // HOP)
    view = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:frames]
    window = np.hanning(WINDOW).astype(np.float32)
    bands, pitches = _band_matrix(), _chroma_matrix()
    energy = np.empty((frames, len(EDGES) - 1), np.float32)
    chroma = np.empty((frames, 12), np.float32)
    fine = np.empty((frames, _FINE), np.float32)
    for start in range(0, frames, _BLOCK):
        power = powers(view[start : start + _BLOCK] * window)
        energy[start : start + _BLOCK] = power @ bands
        chroma[start : start + _BLOCK] = np.sqrt(power) @ pitches
        fine[start : start + _BLOCK] = power @ FINE_BANDS
    return Spectrum(energy, _rise(fine), chroma)


_FINE = 30  # narrow bands in which a rise is looked for, before they are gathered into six


def _mel_like(count: int) -> tuple[Floats, tuple[int, ...]]:
    """Narrow bands as a matrix, and which of the six each belongs to."""
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)
    edges = np.geomspace(EDGES[0], EDGES[-1], count + 1)
    matrix = np.zeros((len(bins), count), np.float32)
    for band in range(count):
        inside = (bins >= edges[band]) & (bins < edges[band + 1])
        if not inside.any():  # narrower than a bin: take the nearest
            inside[np.argmin(np.abs(bins - (edges[band] + edges[band + 1]) / 2))] = True
        matrix[inside, band] = 1.0
    middles = np.sqrt(edges[:-1] * edges[1:])
    home = tuple(int(np.searchsorted(EDGES, m) - 1) for m in middles)
    return matrix, home


FINE_BANDS, _HOME = _mel_like(_FINE)


def _rise(fine: Floats) -> Floats:
    rise = risen(fine, floor(fine.max(axis=0, initial=0.0)))
    rise[:2] = 0.0
    return rise


def floor(highest: Floats) -> Floats:
    """The energy of each narrow band below which nothing is heard beside its highest."""
    made: Floats = np.maximum(highest * 1e-5, 1e-9)
    return made


def risen(fine: Floats, floor: Floats) -> Floats:
    """Half-wave rectified difference of log energies to the loudest of the two frames before."""
    log = np.log10(fine + floor)
    before = np.maximum(np.roll(log, 1, axis=0), np.roll(log, 2, axis=0))
    rise = np.maximum(log - before, 0.0)
    gathered = np.zeros((len(fine), len(EDGES) - 1), np.float32)
    for band, home in enumerate(_HOME):
        gathered[:, home] += rise[:, band]
    counts = np.bincount(_HOME, minlength=len(EDGES) - 1)
    return (gathered / np.maximum(counts, 1)).astype(np.float32)


def _band_matrix() -> Floats:
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)
    matrix = np.zeros((len(bins), len(EDGES) - 1), np.float32)
    for band, (low, high) in enumerate(itertools.pairwise(EDGES)):
        matrix[(bins >= low) & (bins < high), band] = 1.0
    return matrix


def _chroma_matrix() -> Floats:
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)
    matrix = np.zeros((len(bins), 12), np.float32)
    heard = (bins > 100) & (bins < 2500)
    notes = np.round(12 * np.log2(bins[heard] / 440.0)).astype(int) + 9
    matrix[np.flatnonzero(heard), notes % 12] = 1.0
    return matrix
