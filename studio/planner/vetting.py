"""Edits that come from outside, made what a reader of ours would have written, or refused.

What a file is called, how long it is and what it holds is the studio's to say; ids, looks and kinds
are words we know; a brief is one that the composer reads. All else passes on to `apply`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from studio import brief as briefing
from studio.planner import phrases, shades
from studio.timeline.model import Background, Material
from studio.timeline.operations import (
    AddClip,
    AddSound,
    AnyOperation,
    Composed,
    Crossfade,
    Fitted,
    Repaint,
    ReplaceClip,
    ReplaceSound,
    Slideshow,
)

LONGEST = 3 * 3600 * 1000  # ms of anything that is made
_ID = re.compile(r"[a-z]{1,8}\d{1,6}")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_CROSSES = ("fade", "dissolve", "wipe", "slide", "zoom", "circle", "black")
_MOTIONS = ("", "still", "zoom-in", "zoom-out", "pan-left", "pan-right", "auto")
_STYLES = ("gradient", "colour", "visual")


def vetted(wish: AnyOperation, materials: Mapping[str, Material]) -> AnyOperation:
    """The edit with the studio's own facts in it; a `ValueError` where it is none of ours."""
    _ids(wish)
    match wish:
        case Composed() | Fitted():
            raise ValueError("told by the studio, never asked")
        case AddClip():
            return _clip(wish, materials)
        case ReplaceClip():
            material = _file(wish.source, materials, "video", "image")
            return msgspec.structs.replace(
                wish, name=material.name, kind=material.kind, has_sound=material.has_sound,
                length=_length(material),
            )  # fmt: skip
        case AddSound() | ReplaceSound():
            return _sound(wish, materials)
        case Slideshow():
            for slide in wish.slides:
                _file(slide.source, materials, "image")
            _known(wish.motion, _MOTIONS)
        case Repaint():
            _background(wish.background, materials)
        case Crossfade():
            _known(wish.kind, _CROSSES)
        case _:
            pass
    return wish


def _ids(wish: AnyOperation) -> None:
    """New ids are short and plain."""
    new = [getattr(wish, "id", "")]
    for part in (*getattr(wish, "slides", ()), *getattr(wish, "lines", ())):
        new.append(part.id)
    if any(id and not _ID.fullmatch(id) for id in new):
        raise ValueError(new)


def _known(word: str, words: tuple[str, ...]) -> None:
    if word not in words:
        raise ValueError(word)


def _file(id: str, materials: Mapping[str, Material], *kinds: str) -> Material:
    """The file of this id, of one of these kinds."""
    material = materials.get(id)
    if material is None or material.kind not in kinds:
        raise ValueError(id)
    return material


def _length(material: Material) -> int:
    return 0 if material.kind == "image" else material.duration


def _clip(wish: AddClip, materials: Mapping[str, Material]) -> AddClip:
    _known(wish.motion, _MOTIONS)
    if wish.background is not None:
        _background(wish.background, materials)
        if wish.source or not 0 < wish.duration <= LONGEST:
            raise ValueError(wish.duration)
        return msgspec.structs.replace(wish, kind="background", has_sound=False, name="", length=0)
    material = _file(wish.source, materials, "video", "image")
    length = _length(material)
    if wish.in_point < 0 or (length and wish.in_point + wish.duration > length):
        raise ValueError(wish.in_point)
    return msgspec.structs.replace(
        wish, name=material.name, kind=material.kind, has_sound=material.has_sound, length=length
    )


def _sound(
    wish: AddSound | ReplaceSound, materials: Mapping[str, Material]
) -> AddSound | ReplaceSound:
    if wish.source:
        material = _file(wish.source, materials, "audio")
        if getattr(wish, "in_point", 0) >= max(material.duration, 1) or wish.brief is not None:
            raise ValueError(wish.source)
        return msgspec.structs.replace(wish, name=material.name, length=material.duration)
    if wish.brief is None:
        raise ValueError("neither a file nor a brief")
    brief = briefing.decode(wish.brief)
    lasting = (brief.length_ms, getattr(wish, "duration", 0))
    if any(length is not None and length > LONGEST for length in lasting):
        raise ValueError(lasting)
    plain = msgspec.json.decode(msgspec.json.encode(briefing.encode(brief)))
    return msgspec.structs.replace(wish, brief=plain, name=_printable(wish.name), length=0)


def _printable(name: str) -> str:
    return "".join(char for char in name if char.isprintable())[:60]


def _background(wish: Background, materials: Mapping[str, Material]) -> None:
    _known(wish.style, _STYLES)
    scenes = set(phrases.tables("visuals").get("scenes", {}).values())
    _known(wish.scene, ("", *scenes))
    if not 1 <= len(wish.colours) <= 8 or not all(map(_COLOUR.fullmatch, wish.colours)):
        raise ValueError(wish.colours)
    if any(not all(map(_COLOUR.fullmatch, shade.colours)) for shade in wish.shades):
        raise ValueError(wish.shades)
    for shade in wish.shades:
        _known(shade.scene, ("", *scenes))
        for word in (shade.when, shade.tied):
            if word not in ("", shades.DROP, "back") and shades.parted(word) is None:
                raise ValueError(word)
    if not (0.1 <= wish.drops <= 4 and 0.1 <= wish.beats <= 4 and abs(wish.early) <= 1000):
        raise ValueError(wish.drops, wish.beats, wish.early)
    if wish.cover and wish.cover not in materials:
        raise ValueError(wish.cover)
