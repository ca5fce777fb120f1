"""A room's answer to a sound: early reflections and a tail of shaped noise, royalty-free because
made here."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from studio import fourier
from studio.composer import spectra
from studio.composer.tape import BLOCK, Source
from studio.composer.values import RATE

Wave = NDArray[np.float32]


@lru_cache(maxsize=4)
def impulse(seconds: float) -> Wave:
    """Two decorrelated channels of a room with this reverberation time; treble dies away sooner."""
    length = int(min(5.0, seconds * 1.05 + 0.1) * RATE)
    t = np.arange(length, dtype=np.float32) / RATE
    noise = (
        np.random.default_rng(round(seconds * 1000)).normal(0, 1, (2, length)).astype(np.float32)
    )
    floor = (
        spectra.curve(190.0, 20_000.0) ** 3
    )  # steep: a room of two minds below 150 Hz thins the bass
    dark = (spectra.curve(0.0, 1800.0) * floor).astype(np.float32)
    light = (spectra.curve(0.0, 5200.0) * floor - dark).astype(np.float32)
    out = np.zeros((2, length), dtype=np.float32)
    ahead = int((0.012 + 0.004 * min(seconds, 3.0)) * RATE)
    rise = np.clip((t - ahead / RATE) / 0.012, 0, 1)
    slow = np.exp(-6.908 * t / seconds) * rise
    quick = np.exp(-6.908 * t / (0.55 * seconds)) * rise
    for side in (0, 1):
        out[side] = spectra.filtered(noise[side], dark) * slow
        out[side] += spectra.filtered(noise[side], light) * quick
    out /= np.sqrt((out**2).sum(axis=1, keepdims=True))
    for index, (at, level) in enumerate(((11, 0.5), (17, 0.42), (23, 0.36), (31, 0.3))):
        out[index % 2, at * RATE // 1000] += 0.35 * level
    return out


def answering(seconds: float, send: Source) -> Source:
    """The room's sound, two channels, to what is sent into it."""
    tail = impulse(seconds).shape[1] - 1
    size = spectra.quick_length(BLOCK + 2 * RATE // 10 + tail)

    def inside(start: int, stop: int) -> Wave:
        out = np.zeros((2, stop - start), dtype=np.float32)
        for first in range(start, stop, size - tail):
            last = min(stop, first + size - tail)
            piece = send.between(first - tail, last)[0]
            if not piece.any():
                continue
            spectrum = fourier.bins(piece, size)
            for side, response in enumerate(_responses(seconds, size)):
                answer = fourier.sound(spectrum * response, size)
                out[side, first - start : last - start] = answer[tail : tail + last - first]
        return out

    return Source(send.length, send.around, inside)


@lru_cache(maxsize=2)
def _responses(seconds: float, size: int) -> NDArray[np.complex64]:
    return fourier.bins(impulse(seconds), size)
