"""Colours for a part of a visual: until the drop, from a time on, between two times. Pure.

"blue until the drop, then red"     blue, and from the drop on red
"gold from 0:30 to 0:45"            as it is, gold for that while, as it is again
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from studio.planner import phrases
from studio.planner.sheet import Clause
from studio.planner.visual_words import coloured, distinct
from studio.timeline.model import Background, Shade

DROP = "drop"  # a moment that only the music tells
MOST = 8  # changes of colour in one film
_NEAR = 60  # characters before a part within which "until the drop" was said


class _When(NamedTuple):
    """A moment as it is said, where in the text, and whether what comes before it is meant."""

    start: int
    before: bool
    shade: Shade


def wished(clause: Clause, now: Background) -> Background | None:
    """The picture with colours that change when it is said; None where no such thing is said."""
    named = coloured(clause.text)
    if not named:
        return None
    range_ = clause.one("range")
    if range_ is not None and range_.text != "share":
        return _between(now, range_.number, range_.other, _values(named))
    when = _moment(clause)
    if when is None:
        return _then(clause, now, _values(named))
    left = [one for one in named if one[0] < when.start]
    right = [one for one in named if one[0] > when.start]
    if when.before and len(named) > 1 and not (left and right):  # before the drop blue, then red
        left, right = named[:1], named[1:]
    if when.before and not (left and right):
        left, right = named, []
    elif not when.before and not (left and right):
        left, right = [], named
    after = _values(right) if right else now.colours
    base = _values(left) if left else now.colours
    return replace(now, colours=base, shades=_with(now, replace(when.shade, colours=after)))


def _values(found: list[tuple[int, str]]) -> tuple[str, ...]:
    return distinct(colour for _, colour in found)


def _moment(clause: Clause) -> _When | None:
    for key, before in (("visuals.until", True), ("visuals.since", False)):
        match = phrases.find(key, clause.text)
        if match is not None:
            return _When(match.start(), before, Shade(when=DROP))
    match = phrases.find("visuals.until_time", clause.text)
    if match is not None:
        until = next(t for place, t in clause.placed() if match.start() <= place < match.end())
        return _When(match.start(), True, Shade(at=round(until.number)))
    for place, token in clause.placed():
        if token.kind == "time" and token.role in ("before", "until", "after", "from", "at"):
            before = token.role in ("before", "until")
            return _When(place, before, Shade(at=round(token.number)))
    return None


def _between(
    now: Background, start: float, end: float | None, colours: tuple[str, ...]
) -> Background:
    """These colours for a while, and then those of before again."""
    shades = _with(now, Shade(at=round(start), colours=colours))
    if end is not None:
        back = replace(now, shades=shades)
        shades = _with(back, Shade(at=round(end), colours=now.colours))
    return replace(now, shades=shades)


def _then(clause: Clause, now: Background, colours: tuple[str, ...]) -> Background | None:
    """ "Then red", said after "blue until the drop"."""
    said = clause.sheet.text[max(0, clause.at - _NEAR) : clause.at]
    until = any(phrases.find(f"visuals.{key}", said) for key in ("until", "until_time"))
    if not (now.shades and until) or clause.says("visuals.drops"):
        return None
    last = replace(now.shades[-1], colours=colours)
    return replace(now, shades=(*now.shades[:-1], last))


def _with(now: Background, shade: Shade) -> tuple[Shade, ...]:
    """The changes with one more, in order; one at the same moment gives way to it."""
    kept = [one for one in now.shades if (one.at, one.when) != (shade.at, shade.when)]
    return tuple(sorted([*kept, shade], key=lambda one: one.at))[:MOST]
