"""The instructions of a sentence, each with where it stands, what kind it is and whether it is offered.

The rules are regular expressions over class letters, written in class names: `<press|tap>` is one
token of either class, `<~comma>` one of any other. Every repetition is bounded and every rule is
tried at one place only, so that a sentence costs its length.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, NamedTuple

from gui.classes import LETTER, Pattern, letters_of
from plan import ActionKind

Verdict = ActionKind | Literal["nothing"]

BREAKS = "comma|colon|open_|close_|stop"
QUOTED = "quoted|qexport|qupload|qpreview|qaccount"
THINGS = "timeline|viewer|panel|soft|control|slider|canvas|stage|switch"
# Words that may stand between the head of a clause and the verb of an instruction …
LEAD = (
    "ok|filler|cheer|you|can|please|if|when|before|ready|wish|zwish|need|zneed|free|zfree|mind|advise|to|for"
    "|by|result|det|pron|arrow|there|digit|and|so|which|zwhich|be|ui|use|keep|avail"
)
# … and what a place is made of: "in the upper right corner", 在右侧的音频面板里.
PLACE = (
    f"prep|zprep|at|zloc|take|from|into|onto|side|file|export|preview|browser|money|{THINGS}|{QUOTED}"
    "|named|account|avatar"
)
# A clause may turn to the user in its middle: "the intro is new and you can …", 效果请在…
TURNS = "and|so|which|zwhich|when|before|if|by|arrow|you|please|can|free|zfree|mind|advise|result|need|for"
_AIMED = "you|please|can|free|zfree|mind|advise|need|result|arrow"
_ANY = f"<~{BREAKS}>"


class Rule(NamedTuple):
    """A verb's family, what must follow the verb, and what its clause must hold."""

    family: str
    after: Pattern | None = None
    within: Pattern | None = None


_SMALL = "<det|pron|side|prep|zprep|filler|into|onto|at|be|result>"
_BUTTON = f"<{QUOTED}|named|export|ui|ok|play|preview|account|avatar|upload|timeline|viewer|panel>"
_TAPPED = (
    f"{_SMALL}{{0,5}}(?:{_BUTTON}) | {_ANY}{{0,7}}?<control|switch|toggle|slider>"
)
_TO_OPEN = "panel|soft|account|avatar|viewer|timeline|export|qexport|qaccount|upload|qupload"
_SCREENS = "timeline|viewer|account|qaccount|panel"

