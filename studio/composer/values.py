"""The composer's values: a plan of the piece, the notes of a score, a sound.

Positions are samples at 48 kHz, so that nothing is rounded twice; documents for people and other
programs are in
seconds (`documents.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from studio.brief import Brief

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 48_000
VERSION = "1.4"  # of the engine; changes when the same brief may sound different


@dataclass(frozen=True, slots=True)
class Tempo:
    """From this sample on (the given beat of the piece), one beat lasts so many samples."""

    at: int
    beat: int
    samples_per_beat: float

    @property
    def bpm(self) -> float:
        return 60.0 * RATE / self.samples_per_beat


@dataclass(frozen=True, slots=True)
class Bar:
    at: int
    beat: int
    beats: int
    section: int  # index into the plan's sections


@dataclass(frozen=True, slots=True)
class Chord:
    """What sounds from `at` to `end`: root as pitch class, `tones` as semitones above it."""

    at: int
    end: int
    root: int
    quality: str
    tones: tuple[int, ...]
    degree: str

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        return tuple((self.root + tone) % 12 for tone in self.tones)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of bars with one purpose: intro verse build drop chorus break outro ending."""

    kind: str
    at: int
    end: int
    first_bar: int
    bars: int
    energy: float
    valence: float
    level: float  # loudness asked for, in LU below the loudest section
    drive: float = 0.8  # how much of the band plays and how busily, 0..1.3
    lands: int = -1  # which of the brief's drops starts here
    whole: tuple[int, int] = (-1, 0)  # first bar and bars of the section it was cut out of

    @property
    def begins(self) -> int:
        """The bar from which bars are counted here."""
        return self.first_bar if self.whole[0] < 0 else self.whole[0]

    @property
    def length(self) -> int:
        """How many bars are counted before the section is over."""
        return self.whole[1] or self.bars


@dataclass(frozen=True, slots=True)
class ScorePlan:
    """The piece before a note of it exists."""

    brief: Brief
    genre: str
    blend: str
    seed: int
    samples: int
    bpm: float
    tempi: tuple[Tempo, ...]
    bars: tuple[Bar, ...]
    sections: tuple[Section, ...]
    chords: tuple[Chord, ...]
    tonic: int
    mode: str
    scale: tuple[int, ...]
    melody_scale: tuple[int, ...]
    swing: float  # share of an off-beat pair that the first note takes; 0.5 is straight
    swing_unit: int  # 2: eighths, 4: sixteenths
    drops: tuple[int, ...]
    hits: tuple[int, ...]
    final: int  # sample of the last stroke
    energy: float
    valence: float
    progression: str
    version: str = VERSION
    leans: tuple[int, ...] = ()

    @property
    def speech(self) -> tuple[tuple[float, float], ...]:
        """Where somebody speaks: from sample, to sample."""
        return tuple((s.start * RATE / 1000, s.end * RATE / 1000) for s in self.brief.speech)


class Note(NamedTuple):
    """One stroke. Drums name the drum by General MIDI key."""

    at: int
    length: int
    pitch: int
    velocity: int
    style: str = ""  # an ornament or a drum's way of being struck


@dataclass(frozen=True, slots=True)
class Part:
    """What one player does."""

    name: str
    role: str  # kick drums percussion bass chords pad melody counter arpeggio effects
    instrument: str
    notes: tuple[Note, ...]
    level: float  # loudness where it plays, dB below the loudest role
    pan: float
    send: float  # into the room, 0..1
    pump: float  # share of level lost at each kick
    echo: float  # level of the dotted-eighth echo, 0 none
    highpass: float


@dataclass(frozen=True, slots=True)
class Score:
    plan: ScorePlan
    parts: tuple[Part, ...]
    kicks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """48 kHz stereo as a read-only float32 array of shape (2, samples), and its stems when asked
    for."""

    samples: NDArray[np.float32]
    stems: tuple[tuple[str, NDArray[np.float32]], ...] = ()
    loudness: float = 0.0
    true_peak: float = 0.0
    notes: dict[str, float] = field(default_factory=dict)
