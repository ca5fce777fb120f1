"""The parts of a song by the names that people give them, told from how its sections sound.

What steps up is a chorus, or a drop; what leads there a verse; what comes before the first of
them an intro, after the last chorus an outro; what is heard once between two choruses a bridge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.analysis.values import Hearing, Section

_NEAR = 0.6  # seconds between a drop and the section that begins with it
_STANDS_OUT = 0.12  # of a song's range of energy: less is no chorus
_ALIKE = 0.15  # sections of one label lie so close in energy, else they are told apart
_SHORT = 0.35  # of the song: what is longer is no intro


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a song, seconds, and what people call it."""

    kind: str  # intro, verse, chorus, bridge, outro
    start: float
    end: float


def parts(heard: Hearing) -> tuple[Part, ...]:
    """The song from beginning to end as named parts; nothing where it is all of one kind."""
    row = _split([s for s in heard.sections if s.end > s.start], [d.at for d in heard.drops])
    if len(row) < 2:
        return ()
    row = _met(row, [drop.at for drop in heard.drops])
    row[0], row[-1] = replace(row[0], start=0.0), replace(row[-1], end=heard.duration)
    high = _choruses(row, [drop.at for drop in heard.drops])
    if not high:
        return ()
    kinds = [_kind(row, number, high, heard.duration) for number in range(len(row))]
    return _joined(row, kinds, [drop.at for drop in heard.drops])


def _split(row: list[Section], drops: Sequence[float]) -> list[Section]:
    """The sections, opened where a drop lies in the middle of one."""
    made: list[Section] = []
    for section in row:
        inside = [at for at in drops if section.start + _NEAR < at < section.end - _NEAR]
        for at in inside:
            made.append(replace(section, end=at, label=section.label + "-"))
            section = replace(section, start=at)
        made.append(section)
    return made


def _met(row: list[Section], drops: Sequence[float]) -> list[Section]:
    """The sections with every border that lies beside a drop on it: that is the surer of both."""
    borders = [section.start for section in row[1:]]
    exact = [next((at for at in drops if abs(border - at) <= _NEAR), border) for border in borders]
    edges = [row[0].start, *exact, row[-1].end]
    return [
        replace(section, start=start, end=end)
        for section, start, end in zip(row, edges[:-1], edges[1:], strict=True)
    ]


def _starts(section: Section, drops: Sequence[float]) -> bool:
    return any(abs(section.start - at) <= _NEAR for at in drops)


def _choruses(row: Sequence[Section], drops: Sequence[float]) -> set[int]:
    """Which sections are choruses: those that begin with a drop, and those that sound like them."""
    found = {n for n, section in enumerate(row) if _starts(section, drops)}
    if found:
        leads = [row[n] for n in found]
    else:
        rest = row[1:]
        top = max(rest, key=lambda s: s.energy)
        if top.energy < min(s.energy for s in row) + _STANDS_OUT:
            return set()
        leads = [top]
    alike = {
        n
        for n, section in enumerate(row)
        for lead in leads
        if section.label == lead.label and abs(section.energy - lead.energy) <= _ALIKE
    }
    return found | alike


def _kind(row: Sequence[Section], number: int, high: set[int], whole: float) -> str:
    section, labels = row[number], [s.label for s in row]
    first, last = min(high), max(high)
    if number in high:
        return "chorus"
    if number > last:
        return "outro"
    between = set(labels[1:-1])
    if number == 0 and first > 1 and section.end <= whole * _SHORT and labels[0] not in between:
        return "intro"
    if number == 0 and first == 1 and section.end <= whole * _SHORT and not _sung(row, high):
        return "intro"
    before = set(labels[:first])
    return "bridge" if first < number and section.label not in before else "verse"


def _sung(row: Sequence[Section], high: set[int]) -> bool:
    """Whether what comes before the first chorus comes again: then it is a verse."""
    first, last = min(high), max(high)
    before = {section.label for section in row[:first]}
    return any(row[n].label in before for n in range(first + 1, last) if n not in high)


def _joined(
    row: Sequence[Section], kinds: Sequence[str], drops: Sequence[float]
) -> tuple[Part, ...]:
    """Neighbours of one kind as one part; a drop begins another one."""
    made: list[Part] = []
    for section, kind in zip(row, kinds, strict=True):
        last = made[-1] if made else None
        if last is not None and last.kind == kind and not _starts(section, drops):
            made[-1] = replace(last, end=section.end)
        else:
            made.append(Part(kind, section.start, section.end))
    return tuple(made)


def named(
    row: Sequence[Part], kind: str, which: int | None = None, drops: Sequence[float] = ()
) -> tuple[Part, ...]:
    """All parts of a name, or the one that is counted (0: the first, -1: the last)."""
    found = tuple(part for part in row if part.kind == kind)
    if kind == "drop":  # what steps up: a chorus that begins with one, or any
        choruses = tuple(part for part in row if part.kind == "chorus")
        met = (p for p in choruses if any(abs(p.start - at) <= _NEAR for at in drops))
        found = tuple(met) or choruses
    if which is None or not found:
        return found
    return (found[which],) if -len(found) <= which < len(found) else ()
