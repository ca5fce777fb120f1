"""Notes of synthesised instruments: plucked strings, saws, pads, basses, bells."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from studio.composer import spectra
from studio.composer.values import RATE

Wave = NDArray[np.float32]
Shape = NDArray[np.float32] | None


def hertz(pitch: float) -> float:
    return float(440.0 * 2.0 ** ((pitch - 69.0) / 12.0))


def random(*path: object) -> np.random.Generator:
    """The same noise for the same name."""
    return np.random.default_rng(zlib.crc32("/".join(map(str, path)).encode()))


def seconds(length: int) -> Wave:
    return np.arange(length, dtype=np.float32) / np.float32(RATE)


# --- tables: one period of a wave at falling brightness ---------------------------------------

_TABLE = 2048


@cache
def _saw_table(harmonics: int, square: bool = False) -> Wave:
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


def _read(table: Wave, cycles: NDArray[np.float64]) -> Wave:
    index = (cycles * _TABLE).astype(np.int64)
    index &= _TABLE - 1
    return table.take(index)


def _phase(
    pitch: float, length: int, bend: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    step = hertz(pitch) / RATE
    if bend is None:
        return np.arange(length, dtype=np.float64) * step
    return np.asarray(np.cumsum(step * 2.0 ** (bend / 12.0)), dtype=np.float64)


def _swept(
    pitch: float,
    length: int,
    cutoffs: tuple[float, ...],
    times: tuple[float, ...],
    *,
    square: bool = False,
    detune: float = 0.0,
) -> Wave:
    """A saw whose top closes over time: versions of falling brightness faded into each other."""
    cycles = _phase(pitch, length)
    t = seconds(length)
    position = np.interp(t, times, np.arange(len(times))).astype(np.float32)
    out = np.zeros(length, dtype=np.float32)
    for index, cutoff in enumerate(cutoffs):
        weight = np.clip(1.0 - np.abs(position - index), 0.0, 1.0)
        if not weight.any():
            continue
        table = _saw_table(int(min(cutoff, 16_000.0) / hertz(pitch)) or 1, square)
        wave = _read(table, cycles)
        if detune:
            wave = 0.6 * wave + 0.6 * _read(table, cycles * (1.0 + detune) + 0.37)
        out += wave * weight
    return out


# --- voices -----------------------------------------------------------------------------------


def _string(
    pitch: float,
    length: int,
    *,
    sustain: float,
    bright: float,
    pick: float,
    shape: Shape,
    body: tuple[tuple[float, float], ...] = (),
) -> Wave:
    """A plucked string: a burst round a loop with losses, worked out whole in its spectrum."""
    frequency = hertz(pitch)
    size = spectra.quick_length(int(length * 1.15) + 4096)
    f = np.fft.rfftfreq(size, 1 / RATE)
    radius = 6.0 / size  # so that what wraps round in time has died away
    z = np.exp(-(radius + 2j * np.pi * f / RATE))
    t60 = sustain * (220.0 / frequency) ** 0.35
    loss = 10 ** (-3.0 / (frequency * t60))
    damp = 1.0 / (1.0 + (f / (bright * 1000.0)) ** 2 * (0.02 * 220.0 / frequency))
    stiff = 1.0 + 0.00004 * (f / frequency) ** 2 * (frequency / 220.0)
    loop = loss * damp * np.exp(-(radius + 2j * np.pi * f * stiff / RATE) * (RATE / frequency))
    burst = np.exp(-((f / (bright * 2100.0)) ** 1.5)) * (1.0 - z ** (RATE / frequency * pick))
    noise = random("string", pitch)
    burst = burst * (1.0 + 0.35 * np.exp(2j * np.pi * noise.random(len(f))) * (f > 300))
    spectrum = burst / (1.0 - loop)
    for centre, gain in body:
        spectrum *= 1.0 + gain * np.exp(-(((f - centre) / (0.25 * centre)) ** 2))
    if shape is not None:
        spectrum *= spectra.on_bins(shape, size)
    spectrum[0] = 0
    out = np.fft.irfft(spectrum, size)[:length]
    out *= np.exp(radius * np.arange(length))
    return _shaped(_normal(out), 0.0012, 0.03)


def _normal(values: NDArray[np.floating], level: float = 0.5) -> Wave:
    peak = float(np.max(np.abs(values)) or 1.0)
    return (values * (level / peak)).astype(np.float32)


def guzheng(pitch: float, length: int, shape: Shape) -> Wave:
    return _string(
        pitch,
        min(length, 3 * RATE),
        sustain=4.2,
        bright=2.4,
        pick=0.11,
        shape=shape,
        body=((320.0, 0.5), (900.0, 0.4), (2400.0, 0.5)),
    )


def guqin(pitch: float, length: int, shape: Shape) -> Wave:
    return _string(
        pitch,
        min(length, 5 * RATE),
        sustain=7.5,
        bright=1.0,
        pick=0.2,
        shape=shape,
        body=((160.0, 0.6), (420.0, 0.5)),
    )


def pipa(pitch: float, length: int, shape: Shape) -> Wave:
    return _string(
        pitch,
        min(length, int(1.3 * RATE)),
        sustain=1.5,
        bright=3.0,
        pick=0.08,
        shape=shape,
        body=((600.0, 0.8), (1400.0, 0.8), (3000.0, 0.4)),
    )


def distorted(pitch: float, length: int, shape: Shape) -> Wave:
    """A driven guitar: root, fifth and octave strings into a soft clipper and a cabinet."""
    length = min(length, 4 * RATE)
    strings = [
        _string(pitch + up, length, sustain=9.0, bright=2.2, pick=0.13, shape=None)
        for up in (0, 7, 12)
    ]
    mixed = strings[0] + 0.8 * strings[1] + 0.6 * strings[2]
    driven = np.tanh(mixed * 14.0 * np.exp(-0.15 * seconds(length)))
    cabinet = spectra.curve(95.0, 4200.0)
    out = spectra.filtered(driven.astype(np.float32), cabinet if shape is None else cabinet * shape)
    return _normal(_shaped(out, 0.004, 0.02))


def _shaped(values: Wave, attack: float, release: float) -> Wave:
    rise, fall = max(1, int(attack * RATE)), max(1, int(release * RATE))
    rise, fall = min(rise, values.shape[-1]), min(fall, values.shape[-1])
    values[..., :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    values[..., -fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return values


def _toned(values: Wave, shape: Shape) -> Wave:
    return values if shape is None else spectra.filtered(values, shape)


def sub(pitch: float, length: int, shape: Shape) -> Wave:
    cycles = _phase(pitch, length).astype(np.float32) * np.float32(2 * np.pi)
    wave = np.sin(cycles) + 0.18 * np.sin(2 * cycles) + 0.07 * np.sin(3 * cycles)
    return _shaped(0.5 * np.tanh(1.3 * wave), 0.006, 0.02)


def drone(pitch: float, length: int, shape: Shape) -> Wave:
    """A low tone that is slowly there: a few harmonics, each breathing at its own pace."""
    cycles = (_phase(pitch, length) * 2 * np.pi).astype(np.float32)
    t = seconds(length)
    wave = sum(
        np.sin(k * cycles)
        * np.float32(level)
        * (1 + 0.25 * np.sin(2 * np.pi * (0.11 + 0.03 * k) * t))
        for k, level in ((1, 0.6), (2, 0.5), (3, 0.3), (4, 0.2), (5, 0.1), (6, 0.06))
    )
    return _shaped(_normal(np.asarray(wave)), 0.5, 0.4)


def sawbass(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _swept(pitch, length, (2600.0, 900.0, 420.0), (0.0, 0.12, 0.4), detune=0.003)
    cycles = _phase(pitch, length).astype(np.float32) * np.float32(2 * np.pi)
    return _shaped(_normal(np.tanh(0.9 * wave + 0.8 * np.sin(cycles))), 0.003, 0.012)


def pluckbass(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _swept(pitch, length, (1800.0, 500.0, 220.0), (0.0, 0.07, 0.22), square=True)
    t = seconds(length)
    cycles = _phase(pitch, length).astype(np.float32) * np.float32(2 * np.pi)
    wave = wave * np.exp(-3.0 * t) + 0.8 * np.sin(cycles) * np.exp(-1.2 * t)
    return _shaped(_normal(wave), 0.002, 0.012)


def reese(pitch: float, length: int, shape: Shape) -> Wave:
    table = _saw_table(int(1100.0 / hertz(pitch)) or 1)
    cycles = _phase(pitch, length)
    wave = _read(table, cycles * 1.006) + _read(table, cycles * 0.994 + 0.3) + _read(table, cycles)
    low = np.sin(cycles.astype(np.float32) * np.float32(2 * np.pi))
    return _shaped(_normal(np.tanh(0.5 * wave + 0.8 * low)), 0.006, 0.02)


def bass808(pitch: float, length: int, shape: Shape) -> Wave:
    t = np.arange(length) / RATE
    bend = 10.0 * np.exp(-t / 0.018)
    cycles = (_phase(pitch, length, bend) * 2 * np.pi).astype(np.float32)
    wave = np.tanh(1.9 * np.sin(cycles)) * np.exp(-t / 0.9).astype(np.float32)
    return _shaped(_normal(wave), 0.002, 0.03)


def _cloud(
    pitch: float,
    length: int,
    *,
    voices: tuple[float, ...],
    cutoff: float,
    slope: float,
    width: float,
    shape: Shape,
    name: str,
    harmonics: int = 60,
) -> Wave:
    """Many detuned voices at once, in stereo: every harmonic of each laid into one spectrum."""
    size = spectra.quick_length(max(length, RATE // 2) + 256)
    frequency = hertz(pitch)
    noise = random("cloud", name, round(pitch))
    k = np.arange(1, max(2, min(harmonics, int(15_000 / frequency))) + 1)
    amplitude = k**-slope / np.sqrt(1.0 + (k * frequency / cutoff) ** 4)
    out = np.zeros((2, length), dtype=np.float32)
    for side in (0, 1):
        spectrum = np.zeros(size // 2 + 1, dtype=np.complex64)
        for cents in voices:
            detune = cents * (1.0 if side == 0 else -1.0) + noise.normal(0, 0.6)
            bins = k * frequency * 2 ** (detune / 1200.0) * size / RATE
            whole = np.floor(bins).astype(np.int64)
            share = bins - whole
            phase = np.exp(2j * np.pi * noise.random(len(k))) * amplitude
            np.add.at(spectrum, whole, phase * (1 - share) ** 0.5)
            np.add.at(spectrum, whole + 1, -phase * share**0.5)
            if width:
                for spot in (2, -2, 3, -3):
                    np.add.at(
                        spectrum,
                        np.maximum(whole + spot, 1),
                        phase * width / abs(spot) * np.exp(2j * np.pi * noise.random(len(k))),
                    )
        if shape is not None:
            spectrum *= spectra.on_bins(shape, size)
        out[side] = np.fft.irfft(spectrum, size)[:length]
    return _normal(out, 0.4)


def supersaw(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _cloud(
        pitch,
        length,
        voices=(-14.0, -9.0, -4.0, 0.0, 5.0, 10.0, 15.0),
        cutoff=4200.0,
        slope=1.08,
        width=0.0,
        shape=shape,
        name="supersaw",
    )
    return _shaped(wave, 0.004, 0.03)


def warmpad(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _cloud(
        pitch,
        length,
        voices=(-8.0, 0.0, 8.0),
        cutoff=900.0,
        slope=1.15,
        width=0.35,
        shape=shape,
        name="warm",
    )
    return _shaped(wave, 0.25, 0.3)


def analogpad(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _cloud(
        pitch,
        length,
        voices=(-11.0, -3.0, 4.0, 12.0),
        cutoff=2200.0,
        slope=1.0,
        width=0.15,
        shape=shape,
        name="analog",
    )
    return _shaped(wave, 0.08, 0.2)


def glasspad(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _cloud(
        pitch,
        length,
        voices=(-4.0, 4.0),
        cutoff=5000.0,
        slope=1.7,
        width=0.25,
        shape=shape,
        name="glass",
        harmonics=9,
    )
    return _shaped(wave, 0.35, 0.4)


def airpad(pitch: float, length: int, shape: Shape) -> Wave:
    wave = _cloud(
        pitch,
        length,
        voices=(-6.0, 0.0, 6.0),
        cutoff=2600.0,
        slope=1.2,
        width=0.9,
        shape=shape,
        name="air",
        harmonics=24,
    )
    return _shaped(wave, 0.6, 0.5)


def pluck(pitch: float, length: int, shape: Shape) -> Wave:
    length = min(length, int(1.2 * RATE))
    wave = _swept(pitch, length, (7000.0, 2200.0, 700.0), (0.0, 0.06, 0.3), detune=0.004)
    wave *= np.exp(-4.2 * seconds(length))
    return _toned(_shaped(_normal(wave), 0.002, 0.03), shape)


def _vibrato(
    length: int, *, depth: float = 0.18, rate: float = 5.4, after: float = 0.3
) -> NDArray[np.float64]:
    t = np.arange(length) / RATE
    return depth * np.clip((t - after) / 0.3, 0, 1) * np.sin(2 * np.pi * rate * t)


def softlead(pitch: float, length: int, shape: Shape) -> Wave:
    cycles = _phase(pitch, length, _vibrato(length))
    table = _saw_table(int(min(3200.0, 9 * hertz(pitch)) / hertz(pitch)) or 1, square=True)
    wave = _read(table, cycles) + 0.5 * np.sin(cycles * 2 * np.pi).astype(np.float32)
    return _toned(_shaped(_normal(wave), 0.012, 0.05), shape)


def sawlead(pitch: float, length: int, shape: Shape) -> Wave:
    cycles = _phase(pitch, length, _vibrato(length, depth=0.12))
    table = _saw_table(int(5200.0 / hertz(pitch)) or 1)
    wave = (
        _read(table, cycles * 1.004)
        + _read(table, cycles * 0.996 + 0.4)
        + _read(table, cycles + 0.2)
    )
    return _toned(_shaped(_normal(wave), 0.006, 0.04), shape)


def suona(pitch: float, length: int, shape: Shape) -> Wave:
    """A double reed: a narrow pulse through a bright bell, with vibrato."""
    cycles = _phase(pitch, length, _vibrato(length, depth=0.22, rate=6.0, after=0.15))
    harmonics = int(9000.0 / hertz(pitch)) or 1
    wave = _read(_saw_table(harmonics), cycles) - _read(_saw_table(harmonics), cycles + 0.13)
    bell = spectra.curve(300.0, 6500.0)
    formant = 1.0 + 1.6 * np.exp(-(((spectra.points() - 1500.0) / 600.0) ** 2))
    total = (bell * formant).astype(np.float32)
    wave = spectra.filtered(wave, total if shape is None else total * shape)
    return _shaped(_normal(wave), 0.02, 0.05)


def bell(pitch: float, length: int, shape: Shape) -> Wave:
    length = min(length, int(3.5 * RATE))
    t = np.arange(length) / RATE
    out = np.zeros(length)
    for ratio, level, decay in ((1, 1, 1.4), (2.0, 0.5, 0.9), (2.76, 0.35, 0.6), (5.4, 0.18, 0.25)):
        if hertz(pitch) * ratio < 16_000:
            out += level * np.sin(2 * np.pi * hertz(pitch) * ratio * t) * np.exp(-t / decay)
    return _toned(_shaped(_normal(out), 0.001, 0.05), shape)


def braam(pitch: float, length: int, shape: Shape) -> Wave:
    length = min(length, int(3.2 * RATE))
    low = _swept(pitch, length, (500.0, 3200.0, 900.0, 300.0), (0.0, 0.12, 0.8, 2.4), detune=0.006)
    fifth = _swept(pitch + 12, length, (500.0, 2200.0, 600.0), (0.0, 0.15, 1.2), detune=0.008)
    wave = np.tanh(1.5 * low + 0.7 * fifth) * np.exp(-seconds(length) / 1.3)
    return _toned(_shaped(_normal(wave), 0.005, 0.2), shape)


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
    return _shaped(np.tile(turned, (1, times))[:, :length], 0.02, 0.001)


def breath(pitch: float, length: int, shape: Shape) -> Wave:
    """Air: a soft wide hiss that comes and goes like wind far away."""
    noise = random("breath")
    turn = 12 * RATE
    sway = 0.65 + 0.35 * np.sin(2 * np.pi * np.arange(turn) / turn * 3).astype(np.float32)
    out = np.stack(
        [
            spectra.filtered(
                noise.normal(0, 0.1, turn).astype(np.float32), spectra.curve(2200.0, 14_000.0)
            )
            * sway
            for _ in (0, 1)
        ]
    )
    return _shaped(np.tile(out, (1, -(-length // turn)))[:, :length], 0.02, 0.001)


VOICES: dict[str, Callable[[float, int, Shape], Wave]] = {
    "guzheng": guzheng,
    "guqin": guqin,
    "pipa": pipa,
    "distorted": distorted,
    "sub": sub,
    "sawbass": sawbass,
    "drone": drone,
    "pluckbass": pluckbass,
    "reese": reese,
    "bass808": bass808,
    "supersaw": supersaw,
    "warmpad": warmpad,
    "analogpad": analogpad,
    "glasspad": glasspad,
    "airpad": airpad,
    "pluck": pluck,
    "softlead": softlead,
    "sawlead": sawlead,
    "suona": suona,
    "bell": bell,
    "braam": braam,
    "vinyl": vinyl,
    "breath": breath,
}
