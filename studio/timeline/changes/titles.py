"""What became different of words on the picture."""

from __future__ import annotations

from collections.abc import Iterator

from studio.timeline.changes.sounds import timing
from studio.timeline.changes.values import Change, change, colour
from studio.timeline.model import Style, Title
from studio.words import Lang, say

_USUAL = {"title": "center", "caption": "bottom"}  # where words stand that nobody placed
_POINTS = 1080  # a size is told as the height of its letters where the shorter side is this


def title(old: Title, new: Title, name: str, was: str, lang: Lang) -> Iterator[Change]:
    """Each of its changes."""
    if old.text != new.text:
        yield change("text", "", was, name)
    yield from timing(old, new, name)
    if old.place != new.place:
        yield change("place", name, _place(old.place, lang), _place(new.place, lang))
    yield from _look(old.style, new.style, name, lang)


def besides(title: Title, lang: Lang) -> Iterator[str]:
    """What else is to be said of new words: where they stand, their colour, how they come."""
    usual = Style()
    if title.place != _USUAL.get(title.role, title.place):
        yield say("timeline.with_word", lang, word=_place(title.place, lang))
    if title.style.colour != usual.colour:
        yield say("timeline.with_word", lang, word=colour(title.style.colour, lang))
    if title.style.animation != usual.animation:
        word = say(f"timeline.animation_{title.style.animation}", lang)
        yield say("timeline.with_word", lang, word=word)


def _place(place: str, lang: Lang) -> str:
    return say(f"timeline.place_{place.replace('-', '_')}", lang)


def _look(old: Style, new: Style, name: str, lang: Lang) -> Iterator[Change]:
    if old.size != new.size:
        yield change("text_size", name, round(old.size * _POINTS), round(new.size * _POINTS))
    for key, was, now in (
        ("text_colour", old.colour, new.colour),
        ("outline", old.outline, new.outline),
        ("box", old.box, new.box),
    ):
        if was != now:
            shown = (colour(c, lang) if c else say("timeline.none", lang) for c in (was, now))
            yield change(key, name, *shown)
    if old.bold != new.bold:
        yield Change("bold" if new.bold else "thin", name)
    if old.animation != new.animation:
        ways = (say(f"timeline.animation_{s.animation}", lang) for s in (old, new))
        yield change("animation", name, *ways)
