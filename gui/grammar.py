"""The instructions of a sentence: where each stands, what kind it is, whether it is only offered.

A verb with its object (`rules.py`) is an instruction when its clause turns to the user: at the
clause's head, after "you can", 请, a place … and when nobody else is said to do it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from gui.classes import LETTER, Pattern, letters_of
from gui.kinds import AIMED_HEAD, EXPORT, PANEL, PREDICATE, Verdict, verdict
from gui.rules import ANY, BREAKS, LEAD, PLACE, QUOTED, RULES, TURNS

_BY_LETTER = {LETTER[name]: rules for name, rules in RULES.items()}
_VERBS = Pattern(f"<{'|'.join(RULES)}>")
_SCENE = "panel|soft|timeline|viewer|side|stage"
_LEADING = Pattern(f"(?:^|<{TURNS}>)<{LEAD}|{PLACE}>*$")
_TURNED = Pattern(f"<{TURNS}><{LEAD}|{PLACE}>*$")
_LOCATED = Pattern(
    f"(?:(?=<at>)|(?:^|<{TURNS}>)<{LEAD}>{{0,6}})"
    f"<zloc|at|take|prep|from|use|to|for|if|when|look|zwish|zneed|need>{ANY}{{1,14}}?<{LEAD}|{PLACE}>{{0,4}}$"
)
_WHILE = letters_of("when|before|so")
_OWN = Pattern(f"{ANY}{{0,8}}?<when|before><narr|will>")  # 打开面板后我发现 …
_MINE = Pattern(f"{ANY}{{0,10}}?<comma>?<narr|will>")  # "while scrubbing the timeline, I found …"
_HANDLED = letters_of("narr|will|reported")
_DET = LETTER["det"]
_WILL = LETTER["will"]
_NO_NEED = LETTER["noneed"]
_WARNED = Pattern(f"<dont>|<wait>{ANY}*<before>")
_BREAKS = letters_of(BREAKS)
_SOFT_HEAD = letters_of("and|so|which|result|by|when|if|for")
_WEAK_VERBS = letters_of("tap|choose|pull|adjust|look|play|turn|use|keep|there|shut|chore|go")

_IF = letters_of("if|can|free|advise|zwish|zfree")
_WHEN_READY = Pattern(
    "<when>(?:<you>|<be>?<filler>?<ready>) | <you>?<be>?<ready>.*<when> | <ok><result>"
)
_NEEDED = Pattern(f"<zneed>{ANY}*(?:<if|when>|<comma>|$)")
_LATER_IF = letters_of("if|free")


class Found(NamedTuple):
    """One instruction: token places of its head, verb and clause's end; what it comes to."""

    start: int
    verb: int
    end: int
    verdict: Verdict
    offered: bool


def instructions(tags: str, *, hedged: bool = False) -> list[Found]:
    """Every instruction of a sentence, in order."""
    found: list[Found] = []
    breaks = [-1, *[at for at, letter in enumerate(tags) if letter in _BREAKS], len(tags)]
    unsure = not _HEDGES.isdisjoint(tags)
    clause = 0
    for place in _VERBS.finditer(tags):
        verb = place.start()
        while breaks[clause + 1] < verb:
            clause += 1
        begin, end = breaks[clause] + 1, breaks[clause + 1]
        low = breaks[clause - 1] + 1 if clause else begin
        if begin - low > _REACH or not _PLACE.fullmatch(tags, low, begin):
            low = begin
        start, kind = _asked(tags, verb, (low, begin, end), found)
        if kind == "api" and found and found[-1].verdict == "export":
            kind = "export"  # what is pressed in the export's own dialog belongs to it
        if kind:
            offered = hedged or _offered(tags, start, verb, found, unsure=unsure)
            found.append(Found(start, verb, breaks[clause + 1], kind, offered))
    return found or _standing(tags, breaks)


