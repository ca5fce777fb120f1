"""Colours, and looks, for a part of a visual: until the drop, in the chorus. Pure.

"blue until the drop, then red"     blue, and from the drop on red
"gold from 0:30 to 0:45"            as it is, gold for that while, as it is again
"the intro blue, the chorus pink"   each as said, the rest as it is
"rings in the chorus"               another look for that while
"""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec.structs import replace

from studio.planner import phrases, song_words
from studio.planner.sheet import Clause
from studio.planner.values import Part
from studio.planner.visual_words import STYLE, coloured, distinct, looked
from studio.timeline.model import Background, Shade

DROP = "drop"  # a moment that only the music tells
MOST = 8  # changes of colour in one film
_WORD = re.compile(
    r"^(?:[a-z]+(?: (?:blue|green|pink|purple|yellow|red|orange|gold))?|[一-龥]{1,3})"
)
_HEARD = re.compile(  # which part of the song is wanted at all
    r"\b(?:only|just|nothing but|keep|cut|skip|trim|shorten|version|start|begin|leave out"
    r"|without)\b|只|仅|保留|跳过|去掉|剪|开始"
)
_INSIDE = re.compile(
    rf"\b(?:in|during|for|inside|throughout|within|while|through)\s+{song_words.COUNTED}$"
)
_INSIDE_HAN = re.compile(r"(?:部分|段落?|那段|时|里|中|期间|的时候|的地方)")
_FILLING = re.compile(
    r"(?:\s|,|，|的|就|都|用|变成?|换成?|改成?|转成?|成|为|是|要|做"
    r"|\b(?:is|are|be|should|could|must|in|into|to|with|uses?|using|a|an|the|my|all|it|of|looks?"
    r"|style|goes?|turns?|becomes?|gets?|has|have|switch(?:es)?|changes?|changed|section|parts?|as"
    r"|only|just|colou?r(?:ed|s)?|every|each|look|like|shows?|show|for|on|over)\b)*"
)
_NEAR = 60  # characters before a part within which "until the drop" was said


class _When(NamedTuple):
    """A moment as it is said, where in the text, and whether what comes before it is meant."""

    start: int
    before: bool
    shade: Shade


def spelled(part: Part) -> str:
    """A part of the song as a change is tied to it: "in:chorus", "in:verse:1"."""
    which = "" if part.which is None else f":{part.which}"
    return f"{part.side}:{part.kind}{which}"


def parted(when: str) -> Part | None:
    """The part that a change is tied to; None for the drop, and for what is no part."""
    side, _, rest = when.partition(":")
    kind, _, which = rest.partition(":")
    if kind not in song_words.KINDS or side not in ("in", "from", "after", "before"):
        return None
    number = int(which) if which.lstrip("-").isdigit() else None
    return Part(kind, number, side=side)  # type: ignore[arg-type]  # one of the four


def wished(clause: Clause, now: Background) -> Background | None:
    """The picture with colours that change when it is said; None where no such thing is said."""
    return _coloured(clause, now) or _looked(clause, now)


def dressed(clause: Clause) -> bool:
    """Whether parts of the song are named for how they look, and not as what is heard of it."""
    named = coloured(clause.text) or ([] if _HEARD.search(clause.plain) else looked(clause.text))
    return (
        bool(named) and wished(clause, Background(style=STYLE, colours=(), scene="-")) is not None
    )


def _coloured(clause: Clause, now: Background) -> Background | None:
    named = coloured(clause.text)
    if not named:
        return None
    if clause.says("visuals.elsewhere") and now.shades:
        return replace(now, colours=_values(named))
    range_ = clause.one("range")
    if range_ is not None and range_.text != "share":
        return _between(now, range_.number, range_.other, _values(named))
    when = _moment(clause)
    if when is None:
        return _in_parts(clause, now, named) or _then(clause, now, _values(named))
    left = [one for one in named if one[0] < when.start]
    right = [one for one in named if one[0] > when.start]
    if when.before and len(named) > 1 and not (left and right):  # before the drop blue, then red
        left, right = named[:1], named[1:]
    if when.before and not (left and right):
        left, right = named, []
    elif not when.before and not (left and right):
        left, right = [], named
    after = _values(right) if right else now.colours
    base = _values(left) if left else now.colours
    return replace(now, colours=base, shades=_with(now, replace(when.shade, colours=after)))


def _in_parts(clause: Clause, now: Background, named: list[tuple[int, str]]) -> Background | None:
    """Colours, each for the part of the song beside which it is said."""
    rows = _beside(clause, named)
    looks = [name for _, name in looked(clause.text)] if len(rows) == 1 else []
    for part, values in rows:
        old = _tied(now, part)
        scene = looks[0] if looks else old.scene if old else ""
        shade = Shade(when=spelled(part), colours=distinct(values), scene=scene)
        now = replace(now, shades=_with(now, shade))
    return now if rows else None


