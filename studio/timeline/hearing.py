"""What is heard: sounds laid under the picture, how loud, from when to when."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from studio.errors import BadNumber, NotThere, TooShort, WrongKind
from studio.timeline import carry, clock, curves, facts, find
from studio.timeline.model import AudioTrack, Clip, Point, Segment, Sound, Timeline, VideoTrack
from studio.timeline.operations import (
    AddSound,
    Composed,
    Duck,
    Fade,
    Fitted,
    HearDrops,
    Loop,
    PlaceSound,
    RemoveSounds,
    ReplaceSound,
    Volume,
)
from studio.timeline.pieces import SHORTEST

_OWN = {"name", "len", "brief", "for", "song", "joined"}  # what a sound says of itself
LOUDEST = 4.0  # times; twelve decibels up is where asking for more is a mistake
DEFAULT = 30_000  # ms of composed music where there is no picture and no length was asked


def add(timeline: Timeline, wish: AddSound) -> Timeline:
    """The timeline with a sound more."""
    if wish.start < 0:
        raise BadNumber(value=wish.start, what="ms", low="0", high="")
    picture = facts.picture_end(timeline)
    if picture:
        find.moment(wish.start + SHORTEST, length=picture)
    looped = wish.loop
    rest = picture - wish.start if picture else 0
    material = max(wish.length - wish.in_point, 0)
    duration = wish.duration
    if duration < 0:
        composed = wish.brief is not None and not wish.source
        duration = rest or material or DEFAULT
        if rest and material and not composed and not looped:
            duration = min(rest, material)
    if duration < SHORTEST:
        raise TooShort(name=wish.name, length=clock.length(duration))
    metadata: dict[str, Any] = {"name": wish.name} if wish.name else {}
    if wish.length:
        metadata["len"] = wish.length
    if wish.brief is not None:
        metadata["brief"] = wish.brief
    sound = Sound(
        id=wish.id,
        start=wish.start,
        duration=duration,
        source=wish.source,
        in_point=wish.in_point,
        gain=find.within(wish.gain, 0, LOUDEST, what="volume"),
        loop=looped,
        duck=find.within(wish.duck, 0, 60, what="dB"),
        role=wish.role,
        metadata=metadata,
    )
    return _placed(timeline, _faded(sound, wish.fade_in, wish.fade_out))


def _placed(timeline: Timeline, sound: Sound) -> Timeline:
    """The timeline with the sound on the first track of its role that has room, or on a new one."""
    tracks = list(timeline.tracks)
    for number, track in enumerate(tracks):
        if not isinstance(track, AudioTrack) or not track.segments:
            continue
        free = all(
            facts.end(other) <= sound.start or other.start >= facts.end(sound)
            for other in track.segments
        )
        if free and track.segments[0].role == sound.role:
            row = tuple(sorted((*track.segments, sound), key=lambda one: one.start))
            tracks[number] = replace(track, segments=row)
            return replace(timeline, tracks=tuple(tracks))
    heard = [n for n, t in enumerate(tracks) if isinstance(t, AudioTrack | VideoTrack)]
    last = heard[-1] if heard else -1
    tracks.insert(last + 1, AudioTrack(segments=(sound,)))
    return replace(timeline, tracks=tuple(tracks))


def swapped(timeline: Timeline, *new: Segment) -> Timeline:
    """The timeline with segments in place of those of the same ids."""
    others = {segment.id: segment for segment in new}
    tracks = []
    for track in timeline.tracks:
        if any(segment.id in others for segment in track.segments):
            row = tuple(others.get(one.id, one) for one in track.segments)
            track = replace(track, segments=row)
        tracks.append(track)
    return replace(timeline, tracks=tuple(tracks))


def exchange(timeline: Timeline, wish: ReplaceSound) -> Timeline:
    """The timeline with another piece in a sound's place."""
    old = find.sound(timeline, wish.target)
    other = wish.source != facts.song(old) or not wish.source
    gone = _OWN | {"drops"} if other else _OWN
    metadata = {k: v for k, v in old.metadata.items() if k not in gone}
    for key, value in (
        ("name", wish.name),
        ("len", wish.length),
        ("brief", wish.brief),
        ("joined", "again" if wish.again else wish.joined),
    ):
        if value:
            metadata[key] = value
    new = replace(old, source=wish.source, in_point=0, speed=1.0, metadata=metadata, loop=False)
    end = facts.end(old)
    if wish.length and wish.source and wish.length < old.duration:
        new = replace(new, loop=True) if old.role == "music" else carry.resized(new, wish.length)
    elif end < facts.picture_end(timeline) and wish.length > old.duration and old.loop is False:
        rest = facts.picture_end(timeline) - old.start
        natural = facts.length(old) and old.in_point + old.duration >= facts.length(old) - 40
        new = carry.resized(new, min(rest, wish.length)) if natural else new
    return swapped(timeline, new)


