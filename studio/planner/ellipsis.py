"""The wish before, said of something else: "the third one too"."""

from __future__ import annotations

import re

from studio.planner import lexer, phrases, spotting
from studio.planner.sheet import Clause, Sheet
from studio.planner.tokens import kind_of

_NOUN = re.compile(
    r"\s*(?:clips?|shots?|scenes?|segments?|parts?|photos?|titles?|ones?|段|个|张|条)?"
)
_ENDS = " ,，。.!！"


def spelt_out(clause: Clause, before: str) -> str:
    """The wish before with its target exchanged; "" where the part says no such thing."""
    if not before or not clause.says("ellipsis.too"):
        return ""
    target = spotting.without("ellipsis.too", phrases.plain(clause.raw)).strip(_ENDS)
    named = any(token.kind in ("ord", "file") for token in clause.tokens.values())
    if not target or not (named or spotting.said("ellipsis.things", target)):
        return ""
    if clause.says("clauses.verb") and not named:
        return ""
    return _exchanged(lexer.lex(before), target)


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
