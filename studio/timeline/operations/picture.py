"""Edits of the picture as values. Times are ms on the timeline as it stands before the edit.

Everything that lies above the picture is carried along: see `carry.py`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from studio.timeline.model import Background, Fit


class Operation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="op"):
    """One edit as a value."""


class PictureEdit(Operation, frozen=True, kw_only=True):
    """An edit that may change when things are seen."""


class AddClip(PictureEdit, frozen=True, kw_only=True, tag="add-clip"):
    """Puts a clip in at a time; inside another clip it opens that one up.

    [--a--][--b--]  at=end of a   ->   [--a--][new][--b--]
    """

    id: str
    duration: int
    source: str = ""  # a material; "" with a background
    background: Background | None = None
    at: int = -1  # -1: at the end
    in_point: int = 0
    length: int = 0  # of the material, ms; 0 for stills: as long as one likes
    kind: str = "video"  # video, image, background
    name: str = ""
    has_sound: bool = False
    fit: Fit | None = None
    motion: str = ""
    gain: float = 1.0


class Slide(msgspec.Struct, frozen=True):
    """One photo of a slideshow."""

    id: str
    source: str
    name: str
    duration: int


class Slideshow(PictureEdit, frozen=True, kw_only=True, tag="slideshow"):
    """Photos one after the other, behind what is there or instead of it.

    []   ->   [p1][p2][p3]
    """

    slides: tuple[Slide, ...]
    crossfade: int = 0
    motion: str = "auto"
    replace: bool = False
    beats: float = 0.0  # that each stays, where it was asked for so


class ReplaceClip(PictureEdit, frozen=True, kw_only=True, tag="replace-clip"):
    """Another material in a clip's place; as long as the old one where it reaches that far.

    [--a--][--b--][--c--]   ->   [--a--][--x--][--c--]
    """

    target: str
    source: str
    name: str = ""
    kind: str = "video"
    length: int = 0
    has_sound: bool = False


class Repaint(PictureEdit, frozen=True, kw_only=True, tag="repaint"):
    """Another generated picture in a clip's place, for as long.

    [--blue--][--b--]   ->   [--rings--][--b--]
    """

    target: str
    background: Background
    name: str = ""


class Retime(PictureEdit, frozen=True, kw_only=True, tag="retime"):
    """Neighbouring stills change at these moments; together they last as long as before.

    [--p1--][--p2--][--p3--]   ->   [-p1-][---p2---][--p3--]
    """

    targets: tuple[str, ...]
    cuts: tuple[int, ...]  # one fewer than targets, rising


class RemoveClips(PictureEdit, frozen=True, kw_only=True, tag="remove-clips"):
    """Clips taken out; what follows moves up.

    [--a--][--b--][--c--]   ->   [--a--][--c--]
    """

    targets: tuple[str, ...]


class Cut(PictureEdit, frozen=True, kw_only=True, tag="cut"):
    """A range taken out of everything; what follows moves up.

    [--a----|xxxx|--b--]   ->   [--a----|--b--]
    """

    start: int
    end: int


class Keep(PictureEdit, frozen=True, kw_only=True, tag="keep"):
    """Only this range stays.

    [xx|--a----|--b--|xx]   ->   [--a----|--b--]
    """

    start: int
    end: int


class TrimClip(PictureEdit, frozen=True, kw_only=True, tag="trim-clip"):
    """One clip loses some of its beginning or end; what follows moves up.

    [--a--][xx--b--xx][--c--]   ->   [--a--][--b--][--c--]
    """

    target: str
    head: int = 0
    tail: int = 0


class ClipLength(PictureEdit, frozen=True, kw_only=True, tag="clip-length"):
    """One clip lasts this long: a still at will, a video as far as its material reaches.

    [--a--][-b-][--c--]   ->   [--a--][-----b-----][--c--]

    `beats`: asked for as so many of them, which the studio settles once it heard the music.
    """

    target: str
    duration: int
    beats: float = 0.0


class SetPace(PictureEdit, frozen=True, kw_only=True, tag="set-pace"):
    """How fast photos change in parts of the music, kept for when they are laid anew; {}: evenly.

    Which clip is how long is said by other edits.
    """

    pace: dict[str, Any] = msgspec.field(default_factory=dict)


class Split(PictureEdit, frozen=True, kw_only=True, tag="split"):
    """One clip becomes two at this time.

    [------a------]   ->   [--a--][--a'--]
    """

    at: int


class Reorder(PictureEdit, frozen=True, kw_only=True, tag="reorder"):
    """The clips in this order: every id exactly once.

    [a][b][c]   ->   [c][a][b]
    """

    order: tuple[str, ...]


class Move(msgspec.Struct, frozen=True):
    """A cut at this time, moved by so much; 0: it stays, and bounds the shots beside it."""

    at: int
    by: int


class MoveCuts(PictureEdit, frozen=True, kw_only=True, tag="move-cuts"):
    """Cuts a little earlier or later; all else stays where it is, and the whole as long as it is.

    Between clips their handles give and take; where there are none, or inside a file, the shots
    beside the cut run a touch slower and faster.

    [--a--|--b--|--c--]   ->   [--a--|-b-|---c--]
    """

    moves: tuple[Move, ...]


class Speed(PictureEdit, frozen=True, kw_only=True, tag="speed"):
    """Clips, or a range, so many times as fast as now; 0.5 lasts twice as long.

    [--a--]   ->   [----a----]
    """

    rate: float
    targets: tuple[str, ...] = ()
    start: int = -1
    end: int = -1


class Reverse(PictureEdit, frozen=True, kw_only=True, tag="reverse"):
    """Clips, or a range, backwards: the pieces and their order.

    [a>][b>]   ->   [<b][<a]
    """

    targets: tuple[str, ...] = ()
    start: int = -1
    end: int = -1


class Freeze(PictureEdit, frozen=True, kw_only=True, tag="freeze"):
    """The picture at this time stands still for a while.

    [------a------]   ->   [--a--][held][--a--]
    """

    at: int
    duration: int


class Crossfade(PictureEdit, frozen=True, kw_only=True, tag="crossfade"):
    """The end of one clip seen through the start of the next; 0 takes it away again.

    Where the earlier clip has no material left behind its end, it ends sooner by that much and
    everything after it moves up.

    [--a--][--b--]   ->   [--a-[x]--b--]
    """

    duration: int
    targets: tuple[str, ...] = ()  # the later clips; () for all
    kind: str = "fade"


class PictureFade(PictureEdit, frozen=True, kw_only=True, tag="picture-fade"):
    """The picture out of black, or into it; None leaves as it is, 0 takes away.

    [--a--]   ->   [/-a-\\]
    """

    target: str
    fade_in: int | None = None
    fade_out: int | None = None


class ClipFit(PictureEdit, frozen=True, kw_only=True, tag="clip-fit"):
    """How clips sit in the frame, other than the canvas says; None: as the canvas says.

    |[a]|   ->   |aaa|
    """

    targets: tuple[str, ...]
    fit: Fit | None = None
    motion: str | None = None


class SetCanvas(PictureEdit, frozen=True, kw_only=True, tag="canvas"):
    """The frame: size, rate, bars and their colour; None leaves as it is.

    16:9   ->   9:16
    """

    width: int | None = None
    height: int | None = None
    fps: tuple[int, int] | None = None
    colour: str | None = None
    fit: Fit | None = None
