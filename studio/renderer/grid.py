"""Milliseconds as frames and samples: the only door between the timeline's time and the files'."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

RATE = 48_000  # samples a second, everywhere


@dataclass(frozen=True, slots=True)
class Grid:
    """The frames of the film: frame n is shown from n / fps on."""

    fps: Fraction

    def frame(self, ms: float) -> int:
        """The frame that starts nearest to this moment."""
        return round(Fraction(ms) * self.fps / 1000)

    def seconds(self, frames: int) -> float:
        return float(frames / self.fps)

    def samples(self, frames: int) -> int:
        """How many samples of sound last as long as this many frames."""
        return round(frames * RATE / self.fps)


def samples(ms: float) -> int:
    return round(ms * RATE / 1000)


def stamp(seconds: float | Fraction) -> str:
    """Seconds as ffmpeg reads them, to the microsecond."""
    return f"{float(seconds):.6f}"
