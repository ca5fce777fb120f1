"""Changes that speak of what there is: bring the drums back, swap one player for another, move a
drop, "no, sadder"."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from studio import brief as briefs
from studio.brief import Brief, Change
from studio.planner import music_words, numbers
from studio.planner.briefs.parts import Part
from studio.planner.briefs.players import players
from studio.planner.music_words import Word

_BACK = re.compile(
    r"\bback\b(?! to\b|ground|ing)|\bafter all\b|\brestore\b|\bagain\b|\bun-?mute\b|\breturn\b"
    r"|回来|还是要|还要|恢复|还是留|还是得有|还是加|还是有"
)
_SWAP = re.compile(
    r"\b(?:swap|replace|exchange|switch|trade|change|turn|substitute)\b.{0,30}?\b(?P<to>for|with"
    r"|to|by|into)\b"
    r"|(?P<instead>\binstead of\b|\brather than\b|\bin place of\b|代替|替代|取代|替换掉)"
    r"|(?P<into>换成|改成|换为|改为|换作|换(?=[^个一掉调]))"
)
_CORRECTED = re.compile(
    r"^\s*(?:oh |hmm,? |uh,? |sorry,? )?(?:no+|nope|nah|wrong|not (?:that|like that|so)|i meant"
    r"|i said"
    r"|不是?|不对|不要这样|错了|我是说)(?:\s*[,，.。!！…]|\s+i meant)"
)
_EARLIER = re.compile(r"\b(?:earlier|sooner|before|forward)\b|早|提前|往前|提早|前移")
_LATER = re.compile(r"\b(?:later|delayed?|after|backward|back)\b|晚|推后|延后|往后|推迟|后移")
_ADDS = re.compile(
    r"\b(?:another|add|(?<!the )second|one more|extra|additional|also|too)\b"
    r"|再加|再来|加一个|多一个|还要一个|加个"
)
_GOES = re.compile(
    r"\b(?:no|without(?: the| any)?|remove|delete|lose|skip|cut|get rid of|take out|drop the"
    r"|kill)\b"
    r"|不要|去掉|删掉|取消|没有|别要|不需要"
)
_NTH = re.compile(
    r"\b(?P<en>first|second|third|fourth|last|final)\b|第(?P<zh>[一二三四1-4])(?:个|次|处)?|(?P<last>最后)"
)
_FIRST, _LAST = 250.0, 500.0  # ms at either end in which no drop can land


def corrected(said: str, brief: Brief, kinds: set[str]) -> Brief:
    """The brief without the lean that "no, sadder" takes back."""
    if not _CORRECTED.search(said):
        return brief
    values: dict[str, Any] = {}
    if ("sadder" in kinds and brief.lift > 0) or ("happier" in kinds and brief.lift < 0):
        values["lift"] = 0.0
    if ("calmer" in kinds and brief.push > 0) or ("livelier" in kinds and brief.push < 0):
        values["push"] = 0.0
    if not brief.bpm and (
        ("slower" in kinds and brief.pace > 1) or ("faster" in kinds and brief.pace < 1)
    ):
        values["pace"] = 1.0
    return briefs.changed(brief, **values) if values else brief


def returns(part: Part) -> bool:
    """Whether somebody is to play again."""
    denied = part.has("no") or part.has("less")
    return bool(players(part)) and not denied and _BACK.search(part.text) is not None


def returned(part: Part, brief: Brief, scope: Change | None) -> Brief:
    """The brief with these players back, throughout or in one stretch of it."""
    names = [str(word.value) for word in players(part)]
    if scope is not None and not scope.section:
        rows = [
            piece
            for change in brief.changes
            for piece in _allowed(change, names, scope.start, scope.end or brief.length_ms)
        ]
        return briefs.changed(brief, changes=tuple(rows))
    changes = [_without(change, names) for change in brief.changes]
    made = briefs.changed(
        brief,
        unwanted=tuple(n for n in brief.unwanted if n not in names),
        amounts=tuple((n, a) for n, a in brief.amounts if n not in names or a >= 1),
        only=_joined(brief.only, names) if brief.only else (),
        changes=tuple(change for change in changes if change is not None),
    )
    return made if made != brief else briefs.changed(brief, wanted=_joined(brief.wanted, names))


def _joined(row: tuple[str, ...], names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*row, *names)))


def _without(change: Change, names: list[str]) -> Change | None:
    """A stretch that says nothing against these players; None where it says nothing else."""
    made = msgspec.structs.replace(
        change,
        only=_joined(change.only, names) if change.only else (),
        without=tuple(n for n in change.without if n not in names),
        amounts=tuple((n, a) for n, a in change.amounts if n not in names or a >= 1),
    )
    return made if made.only or made.without or made.amounts or made.energy else None


def _allowed(change: Change, names: list[str], start: float, end: float) -> list[Change]:
    """A stretch in up to three, the middle one with these players."""
    low, high = change.start, change.end if change.end is not None else float("inf")
    if change.section or end <= low or start >= high or _without(change, names) == change:
        return [change]
    row: list[Change] = []
    if start > low:
        row.append(msgspec.structs.replace(change, end=start))
    between = _without(
        msgspec.structs.replace(
            change, start=max(start, low), end=change.end if end >= high or end == start else end
        ),
        names,
    )
    return [*row, between] if between else row


def swaps(part: Part) -> bool:
    """Whether one player is to take another's place."""
    return bool(players(part)) and _SWAP.search(part.text) is not None