RULES: dict[str, tuple[Rule, ...]] = {
    "press": (Rule("press", Pattern("(?!<sound|plain|avail|stop>|$)")),),
    "tap": (Rule("press", Pattern(_TAPPED)),),
    "toggle": (
        Rule("open", Pattern(f"{_ANY}{{0,2}}?<zloc|to>{_ANY}{{0,5}}?<panel|soft>")),
        Rule("press", Pattern(f"{_ANY}{{0,6}}?<control|switch|{QUOTED}|panel|named>")),
    ),
    "choose": (
        Rule(
            "press",
            Pattern(f"{_ANY}{{0,10}}?<control|switch|export|qexport|panel|timeline|toggle>"),
        ),
        Rule("press", Pattern(f"{_SMALL}{{0,2}}<{QUOTED}|named>"), Pattern("<panel|control>")),
    ),
    "drag": (Rule("drag", Pattern("(?!<sound|plain|pred|comma|prep>)")),),
    "pull": (
        Rule("drag", Pattern("(?!<prep>)"), Pattern("<slider|timeline|upload>")),
        Rule("drag", Pattern(f"(?!<prep>){_ANY}{{0,8}}?<into|onto>{_ANY}{{0,4}}?<canvas|stage|viewer|panel>")),
    ),
    "adjust": (
        Rule("drag", Pattern("(?!<prep|timeline>)"), Pattern("<slider|timeline>")),
        Rule("open", Pattern("(?!<prep|panel>)"), Pattern("<panel>")),
    ),
    "fill": (Rule("press", within=Pattern("<control>")),),
    "scroll": (Rule("look", within=Pattern("<timeline|viewer|panel|soft>")),),
    "open": (
        Rule("turn", Pattern(f"{_ANY}{{0,10}}?<switch|toggle>")),
        Rule("open", Pattern(f"(?!<prep>){_ANY}{{0,9}}?<{_TO_OPEN}>")),
    ),
    "go": (Rule("open", Pattern(f"{_ANY}{{0,9}}?<{_TO_OPEN}>")),),
    "switch": (
        Rule("turn", Pattern(f"<prep>{_ANY}{{0,8}}?<switch|toggle|control>")),
        Rule("open", Pattern(f"{_ANY}{{0,8}}?<{_TO_OPEN}>")),
    ),
    "look": (
        Rule("press", Pattern(f"{_SMALL}{{0,2}}<word|side|named|export|money|{QUOTED}>{{0,2}}<control>")),
        Rule("look", within=Pattern(f"<{_SCREENS}>")),
        Rule("look", Pattern(f"{_ANY}{{0,4}}?<avatar>")),
        Rule("look", within=Pattern("<soft>.*<side> | <side>.*<soft>")),
        Rule("look", within=Pattern("<money>.*<soft> | <zloc|at>.*<soft>")),
    ),
    "play": (Rule("look", within=Pattern("<timeline|viewer>")),),
    "preview": (
        Rule("look", Pattern("(?!<sound>)"), Pattern("<timeline|viewer>")),
        Rule("look", Pattern("<det|pron>(?!<word>?<be|pred>)")),
        Rule("asked", Pattern("(?!<control|soft|panel|colon|pred|be|word|named|ready|when>)")),
    ),
    "turn": (
        Rule("turn", Pattern(f"{_ANY}{{0,9}}?<switch|toggle|control>")),
        Rule("turn", Pattern(f"{_ANY}{{0,9}}?<panel>")),
    ),
    "use": (
        Rule("use", Pattern(f"{_ANY}{{0,7}}?<control|slider|switch|panel|toggle|upload|qupload>")),
        Rule("use", Pattern(f"(?:<det|pron>?|{_ANY}{{0,4}}<arrow>)<qexport|export>")),
        Rule("look", Pattern(f"{_ANY}{{0,4}}?<timeline|viewer>")),
    ),
    "can": (
        Rule("look", Pattern(f"<filler>?<be><filler>?<seen>{_ANY}{{0,8}}?<timeline|viewer|panel>")),
        Rule("drag", Pattern(f"<filler>?<be><filler>?<dragged>{_ANY}{{0,8}}?<slider|timeline>")),
        Rule("use", Pattern(
            f"<filler>?<be><filler>?<pressed|saved>{_ANY}{{0,8}}?<control|switch|panel|export|toggle>"
        )),
        Rule("press", Pattern(f"<filler>?<be><pressed>")),
    ),
    "there": (
        Rule("there", Pattern(
            f"<be|there|filler|det|pron>{{0,4}}(?:<export|named|{QUOTED}><word|named>?<control|switch|toggle>)"
        )),
    ),
    "zloc": (
        Rule("open", Pattern(f"{_ANY}{{0,3}}?(?:<account|qaccount>|<money>{{1,2}}<soft|panel>)")),
    ),
    "export": (
        Rule("here", within=Pattern(f"<at|zloc|from>{_ANY}{{0,4}}?<side>{_ANY}{{0,4}}?<export>$")),
        Rule("here", Pattern("<det|word>{0,4}<from|prep><det>?<side>")),
    ),
    "chores": (Rule("chore"),),
    "chore": (Rule("chore", Pattern(f"{_ANY}{{0,7}}?<browser|soft|panel|again>")),),
    "shut": (Rule("chore", Pattern(f"{_ANY}{{0,4}}?<browser|soft|panel>")), Rule("shut")),
    "keep": (Rule("chore", Pattern(f"{_ANY}{{0,6}}?<browser|soft|panel>{_ANY}{{0,3}}?<open>")),),
}  # fmt: skip
_BY_LETTER = {LETTER[name]: rules for name, rules in RULES.items()}
_VERBS = Pattern(f"<{'|'.join(RULES)}>")

# "The Export button is at the top right", 导出按钮在右上角: a control merely said to be there.
_STANDS = Pattern(
    f"(?:<det|pron|side>{{0,2}})(?:<export|named|{QUOTED}><named|word|han|money>{{0,2}})<control|switch|toggle|panel>"
    f"(?:<filler|result>?<be>?<filler>{{0,2}}<avail|at|prep|side>|<result>?<at|avail>)"
    f"| <export><be><filler>?(?:<avail>|<prep><det>?<side>)"
)
_LISTED = Pattern(f"{_ANY}{{0,8}}?<be><filler>?<avail><prep>{_ANY}{{0,4}}?<panel>")
_BALANCE = Pattern(f"{_ANY}{{0,6}}?<money>{_ANY}{{0,6}}?<prep|at|avail|zloc|look>{_ANY}{{0,3}}?<account|qaccount>")

