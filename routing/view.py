"""A clause as the rules look at it: its signs without the small talk, and what kinds of word it
has."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from routing.clauses import Clause
from routing.signs import SIGN, pattern, signs

Act = Literal[
    "export", "credits", "state", "upload", "sse", "edited export", "export and state", ""
]


class Verdict(NamedTuple):
    """What a clause asks for, and how much that weighs beside other clauses."""

    act: Act = ""
    weak: bool = False  # counts only when nothing stronger stands beside it
    why: str = ""  # the rule that spoke, for tests and for people


LENGTH = 48  # words of one clause that are weighed: no pattern ever sees more
_LIGHT = signs("filler", "praise", "request", "may i", "first", "now")
_DROPPED = {ord(sign): None for sign in _LIGHT}
_IS = SIGN["is"]
_ENGLISH = signs("word", "definite")
_ASKING = signs(
    "why", "which", "amount", "length", "capability", "done yet", "particle", "price question"
)


class View(NamedTuple):
    """`text` is the clause without small talk; `have` all kinds of word in it, small talk
    included."""

    text: str
    have: frozenset[str]
    question: bool
    role: str
    then: bool

    def has(self, *names: str) -> bool:
        """True when a word of any of these classes is there."""
        return not self.have.isdisjoint(_kinds(names))

    def any(self, kinds: frozenset[str]) -> bool:
        return not self.have.isdisjoint(kinds)

    def find(self, kinds: frozenset[str]) -> int:
        """The place of the first of these signs; the text's length when there is none."""
        return next((at for at, sign in enumerate(self.text) if sign in kinds), len(self.text))

    def edits_before(self, kinds: frozenset[str]) -> bool:
        """True when an edit verb stands before the first of these."""
        place = self.text.find(SIGN["edit"])
        return 0 <= place < self.find(kinds)

    def match(self, shape: str) -> bool:
        """True when this shape of signs is in the text."""
        return pattern(shape).search(self.text) is not None


@cache
def _kinds(names: tuple[str, ...]) -> frozenset[str]:
    return signs(*names)


def view(clause: Clause) -> View:
    """The clause, ready for the rules."""
    text = clause.signs
    if len(text) > LENGTH:
        text = text[: LENGTH // 2] + text[-LENGTH // 2 :]
    have = frozenset(text)
    if not have.isdisjoint(_LIGHT):
        text = text.translate(_DROPPED)
    question = clause.question or not have.isdisjoint(_ASKING) or SIGN["what"] in text[:3]
    if not question and _IS in have:  # English asks with it in front, Chinese anywhere
        question = _IS in text[:2] or have.isdisjoint(_ENGLISH)
    return View(text, have, question, clause.role, clause.then)
