"""Drum strokes, synthesised or recorded, each named by its voice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from studio.composer import bank, spectra
from studio.composer.oscillators import Wave, random, seconds
from studio.composer.values import RATE


def normal(values: NDArray[np.floating], level: float = 0.9) -> Wave:
    peak = float(np.max(np.abs(values)) or 1.0)
    return (values * (level / peak)).astype(np.float32)


def _kick(
    top: float, floor: float, fall: float, ring: float, click: float, drive: float = 1.4
) -> Wave:
    """A sine that falls from `top` to `floor` Hz."""
    length = int(RATE * min(0.9, ring * 5))
    t = np.arange(length) / RATE
    frequency = floor + (top - floor) * np.exp(-t / fall)
    body = np.sin(2 * np.pi * np.cumsum(frequency) / RATE) * np.exp(-t / ring)
    tap = random("kick", top).normal(0, 1, length) * np.exp(-t / 0.0025) * click
    knock = spectra.filtered(tap.astype(np.float32), spectra.curve(900.0, 5500.0))
    out = np.tanh(drive * (body + knock)) * np.minimum(1.0, t / 0.003)
    return normal(_felted(out))


def _felted(values: NDArray[np.floating]) -> Wave:
    """A skin struck with something soft: no more than a knock above 7 kHz, and none of a click."""
    out = spectra.filtered(values.astype(np.float32), spectra.curve(0.0, 7000.0) ** 3)
    out[:96] *= np.linspace(0, 1, 96, dtype=np.float32)
    out[-480:] *= np.linspace(1, 0, 480, dtype=np.float32)
    return out


def noise(
    name: str, length: float, low: float, high: float, decay: float, attack: float = 0.0012
) -> Wave:
    size = int(length * RATE)
    t = seconds(size)
    hiss = spectra.filtered(
        random(name).normal(0, 1, size).astype(np.float32), spectra.curve(low, high)
    )
    return np.asarray(hiss * np.exp(-t / decay) * np.clip(t / attack, 0, 1), dtype=np.float32)


def _snare(name: str, tone: float, decay: float, low: float, high: float, crack: float) -> Wave:
    rattle = noise(name, 0.45, low, high, decay)
    t = seconds(len(rattle))
    drum = np.sin(2 * np.pi * tone * t * (1 + 0.25 * np.exp(-t / 0.012))) * np.exp(
        -t / (decay * 0.8)
    )
    return normal(np.tanh(1.3 * (0.75 * drum + crack * normal(rattle))))


def _clap() -> Wave:
    out = np.zeros(int(0.4 * RATE), dtype=np.float32)
    for at in (0.0, 0.010, 0.021):
        burst = noise(f"clap{at}", 0.02, 700.0, 7000.0, 0.004)
        start = int(at * RATE)
        out[start : start + len(burst)] += burst * (0.9 if at == 0.0 else 0.7)
    tail = noise("clap", 0.36, 800.0, 6500.0, 0.07)
    start = int(0.021 * RATE)
    out[start : start + len(tail)] += 0.8 * tail[: len(out) - start]
    return normal(out)


def _snap() -> Wave:
    out = noise("snap", 0.22, 1400.0, 7500.0, 0.018)
    t = seconds(len(out))
    ring = np.sin(2 * np.pi * 1750 * t) * np.exp(-t / 0.012) * np.minimum(1.0, t / 0.0012)
    return normal(out + 0.5 * ring)


def _hat(name: str, decay: float, low: float = 6500.0, high: float = 15_000.0) -> Wave:
    size = int(min(1.0, decay * 7) * RATE)
    t = seconds(size)
    metal = sum(
        np.sign(np.sin(2 * np.pi * f * t)) for f in (2180.0, 2937.0, 4219.0, 5331.0, 6117.0, 7003.0)
    )
    hiss = random(name).normal(0, 2.0, size)
    out = spectra.filtered((metal + hiss).astype(np.float32), spectra.curve(low, high))
    return normal(out * np.exp(-t / decay) * np.minimum(1.0, t / 0.0008))


def _shaker() -> Wave:
    out = noise("shaker", 0.12, 4500.0, 13_000.0, 0.03, attack=0.012)
    return normal(out)


def _tick() -> Wave:
    t = seconds(int(0.08 * RATE))
    wave = np.sin(2 * np.pi * 1900 * t) * np.exp(-t / 0.008) + 0.3 * np.sin(
        2 * np.pi * 4100 * t
    ) * np.exp(-t / 0.004)
    return normal(wave * np.minimum(1.0, t / 0.0012))


def _bowl() -> Wave:
    t = np.arange(int(4.5 * RATE)) / RATE
    out = np.zeros(len(t))
    for ratio, level, decay in ((1, 1, 2.2), (2.71, 0.5, 1.4), (5.15, 0.2, 0.7)):
        out += (
            level
            * np.sin(2 * np.pi * 261.63 * ratio * t)
            * np.exp(-t / decay)
            * (1 + 0.04 * np.sin(2 * np.pi * 1.3 * t))
        )
    out[-4800:] *= np.linspace(1, 0, 4800)
    return normal(out, 0.6)


def _smallgong() -> Wave:
    """The opera gong that bends upward."""
    t = np.arange(int(0.9 * RATE)) / RATE
    frequency = 620.0 * (1 + 0.16 * (1 - np.exp(-t / 0.18)))
    cycles = 2 * np.pi * np.cumsum(frequency) / RATE
    out = np.zeros(len(t))
    for ratio, level, decay in (
        (1, 1, 0.3),
        (1.52, 0.6, 0.22),
        (2.31, 0.5, 0.15),
        (3.9, 0.3, 0.08),
    ):
        out += level * np.sin(cycles * ratio) * np.exp(-t / decay)
    out[-480:] *= np.linspace(1, 0, 480)
    return normal(out)


def _tom(frequency: float) -> Wave:
    return _kick(frequency * 1.6, frequency, 0.04, 0.16, 0.15, 1.2)


DRUMS: dict[str, Callable[[], Wave]] = {
    "kick_soft": lambda: _kick(110.0, 52.0, 0.03, 0.11, 0.25, 1.2),
    "kick_pop": lambda: _kick(170.0, 54.0, 0.022, 0.12, 0.6, 1.7),
    "kick_house": lambda: _kick(230.0, 50.0, 0.026, 0.13, 0.7, 2.1),
    "kick_808": lambda: _kick(150.0, 46.0, 0.03, 0.2, 0.5, 2.0),
    "boom": lambda: _kick(90.0, 38.0, 0.05, 0.35, 0.1, 1.3),
    "snare_lofi": lambda: _snare("snare_lofi", 190.0, 0.07, 600.0, 4800.0, 0.7),
    "snare_pop": lambda: _snare("snare_pop", 200.0, 0.09, 900.0, 9500.0, 0.8),
    "snare_trap": lambda: _snare("snare_trap", 220.0, 0.08, 1400.0, 12_000.0, 1.0),
    "snare_dnb": lambda: _snare("snare_dnb", 210.0, 0.1, 900.0, 10_000.0, 1.0),
    "snare_gated": lambda: _gated(),
    "clap": _clap,
    "snap": _snap,
    "shaker": _shaker,
    "tick": _tick,
    "smallgong": _smallgong,
    "hat_tight": lambda: _hat("hat_tight", 0.028),
    "hat_loose": lambda: _hat("hat_loose", 0.13),
    "hat_dark": lambda: _hat("hat_dark", 0.022, 4200.0, 8500.0),
    "tom_synth": lambda: _tom(95.0),
}


def _gated() -> Wave:
    """A snare in a big room that is cut off."""
    dry = _snare("snare_gated", 185.0, 0.1, 700.0, 8500.0, 0.9)
    room = noise("gate", 0.3, 400.0, 6000.0, 0.4)
    out = np.zeros(int(0.34 * RATE), dtype=np.float32)
    out[: len(dry)] += dry[: len(out)]
    out[: len(room)] += 0.5 * normal(room)
    out[int(0.22 * RATE) :] *= np.linspace(1, 0, len(out) - int(0.22 * RATE)) ** 2
    return normal(out)


_HANDS = ((0, 0.0), (14, 0.5), (-17, -0.4), (31, -0.9))  # cents, dB an octave above 1 kHz


def drum(voice: str, tonic: int = 0, *, hand: int = 0) -> Wave:
    """One stroke of a drum, by one of four hands; from the fifth on they strike softly."""
    out = _stroke(voice, tonic)
    cents, bright = _HANDS[hand % 4]
    if cents:
        out = spectra.resampled(out, 2.0 ** (cents / 1200.0), spectra.curve(0.0, 20_000.0, bright))
    if hand >= 4:
        out = spectra.filtered(out, spectra.curve(0.0, 7500.0))
    return out


def _stroke(voice: str, tonic: int) -> Wave:
    """A singing bowl, a conga, and a tom are tuned to the piece."""
    if voice == "bowl":
        return spectra.resampled(_bowl(), 2.0 ** ((tonic if tonic < 7 else tonic - 12) / 12.0))
    if voice in DRUMS:
        return DRUMS[voice]()
    recording = bank.recordings(voice)[0]
    step = 2.0 ** (recording.shift / 12.0) * recording.rate / RATE
    out = spectra.resampled(bank.samples(recording.place), step)
    fall, rise = min(len(out), RATE // 20), min(len(out), RATE // 1000)
    out[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    out[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    if voice.startswith(("conga", "tom")):
        out = _tuned(out, tonic)
    if voice.startswith("woodblock"):  # recorded from very near
        out = spectra.filtered(out, spectra.curve(0.0, 4200.0))
    if voice.startswith(("kick", "tom", "bassdrum", "taiko")):
        out = _felted(np.tanh(1.6 * normal(out, 1.0)))
    return normal(out)


def _tuned(values: Wave, tonic: int) -> Wave:
    """A drum with a pitch of its own brought to the nearest tonic or fifth of the piece."""
    power = np.abs(np.fft.rfft(values * np.hanning(len(values)), 1 << 16))
    f = np.fft.rfftfreq(1 << 16, 1 / RATE)
    inside = (f > 80) & (f < 600)
    pitch = 69 + 12 * np.log2(f[inside][int(power[inside].argmax())] / 440.0)
    away = [(goal - pitch + 6.0) % 12.0 - 6.0 for goal in (tonic, tonic + 7)]
    return spectra.resampled(values, 2.0 ** (min(away, key=abs) / 12.0))
