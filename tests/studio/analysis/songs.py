"""Songs made for the tests: patterns of kick, snare and hats over chords, with the truth known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.analysis import RATE

Floats = NDArray[np.float32]

# kick, snare, hats: positions in beats within a bar of four
PATTERNS: dict[str, tuple[tuple[float, ...], ...]] = {
    "rock": ((0, 2), (1, 3), tuple(np.arange(0, 4, 0.5))),
    "house": ((0, 1, 2, 3), (1, 3), (0.5, 1.5, 2.5, 3.5)),
    "hiphop": ((0, 0.75, 2.5), (1, 3), tuple(np.arange(0, 4, 0.5))),
    "breakbeat": ((0, 2.5), (1, 3), tuple(np.arange(0, 4, 0.5))),
    "sixteenths": ((0, 2, 2.75), (1, 3), tuple(np.arange(0, 4, 0.25))),
    "no drums": ((), (), ()),
}
_CHORDS = (
    (220.0, 261.6, 329.6),
    (174.6, 220.0, 261.6),
    (261.6, 329.6, 392.0),
    (196.0, 246.9, 293.7),
)


@dataclass(frozen=True)
class Song:
    sound: Floats
    bpm: float
    first: float  # the first beat

    @property
    def beats(self) -> NDArray[np.float64]:
        return np.arange(self.first, len(self.sound) / RATE, 60 / self.bpm)


def song(
    pattern: str, bpm: float, *, seconds: float = 30.0, first: float = 0.3, seed: int = 0
) -> Song:
    """A song of this pattern and tempo, humanly loose, over four chords."""
    dice = np.random.default_rng([seed, len(pattern)])
    beat = 60 / bpm
    out = np.zeros(int(seconds * RATE) + RATE)
    kick, snare, hats = PATTERNS[pattern]
    for bar in range(int(seconds / (4 * beat)) + 1):
        at = first + bar * 4 * beat
        for places, strike, level in (
            (kick, _kick(), 1.0),
            (snare, _snare(dice), 0.8),
            (hats, _hat(dice), 0.5),
        ):
            for place in places:
                loose = float(dice.normal(0, 0.003))
                _put(out, strike * level * float(dice.uniform(0.85, 1)), at + place * beat + loose)
        chord = _CHORDS[bar % 4]
        for half in (0, 2):
            _put(out, 1.3 * _tone(chord[0] / 2, 2 * beat), at + half * beat)
        for note in range(8):
            _put(out, _tone(chord[note % 3] * 2, beat / 2), at + note * beat / 2)
    out = out[: int(seconds * RATE)] + dice.normal(0, 0.002, int(seconds * RATE))
    return Song((out / np.abs(out).max() * 0.8).astype(np.float32), bpm, first)


def waltz(bpm: float, *, turns: int = 1, kicks: int = 0, seconds: float = 28.0) -> Floats:
    """A low note and two chords a bar; a new chord every so many bars; kicks on its first beats."""
    dice = np.random.default_rng([11, int(bpm), turns, kicks])
    beat, count = 60 / bpm, int(seconds * RATE)
    out = np.zeros(count)
    for bar in range(int(seconds / (3 * beat))):
        chord = _CHORDS[bar // turns % 4]
        for place in range(3):
            at = 0.3 + (3 * bar + place) * beat + float(dice.normal(0, 0.003))
            for note in (chord[0] / 2,) if place == 0 else chord:
                _put(out, (1.3 if place == 0 else 0.7) * _tone(note, beat), at)
            if place < kicks:
                _put(out, 0.4 * _kick(), at)
        if dice.random() < 0.6:
            _put(out, _tone(chord[2] * 2, beat), 0.3 + (3 * bar + int(dice.integers(3))) * beat)
    out += dice.normal(0, 0.002, count)
    return (out / np.abs(out).max() * 0.8).astype(np.float32)


def _put(out: NDArray[np.float64], sound: NDArray[np.float64], at: float) -> None:
    start = round(at * RATE)
    if 0 <= start < len(out):
        part = sound[: len(out) - start]
        out[start : start + len(part)] += part


def _decay(count: int, seconds: float) -> NDArray[np.float64]:
    return np.exp(-np.arange(count) / RATE / seconds)


def _kick() -> NDArray[np.float64]:
    time = np.arange(int(0.25 * RATE)) / RATE
    return np.sin(2 * np.pi * (50 * time + 6.7 * (1 - np.exp(-time * 18)))) * _decay(
        len(time), 0.09
    )


def _snare(dice: np.random.Generator) -> NDArray[np.float64]:
    count = int(0.2 * RATE)
    body = np.sin(2 * np.pi * 190 * np.arange(count) / RATE) * 0.4 * _decay(count, 0.06)
    return dice.standard_normal(count) * 0.5 * _decay(count, 0.05) + body


def _hat(dice: np.random.Generator) -> NDArray[np.float64]:
    count = int(0.06 * RATE)
    return np.diff(dice.standard_normal(count), prepend=0) * 0.25 * _decay(count, 0.02)


def _tone(frequency: float, seconds: float) -> NDArray[np.float64]:
    time = np.arange(int(seconds * RATE)) / RATE
    sound = sum(np.sin(2 * np.pi * frequency * k * time) / k**1.5 for k in range(1, 5))
    return sound * _decay(len(time), seconds * 0.5) * np.minimum(1, time / 0.004) * 0.15


def of_loudness(sound: Floats, other: Floats, decibel: float) -> Floats:
    """The sound, so much louder or quieter than the other."""
    ratio = np.sqrt((other**2).mean() / (sound**2).mean())
    return (sound * ratio * 10 ** (decibel / 20)).astype(np.float32)
