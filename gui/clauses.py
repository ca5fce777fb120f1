"""A sentence without its instructions: what content is left of it, and the actions it asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, get_args

from gui import tokens
from gui.classes import LETTER, Pattern, letters_of
from gui.grammar import LEADS, LEADS_BY_ITS_END, Found, instructions
from gui.rules import BREAKS, LEAD, PLACE, QUOTED
from gui.trigger import suspicious
from plan import Action, ActionKind

_BREAK = letters_of(BREAKS)
_STOP, _COLON = LETTER["stop"], LETTER["colon"]
_OPEN, _CLOSE = LETTER["open_"], LETTER["close_"]

_CHEER = Pattern("<cheer|digit>+$")
# A clause after an instruction that only goes on about it.
_FOLLOWS = Pattern(
    "<and|so|which|zwhich|result|if|when|can|choose|you|look|play|ui|use|zloc|at|filler|need|free|zfree|be"
    "|for|to|before|wait|adjust|open|go|fill|scroll|pull|turn|zwish|preview|export|by|there|pron|advise|will|side>"
)
_AND = letters_of("and|so")
_PREDICATE = Pattern("<pred|be|reported|noneed>")
_DETAIL = letters_of(f"digit|{QUOTED}|opaque")
_SUBSTANCE = letters_of(f"digit|{QUOTED}|opaque|word|named|han|canvas")
_LABELLED = Pattern("<label|plain><digit|named|word|be|zbe>{0,3}$")
_RELATIVE = letters_of("which")
_PURPOSE = Pattern("<filler|and|so>*<to|for>")
_CONDITION = Pattern("<filler|and|so>*<if|zwish|zneed> | .*<if>$")
_LOOSE = " \t,，、;；:：—–-(（>→👉➡"


class Outcome(NamedTuple):
    """What is shown of a sentence ("" when nothing is) and its actions; whether anything went."""

    text: str
    actions: tuple[Action, ...] = ()
    cut: bool = False


@lru_cache(maxsize=256)  # a backend has stock sentences and says them in every reply
def translate(text: str, *, hedged: bool = False) -> Outcome:
    """The sentence without its instructions, punctuated again; unchanged when it gives none."""
    read = tokens.read(text)
    tags = _without_quotation(read.tags)
    found = instructions(tags, hedged=hedged)
    if not found:
        return Outcome(text)
    actions = tuple([_ACTIONS[f.verdict, f.offered] for f in found if f.verdict != "nothing"])
    if found[0].start == 0 and found[0].end >= len(tags) - 1:
        return Outcome("", actions, cut=True)
    clauses = _parted(tags)
    kept = _kept(tags, clauses, found)
    if not any(kept):
        return Outcome(_wish(text, read, clauses, found[0]), actions, cut=True)
    shown = _joined(text, read, clauses, kept)
    if found[-1].verdict == "edit" and kept[0] and not any(kept[1:]) and _PURPOSE.match(tags):
        shown = _to_be_said(shown.rstrip(_ENDINGS))  # "To move the title, drag it."
    return Outcome(shown, actions, cut=True)


def _wish(text: str, read: tokens.Tokens, clauses: list[tuple[int, int]], one: Found) -> str:
    """What a user may ask for, when nothing else is left: "If it is too loud, just say so."."""
    low, high = clauses[0]
    if one.verdict not in ("edit", "api") or not one.offered:
        return ""
    if low <= one.verb < high:  # 想换位置的话可以拖动它: the condition has no comma behind it
        high = read.tags.rfind(_IF, low, one.verb) + 1
        if not high or read.tags[high - 1] == read.tags[low]:
            return ""
    if not _CONDITION.match(read.tags[low:high]) or _CONTENT.isdisjoint(read.tags[low:high]):
        return ""
    starts, ends = read.places()
    wish = text[starts[low] : ends[high - 1]]
    return "" if suspicious(wish) else _to_be_said(wish)


def _to_be_said(wish: str) -> str:
    import words  # few replies need a sentence of our own; most starts do without

    return words.say("hints.say_so", words.detect(wish), wish=wish)


_ENDINGS = ".!?。！？ "
_IF, _CONTENT = LETTER["if"], letters_of("word|han|digit|label|canvas")


# Every action there can be; looking costs and changes nothing, so it is never a mere offer.
_MAY_COST = ("export", "edit", "api")
_ACTIONS = {
    (kind, offered): Action(kind, "offer" if offered and kind in _MAY_COST else "do")
    for kind in get_args(ActionKind)
    for offered in (True, False)
}


def continues(text: str) -> bool:
    """Whether a list's item only goes on with the instruction before it ("Choose MP4")."""
    tags = tokens.read(text[:_ITEM]).tags
    return bool(_CONTINUES.match(tags)) and not _PREDICATE.search(tags)


def leads_on(text: str) -> tuple[bool, bool]:
    """Whether a line ending in a colon says nothing by itself, and whether it is a condition."""
    tags = tokens.read(text).tags.rstrip(_COLON)
    if len(text) > _ITEM or _BREAKS_IN.search(tags):
        return False, not _OFFERING.isdisjoint(tags[-_NEAR:])
    return bool(_LEADS_ON.match(tags)), not _OFFERING.isdisjoint(tags)


_NEAR = 6  # tokens before the colon
_ITEM = 80  # characters of the longest line that only leads on, or only goes on
_CONTINUES = Pattern("<filler|and>*<choose|fill|adjust|turn|ui>")
_OFFERING = letters_of("if|can|zwish|zneed|free")
_BREAKS_IN = Pattern(f"<{BREAKS}>")
_LEADS_ON = Pattern(f"<{LEAD}|{PLACE}|export|wait>*$ | <filler|cheer>*<to|if|for|zwish|zneed>")


