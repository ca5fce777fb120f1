"""Words that are seen where a part of the music is heard: "write BOOM at the drop".

Where that is, is known once the music was heard: the words are put on the picture, and brought to
their place then.
"""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec

from studio.planner import phrases, song_words, stretches
from studio.planner.readers import titles
from studio.planner.readers.placing import chosen
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.song_words import Named
from studio.planner.values import AtPart
from studio.timeline.model import Style
from studio.timeline.operations import AddTitle

WEIGHT = 91  # nothing else is said with words and a part of the song in one wish
_ORD = phrases.pattern("{ord}")
_LEADS = re.compile(
    r"\b(?:(?:right |exactly |just )?(?:at|on|in|when|whenever|as|once|with|during|for|through"
    r"|throughout|until|till|up to|from|after|before|to|every time|each time)\s+)?"
    rf"{song_words.COUNTED}$"
    rf"|(?:[在到从于当]|每(?:次|个|一个)?|第?{_ORD}(?:个|次|段)?)*$"
)
_ENDS = re.compile(
    r"^\s*(?:hits?|lands?|comes?(?: in)?|kicks? in|drops?|starts?|begins?|happens?|section|part)*\b"
    r"|^(?:的?时候|的?时|来(?:了|时|临)?|到来|响起|那一刻|那里|处|部分|那段|段|期间|的地方|开始)+"
)
_ALL = re.compile(r"\b(?:every|each|all|whenever)\b|每|所有")
_WHOLE = re.compile(rf"\b(?:during|for|through|throughout|in|all through)\s+{song_words.COUNTED}$")
_TIED = re.compile(
    r"\b(?:at|on|in|when|whenever|as|once|with|during|for|through|throughout|until|till|up to|from"
    rf"|after|before|to|every|each|time)\s+{song_words.COUNTED}$"
)
_TIED_HAN = re.compile(r"^(?:的|时|来|到|响|那|处|部分|段|期间|开始|之前|之后|前|后)")
_HAN_LED = re.compile(r"[在到从于当每]\S{0,3}$")
_WHOLE_HAN = re.compile(r"^(?:部分|期间|那段|段|整段)")


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish for words at a part of the music."""
    parts = song_words.named(clause)
    if len(parts) != 1 or not scene.music:
        return None
    if any(clause.all(kind) for kind in ("range", "edge")) or stretches.moment(clause):
        return None
    one = parts[0]
    before, after = clause.text[: one.start], clause.text[one.end :]
    if not (_TIED.search(before) or _TIED_HAN.match(after) or _HAN_LED.search(before)):
        return None  # "title: The Drop"
    made = titles.read(_bare(clause, one), scene)
    if made is None or made.question or not made.steps:
        return None
    words = [step for step in made.steps if isinstance(step, AddTitle)]
    if len(words) != len(made.steps):
        return None
    whole = bool(_WHOLE.search(before) or _WHOLE_HAN.match(after)) or one.part.side == "before"
    said = stretches.span(clause) is not None
    steps = tuple(
        AtPart(
            target=step.id, song=chosen(scene).id, part=one.part, whole=whole and not said,
            every=bool(_ALL.search(clause.text[max(0, one.start - 12) : one.end])),
        )
        for step in words
    )  # fmt: skip
    if one.part.kind == "drop" and not whole and not clause.says("fades.fade"):
        words = [_at_once(step) for step in words]
    return replace(made, weight=WEIGHT, steps=(*words, *steps), whole=True)


def _at_once(step: AddTitle) -> AddTitle:
    """The words there on the beat itself, where no other coming was asked for."""
    if step.style.animation != Style().animation:
        return step
    return msgspec.structs.replace(
        step, style=msgspec.structs.replace(step.style, animation="none")
    )


def _bare(clause: Clause, one: Named) -> Clause:
    """The clause without the part, and without what ties the words to it."""
    text = clause.text
    lead = _LEADS.search(text[: one.start])
    start = lead.start() if lead else one.start
    ends = _ENDS.match(text[one.end :])
    end = one.end + (ends.end() if ends else 0)
    if not text[end:].strip():
        cut = len(text[:start].rstrip())
        return replace(clause, text=text[:cut], plain=clause.plain[:cut], known={})
    stop = "," if text[:start].strip() else " "  # words that were begun end here
    text = text[:start] + stop + " " * (end - start - 1) + text[end:]
    return replace(clause, text=text, plain=_same(clause, text), known={})


def _same(clause: Clause, text: str) -> str:
    """The plain text with the same places left out."""
    if len(clause.plain) != len(clause.text):
        return text
    gone = zip(clause.text, text, clause.plain, strict=True)
    return "".join(plain if new == old else new for old, new, plain in gone)
