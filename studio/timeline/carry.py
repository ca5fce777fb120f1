"""A timeline whose picture was laid anew, with everything above it carried along.

What is tied to a moment of the picture moves with it, or goes with it. What opens the video stays
at its start, what closes it at its end; music that starts with the picture starts with it still,
and ends where the picture ends, its fade with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from studio.timeline import curves, facts
from studio.timeline.model import (
    AudioTrack,
    Clip,
    Segment,
    Sound,
    TextTrack,
    Timeline,
    Title,
    Track,
    VideoTrack,
)
from studio.timeline.pieces import Piece, fit_fades
from studio.timeline.shift import Shift, Span

NEAR = 40  # ms: a segment this close to the end of the picture is taken to end with it


def relay(timeline: Timeline, row: Sequence[Piece]) -> Timeline:
    """The timeline with this picture, and what lies above carried along."""
    old_end = facts.picture_end(timeline)
    laid, spans, now = [], [], 0
    for piece in row:
        if piece.clip is not None:
            laid.append(piece.clip if piece.clip.start == now else replace(piece.clip, start=now))
        if piece.old is not None:
            spans.append(Span(*piece.old, now, now + piece.duration))
        now += piece.duration
    laid = _joined(_edged(facts.clips(timeline), laid))
    shift = Shift(spans, old_end, facts.end(laid[-1]) if laid else 0)
    return rebuilt(timeline, laid, shift)


def rebuilt(timeline: Timeline, laid: Sequence[Clip], shift: Shift) -> Timeline:
    """The tracks with this main track, all others shifted."""
    made: list[Track] = []
    main = False
    taken = {segment.id for _, segment in facts.every(timeline)} | {clip.id for clip in laid}
    for track in timeline.tracks:
        match track:
            case VideoTrack() if not main:
                main = True
                made.append(replace(track, segments=tuple(laid)))
            case VideoTrack():
                made += settled(track, [c for s in track.segments for c in _overlay(s, shift)])
            case AudioTrack():
                made += settled(
                    track, [c for s in track.segments for c in carried(s, shift, taken)]
                )
            case TextTrack():
                made += settled(track, [c for s in track.segments for c in moved_title(s, shift)])
    if not main and laid:
        made.insert(0, VideoTrack(segments=tuple(laid)))
    return replace(timeline, tracks=tuple(t for t in made if t.segments))


def settled(track: Track, segments: Sequence[Segment]) -> list[Track]:
    """The track with these segments by time; what would overlap goes to a track of its own."""
    ordered = sorted(segments, key=lambda segment: segment.start)
    rows: list[list[Segment]] = []
    for segment in ordered:
        for row in rows:
            if facts.end(row[-1]) <= segment.start:
                row.append(segment)
                break
        else:
            rows.append([segment])
    if len(rows) == 1 and tuple(rows[0]) == track.segments:
        return [track]
    return [replace(track, segments=tuple(row)) for row in rows]


def _edged(before: Sequence[Clip], after: list[Clip]) -> list[Clip]:
    """The fades from and to black stay at the video's start and end, whichever clip is there."""
    if not before or not after:
        return after
    first, last = before[0], before[-1]
    if after[0].id != first.id and first.picture_fade_in and not after[0].picture_fade_in:
        after = [replace(c, picture_fade_in=0) if c.id == first.id else c for c in after]
        fade = min(first.picture_fade_in, after[0].duration - after[0].picture_fade_out)
        after[0] = replace(after[0], picture_fade_in=max(fade, 0))
    if after[-1].id != last.id and last.picture_fade_out and not after[-1].picture_fade_out:
        after = [replace(c, picture_fade_out=0) if c.id == last.id else c for c in after]
        fade = min(last.picture_fade_out, after[-1].duration - after[-1].picture_fade_in)
        after[-1] = replace(after[-1], picture_fade_out=max(fade, 0))
    return after


def _joined(laid: list[Clip]) -> list[Clip]:
    """Crossfades only where two clips meet, and never longer than either."""
    before: Clip | None = None
    for number, clip in enumerate(laid):
        if clip.crossfade:
            meets = before is not None and facts.end(before) == clip.start
            most = min(clip.duration, before.duration) if meets and before else 0
            if clip.crossfade > most:
                laid[number] = replace(clip, crossfade=most)
        before = laid[number]
    return laid


