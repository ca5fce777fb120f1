"""The timeline as values: tracks of segments over a canvas, in whole milliseconds.

On the wire this is the draft of the contract: `t` tracks, `tt` track type (0 video, 1 audio,
7 text), `sg` segments, `d` duration, `m` metadata. Keys that the contract does not fix are short
too and are spoken only here. Free-form values live inside `m` alone.

Laws (see `laws.py`): segments of a track are sorted and do not overlap, nothing is negative, ids
are unique, gains are finite.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Fit = Literal["fit", "fill", "blur"]  # bars, crop, or the picture itself blurred behind
Place = Literal[
    "top", "center", "bottom", "top-left", "top-right", "bottom-left", "bottom-right", "lower-third"
]


class Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=False):
    """A part of a timeline: immutable, compared by value, defaults left off the wire."""


class Canvas(Value, frozen=True, kw_only=True):
    """The picture's frame. Width and height 0: as the first clip is, within 1080p."""

    width: int = msgspec.field(name="w", default=0)
    height: int = msgspec.field(name="h", default=0)
    fps: tuple[int, int] = (0, 1)  # 0: as the first clip is, else 30
    colour: str = msgspec.field(name="bg", default="#000000")
    fit: Fit = "fit"


class Shade(Value, frozen=True, kw_only=True):
    """Other colours, another look, from a moment on: ms from the clip's start, or a word that the
    music settles.

    The word: "drop", from the drop on; "in:chorus", "in:verse:1", in every one, or in the one that
    is counted (0: the first, -1: the last), and as before after it; "from:…", "after:…",
    "before:…" likewise.
    """

    at: int = 0
    colours: tuple[str, ...] = ()  # none: those that it has anyway
    scene: str = ""  # none: the look that it has anyway
    when: str = ""  # the word; "" once it is settled
    tied: str = ""  # the word that settled it, for when the song is another


class Background(Value, frozen=True, kw_only=True):
    """A picture made by the studio where there is no file: a gradient, a colour, a visual.

    A visual is drawn from the music that is heard with it, in one of the scenes of
    `studio.visuals`; what is left empty is decided once the music was heard.
    """

    style: str = "gradient"  # gradient, colour, visual
    colours: tuple[str, ...] = ("#1b2440", "#4a5a8a")
    seed: int = 0
    scene: str = msgspec.field(name="sc", default="")
    title: str = msgspec.field(name="ti", default="")
    artist: str = msgspec.field(name="ar", default="")
    cover: str = msgspec.field(name="co", default="")  # a material's id: a picture, or a song
    shades: tuple[Shade, ...] = msgspec.field(name="sh", default=())
    drops: float = msgspec.field(name="dr", default=1.0)  # how strongly they light up
    beats: float = msgspec.field(name="be", default=1.0)
    early: int = msgspec.field(name="ea", default=0)  # ms by which the picture is ahead of it


class Point(Value, frozen=True):
    """A corner of a gain curve: at this many ms after the segment's start, this gain."""

    at: int
    gain: float


# "still": of a show, in which photos fill the frame, but not moved
Motion = Literal["", "still", "zoom-in", "zoom-out", "pan-left", "pan-right", "auto"]


class Clip(Value, frozen=True, kw_only=True):
    """A piece of picture, with its own sound if it has one.

    source    |----[in ........ in + d*speed]------|
    timeline          [start ....... start + d)
    """

    id: str = msgspec.field(name="i")
    start: int = msgspec.field(name="s")
    duration: int = msgspec.field(name="d")
    source: str = msgspec.field(name="src", default="")  # a material's id; "" with a background
    background: Background | None = msgspec.field(name="bgr", default=None)
    in_point: int = msgspec.field(name="in", default=0)
    speed: float = msgspec.field(name="sp", default=1.0)
    reverse: bool = msgspec.field(name="rv", default=False)
    freeze: bool = msgspec.field(name="fz", default=False)  # holds the frame at in_point
    gain: float = msgspec.field(name="v", default=1.0)  # of its own sound; 0 is mute
    curve: tuple[Point, ...] = msgspec.field(name="cv", default=())  # of its own sound, times gain
    sound_fade_in: int = msgspec.field(name="fi", default=0)
    sound_fade_out: int = msgspec.field(name="fo", default=0)
    picture_fade_in: int = msgspec.field(name="pfi", default=0)  # from black
    picture_fade_out: int = msgspec.field(name="pfo", default=0)  # to black
    crossfade: int = msgspec.field(name="xf", default=0)
    # ^ over its first ms the clip before is still seen, going on behind its own end (or held)
    transition: str = msgspec.field(name="xk", default="fade")
    fit: Fit | None = None  # None: the canvas's
    motion: Motion = msgspec.field(name="mo", default="")  # slow movement over a still
    metadata: dict[str, Any] = msgspec.field(name="m", default_factory=dict)


