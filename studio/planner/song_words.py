"""What is said of a song's parts and of counting its beats: the second chorus, every two bars."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal, NamedTuple

from studio.planner import phrases
from studio.planner.numbers import value
from studio.planner.phrases import pattern
from studio.planner.sheet import Clause
from studio.planner.values import Part

KINDS = ("intro", "verse", "chorus", "bridge", "drop", "outro")
_ORD = pattern("{ord}")
COUNTED = (  # what may stand between "at" and the part: at the first, on every
    r"(?:(?:the|each|every|all|of|my|its|a|an|that|first|second|third|last|" + _ORD + r")\s+)*"
)
_WORDS = r"(?:(?:the|its|my|this|that|song's|track's|each|every|very|big)\s+)*"
_NUMBERED = re.compile(rf"(?P<ord>{_ORD})\s*(?:段|个|次|遍|处|节|的)?\s*$")
_INSIDE = re.compile(rf"^{_WORDS}(?P<ord>{_ORD})")
_AFTER = re.compile(rf"(?:after|following|past|once|since|behind)\s+{_WORDS}$")
_BEFORE = re.compile(rf"(?:before|until|till|up to|ahead of|prior to|as far as)\s+{_WORDS}$")
_AFTER_HAN = re.compile(r"^(?:部分|段|那段|这段|过|结束|开始)?(?:之后|以后|过后|后(?!面)|后面)")
_BEFORE_HAN = re.compile(r"^(?:部分|段|开始|来)?(?:之前|以前|前(?![奏后])|为止|就停|就结束)")
_UNTIL_HAN = re.compile(r"到(?:第?)$")
_COUNT = (
    r"(?P<n>\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|twelve|sixteen|second|third|fourth"
    r"|eighth|other|single|half)"
)
_UNIT = r"(?P<u>beats?|bars?|measures?|downbeats?|strong beats?)"
_EVERY = re.compile(
    rf"(?<![a-z])(?:(?P<on>on|with) (?:the|every|each)|every|each|per|once an?)\s+"
    rf"(?:{_COUNT}\s+)?{_UNIT}(?![a-z])"
)
_EACH = re.compile(
    rf"(?<![a-z\d.]){_COUNT}\s+(?:an? |of a )?{_UNIT} (?:each|apiece|per (?!minute|bar|measure)\w+)"
)
_TWICE = re.compile(r"(?:twice|two times) (?:a|per|every|each) (?P<u>bar|measure|beat)(?![a-z])")
_HAN_N = r"(?P<n>[一二两三四五六七八九十半\d]+)?"
_HAN_UNIT = r"个?(?P<u>拍子?|小节|强拍|重拍|正拍|节拍)"
_EVERY_HAN = re.compile(rf"(?:每隔|每|隔|按|逐)\s*{_HAN_N}{_HAN_UNIT}")
_EACH_HAN = re.compile(
    rf"(?P<n>[一二两三四五六七八九十半\d]+){_HAN_UNIT}(?:就|钟)?(?:一[张切换个幅剪]|[切换剪]|一次)"
)
_WORDY = {"second": 2.0, "other": 2.0, "third": 3.0, "fourth": 4.0, "eighth": 8.0, "single": 1.0,
          "half": 0.5, "半": 0.5, "twelve": 12.0, "sixteen": 16.0}  # fmt: skip


Side = Literal["in", "from", "after", "before"]


class Named(NamedTuple):
    """A part that is named, and where in the text."""

    start: int
    end: int
    part: Part


class Every(NamedTuple):
    """So many beats, or bars, from one change to the next."""

    number: float
    bars: bool


def named(clause: Clause) -> list[Named]:
    """The parts of a song that are named, in the order in which they are said."""
    found: list[Named] = []
    text = clause.text
    for kind in KINDS:
        for match in phrases.compiled(f"song.{kind}").finditer(text):
            start, end = match.span()
            if any(one.start < end and start < one.end for one in found):
                continue
            before = text[max(0, start - 32) : start]
            number = _NUMBERED.search(before) or _INSIDE.match(match[0])
            which = round(clause.tokens[number["ord"]].number) if number else None
            if number and number.re is _NUMBERED:
                before = before[: number.start()]
            found.append(Named(start, end, Part(kind, which, side=_side(before, text[end:]))))
    return sorted(found)


def without(clause: Clause) -> str:
    """The text with no part in it: 副歌 is no 歌, and a drop nothing to be dropped."""
    text = clause.text
    for one in named(clause):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def cleared(clause: Clause) -> Clause:
    """The clause with no part in it: what is said about them is left."""
    plain = clause.plain
    for kind in KINDS:
        plain = phrases.compiled(f"song.{kind}").sub(lambda m: " " * len(m[0]), plain)
    return replace(clause, text=without(clause), plain=plain, known={})


def _side(before: str, after: str) -> Side:
    if _AFTER.search(before) or _AFTER_HAN.match(after):
        return "after"
    if _BEFORE.search(before) or _BEFORE_HAN.match(after) or _UNTIL_HAN.search(before):
        return "before"
    return "in"


def every(clause: Clause) -> Every | None:
    """Every so many beats or bars: once, where only "every bar" is said."""
    text = clause.plain
    twice = _TWICE.search(text)
    if twice is not None:
        return Every(0.5, twice["u"] != "beat")
    for expression in (_EACH, _EVERY, _EACH_HAN, _EVERY_HAN):
        match = expression.search(text)
        if match is None:
            continue
        said = match.groupdict().get("n") or ""
        number = _WORDY.get(said) or (value(said) if said else 1.0)
        unit = match["u"]
        if match.groupdict().get("on") and not said and unit.startswith("beat"):
            continue  # on the beat: on some beat
        if number > 0:
            bars = unit.startswith(("bar", "measure", "downbeat", "strong")) or unit in _STRONG
            return Every(number, bars)
    return None


_STRONG = ("小节", "强拍", "重拍")
