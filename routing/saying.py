"""What is said to the backend: the message without the parts that the skill does itself."""

from __future__ import annotations

import re

from routing.ordering import Wish
from routing.reading import Reading
from routing.signs import signs

_JOINS = signs(
    "then",
    "then later",
    "weak then",
    "and",
    "but",
    "before",
    "before that",
    "after",
    "if",
    "if that",
    "comma",
)
_OPENED = re.compile(r"[\s,，、;；:：。.]*[(（]\s*[0-9一二三四五六七八九十]{1,2}$")
_COUNTS = re.compile(r"\s*[0-9]{1,2}[.)）、]")
_COUNTED = re.compile(r"\s+[0-9]{1,2}[.)）、]?$")
_TRIM = " \t\r\n,，、;；:："


def clause_text(wish: Wish, reading: Reading) -> str:
    """The clauses that asked for a step, in the message's own words."""
    return ", ".join(reading.text(clause.first, clause.last).strip() for clause in wish.clauses)


def edit_text(wish: Wish, wishes: list[Wish], reading: Reading) -> str:
    """The message less the clauses of the other steps; with several edits, the part that is this
    one's."""
    own = {clause.first for other in wishes if other.act == "sse" for clause in other.clauses}
    cut = sorted(
        (clause.first, clause.last)
        for other in wishes
        if other.act not in ("sse", "upload")
        for clause in other.clauses
        if clause.first not in own
    )
    if not cut:
        return reading.whole
    several = sum(other.act == "sse" for other in wishes) > 1
    pieces = []
    for first, last in _between(cut, len(reading.signs)):
        if several and not any(first <= clause.first < last for clause in wish.clauses):
            continue
        if piece := _piece(reading, first, last):
            pieces.append(piece)
    return " ".join(pieces) or clause_text(wish, reading)


def _between(cut: list[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """The runs of signs that no cut covers, as first and one past the last."""
    runs, at = [], 0
    for first, last in cut:
        runs.append((at, first))
        at = last + 1
    runs.append((at, count))
    return [(first, last) for first, last in runs if first < last]


def _piece(reading: Reading, first: int, last: int) -> str:
    """The message's words there, without the words that tied them to what was cut."""
    text = reading.signs
    start_of_all, end_of_all = first == 0, last == len(text)
    while first < last and text[first] in _JOINS | _ENDS and not start_of_all:
        first += 1
    while first < last and text[last - 1] in _JOINS and not end_of_all:
        last -= 1
    if first >= last:
        return ""
    start = 0 if first == 0 else _from(reading, first)
    end = len(reading.message) if last == len(text) else _until(reading, last)
    said = reading.original(start, end).strip(_TRIM)
    if not end_of_all:  # the "(2)" of what was cut
        said = _OPENED.sub("", said)
        said = _COUNTED.sub("", said) if _COUNTS.match(said) else said
    return said


def _from(reading: Reading, first: int) -> int:
    """Where the words of this sign begin, those before it that say nothing to us included."""
    tied = reading.signs[first - 1] in _JOINS | _ENDS
    return reading.ends[first - 1] if tied else reading.starts[first]


def _until(reading: Reading, last: int) -> int:
    """Where the words before this sign end: 前10秒掐掉，导出 is not 前10秒."""
    tied = reading.signs[last] in _JOINS | _ENDS
    return reading.starts[last] if tied else reading.ends[last - 1]


_ENDS = signs("point", "question")
