"""What a song fitted to cuts is made of: pieces of the song, moved cuts, and what each cut got.

Times are seconds. A piece plays `song_start`..`song_end` of the user's file at `at` in the film;
`speed` is how fast (1.02: two hundredths faster). Between pieces the sound is cross-faded.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A cut to be met: when, how much it matters, and how far it may itself be moved."""

    at: float
    weight: float = 1.0
    hero: bool = False  # the one that the drop is for
    slack: float = 0.0  # seconds it may move either way, 0: it stands


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a song can meet a cut: times in the song and how good each is."""

    times: tuple[float, ...]  # beats, and eighths between them
    worth: tuple[float, ...]  # 1.0 a beat, more for a downbeat, less for an eighth
    bars: tuple[float, ...]  # bar lines, where pieces may be joined
    drops: tuple[float, ...]
    duration: float


@dataclass(frozen=True, slots=True)
class Piece:
    at: float
    song_start: float
    song_end: float
    speed: float

    @property
    def lasts(self) -> float:
        return (self.song_end - self.song_start) / self.speed

    @property
    def ends(self) -> float:
        return self.at + self.lasts


@dataclass(frozen=True, slots=True)
class Meeting:
    """What became of one cut."""

    cut: float  # where it was
    moved: float  # seconds by which it was moved
    error: float  # seconds from the nearest beat or eighth after all; music late is positive
    hit: bool  # planned to meet


@dataclass(frozen=True, slots=True)
class Fit:
    """A song fitted to cuts."""

    pieces: tuple[Piece, ...]
    meetings: tuple[Meeting, ...]
    hero: float | None  # seconds between the drop and its cut; None when there was none
    unmet: tuple[float, ...]  # cuts that nothing allowed could reach
    chance: float  # share of cuts that random music would meet within NEAR
    before: float  # share met by the best plain offset
    after: float  # share met now


NEAR = 0.040  # seconds within which a cut counts as met
