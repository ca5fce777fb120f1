"""The vocabulary of edits: a tagged union on `op`. A new family is a new file and a line here."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.timeline.operations import picture, sound, titles
from studio.timeline.operations.picture import (
    AddClip,
    ClipFit,
    ClipLength,
    Crossfade,
    Cut,
    Freeze,
    Keep,
    Move,
    MoveCuts,
    Operation,
    PictureEdit,
    PictureFade,
    RemoveClips,
    Reorder,
    Repaint,
    ReplaceClip,
    Retime,
    Reverse,
    SetCanvas,
    SetPace,
    Slide,
    Slideshow,
    Speed,
    Split,
    TrimClip,
)
from studio.timeline.operations.sound import (
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
    SoundEdit,
    Volume,
)
from studio.timeline.operations.titles import (
    AddCaptions,
    AddTitle,
    EditTitle,
    Line,
    PlaceTitle,
    RemoveTitles,
    TitleEdit,
)

AnyOperation = (
    AddClip | Slideshow | ReplaceClip | Repaint | Retime | RemoveClips | Cut | Keep | TrimClip
    | ClipLength | Split | Reorder | MoveCuts | Speed | Reverse | Freeze | Crossfade | PictureFade
    | ClipFit | SetCanvas | SetPace
    | AddSound | ReplaceSound | Composed | Fitted | RemoveSounds | Volume | Fade | Duck | Loop
    | PlaceSound | HearDrops
    | AddTitle | AddCaptions | EditTitle | PlaceTitle | RemoveTitles
)  # fmt: skip


def plain(operation: Operation) -> dict[str, Any]:
    """The operation as JSON values."""
    values: dict[str, Any] = msgspec.to_builtins(operation)
    return values


def from_plain(values: object) -> Operation:
    """The operation that these JSON values are; a `msgspec.ValidationError` where they are none."""
    return msgspec.convert(values, AnyOperation)  # type: ignore[no-any-return]


__all__ = [
    "AddCaptions", "AddClip", "AddSound", "AddTitle", "AnyOperation", "ClipFit", "ClipLength",
    "Composed", "Crossfade", "Cut", "Duck", "EditTitle", "Fade", "Fitted", "Freeze", "HearDrops",
    "Keep", "Line", "Loop", "Move", "MoveCuts", "Operation", "PictureEdit", "PictureFade",
    "PlaceSound", "PlaceTitle", "RemoveClips", "RemoveSounds", "RemoveTitles", "Reorder", "Repaint",
    "ReplaceClip", "ReplaceSound", "Retime", "Reverse", "SetCanvas", "SetPace", "Slide",
    "Slideshow", "SoundEdit", "Speed", "Split", "TitleEdit", "TrimClip", "Volume", "from_plain",
    "picture", "plain", "sound", "titles",
]  # fmt: skip
