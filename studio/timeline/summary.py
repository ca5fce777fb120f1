"""The timeline in one line, in the contract's form:

Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: …
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studio.timeline import clock, facts
from studio.timeline.model import Clip, Material, Segment, Sound, Timeline, Title, Track
from studio.words import Lang, say

MOST = 6  # segments of a track that are named; the rest is counted
LONG = 60  # characters of a name that are shown


def summary(timeline: Timeline, materials: Iterable[Material] = (), lang: Lang = "en") -> str:
    """What is on the timeline, in one line."""
    names = {material.id: material.name for material in materials}
    tracks = [track for track in timeline.tracks if track.segments]
    if not tracks:
        return say("timeline.empty", lang)
    count = say(f"timeline.tracks_{'one' if len(tracks) == 1 else 'many'}", lang, count=len(tracks))
    rows = [f"{n}. {_track(track, names, lang)}" for n, track in enumerate(tracks, 1)]
    return say("timeline.line", lang, tracks=count, rows=" ".join(rows))


def _track(track: Track, names: dict[str, str], lang: Lang) -> str:
    shown = [_segment(segment, names, lang) for segment in track.segments[:MOST]]
    rest = len(track.segments) - len(shown)
    if rest:
        shown.append(say("timeline.more", lang, count=rest))
    label = say(f"timeline.label_{kind(track.segments)}", lang)
    return say("timeline.row", lang, label=label, segments=say("timeline.comma", lang).join(shown))


def kind(segments: Sequence[Segment]) -> str:
    """The word for a row of segments: video, music, voice, effect, original, title, caption …"""
    match segments[0]:
        case Clip():
            return "video"
        case Sound() as sound:
            return sound.role
        case Title() as title:
            return title.role


def _segment(segment: Segment, names: dict[str, str], lang: Lang) -> str:
    span = clock.span(segment.start, facts.end(segment))
    match segment:
        case Title():
            return say("timeline.words", lang, name=short(segment.text), span=span)
        case Sound():
            name = names.get(segment.source) or called(segment, lang)
            gain = clock.percent(segment.gain)
            return say("timeline.heard", lang, name=short(name), span=span, gain=gain)
        case Clip():
            name = names.get(segment.source) or called(segment, lang)
            return say("timeline.seen", lang, name=short(name), span=span)


def called(segment: Segment, lang: Lang) -> str:
    """The segment's name, or a word for what it is where it has none."""
    match segment:
        case Title():
            return segment.text
        case Clip() if not segment.metadata.get("name") and not segment.source:
            return say("timeline.background", lang)
        case Sound() if not segment.metadata.get("name") and not segment.source:
            return say("timeline.new_music", lang)
        case _:
            return facts.name(segment)


def short(name: str) -> str:
    """The name on one line, not longer than a glance."""
    line = " ".join(name.split())
    return line if len(line) <= LONG else line[: LONG - 1] + "…"