def moved_title(title: Title, shift: Shift) -> list[Title]:
    """The title where it belongs now; none where its moment is gone."""
    end = facts.end(title)
    if title.role == "caption" or not _edge(title, shift):
        if not shift.left(title.start, end) and shift.old_end:
            return []
        start = shift.start(title.start)
        finish = shift.end(end) if shift.in_order else start + title.duration
    elif title.start == 0 and end >= shift.old_end:
        start, finish = 0, shift.new_end
    elif title.start == 0:
        kept = shift.kept(0) if shift.in_order else 0
        start = kept or 0
        finish = shift.end(end) if shift.left(0, end) == [(0, end)] else start + title.duration
        finish = finish if shift.in_order else start + title.duration
    else:
        finish = shift.end(shift.old_end) if shift.in_order else shift.new_end
        whole = shift.left(title.start, end) == [(title.start, end)]
        start = shift.start(title.start) if whole and shift.in_order else finish - title.duration
    start, finish = max(start, 0), min(finish, shift.new_end or finish)
    if finish <= start:
        return []
    if (start, finish) == (title.start, end):
        return [title]
    return [replace(title, start=start, duration=finish - start)]


def _edge(title: Title, shift: Shift) -> bool:
    return title.start == 0 or facts.end(title) >= shift.old_end - NEAR


def _overlay(clip: Clip, shift: Shift) -> list[Clip]:
    if not shift.left(clip.start, facts.end(clip)):
        return []
    start = shift.start(clip.start)
    finish = min(start + clip.duration, shift.new_end)
    if finish <= start:
        return []
    return [replace(clip, start=start, duration=finish - start)]


def carried(sound: Sound, shift: Shift, taken: set[str]) -> list[Sound]:
    """The sound where it belongs now: music as one piece, anything else cut with the picture."""
    if not shift.new_end or (not shift.old_end and facts.end(sound) <= shift.new_end):
        return [sound]
    if not shift.old_end:  # the first picture: sound does not run on beyond it
        return [resized(sound, shift.new_end - sound.start)] if sound.start < shift.new_end else []
    if sound.role == "music":
        return _music(sound, shift)
    beyond = facts.end(sound) > shift.old_end
    rest = [(shift.old_end, facts.end(sound))] if beyond else []
    left = shift.left(sound.start, min(facts.end(sound), shift.old_end))
    made: list[Sound] = []
    for a, b in left + rest:
        piece = sliced(sound, a - sound.start, b - sound.start)
        start = shift.new_end + a - shift.old_end if a >= shift.old_end else shift.start(a)
        if (
            made
            and facts.end(made[-1]) == start
            and made[-1].in_point + round(made[-1].duration * sound.speed) == piece.in_point
        ):
            made[-1] = resized(made[-1], made[-1].duration + piece.duration)
            continue
        limit = piece.duration if beyond else min(piece.duration, shift.new_end - start)
        if limit <= 0:
            continue
        id = sound.id if not made else _next(sound.id, taken)
        made.append(replace(resized(piece, limit), id=id, start=start))
    return made


def _next(id: str, taken: set[str]) -> str:
    number = 2
    while f"{id}.{number}" in taken:
        number += 1
    taken.add(f"{id}.{number}")
    return f"{id}.{number}"


def _music(sound: Sound, shift: Shift) -> list[Sound]:
    end = facts.end(sound)
    start = 0 if sound.start == 0 else shift.start(sound.start)
    whole = facts.length(sound) and not sound.loop and not facts.brief(sound)
    natural = whole and sound.in_point + sound.duration * sound.speed >= facts.length(sound) - NEAR
    if end > shift.old_end + NEAR:
        finish = start + sound.duration
    elif end >= shift.old_end - NEAR:
        finish = shift.new_end
    elif natural:
        finish = min(start + sound.duration, shift.new_end)
    else:
        finish = shift.end(end) if shift.in_order else min(start + sound.duration, shift.new_end)
    if finish <= start:
        return []
    if (start, finish) == (sound.start, end):
        return [sound]
    grown = resized(sound, finish - start)
    if whole and round(grown.duration * grown.speed) > facts.length(sound) - sound.in_point:
        grown = replace(grown, loop=True)
    return [replace(grown, start=start)]


def sliced(sound: Sound, start: int, end: int) -> Sound:
    """The sound from `start` to `end` of its own time."""
    if (start, end) == (0, sound.duration):
        return sound
    fade_in, fade_out = fit_fades(
        sound.fade_in if start == 0 else 0,
        sound.fade_out if end == sound.duration else 0,
        end - start,
    )
    return replace(
        sound,
        start=sound.start + start,
        duration=end - start,
        in_point=sound.in_point + round(start * sound.speed),
        curve=curves.part(sound.curve, start, end),
        fade_in=fade_in,
        fade_out=fade_out,
    )


def resized(sound: Sound, duration: int) -> Sound:
    """The sound so long, its fades at its ends still."""
    if duration == sound.duration:
        return sound
    fade_in, fade_out = fit_fades(sound.fade_in, sound.fade_out, duration)
    curve = curves.part(sound.curve, 0, duration)
    return replace(sound, duration=duration, fade_in=fade_in, fade_out=fade_out, curve=curve)
