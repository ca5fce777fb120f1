"""What takes back a piece of the wish before, or all of it: "sorry, I meant the last 5"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from studio.planner import lexer, phrases, spotting
from studio.planner.numbers import NUMBER
from studio.planner.sheet import Clause, Sheet
from studio.planner.tokens import Token, kind_of
from studio.timeline.model import Material

_GAP = re.compile(r"[\s,，、.!。！…-]*")
_HAN_SIDE = re.compile(r"(?:秒钟?|分钟?|帧)$")
_UNIT = re.compile(r"\s*[a-z%]+$|(?:秒钟?|分钟?|帧|倍)$")
_MEASURES = ("time", "edge", "share", "db", "times", "num")
_OTHER = 2  # things of which "the other one" is one


class Marked(NamedTuple):
    """What is left of a part behind the words that take something back."""

    rest: Clause | None  # None: there is nothing behind them
    strong: bool


def marked(clause: Clause) -> Marked | None:
    """The part without the words that take something back; None where there are none."""
    at, strong, text = 0, False, clause.text
    for _ in range(4):
        rest = text[at:]
        sure = spotting.opening("correcting.strong", rest)
        end = max(sure, spotting.opening("correcting.weak", rest))
        if not end:
            break
        strong = strong or bool(sure)
        at += _GAP.match(rest, end).end()  # type: ignore[union-attr]
    if not at:
        return None
    if not text[at:].strip():
        return Marked(None, strong)
    return Marked(clause.sheet.clause(clause.at + at, clause.at + len(text)), strong)


def lone(clause: Clause) -> bool:
    """Whether a part is one value and nothing else: the number of the wish before, anew."""
    return len(clause.text.strip(" .!")) == 1 and any(
        token.kind in (*_MEASURES, "aspect", "size") for token in clause.tokens.values()
    )


def more(clause: Clause) -> bool:
    """Whether a part wants something more, not something else."""
    return clause.says("correcting.more", "ellipsis.too")


def exchanged(before: str, piece: Clause, files: Iterable[Material], *, count: int = 0) -> str:
    """The wish before with this piece in the place of its like; "" where it has none.

    `count` of the things that are numbered: where there are two, the other one is known.
    """
    page = lexer.lex(before, files)
    other = spotting.find("correcting.other", piece.text)
    if other is not None and not piece.tokens:
        return _other(page, count)
    if not piece.tokens:
        return _placed(page, piece)
    swaps: list[tuple[int, str]] = []
    taken: set[int] = set()
    for _, token in piece.placed():
        found = _like(page, token, taken)
        if found is None:
            return ""
        taken.add(found)
        swaps.append((found, _said(page.tokens[page.text[found]], token)))
    if not swaps or _left(piece):
        return ""
    text = page.raw
    for place, said in sorted(swaps, reverse=True):
        start, end = page.spans[place]
        text = text[:start] + said + text[end:]
    return text


def _placed(page: Sheet, piece: Clause) -> str:
    """The wish with another place: the end instead of the start, the top instead of the bottom."""
    for group in ("edges", "heights", "sides", "ways"):
        said = spotting.find(f"correcting.{group}", piece.plain)
        rest = spotting.without(f"correcting.{group}", piece.plain)
        rest = " ".join(word for word in rest.split() if word not in page.norm.split())
        if said is None or _GAP.sub("", spotting.without("correcting.small", rest)):
            continue
        old = list(phrases.compiled(f"correcting.{group}").finditer(page.norm))
        if old:
            start, end = old[-1].span()
            return page.raw[:start] + said[0] + page.raw[end:]
    return ""


def _like(page: Sheet, token: Token, taken: set[int]) -> int | None:
    """The place of the value that this one comes instead of: the last of its kind."""
    places = [(n, kind_of(c)) for n, c in enumerate(page.text) if kind_of(c) and n not in taken]
    same = [n for n, kind in places if kind == token.kind]
    if same:
        return same[-1]
    if token.kind == "ord" and token.other is not None:
        return next((n for n, kind in places if kind == "edge"), None)
    if token.kind == "num":
        return next((n for n, kind in reversed(places) if kind in _MEASURES), None)
    if token.kind == "time" and not token.clock:
        return next((n for n, kind in reversed(places) if kind == "edge"), None)
    return None


def _said(old: Token, new: Token) -> str:
    """The new value in the words of the old one, where it is only a number."""
    raw = new.raw.strip()
    if new.kind == "num":
        return re.sub(NUMBER, raw, old.raw, count=1, flags=re.I)
    if new.kind == "ord" and old.kind == "edge":
        unit = _UNIT.search(old.raw.lower())
        return f"{raw} {unit[0].strip()}" if unit else f"{raw} seconds"
    if new.kind == "time" and old.kind == "edge":
        side = re.sub(rf"{NUMBER}.*$", "", old.raw, flags=re.I)
        return f"{side}{raw}" if side != old.raw else raw
    return raw


def _other(page: Sheet, count: int) -> str:
    """The wish with the other one of two."""
    places = [n for n, char in enumerate(page.text) if kind_of(char) == "ord"]
    if count != _OTHER or len(places) != 1:
        return ""
    token = page.tokens[page.text[places[0]]]
    second = int(token.number) % _OTHER == 0  # the first, or the last but one, was said
    start, end = page.spans[places[0]]
    han = re.search(r"[一-龥]", token.raw) is not None
    said = ("第二" if second else "第一") if han else ("the second" if second else "the first")
    if re.fullmatch(r"\d+", token.raw.strip()):
        said = "2" if second else "1"
    return page.raw[:start] + said + page.raw[end:]


def _left(piece: Clause) -> str:
    """The words of a piece that would be lost."""
    text = "".join(" " if kind_of(char) else char for char in piece.text)
    return _GAP.sub("", spotting.without("correcting.small", text))