def composed(timeline: Timeline, wish: Composed) -> Timeline:
    """The timeline with music where there was only the wish for it."""
    old = find.sound(timeline, wish.target)
    metadata = {**old.metadata, "len": wish.length, "for": old.duration}
    if wish.name:
        metadata["name"] = wish.name
    if wish.brief is not None:
        metadata["brief"] = wish.brief
    loop = old.loop or 0 < wish.length < old.duration - 100
    return swapped(
        timeline, replace(old, source=wish.source, in_point=0, loop=loop, metadata=metadata)
    )


def fitted(timeline: Timeline, wish: Fitted) -> Timeline:
    """The timeline with a song bent to meet the picture, from there on as long as it is."""
    old = find.sound(timeline, wish.target)
    if wish.length < SHORTEST:
        raise TooShort(name=facts.name(old), length=clock.length(wish.length))
    kept = {k: v for k, v in old.metadata.items() if k not in {"brief", "for"}}
    metadata = {**kept, "len": wish.length, "song": wish.song}
    plain = replace(old, source=wish.source, in_point=0, speed=1.0, loop=False, metadata=metadata)
    return _alone(timeline, replace(carry.resized(plain, wish.length), start=wish.start))


def remove(timeline: Timeline, wish: RemoveSounds) -> Timeline:
    """The timeline without these sounds."""
    gone = {find.sound(timeline, id).id for id in wish.targets}
    return without(timeline, gone)


def without(timeline: Timeline, gone: set[str]) -> Timeline:
    """The timeline without these segments, and without tracks that then are empty."""
    tracks = []
    for track in timeline.tracks:
        if any(segment.id in gone for segment in track.segments):
            rest = tuple(one for one in track.segments if one.id not in gone)
            track = replace(track, segments=rest)
        if track.segments:
            tracks.append(track)
    return replace(timeline, tracks=tuple(tracks))


def volume(timeline: Timeline, wish: Volume) -> Timeline:
    """The timeline with some of it louder or softer."""
    if (wish.gain is None) == (wish.factor is None):
        raise BadNumber(value="", what="volume", low="0%", high="400%")
    if wish.gain is not None:
        find.within(wish.gain, 0, LOUDEST, what="volume")
    if wish.factor is not None:
        find.within(wish.factor, 0, 100, what="volume")
    there = {segment.id: segment for _, segment in facts.every(timeline)}
    whole = facts.duration(timeline)
    made: list[Segment] = []
    for id in dict.fromkeys(wish.targets):
        match there.get(id):
            case Clip() | Sound() as segment:
                made.append(_louder(segment, wish, whole))
            case None:
                raise NotThere(what=id[:40])
            case segment:
                raise WrongKind(name=facts.name(segment))
    return swapped(timeline, *made)


def _louder(segment: Clip | Sound, wish: Volume, whole: int) -> Clip | Sound:
    if wish.start < 0 and wish.end < 0:
        gain = segment.gain * wish.factor if wish.factor is not None else wish.gain or 0.0
        shown = f"{clock.percent(gain)}"
        if gain > LOUDEST:
            raise BadNumber(value=shown, what="volume", low="0%", high="400%")
        return replace(segment, gain=round(gain, 4))
    a, b = find.stretch(max(wish.start, 0), whole if wish.end < 0 else wish.end, length=whole)
    start, end = max(a - segment.start, 0), min(b - segment.start, segment.duration)
    if start >= end:
        return segment
    base = segment.gain
    curve = segment.curve
    if not base:  # silent as a whole: a stretch of it can be heard only over a curve of noughts
        base, curve = 1.0, (Point(0, 0.0),)
    if wish.factor is not None:
        factor = wish.factor
        curve = curves.changed(
            curve, lambda g: g * factor, start=start, end=end, duration=segment.duration
        )
    else:
        flat = (wish.gain or 0.0) / base
        curve = curves.changed(
            curve, lambda _: flat, start=start, end=end, duration=segment.duration
        )
    if max(p.gain for p in curve or (Point(0, 1.0),)) * base > LOUDEST + 1e-9:
        raise BadNumber(value="", what="volume", low="0%", high="400%")
    return replace(segment, gain=base, curve=curve)


