"""Which clips there are and in what order."""

from __future__ import annotations

from msgspec.structs import replace

from studio.errors import NothingLeft, NotThere, TooShort
from studio.timeline import carry, clock, facts, find, pieces
from studio.timeline.model import Clip, Timeline
from studio.timeline.operations import (
    AddClip,
    RemoveClips,
    Reorder,
    Repaint,
    ReplaceClip,
    Retime,
    Slide,
    Slideshow,
)
from studio.timeline.pieces import SHORTEST, Piece

LONGEST = 24 * 3600 * 1000  # ms a segment may last


def add(timeline: Timeline, wish: AddClip) -> Timeline:
    """The timeline with a clip more."""
    find.within(wish.duration, SHORTEST, LONGEST, what="ms")
    clip = Clip(
        id=wish.id,
        start=0,
        duration=wish.duration,
        source=wish.source,
        background=wish.background,
        in_point=wish.in_point,
        gain=find.within(wish.gain, 0, 4, what="gain"),
        fit=wish.fit,
        motion=wish.motion if wish.motion in MOTIONS else "",  # type: ignore[arg-type]
        metadata=_metadata(wish.name, wish.kind, wish.length, wish.has_sound),
    )
    row = pieces.pieces(timeline)
    new = Piece(clip, clip.duration)
    end = facts.picture_end(timeline)
    at = end if wish.at == -1 else find.moment(wish.at, length=end)
    return carry.relay(timeline, _inserted(row, new, at, facts.fresh(timeline, "c")))


MOTIONS = frozenset({"", "still", "zoom-in", "zoom-out", "pan-left", "pan-right", "auto"})


def _metadata(name: str, kind: str, length: int, sound: bool) -> dict[str, object]:
    made: dict[str, object] = {"kind": kind, "sound": sound}
    if name:
        made["name"] = name
    if length:
        made["len"] = length
    return made


def _inserted(row: list[Piece], new: Piece, at: int, id: str) -> list[Piece]:
    """The row with a piece put in at this moment, what lies there opened up."""
    now, made = 0, list[Piece]()
    placed = False
    taken = new.clip.id if new.clip else ""
    for piece in row:
        if not placed and at < now + piece.duration:
            placed = True
            if at - now < SHORTEST:
                made += [new, piece]
            elif now + piece.duration - at < SHORTEST:
                made += [piece, new]
            else:
                left, right = pieces.halves(piece, at - now, id if id != taken else f"{id}.2")
                made += [left, new, right]
        else:
            made.append(piece)
        now += piece.duration
    return made if placed else [*made, new]


def slideshow(timeline: Timeline, wish: Slideshow) -> Timeline:
    """The timeline with photos in a row."""
    if not wish.slides:
        raise NotThere(what="photo")
    row = [] if wish.replace else pieces.pieces(timeline)
    new = [
        Piece(_slide(slide, wish, first=not row and not number), slide.duration)
        for number, slide in enumerate(wish.slides)
    ]
    return carry.relay(timeline, row + new)


def _slide(slide: Slide, wish: Slideshow, *, first: bool) -> Clip:
    find.within(slide.duration, SHORTEST, LONGEST, what="ms")
    return Clip(
        id=slide.id,
        start=0,
        duration=slide.duration,
        source=slide.source,
        crossfade=0 if first else min(wish.crossfade, slide.duration // 2),
        motion=wish.motion if wish.motion in MOTIONS else "",  # type: ignore[arg-type]
        metadata=_metadata(slide.name, "image", 0, False),
    )


def exchange(timeline: Timeline, wish: ReplaceClip) -> Timeline:
    """The timeline with another material in a clip's place."""
    old = find.clip(timeline, wish.target)
    reach = wish.length if wish.kind == "video" and wish.length else old.duration
    if reach < SHORTEST:
        raise TooShort(name=wish.name, length=clock.length(reach))
    duration = min(old.duration, reach)
    base = pieces.part(old, 0, duration)
    new = replace(
        base,
        source=wish.source,
        background=None,
        in_point=0,
        speed=1.0,
        reverse=False,
        freeze=False,
        metadata=_metadata(wish.name, wish.kind, wish.length, wish.has_sound),
    )
    row = [
        Piece(new, duration, piece.old) if piece.clip is old else piece
        for piece in pieces.pieces(timeline)
    ]
    return carry.relay(timeline, row)


def repaint(timeline: Timeline, wish: Repaint) -> Timeline:
    """The timeline with another generated picture in a clip's place."""
    old = find.clip(timeline, wish.target)
    if old.source:
        raise NotThere(what=wish.target)
    metadata = {**old.metadata, "name": wish.name} if wish.name else old.metadata
    new = replace(old, background=wish.background, metadata=metadata)
    row = [
        Piece(new, piece.duration, piece.old) if piece.clip is old else piece
        for piece in pieces.pieces(timeline)
    ]
    return carry.relay(timeline, row)


def retime(timeline: Timeline, wish: Retime) -> Timeline:
    """The timeline with stills that change at other moments; nothing else moves."""
    row = facts.clips(timeline)
    own = [find.clip(timeline, id) for id in wish.targets]
    first = row.index(own[0]) if own and own[0] in row else -1
    if first < 0 or list(row[first : first + len(own)]) != own:
        raise NotThere(what=", ".join(wish.targets[:3]))
    if len(wish.cuts) != len(own) - 1 or not all(facts.endless(clip) for clip in own):
        raise NotThere(what="photo")
    edges = [own[0].start, *wish.cuts, facts.end(own[-1])]
    made: list[Clip] = []
    for clip, start, end in zip(own, edges[:-1], edges[1:], strict=True):
        if end - start < SHORTEST:
            raise TooShort(name=facts.name(clip), length=clock.length(max(0, end - start)))
        room = min(end - start, made[-1].duration if made else end - start)
        cross = min(clip.crossfade, room // 2)
        made.append(replace(clip, start=start, duration=end - start, crossfade=cross))
    rest = list(row[first + len(own) :])
    if rest and rest[0].crossfade > made[-1].duration:  # it comes in over the last of these
        rest[0] = replace(rest[0], crossfade=made[-1].duration // 2)
    changed = (*row[:first], *made, *rest)
    tracks = tuple(
        replace(track, segments=changed) if track.segments is row else track
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tracks)


def remove(timeline: Timeline, wish: RemoveClips) -> Timeline:
    """The timeline without these clips."""
    gone = {find.clip(timeline, id).id for id in wish.targets}
    row = [p for p in pieces.pieces(timeline) if p.clip is None or p.clip.id not in gone]
    if not any(piece.clip for piece in row):
        if not facts.sounds(timeline):
            raise NothingLeft
        row = []
    while row and row[-1].clip is None:
        row.pop()
    return carry.relay(timeline, row)


def reorder(timeline: Timeline, wish: Reorder) -> Timeline:
    """The timeline with its clips in this order."""
    row = {piece.clip.id: piece for piece in pieces.pieces(timeline) if piece.clip}
    for id in wish.order:
        if id not in row:
            raise NotThere(what=id)
    missing = [id for id in row if id not in wish.order]
    if missing or len(wish.order) != len(row):
        raise NotThere(what=", ".join(missing) or "clip")
    return carry.relay(timeline, [row[id] for id in wish.order])
