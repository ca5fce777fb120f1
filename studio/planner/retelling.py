"""The wish before told anew, with what a correction says of it: a thing, a verb, a stretch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from studio.planner import clauses, lexer, spotting
from studio.planner.sheet import Clause, Sheet
from studio.planner.tokens import Kind, kind_of
from studio.timeline.model import Material

_PREPOSITION = re.compile(r"^(?:of|for|on|in|to|at)\s+|^(?:应该)?是")
_NOUN = re.compile(
    r"\s*(?:clips?|shots?|scenes?|segments?|parts?|photos?|titles?|captions?|ones?|[段个张条句]"
    r"(?:片段|镜头|标题|字幕|照片|视频)?)(?![a-z])|"
)
_IT = re.compile(r"(?<![a-z])(?:it|this|that|them|em|these|those)(?![a-z])|它们?|这个|那个")
_ALL = re.compile(
    r"^(?:all(?: of)?(?: (?:them|it|the clips|the titles|clips))?"
    r"|every(?: single)? (?:one|clip|title)|each(?: one| of them)?|both(?: of them)?"
    r"|everything|(?:the )?whole (?:thing|video|film)"
    r"|全部(?:都要?)?|所有(?:的|片段)?|每一?[个段]|都要?|整个(?:视频|影片)?)$"
)
_HAN = re.compile(r"[一-龥]")
_TAIL = re.compile(
    r"[\s,，.。!！]*(?:instead|please|pls|only|but not .*|才对|吧|啦|呢)?[\s,，.。!！]*$"
)
_BEFORE = re.compile(
    r"^(?:(?:and|but|just|only|so|then|make it)(?![a-z])\s*|(?:而且|但是?|只要?|就)\s*)*", re.I
)
_BEHIND = re.compile(r"\s*(?:only|please|pls|instead|就(?:行|好|可以)|吧)\s*$", re.I)
_TIMED: tuple[Kind, ...] = ("time", "range", "edge")
_AMOUNTS: tuple[Kind, ...] = ("share", "db", "times", "num")
_VALUED: tuple[Kind, ...] = (*_TIMED, "ord", "file", "text")
_LEAD = re.compile(
    r"(?:from|between|at|for|over|during|in|after|before|until|on|to)\s+(?:the\s+)?$|[从在到]$"
)
_EVERY = {"title": ("all titles", "所有标题"), "clip": ("all clips", "所有片段")}


def thing(piece: Clause) -> bool:
    """Whether a part only names what a wish is about: "of the music", "all of them"."""
    return bool(_thing(piece))


def scope(piece: Clause) -> bool:
    """Whether a part only narrows a wish to a stretch: "first half only", "just for 2 seconds"."""
    only = piece.says("correcting.only")
    return only and clauses.only_times(piece, slack=3) and not piece.says("correcting.kept_only")


def less(before: str) -> Iterator[str]:
    """The wish before, but not so much of it."""
    if _HAN.search(before):
        yield f"{before}一点"
    else:
        yield f"{before} a bit"
        yield f"{before} slightly"


def joined_on(piece: Clause) -> bool:
    """Whether a part goes on with an "and": more of the same, nothing in its place."""
    lead = piece.sheet.norm[: piece.sheet.spans[piece.at][0]] if piece.text else ""
    goes_on = re.match(r"(?:and|also|plus)(?![a-z])|[再还]有?", piece.text)
    return bool(goes_on or re.search(r"(?<![a-z])(?:and|also|plus)\s*$|[再还]有?$", lead))


def value(piece: Clause) -> bool:
    """Whether a part is a length, a share and nothing else; a shape or a file is another wish."""
    kinds = {token.kind for token in piece.tokens.values()}
    return len(piece.text.strip(" .!,")) == 1 and bool(kinds & {*_TIMED, *_AMOUNTS})


def measured(before: str, piece: Clause) -> Iterator[str]:
    """The wish before with a value that it did not have."""
    said = piece.raw.strip(" .!,")
    if _HAN.search(before):
        yield f"{before}{said}"
    else:
        yield f"{before} for {said}"
        yield f"{before} {said}"
        yield f"{before} to {said}"


def about(before: str, piece: Clause, files: Iterable[Material], *, kind: str) -> Iterator[str]:
    """The wish before, said of another thing."""
    said = _thing(piece)
    if not said:
        return
    page = lexer.lex(before, files)
    han = _HAN.search(before) is not None
    if _ALL.match(said):
        every = _EVERY.get(kind, ("everything", "所有声音"))
        said = every[han] if kind in _EVERY else said
    span = _target(page)
    if span is not None:
        yield f"{page.raw[: span[0]]}{said}{page.raw[span[1] :]}"
    elif han:
        yield f"{said}{before}"
    else:
        yield f"{before} of {said}"
        yield f"{said} {before}"


def done(before: str, piece: Clause, files: Iterable[Material]) -> Iterator[str]:
    """What was wished before, with another verb: "no, I meant faster"."""
    if any(piece.all(kind) for kind in _VALUED):
        return
    if not (clauses.begins(piece.text) or spotting.opening("gapping.complement", piece.text)):
        return
    page = lexer.lex(before, files)
    said = _TAIL.sub("", piece.raw)
    span = _target(page)
    named = page.raw[span[0] : span[1]] if span else ""
    times = _times(page)
    if named and _IT.search(said):
        said = _IT.sub(lambda _: named, said, count=1)
        named = ""
    han = _HAN.search(before) is not None
    if han:
        yield f"{named}{times}{said}"
        yield f"把{named}{times}{said}"
    else:
        if named:
            yield f"make {named} {said} {times}".strip()
        yield f"{said} {times}".strip()
        yield f"{said} {named} {times}".replace("  ", " ").strip()


def narrowed(before: str, piece: Clause) -> Iterator[str]:
    """The wish before, within a stretch that is named now."""
    said = piece.raw.strip(" ,.!，。！")
    said = _BEHIND.sub("", _BEFORE.sub("", said))
    if _HAN.search(before):
        yield f"{said}{before}"
        yield f"{before}{said}"
    else:
        yield f"{before} {said}"
        yield f"{before} for {said}"
        yield f"{before} from {said}"


def _thing(piece: Clause) -> str:
    """The thing that is all a part names; "" where more is said."""
    text = _TAIL.sub("", piece.text)
    start = _PREPOSITION.match(text)
    first = start.end() if start else 0
    rest = text[first:].strip()
    if _ALL.match(rest):
        return rest
    end = max(spotting.opening("gapping.np", rest), spotting.opening("gapping.things", rest))
    if not end or rest[end:].strip(" ,.!，。！的吧啊呢"):
        return ""
    return piece.own_words(first, len(text)).strip()


def _target(page: Sheet) -> tuple[int, int] | None:
    """Where the thing is named that a wish is about, in its own words."""
    for place, char in enumerate(page.text):
        if kind_of(char) in ("ord", "file"):
            noun = _NOUN.match(page.text, place + 1)
            last = max(noun.end() - 1, place) if noun else place
            return page.spans[place][0], page.spans[last][1]
    found = spotting.find("gapping.things", page.text) or _IT.search(page.text)
    if found is None or not found[0].strip():
        return None
    return page.spans[found.start()][0], page.spans[found.end() - 1][1]


def _times(page: Sheet) -> str:
    """From when to when a wish is about, in its own words."""
    found = []
    for place, char in enumerate(page.text):
        if kind_of(char) in _TIMED:
            lead = _LEAD.search(page.text[:place])
            start = lead.start() if lead else place
            found.append(page.raw[page.spans[start][0] : page.spans[place][1]])
    return " ".join(found)
