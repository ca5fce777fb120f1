"""How fast the picture runs, and which way."""

from __future__ import annotations

from msgspec.structs import replace

from studio.timeline import carry, curves, facts, find, pieces
from studio.timeline.model import Clip, Point, Timeline
from studio.timeline.operations import Freeze, Reverse, Speed
from studio.timeline.pieces import SHORTEST, Piece

LAST_FRAME = 40  # ms before a clip's end where its last frame surely is


def speed(timeline: Timeline, wish: Speed) -> Timeline:
    """The timeline with some of it faster or slower."""
    rate = find.within(wish.rate, 0.1, 20, what="speed")
    row, chosen = _chosen(timeline, wish.targets, wish.start, wish.end)
    made = []
    for piece in row:
        if piece.clip is None or piece.clip.id not in chosen:
            made.append(piece)
            continue
        made.append(_paced(piece, piece.clip, rate))
    return carry.relay(timeline, made)


def _paced(piece: Piece, clip: Clip, rate: float) -> Piece:
    duration = max(round(clip.duration / rate), SHORTEST)
    find.within(clip.speed * rate, 0.02, 100, what="speed")
    paced = replace(
        clip,
        duration=duration,
        speed=clip.speed if facts.endless(clip) else round(clip.speed * rate, 9),
        curve=curves.stretched(clip.curve, rate),
    )
    return Piece(pieces.fitted(paced), duration, piece.old)


def reverse(timeline: Timeline, wish: Reverse) -> Timeline:
    """The timeline with some of it backwards: each clip, and their order."""
    row, chosen = _chosen(timeline, wish.targets, wish.start, wish.end)
    places = [n for n, piece in enumerate(row) if piece.clip and piece.clip.id in chosen]
    turned = list(row)
    for place, source in zip(places, reversed(places), strict=True):
        piece = row[source]
        if piece.clip is not None:
            clip = replace(
                piece.clip,
                reverse=not piece.clip.reverse,
                curve=_backwards(piece.clip),
                crossfade=row[place].clip.crossfade if row[place].clip else 0,  # type: ignore[union-attr]
            )
            turned[place] = Piece(clip, piece.duration, piece.old)
    return carry.relay(timeline, turned)


def _backwards(clip: Clip) -> curves.Curve:
    return curves.tidy(tuple(Point(clip.duration - p.at, p.gain) for p in reversed(clip.curve)))


def freeze(timeline: Timeline, wish: Freeze) -> Timeline:
    """The timeline with the picture held for a while."""
    at = find.moment(wish.at, length=find.picture(timeline))
    find.within(wish.duration, SHORTEST, 3600_000, what="ms")
    row: list[Piece] = []
    id, half = facts.fresh(timeline, "c"), facts.fresh(timeline, "c")
    half = facts.fresh(timeline, "c", taken=frozenset({id}))
    placed = False
    for piece in pieces.pieces(timeline):
        a, b = piece.old or (0, 0)
        if placed or piece.clip is None or not (a <= at < b or at == b == _end(timeline)):
            row.append(piece)
            continue
        placed = True
        held = _held(piece.clip, at - a, wish.duration, id)
        if at - a < SHORTEST:
            row += [held, piece]
        elif b - at < SHORTEST:
            row += [piece, held]
        else:
            left, right = pieces.halves(piece, at - a, half)
            row += [left, held, right]
    return carry.relay(timeline, row)


def _end(timeline: Timeline) -> int:
    return facts.picture_end(timeline)


def _held(clip: Clip, offset: int, duration: int, id: str) -> Piece:
    shown = min(offset, max(clip.duration - LAST_FRAME, 0))
    along = clip.duration - shown if clip.reverse else shown
    still = facts.endless(clip)
    made = Clip(
        id=id,
        start=0,
        duration=duration,
        source=clip.source,
        background=clip.background,
        in_point=clip.in_point if still else clip.in_point + max(round(along * clip.speed), 0),
        freeze=not still,
        fit=clip.fit,
        metadata={**clip.metadata, "sound": False},
    )
    return Piece(made, duration)


def _chosen(
    timeline: Timeline, targets: tuple[str, ...], start: int, end: int
) -> tuple[list[Piece], set[str]]:
    """The row, cut at the range's ends, and the ids that the wish is about."""
    length = find.picture(timeline)
    row = pieces.pieces(timeline)
    if targets:
        return row, {find.clip(timeline, id).id for id in targets}
    if start < 0 and end < 0:
        return row, {piece.clip.id for piece in row if piece.clip}
    a, b = find.stretch(max(start, 0), length if end < 0 else end, length=length)
    taken: frozenset[str] = frozenset()
    for moment in (a, b):
        id = facts.fresh(timeline, "c", taken=taken)
        cut: list[Piece] = []
        for piece in row:
            low, high = piece.old or (0, 0)
            if low + SHORTEST <= moment <= high - SHORTEST:
                cut += pieces.halves(piece, moment - low, id)
                taken |= {id}
            else:
                cut.append(piece)
        row = cut
    inside = {
        piece.clip.id
        for piece in row
        if piece.clip and piece.old and (piece.old[0] + piece.old[1]) // 2 in range(a, b)
    }
    return row, inside
