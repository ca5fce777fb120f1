"""How one clip becomes the next, how the picture begins and ends, and the frame around it."""

from __future__ import annotations

import re

from msgspec.structs import replace

from studio.errors import BadNumber, NotThere, TooShort
from studio.timeline import carry, clock, facts, find, pieces
from studio.timeline.model import Clip, Timeline
from studio.timeline.operations import ClipFit, Crossfade, PictureFade, SetCanvas, SetPace
from studio.timeline.pieces import Piece

COLOUR = re.compile(r"#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?")


def crossfade(timeline: Timeline, wish: Crossfade) -> Timeline:
    """The timeline with clips that melt into each other."""
    find.within(wish.duration, 0, 60_000, what="ms")
    clips = facts.clips(timeline)
    later = {find.clip(timeline, id).id for id in wish.targets} or {c.id for c in clips[1:]}
    if not later or (wish.duration and clips and clips[0].id in later):
        raise NotThere(what="clip")
    row: list[Piece] = []
    for piece in pieces.pieces(timeline):
        clip = piece.clip
        if clip is None or clip.id not in later:
            row.append(piece)
            continue
        before = row[-1] if row else Piece(None, 0)
        if before.clip is None:
            if wish.duration:
                raise NotThere(what="clip")
            row.append(piece)
            continue
        if wish.duration:
            row[-1] = _spared(before, before.clip, wish.duration)
            if clip.duration < wish.duration:
                raise TooShort(name=facts.name(clip), length=clock.length(clip.duration))
        joined = replace(clip, crossfade=wish.duration, transition=wish.kind[:20] or "fade")
        row.append(Piece(joined, piece.duration, piece.old))
    return carry.relay(timeline, row)


def spare(clip: Clip) -> int | None:
    """How much of its material lies behind the clip's end, in its own time; None: any amount."""
    if facts.endless(clip):
        return None
    if clip.reverse:
        return round(clip.in_point / clip.speed)
    known = facts.length(clip)
    return max(round((known - clip.in_point) / clip.speed) - clip.duration, 0) if known else 0


def _spared(piece: Piece, clip: Clip, wanted: int) -> Piece:
    """The piece ended so much sooner that something is left behind its end to be seen."""
    left = spare(clip)
    if left is None or left >= wanted:
        if clip.duration < wanted:
            raise TooShort(name=facts.name(clip), length=clock.length(clip.duration))
        return piece
    rest = clip.duration - (wanted - left)
    if rest < max(wanted, clip.crossfade):
        raise TooShort(name=facts.name(clip), length=clock.length(clip.duration))
    old = (piece.old[0], piece.old[0] + rest) if piece.old else None
    return Piece(pieces.part(clip, 0, rest), rest, old)


def picture_fade(timeline: Timeline, wish: PictureFade) -> Timeline:
    """The timeline with a clip that comes out of black or goes into it."""
    clip = find.clip(timeline, wish.target)
    fade_in = clip.picture_fade_in if wish.fade_in is None else wish.fade_in
    fade_out = clip.picture_fade_out if wish.fade_out is None else wish.fade_out
    if min(fade_in, fade_out) < 0 or fade_in + fade_out > clip.duration:
        raise TooShort(name=facts.name(clip), length=clock.length(clip.duration))
    return _with(timeline, replace(clip, picture_fade_in=fade_in, picture_fade_out=fade_out))


def fit(timeline: Timeline, wish: ClipFit) -> Timeline:
    """The timeline with clips that sit in the frame in their own way."""
    for id in wish.targets:
        clip = find.clip(timeline, id)
        motion = clip.motion if wish.motion is None else wish.motion
        timeline = _with(timeline, replace(clip, fit=wish.fit, motion=motion))
    return timeline


def _with(timeline: Timeline, clip: Clip) -> Timeline:
    row = [
        Piece(clip, piece.duration, piece.old) if piece.clip and piece.clip.id == clip.id else piece
        for piece in pieces.pieces(timeline)
    ]
    return carry.relay(timeline, row)


def canvas(timeline: Timeline, wish: SetCanvas) -> Timeline:
    """The timeline in another frame."""
    now = timeline.canvas
    width = now.width if wish.width is None else wish.width
    height = now.height if wish.height is None else wish.height
    if bool(width) != bool(height):
        raise BadNumber(value=f"{width}x{height}", what="size", low="16x16", high="4096x4096")
    if width:
        find.within(width, 16, 4096, what="width")
        find.within(height, 16, 4096, what="height")
    fps = now.fps if wish.fps is None else wish.fps
    if fps[1] <= 0 or not (fps[0] == 0 or 1 <= fps[0] / fps[1] <= 120):
        raise BadNumber(value=f"{fps[0]}/{fps[1]}", what="fps", low="1", high="120")
    colour = now.colour if wish.colour is None else wish.colour
    if not COLOUR.fullmatch(colour):
        raise BadNumber(value=colour[:20], what="colour", low="#000000", high="#ffffff")
    framed = replace(
        now, width=width, height=height, fps=fps, colour=colour, fit=wish.fit or now.fit
    )
    return replace(timeline, canvas=framed)


def pace(timeline: Timeline, wish: SetPace) -> Timeline:
    """The timeline with another pace kept for its photos; what is there stays as it is."""
    metadata = {k: v for k, v in timeline.metadata.items() if k != "pace"}
    if wish.pace:
        metadata["pace"] = wish.pace
    return replace(timeline, metadata=metadata)
