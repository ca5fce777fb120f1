"""The wish before, said of something else: "the third one too"."""

from __future__ import annotations

import re

from studio.planner import lexer, phrases, retelling, spotting
from studio.planner.sheet import Clause, Sheet
from studio.planner.tokens import kind_of

_NOUN = re.compile(
    r"\s*(?:clips?|shots?|scenes?|segments?|parts?|photos?|titles?|ones?|段|个|张|条)?"
)
_HAN = re.compile(r"[一-龥]")
_ENDED = re.compile(
    r"(?:the )?(?:first|last|final|opening)(?: [\w.]+)?(?P<unit>\s*(?:s|secs?|seconds?))?"
    r"|(?:前|后|最后|开头|结尾)[\d.一二两三四五六七八九十]+(?P<han>秒)?"
)
_GOES_ON = re.compile(r"^(?:(?:and|also|plus|then)\s+|还有|然后|再)+", re.I)
_OFF = re.compile(  # 1 off the start
    r"[\w.]+(?P<unit>\s*(?:s|secs?|seconds?))?(?P<han>秒)? (?:off|from|at) (?:of )?the \w+"
)
_ENDS = " ,，。.!！"


def spelt_out(clause: Clause, before: str) -> str:
    """The wish before with its target exchanged; "" where the part says no such thing."""
    if before and retelling.joined_on(clause) and len(_GOES_ON.sub("", clause.text).strip()) == 1:
        return _other_end(lexer.lex(before), _GOES_ON.sub("", clause.raw))
    if not before or not clause.says("ellipsis.too"):
        return ""
    target = spotting.without("ellipsis.too", phrases.plain(clause.raw)).strip(_ENDS)
    target = _GOES_ON.sub("", target)
    named = any(token.kind in ("ord", "file", "num") for token in clause.tokens.values())
    if not target or not (named or spotting.said("ellipsis.things", target)):
        return ""
    if clause.says("clauses.verb") and not named:
        return ""
    page = lexer.lex(before)
    return _other_end(page, target) or _exchanged(page, target)


def _other_end(page: Sheet, target: str) -> str:
    """The wish before at the other end: "the last 3 too", after the first 3 seconds."""
    found = _ENDED.fullmatch(phrases.plain(target)) or _OFF.fullmatch(phrases.plain(target))
    edges = [place for place, char in enumerate(page.text) if kind_of(char) == "edge"]
    if found is None or len(edges) != 1:
        return ""
    start, end = page.spans[edges[0]]
    unit = (
        ""
        if found["unit"] or found["han"] or found.re is _OFF
        else "秒"
        if _HAN.search(target)
        else " seconds"
    )
    return f"{page.raw[:start]}{target}{unit}{page.raw[end:]}"


def _exchanged(page: Sheet, target: str) -> str:
    """The earlier wish with what it was about left out, and the new target in its place."""
    spans = []
    for place, char in enumerate(page.text):
        if kind_of(char) in ("ord", "file"):
            noun = _NOUN.match(page.text, place + 1)
            last = noun.end() - 1 if noun else place
            spans.append((page.spans[place][0], page.spans[last][1]))
    if not spans:
        thing = spotting.find("ellipsis.things", page.text)
        if thing is None:
            return ""
        spans = [(page.spans[thing.start()][0], page.spans[thing.end() - 1][1])]
    start, end = spans[0]
    rest = page.raw[end:]
    for other in reversed(spans[1:]):
        rest = rest[: other[0] - end] + rest[other[1] - end :]
    return f"{page.raw[:start]} {target} {rest}".strip()
