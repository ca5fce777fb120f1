"""The stretches of the timeline that a wish names, in ms."""

from __future__ import annotations

import re

from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.planner.tokens import Token

_EXCEPT = re.compile(  # "… except the last 5 seconds"
    r"(?:except|apart from|other than|but not)(?: for| in| during| from| at| the)*"
    r"\s*[\ue180-\ue27f]|除了?(?:在|从)?[\ue180-\ue27f]"
)


def excepted(clause: Clause) -> bool:
    """Whether a stretch is named in which nothing is to be done."""
    return _EXCEPT.search(clause.text) is not None


def around(span: tuple[int, int], length: int) -> list[tuple[int, int]]:
    """What lies before and behind a stretch."""
    return [(a, b) for a, b in ((0, span[0]), (span[1], length)) if a < b]


def edge(token: Token, length: int) -> tuple[int, int]:
    """First or last so much of something of this length; not bent where it reaches beyond."""
    size = round(token.number * length) if token.text == "share" else round(token.number)
    return (0, size) if token.side == "first" else (length - size, length)


def named(clause: Clause, scene: Scene) -> list[tuple[int, int]]:
    """All stretches that are named: from-to, firsts and lasts, after, before."""
    length = scene.length
    both = _from_until(clause)
    if both is not None:
        return [both]
    found: list[tuple[int, int]] = []
    for _, token in clause.placed():
        if token.kind == "range":
            end = length if token.other is None else round(token.other)
            found.append((0 if token.open else round(token.number), end))
        elif token.kind == "edge":
            found.append(edge(token, length))
        elif token.kind == "time" and token.role in ("after", "from"):
            found.append((round(token.number), length))
        elif token.kind == "time" and token.role in ("before", "until"):
            found.append((0, round(token.number)))
    return found


def _from_until(clause: Clause) -> tuple[int, int] | None:
    """A stretch of which both ends are said apart: "slow from 3s, back to normal at 5s"."""
    first = clause.one("time", role="from")
    last = clause.one("time", role="until")
    if first is None or last is None or len(clause.all("time")) > 2 or clause.all("range"):
        return None
    start, end = round(first.number), round(last.number)
    return (start, end) if first.clock == last.clock and start < end else None


def one(clause: Clause, scene: Scene) -> tuple[int, int] | None:
    """The first stretch that is named by its two ends."""
    if not clause.all("range") and not clause.all("edge") and _from_until(clause) is None:
        return None
    found = named(clause, scene)
    return found[0] if found else None


def middle(clause: Clause, scene: Scene) -> list[tuple[int, int]]:
    """So much in the middle, where that is said and it fits."""
    said = span(clause)
    if said is None or not clause.says("cutting.middle_part") or said.number >= scene.length:
        return []
    start = round((scene.length - said.number) / 2)
    return [(start, start + round(said.number))]


def moment(clause: Clause) -> Token | None:
    """The moment that is named."""
    found = clause.one("time", role="at") or clause.one("time", role="from")
    if found is None:
        found = next((time for time in clause.all("time", role="to") if time.clock), None)
    return found


def span(clause: Clause) -> Token | None:
    """The length of time that is named."""
    for role in ("for", "each", "", "by", "to"):
        found = clause.one("time", role=role)
        if found is not None and not found.clock:
            return found
    return None