def _asked(
    tags: str, verb: int, clause: tuple[int, int, int], earlier: list[Found]
) -> tuple[int, Verdict | None]:
    """Where the instruction of this verb begins, and its kind; no kind when it gives none.

    `clause`: where it begins with a place in front ("In the Text panel, …"), without, and ends.
    """
    place, begin, end = clause
    rules = [
        rule
        for rule in _BY_LETTER[tags[verb]]
        if (not rule.after or rule.after.match(tags, verb + 1))
        and (not rule.within or rule.within.search(tags, place, end))
    ]
    # "the click" is a noun; nothing is asked where "no need" stands.
    if not rules or tags.find(_NO_NEED, begin, verb) >= 0 or (verb and tags[verb - 1] == _DET):
        return 0, None
    start, warned = _start(tags, verb, begin, earlier)
    if start < 0:
        return 0, None
    if warned:
        return start, "nothing"
    low = place if place < begin else start
    for rule in rules:
        if not rule.within or rule.within.search(tags, low, end):
            kind = verdict(rule.family, tags, low, verb, end)
            if kind:
                return start, kind
    return 0, None


def _start(tags: str, verb: int, begin: int, earlier: list[Found]) -> tuple[int, bool]:
    """Where the words that lead to this verb begin, -1: not said to the user; is it a warning?"""
    here = bool(earlier) and earlier[-1].verb >= begin
    floor = max(earlier[-1].verb + 1 if here else begin, verb - _REACH)
    head = tags[floor:verb]
    if not head and not here:
        return (-1 if _told(tags, begin, verb) else verb), False
    warned = _WARNED.search(head)
    if warned:
        return floor + warned.start(), True
    if here and tags[verb] in _LOOKING and _PURPOSE.match(head[-1:]):
        return -1, False  # 点击“播放”来预览: what the pressing is good for
    # Behind another instruction in its clause, only a word that turns to the user begins a new one.
    place = (_TURNED.search(head) if here else _head(head)) or _by_means(head, tags[verb])
    if not place:
        return -1, False
    start = floor + place.start()
    if _told(tags, begin, verb) or _too_weak(tags, start, verb, begin, earlier):
        return -1, False
    return start, False


_LOOKING, _PURPOSE = letters_of("look|play|preview"), Pattern("<result|to|so|for>")
_PLACE = Pattern(f"<filler|and|so>*<prep|from|at>{ANY}{{1,6}}?<{_SCENE}|zprep><comma>")
_REACH = 40  # tokens: what leads to a verb is never longer


def _head(head: str) -> re.Match[str] | None:
    """Where what leads to a verb begins: the clause's head, or where it turns to the user."""
    leading = _LEADING.search(head)
    if leading and leading.start() == 0:
        return leading
    located = _LOCATED.search(head)
    return located if located and (not leading or located.start() < leading.start()) else leading


def _told(tags: str, begin: int, verb: int) -> bool:
    """Whether the clause tells what the speaker did or will do, not what the user should."""
    said = tags[max(begin, verb - _REACH) : verb]
    if _OWN.match(tags, verb + 1) or (said and said[-1] in _WHILE and _MINE.match(tags, verb + 1)):
        return True
    mine = [at for at, letter in enumerate(said) if letter in _HANDLED]
    if mine and not AIMED_HEAD.search(said, mine[-1] + 1):
        return True
    return tags.find(_WILL, 0, begin) >= 0 and not AIMED_HEAD.search(said)


def _too_weak(tags: str, start: int, verb: int, begin: int, earlier: list[Found]) -> bool:
    """Whether a common verb merely follows a story's "and" ("swell and slide into the chorus")."""
    if tags[verb] not in _WEAK_VERBS or start == begin or earlier or _COMMANDS.match(tags):
        return False
    return tags[start] in _SOFT_HEAD and not AIMED_HEAD.search(tags, begin, verb)


def _by_means(head: str, verb: str) -> re.Match[str] | None:
    """Where "save it using the Export button" begins: what is used is named, the rest is free."""
    if verb != _USE or PREDICATE.search(head):
        return None
    return _LAST_TURN.search(head) or _EMPTY.match(head)


_USE = LETTER["use"]
_LAST_TURN = Pattern("<you|please|can|and|so>[^\n]*$")
_EMPTY = Pattern("")
_COMMANDS = Pattern("<filler|please|cheer|to|can|you>*<choose|look|play|pull|adjust|go|open>")