def swapped(part: Part, brief: Brief) -> Brief:
    """The brief with one player in another's place; all the others stay."""
    found = _SWAP.search(part.text)
    assert found is not None
    row = players(part)
    mark = found.start("to") if found["to"] else found.start()
    before, after = _split(row, mark)
    old, new = (after, before) if found["instead"] else (before, after)
    if found["instead"] and not found.group().isascii() and not before:  # 用笛子代替二胡
        old, new = after[1:], after[:1]
    if not new:
        return brief
    gone = old or [name for name in brief.wanted if name not in new]
    kept = [name for name in brief.wanted if name not in gone]
    values: dict[str, Any] = {
        "wanted": _joined(tuple(kept), new),
        "unwanted": tuple(dict.fromkeys(n for n in (*brief.unwanted, *old) if n not in new)),
        "amounts": tuple((n, a) for n, a in brief.amounts if n not in gone),
    }
    if brief.only:
        values["only"] = _joined(tuple(n for n in brief.only if n not in gone), new)
    return briefs.changed(brief, **values)


def _split(row: list[Word], at: int) -> tuple[list[str], list[str]]:
    before = [str(word.value) for word in row if word.end <= at]
    return before, [str(word.value) for word in row if word.start >= at]


def struck(said: str, brief: Brief) -> Brief | None:
    """The brief with its drops moved, one more of them, or one less; None where none is meant."""
    cues = [cue for cue in music_words.cues(said) if cue.kind == "drop"]
    if not cues or any(
        word.kind in ("families", "instruments") for word in music_words.things(said)
    ):
        return None
    times = music_words.times(said, total=brief.length_ms)
    drops = list(brief.drops)
    if times and not times[0].clock and drops and (way := _way(said)):
        chosen = _chosen(said, drops)
        moved = [d + way * times[0].ms if n in chosen else d for n, d in enumerate(drops)]
        return briefs.changed(brief, drops=_inside(moved, brief))
    if not times:
        if not _GOES.search(said) or not drops:
            return None
        gone = _chosen(said, drops)
        return briefs.changed(brief, drops=tuple(d for n, d in enumerate(drops) if n not in gone))
    placed = [time.ms for time in times]
    if _ADDS.search(said) and drops:
        return briefs.changed(brief, drops=_inside([*drops, *placed], brief))
    if drops and len(placed) == 1:
        chosen = _chosen(said, drops)
        if len(chosen) == 1:
            return briefs.changed(
                brief,
                drops=_inside(
                    [placed[0] if n in chosen else d for n, d in enumerate(drops)], brief
                ),
            )
    return briefs.changed(brief, drops=_inside(placed, brief))


def _way(said: str) -> int:
    if _EARLIER.search(said):
        return -1
    return 1 if _LATER.search(said) else 0


def _chosen(said: str, drops: list[float]) -> set[int]:
    """Which drops are meant, by number; all where none is named."""
    found = _NTH.search(said)
    if not found:
        return set(range(len(drops)))
    if found["last"] or found["en"] in ("last", "final"):
        return {len(drops) - 1}
    number = numbers.ORDINALS[found["en"]] if found["en"] else int(numbers.value(found["zh"])) - 1
    return {number} if number < len(drops) else set()


def _inside(drops: list[float], brief: Brief) -> tuple[float, ...]:
    low, high = _FIRST, brief.length_ms - _LAST
    return tuple(sorted({round(min(max(drop, low), high), 3) for drop in drops}))
