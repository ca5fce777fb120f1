"""Changes of looks and details: what a draft says of a piece beyond its time and its loudness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import contract
import words
from client import clean
from handlers import drafts, state
from handlers.state import Segment, Track

Raw = Mapping[str, Any]

_WORDS: Mapping[str, str] = {  # the last part of a key, in any spelling, to what it is called
    "c": "colour", "color": "colour", "colour": "colour", "fontcolor": "colour",
    "textcolor": "colour", "fill": "colour",
    "sz": "size", "size": "size", "fontsize": "size", "fs": "size", "scale": "size",
    "font": "font", "fontfamily": "font", "ff": "font", "typeface": "font",
    "b": "bold", "bold": "bold", "fontweight": "bold",
    "o": "outline", "outline": "outline", "stroke": "outline", "strokecolor": "outline",
    "bx": "box", "box": "box", "background": "box", "backgroundcolor": "box",
    "an": "animation", "animation": "animation", "transition": "animation", "effect": "effect",
    "filter": "filter", "opacity": "opacity", "alpha": "opacity", "rotation": "rotation",
    "fit": "fit", "mode": "fit", "fps": "fps", "framerate": "fps",
}  # fmt: skip
_DEEP = 4
_LONG = 24  # characters of a value that are told


def told(before: Raw | None, after: Raw | None, lang: words.Lang) -> list[str]:
    """A sentence for each detail that is known, one for each piece of which nothing is."""
    said = [*_pieces(before or {}, after or {}, lang), *_frame(before or {}, after or {}, lang)]
    return list(dict.fromkeys(said))


def _pieces(before: Raw, after: Raw, lang: words.Lang) -> Iterator[str]:
    old = {segment.key: raw for _, segment, raw in drafts.pieces(before, contract.load())}
    for track, segment, raw in drafts.pieces(after, contract.load()):
        was = old.get(segment.key)
        if was is not None and was != raw:
            yield from _piece(track, segment, was, raw, lang)


def _piece(track: Track, segment: Segment, was: Raw, now: Raw, lang: words.Lang) -> Iterator[str]:
    values = {"label": state.label(track, lang), "name": state.named(track, segment, lang)}
    changes = list(_details(was, now, lang))
    for what, old, new in changes:
        yield words.say("changes.detail", lang, **values, what=what, old=old, new=new)
    if not changes:
        yield words.say("changes.looks", lang, **values)


def _frame(before: Raw, after: Raw, lang: words.Lang) -> Iterator[str]:
    for key in ("c", "canvas_config"):
        first, second = before.get(key), after.get(key)
        if isinstance(first, Mapping) and isinstance(second, Mapping):
            for what, old, new in _details(first, second, lang):
                yield words.say("changes.whole", lang, what=what, old=old, new=new)


def _details(was: Raw, now: Raw, lang: words.Lang) -> Iterator[tuple[str, str, str]]:
    first, second = dict(_leaves(was)), dict(_leaves(now))
    for path in dict.fromkeys([*first, *second]):
        old, new = first.get(path), second.get(path)
        name = _WORDS.get(path.rpartition("/")[2].replace("_", "").lower())
        if old != new and name:
            yield words.say(f"changes.what_{name}", lang), _shown(old, lang), _shown(new, lang)


def _leaves(raw: Raw, path: str = "", depth: int = 0) -> Iterator[tuple[str, object]]:
    for key, value in raw.items():
        if isinstance(value, Mapping):
            if depth < _DEEP:
                yield from _leaves(value, f"{path}/{key}", depth + 1)
        elif isinstance(value, str | int | float) or value is None:
            yield f"{path}/{key}", value


def _shown(value: object, lang: words.Lang) -> str:
    """A value as it is told; on and off for what is one or the other."""
    match value:
        case None | "":
            return words.say("changes.is_none", lang)
        case bool():
            return words.say("changes.is_on" if value else "changes.is_off", lang)
        case float():
            return f"{value:g}"
    return clean.line(str(value), most=_LONG)
