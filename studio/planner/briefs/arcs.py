"""From quiet to big and back: how a piece should begin, and where it should have got by its end.

"Starts soft and ends huge", 先安静，后面越来越激昂, "a slow build", "winds down at the end": the
first third and the last third are wished calmer or livelier than the whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from studio import brief as briefs
from studio.brief import Brief, Change
from studio.planner import music_words

_UP, _DOWN = 0.25, -0.3  # of energy
_FADE = re.compile(r"\bfad(?:e|es|ing)\b|淡")
_PLACE = re.compile(r"(?:at|by|towards?|in|for)\b")
_REACH = 44  # characters in which the level of a beginning or an end is said
_OWN = re.compile(r"\s*(?:background )?(?:music|track|song|piece|tune)\b")
_STOP = re.compile(r"[,，.。;；]|\b(?:then|and|but|until|before)\b|然后|再|接着|后面|后来")


class Arc(NamedTuple):
    """How the first third and the last third lean, and which words say so."""

    head: int
    tail: int
    spans: tuple[tuple[int, int], ...]


def heard(said: str) -> Arc:
    """The course that the words wish for; nothing where they wish for none."""
    spans: list[tuple[int, int]] = []
    head = tail = 0
    grows, falls = _said("grows").search(said), _said("falls").search(said)
    if grows and not _dropped(said, grows.end()):
        head, tail = -1, 1
        spans.append(grows.span())
    elif falls:
        tail = -1
        spans.append(falls.span())
    for name in ("opens", "ends"):
        for mark in _said(name).finditer(said):
            level, span = _level(said, mark.end())
            start = mark.start()
            if (
                not level and _PLACE.match(mark[0]) and not (tail if name == "ends" else head)
            ):  # "quiet at the start"
                start = max(said.rfind(c, 0, mark.start()) for c in ",，.;；") + 1
                level, _ = _level(said[: mark.start()], start, last=True)
                span = mark.end()
            if not level or _FADE.search(said[start:span]):
                continue
            spans.append((start, span))
            if name == "opens":
                head = level
            else:
                tail = level
    if head and tail == head:
        return Arc(0, 0, ())  # the same from end to end is a mood, not a course
    return Arc(head, tail, tuple(spans))


def bent(said: str, brief: Brief, total: float) -> Brief:
    """The brief with the course that is wished for."""
    arc = heard(said)
    made = []
    if arc.head:
        made.append(Change(end=float(round(total / 3)), energy=_UP if arc.head > 0 else _DOWN))
    if arc.tail:
        made.append(
            Change(start=float(round(2 * total / 3)), energy=_UP if arc.tail > 0 else _DOWN)
        )
    return briefs.changed(brief, changes=(*brief.changes, *made)) if made else brief


def without(said: str) -> str:
    """The words without those that speak of the course, which are no mood of the whole."""
    text = list(said)
    for start, end in heard(said).spans:
        for place in range(start, end):
            if text[place] not in ",，.。;；":
                text[place] = " "
    return "".join(text)


@cache
def _said(name: str) -> re.Pattern[str]:
    return re.compile("|".join(music_words.arcs(name)))


def _level(said: str, at: int, *, last: bool = False) -> tuple[int, int]:
    """How loud a beginning or an end is, and where that word ends; 0 where it is not said."""
    stop = _STOP.search(said, at)
    reach = said[at : min(at + _REACH, stop.start() if stop else len(said))]
    found = [
        (m.start(), m.end(), level)
        for level, name in ((-1, "low"), (1, "high"))
        if (m := _said(name).search(reach))
    ]
    moods = [word for word in music_words.things(reach) if word.kind == "moods"]
    found += [
        (w.start, w.end, -1 if w.value[1] < 0.45 else 1)
        for w in moods
        if abs(w.value[1] - 0.5) > 0.1
    ]
    if not found:
        return 0, at
    _, end, level = max(found) if last else min(found)
    if _OWN.match(reach[end:]):
        return 0, at  # "start calm music at 0:10" is about when it begins
    return level, at + end


def _dropped(said: str, at: int) -> bool:
    """Whether a build leads to a drop whose time is named, which builds by itself."""
    behind = said[at : at + 40]
    return bool(music_words.times(behind)) and any(
        cue.kind == "drop" for cue in music_words.cues(behind)
    )
