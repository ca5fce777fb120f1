"""Every different note of a score as sound, rendered once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.composer import (
    bending,
    drumkit,
    drumming,
    impacts,
    legato,
    loudness,
    sampler,
    spectra,
    synth,
    tables,
)
from studio.composer.values import RATE, Note, Part

Wave = NDArray[np.float32]
_BY_HAND = frozenset(
    {"hat", "open", "ride", "shaker", "tamb", "snare", "rim", "clap", "snap", "conga", "wood"}
)
RELEASE = {
    "keys": 0.16,
    "guitar": 0.12,
    "strings": 0.2,
    "winds": 0.09,
    "brass": 0.12,
    "pads": 0.5,
    "bass": 0.03,
    "plucked": 0.5,
    "bells": 0.7,
    "voice": 0.3,
    "synth": 0.06,
    "effects": 0.0,
}


class Key(NamedTuple):
    """What makes one rendered note different from another."""

    instrument: str
    pitch: int
    layer: int
    style: str
    highpass: float


class Rendered(NamedTuple):
    """A note's sound, the weighted energy of its tenths of a second, how late it speaks."""

    wave: Wave
    energy: loudness.Energies
    lag: int


def key_of(part: Part, note: Note) -> Key:
    if part.instrument.startswith("kit:"):
        voice = drumming.kit(part.instrument[4:]).get(note.style, note.style)
        hand = 0
        if note.style in _BY_HAND:  # no two strokes of a hand are alike, and soft ones are duller
            hand = note.at // 997 % 4 + 4 * (note.velocity < 60)
        return Key("drum", 0, hand, voice, part.highpass)
    if part.role == "effects":
        return Key(
            "effect", 0, note.length if note.style in ("riser", "swell") else 0, note.style, 0.0
        )
    soften = tables.instruments()[part.instrument].get("soften")
    layer = 2 if not soften else 0 if note.velocity < 58 else 1 if note.velocity < 84 else 2
    return Key(part.instrument, note.pitch, layer, note.style, part.highpass)


