"""A sentence without its instructions: what content is left of it, and the actions it asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gui import tokens
from gui.grammar import (
    BREAKS, LEADS, LEADS_BY_ITS_END, QUOTED, Found, compiled, instructions, letters_of,
)  # fmt: skip
from gui.lexicon import LETTER
from plan import Action

_READ_ONLY = frozenset({"summary", "state", "credits"})  # looking costs and changes nothing
_BREAK = letters_of(BREAKS)
_STOP, _OPEN, _CLOSE, _COLON = (LETTER[k] for k in ("stop", "open_", "close_", "colon"))

_CHEER = compiled("<cheer|digit>+$")
# A clause after an instruction that only goes on about it.
_FOLLOWS = compiled(
    "<and|so|which|zwhich|result|if|when|can|choose|you|look|play|ui|use|zloc|at|filler|need|free|zfree|be"
    "|for|to|before|adjust|open|go|fill|scroll|pull|turn|zwish|preview|export|by|there|pron|advise|will|side>"
)
_AND = letters_of("and|so")
_PREDICATE = compiled("<pred|be|reported|noneed>")
_DETAIL = letters_of(f"digit|{QUOTED}|opaque")
_SUBSTANCE = letters_of(f"digit|{QUOTED}|opaque|word|named|han|canvas")
_LABELLED = compiled("<label|plain><digit|named|word|be|zbe>{0,3}$")
_RELATIVE = letters_of("which")
_PURPOSE = compiled("<filler|and|so>*<to|for>")
_CONDITION = compiled("<filler|and|so>*<if|zwish|zneed> | .*<if>$")
_HAN = re.compile("[\u3400-\u9fff]")
_LOOSE = " \t,，、;；:：—–-(（>→👉➡"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is shown of a sentence ("" when nothing is), its actions, and what it says of the next."""

    text: str
    actions: tuple[Action, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Clause:
    """Token places of one clause and where its text begins and ends."""

    low: int
    high: int
    begin: int
    end: int


def translate(text: str, *, hedged: bool = False) -> Outcome:
    """The sentence without its instructions, punctuated again; unchanged when it gives none."""
    read = tokens.read(text)
    tags = _without_quotation(read.tags)
    found = instructions(tags, hedged=hedged)
    if not found:
        return Outcome(text)
    actions = tuple(_action(one) for one in found if one.verdict != "nothing")
    clauses = _clauses(text, tags, read)
    kept = _kept(text, tags, read, clauses, found)
    return Outcome(_joined(text, clauses, kept), actions, cut=True)


def _action(one: Found) -> Action:
    assert one.verdict != "nothing"
    offered = one.offered and one.verdict not in _READ_ONLY
    return Action(one.verdict, "offer" if offered else "do")


def _without_quotation(tags: str) -> str:
    """The sentence with what a "Title: …" announces made opaque, unless it turns to the user."""
    label = _ANNOUNCED.search(tags)
    if not label or _AIMED.search(tags, label.end()):
        return tags
    return tags[: label.end()] + LETTER["opaque"] * (len(tags) - label.end())


_ANNOUNCED = compiled(
    f"<label><zprep|digit|named|word|be|zbe|pred|{QUOTED}>{{0,4}}<colon>|<seen|open|play><colon>"
)
_AIMED = compiled("<you|please|can|mind|result|if|free>")


def _clauses(text: str, tags: str, read: tokens.Tokens) -> list[_Clause]:
    """The sentence parted at commas, colons, dashes and brackets; its last full stop left out."""
    last = len(tags)
    while last and tags[last - 1] == _STOP:
        last -= 1
    clauses: list[_Clause] = []
    low, begin = 0, 0
    for at in range(last):
        if tags[at] in _BREAK:
            clauses.append(_Clause(low, at, begin, read.starts[at]))
            low, begin = at + 1, read.ends[at]
    clauses.append(_Clause(low, last, begin, read.starts[last] if last < len(tags) else len(text)))
    return clauses


def _kept(
    text: str, tags: str, read: tokens.Tokens, clauses: list[_Clause], found: list[Found]
) -> list[str]:
    """What stays of each clause, "" for nothing."""
    owners = [[one for one in found if c.low <= one.verb < c.high] for c in clauses]
    kept = [text[c.begin : c.end] for c in clauses]
    following = False  # right behind an instruction
    for i, clause in enumerate(clauses):
        said = tags[clause.low : clause.high]
        if owners[i]:
            kept[i] = _before(text, tags, read, clause, owners[i][0])
            following = tags[owners[i][-1].start] not in _RELATIVE
        elif following and said:
            following = _goes_on(said)
            kept[i] = "" if following else _without_and(kept[i], said, read, clause)
    goal: Found | None = None  # the instruction that what stands before it leads to
    for i in range(len(clauses) - 1, -1, -1):
        if owners[i]:
            goal = owners[i][0] if not kept[i] else None
        elif goal and tags[clauses[i].low : clauses[i].high]:
            if _stays(tags[clauses[i].low : clauses[i].high], goal):
                goal = None
            else:
                kept[i] = ""
    return kept


def _before(text: str, tags: str, read: tokens.Tokens, clause: _Clause, one: Found) -> str:
    """What a clause says before it turns to the user, if that is a statement of its own."""
    said = tags[clause.low : one.start]
    if not _PREDICATE.search(said) or _SUBSTANCE.isdisjoint(said) or _CONDITION.match(said):
        return ""
    return text[clause.begin : read.starts[one.start]]


def _goes_on(said: str) -> bool:
    """Whether a clause behind an instruction only continues it ("and choose a folder")."""
    if not _FOLLOWS.match(said):
        return False
    tells = _PREDICATE.search(said) and not _DETAIL.isdisjoint(said)
    return not (tells and said[0] in _AND)


def _without_and(whole: str, said: str, read: tokens.Tokens, clause: _Clause) -> str:
    return whole[read.ends[clause.low] - clause.begin :] if said[0] in _AND else whole


def _stays(said: str, goal: Found) -> bool:
    """Whether a clause before an instruction is content; a mere condition goes, an edit's aim stays."""
    if _CHEER.match(said):
        return True
    if goal.verdict == "edit" and _PURPOSE.match(said) and not _SUBSTANCE.isdisjoint(said):
        return True
    return not LEADS.match(said) and not LEADS_BY_ITS_END.search(said)


def _joined(text: str, clauses: list[_Clause], kept: list[str]) -> str:
    """The kept clauses with the punctuation they had, and the sentence's full stop."""
    out, whole, depth = "", True, 0  # whole: all that stands right before is kept
    for i, (clause, rest) in enumerate(zip(clauses, kept, strict=True)):
        between = text[clauses[i - 1].end : clause.begin] if i else ""
        if between in _CLOSING and between:
            out = out.rstrip(_LOOSE) + between if depth else out
            whole, depth, between = whole or not depth, max(depth - 1, 0), ""
        elif between in _OPENING and between and rest:
            out, depth, whole = out + between, depth + 1, True
            between = ""
        if rest and not out:
            out = rest.lstrip(_LOOSE)
        elif rest.strip():
            out = out + between + rest if whole else _bridged(out, rest, text[: clause.begin])
        whole = rest == text[clause.begin : clause.end] and (whole or bool(rest.strip()))
    if not out.strip():
        return ""
    end = text[clauses[-1].end :]
    return _even(out + end if whole else out.rstrip(_LOOSE) + _stop(end))


_OPENING, _CLOSING = ("(", "（"), (")", "）")


def _bridged(out: str, rest: str, before: str) -> str:
    """Two kept parts as one, when something between them went."""
    out = out.rstrip(_LOOSE)
    glue = "，" if _HAN.search(out[-1:]) else ", " if before.count(",") > 2 else " "
    return out + glue + rest.lstrip(_LOOSE)


def _stop(end: str) -> str:
    """The sentence's own full stop; a question that went leaves a statement."""
    stripped = end.strip("*_ \t")
    return {"?": ".", "？": "。"}.get(stripped[:1], stripped[:1])


def _even(text: str) -> str:
    """The text without a bold mark that lost its partner."""
    if text.count("**") % 2:
        at = text.rindex("**")
        return text + "**" if at == 0 else text[:at] + text[at + 2 :]
    return text
