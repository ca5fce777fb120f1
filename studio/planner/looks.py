"""How words are to look: place, size, colour, outline, box, weight, the way they come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

from studio.planner import phrases, spotting
from studio.planner.sheet import Clause
from studio.timeline.model import Place, Style

Animation = Literal["none", "fade", "rise", "type"]
PLACES: tuple[Place, ...] = (  # corners before sides: "top left" is also "top"
    "top-left", "top-right", "bottom-left", "bottom-right", "lower-third", "top", "bottom",
    "center",
)  # fmt: skip
ANIMATIONS: tuple[Animation, ...] = ("type", "rise", "none")
SIZES = {"caption": 0.06, "watermark": 0.045, "credits": 0.065}  # shares of the shorter side
_HEX = re.compile(r"#[0-9a-f]{6}(?![0-9a-f])")


class Look(NamedTuple):
    """The wishes about looks in one sentence; None: nothing said."""

    place: Place | None = None
    size: float | None = None
    scale: float | None = None
    colour: str | None = None
    outline: str | None = None
    box: str | None = None
    bold: bool | None = None
    animation: Animation | None = None

    @property
    def any(self) -> bool:
        return any(value is not None for value in self)


def wish(clause: Clause) -> Look:
    """What is wished of the words' looks."""
    outline, box = _beside(clause, "outline"), _beside(clause, "box")
    return Look(
        place=place(clause),
        scale=_scale(clause),
        colour=_colour(clause),
        outline="" if clause.says("looks.no_outline") else outline,
        box="" if clause.says("looks.no_box") else box,
        bold=True if clause.says("looks.bold") else False if clause.says("looks.thin") else None,
        animation=_animation(clause),
    )


def styled(look: Look, role: str) -> Style:
    """A style for new words of this role."""
    usual = Style(size=SIZES.get(role, 0.085))
    return Style(
        size=round((look.size or usual.size) * (look.scale or 1.0), 4),
        colour=look.colour or usual.colour,
        outline=usual.outline if look.outline is None else look.outline,
        box=look.box or "",
        bold=usual.bold if look.bold is None else look.bold,
        animation=look.animation or usual.animation,
    )


def place(clause: Clause) -> Place | None:
    """Where the words are to stand."""
    for name in PLACES:
        if name == "lower-third" and clause.says("looks.the_third"):
            continue  # the words themselves are called so
        if clause.says(f"looks.{name}"):
            return name
    return None


def _scale(clause: Clause) -> float | None:
    much, bit = clause.says("volume.much"), clause.says("volume.bit")
    times, share = clause.one("times"), clause.one("share")
    if times is not None and times.text == "倍" and times.number == 1:
        times = replace(times, number=2.0)  # 大一倍 is twice as large
    if share is not None and clause.says("looks.to_share") and share.number > 0:
        return share.number
    if share is not None and 0 < share.number < 1 and clause.says("looks.bigger"):
        return 1 + share.number
    if share is not None and 0 < share.number < 1 and clause.says("looks.smaller"):
        return 1 - share.number
    if clause.says("looks.bigger") and not clause.says("looks.less"):
        if times is not None and times.number > 0:
            return times.number
        return 1.6 if much else 1.15 if bit else 1.3
    if clause.says("looks.smaller") and not clause.says("titles.vanish"):
        if times is not None and times.number > 0:
            return 1 / times.number
        return 0.6 if much else 0.87 if bit else 0.77
    return None


def _colours(text: str) -> list[tuple[int, str]]:
    found = [(match.start(), match[0]) for match in _HEX.finditer(text)]
    names = phrases.tables("looks").get("colours", {})
    for word, value in names.items():
        if word not in text:
            continue
        for match in re.finditer(phrases.pattern(word), text):
            found.append((match.start(), value))
    return sorted(found)


def named(text: str, *, but: str = "") -> Iterator[tuple[int, int]]:
    """Where colours are named, less the one that nobody has to hear."""
    for word, value in phrases.tables("looks").get("colours", {}).items():
        if word in text and value != but:
            for match in re.finditer(phrases.pattern(word), text):
                yield match.span()


def _colour(clause: Clause) -> str | None:
    """The colour that is not said of an outline or of a box."""
    rest = spotting.without("looks.coloured_outline", clause.plain)
    rest = spotting.without("looks.coloured_box", rest)
    rest = spotting.without("canvas.bars", rest)
    found = _colours(rest)
    return found[0][1] if found else None


def _beside(clause: Clause, part: str) -> str | None:
    match = spotting.find(f"looks.coloured_{part}", clause.plain)
    if match:
        found = _colours(match[0])
        return found[0][1] if found else "#000000"
    return None


def _animation(clause: Clause) -> Animation | None:
    for name in ANIMATIONS:
        if clause.says(f"looks.anim_{name}"):
            return name
    return None
