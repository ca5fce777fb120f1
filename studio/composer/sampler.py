"""A note of a recorded instrument."""

from __future__ import annotations

import numpy as np

from studio.composer import bank, spectra
from studio.composer.bank import Wave
from studio.composer.values import RATE


def note(
    name: str, pitch: float, length: int, *, shape: np.ndarray | None, wide: float = 0.0
) -> Wave:
    """The note as (samples,), or (2, samples) where it is wide; as long as asked or as the
    recording."""
    recording = bank.nearest(name, pitch)
    step = 2.0 ** ((pitch - recording.root) / 12.0) * recording.rate / RATE
    values = _held(recording, int(length * step) + 64)
    out = spectra.resampled(values, step, shape)
    if recording.decay > 0:
        out *= np.exp(
            np.arange(len(out), dtype=np.float32) * np.float32(-recording.decay * 0.1151 / RATE)
        )
    rise = min(len(out), int(min(max(recording.attack, 0.0008), 0.12) * RATE))
    if rise > 8:
        out[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    out *= np.float32(10 ** (recording.gain / 20))
    fall = min(len(out), RATE // 200)
    out[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return spread(out, wide) if wide > 0 else out


def _held(recording: bank.Recording, needed: int) -> Wave:
    """The recording, its loop repeated until it is long enough."""
    values = bank.samples(recording.place)
    if recording.loop is None or needed <= recording.loop[1]:
        return values[:needed] if needed < len(values) else values
    start, end = recording.loop
    turn = values[start:end]
    times = -(-(needed - end) // len(turn))
    return np.concatenate([values[:end], np.tile(turn, times)])[:needed]


def spread(values: Wave, wide: float) -> Wave:
    """Two channels out of one: the same spectrum, its phases turned apart a little above 200 Hz."""
    size = spectra.quick_length(len(values) + 2400)
    spectrum = np.fft.rfft(values, size)
    angle = _turning(size) * np.float32(wide)
    turn = np.cos(angle) + np.complex64(1j) * np.sin(angle)
    left = np.fft.irfft(spectrum * turn, size)[: len(values)]
    right = np.fft.irfft(spectrum * turn.conj(), size)[: len(values)]
    return np.stack([left, right]).astype(np.float32, copy=False)


def _turning(size: int) -> np.ndarray:
    """An angle by bin that wanders slowly, the same for every note of every instrument."""
    f = np.linspace(0.0, RATE / 2, size // 2 + 1, dtype=np.float32)
    wander = (
        np.sin(np.log2(np.maximum(f, 20.0)) * 9.0)
        + 0.6 * np.sin(f / 171.0)
        + 0.4 * np.sin(f / 67.0)
    )
    out: np.ndarray = wander * np.clip((f - 150.0) / 300.0, 0, 1) * np.float32(0.75)
    return out