def _lag(wave: Wave) -> int:
    """Samples until a slow tone is half there: players of bows and breath begin early by that."""
    early = np.abs(np.atleast_2d(wave)[0, : RATE // 3])
    steps = early[: len(early) // 96 * 96].reshape(-1, 96).max(axis=1, initial=0.0)
    if not len(steps) or not steps.max() > 0:
        return 0
    half = int(np.argmax(steps >= 0.5 * steps.max())) * 96
    return max(0, min(RATE * 70 // 1000, half - RATE // 100))


def rendered(key: Key, length: int, tonic: int) -> Rendered:
    """The note as sound, and what placing and balancing it needs to know."""
    wave = _eased(_made(key, length, tonic))
    energy = loudness.heard(wave).energy
    if _shaved(wave, energy):
        energy = loudness.heard(wave).energy
    count = 2.0 if wave.ndim == 1 else 1.0  # one wave is heard on both sides
    return Rendered(wave, energy * count, _lag(wave))


def _bitten(wave: Wave) -> Wave:
    """A short bow: its start cut away, at once as loud as it gets, dying down from there."""
    half = RATE // 50
    first = np.abs(np.atleast_2d(wave)[0])
    sums = np.cumsum(np.pad(first, (half + 1, half)), dtype=np.float64)
    loud = ((sums[2 * half :] - sums[: -2 * half]) / (2 * half))[: len(first)]
    even = float(loud.max(initial=1e-6)) / np.maximum(loud, 0.12 * loud.max(initial=1e-6))
    fall = np.exp(-np.arange(wave.shape[-1], dtype=np.float32) / np.float32(0.2 * RATE))
    out = wave * (even * fall)
    rise = min(wave.shape[-1], RATE // 250)
    out[..., :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    return np.asarray(out, dtype=np.float32)


_CREST = 13.0  # dB that a stroke may stand above its own loudness
_STEP = 64


def _shaved(wave: Wave, energy: loudness.Energies) -> bool:
    """Whether the stroke lost the tip of its attack, which nobody hears and a limiter would bend
    all else around."""
    top = loudness.momentary_top(energy, 1.0)
    peak = max(float(wave.max(initial=0.0)), -float(wave.min(initial=0.0)))
    ceiling = max(10 ** ((top + _CREST) / 20), 0.45 * peak)
    if peak <= ceiling:
        return False
    tops = np.abs(np.atleast_2d(wave)).max(axis=0)
    tops = np.pad(tops, (0, -len(tops) % _STEP)).reshape(-1, _STEP).max(axis=1)
    held = np.minimum(1.0, ceiling / np.maximum(tops, 1e-9))
    held = np.minimum(np.minimum(held, np.roll(held, 1)), np.roll(held, -1))
    places = (np.arange(len(held)) + 0.5) * _STEP
    wave *= np.interp(np.arange(wave.shape[-1]), places, held).astype(np.float32)
    return True


_EASE = np.sin(np.linspace(0, np.pi / 2, 48, dtype=np.float32)) ** 2


def _eased(wave: Wave) -> Wave:
    """The wave from zero to zero: a filter that turns no phase rings ahead of what it filters, and
    a tone cut there begins with a click."""
    size = min(len(_EASE), wave.shape[-1] // 2)
    out = wave.copy() if not wave.flags.writeable else wave
    out[..., :size] *= _EASE[:size]
    out[..., out.shape[-1] - size :] *= _EASE[:size][::-1]
    return out


def _made(key: Key, length: int, tonic: int) -> Wave:
    if key.instrument == "drum":
        wave = drumkit.drum(key.style, tonic, hand=key.layer)
        return (
            spectra.filtered(wave, spectra.curve(key.highpass, 20_000.0))
            if key.highpass > 60
            else wave
        )
    if key.instrument == "effect":
        return impacts.effect(key.style, max(length, RATE // 10), tonic)
    entry = tables.instruments()[key.instrument]
    release = int(RELEASE.get(str(entry["family"]), 0.1) * RATE)
    lowpass = float(entry.get("lowpass", 20_000.0))
    if entry.get("soften"):
        lowpass = min(lowpass, float(entry["soften"]) * (1.0, 2.4, 20.0)[key.layer])
    shape = spectra.curve(key.highpass, lowpass, float(entry.get("bright", 0.0)))
    skip = int(float(entry.get("bite", 0.0)) * RATE)
    total = length + release + skip + (RATE // 16 if legato.ties(key.style) else 0)
    made = _toned(entry, key, total, shape)
    if "with" in entry:  # another player, as far back and as far out of tune as people are
        other, level, cents = entry["with"]
        second = _toned(tables.instruments()[other], key, total, shape, cents=float(cents))
        made = _together(made, second * np.float32(10 ** (float(level) / 20)))
    if skip:
        made = _bitten(made[..., skip:])
    if legato.ties(key.style):
        made = legato.tied(made)
    return bending.bent(made, key.style) if key.style else made


def _toned(
    entry: tables.Table, key: Key, length: int, shape: NDArray[np.float32], *, cents: float = 0.0
) -> Wave:
    """A tone of one instrument, sampled or synthesised."""
    pitch = key.pitch + cents / 100
    if entry["voice"] == "sampled":
        name = str(entry.get("of", entry["name"]))
        return sampler.note(name, pitch, length, shape=shape, wide=float(entry.get("wide", 0.0)))
    filtered = key.highpass > 60 or shape[-1] < 0.5
    return synth.VOICES[str(entry["voice"])](pitch, length, shape if filtered else None)


def _together(one: Wave, other: Wave) -> Wave:
    """Both at once, as long as the first, in two channels where either has two."""
    size = min(one.shape[-1], other.shape[-1])
    if one.ndim < other.ndim:
        one = np.stack([one, one])
    out = one.copy()
    out[..., :size] += other[..., :size]
    return out
