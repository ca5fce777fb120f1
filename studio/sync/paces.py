"""When photos change that stay another number of beats in parts of the music; ms and beats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SAME = 40  # ms
_LAST_BIT = 0.5  # of a photo's time: what is left of it until another pace begins is given to it


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when, ms in the film, photos stay so many beats."""

    start: int
    end: int
    beats: float


def edges(beats: Sequence[int], stretches: Sequence[Stretch], count: int, base: float) -> list[int]:
    """When each of so many photos is over: after its beats, or where another pace begins."""
    borders = sorted({at for one in stretches for at in (one.start, one.end)})
    made: list[int] = []
    at = 0.0  # in beats
    now = 0
    for _ in range(count):
        pace = next((s.beats for s in stretches if s.start - _SAME <= now < s.end - _SAME), base)
        end = _when(beats, at + pace)
        for border in borders:
            if (
                now + _SAME < border < end + (end - now) * _LAST_BIT
                and border - now >= (end - now) * _LAST_BIT
            ):
                end = border
                break
        at = _number(beats, end)
        now = end
        made.append(end)
    return made


def _when(beats: Sequence[int], number: float) -> int:
    """The moment of this beat, counted from the first; carried on evenly beyond the last."""
    whole = int(number)
    if whole >= len(beats) - 1:
        each = (beats[-1] - beats[0]) / (len(beats) - 1)
        return round(beats[-1] + (number - (len(beats) - 1)) * each)
    return round(beats[whole] + (number - whole) * (beats[whole + 1] - beats[whole]))


def _number(beats: Sequence[int], at: int) -> float:
    """Which beat is nearest to this moment, in halves."""
    each = (beats[-1] - beats[0]) / (len(beats) - 1)
    near = min(range(len(beats)), key=lambda n: abs(beats[n] - at))
    return round((near + (at - beats[near]) / each) * 2) / 2
