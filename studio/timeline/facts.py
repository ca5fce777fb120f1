"""What a segment knows about itself beyond its place: kept in its metadata, spoken only here.

`name` as the user sees it, `len` of its material in ms (0: as long as one likes), `kind` of a clip
(video, image, background), `sound`: whether a clip has any, `brief` of composed music and `for`,
the duration it was composed for, `song`: the material that a fitted song was made of, `drops`:
where the user hears its drops.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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


def name(segment: Segment) -> str:
    """What the user calls it: its file's name, its words."""
    match segment:
        case Title():
            return segment.text
        case _:
            return str(segment.metadata.get("name") or segment.source or segment.id)


def length(segment: Clip | Sound) -> int:
    """How long its material is in ms; 0 where that is not known or does not matter."""
    known = segment.metadata.get("len", 0)
    return int(known) if isinstance(known, int | float) else 0


def kind(clip: Clip) -> str:
    """video, image or background."""
    if not clip.source:
        return "background"
    return str(clip.metadata.get("kind", "video"))


def endless(clip: Clip) -> bool:
    """Whether it can be shown for as long as one likes."""
    return clip.freeze or kind(clip) != "video"


def audible(clip: Clip) -> bool:
    """Whether it has a sound of its own."""
    return not clip.freeze and kind(clip) == "video" and bool(clip.metadata.get("sound", True))


def brief(sound: Sound) -> dict[str, Any] | None:
    """What was asked of the composer, for composed music."""
    wanted = sound.metadata.get("brief")
    return wanted if isinstance(wanted, dict) else None


def song(sound: Sound) -> str:
    """The material it was made of, for a song that was bent to meet the picture; else its own."""
    return str(sound.metadata.get("song") or sound.source)


def drops(sound: Sound) -> tuple[int, ...] | None:
    """Where the user hears its drops, ms in its file; None where nobody said, or it was bent."""
    return said_drops(sound) if song(sound) == sound.source else None


def said_drops(sound: Sound) -> tuple[int, ...] | None:
    """Where the user hears the drops of its song, ms in that as it was recorded."""
    told = sound.metadata.get("drops")
    return tuple(int(at) for at in told) if isinstance(told, list | tuple) else None


TURN = "turn"


def turn(sound: Sound) -> tuple[int, int] | None:
    """From which ms of its file a repeated song goes on, and at which it goes there."""
    told = sound.metadata.get(TURN)
    return (int(told[0]), int(told[1])) if isinstance(told, list | tuple) else None


def pace(timeline: Timeline) -> dict[str, Any]:
    """How fast photos are to change in parts of the music; {} where they change evenly."""
    kept = timeline.metadata.get("pace")
    return kept if isinstance(kept, dict) else {}


def waiting(sound: Sound) -> bool:
    """Whether its music is still to be composed, or to be composed anew for another length."""
    return brief(sound) is not None and (
        not sound.source or sound.metadata.get("for") != sound.duration
    )


def clips(timeline: Timeline) -> tuple[Clip, ...]:
    """The clips of the main video track, in order."""
    for track in timeline.tracks:
        if isinstance(track, VideoTrack):
            return track.segments
    return ()


def sounds(timeline: Timeline) -> tuple[Sound, ...]:
    """Every sound, track after track."""
    return tuple(
        segment
        for track in timeline.tracks
        if isinstance(track, AudioTrack)
        for segment in track.segments
    )


def titles(timeline: Timeline) -> tuple[Title, ...]:
    """Every title and caption, by time."""
    found = [
        segment
        for track in timeline.tracks
        if isinstance(track, TextTrack)
        for segment in track.segments
    ]
    return tuple(sorted(found, key=lambda title: (title.start, title.id)))


def music(timeline: Timeline) -> tuple[Sound, ...]:
    """The sounds that are music."""
    return tuple(sound for sound in sounds(timeline) if sound.role == "music")


def pending(timeline: Timeline) -> tuple[Sound, ...]:
    """The music that still has to be composed, or composed anew for another length."""
    return tuple(sound for sound in sounds(timeline) if waiting(sound))


def end(segment: Segment) -> int:
    """When it is over."""
    return segment.start + segment.duration


def picture_end(timeline: Timeline) -> int:
    """When the picture is over; 0 where there is none."""
    shown = clips(timeline)
    return end(shown[-1]) if shown else 0


def duration(timeline: Timeline) -> int:
    """How long the whole is: as the picture, else as the sound, else as the words."""
    picture = picture_end(timeline)
    if picture:
        return picture
    heard = max(map(end, sounds(timeline)), default=0)
    return heard or max(map(end, titles(timeline)), default=0)


def every(timeline: Timeline) -> Iterator[tuple[Track, Segment]]:
    """All segments with their tracks."""
    for track in timeline.tracks:
        for segment in track.segments:
            yield track, segment


def segment(timeline: Timeline, id: str) -> Segment | None:
    """The segment of this id."""
    for track in timeline.tracks:
        for found in track.segments:
            if found.id == id:
                return found
    return None


def fresh(timeline: Timeline, prefix: str, *, taken: frozenset[str] = frozenset()) -> str:
    """An id that nobody has: the prefix and the next number."""
    top = 0
    ids = [found.id for _, found in every(timeline)]
    for known in (*ids, *taken):
        number = known[len(prefix) :]
        if known.startswith(prefix) and number.isascii() and number.isdigit():
            top = max(top, int(number[:9]))
    return f"{prefix}{top + 1}"
