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
    out = spectra.resampled(values, step, shape, wide=wide)
    size = out.shape[-1]
    if recording.decay > 0:
        out *= np.exp(
            np.arange(size, dtype=np.float32) * np.float32(-recording.decay * 0.1151 / RATE)
        )
    rise = min(size, int(min(max(recording.attack, 0.0008), 0.12) * RATE))
    if rise > 8:
        out[..., :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    out *= np.float32(10 ** (recording.gain / 20))
    fall = min(size, RATE // 200)
    out[..., size - fall :] *= np.linspace(1, 0, fall, dtype=np.float32)
    return out


def _held(recording: bank.Recording, needed: int) -> Wave:
    """The recording, its loop repeated until it is long enough."""
    values = bank.samples(recording.place)
    if recording.loop is None or needed <= recording.loop[1]:
        return values[:needed] if needed < len(values) else values
    start, end = recording.loop
    turn = values[start:end]
    times = -(-(needed - end) // len(turn))
    return np.concatenate([values[:end], np.tile(turn, times)])[:needed]
