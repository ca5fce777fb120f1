"""What is taken out of the picture, and where it is cut."""

from __future__ import annotations

from msgspec.structs import replace

from studio.errors import NoPicture, NothingLeft, TooShort
from studio.timeline import carry, clock, facts, find, pieces
from studio.timeline.model import Segment, Sound, Timeline, Title
from studio.timeline.operations import ClipLength, Cut, Keep, Split, TrimClip
from studio.timeline.pieces import SHORTEST, Piece
from studio.timeline.shift import Shift, Span


def cut(timeline: Timeline, wish: Cut) -> Timeline:
    """The timeline without a range."""
    length = facts.duration(timeline)
    start, end = find.stretch(wish.start, wish.end, length=length)
    if not facts.clips(timeline):
        return _cut_sound(timeline, start, end, length)
    if start < SHORTEST and length - end < SHORTEST:
        raise NothingLeft
    row = pieces.without(pieces.pieces(timeline), start, end, id=facts.fresh(timeline, "c"))
    return carry.relay(timeline, _whole(row))


def _whole(row: list[Piece]) -> list[Piece]:
    """The row without slivers shorter than a frame, and without a gap at its end."""
    kept = [piece for piece in row if piece.duration >= SHORTEST or piece.clip is None]
    while kept and kept[-1].clip is None:
        kept.pop()
    if not kept:
        raise NothingLeft
    return kept


def keep(timeline: Timeline, wish: Keep) -> Timeline:
    """The timeline with nothing but a range."""
    length = facts.duration(timeline)
    start, end = find.stretch(wish.start, wish.end, length=length)
    if end < length:
        timeline = cut(timeline, Cut(start=end, end=length))
    return cut(timeline, Cut(start=0, end=start)) if start else timeline


def _cut_sound(timeline: Timeline, start: int, end: int, length: int) -> Timeline:
    """A range out of a timeline that is only heard."""
    if not length:
        raise NoPicture
    if start < SHORTEST and length - end < SHORTEST:
        raise NothingLeft
    spans = [Span(0, start, 0, start)] if start else []
    if end < length:
        spans.append(Span(end, length, start, length - end + start))
    shift = Shift(spans, length, length - end + start)
    made = []
    taken = {segment.id for _, segment in facts.every(timeline)}
    for track in timeline.tracks:
        parts: list[Segment] = []
        for segment in track.segments:
            match segment:
                case Sound():
                    spoken = carry.carried(replace(segment, role="voice"), shift, taken)
                    parts += [replace(one, role=segment.role) for one in _mended(segment, spoken)]
                case Title():
                    parts += carry.moved_title(segment, shift)
                case _:
                    parts.append(segment)
        made += carry.settled(track, parts)
    return replace(timeline, tracks=tuple(track for track in made if track.segments))


def _mended(old: Sound, parts: list[Sound]) -> list[Sound]:
    """The pieces of a sound with its fades at the new start and end."""
    if not parts:
        return parts
    first, last = parts[0], parts[-1]
    if first.fade_in != old.fade_in:
        room = first.duration - first.fade_out
        parts[0] = first = replace(first, fade_in=max(min(old.fade_in, room), 0))
    last = parts[-1]
    if last.fade_out != old.fade_out:
        room = last.duration - last.fade_in
        parts[-1] = replace(last, fade_out=max(min(old.fade_out, room), 0))
    return parts


def trim(timeline: Timeline, wish: TrimClip) -> Timeline:
    """The timeline with one clip shorter at its ends."""
    clip = find.clip(timeline, wish.target)
    head = int(find.within(wish.head, 0, 10**9, what="ms"))
    tail = int(find.within(wish.tail, 0, 10**9, what="ms"))
    if clip.duration - head - tail < SHORTEST:
        raise TooShort(name=facts.name(clip), length=clock.length(clip.duration))
    row = pieces.pieces(timeline)
    end = facts.end(clip)
    if head:
        row = pieces.without(row, clip.start, clip.start + head, id="")
    if tail:
        row = pieces.without(row, end - tail, end, id="")
    return carry.relay(timeline, row)


def length(timeline: Timeline, wish: ClipLength) -> Timeline:
    """The timeline with one clip lasting so long."""
    clip = find.clip(timeline, wish.target)
    find.within(wish.duration, SHORTEST, 24 * 3600 * 1000, what="ms")
    if wish.duration <= clip.duration:
        tail = clip.duration - wish.duration
        return trim(timeline, TrimClip(target=clip.id, tail=tail)) if tail else timeline
    reach = facts.length(clip)
    in_point = clip.in_point
    if not facts.endless(clip):
        there = round((reach - clip.in_point) / clip.speed) if reach else clip.duration
        if clip.reverse:  # what follows in time lies before it in the source
            there = clip.duration + round(clip.in_point / clip.speed)
            in_point -= round((wish.duration - clip.duration) * clip.speed)
        if wish.duration > there + SHORTEST:
            raise TooShort(name=facts.name(clip), length=clock.length(there))
    longer = replace(clip, duration=wish.duration, in_point=max(in_point, 0))
    row = [
        Piece(longer, wish.duration, piece.old) if piece.clip is clip else piece
        for piece in pieces.pieces(timeline)
    ]
    return carry.relay(timeline, row)


def split(timeline: Timeline, wish: Split) -> Timeline:
    """The timeline with one clip as two."""
    at = find.moment(wish.at, length=find.picture(timeline))
    row: list[Piece] = []
    for piece in pieces.pieces(timeline):
        a, b = piece.old or (0, 0)
        if piece.clip and a < at < b:
            shorter = min(at - a, b - at)
            if shorter < SHORTEST:
                raise TooShort(name=facts.name(piece.clip), length=clock.length(shorter))
            row += pieces.halves(piece, at - a, facts.fresh(timeline, "c"))
        else:
            row.append(piece)
    return carry.relay(timeline, row)
