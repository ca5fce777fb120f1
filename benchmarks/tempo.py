"""Tempo of songs with the truth known: how often it is found, at its level; and the weights for it.

    python -m benchmarks.tempo            how often, on songs that no weight was fitted to
    python -m benchmarks.tempo --fit      fits the weights of `analysis.rhythm` and prints them

Songs are random patterns of drums over chords at random tempi, and pieces of the composer in every
genre; half of each is for fitting, half is held out. Right is within 4 %; double or half is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio import composer
from studio.analysis import RATE, rhythm, spectrum
from studio.brief import Brief

Floats = NDArray[np.float32]
SECONDS = 24.0
CACHE = Path(tempfile.gettempdir()) / "tempo-songs"
RANGES = {
    "rock": (60, 170), "house": (100, 140), "hiphop": (62, 105), "half": (120, 160),
    "breaks": (150, 178), "sparse": (60, 150), "bossa": (70, 140), "none": (60, 130),
    "kicks": (80, 140),
}  # fmt: skip


class Song(NamedTuple):
    name: str
    sound: Floats
    bpm: float


def drawn(seed: int) -> Song:
    """A random pattern at a random tempo that such patterns are played at."""
    dice = np.random.default_rng([7, seed])
    kind = str(dice.choice(list(RANGES)))
    bpm = float(dice.uniform(*RANGES[kind]))
    kick, snare = _drums(kind, dice)
    hats = [
        list(np.arange(0, 4, 0.5)), list(np.arange(0, 4, 0.25)), [0, 1, 2, 3], [0.5, 1.5, 2.5, 3.5],
        [],
    ][int(dice.choice(5, p=[0.4, 0.2, 0.1, 0.15, 0.15]))]  # fmt: skip
    beat, loose = 60 / bpm, float(dice.choice([0.001, 0.006]))
    swing = float(dice.choice([0.5, 0.5, 0.6]))
    out = np.zeros(int(SECONDS * RATE) + RATE)
    chords = str(dice.choice(["arpeggio", "halves", "quarters"]))
    start = float(dice.uniform(0, 0.5))
    for bar in range(int(SECONDS / (4 * beat)) + 1):
        at = start + bar * 4 * beat
        for places, strike, level in ((kick, _kick, 1.0), (snare, _snare, 0.8), (hats, _hat, 0.5)):
            for place in places:
                swung = place - place % 1 + (swing if place % 1 == 0.5 else place % 1)
                _put(out, strike(dice) * level * dice.uniform(0.8, 1),
                     at + swung * beat + dice.normal(0, loose))  # fmt: skip
        _harmony(out, chords, bar, at, beat)
    out += dice.standard_normal(len(out)) * 0.002
    return Song(f"{kind} {chords}", (out / np.abs(out).max() * 0.8).astype(np.float32), bpm)


def _drums(kind: str, dice: np.random.Generator) -> tuple[list[float], list[float]]:
    def some(places: list[float], most: int) -> list[float]:
        return [float(p) for p in dice.choice(places, int(dice.integers(0, most + 1)), False)]

    match kind:
        case "rock":
            return [0, 2, *some([0.5, 1.5, 2.5, 3.5], 1)], [1, 3]
        case "house":
            return [0, 1, 2, 3], [1, 3] if dice.random() < 0.6 else []
        case "hiphop":
            return [0, *some([0.75, 1.5, 1.75, 2.25, 2.5, 2.75, 3.5], 2)], [1, 3]
        case "half":
            return [0, *some([0.5, 1, 1.5, 2.5, 3, 3.25, 3.5], 2)], [2]
        case "breaks":
            return [0, 2.5], [1, 3]
        case "sparse":
            return [0, 2], []
        case "bossa":
            return [0, 1.5, 2, 3.5], [0, 0.75, 1.5, 2.5, 3.25] if dice.random() < 0.5 else [1, 3]
        case "kicks":
            return [0, 1, 2, 3], []
    return [], []


def _harmony(out: NDArray[np.float64], how: str, bar: int, at: float, beat: float) -> None:
    chord = ((220, 261.6, 329.6), (174.6, 220, 261.6), (261.6, 329.6, 392), (196, 246.9, 293.7))
    notes = chord[bar % 4]
    for place in (0, 2):
        _put(out, _tone(notes[0] / 2, 2 * beat) * 1.3, at + place * beat)
    if how == "arpeggio":
        for n in range(8):
            _put(out, _tone(notes[n % 3] * 2, beat / 2), at + n * beat / 2)
        return
    step = 2 if how == "halves" else 1
    for note in notes:
        for place in range(0, 4, step):
            _put(out, _tone(note, step * beat), at + place * beat)


def _put(out: NDArray[np.float64], sound: NDArray[np.float64], at: float) -> None:
    first = round(at * RATE)
    if 0 <= first < len(out):
        part = sound[: len(out) - first]
        out[first : first + len(part)] += part


def _fall(seconds: float, to: float) -> NDArray[np.float64]:
    return np.asarray(np.exp(-np.arange(int(seconds * RATE)) / RATE / to))


def _kick(dice: np.random.Generator) -> NDArray[np.float64]:
    t = np.arange(int(0.25 * RATE)) / RATE
    fall = 50 * t + 6.7 * (1 - np.exp(-t * 18))
    return np.asarray(np.sin(2 * np.pi * fall) * _fall(0.25, 0.09))


def _snare(dice: np.random.Generator) -> NDArray[np.float64]:
    t = np.arange(int(0.2 * RATE)) / RATE
    noise = dice.standard_normal(len(t)) * 0.5 * _fall(0.2, 0.05)
    return np.asarray(noise + np.sin(2 * np.pi * 190 * t) * 0.4 * _fall(0.2, 0.06))


def _hat(dice: np.random.Generator) -> NDArray[np.float64]:
    noise = dice.standard_normal(int(0.06 * RATE))
    return np.asarray(np.diff(noise, prepend=0) * 0.25 * _fall(0.06, 0.02))


def _tone(pitch: float, seconds: float) -> NDArray[np.float64]:
    t = np.arange(int(seconds * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * pitch * k * t) / k**1.5 for k in range(1, 5))
    return np.asarray(wave * _fall(seconds, seconds / 2) * np.minimum(1, t / 0.004) * 0.15)


def composed(seeds: range) -> Iterator[Song]:
    """A piece of the composer in every genre for each of these seeds."""
    CACHE.mkdir(exist_ok=True)
    for seed in seeds:
        for genre in composer.genres():
            file = CACHE / f"{composer.VERSION}-{genre}-{seed}.npz"
            if not file.exists():
                drops = (18_000.0 + 1500 * seed,) if seed % 3 else ()
                wish = Brief(genre=genre, length_ms=40_000, seed=seed, drops=drops)
                planned = composer.plan(wish)
                stereo = composer.render(composer.score(planned)).samples
                bpm = 60 * composer.RATE / planned.tempi[0].samples_per_beat
                np.savez(file, sound=_slower(stereo.mean(axis=0)).astype(np.float16), bpm=bpm)
            kept = np.load(file)
            yield Song(genre, kept["sound"].astype(np.float32), float(kept["bpm"]))


def _slower(sound: Floats) -> Floats:
    """The sound at the analysis rate, by leaving the upper half of its spectrum out."""
    count = int(len(sound) * RATE / composer.RATE)
    lower = np.fft.rfft(sound)[: count // 2 + 1]
    made: Floats = (np.fft.irfft(lower, count) * (count / len(sound))).astype(np.float32)
    return made


def rows(songs: Iterator[Song]) -> list[tuple[Song, Floats, float]]:
    """Each song's signs, and 1 where its beat is half as fast as its family, 0 where it is it."""
    made = []
    for song in songs:
        seen = spectrum.analyse(song.sound)
        fast, _ = rhythm._family(seen)
        octaves = float(np.log2(fast / song.bpm))
        if abs(octaves - round(octaves)) > 0.06 or round(octaves) not in (0, 1):
            print("  another family:", song.name, round(song.bpm, 1), round(fast, 1))
            continue
        made.append((song, rhythm.signs(seen, rhythm._strength(seen), fast), round(octaves)))
    return made