def _looked(clause: Clause, now: Background) -> Background | None:
    """Looks, each for the part of the song beside which it is said; or from a moment on."""
    named = looked(clause.text)
    if not named or clause.says("lyrics.video"):
        return None
    range_ = clause.one("range")
    if range_ is not None and range_.text != "share" and range_.other is not None:
        there = replace(Shade(colours=now.colours), at=round(range_.number), scene=named[0][1])
        back = replace(there, at=round(range_.other), scene="")
        return replace(now, shades=_with(replace(now, shades=_with(now, there)), back))
    when = _moment(clause)
    if when is not None:
        scene = named[-1][1]
        if when.before and len(named) == 1:
            back = replace(when.shade, colours=now.colours, scene=now.scene)
            return replace(now, scene=scene, shades=_with(now, back))
        shade = replace(when.shade, colours=now.colours, scene=scene)
        return replace(now, scene=named[0][1] if len(named) > 1 else now.scene,
                       shades=_with(now, shade))  # fmt: skip
    rows = _beside(clause, named)
    for part, values in rows:
        old = _tied(now, part)
        shade = Shade(when=spelled(part), colours=old.colours if old else now.colours,
                      scene=values[0])  # fmt: skip
        now = replace(now, shades=_with(now, shade))
    return now if rows else _then(clause, now, scene=named[0][1])


def _tied(now: Background, part: Part) -> Shade | None:
    """The change that is there for this part of the song."""
    word = spelled(part)
    return next((one for one in now.shades if word in (one.when, one.tied)), None)


def _beside(clause: Clause, named: list[tuple[int, str]]) -> list[tuple[Part, list[str]]]:
    """Each part of the song with what is said of it: always before it, or always behind."""
    parts = [one for one in song_words.named(clause) if _meant(clause.text, one, named)]
    if not parts:
        return []
    if len(parts) == 1:
        return [(parts[0].part, [value for _, value in named])]
    ahead = named[0][0] < parts[0].start
    rows: list[tuple[Part, list[str]]] = []
    for number, one in enumerate(parts):
        low = (parts[number - 1].end if number else 0) if ahead else one.end
        high = one.start if ahead else _next(parts, number)
        found = [value for at, value in named if low <= at < high]
        if found:
            rows.append((one.part, found))
    return rows


def _meant(text: str, one: song_words.Named, named: list[tuple[int, str]]) -> bool:
    """Whether colours or looks are said of this part, and not only in one sentence with it: "make
    the drop bigger and the bars purple"."""
    if _INSIDE.search(text[: one.start]) or _INSIDE_HAN.match(text[one.end :]):
        return True
    gaps = [text[one.end : at] for at, _ in named if at >= one.end]
    before = [at for at, _ in named if at < one.start]
    if before:
        gaps.append(_WORD.sub("", text[max(before) : one.start], count=1))
    return any(_FILLING.fullmatch(gap) for gap in gaps)


def _next(parts: list[song_words.Named], number: int) -> int:
    return parts[number + 1].start if number + 1 < len(parts) else 10**6


def _values(found: list[tuple[int, str]]) -> tuple[str, ...]:
    return distinct(colour for _, colour in found)


def _moment(clause: Clause) -> _When | None:
    for key, before in (("visuals.until", True), ("visuals.since", False)):
        match = phrases.find(key, clause.text)
        if match is not None:
            return _When(match.start(), before, Shade(when=DROP))
    match = phrases.find("visuals.until_time", clause.text)
    if match is not None:
        until = next(t for place, t in clause.placed() if match.start() <= place < match.end())
        return _When(match.start(), True, Shade(at=round(until.number)))
    for place, token in clause.placed():
        if token.kind == "time" and token.role in ("before", "until", "after", "from", "at"):
            before = token.role in ("before", "until")
            return _When(place, before, Shade(at=round(token.number)))
    return None


def _between(
    now: Background, start: float, end: float | None, colours: tuple[str, ...]
) -> Background:
    """These colours for a while, and then those of before again."""
    shades = _with(now, Shade(at=round(start), colours=colours))
    if end is not None:
        back = replace(now, shades=shades)
        shades = _with(back, Shade(at=round(end), colours=now.colours))
    return replace(now, shades=shades)


def _then(
    clause: Clause, now: Background, colours: tuple[str, ...] = (), scene: str = ""
) -> Background | None:
    """ "Then red", said after "blue until the drop"."""
    said = clause.sheet.text[max(0, clause.at - _NEAR) : clause.at]
    until = any(phrases.find(f"visuals.{key}", said) for key in ("until", "until_time"))
    if not (now.shades and until) or clause.says("visuals.drops"):
        return None
    old = now.shades[-1]
    last = replace(old, colours=colours or old.colours, scene=scene or old.scene)
    return replace(now, shades=(*now.shades[:-1], last))


def _with(now: Background, shade: Shade) -> tuple[Shade, ...]:
    """The changes with one more, in order; one at the same moment gives way to it."""
    kept = [
        one for one in now.shades
        if (one.at, one.when) != (shade.at, shade.when)
        and (not shade.when or one.tied != shade.when)
    ]  # fmt: skip
    return tuple(sorted([*kept, shade], key=lambda one: one.at))[:MOST]
