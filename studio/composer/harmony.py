"""Chords for every bar: a main progression and a side one, drawn from the genre's table, cadences
at the ends."""

from __future__ import annotations

from studio.composer import tables, theory
from studio.composer.dice import Dice
from studio.composer.values import Bar, Chord, Section

_HEADS = frozenset({"drop", "chorus"})
_SHORT, _SHORTEST = 13, 8  # bars of a piece under which one progression, or half of one, is enough
_TURNS = {False: ("V", "IV", "ii"), True: ("VII", "v", "iv")}  # where eight bars end, by minor


def chords(
    seed: int, table: tables.Table, bars: tuple[Bar, ...], sections: tuple[Section, ...], *,
    tonic: int, mode: str, end: int,
) -> tuple[tuple[Chord, ...], str]:  # fmt: skip
    """One chord a bar (one for two bars where the genre breathes slowly), and the main
    progression's name.

    Main parts begin with the progression's first chord; what comes before one is counted back from
    it, so that the last chord leads there.
    """
    minor = mode in theory.MINOR_MODES
    main, side = _progressions(seed, table, mode)
    if len(bars) < _SHORT:
        side = main
    if len(bars) < _SHORTEST:
        main = side = _half(main, minor=minor)
    hold = int(table["bars_per_chord"]) if len(bars) >= _SHORTEST else 1
    turn = Dice(seed, "turn", mode).pick(_TURNS[minor])
    found: list[Chord] = []
    for index, bar in enumerate(bars):
        section = sections[bar.section]
        head = section.kind in _HEADS
        row = main if head else side
        degree = row[_place(index, bar, sections) // hold % len(row)]
        if head and hold == 1 and (index - section.first_bar) % 8 == 7 and len(row) == 4:
            degree = turn if theory.numeral(degree, minor=minor).root else degree
        if section.kind == "ending":
            degree = row_tonic(main, minor=minor)
        stop = bars[index + 1].at if index + 1 < len(bars) else end
        chord = spelled(degree, tonic, minor=minor)
        found.append(Chord(bar.at, stop, chord[0], chord[1], chord[2], degree))
    return tuple(found), " ".join(main)


def _place(index: int, bar: Bar, sections: tuple[Section, ...]) -> int:
    """Where in its progression a bar lies; negative where a main part is still to come."""
    section = sections[bar.section]
    if section.kind not in _HEADS:
        for later in sections[bar.section + 1 :]:
            if later.kind in _HEADS:
                return index - later.first_bar
    return index - section.first_bar


def _half(row: list[str], *, minor: bool) -> list[str]:
    """Two chords that follow each other in the row, the tonic one of them."""
    home = row_tonic(row, minor=minor)
    if home not in row:
        return [home, row[0]]
    at = row.index(home)
    other = next((d for d in (*row[at + 1 :], *row[:at]) if d != home), home)
    return [home, other]


def spelled(degree: str, tonic: int, *, minor: bool) -> tuple[int, str, tuple[int, ...]]:
    numeral = theory.numeral(degree, minor=minor)
    return (tonic + numeral.root) % 12, numeral.quality, numeral.tones


def row_tonic(row: list[str], *, minor: bool) -> str:
    """The row's own tonic chord, with its colour, else the plain one."""
    for degree in row:
        if theory.numeral(degree, minor=minor).root == 0:
            return degree
    return "i" if minor else "I"


def _progressions(seed: int, table: tables.Table, mode: str) -> tuple[list[str], list[str]]:
    rows: dict[str, list[str]] = table["progressions"]
    if mode not in rows:
        same = [m for m in rows if (m in theory.MINOR_MODES) == (mode in theory.MINOR_MODES)]
        rows = {mode: rows[same[0]]} if same else tables.defaults()["progressions"]
        if mode not in rows:
            rows = {mode: rows["minor" if mode in theory.MINOR_MODES else "major"]}
    choice = list(rows[mode])
    dice = Dice(seed, "progression", mode)
    main = dice.pick(choice)
    rest = [row for row in choice if row != main]
    side = dice.pick(rest) if rest and dice.chance(0.6) else main
    return main.split(), side.split()