def fade(timeline: Timeline, wish: Fade) -> Timeline:
    """The timeline with sounds that come up or go down."""
    there = {segment.id: segment for _, segment in facts.every(timeline)}
    made: list[Segment] = []
    for id in dict.fromkeys(wish.targets):
        match there.get(id):
            case Sound() as sound:
                made.append(_faded(sound, wish.fade_in, wish.fade_out))
            case Clip() as clip:
                fades = _fades(clip, clip.sound_fade_in, clip.sound_fade_out, wish)
                made.append(replace(clip, sound_fade_in=fades[0], sound_fade_out=fades[1]))
            case None:
                raise NotThere(what=id[:40])
            case segment:
                raise WrongKind(name=facts.name(segment))
    return swapped(timeline, *made)


def _faded(sound: Sound, fade_in: int | None, fade_out: int | None) -> Sound:
    wish = Fade(targets=(sound.id,), fade_in=fade_in, fade_out=fade_out)
    first, last = _fades(sound, sound.fade_in, sound.fade_out, wish)
    return replace(sound, fade_in=first, fade_out=last)


def _fades(segment: Clip | Sound, now_in: int, now_out: int, wish: Fade) -> tuple[int, int]:
    first = now_in if wish.fade_in is None else wish.fade_in
    last = now_out if wish.fade_out is None else wish.fade_out
    if min(first, last) < 0 or first + last > segment.duration:
        raise TooShort(name=facts.name(segment), length=clock.length(segment.duration))
    return first, last


def duck(timeline: Timeline, wish: Duck) -> Timeline:
    """The timeline with music that makes room for speech."""
    find.within(wish.depth, 0, 60, what="dB")
    made = timeline
    for id in wish.targets:
        made = swapped(made, replace(find.sound(made, id), duck=float(wish.depth)))
    return made


def loop(timeline: Timeline, wish: Loop) -> Timeline:
    """The timeline with a sound that begins again until the picture ends, or does not."""
    sound = find.sound(timeline, wish.target)
    picture = facts.picture_end(timeline)
    if wish.on:
        duration = max(picture - sound.start, sound.duration) if picture else sound.duration
        return _alone(timeline, replace(carry.resized(sound, duration), loop=True))
    known = facts.length(sound)
    duration = min(sound.duration, round((known - sound.in_point) / sound.speed)) if known else 0
    return swapped(timeline, replace(carry.resized(sound, duration or sound.duration), loop=False))


def place(timeline: Timeline, wish: PlaceSound) -> Timeline:
    """The timeline with a sound at another time, or for another while."""
    old = find.sound(timeline, wish.target)
    picture = facts.picture_end(timeline)
    start = old.start if wish.start is None else wish.start
    in_point = old.in_point if wish.in_point is None else wish.in_point
    if start < 0 or in_point < 0:
        raise BadNumber(value=clock.seconds(min(start, in_point)), what="s", low="0", high="")
    if picture:
        find.moment(start + SHORTEST, length=picture)
    duration = old.duration if wish.duration is None else wish.duration
    if wish.duration is None and picture and facts.end(old) >= picture - carry.NEAR:
        duration = picture - start  # what ended with the picture goes on ending with it
    if wish.duration is None and picture and start + duration > picture:
        duration = picture - start
    known = facts.length(old)
    if known and not old.loop and facts.brief(old) is None:
        there = round((known - in_point) / old.speed)
        if there < SHORTEST or (wish.duration is not None and wish.duration > there + carry.NEAR):
            raise TooShort(name=facts.name(old), length=clock.length(known))
        duration = min(duration, there)
    if duration < SHORTEST:
        raise TooShort(name=facts.name(old), length=clock.length(old.duration))
    new = replace(carry.resized(old, duration), start=start, in_point=in_point)
    return _alone(timeline, new)


def drops(timeline: Timeline, wish: HearDrops) -> Timeline:
    """The timeline with a song whose drops are where the user hears them."""
    old = find.sound(timeline, wish.target)
    metadata = {k: v for k, v in old.metadata.items() if k != "drops"}
    if wish.drops is not None:
        if any(at < 0 for at in wish.drops):
            raise BadNumber(value=min(wish.drops), what="ms", low="0", high="")
        metadata["drops"] = sorted(set(wish.drops))
    return swapped(timeline, replace(old, metadata=metadata))


def _alone(timeline: Timeline, sound: Sound) -> Timeline:
    """The timeline with the sound laid again, on another track where it would overlap."""
    return _placed(without(timeline, {sound.id}), sound)