class Sound(Value, frozen=True, kw_only=True):
    """A piece of sound on an audio track: music, a voice, an effect."""

    id: str = msgspec.field(name="i")
    start: int = msgspec.field(name="s")
    duration: int = msgspec.field(name="d")
    source: str = msgspec.field(name="src", default="")
    in_point: int = msgspec.field(name="in", default=0)
    speed: float = msgspec.field(name="sp", default=1.0)
    gain: float = msgspec.field(name="v", default=1.0)
    curve: tuple[Point, ...] = msgspec.field(name="cv", default=())
    fade_in: int = msgspec.field(name="fi", default=0)
    fade_out: int = msgspec.field(name="fo", default=0)
    loop: bool = msgspec.field(name="lp", default=False)
    duck: float = msgspec.field(name="dk", default=0.0)  # dB it goes down while somebody speaks
    role: Literal["music", "voice", "effect", "original"] = msgspec.field(name="r", default="music")
    metadata: dict[str, Any] = msgspec.field(name="m", default_factory=dict)


class Style(Value, frozen=True, kw_only=True):
    """How words look; sizes are shares of the picture's shorter side."""

    size: float = msgspec.field(name="sz", default=0.085)
    colour: str = msgspec.field(name="c", default="#ffffff")
    outline: str = msgspec.field(name="o", default="#000000")  # "" for none
    box: str = msgspec.field(name="bx", default="")  # a colour behind the words, "" for none
    bold: bool = msgspec.field(name="b", default=True)
    animation: Literal["none", "fade", "rise", "type"] = msgspec.field(name="an", default="fade")


class Title(Value, frozen=True, kw_only=True):
    """Words on the picture for a while."""

    id: str = msgspec.field(name="i")
    start: int = msgspec.field(name="s")
    duration: int = msgspec.field(name="d")
    text: str = msgspec.field(name="x", default="")
    place: Place = msgspec.field(name="p", default="center")
    style: Style = msgspec.field(name="st", default_factory=Style)
    role: Literal["title", "caption", "credits", "watermark"] = msgspec.field(
        name="r", default="title"
    )
    metadata: dict[str, Any] = msgspec.field(name="m", default_factory=dict)


class VideoTrack(Value, frozen=True, kw_only=True, tag_field="tt", tag=0):
    segments: tuple[Clip, ...] = msgspec.field(name="sg", default=())
    metadata: dict[str, Any] = msgspec.field(name="m", default_factory=dict)


class AudioTrack(Value, frozen=True, kw_only=True, tag_field="tt", tag=1):
    segments: tuple[Sound, ...] = msgspec.field(name="sg", default=())
    metadata: dict[str, Any] = msgspec.field(name="m", default_factory=dict)


class TextTrack(Value, frozen=True, kw_only=True, tag_field="tt", tag=7):
    segments: tuple[Title, ...] = msgspec.field(name="sg", default=())
    metadata: dict[str, Any] = msgspec.field(name="m", default_factory=dict)


Track = VideoTrack | AudioTrack | TextTrack
Segment = Clip | Sound | Title


class Timeline(Value, frozen=True, kw_only=True):
    """The whole: what is seen and heard, and for how long."""

    tracks: tuple[Track, ...] = msgspec.field(name="t", default=())
    canvas: Canvas = msgspec.field(name="c", default_factory=Canvas)
    metadata: dict[str, Any] = msgspec.field(name="m", default_factory=dict)


class Material(Value, frozen=True, kw_only=True):
    """A file of the session as the studio knows it; the timeline names it by id only.

    Times in ms, sizes as shown (rotation and pixel aspect applied). What was odd about the file
    (variable frame rate, HDR, rotation …) stands in `notes` as short words for receipts.
    """

    id: str
    name: str  # the user's own name for it
    kind: Literal["video", "audio", "image"]
    duration: int = 0  # 0 for stills
    width: int = 0
    height: int = 0
    fps: tuple[int, int] = (0, 1)
    has_sound: bool = False
    notes: tuple[str, ...] = ()
    metadata: dict[str, Any] = msgspec.field(name="m", default_factory=dict)
