"""Chords for every bar: a main progression and a side one, drawn from the genre's table, cadences
at the ends."""

from __future__ import annotations

from studio.composer import tables, theory
from studio.composer.dice import Dice
from studio.composer.values import Bar, Chord, Section

_HEADS = frozenset({"drop", "chorus"})
_SHORT, _SHORTEST = 17, 10  # bars of a piece under which one progression, or half of one, is enough
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
    hold = int(table["bars_per_chord"])
    if len(bars) < _SHORTEST:
        main = side = _half(main, minor=minor) if hold == 1 else main
        hold = 1
    turn = Dice(seed, "turn", mode).pick(_TURNS[minor])
    found: list[Chord] = []
    for index, bar in enumerate(bars):
        section = sections[bar.section]
        head = section.kind in _HEADS
        row = main if head else side
        degree = row[_place(index, bar, sections) // hold % len(row)]
        if head and hold == 1 and (index - section.first_bar) % 8 == 7 and len(row) == 4:
            home = all(theory.numeral(d, minor=minor).root for d in row)
            degree = row_tonic(row, minor=minor) if home else degree
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
    dice = Dice(seed, "progression", mode)
    minor = mode in theory.MINOR_MODES
    drawn: list[tuple[int, int, str, str]] = []
    for _ in range(6):  # the first pair of rows in which the key is heard, else the clearest
        main = dice.pick(rows[mode])
        rest = [row for row in rows[mode] if row != main]
        side = dice.pick(rest) if rest and dice.chance(0.6) else main
        rank = theory.key_rank(_weights(main.split(), side.split(), minor=minor), minor=minor)
        drawn.append((max(2, rank), len(drawn), main, side))
        if rank <= 2:
            break
    _, _, main, side = min(drawn)
    return main.split(), side.split()


def _weights(main: list[str], side: list[str], *, minor: bool) -> list[float]:
    """How much of each degree is heard, about: chords with their bass and overtones, and a tune
    that leans on the tonic and the fifth."""
    out = [0.0] * 12
    rows = [(degree, 2.0 / len(main)) for degree in main]
    rows += [(degree, 1.0 / len(side)) for degree in side]
    rows.append((row_tonic(main, minor=minor), 0.3))
    for degree, share in rows:
        chord = theory.numeral(degree, minor=minor)
        for tone in chord.tones:
            for above, level in ((0, 1.0), (7, 0.35), (4, 0.12)):
                out[(chord.root + tone + above) % 12] += share * level
        out[chord.root] += 0.5 * share
    for step, level in ((0, 0.2), (7, 0.1), (3 if minor else 4, 0.1)):
        out[step] += level
    return out