def _without_quotation(tags: str) -> str:
    """The sentence with what a "Title: …" announces made opaque, unless it turns to the user."""
    colon = tags.find(_COLON)
    if colon < 1 or not _ANNOUNCED.search(tags, max(0, colon - 6), colon):
        return tags
    if not _AIMED.isdisjoint(tags[colon:]):
        return tags
    return tags[: colon + 1] + LETTER["opaque"] * (len(tags) - colon - 1)


_ANNOUNCED = Pattern(
    f"(?:<label><zprep|digit|named|word|be|zbe|pred|{QUOTED}>{{0,4}}|<seen|open|play>)$"
)
_AIMED = letters_of("you|please|can|mind|result|if|free")


def _parted(tags: str) -> list[tuple[int, int]]:
    """Token places of the clauses, between commas, dashes and so on; no full stop at the end."""
    last = len(tags)
    while last and tags[last - 1] == _STOP:
        last -= 1
    clauses, low = [], 0
    for at in range(last):
        if tags[at] in _BREAK:
            clauses.append((low, at))
            low = at + 1
    clauses.append((low, last))
    return clauses


def _kept(
    tags: str, clauses: list[tuple[int, int]], found: list[Found]
) -> list[tuple[int, int] | None]:
    """What stays of each clause: nothing, or from which token to which (-1: to its very end)."""
    owners = [[one for one in found if low <= one.verb < high] for low, high in clauses]
    kept: list[tuple[int, int] | None] = [
        (low, -1) if low < high else None for low, high in clauses
    ]
    following = False  # right behind an instruction
    for i, (low, high) in enumerate(clauses):
        said = tags[low:high]
        if owners[i]:
            kept[i] = _before(tags, low, owners[i][0])
            following = tags[owners[i][-1].start] not in _RELATIVE
        elif following and said and tags[low - 1] != _CLOSE:
            following = _goes_on(said)
            kept[i] = None if following else (low + (said[0] in _AND), -1)
    goal: Found | None = None  # the instruction that what stands before it leads to
    for i in range(len(clauses) - 1, -1, -1):
        low, high = clauses[i]
        if owners[i]:
            goal = None if kept[i] else owners[i][0]
        elif goal and low < high:
            aside = tags[high] == _OPEN or tags[goal.start] in _RELATIVE
            if aside or _stays(tags[low:high], goal):
                goal = None
            else:
                kept[i] = None
    return kept


def _before(tags: str, low: int, one: Found) -> tuple[int, int] | None:
    """What a clause says before it turns to the user, if that is a statement of its own."""
    said = tags[low : one.start]
    if not _PREDICATE.search(said) or _SUBSTANCE.isdisjoint(said) or _CONDITION.match(said):
        return None
    return low, one.start


def _goes_on(said: str) -> bool:
    """Whether a clause behind an instruction only continues it ("and choose a folder")."""
    if not _FOLLOWS.match(said):
        return False
    tells = _PREDICATE.search(said) and not _DETAIL.isdisjoint(said)
    return not (tells and said[0] in _AND)


def _stays(said: str, goal: Found) -> bool:
    """Whether a clause before an instruction is content; a condition goes, an edit's aim stays."""
    if _CHEER.match(said):
        return True
    if goal.verdict == "edit" and _PURPOSE.match(said) and not _SUBSTANCE.isdisjoint(said):
        return True
    return not LEADS.match(said) and not LEADS_BY_ITS_END.search(said)


def _joined(
    text: str,
    read: tokens.Tokens,
    clauses: list[tuple[int, int]],
    kept: list[tuple[int, int] | None],
) -> str:
    """The kept clauses with the punctuation they had, and the sentence's full stop."""
    starts, ends = read.places()
    # Where each clause's text begins and ends.
    begins = [0, *(ends[high] for _, high in clauses[:-1])]
    closes = [starts[high] if high < len(starts) else len(text) for _, high in clauses]
    out, whole, depth, glue = "", True, 0, ", "  # whole: all that stands right before is kept
    for i, part in enumerate(kept):
        between = text[closes[i - 1] : begins[i]] if i else ""
        if between in _CLOSING:
            out = out.rstrip(_LOOSE) + between if depth else out
            whole, depth, between, glue = bool(depth), max(depth - 1, 0), "", " "
        elif between in _OPENING and part:
            out, depth, whole, between = out + between, depth + 1, True, ""
        if part is None:
            whole = not text[begins[i] : closes[i]].strip() and whole
            continue
        begin = begins[i] if part[0] == clauses[i][0] else starts[part[0]]
        rest = text[begin : closes[i] if part[1] < 0 else starts[part[1]]]
        if not out:
            out = rest.lstrip(_LOOSE)
        else:
            relative = read.tags[clauses[i - 1][0] : clauses[i - 1][0] + 1] in _RELATIVE
            out = out + between + rest if whole else _bridged(out, rest, " " if relative else glue)
        whole = part[1] < 0
    end = text[closes[-1] :]
    return _even(out + end if whole else out.rstrip(_LOOSE) + _stop(end))


_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")


def _bridged(out: str, rest: str, glue: str) -> str:
    """Two kept parts as one, when something between them went."""
    out = out.rstrip(_LOOSE)
    return out + ("，" if out[-1:] > "\u2fff" else glue) + rest.lstrip(_LOOSE)


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