_LEADING = Pattern(f"(?:^|<{TURNS}>)<{LEAD}|{PLACE}>*$")
_LOCATED = Pattern(
    f"(?:^|<{TURNS}>)<{LEAD}>{{0,6}}"
    f"<zloc|at|take|prep|from|use|to|for|if|when|look|zwish|zneed|need>{_ANY}{{1,14}}?<{LEAD}|{PLACE}>{{0,4}}$"
)
_AIMED_HEAD = Pattern(f"<{_AIMED}>")
_HANDLED = letters_of("narr|will|reported")
_DET = LETTER["det"]
_WILL = letters_of("will")
_NO_NEED = letters_of("noneed")
_WARNED = Pattern(f"<dont>|<wait>{_ANY}*<before>")
_BREAKS = letters_of(BREAKS)
_SOFT_HEAD = letters_of("and|so|which|result|by|when|if|for")
_WEAK_VERBS = letters_of("tap|choose|pull|adjust|look|play|turn|use|keep|there|shut|chore|go")

_IF = letters_of("if|can|free|advise|zwish|zfree")
_WHEN_READY = Pattern("<when>(?:<you>|<be>?<filler>?<ready>) | <you>?<be>?<ready>.*<when> | <ok><result>")
_NEEDED = Pattern(f"<zneed>{_ANY}*(?:<if|when>|<comma>|$)")
_LATER_IF = letters_of("if|free")

_EXPORT = letters_of("export|qexport")
_CHORE = letters_of("chore|chores")
_UPLOAD = letters_of("upload|qupload")
_EXPORT_NAMED = Pattern("<export|qexport><word|named>?<panel|soft|control|arrow>")
_OTHER_TARGET = Pattern(
    "<ui|ok|switch>(?!<export>) | <quoted>(?!<panel|soft|arrow>) | <named>(?!<panel|soft|arrow|word|export>)"
)
_NAMELESS = Pattern("<det|pron|side|prep|into|from|control|filler|soft|panel|be>*")
_FOR = Pattern("<to|for|so>")
_ACCOUNT = Pattern(
    "<account|qaccount> | <money>{1,3}<panel|soft|control> | <avatar>.*<money> | <money>.*<avatar>"
)
_AVATAR = letters_of("avatar")
_SCREEN = letters_of("timeline|viewer")
_PREVIEW_PRESSED = Pattern(
    f"{_SMALL}{{0,3}}(?:<preview|qpreview|timeline|viewer>|<play><control>?{_ANY}*<preview|viewer|timeline>)"
)
_PREVIEW_WINDOW = Pattern("<preview><soft|panel>")
_PANEL_PRESSED = Pattern(
    "<~prep|from|into|at|control|ui|slider|comma|colon|stop|switch|to>{0,8}?<panel|soft>(?!<control|result>?<control>)"
)
_FILE = Pattern("<file>(?!<panel|arrow|export|control>)")
_INTO_PANEL = Pattern(f"^{_ANY}{{0,10}}<panel|soft>")
_ON_STAGE = letters_of("slider|timeline|canvas|stage|viewer|quoted|side|control")
_SLIDER = letters_of("slider")
_PANEL = letters_of("panel|soft")


class Found(NamedTuple):
    """One instruction: token places of its head, its verb and its clause's end; what it comes to."""

    start: int
    verb: int
    end: int
    verdict: Verdict
    offered: bool


def instructions(tags: str, *, hedged: bool = False) -> list[Found]:
    """Every instruction of a sentence, in order."""
    found: list[Found] = []
    breaks = [-1, *[at for at, letter in enumerate(tags) if letter in _BREAKS], len(tags)]
    clause = 0
    for place in _VERBS.finditer(tags):
        verb = place.start()
        while breaks[clause + 1] < verb:
            clause += 1
        one = _instruction(tags, verb, breaks[clause] + 1, breaks[clause + 1], found, hedged)
        if one:
            found.append(one)
    return found or _standing(tags, breaks, hedged)


