"""Synthesised leads, plucks and bells."""

from __future__ import annotations

import numpy as np

from studio.composer import spectra
from studio.composer.oscillators import (
    Shape,
    Wave,
    hertz,
    normal,
    phase,
    read,
    saw_table,
    seconds,
    shaped,
    swept,
    toned,
    vibrato,
)
from studio.composer.values import RATE


def pluck(pitch: float, length: int, shape: Shape) -> Wave:
    length = min(length, int(1.2 * RATE))
    wave = swept(pitch, length, (7000.0, 2200.0, 700.0), (0.0, 0.06, 0.3), detune=0.004)
    wave *= np.exp(-4.2 * seconds(length))
    return toned(shaped(normal(wave), 0.002, 0.03), shape)


def softlead(pitch: float, length: int, shape: Shape) -> Wave:
    cycles = phase(pitch, length, vibrato(length))
    table = saw_table(int(min(3200.0, 9 * hertz(pitch)) / hertz(pitch)) or 1, square=True)
    wave = read(table, cycles) + 0.5 * np.sin(cycles * 2 * np.pi).astype(np.float32)
    return toned(shaped(normal(wave), 0.012, 0.05), shape)


def sawlead(pitch: float, length: int, shape: Shape) -> Wave:
    cycles = phase(pitch, length, vibrato(length, depth=0.12))
    table = saw_table(int(5200.0 / hertz(pitch)) or 1)
    wave = (
        read(table, cycles * 1.004) + read(table, cycles * 0.996 + 0.4) + read(table, cycles + 0.2)
    )
    return toned(shaped(normal(wave), 0.006, 0.04), shape)


def suona(pitch: float, length: int, shape: Shape) -> Wave:
    """A double reed: a narrow pulse through a bright bell, with vibrato."""
    cycles = phase(pitch, length, vibrato(length, depth=0.22, rate=6.0, after=0.15))
    harmonics = int(9000.0 / hertz(pitch)) or 1
    wave = read(saw_table(harmonics), cycles) - read(saw_table(harmonics), cycles + 0.13)
    bell = spectra.curve(300.0, 6500.0)
    formant = 1.0 + 1.6 * np.exp(-(((spectra.points() - 1500.0) / 600.0) ** 2))
    total = (bell * formant).astype(np.float32)
    wave = spectra.filtered(wave, total if shape is None else total * shape)
    return shaped(normal(wave), 0.02, 0.05)


def bell(pitch: float, length: int, shape: Shape) -> Wave:
    length = min(length, int(3.5 * RATE))
    t = np.arange(length) / RATE
    out = np.zeros(length)
    for ratio, level, decay in ((1, 1, 1.4), (2.0, 0.5, 0.9), (2.76, 0.35, 0.6), (5.4, 0.18, 0.25)):
        if hertz(pitch) * ratio < 16_000:
            out += level * np.sin(2 * np.pi * hertz(pitch) * ratio * t) * np.exp(-t / decay)
    return toned(shaped(normal(out), 0.001, 0.05), shape)


def braam(pitch: float, length: int, shape: Shape) -> Wave:
    length = min(length, int(3.2 * RATE))
    low = swept(pitch, length, (500.0, 3200.0, 900.0, 300.0), (0.0, 0.12, 0.8, 2.4), detune=0.006)
    fifth = swept(pitch + 12, length, (500.0, 2200.0, 600.0), (0.0, 0.15, 1.2), detune=0.008)
    wave = np.tanh(1.5 * low + 0.7 * fifth) * np.exp(-seconds(length) / 1.3)
    return toned(shaped(normal(wave), 0.005, 0.2), shape)
