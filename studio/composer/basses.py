"""Synthesised basses."""

from __future__ import annotations

import numpy as np

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
)
from studio.composer.values import RATE


def sub(pitch: float, length: int, shape: Shape) -> Wave:
    cycles = phase(pitch, length).astype(np.float32) * np.float32(2 * np.pi)
    wave = np.sin(cycles) + 0.18 * np.sin(2 * cycles) + 0.07 * np.sin(3 * cycles)
    return shaped(0.5 * np.tanh(1.3 * wave), 0.006, 0.02)


def drone(pitch: float, length: int, shape: Shape) -> Wave:
    """A low tone that is slowly there: a few harmonics, each breathing at its own pace."""
    cycles = (phase(pitch, length) * 2 * np.pi).astype(np.float32)
    t = seconds(length)
    wave = sum(
        np.sin(k * cycles)
        * np.float32(level)
        * (1 + 0.25 * np.sin(2 * np.pi * (0.11 + 0.03 * k) * t))
        for k, level in ((1, 0.8), (2, 0.22), (3, 0.06), (4, 0.02))
    )
    return shaped(normal(np.asarray(wave)), 0.5, 0.4)


def sawbass(pitch: float, length: int, shape: Shape) -> Wave:
    wave = swept(pitch, length, (2600.0, 900.0, 420.0), (0.0, 0.12, 0.4), detune=0.003)
    cycles = phase(pitch, length).astype(np.float32) * np.float32(2 * np.pi)
    return shaped(normal(np.tanh(0.9 * wave + 0.8 * np.sin(cycles))), 0.003, 0.012)


def pluckbass(pitch: float, length: int, shape: Shape) -> Wave:
    wave = swept(pitch, length, (1800.0, 500.0, 220.0), (0.0, 0.07, 0.22), square=True)
    t = seconds(length)
    cycles = phase(pitch, length).astype(np.float32) * np.float32(2 * np.pi)
    wave = wave * np.exp(-3.0 * t) + 0.8 * np.sin(cycles) * np.exp(-1.2 * t)
    return shaped(normal(wave), 0.002, 0.012)


def reese(pitch: float, length: int, shape: Shape) -> Wave:
    table = saw_table(int(1100.0 / hertz(pitch)) or 1)
    cycles = phase(pitch, length)
    wave = read(table, cycles * 1.006) + read(table, cycles * 0.994 + 0.3) + read(table, cycles)
    low = np.sin(cycles.astype(np.float32) * np.float32(2 * np.pi))
    return shaped(normal(np.tanh(0.5 * wave + 0.8 * low)), 0.006, 0.02)


def bass808(pitch: float, length: int, shape: Shape) -> Wave:
    t = np.arange(length) / RATE
    bend = 10.0 * np.exp(-t / 0.018)
    cycles = (phase(pitch, length, bend) * 2 * np.pi).astype(np.float32)
    wave = np.tanh(1.9 * np.sin(cycles)) * np.exp(-t / 0.9).astype(np.float32)
    return shaped(normal(wave), 0.002, 0.03)