def _instruction(
    tags: str, verb: int, begin: int, end: int, earlier: list[Found], hedged: bool
) -> Found | None:
    """The instruction that this verb gives, if it gives one."""
    rules = [
        rule
        for rule in _BY_LETTER[tags[verb]]
        if (not rule.after or rule.after.match(tags, verb + 1))
        and (not rule.within or rule.within.search(tags, begin, end))
    ]
    if not rules:
        return None
    here = bool(earlier) and earlier[-1].verb >= begin
    floor = earlier[-1].verb + 1 if here else begin
    head = tags[floor:verb]
    if (head and head[-1] == _DET) or (begin < verb and not _NO_NEED.isdisjoint(tags[begin:verb])):
        return None  # "the click" is a noun; nothing is asked where "no need" stands
    warned = _WARNED.search(head) if head else None
    if warned:
        start = floor + warned.start()
    elif not head and not here:
        start = verb
        if begin and _told(tags, begin, verb):
            return None
    else:
        place = _head(head) or _by_means(head, tags[verb])
        if not place or (here and place.start() == 0 and (not head or head[0] not in _TURNING)):
            return None
        start = floor + place.start()
        if _told(tags, begin, verb) or _too_weak(tags, start, verb, begin, earlier):
            return None
    for rule in rules:
        if rule.within and not rule.within.search(tags, start, end):
            continue
        verdict: Verdict | None = (
            "nothing" if warned else _verdict(rule.family, tags, start, verb, end)
        )
        if verdict:
            offered = hedged or _offered(tags, start, verb, earlier)
            return Found(start, verb, end, verdict, offered)
    return None


_TURNING = letters_of(TURNS)


def _head(head: str) -> re.Match[str] | None:
    """Where the words that lead to a verb begin: the clause's head, or where it turns to the user."""
    leading = _LEADING.search(head)
    if leading and leading.start() == 0:
        return leading
    located = _LOCATED.search(head)
    return located if located and (not leading or located.start() < leading.start()) else leading


def _told(tags: str, begin: int, verb: int) -> bool:
    """Whether the clause tells what the speaker did or will do, not what the user should."""
    said = tags[begin:verb]
    mine = [at for at, letter in enumerate(said) if letter in _HANDLED]
    if mine and not _AIMED_HEAD.search(said, mine[-1] + 1):
        return True
    return not _WILL.isdisjoint(tags[:begin]) and not _AIMED_HEAD.search(said)


def _too_weak(tags: str, start: int, verb: int, begin: int, earlier: list[Found]) -> bool:
    """Whether a common verb merely follows an "and" of a story ("swell and slide into the chorus")."""
    if tags[verb] not in _WEAK_VERBS or start == begin or earlier or _COMMANDS.match(tags):
        return False
    return tags[start] in _SOFT_HEAD and not _AIMED_HEAD.search(tags, start, verb)


def _by_means(head: str, verb: str) -> re.Match[str] | None:
    """Where "export it using the Export button" begins: what is used is named, so the rest may be free."""
    if verb != _USE or _PREDICATE.search(head):
        return None
    return _LAST_TURN.search(head) or _EMPTY.match(head)


_USE = LETTER["use"]
_PREDICATE = Pattern("<pred|be|narr|will|reported|seen|saved>")
_LAST_TURN = Pattern("<you|please|can|and|so>[^\n]*$")
_EMPTY = Pattern("")
_COMMANDS = Pattern("<filler|please|cheer|to|can|you>*<choose|look|play|pull|adjust|go|open>")


def _offered(tags: str, start: int, verb: int, earlier: list[Found]) -> bool:
    """Whether the instruction is hedged: before it in its run of clauses, or anywhere after it."""
    letter = tags[verb]
    if letter in _MERELY or (letter == _LOOK and not _YOU.isdisjoint(tags[start:verb])):
        return True  # "you'll find a button" and "there is one" tell, they do not ask
    if _HEDGES.isdisjoint(tags):
        return False
    before, after = tags[_scope(tags, start, earlier) : verb], tags[verb:]
    if not _IF.isdisjoint(before) or not _LATER_IF.isdisjoint(after):
        return True
    if not _MAYBE.isdisjoint(tags):
        return bool(_WHEN_READY.search(before) or _WHEN_READY.search(after) or _NEEDED.search(before))
    return False


_MERELY, _YOU, _LOOK = letters_of("can|there"), letters_of("you"), LETTER["look"]
_MAYBE = letters_of("when|ready|ok|zneed")
_HEDGES = _IF | _LATER_IF | _MAYBE


