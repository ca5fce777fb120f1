"""The stretch that a part of a wish speaks of, where it does not speak of the whole."""

from __future__ import annotations

import re

from studio.brief import Brief, Change
from studio.planner.briefs.parts import Part, ends_with, starts_with

_SECTIONS = ("intro", "build", "drop", "break", "outro")
_LEANS = ("calmer", "livelier", "sparser", "busier", "happier", "sadder")
_TO = re.compile(r"(\bto|-|–|—|~|\bthrough|到|至)\s*(?:the\s*)?(?:第)?\s*$")
_AND = re.compile(r"\bbetween\b.*\band\s*$")
_BETWEEN = re.compile(r"\b(between|from)\b|从|在")
_FIRST = re.compile(r"\b(?:the )?(?:first|opening)\s*$|(?:前|(?<!片)头|开头的?)\s*$")
_LAST = re.compile(r"\b(?:the )?(?:last|final)\s*$|(?:最后|末尾?)(?:的)?\s*$")
_OPENS = re.compile(
    r"\b(?:start|begin|open)(?:s|ning|ing)? (?:off |out )?(?:with|as|on) "
    r"(?:just|only|nothing but|(?:an? )?(?:solo|lone|single))"
    r"|(?:从|由|以|用).{0,8}(?:独奏)?(?:开始|开头|开场)|(?:先|开头|一开始|开场)(?:是|用|来)?(?:只有|只|仅|一段)"
)
_SOLO = re.compile(r"\b(?:solo|lone|single)\b|独奏|独自")
_ENTERS = re.compile(
    r"\b(?:com(?:e|es|ing) in|enter(?:s|ing)?|join(?:s|ing)?|kick(?:s|ing)? in|start(?:s|ing)?"
    r"|drop(?:s)? in"
    r"|begin(?:s)?|set(?:s)? in)\b|进来|加入|进入|响起|切入|进场"
)
_LONG = re.compile(r"\s*(?:long|长|的)")
_FEW = 0.25  # share of the whole that such a beginning lasts
_IN = re.compile(r"\b(?:in|at|during|for|over|make|makes?)\s+(?:the\s+)?$|[在把让给]$")


def scope(part: Part, brief: Brief, *, relative: bool = False) -> Change | None:
    """Where a wish begins and ends; None: it is about the whole."""
    if part.has("drop") or part.has("hit"):
        inside = relative and not part.times and part.has("drop")
        leans = any(cue.kind in _LEANS for cue in part.cues)
        return Change(section="drop") if inside and leans else None  # its times are where those are
    half = round(brief.length_ms / 2)
    if part.has("second_half"):
        return Change(start=half)
    if part.has("first_half"):
        return Change(end=half)
    if (found := _timed(part, brief)) is not None:
        return found
    if _OPENS.search(part.text) and (part.has("only") or _SOLO.search(part.text)):
        return Change(end=float(round(brief.length_ms * _FEW)))
    middle = next((time for time in part.times if time.share), None)
    if middle is not None:  # "calmer in the middle"
        reach = brief.length_ms / 6
        return Change(
            start=float(round(max(0.0, middle.ms - reach))), end=float(round(middle.ms + reach))
        )
    for name in _SECTIONS:
        cue = part.first(f"in_{name}")
        if cue is not None and (relative or _IN.search(part.text[: cue.start])):
            return Change(section=name)
    return None


def _timed(part: Part, brief: Brief) -> Change | None:
    start: float | None = None
    end: float | None = None
    for time in part.times:
        before = part.text[max(0, time.start - 14) : time.start]
        behind = part.text[time.end : time.end + 5]
        if _FIRST.search(before):
            start, end = 0.0, time.ms
        elif _LAST.search(before):
            start = max(0.0, brief.length_ms - time.ms)
        elif start is not None and (_TO.search(before) or _AND.search(part.text[: time.start])):
            end = time.ms
        elif ends_with(before, "after") or starts_with(behind, "after"):
            start = time.ms
        elif ends_with(before, "until") or starts_with(behind, "until"):
            end = time.ms
        elif (start is None and enters(part) and time.start and not _LONG.search(behind)) or (
            start is None and _ranged(part, time.end)
        ):
            start = time.ms
    if start is None and end is None:
        return None
    return Change(start=start or 0.0, end=end)


def enters(part: Part) -> bool:
    """Whether somebody begins to play at that time: "drums come in at 0:12"."""
    named = any(word.kind in ("instruments", "families") for word in part.things)
    return named and _ENTERS.search(part.text) is not None


def _ranged(part: Part, at: int) -> bool:
    """Whether a "to" and another time follow."""
    later = next((time for time in part.times if time.start >= at), None)
    if later is None:
        return False
    return bool(_TO.search(part.text[at : later.start]) or _AND.search(part.text[: later.start]))
