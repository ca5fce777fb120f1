"""A sentence without its instructions: what content is left of it, and the actions it asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gui import tokens
from gui.grammar import BREAKS, LEAD, PLACE, QUOTED, Found, compiled, instructions, letters_of
from gui.lexicon import LETTER
from plan import Action

_READ_ONLY = frozenset({"summary", "state", "credits"})  # looking costs and changes nothing
_BREAK = letters_of(BREAKS)
_STOP, _OPEN, _CLOSE, _COLON = (LETTER[k] for k in ("stop", "open_", "close_", "colon"))

# A clause before an instruction that only leads to it: a condition, a purpose, a place.
_LEADS = compiled(
    f"(?:<filler|cheer|and|so|arrow>*<if|when|to|for|zwish|zneed|ready|please|mind|from|by>|<{LEAD}|{PLACE}>*$)"
)
_LEADS_BY_ITS_END = compiled("<when|if>$")
_CHEER = compiled("<cheer|digit>+$")
# A clause after an instruction that only goes on about it.
_FOLLOWS = compiled(
    "<and|so|which|zwhich|result|if|when|can|choose|you|look|play|ui|use|zloc|at|filler|need|free|zfree|be"
    "|for|to|zwish|preview|export|by|there|zdet|advise|will|side>"
)
_AND = letters_of("and|so")
_PREDICATE = compiled("<pred|be|reported|noneed>")
_DETAIL = letters_of(f"digit|{QUOTED}|opaque")
_SUBSTANCE = letters_of(f"digit|{QUOTED}|opaque|word|named|han|canvas")
_LABELLED = compiled("<label|plain><digit|named|word|be|zbe>{0,3}$")
_RELATIVE = letters_of("which")
_PURPOSE = compiled("<filler|and|so>*<to>")
_CONDITION = compiled("<filler|and|so>*<if|zwish|zneed> | .*<if>$")
_HAN = re.compile("[\u3400-\u9fff]")
_LOOSE = " \t,，、;；:：—–-(（>→👉➡"
_ODD_STARS = re.compile(r"\*\*|__")


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
    return Outcome(_joined(text, tags, read, clauses, kept), actions, cut=True)


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
    while last and tags[last - 1] in (_STOP, _CLOSE) and tags[last - 1] == _STOP:
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
    kept: list[str] = []
    last_verb, first_verb = found[-1].verb, found[0].verb
    following = False  # right behind an instruction
    for clause in clauses:
        own = [one for one in found if clause.low <= one.verb < clause.high]
        whole = text[clause.begin : clause.end]
        said = tags[clause.low : clause.high]
        if own:
            kept.append(_before(text, read, clause, own[0], tags))
            following = True
        elif not said:
            kept.append(whole if not following and whole.strip() else "")
        elif following:
            going_on = _goes_on(said, own_relative=_relative(tags, found, clause))
            kept.append("" if going_on else _without_and(whole, said, read, clause))
            following = going_on
        elif clause.high <= last_verb:
            kept.append(_leading(whole, said, tags, clause, found))
        else:
            kept.append(whole)
    assert first_verb >= 0
    return kept


def _relative(tags: str, found: list[Found], clause: _Clause) -> bool:
    """Whether the instruction before this clause was a "which you can …"."""
    before = [one for one in found if one.verb < clause.low]
    return bool(before) and tags[before[-1].start] in _RELATIVE


def _goes_on(said: str, *, own_relative: bool) -> bool:
    """Whether a clause behind an instruction only continues it ("and choose a folder")."""
    if own_relative or not _FOLLOWS.match(said):
        return False
    tells = _PREDICATE.search(said) and not _DETAIL.isdisjoint(said)
    return not (tells and said[0] in _AND)


def _without_and(whole: str, said: str, read: tokens.Tokens, clause: _Clause) -> str:
    if said[0] not in _AND:
        return whole
    return whole[read.ends[clause.low] - clause.begin :]


def _before(text: str, read: tokens.Tokens, clause: _Clause, one: Found, tags: str) -> str:
    """What a clause says before it turns to the user, if that is a statement of its own."""
    said = tags[clause.low : one.start]
    if not _PREDICATE.search(said) or _SUBSTANCE.isdisjoint(said) or _CONDITION.match(said):
        return ""
    return text[clause.begin : read.starts[one.start]]


def _leading(whole: str, said: str, tags: str, clause: _Clause, found: list[Found]) -> str:
    """A clause before an instruction: content stays, a mere condition goes; an edit keeps its aim."""
    if _CHEER.match(said):
        return whole
    if not _LEADS.match(said) and not _LEADS_BY_ITS_END.search(said):
        return whole
    goal = next(one for one in found if one.verb >= clause.high)
    if goal.verdict == "edit" and _PURPOSE.match(said) and not _SUBSTANCE.isdisjoint(said):
        return whole
    return ""


def _joined(
    text: str, tags: str, read: tokens.Tokens, clauses: list[_Clause], kept: list[str]
) -> str:
    """The kept clauses with the punctuation they had, and the sentence's full stop."""
    out, complete = "", True  # complete: the clause before was kept to its end
    for i, (clause, rest) in enumerate(zip(clauses, kept, strict=True)):
        whole = text[clause.begin : clause.end]
        if rest and not out:
            out = rest.lstrip(_LOOSE)
        elif rest:
            glue = text[clauses[i - 1].end : clause.begin] if complete else _glue(text, out, clause)
            out = out + glue + rest if complete else out.rstrip(_LOOSE) + glue + rest.lstrip()
        complete = bool(rest) and rest == whole
        if not rest and not whole.strip() and out:
            complete = complete or False
    if not out.strip():
        return ""
    if complete:
        return _even(out + text[clauses[-1].end :])
    return _even(out.rstrip(_LOOSE) + _stop(text[clauses[-1].end :]))


def _glue(text: str, out: str, clause: _Clause) -> str:
    """What joins two kept clauses when something between them went."""
    return "，" if _HAN.search(out) else ", " if "," in text[: clause.begin] else " "


def _stop(end: str) -> str:
    """The sentence's own full stop; a question that went leaves a statement."""
    stripped = end.strip("*_ \t")
    return {"?": ".", "？": "。"}.get(stripped[:1], stripped[:1])


def _even(text: str) -> str:
    """The text without a bold mark that lost its partner."""
    if text.count("**") % 2:
        at = text.rindex("**")
        return text + "**" if text.startswith("**") and at == 0 else text[:at] + text[at + 2 :]
    return text
