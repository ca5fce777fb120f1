"""What makes a verb an instruction: a table, verb class -> the rules to try, in order.

A rule says what must follow the verb and what its clause must hold, in class names (`classes.py`).
Every repetition is bounded and every rule is tried at one place only: a sentence costs its length.
"""

from __future__ import annotations

from typing import NamedTuple

from gui.classes import Pattern

BREAKS = "comma|colon|open_|close_|stop"
QUOTED = "quoted|qexport|qupload|qpreview|qplay|qaccount"
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
AIMED = "you|please|can|free|zfree|mind|advise|need|result|arrow"
TURNS = f"and|so|which|zwhich|when|before|if|by|for|{AIMED}"
ANY = f"<~{BREAKS}>"


class Rule(NamedTuple):
    """A verb's family, what must follow the verb, and what its clause must hold."""

    family: str
    after: Pattern | None = None
    within: Pattern | None = None


SMALL = "<det|pron|side|prep|zprep|filler|into|onto|at|be|result>"
_BUTTON = (
    f"<{QUOTED}|named|cheer|export|ui|ok|play|preview|account|avatar|upload|timeline|viewer|panel>"
)
_TAPPED = f"{SMALL}{{0,5}}(?:{_BUTTON}) | {ANY}{{0,7}}?<control|switch|toggle|slider>"
_TO_OPEN = "panel|soft|account|avatar|viewer|timeline|export|qexport|qaccount|upload|qupload"
_SCREENS = "timeline|viewer|account|qaccount|panel"

RULES: dict[str, tuple[Rule, ...]] = {
    "press": (Rule("press", Pattern("(?!<sound|plain|avail|stop|zprep>|$)")),),
    "tap": (Rule("press", Pattern(_TAPPED)),),
    "toggle": (
        Rule("open", Pattern(f"{ANY}{{0,2}}?<zloc|to>{ANY}{{0,5}}?<panel|soft>")),
        Rule("press", Pattern(f"{ANY}{{0,6}}?<control|switch|{QUOTED}|panel|named>")),
    ),
    "choose": (
        Rule(
            "press",
            Pattern(f"{ANY}{{0,10}}?<control|switch|export|qexport|panel|timeline|toggle>"),
        ),
        Rule("press", Pattern(f"{SMALL}{{0,2}}<{QUOTED}|named>"), Pattern("<panel|control>")),
    ),
    "drag": (Rule("drag", Pattern("(?!<sound|plain|pred|comma|prep>)")),),
    "pull": (
        Rule("drag", Pattern("(?!<prep>)"), Pattern("<slider|timeline|upload>")),
        Rule("drag", Pattern(
            f"(?!<prep>){ANY}{{0,8}}?<into|onto>{ANY}{{0,4}}?<canvas|stage|viewer|panel>"
        )),
    ),
    "adjust": (
        Rule("drag", Pattern("(?!<prep|timeline>)"), Pattern("<slider|timeline>")),
        Rule("open", Pattern("(?!<prep|panel>)"), Pattern("<panel>")),
    ),
    "fill": (Rule("press", within=Pattern("<control>")),),
    "scroll": (Rule("look", within=Pattern("<timeline|viewer|panel|soft>")),),
    "open": (
        Rule("turn", Pattern(f"{ANY}{{0,10}}?<switch|toggle>")),
        Rule("open", Pattern(f"(?!<prep>){ANY}{{0,9}}?<{_TO_OPEN}>")),
    ),
    "go": (
        Rule("use", Pattern(f"{ANY}{{0,4}}?<arrow>")),
        Rule("open", Pattern(f"{ANY}{{0,9}}?<{_TO_OPEN}>")),
    ),
    "switch": (
        Rule("turn", Pattern(f"<prep>{ANY}{{0,8}}?<switch|toggle|control>")),
        Rule("open", Pattern(f"{ANY}{{0,8}}?<{_TO_OPEN}>")),
    ),
    "look": (
        Rule("press", Pattern(
            f"{SMALL}{{0,2}}<word|side|named|export|money|{QUOTED}>{{0,2}}<control>"
        )),
        Rule("look", within=Pattern(f"<{_SCREENS}>")),
        Rule("look", Pattern(f"{ANY}{{0,4}}?<avatar>")),
        Rule("preview", Pattern(f"{SMALL}{{0,2}}<preview>(?!<word|named|sound>)")),
        Rule("look", within=Pattern("<soft>.*<side> | <side>.*<soft>")),
        Rule("look", within=Pattern("<money>.*<soft> | <zloc|at>.*<soft>")),
    ),
    "play": (Rule("look", within=Pattern("<timeline|viewer>")),),
    "preview": (
        Rule("preview", Pattern("(?!<sound>)"), Pattern("<timeline|viewer>")),
        Rule("preview", Pattern("<det|pron>(?!<word>?<be|pred>)")),
        Rule("asked", Pattern("(?!<control|soft|panel|colon|pred|be|word|named|ready|when>)")),
    ),
    "turn": (
        Rule("turn", Pattern(f"{ANY}{{0,9}}?<switch|toggle|control>")),
        Rule("turn", Pattern(f"{ANY}{{0,9}}?<panel>")),
        Rule("drag", Pattern(f"{ANY}{{0,9}}?<slider>")),
    ),
    "use": (
        Rule("use", Pattern(f"{ANY}{{0,7}}?<control|slider|switch|panel|toggle|upload|qupload>")),
        Rule("use", Pattern("<det|pron>?<qexport|export>")),
        Rule("use", Pattern(f"{ANY}{{0,4}}<arrow>")),
        Rule("look", Pattern(f"{ANY}{{0,4}}?<timeline|viewer>")),
    ),
    "can": (
        Rule("look", Pattern(
            f"<filler>?<be><filler>?<seen|avail>{ANY}{{0,8}}?<timeline|viewer|panel>"
        )),
        Rule("drag", Pattern(f"<filler>?<be><filler>?<dragged>{ANY}{{0,8}}?<slider|timeline>")),
        Rule("use", Pattern(
            f"<filler>?<be><filler>?<pressed|saved>{ANY}{{0,8}}?<control|switch|panel|export|toggle>"
        )),
        Rule("press", Pattern("<filler>?<be><pressed>")),
    ),
    "there": (
        Rule("there", Pattern(
            f"<be|there|filler|det|pron>{{0,4}}(?:<export|named|{QUOTED}><word|named>?<control|switch|toggle>)"
        )),
    ),
    "zloc": (
        Rule("open", Pattern(f"{ANY}{{0,3}}?(?:<account|qaccount>|<money>{{1,2}}<soft|panel>)")),
    ),
    "export": (
        Rule("here", within=Pattern(f"<at|zloc|from>{ANY}{{0,4}}?<side>{ANY}{{0,4}}?<export>$")),
        Rule("here", Pattern(
            "<det|pron|word>{0,4}<from|prep><det>?(?:<side>|<export><panel|control>)"
        )),
    ),
    "chores": (Rule("chore"),),
    "chore": (Rule("chore", Pattern(f"{ANY}{{0,7}}?<browser|soft|panel|again>")),),
    "shut": (Rule("chore", Pattern(f"{ANY}{{0,4}}?<browser|soft|panel>")), Rule("shut")),
    "keep": (Rule("chore", Pattern(f"{ANY}{{0,6}}?<browser|soft|panel>{ANY}{{0,3}}?<open>")),),
}  # fmt: skip
