"""Small changes to a planned piece: what they bend, and that they leave the rest as it was.

A stretch that is wished otherwise is cut out of its section, but keeps counting bars from where the
section began: phrases, patterns and fills around it stay where they were.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from studio.brief import Change
from studio.composer.theory import BRIGHTNESS
from studio.composer.values import RATE, Bar, Section

SECTIONS = {  # what a wish calls a section, and what it is called here
    "drop": ("drop", "chorus"), "outro": ("outro", "ending"),
}  # fmt: skip
_PER_MS = RATE // 1000
_REACH = 1.8  # how far a wish for a happier piece moves its mode, beside its valence
_LADDER = ("minor", "dorian", "mixolydian", "major")
_QUICKER = 0.25  # share of a lean towards happiness that the tempo takes up


def lifted(mode: str, lift: float) -> str:
    """The mode brighter or darker by so much; one at the end of the ladder stays."""
    if not lift:
        return mode
    light = BRIGHTNESS[mode]
    if light >= BRIGHTNESS["major"] if lift > 0 else light <= BRIGHTNESS["minor"]:
        return mode
    wanted = light + _REACH * lift
    return min(_LADDER, key=lambda name: abs(BRIGHTNESS[name] - wanted))


def pace(lift: float) -> float:
    """How much quicker a happier piece goes, a sadder one slower."""
    return 1.0 + _QUICKER * lift


def holds(change: Change, section: Section) -> bool:
    """Whether a change is about this section, or this stretch of one."""
    if change.section:
        return section.kind in SECTIONS.get(change.section, (change.section,))
    middle = (section.at + section.end) / 2 / _PER_MS
    return change.start <= middle < (change.end or float("inf"))


def bent(section: Section, changes: tuple[Change, ...]) -> Section:
    """The section calmer or livelier, as the changes ask."""
    for change in changes:
        if change.energy and holds(change, section):
            section = replace(
                section,
                energy=round(min(1.0, max(0.0, section.energy + change.energy)), 4),
                drive=round(section.drive + 0.9 * change.energy, 4),
                level=round(section.level + 6.0 * min(0.0, change.energy), 3),
            )
    return section


def stretched(
    changes: tuple[Change, ...], bars: tuple[Bar, ...], sections: tuple[Section, ...]
) -> tuple[tuple[Bar, ...], tuple[Section, ...]]:
    """Bars and sections, each stretch that is calmer or livelier cut out at the nearest bars."""
    times = [change.start for change in changes if change.energy and change.start > 0]
    times += [change.end for change in changes if change.energy and change.end]
    if not times:
        return bars, tuple(bent(section, changes) for section in sections)
    cuts = {
        min(range(len(bars)), key=lambda index: abs(bars[index].at - time * _PER_MS))
        for time in times
    }
    row, made = list(bars), []
    for section in sections:
        first, last = section.first_bar, section.first_bar + section.bars
        edges = [first, *sorted(c for c in cuts if first < c < last), last]
        for low, high in itertools.pairwise(edges):
            part = replace(
                section, at=section.at if low == first else bars[low].at,
                end=section.end if high == last else bars[high].at, first_bar=low, bars=high - low,
                lands=section.lands if low == first else -1,
                whole=(section.begins, section.length),
            )  # fmt: skip
            made.append(bent(part, changes))
            for bar in range(low, min(high, len(row))):
                row[bar] = replace(row[bar], section=len(made) - 1)
    return tuple(row), tuple(made)
