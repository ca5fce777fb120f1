"""Edits of the words on the picture, as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.timeline.model import Place, Style
from studio.timeline.operations.picture import Operation

TitleRole = Literal["title", "caption", "credits", "watermark"]


class TitleEdit(Operation, frozen=True, kw_only=True):
    """An edit of the words on the picture."""


class AddTitle(TitleEdit, frozen=True, kw_only=True, tag="add-title"):
    """Words on the picture for a while.

    [----video----]   ->   ["words"]
                           [----video----]
    """

    id: str
    text: str
    start: int
    duration: int
    place: Place = "center"
    style: Style = Style()
    role: TitleRole = "title"


class Line(msgspec.Struct, frozen=True):
    """One caption: when, how long, what."""

    id: str
    start: int
    duration: int
    text: str


class AddCaptions(TitleEdit, frozen=True, kw_only=True, tag="add-captions"):
    """Captions in a row, as a subtitle file has them.

    [----video----]   ->   ["one"]["two"]["three"]
                           [--------video--------]
    """

    lines: tuple[Line, ...]
    place: Place = "bottom"
    style: Style = Style(size=0.06)


class EditTitle(TitleEdit, frozen=True, kw_only=True, tag="edit-title"):
    """Words changed: what they say, where they stand, how they look; None leaves as it is.

    ["Hello"]   ->   ["Goodbye"]
    """

    targets: tuple[str, ...]
    text: str | None = None
    place: Place | None = None
    size: float | None = None
    scale: float | None = None  # times as large as now
    colour: str | None = None
    outline: str | None = None
    box: str | None = None
    bold: bool | None = None
    animation: Literal["none", "fade", "rise", "type"] | None = None


class PlaceTitle(TitleEdit, frozen=True, kw_only=True, tag="place-title"):
    """When words come and how long they stay; None leaves as it is.

    ["Hello"]   ->      ["Hello--"]
    """

    target: str
    start: int | None = None
    duration: int | None = None


class RemoveTitles(TitleEdit, frozen=True, kw_only=True, tag="remove-titles"):
    """Words taken away.

    ["Hello"]        [--video--]
    [--video--]   ->
    """

    targets: tuple[str, ...]
