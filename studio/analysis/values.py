"""What was heard and seen, as facts: rhythm, sections, drops, speech, loudness, cuts.

Times are seconds as floats here; whole milliseconds begin at the service's door.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The beat of a song, with a second guess at the tempo and how sure the first one is."""

    bpm: float
    second_bpm: float  # what it is if the first guess took the wrong level
    confidence: float  # 0..1; below UNSURE phrases lead instead of beats
    beats: tuple[float, ...]
    downbeats: tuple[float, ...]
    meter: int = 4
    steady: bool = True  # one tempo from beginning to end, within 2 %
    parts: int = 2  # of a beat: 3 where it is counted in threes, as 6/8 is


UNSURE = 0.4


@dataclass(frozen=True, slots=True)
class Section:
    start: float
    end: float
    energy: float  # 0..1 within this song
    label: str  # sections that sound alike share a letter


@dataclass(frozen=True, slots=True)
class Drop:
    """Where the music's energy steps up."""

    at: float
    strength: float  # 0..1


@dataclass(frozen=True, slots=True)
class Span:
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Hearing:
    """Everything that was heard in one piece of sound."""

    duration: float
    rhythm: Rhythm | None  # None: no beat that deserves the name
    onsets: tuple[float, ...]
    phrases: tuple[float, ...]  # where something new begins; leads when there is no beat
    sections: tuple[Section, ...]
    drops: tuple[Drop, ...]
    speech: tuple[Span, ...]
    silence: tuple[Span, ...]
    loudness: Floats = field(repr=False)  # LUFS every 100 ms, momentary
    integrated: float  # LUFS over all
    bars: tuple[float, ...] = ()  # bar lines from the beginning to the end, counted or guessed
    colours: Floats | None = field(default=None, repr=False)  # bars x features: how each sounds


CutKind = Literal["hard", "fade", "flash"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the picture changes shot. A flash is told apart: nothing is synchronised to it."""

    at: float
    frame: int
    weight: float  # 0..1, how different the shots are
    kind: CutKind = "hard"
    lasts: float = 0.0  # of a fade


@dataclass(frozen=True, slots=True)
class Glance:
    """One sampled frame as numbers, 0..1."""

    at: float
    brightness: float
    saturation: float
    warmth: float
    motion: float


@dataclass(frozen=True, slots=True)
class Film:
    """Everything that was seen in one film."""

    duration: float  # of what was looked at
    cuts: tuple[Cut, ...]
    glances: tuple[Glance, ...]  # a few a second
    exact: bool  # every frame was looked at, so cuts are known to the frame


@dataclass(frozen=True, slots=True)
class Scene:
    """What one shot looks and sounds like, and the mood this leads to."""

    start: float
    end: float
    brightness: float
    saturation: float
    warmth: float
    motion: float
    cuts_a_minute: float
    loudness: float
    speech: float  # share of the scene in which somebody speaks
    valence: float
    energy: float