def fitted(data: list[list[tuple[Song, Floats, float]]]) -> tuple[Floats, float]:
    """Weights by logistic regression; every group of songs weighs the same."""
    signs = np.array([row[1] for group in data for row in group], np.float64)
    truth = np.array([row[2] for group in data for row in group])
    share = np.concatenate([np.full(len(group), 1 / len(group)) for group in data]) / len(data)
    mean, scale = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    table = np.c_[(signs - mean) / scale, np.ones(len(signs))]
    weights = np.zeros(table.shape[1])
    for _ in range(20_000):
        wrong = 1 / (1 + np.exp(-table @ weights)) - truth
        weights -= 0.7 * (table.T @ (wrong * share) + 0.002 * np.r_[weights[:-1], 0])
    plain = weights[:-1] / scale
    return plain.astype(np.float32), float(weights[-1] - (plain * mean).sum())


def right(data: list[tuple[Song, Floats, float]], weights: Any, bias: float) -> tuple[int, int]:
    hits = sum((float(s @ weights + bias) > 0) == bool(half) for _, s, half in data)
    return hits, len(data)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--fit", action="store_true")
    asked.add_argument("--songs", type=int, default=160)
    chosen = asked.parse_args()
    half = chosen.songs // 2
    kept = [rows(drawn(n) for n in range(1000, 1000 + half)), rows(composed(range(4, 6)))]
    weights, bias = rhythm._WEIGHTS, rhythm._BIAS
    if chosen.fit:
        data = [rows(drawn(n) for n in range(half)), rows(composed(range(1, 4)))]
        weights, bias = fitted(data)
        print("_WEIGHTS =", np.round(weights, 3).tolist())
        print("_BIAS =", round(bias, 3))
        for name, group in zip(("patterns", "composed"), data, strict=True):
            print(f"fitted to, {name}: %d of %d" % right(group, weights, bias))
    for name, group in zip(("patterns", "composed"), kept, strict=True):
        print(f"held out, {name}: %d of %d at their level" % right(group, weights, bias))
        for song, signs, octave in group:
            if (float(signs @ weights + bias) > 0) != bool(octave):
                print("  ", song.name, round(song.bpm, 1), round(float(signs @ weights + bias), 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
