"""A session's timeline as it can be told: tracks and segments as values, and their one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import contract
import words

Kind = Literal["video", "audio", "text", "other"]
Role = Literal["video", "music", "voice", "effect", "original", "title", "caption", "other"]

_TREATED = 8  # pieces of which it is told what is done to them
_LISTED = 4  # segments of a track that the summary names; the rest is counted


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece on a track, in whole milliseconds and gains; None where the draft is silent."""

    key: str  # what stays the same when the piece is edited
    name: str
    start: int
    duration: int
    source: str = ""
    volume: float | None = None
    fade_in: int = 0
    fade_out: int = 0
    duck: float = 0.0
    speed: float = 1.0
    loop: bool = False
    reverse: bool = False
    crossfade: int = 0
    place: str = ""
    drawn: bool = False  # a background that the renderer draws: it has no file and no name

    @property
    def end(self) -> int:
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Track:
    kind: Kind
    role: Role
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a session's state can be told: its tracks and its frame."""

    tracks: tuple[Track, ...] = ()
    frame: tuple[int, int] = (0, 0)
    generated: tuple[str, ...] = ()  # clips that the backend made, by name


def summary(shown: Shown, lang: words.Lang) -> str:
    """`Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) …`"""
    if not shown.tracks:
        return words.say("timeline.empty", lang)
    lines = [
        words.say("timeline.track", lang, number=number, label=label(track, lang), parts=parts)
        for number, track in enumerate(shown.tracks, 1)
        for parts in [_parts(track, lang)]
    ]
    key = "timeline.summary_one" if len(lines) == 1 else "timeline.summary"
    return words.say(key, lang, count=len(lines), tracks=" ".join(lines))


def label(track: Track, lang: words.Lang) -> str:
    return words.say(f"timeline.{track.role}", lang)


def named(track: Track, segment: Segment, lang: words.Lang) -> str:
    """The name of a piece as it is told; words on the picture stand in quotation marks."""
    if not segment.name:
        return words.say("timeline.background" if segment.drawn else "timeline.unnamed", lang)
    if track.kind == "text":
        return words.say("timeline.quoted", lang, text=segment.name)
    return segment.name


def seconds(ms: float) -> str:
    """Milliseconds as seconds, as short as they can be said: 10, 2.5, 0.04."""
    return f"{round(ms / 1000, 2):.2f}".rstrip("0").rstrip(".") or "0"


def percent(volume: float) -> str:
    return f"{round(volume * 100)}%"


def title(shown: Shown) -> str:
    """A name for what is exported: the first title, else the first picture, else the music."""
    for kind in ("text", "video", "audio"):
        for track in shown.tracks:
            if track.kind == kind and track.role in ("title", "video", "music", "original"):
                name = track.segments[0].name
                return name if kind == "text" else _bare(name)
    return ""


def _bare(name: str) -> str:
    """A file's name without its ending: `beach` for `beach.mp4`."""
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and ending.lower() in contract.load().formats else name


def _parts(track: Track, lang: words.Lang) -> str:
    shown = [_part(track, segment, lang) for segment in track.segments[:_LISTED]]
    if (more := len(track.segments) - _LISTED) > 0:
        shown.append(words.say("timeline.more", lang, count=more))
    return words.say("timeline.comma", lang).join(shown)


def _part(track: Track, segment: Segment, lang: words.Lang) -> str:
    name = named(track, segment, lang)
    about = [f"{seconds(segment.start)}-{seconds(segment.end)}s"]
    if segment.volume is not None and (track.kind == "audio" or segment.volume != 1.0):
        about.append(percent(segment.volume))
    shown = words.say("timeline.comma", lang).join(about)
    return words.say("timeline.part", lang, name=name, about=shown)


def _treated(segment: Segment, lang: words.Lang) -> list[str]:
    """What is done to a piece, where something is."""
    done = {
        "fades_in": seconds(segment.fade_in) if segment.fade_in else "",
        "fades_out": seconds(segment.fade_out) if segment.fade_out else "",
        "ducks": f"{round(segment.duck)}" if segment.duck else "",
        "speed": f"{segment.speed:g}" if segment.speed != 1.0 else "",
        "crossfade": seconds(segment.crossfade) if segment.crossfade else "",
        "loops": "1" if segment.loop else "",
        "reverse": "1" if segment.reverse else "",
    }
    return [words.say(f"timeline.{key}", lang, value=value) for key, value in done.items() if value]


def details(shown: Shown, lang: words.Lang) -> str:
    """What the one line leaves out: what is done to the pieces, the length, the frame."""
    pieces = [(track, segment) for track in shown.tracks for segment in track.segments]
    treated = [
        words.say("timeline.treated", lang, name=named(track, segment, lang), how=how)
        for track, segment in pieces
        if (how := words.say("timeline.comma", lang).join(_treated(segment, lang)))
    ]
    return "\n".join([*treated[:_TREATED], *_whole(shown, pieces, lang)])


def _whole(shown: Shown, pieces: list[tuple[Track, Segment]], lang: words.Lang) -> list[str]:
    """The length and the frame, where there is something."""
    length = max((segment.end for _, segment in pieces if segment.duration > 0), default=0)
    if not length:
        return []
    width, height = shown.frame
    key = "timeline.whole_framed" if width and height else "timeline.whole"
    return [words.say(key, lang, length=seconds(length), width=width, height=height)]
