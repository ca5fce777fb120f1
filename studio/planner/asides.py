"""What is said around a wish and asks for nothing: "um, i think …", "this is from Norway"."""

from __future__ import annotations

import re

from studio.planner import spotting
from studio.planner.sheet import Clause

_BEFORE = re.compile(r"[\s,，、~…:：]*")
_BEHIND = re.compile(r"[\s,，、~…]*(?:[:;]-?[)(dp]+)?[\s,，、~…]*$")
_HEADS, _TAILS = 4, 2  # asides before and behind a wish that are passed over
_THINGS = (
    "common.title", "common.caption", "common.music", "common.clip", "common.voice",
    "common.original", "clauses.complaint",
)  # fmt: skip


def inner(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a wish begins and ends without what is said around it; all of it where that is all."""
    first, last = start, end
    for _ in range(_HEADS):
        rest = text[first:last]
        said = spotting.opening("asides.head", rest)
        if not said:
            break
        first += _BEFORE.match(rest, said).end()  # type: ignore[union-attr]
    for _ in range(_TAILS):
        rest = text[first:last]
        rest = rest[: _BEHIND.search(rest).start()]  # type: ignore[union-attr]
        place = spotting.closing("asides.tail", rest)
        if place < 0:
            break
        last = first + place
    return (first, last) if text[first:last].strip(" ,，、.~…") else (start, end)


def all_of(clause: Clause) -> bool:
    """Whether a part is nothing but such words."""
    return spotting.opening("asides.head", clause.text) >= len(clause.text.rstrip(" .!~…")) > 0


def complains(clause: Clause) -> bool:
    """Whether a part says only what is wrong, not what to do about it."""
    return clause.says("asides.complaint") and not spotting.begins("clauses.verb", clause.text)


def rest(clause: Clause) -> bool:
    """Whether a part says that all else is as it is anyway."""
    return clause.says("asides.rest")


def told(clause: Clause) -> bool:
    """Whether a part only tells something: of nothing that is on a timeline, and not how to be."""
    if clause.says("asides.origin") and not clause.says("clauses.complaint"):
        return True
    if clause.tokens and any(
        token.kind not in ("num", "noise") for token in clause.tokens.values()
    ):
        return False
    if clause.says("asides.wishes", *_THINGS):
        return False
    return clause.says("asides.told")


def stays(clause: Clause) -> bool:
    """Whether a part says of something only that it stays as it is."""
    numbered = all(token.kind == "ord" for token in clause.tokens.values())
    return numbered and clause.says("asides.stays")
