"""The main video track as pieces that know where they came from, so that edits are list work.

An edit takes pieces, drops, splits, moves or adds some, and `carry.relay` lays them again and
carries everything above along.

    old   [--a--][--b--][--c--]
    new   [--c--][--a--]          a piece keeps its old place; b is gone
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from studio.timeline import curves
from studio.timeline.facts import clips
from studio.timeline.model import Clip, Timeline

SHORTEST = 20  # ms; less than a frame is no clip


class Piece(NamedTuple):
    """A clip, or a gap, with the stretch of the old timeline that it showed."""

    clip: Clip | None
    duration: int
    old: tuple[int, int] | None = None


def pieces(timeline: Timeline) -> list[Piece]:
    """The main track, gaps included."""
    made: list[Piece] = []
    now = 0
    for clip in clips(timeline):
        if clip.start > now:
            made.append(Piece(None, clip.start - now, (now, clip.start)))
        now = clip.start + clip.duration
        made.append(Piece(clip, clip.duration, (clip.start, now)))
    return made


def part(clip: Clip, start: int, end: int) -> Clip:
    """The clip from `start` to `end` of its own time, its fades kept and made to fit.

    [------a------]   ->   [--a--]
    """
    if (start, end) == (0, clip.duration):
        return clip
    skipped = clip.duration - end if clip.reverse else start
    moved = 0 if clip.freeze or not clip.source else round(skipped * clip.speed)
    return fitted(
        replace(
            clip,
            duration=end - start,
            in_point=clip.in_point + moved,
            curve=curves.part(clip.curve, start, end),
        )
    )


def fitted(clip: Clip) -> Clip:
    """The clip with fades no longer than itself."""
    sound = fit_fades(clip.sound_fade_in, clip.sound_fade_out, clip.duration)
    picture = fit_fades(clip.picture_fade_in, clip.picture_fade_out, clip.duration)
    fades = (clip.sound_fade_in, clip.sound_fade_out, clip.picture_fade_in, clip.picture_fade_out)
    if fades == (*sound, *picture):
        return clip
    return replace(
        clip,
        sound_fade_in=sound[0],
        sound_fade_out=sound[1],
        picture_fade_in=picture[0],
        picture_fade_out=picture[1],
    )


def fit_fades(fade_in: int, fade_out: int, duration: int) -> tuple[int, int]:
    """Both fades, shortened in proportion where they do not fit."""
    total = fade_in + fade_out
    if total <= duration:
        return fade_in, fade_out
    first = fade_in * duration // total
    return first, duration - first if fade_out else 0


def halves(piece: Piece, at: int, id: str) -> tuple[Piece, Piece]:
    """The piece cut in two at this moment of its own time; the second half is called `id`."""
    old = piece.old
    left_old = (old[0], old[0] + at) if old else None
    right_old = (old[0] + at, old[1]) if old else None
    if piece.clip is None:
        return Piece(None, at, left_old), Piece(None, piece.duration - at, right_old)
    clip = piece.clip
    left = replace(part(clip, 0, at), sound_fade_out=0, picture_fade_out=0)
    right = replace(
        part(clip, at, clip.duration), id=id, sound_fade_in=0, picture_fade_in=0, crossfade=0
    )
    return Piece(left, at, left_old), Piece(right, piece.duration - at, right_old)


def without(row: list[Piece], start: int, end: int, *, id: str) -> list[Piece]:
    """The row with a range of the old timeline taken out of it; `id` names a second half."""
    kept: list[Piece] = []
    for piece in row:
        if piece.old is None or piece.old[1] <= start or piece.old[0] >= end:
            kept.append(piece)
            continue
        head = max(start - piece.old[0], 0)  # what stays before the cut
        tail = max(piece.old[1] - end, 0)  # what stays after it
        if head and tail:
            left, rest = halves(piece, head, id)
            kept += [left, _tail(rest, tail)]
        elif head:
            kept.append(_head(piece, head))
        elif tail:
            kept.append(_tail(piece, tail))
    return kept


def _head(piece: Piece, length: int) -> Piece:
    old = (piece.old[0], piece.old[0] + length) if piece.old else None
    return Piece(piece.clip and part(piece.clip, 0, length), length, old)


def _tail(piece: Piece, length: int) -> Piece:
    old = (piece.old[1] - length, piece.old[1]) if piece.old else None
    start = piece.duration - length
    return Piece(piece.clip and part(piece.clip, start, piece.duration), length, old)