def _scope(tags: str, start: int, earlier: list[Found]) -> int:
    """Where the run of clauses begins that belong to this instruction: its conditions, forerunners."""
    breaks = [-1, *[at for at in range(start) if tags[at] in _BREAKS]]
    scope = breaks.pop() + 1
    while breaks:
        low = breaks.pop() + 1
        clause = tags[low : scope - 1]
        ours = any(low <= one.verb < scope for one in earlier)
        if not ours and not LEADS.match(clause) and not LEADS_BY_ITS_END.search(clause):
            break
        scope = low
    return scope


# A clause before an instruction that only leads to it: a condition, a purpose, a place.
LEADS = Pattern(
    f"(?:<filler|cheer|and|so|arrow>*<if|when|to|for|zwish|zneed|ready|please|mind|from|by>|<{LEAD}|{PLACE}>*$)"
)
LEADS_BY_ITS_END = Pattern("<when|if>$")


def _verdict(family: str, tags: str, start: int, verb: int, end: int) -> Verdict | None:
    """The most specific kind that the clause speaks of; None when the verb is no instruction."""
    region, told = tags[start:end], tags[verb + 1 : end]
    match family:
        case "chore":
            return "nothing"
        case "shut":
            return None
        case "asked":
            aimed = _AIMED_HEAD.search(tags, start, verb)
            return "summary" if aimed or (start == verb and not _PREDICATE.search(told)) else None
        case "drag":
            return _dragged(region, told)
        case "here":
            return "export"
        case "there":
            return "export" if not _EXPORT.isdisjoint(told) else "api"
    if family == "press" and not _CHORE.isdisjoint(told):
        return "nothing"
    if not _UPLOAD.isdisjoint(told if family != "look" else ""):
        return "nothing"
    if _ACCOUNT.search(region) or (family in ("press", "open", "use") and not _AVATAR.isdisjoint(region)):
        return "credits"
    if family != "look" and _exports(region, told):
        return "export"
    match family:
        case "look":
            return _looked(region, told)
        case "open":
            return "summary" if not _SCREEN.isdisjoint(told) or _PREVIEW_WINDOW.search(told) else "state"
        case "use":
            if not _SLIDER.isdisjoint(told):
                return "edit"
            return "state" if not _PANEL.isdisjoint(told) and not _OTHER_TARGET.search(told) else "api"
        case "press":
            if _PREVIEW_PRESSED.match(told):
                return "summary"
            return "state" if _PANEL_PRESSED.match(told) else "api"
    return "api"


def _looked(region: str, told: str) -> Verdict:
    if not _SCREEN.isdisjoint(region) or _PREVIEW_WINDOW.search(region):
        return "summary"
    if not _PANEL.isdisjoint(region):
        return "state"
    return "export" if not _EXPORT.isdisjoint(told) else "summary"


def _dragged(region: str, told: str) -> Verdict:
    """Files and places to put them are the user's to supply; everything else is an edit."""
    if not _SLIDER.isdisjoint(region):
        return "edit"
    if not _UPLOAD.isdisjoint(region) or _FILE.search(region):
        return "nothing"
    if _ON_STAGE.isdisjoint(region) and _INTO_PANEL.match(told):
        return "nothing"
    return "edit"


def _exports(region: str, told: str) -> bool:
    """Whether Export is what is pressed, not merely what pressing something else is good for."""
    if _EXPORT_NAMED.search(region):
        return True
    places = [i for i, letter in enumerate(told) if letter in _EXPORT]
    if not places:
        return False
    before = told[: places[0]]
    purpose = _FOR.search(before)
    if purpose:
        return bool(_NAMELESS.fullmatch(before, 0, purpose.start()))
    return not _OTHER_TARGET.search(told[: places[0] + 1])


def _standing(tags: str, breaks: list[int], hedged: bool) -> list[Found]:
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
            if not _EXPORT.isdisjoint(clause):
                kind = "export"
            else:
                kind = "api" if _PANEL.isdisjoint(clause) or _CONTROL in clause else "state"
        if kind:
            return [Found(begin, begin, end, kind, True)]
    return []


_FIXTURES = letters_of("control|switch|toggle|panel|export|account|qaccount")
_CANVAS, _CONTROL = LETTER["canvas"], LETTER["control"]
