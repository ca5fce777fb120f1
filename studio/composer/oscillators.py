"""What synthesised voices are built of: phases, tables read at them, edges, noise that is the same
for the same name."""

from __future__ import annotations

import zlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

from studio.composer import spectra
from studio.composer.values import RATE

Wave = NDArray[np.float32]
Shape = NDArray[np.float32] | None
_TABLE = 2048


def hertz(pitch: float) -> float:
    return float(440.0 * 2.0 ** ((pitch - 69.0) / 12.0))


def random(*path: object) -> np.random.Generator:
    """The same noise for the same name."""
    return np.random.default_rng(zlib.crc32("/".join(map(str, path)).encode()))


def seconds(length: int) -> Wave:
    return np.arange(length, dtype=np.float32) / np.float32(RATE)


@cache
def saw_table(harmonics: int, square: bool = False) -> Wave:
    """A band-limited saw (or square) of so many harmonics."""
    spectrum = np.zeros(_TABLE // 2 + 1, dtype=np.complex128)
    k = np.arange(1, max(1, min(harmonics, _TABLE // 2 - 1)) + 1)
    amplitude = 1.0 / k
    if square:
        amplitude = np.where(k % 2 == 1, amplitude, 0.0)
    roll = np.cos(k / (k[-1] + 1) * np.pi / 2) ** 0.5  # no ringing at the cut
    spectrum[k] = -1j * amplitude * roll
    table = np.fft.irfft(spectrum, _TABLE) * _TABLE / np.pi
    return table.astype(np.float32)


def read(table: Wave, cycles: NDArray[np.float64]) -> Wave:
    index = (cycles * _TABLE).astype(np.int64)
    index &= _TABLE - 1
    return table.take(index)


def phase(
    pitch: float, length: int, bend: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    step = hertz(pitch) / RATE
    if bend is None:
        return np.arange(length, dtype=np.float64) * step
    return np.asarray(np.cumsum(step * 2.0 ** (bend / 12.0)), dtype=np.float64)


def swept(
    pitch: float,
    length: int,
    cutoffs: tuple[float, ...],
    times: tuple[float, ...],
    *,
    square: bool = False,
    detune: float = 0.0,
) -> Wave:
    """A saw whose top closes over time: versions of falling brightness faded into each other."""
    cycles = phase(pitch, length)
    t = seconds(length)
    position = np.interp(t, times, np.arange(len(times))).astype(np.float32)
    out = np.zeros(length, dtype=np.float32)
    for index, cutoff in enumerate(cutoffs):
        weight = np.clip(1.0 - np.abs(position - index), 0.0, 1.0)
        if not weight.any():
            continue
        table = saw_table(int(min(cutoff, 16_000.0) / hertz(pitch)) or 1, square)
        wave = read(table, cycles)
        if detune:
            wave = 0.6 * wave + 0.6 * read(table, cycles * (1.0 + detune) + 0.37)
        out += wave * weight
    return out


def vibrato(
    length: int, *, depth: float = 0.18, rate: float = 5.4, after: float = 0.3
) -> NDArray[np.float64]:
    t = np.arange(length) / RATE
    return depth * np.clip((t - after) / 0.3, 0, 1) * np.sin(2 * np.pi * rate * t)


def normal(values: NDArray[np.floating], level: float = 0.5) -> Wave:
    peak = float(np.max(np.abs(values)) or 1.0)
    return (values * (level / peak)).astype(np.float32)


def shaped(values: Wave, attack: float, release: float) -> Wave:
    rise, fall = max(1, int(attack * RATE)), max(1, int(release * RATE))
    rise, fall = min(rise, values.shape[-1]), min(fall, values.shape[-1])
    values[..., :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    values[..., -fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return values


def toned(values: Wave, shape: Shape) -> Wave:
    return values if shape is None else spectra.filtered(values, shape)
