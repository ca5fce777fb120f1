"""Which frames of the film are copied packets and which are encoded. Pure.

A run of copied frames starts at a key frame that nothing before or after refers across, and ends
where everything decoded so far is everything shown so far. What lies between runs is encoded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from studio.media.movie_index import Track
from studio.renderer.shots import Shot

_WORTH = 0.25  # share of the frames that must be copied for joints to be worth their while
_SHORTEST = 1.0  # seconds of a copied run
_MOST = 60  # parts
AROUND = 6  # frames on each side of a joint that are proved


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A source's packets: what each one shows (frame number, in order of decoding)."""

    track: Track
    shown: NDArray[np.int64]
    starts: NDArray[np.bool_]  # key frames that nothing refers across
    fps: Fraction

    @property
    def frames(self) -> int:
        return len(self.shown)


@dataclass(frozen=True, slots=True)
class Copied:
    """Film frames [first, last) are packets [begin, end) of a source, in order of decoding."""

    first: int
    last: int
    source: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """Film frames [first, last) are encoded anew."""

    first: int
    last: int


Part = Copied | Encoded


def table(track: Track, fps: Fraction) -> Table | None:
    """The packets of a steady stream, or None where frames cannot be told by number."""
    if len(track.pts) < 2 or not track.steady or track.pts.min() != track.first:
        return None
    exact = Fraction(track.timescale) / fps
    shown = np.rint((track.pts - track.first) / float(exact)).astype(np.int64)
    if not np.array_equal(np.sort(shown), np.arange(len(shown))):
        return None
    before = np.maximum.accumulate(shown)
    after = np.minimum.accumulate(shown[::-1])[::-1]
    starts = track.keys & (before == shown) & (after == shown)
    return Table(track, shown, starts, fps)


def split(
    shots: Sequence[Shot],
    tables: Mapping[str, Table],
    touched: Sequence[tuple[int, int]],
    *,
    fps: Fraction,
    total: int,
) -> tuple[Part, ...]:
    """The film's frames as parts; nothing is copied where that would not be worth it."""
    runs: list[Copied] = []
    for shot in shots:
        if _plain(shot) and shot.clip and shot.clip.source in tables:
            own = tables[shot.clip.source]
            if own.fps == fps:
                for stretch in _free(shot.first, shot.last, touched):
                    runs += _run(shot, own, stretch, round(_SHORTEST * fps))
    copied = sum(run.last - run.first for run in runs)
    if not runs or copied < _WORTH * total or 2 * len(runs) + 1 > _MOST:
        return (Encoded(0, total),)
    return tuple(_filled(runs, total))


def _plain(shot: Shot) -> bool:
    clip = shot.clip
    return clip is not None and clip.speed == 1.0 and not (clip.reverse or clip.freeze)


def _free(first: int, last: int, touched: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches between these frames that nothing touches."""
    free, at = [], first
    for start, end in sorted(touched):
        if end <= at or start >= last:
            continue
        if start > at:
            free.append((at, start))
        at = max(at, end)
    return [*free, (at, last)] if at < last else free


def _run(shot: Shot, own: Table, stretch: tuple[int, int], shortest: int) -> list[Copied]:
    """The longest run of whole packets inside a stretch; none or one."""
    assert shot.clip is not None
    shift = round(Fraction(shot.clip.in_point, 1000) * own.fps) + shot.offset - shot.first
    low, high = stretch[0] + shift, min(stretch[1] + shift, own.frames)
    begins = np.flatnonzero(own.starts & (own.shown >= low))
    if not len(begins) or own.shown[begins[0]] >= high:
        return []
    begin = int(begins[0])
    first = int(own.shown[begin])
    tops = np.maximum.accumulate(own.shown[begin:])
    whole = (tops - first == np.arange(len(tops))) & (tops < high)
    ends = np.flatnonzero(whole)
    if not len(ends):
        return []
    end = begin + int(ends[-1]) + 1
    last = first + end - begin
    if last - first < shortest:
        return []
    return [Copied(first - shift, last - shift, shot.clip.source, begin, end)]


def _filled(runs: list[Copied], total: int) -> list[Part]:
    made: list[Part] = []
    at = 0
    for run in sorted(runs, key=lambda one: one.first):
        if run.first > at:
            made.append(Encoded(at, run.first))
        made.append(run)
        at = run.last
    return [*made, Encoded(at, total)] if at < total else made
