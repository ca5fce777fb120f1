"""Songs by another hand than `songs`: more kinds, among them those whose level is hard to hear.

Slow soul and lo-fi, 6/8 and 12/8 from 42 beats a minute, waltzes one in a bar, fast swing, fives,
sevens; with a drummer's wander, drift, steps of 10 %, and silence, talk, a crowd or an upbeat
before. By the instruments of `songs`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks import songs
from benchmarks.songs import Floats, Song, Style, Times, _drawn, _engine, _Note, _played
from studio.analysis import RATE


@dataclass(frozen=True, slots=True)
class Kind:
    """Tempi, beats a bar, parts of a beat, drums in beats, and how chords are played."""

    slow: float
    fast: float
    meter: int
    parts: int
    kick: tuple[float, ...]
    snare: tuple[float, ...]
    hats: tuple[float, ...] | None  # None: every part of every beat
    chords: str
    swing: float = 0.5
    rolls: bool = False  # of the hats, at random


_OFF, _RIDE = (0.5, 1.5, 2.5, 3.5), (0.0, 1.0, 1.5, 2.0, 3.0, 3.5)
_FOUR = (0.0, 1.0, 2.0, 3.0)
KINDS: dict[str, Kind] = {
    "six8 ballad": Kind(48, 72, 2, 3, (0,), (1,), None, "arpeggio"),
    "six8 celtic": Kind(80, 118, 2, 3, (0,), (1,), None, "strum"),
    "twelve8 blues": Kind(52, 80, 4, 3, (0, 2), (1, 3), None, "strum"),
    "six8 no drums": Kind(50, 76, 2, 3, (), (), (), "arpeggio"),
    "waltz piano": Kind(84, 170, 3, 2, (), (), (), "waltz"),
    "waltz band": Kind(90, 160, 3, 2, (0,), (1, 2), (), "waltz"),
    "three pop": Kind(80, 140, 3, 2, (0,), (2,), None, "arpeggio"),
    "three half bar": Kind(90, 150, 3, 2, (0, 1.5), (1.5,), None, "strum"),
    "five4": Kind(90, 170, 5, 2, (0, 3), (2, 4), None, "strum"),
    "seven8": Kind(180, 260, 7, 1, (0, 4), (2, 6), None, "strum"),
    "trap": Kind(62, 80, 4, 4, (0, 1.75, 2.5), (1, 3), (), "pad", rolls=True),
    "trap two": Kind(65, 78, 4, 4, (0, 0.75, 2.25, 3.5), (1, 3), (), "arpeggio", rolls=True),
    "hiphop": Kind(78, 98, 4, 2, (0, 1.5, 2.5), (1, 3), None, "pad", 0.58),
    "rock": Kind(96, 170, 4, 2, (0, 2, 2.5), (1, 3), None, "strum"),
    "rock, no hats": Kind(120, 185, 4, 2, (0, 0.5, 2, 2.5), (1, 3), (), "strum"),
    "slow rock": Kind(60, 84, 4, 2, (0, 2), (1, 3), None, "arpeggio"),
    "house": Kind(116, 130, 4, 2, _FOUR, (1, 3), _OFF, "stabs"),
    "techno": Kind(126, 148, 4, 2, _FOUR, (), _OFF, "pad"),
    "drum and bass": Kind(165, 178, 4, 2, (0, 2.5), (1, 3), None, "pad"),
    "swing": Kind(120, 220, 4, 2, (), (), _RIDE, "walk", 0.66),
    "bossa": Kind(115, 150, 4, 2, (0, 1.5, 2, 3.5), (0, 1.5, 3), None, "stabs"),
    "reggae": Kind(68, 84, 4, 2, (2,), (2,), None, "offbeats"),
    "folk": Kind(88, 130, 4, 2, (), (), (), "strum"),
    "piano": Kind(62, 110, 4, 2, (), (), (), "arpeggio"),
    "strings": Kind(60, 100, 4, 2, (), (), (), "pad"),
    "march": Kind(100, 122, 4, 2, (0, 2), _RIDE, (), "waltz"),
    "disco": Kind(108, 126, 4, 4, _FOUR, (1, 3), None, "offbeats"),
    "rnb": Kind(58, 82, 4, 4, (0, 1.75, 2.5), (1, 3), None, "pad"),
    "rnb two": Kind(58, 82, 4, 4, (0, 0.75, 2.25), (1, 3),
                    (*_OFF, *_FOUR, 1.75, 3.75), "arpeggio"),
    "lo-fi": Kind(64, 86, 4, 2, (0, 2.5), (1, 3), None, "pad", 0.6),
    "lo-fi two": Kind(64, 86, 4, 2, (0, 1.5, 2.25), (1, 3), (*_FOUR, 3.5), "stabs", 0.6),
    "neo soul": Kind(62, 86, 4, 4, (0, 0.75, 2.75), (1, 3), None, "offbeats"),
    "slow soul": Kind(58, 80, 4, 2, (0, 2, 2.5), (1, 3), None, "pad"),
    "waltz, one in a bar": Kind(140, 195, 3, 2, (0,), (), (0, 1, 2), "waltz"),
    "jazz waltz": Kind(110, 185, 3, 2, (0,), (), (0, 1, 1.5, 2), "walk", 0.66),
    "fast swing": Kind(170, 236, 4, 2, _FOUR, (), _RIDE, "walk", 0.64),
    "five4 jazz": Kind(120, 180, 5, 2, (0, 3), (), (0, 1, 2, 3, 4, 1.5), "stabs", 0.64),
    "six8 slow": Kind(42, 66, 2, 3, (0, 5 / 3), (1,), None, "pad"),
    "six8 pop": Kind(56, 80, 2, 3, (0,), (1,), (), "arpeggio"),
    "twelve8 soul": Kind(50, 72, 4, 3, (0, 5 / 3, 2), (1, 3), None, "pad"),
    "sparse ballad": Kind(58, 80, 4, 2, (0, 2), (1, 3), (), "pad"),
    "dubstep": Kind(134, 146, 4, 2, (0, 1.5), (2,), None, "pad"),
}  # fmt: skip
_PROGRAMS = ((0, 33), (24, 32), (25, 33), (4, 38), (48, 43), (29, 34), (80, 38), (11, 32))
_CHORDS = ((57, 60, 64), (53, 57, 60), (60, 64, 67), (55, 59, 62), (62, 65, 69), (52, 55, 59))


def drawn(seed: int, *, seconds: float = 26.0, kind: str = "", real: bool | None = None) -> Song:
    """A song of the kind whose turn it is, or of this one."""
    dice = np.random.default_rng([991, seed])
    name = kind or list(KINDS)[seed % len(KINDS)]
    chosen = KINDS[name]
    bpm = float(np.exp(dice.uniform(np.log(chosen.slow), np.log(chosen.fast))))
    how = str(dice.choice(["even", "even", "drummer", "drift", "step"]))
    before = str(dice.choice(["", "", "silence", "talk", "crowd", "upbeat"]))
    waits = {"silence": (1.0, 4.0), "talk": (2.0, 5.0), "upbeat": (0.2, 1.0)}
    beats = _beats(bpm, how, float(dice.uniform(*waits.get(before, (0.0, 0.7)))), seconds, dice)
    notes = _Player(chosen, beats, 0.009 if how == "drummer" else 0.004, dice).all()
    notes = [note for note in notes if note.at < seconds]
    style = Style(60, 200, (), (), (), "whole", programs=_PROGRAMS[int(dice.integers(8))])
    lucky = _engine() is not None and dice.random() < 0.7
    real = lucky if real is None else real
    sound = _played(notes, style, seconds) if real else _drawn(notes, style, seconds, dice)
    sound = _after(sound, before, float(beats[0]), dice)
    kept = beats[beats < seconds]
    label = f"{name} {bpm:.0f} {how} {before}{' real' if real else ''}"
    return Song(
        label, sound, kept, kept[:: chosen.meter], meter=2 if chosen.parts == 3 else chosen.meter
    )


def _beats(bpm: float, how: str, first: float, seconds: float, dice: np.random.Generator) -> Times:
    times, wander = [first], 0.0
    turn, to = seconds * float(dice.uniform(0.4, 0.6)), float(dice.choice([0.9, 1.1]))
    slope = float(dice.choice([-0.05, 0.05]))
    while times[-1] < seconds + 4:
        pace = 1.0
        if how == "drummer":
            wander = 0.85 * wander + float(dice.normal(0, 0.006))
            pace = 1 + wander
        elif how == "drift":
            pace = 1 + slope * (times[-1] / seconds - 0.5) * 2
        elif how == "step" and times[-1] > turn:
            pace = 1 / to
        times.append(times[-1] + 60 / bpm * pace)
    return np.array(times)


def _after(sound: Floats, what: str, start: float, dice: np.random.Generator) -> Floats:
    """The sound, and what is heard before or beneath it."""
    mixed = sound.astype(np.float64)
    if what == "talk":
        talk = songs.beatless(3 + 9 * int(dice.integers(9)), seconds=start)[1]
        mixed[: len(talk)] += talk * 0.6
    if what == "crowd":
        bins = np.fft.rfftfreq(len(mixed), 1 / RATE)
        noise = np.fft.rfft(dice.standard_normal(len(mixed)))
        murmur = np.fft.irfft(noise / np.maximum(np.abs(bins - 900) / 400, 1), len(mixed))
        mixed += murmur / np.abs(murmur).max() * 0.12
    made: Floats = (mixed / np.abs(mixed).max() * 0.8).astype(np.float32)
    return made


class _Player:
    """Who plays one song, note by note."""

    def __init__(self, kind: Kind, beats: Times, spread: float, dice: np.random.Generator) -> None:
        self.kind, self.beats, self.spread, self.dice = kind, beats, spread, dice
        self.gap = float(np.median(np.diff(beats)))
        self.order = [_CHORDS[int(n)] for n in dice.permutation(len(_CHORDS))[:4]]
        self.lasts = int(dice.choice([1, 1, 2]))  # bars a chord
        self.fills = dice.random() < 0.5
        self.notes: list[_Note] = []
        self.hats = self._hats()

    def all(self) -> list[_Note]:
        for bar in range((len(self.beats) - 2) // self.kind.meter):
            chord = self.order[bar // self.lasts % 4]
            self._drums(bar)
            self._chords(bar, chord)
            if self.kind.chords not in ("waltz", "walk"):
                self._bass(bar, chord[0] - 24)
            if self.dice.random() < 0.8:
                self._melody(bar, chord)
        return self.notes

    def _grid(self, parts: int) -> NDArray[np.float64]:
        return np.arange(self.kind.meter * parts) / parts

    def _hats(self) -> list[float]:
        if self.kind.rolls:
            count = self.kind.meter * 4
            return [n / 4 for n in range(count) if n % 2 == 0 or self.dice.random() < 0.4]
        hats = self.kind.hats
        return self._grid(self.kind.parts).tolist() if hats is None else list(hats)

    def _put(
        self, bar: int, place: float, lasts: float, pitch: int, level: float, voice: str
    ) -> None:
        index, part = bar * self.kind.meter + int(place), place - int(place)
        if index + 1 >= len(self.beats):
            return
        part = self.kind.swing if abs(part - 0.5) < 0.01 else part
        at = self.beats[index] + (self.beats[index + 1] - self.beats[index]) * part
        at += float(self.dice.normal(0, self.spread))
        level = min(1.0, level * float(self.dice.uniform(0.8, 1)))
        self.notes.append(_Note(max(0.0, float(at)), lasts, pitch, level, voice))

    def _drums(self, bar: int) -> None:
        kind = self.kind
        for key, places, level in ((36, kind.kick, 1.0), (38, kind.snare, 0.85),
                                   (42, self.hats, 0.45)):  # fmt: skip
            for place in places:
                self._put(bar, place, 0.1, key, level, "drums")
        if self.fills and bar % 4 == 3 and (kind.kick or kind.snare or self.hats):
            for quarter in range(4):
                self._put(bar, kind.meter - 1 + quarter / 4, 0.1, 38, 0.6, "drums")

    def _chords(self, bar: int, chord: tuple[int, int, int]) -> None:
        kind, gap = self.kind, self.gap
        halves = self._grid(3 if kind.parts == 3 else 2)
        match kind.chords:
            case "arpeggio":
                for n, place in enumerate(self._grid(kind.parts)):
                    level = 0.6 if place % 1 else 0.75
                    pitch = chord[(0, 1, 2, 1)[n % 4]] + 12
                    self._put(bar, place, gap / kind.parts * 0.9, pitch, level, "chords")
            case "strum":
                for place in halves:
                    if place % 1 == 0 or self.dice.random() < 0.6:
                        level = 0.65 if place % 1 == 0 else 0.45
                        self._all(bar, place, gap * 0.45, chord, level)
            case "waltz":
                self._put(bar, 0, gap * 0.8, chord[0] - 12, 0.8, "bass")
                for beat in range(1, kind.meter):
                    self._all(bar, beat, gap * 0.5, chord, 0.5)
            case "pad":
                self._all(bar, 0, gap * kind.meter * 0.97, chord, 0.6)
            case "stabs" | "offbeats":
                for beat in range(kind.meter):
                    self._all(bar, beat + 0.5, gap * 0.3, chord, 0.6)
            case "walk":
                for beat in range(kind.meter):
                    pitch = chord[beat % 3] - 24 + int(self.dice.integers(0, 2))
                    self._put(bar, beat, gap * 0.9, pitch, 0.8, "bass")
                for place in (0, 1.5):
                    self._all(bar, place, gap * 0.4, chord, 0.5)

    def _all(
        self, bar: int, place: float, lasts: float, chord: tuple[int, int, int], level: float
    ) -> None:
        for pitch in chord:
            self._put(bar, place, lasts, pitch, level, "chords")

    def _bass(self, bar: int, pitch: int) -> None:
        self._put(bar, 0, self.gap * self.kind.meter * 0.45, pitch, 0.8, "bass")
        if self.kind.meter == 4:
            fifth = 7 if self.dice.random() < 0.3 else 0
            self._put(bar, 2, self.gap * 1.8, pitch + fifth, 0.7, "bass")

    def _melody(self, bar: int, chord: tuple[int, int, int]) -> None:
        places = self._grid(min(self.kind.parts, 3))
        many = int(self.dice.integers(1, self.kind.meter + 1))
        for place in sorted(self.dice.choice(places, many, replace=False)):
            pitch = chord[int(self.dice.integers(0, 3))] + 12 + int(self.dice.choice([0, 0, 12]))
            self._put(bar, float(place), self.gap * 0.6, pitch, 0.55, "chords")
