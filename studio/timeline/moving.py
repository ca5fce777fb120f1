"""Cuts moved by a few frames while everything else stays where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from studio.errors import TooShort
from studio.timeline import clock, facts, find, pieces
from studio.timeline.model import Clip, Timeline, VideoTrack
from studio.timeline.operations import MoveCuts
from studio.timeline.pieces import SHORTEST

_NEAR = 2  # ms by which a cut may lie off a clip's border and still be meant
_SLOWEST, _FASTEST = 0.8, 1.25  # of a shot beside a moved cut, as a share of its own speed


@dataclass(frozen=True, slots=True)
class _Shot:
    clip: Clip
    origin: str  # the clip that it was a part of

    @property
    def end(self) -> int:
        return self.clip.start + self.clip.duration


def cuts(timeline: Timeline, wish: MoveCuts) -> Timeline:
    """The timeline with these cuts moved."""
    picture = find.picture(timeline)
    moves = {move.at: move.by for move in sorted(wish.moves, key=lambda m: m.at)}
    for at, by in moves.items():
        find.moment(at, length=picture)
        find.moment(at + by, length=picture)
    shots = _split(timeline, _needed(moves))
    shifts = [_shift(shot, moves) for shot in shots]
    laid = [
        _retimed(shots, shifts, index) if shifts[index] or _next(shifts, index) else shot.clip
        for index, shot in enumerate(shots)
    ]
    tracks = list(timeline.tracks)
    main = next(n for n, track in enumerate(tracks) if isinstance(track, VideoTrack))
    tracks[main] = replace(tracks[main], segments=tuple(laid))
    return replace(timeline, tracks=tuple(tracks))


def _needed(moves: dict[int, int]) -> list[int]:
    """The cuts that move and those next to them: between others nothing changes."""
    row = list(moves)
    return [
        at
        for n, at in enumerate(row)
        if any(moves[row[m]] for m in (n - 1, n, n + 1) if 0 <= m < len(row))
    ]


def _split(timeline: Timeline, places: list[int]) -> list[_Shot]:
    """The clips, cut in two at these places."""
    taken: set[str] = set()
    made: list[_Shot] = []
    for clip in facts.clips(timeline):
        inside = [
            at - clip.start
            for at in places
            if clip.start + SHORTEST <= at <= facts.end(clip) - SHORTEST
        ]
        edges = [0, *inside, clip.duration]
        for n in range(len(edges) - 1):
            first, last = n == 0, n == len(edges) - 2
            part = pieces.part(clip, edges[n], edges[n + 1])
            if not first:
                id = facts.fresh(timeline, "c", taken=frozenset(taken))
                taken.add(id)
                part = replace(part, id=id, crossfade=0, sound_fade_in=0, picture_fade_in=0)
            if not last:
                part = replace(part, sound_fade_out=0, picture_fade_out=0)
            part = replace(part, start=clip.start + edges[n])
            made.append(_Shot(part, clip.id))
    return made


def _shift(shot: _Shot, moves: dict[int, int]) -> int:
    """By how much the cut at the beginning of this shot moves."""
    near = [at for at in moves if abs(at - shot.clip.start) <= _NEAR]
    return moves[near[0]] if near else 0


def _next(shifts: Sequence[int], index: int) -> int:
    return shifts[index + 1] if index + 1 < len(shifts) else 0


def _retimed(shots: Sequence[_Shot], shifts: Sequence[int], index: int) -> Clip:
    """The shot between its two cuts, wherever these are now."""
    shot, clip = shots[index], shots[index].clip
    head, tail = shifts[index], _next(shifts, index)
    duration = clip.duration + tail - head
    if duration < SHORTEST:
        raise TooShort(name=facts.name(clip), length=clock.length(clip.duration))
    moved = replace(clip, start=clip.start + head)
    if facts.endless(clip):
        return pieces.fitted(replace(moved, duration=duration, curve=()))
    before = shots[index - 1].origin if index else shot.origin
    after = shots[index + 1].origin if index + 1 < len(shots) else shot.origin
    first, last = _range(clip)
    length = facts.length(clip) or round(last)
    if before != shot.origin:
        first = _given(first, head, clip, length)
    if after != shot.origin:
        last = _given(last, tail, clip, length)
    low, high = (first, last) if not clip.reverse else _range(clip)
    speed = max((high - low) / duration, 0.01)
    if not _SLOWEST <= speed / clip.speed <= _FASTEST:
        raise TooShort(name=facts.name(clip), length=clock.length(clip.duration))
    if abs(speed / clip.speed - 1) < 1e-4:
        speed = clip.speed
    kept = clip.curve if duration == clip.duration else ()
    return pieces.fitted(
        replace(moved, duration=duration, in_point=round(low), speed=round(speed, 6), curve=kept)
    )


def _range(clip: Clip) -> tuple[float, float]:
    """The stretch of its material that a clip shows, in ms."""
    return float(clip.in_point), clip.in_point + clip.duration * clip.speed


def _given(edge: float, by: int, clip: Clip, length: int) -> float:
    """The edge of the stretch after its cut has moved, where the material reaches that far."""
    moved = edge + by * clip.speed
    return moved if 0 <= moved <= length and not clip.reverse else edge
