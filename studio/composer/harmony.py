"""Chords for every bar: a main progression and a side one, drawn from the genre's table, cadences
at the ends."""

from __future__ import annotations

from studio.composer import tables, theory
from studio.composer.dice import Dice
from studio.composer.values import Bar, Chord, Section

_SIDE = frozenset({"intro", "verse", "break"})


def chords(
    seed: int, table: tables.Table, bars: tuple[Bar, ...], sections: tuple[Section, ...], *,
    tonic: int, mode: str, end: int,
) -> tuple[tuple[Chord, ...], str]:  # fmt: skip
    """One chord a bar (one for two bars where the genre breathes slowly), and the main
    progression's name."""
    minor = mode in theory.MINOR_MODES
    main, side = _progressions(seed, table, mode)
    hold = int(table["bars_per_chord"])
    found: list[Chord] = []
    for index, bar in enumerate(bars):
        section = sections[bar.section]
        inside = index - section.first_bar
        row = side if section.kind in _SIDE else main
        degree = row[inside // hold % len(row)]
        if section.kind == "ending":
            degree = row_tonic(main, minor=minor)
        stop = bars[index + 1].at if index + 1 < len(bars) else end
        chord = spelled(degree, tonic, minor=minor)
        found.append(Chord(bar.at, stop, chord[0], chord[1], chord[2], degree))
    return tuple(found), " ".join(main)


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
