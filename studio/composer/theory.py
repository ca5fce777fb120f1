"""Scales and roman numerals as semitones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
}
PENTATONIC = {False: (0, 2, 4, 7, 9), True: (0, 3, 5, 7, 10)}  # gong; yu, by being minor
MINOR_MODES = frozenset({"minor", "dorian", "phrygian"})
BRIGHTNESS = {  # how bright a mode sounds, on the scale of valence
    "phrygian": 0.12,
    "minor": 0.3,
    "dorian": 0.45,
    "mixolydian": 0.6,
    "major": 0.75,
    "lydian": 0.88,
}

SHARP_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLAT_NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_FLAT_TONICS = frozenset({1, 3, 5, 8, 10})

_ROMANS = {"I": 0, "II": 1, "III": 2, "IV": 3, "V": 4, "VI": 5, "VII": 6}
_NUMERAL = re.compile(r"([b#]?)(VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)(.*)")
_TONES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "dim": (0, 3, 6),
    "5": (0, 7),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "9": (0, 4, 7, 10, 14),
    "m9": (0, 3, 7, 10, 14),
    "maj9": (0, 4, 7, 11, 14),
    "13": (0, 4, 7, 10, 21),
    "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "m7b5": (0, 3, 6, 10),
    "dim7": (0, 3, 6, 9),
}


class Numeral(NamedTuple):
    root: int  # semitones above the tonic
    quality: str
    tones: tuple[int, ...]


@cache
def numeral(text: str, *, minor: bool) -> Numeral:
    """What a roman numeral stands for; without an accidental its degree is the mode's own."""
    found = _NUMERAL.fullmatch(text)
    if not found:
        raise ValueError(f"not a roman numeral: {text}")
    accidental, roman, suffix = found.groups()
    scale = SCALES["minor" if minor else "major"]
    root = scale[_ROMANS[roman.upper()]]
    root += {"": 0, "b": -1, "#": 1}[accidental]
    lower = roman.islower()
    quality = suffix
    if lower and suffix in ("", "7", "9", "6", "add9", "7b5"):
        quality = "m" + suffix
    return Numeral(root % 12, quality, _TONES[quality])


def family(quality: str) -> str:
    """The triad a chord comes down to: maj, min, dim or sus."""
    if quality.startswith("dim") or quality == "m7b5":
        return "dim"
    if "sus" in quality:
        return "sus"
    return "min" if quality.startswith("m") and not quality.startswith("maj") else "maj"


def pitch_name(pitch_class: int, tonic: int) -> str:
    names = FLAT_NAMES if tonic in _FLAT_TONICS else SHARP_NAMES
    return names[pitch_class % 12]


# How firmly each degree sits in a major and in a minor key (Krumhansl and Kessler, 1982).
_FIRMNESS = {
    False: (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    True: (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}


def clarity(weights: Sequence[float], *, minor: bool) -> float:
    """How much better these weights of the degrees fit the tonic's own key than any other."""
    fits = {
        (tonic, kind): _likeness([weights[(tonic + i) % 12] for i in range(12)], row)
        for kind, row in _FIRMNESS.items()
        for tonic in range(12)
    }
    own = fits.pop((0, minor))
    return own - max(fits.values())


def _likeness(some: Sequence[float], others: Sequence[float]) -> float:
    """Their correlation."""
    a, b = sum(some) / 12, sum(others) / 12
    both = sum((x - a) * (y - b) for x, y in zip(some, others, strict=True))
    size = sum((x - a) ** 2 for x in some) * sum((y - b) ** 2 for y in others)
    return both / size**0.5 if size else 0.0
