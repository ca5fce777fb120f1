"""What became different of the whole: its frame, its length, the order of its clips."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd

from studio.timeline import clock, facts
from studio.timeline.changes.labels import Labels, plain
from studio.timeline.changes.values import Change, change, colour
from studio.timeline.model import Canvas, Timeline
from studio.words import Lang, say

_ASPECTS = 40  # beyond that a ratio says nothing to anybody
_LISTED = 8


def length(before: Timeline, after: Timeline) -> Iterator[Change]:
    """How long it all is now."""
    old, new = facts.duration(before), facts.duration(after)
    if old and new and old != new:
        yield change("length", "", clock.length(old), clock.length(new))


def canvas(old: Canvas, new: Canvas, lang: Lang) -> Iterator[Change]:
    """The frame: size, sides, rate, colour."""
    if (old.width, old.height) != (new.width, new.height):
        yield change("size", "", _size(old, lang), _size(new, lang))
    if old.fit != new.fit:
        yield change("fit", "", sides(old.fit, lang), sides(new.fit, lang))
    if old.fps != new.fps:
        yield change("fps", "", _rate(old, lang), _rate(new, lang))
    if old.colour != new.colour:
        yield change("colour", "", colour(old.colour, lang), colour(new.colour, lang))


def sides(fit: str, lang: Lang) -> str:
    return say(f"timeline.fit_{fit}", lang)


def _size(canvas: Canvas, lang: Lang) -> str:
    if not canvas.width:
        return say("timeline.as_source", lang)
    common = gcd(canvas.width, canvas.height)
    wide, high = canvas.width // common, canvas.height // common
    size = f"{canvas.width}×{canvas.height}"
    return f"{size} ({wide}:{high})" if max(wide, high) <= _ASPECTS else size


def _rate(canvas: Canvas, lang: Lang) -> str:
    if canvas.fps[0]:
        return f"{canvas.fps[0] / canvas.fps[1]:g}"
    return say("timeline.as_source", lang)


def order(before: Timeline, after: Timeline, lang: Lang) -> Iterator[Change]:
    """The clips in another order: the one that was moved, or all of them."""
    first, second = ([c.id for c in facts.clips(t)] for t in (before, after))
    common = set(first) & set(second)
    was, now = [i for i in first if i in common], [i for i in second if i in common]
    if was == now:
        return
    old = Labels(before, lang)
    moved = next((i for i in now if _without(was, i) == _without(now, i)), "")
    if moved:
        places = first.index(moved) + 1, second.index(moved) + 1
        name = say("timeline.quoted", lang, name=plain(old.segments[moved], lang))
        yield change("moved_clip", name, *places)
        return
    shown = " → ".join(old[i] for i in now[:_LISTED]) + (" …" if len(now) > _LISTED else "")
    yield Change("order", "", (("after", shown),))


def _without(ids: list[str], one: str) -> list[str]:
    return [i for i in ids if i != one]