def _offered(tags: str, start: int, verb: int, earlier: list[Found], *, unsure: bool) -> bool:
    """Whether the instruction is hedged: before it in its run of clauses, or anywhere after it."""
    letter = tags[verb]
    if letter in _MERELY or (letter == _LOOK and not _YOU.isdisjoint(tags[start:verb])):
        return True  # "you'll find a button" and "there is one" tell, they do not ask
    if not unsure:
        return False
    before, after = tags[_scope(tags, start, earlier) : verb], tags[verb : verb + _REACH]
    if not _IF.isdisjoint(before) or not _LATER_IF.isdisjoint(after):
        return True
    return bool(_WHEN_READY.search(before) or _WHEN_READY.search(after) or _NEEDED.search(before))


_MERELY, _YOU, _LOOK = letters_of("can|there"), letters_of("you"), LETTER["look"]
_MAYBE = letters_of("when|ready|ok|zneed")
_HEDGES = _IF | _LATER_IF | _MAYBE


def _scope(tags: str, start: int, earlier: list[Found]) -> int:
    """Where the clauses begin that belong to this instruction: its conditions, forerunners."""
    floor = max(0, start - _REACH)
    breaks = [floor - 1, *[at for at in range(floor, start) if tags[at] in _BREAKS]]
    scope = breaks.pop() + 1
    while breaks:
        low = breaks.pop() + 1
        clause = tags[low : scope - 1]
        ours = any(low <= one.verb < scope for one in earlier[-4:])
        if not ours and not LEADS.match(clause) and not LEADS_BY_ITS_END.search(clause):
            break
        scope = low
    return scope


# A clause before an instruction that only leads to it: a condition, a purpose, a place.
_STILL = "|".join(name for name in f"{LEAD}|{PLACE}".split("|") if name not in ("be", "digit"))
LEADS = Pattern(
    "<filler|cheer|and|so|arrow>*<if|when|before|to|for|zwish|zneed|ready|please|mind|from|by>"
    f"| (?:<{_STILL}>|<filler><digit>)*$ | <filler|and|so>*<prep|from>{ANY}{{1,6}}?<{_SCENE}>$"
)
LEADS_BY_ITS_END = Pattern("<~word|named><when|if>$")  # 完成后, not "it spins once"


# "The Export button is at the top right", 导出按钮在右上角: a control merely said to be there.
_STANDS = Pattern(
    f"<det|pron|side>{{0,2}}<export|named|{QUOTED}><named|word|han|money>{{0,2}}"
    "<control|switch|toggle|panel>"
    "(?:<filler|result>?<be|zbe>?<filler>{0,2}<avail|at|prep|side>|<result>?<at|avail>)"
    "| <export><be><filler>?(?:<avail>|<prep><det>?<side>)"
)
_LISTED = Pattern(f"{ANY}{{0,8}}?<be><filler>?<avail><prep>{ANY}{{0,4}}?<panel>")
_BALANCE = Pattern(
    f"{ANY}{{0,6}}?<money>{ANY}{{0,6}}?<prep|at|avail|zloc|look>{ANY}{{0,3}}?<account|qaccount>"
)


def _standing(tags: str, breaks: list[int]) -> list[Found]:
    """A control, a panel or an account page that the sentence merely says to be somewhere."""
    if _FIXTURES.isdisjoint(tags):
        return []
    for low, end in pairwise(breaks):
        begin, clause = low + 1, tags[low + 1 : end]
        if not clause or not _HANDLED.isdisjoint(clause):
            continue
        kind: Verdict | None = None
        if _BALANCE.match(clause):
            kind = "credits"
        elif _LISTED.match(clause):
            kind = "state"
        elif _STANDS.match(clause) and _CANVAS not in clause:
            if not EXPORT.isdisjoint(clause):
                kind = "export"
            else:
                kind = "api" if PANEL.isdisjoint(clause) or _CONTROL in clause else "state"
        if kind:
            return [Found(begin, begin, end, kind, True)]
    return []


_FIXTURES = letters_of("control|switch|toggle|panel|export|account|qaccount")
_CANVAS, _CONTROL = LETTER["canvas"], LETTER["control"]
