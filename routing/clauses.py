"""A reading as clauses: where one wish ends and the next begins, and how it hangs on the one
before.

add lo-fi | then export          two clauses, the second linked by "then"
export it | after you lower …    a main clause and one that comes first
if I have enough credits | add … a condition and a main clause
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from routing.reading import Reading
from routing.signs import SIGN, signs

Role = Literal["main", "if", "after", "before"]
CLAUSES = 16  # clauses weighed of one message: half from its beginning, half from its end

_HARD = signs("point", "question")
_BREAK = _HARD | signs("comma", "but")
_ROLE: dict[str, Role] = {SIGN["if"]: "if", SIGN["after"]: "after", SIGN["before"]: "before"}
_SKIP = signs("filler", "request", "you", "me", "praise", "and", "object", "definite", "negation")
_SKIP_LOCAL = signs("filler", "request", "object", "definite", "pronoun", "article")
_VERBS = signs(
    "deliver", "deliver noun", "render", "handover", "hand me", "save", "publish", "edit", "show",
    "upload", "credits", "status", "summary", "amount", "what", "idiom export", "idiom credits",
    "want", "stop", "again", "finish", "watch", "preview", "length", "progress noun", "negation",
    "download link", "project", "may i", "price question", "balance", "which", "length",
    "progress noun", "save",
)  # fmt: skip
_READ = signs("credits", "balance", "status", "progress noun")
_READS = _READ | signs(
    "show", "deliver", "render", "handover", "hand me", "project", "idiom export", "what", "length",
    "done yet", "summary", "amount", "which",
)  # fmt: skip
_LOCAL = signs(
    "deliver", "render", "handover", "hand me", "save", "publish", "idiom export", "show",
    "result", "finished", "credits", "deliver noun", "again", "watch", "download link",
    "link",
)  # fmt: skip
_MAIN_VERB = signs(
    "deliver", "render", "handover", "hand me", "save", "edit", "show", "idiom export", "again",
    "download link", "publish", "upload",
)  # fmt: skip
_NOT_BEFORE_VERB = signs(
    "you", "me", "pronoun", "to", "definite", "article", "is", "negation", "request", "may i",
    "want", "edit", "what", "after", "if", "before", "and", "past", "of", "amount", "later",
    "range",
)  # fmt: skip


_OTHER_SIDE = signs("you", "request")
_WH = signs("what", "which", "why")


class Clause(NamedTuple):
    """Signs first to last of a reading (the joining word left out), and how the clause hangs on
    the rest."""

    signs: str
    first: int
    last: int
    role: Role = "main"
    then: bool = False  # "then" stands before it: it comes after what was said
    question: bool = False
    sentence: int = 0

    @property
    def asks(self) -> bool:
        """True when it is put as a question to the other side: what would you change?"""
        return self.signs[:1] in _WH and not _OTHER_SIDE.isdisjoint(self.signs)


def clauses(reading: Reading) -> list[Clause]:
    """The clauses of a message, in the order of mention."""
    found: list[Clause] = []
    for sentence, (first, last) in enumerate(_sentences(reading.signs)):
        question = reading.signs[last : last + 1] == SIGN["question"]
        found += _split(reading.signs, first, last, question, sentence)
        if len(found) > CLAUSES:
            return found[: CLAUSES // 2] + found[-CLAUSES // 2 :]
    return found


def _sentences(text: str) -> list[tuple[int, int]]:
    places, first = [], 0
    for at, sign in enumerate(text):
        if sign in _HARD:
            places.append((first, at))
            first = at + 1
    places.append((first, len(text)))
    return [(first, last) for first, last in places if last > first]


def _split(text: str, first: int, last: int, question: bool, sentence: int) -> list[Clause]:
    found: list[Clause] = []
    role: Role = "main"
    then = False
    begin = first
    at = first

    def close(end: int) -> None:
        if end > begin:
            found.append(
                Clause(
                    text[begin:end], begin, end - 1, role, then, question and end == last, sentence
                )
            )

    while at < last:
        sign = text[at]
        if role == "main" and sign not in _JOINTS:
            at += 1
            continue
        if sign in _BREAK:
            close(at)
            begin, role, then = at + 1, "main", then and at == begin
        elif _joins(text, begin, at, last, bool(found)):
            close(at)
            begin, role, then = at + 1, "main", True
        elif sign == _WEAK and at == begin:
            begin, then = at + 1, True
        elif sign == _AND and at > begin and _and_parts(text, begin, at, last):
            close(at)
            begin, role, then = at + 1, "main", False
        elif sign in _POSTPOSED and at > begin and (sign != _EARLIER or _earlier(text, at)):
            role = _POSTPOSED[sign]
            close(at)
            begin, role, then = at + 1, "main", False
        elif sign in _ROLE and text[at + 1 : at + 2] not in _ASKING:
            close(at)
            begin, role, then = at + 1, _ROLE[sign], False
        elif role != "main" and at > begin and _begins_main(text, begin, at):
            close(at)
            begin, role, then = at, "main", False
        at += 1
    close(last)
    return found


def _earlier(text: str, at: int) -> bool:
    """True for 导出前, false for 剪掉前 5 秒."""
    return text[at - 1] in _DOES and text[at + 1 : at + 2] != _NUMBER


def _joins(text: str, begin: int, at: int, last: int, said: bool) -> bool:
    """True when a "then" here parts what was wished before from what comes after."""
    sign = text[at]
    if sign == _THEN:
        return text[at - 1 : at] not in _DETERMINERS or at == begin
    if sign == _THEN_LATER:
        return said or at > begin
    if sign != _WEAK or _ahead(text, at + 1, last, _SKIP_LOCAL) not in _LOCAL:
        return False
    return not frozenset(text[begin:at]) <= _ONLY_WHEN


def _and_parts(text: str, begin: int, at: int, last: int) -> bool:
    """True when "and" joins two wishes, not two things."""
    ahead = _ahead(text, at + 1, last, _SKIP)
    if ahead == SIGN["project"]:
        return not _READ.isdisjoint(text[begin:at])
    if ahead in _READ and text[at + 1 : at + 2] == ahead:  # a shop and a balance: one list
        return not _READS.isdisjoint(text[begin:at])
    return ahead in _VERBS


def _begins_main(text: str, begin: int, at: int) -> bool:
    """True when a fronted "after …" or "if …" ends here and the main clause begins."""
    if text[at] not in _MAIN_VERB:
        return False
    before = at - 1
    while before > begin and text[before] == SIGN["filler"]:
        before -= 1
    if before < at - 1:
        return before >= begin and text[before] != SIGN["filler"]
    if text[before - 1 : before] in _DETERMINERS and text[before] == SIGN["word"]:
        return False
    return before >= begin and text[before] not in _NOT_BEFORE_VERB


_DETERMINERS = signs("definite", "me", "article")
_ONLY_WHEN = signs(
    "later", "filler", "me", "you", "now", "praise", "in time", "pronoun", "past", "first"
)
_THEN, _THEN_LATER, _WEAK, _AND = (SIGN[n] for n in ("then", "then later", "weak then", "and"))
_JOINTS = _BREAK | signs(
    "then", "then later", "weak then", "and", "before that", "if that", "if", "after", "before"
)
_EARLIER, _NUMBER = SIGN["before that"], SIGN["number"]
_DOES = _VERBS | signs("result", "finished", "part", "delivered", "edited", "spec")
_POSTPOSED: dict[str, Role] = {SIGN["before that"]: "before", SIGN["if that"]: "if"}
_ASKING = signs("is", "capability", "may i")  # "when does …" asks, it is no condition


def _ahead(text: str, at: int, last: int, skip: frozenset[str]) -> str:
    """The first sign from here on that carries weight; empty at the end."""
    while at < last:
        if text[at] not in skip:
            return text[at]
        at += 1
    return ""
