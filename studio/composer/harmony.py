"""Chords for every bar: a main progression and a side one, drawn from the genre's table, cadences
at the ends."""

from __future__ import annotations

from studio.composer import tables, theory
from studio.composer.dice import Dice
from studio.composer.values import Bar, Chord, Section

_HEADS = frozenset({"drop", "chorus"})
_SHORT, _SHORTEST = 17, 11  # bars of a piece under which one progression, or half of one, is enough
_CLEAR = 0.08  # of a correlation: how much better its own key fits a piece than any other
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
    stops = [*(bar.at for bar in bars[1:]), end]
    spans = [stop - bar.at for bar, stop in zip(bars, stops, strict=True)]
    laid = _Layout(bars, sections, int(table["bars_per_chord"]), minor)
    turn = Dice(seed, "turn", mode).pick(_TURNS[minor])
    tried = [
        (main, laid.degrees(*laid.fitted(main, side), turn))
        for main, side in _drawn(seed, table, mode)
    ]
    clear = [_clarity(degrees, spans, minor=minor) for _, degrees in tried]
    best = next((i for i, found in enumerate(clear) if found >= _CLEAR), clear.index(max(clear)))
    row, degrees = tried[best]
    degrees = laid.homed(degrees, spans)
    found = [
        Chord(bar.at, stop, *spelled(degree, tonic, minor=minor), degree)
        for bar, stop, degree in zip(bars, stops, degrees, strict=True)
    ]
    return tuple(found), " ".join(laid.fitted(row, row)[0])


class _Layout:
    """Bars and their sections, for which a progression is written out."""

    def __init__(
        self, bars: tuple[Bar, ...], sections: tuple[Section, ...], hold: int, minor: bool
    ) -> None:
        self.bars, self.sections, self.minor = bars, sections, minor
        self.hold = 1 if len(bars) < _SHORTEST else hold
        self.halves = len(bars) < _SHORTEST and hold == 1

    def fitted(self, main: list[str], side: list[str]) -> tuple[list[str], list[str]]:
        """The progressions as a piece so short has room for them."""
        if self.halves:
            main = _half(main, minor=self.minor)
        return main, main if len(self.bars) < _SHORT else side

    def degrees(self, main: list[str], side: list[str], turn: str) -> list[str]:
        """A degree for every bar."""
        home = row_tonic(main, minor=self.minor)
        away = all(self._root(degree) for degree in main)
        out: list[str] = []
        for index, bar in enumerate(self.bars):
            section = self.sections[bar.section]
            head = section.kind in _HEADS
            row = main if head else side
            degree = row[_place(index, bar, self.sections) // self.hold % len(row)]
            eighth = (index - section.first_bar) % 8 == 7
            if head and self.hold == 1 and eighth and len(row) == 4:
                degree = home if away else degree
                degree = turn if self._root(degree) else degree
            out.append(home if section.kind == "ending" else degree)
        return out

    def homed(self, degrees: list[str], spans: list[int]) -> list[str]:
        """With the tonic in the place of what is nearly it, where else the key would not be
        heard: first where sections begin, then where phrases do, then wherever they lie."""
        home = row_tonic(degrees, minor=self.minor)
        tonic = {tone % 12 for tone in theory.numeral(home, minor=self.minor).tones}
        for every in (64, 8, 4, 2, 1):
            if _clarity(degrees, spans, minor=self.minor) >= _CLEAR / 2:
                break
            for index, bar in enumerate(self.bars):
                chord = theory.numeral(degrees[index], minor=self.minor)
                tones = {(chord.root + tone) % 12 for tone in chord.tones}
                inside = index - self.sections[bar.section].first_bar
                if inside % every == 0 and len(tones & tonic) >= 2:
                    degrees = [*degrees[:index], home, *degrees[index + 1 :]]
        return degrees

    def _root(self, degree: str) -> int:
        return theory.numeral(degree, minor=self.minor).root


def _place(index: int, bar: Bar, sections: tuple[Section, ...]) -> int:
    """Where in its progression a bar lies; negative where a main part is still to come."""
    section = sections[bar.section]
    if section.kind not in _HEADS:
        for later in sections[bar.section + 1 :]:
            if later.kind in _HEADS:
                return index - later.first_bar
    return index - section.first_bar


def _half(row: list[str], *, minor: bool) -> list[str]:
    """The tonic and the chord of the row beside which it is best heard as one, in turn."""
    home = row_tonic(row, minor=minor)
    others = [degree for degree in dict.fromkeys(row) if degree != home] or [home]
    pairs = [[home, other] for other in others]
    return max(pairs, key=lambda pair: _clarity([*pair, home], [1, 1, 1], minor=minor))


def spelled(degree: str, tonic: int, *, minor: bool) -> tuple[int, str, tuple[int, ...]]:
    numeral = theory.numeral(degree, minor=minor)
    return (tonic + numeral.root) % 12, numeral.quality, numeral.tones


def row_tonic(row: list[str], *, minor: bool) -> str:
    """The row's own tonic chord, with its colour, else the plain one."""
    for degree in row:
        if theory.numeral(degree, minor=minor).root == 0:
            return degree
    return "i" if minor else "I"


def _drawn(seed: int, table: tables.Table, mode: str) -> list[tuple[list[str], list[str]]]:
    """Main and side progressions that the genre has for this mode, as they are drawn."""
    rows: dict[str, list[str]] = table["progressions"]
    if mode not in rows:
        same = [m for m in rows if (m in theory.MINOR_MODES) == (mode in theory.MINOR_MODES)]
        rows = {mode: rows[same[0]]} if same else tables.defaults()["progressions"]
        if mode not in rows:
            rows = {mode: rows["minor" if mode in theory.MINOR_MODES else "major"]}
    dice = Dice(seed, "progression", mode)
    drawn: list[tuple[list[str], list[str]]] = []
    for _ in range(6):
        main = dice.pick(rows[mode])
        rest = [row for row in rows[mode] if row != main]
        side = dice.pick(rest) if rest and dice.chance(0.6) else main
        drawn.append((main.split(), side.split()))
    return drawn


def _clarity(degrees: list[str], spans: list[int], *, minor: bool) -> float:
    """How clearly the tonic is heard, about: chords with their bass and overtones, and a tune that
    leans on the tonic and the fifth."""
    out = [0.0] * 12
    whole = sum(spans)
    for degree, span in zip(degrees, spans, strict=True):
        chord, share = theory.numeral(degree, minor=minor), span / whole
        for tone in chord.tones:
            for above, level in ((0, 1.0), (7, 0.35), (4, 0.12)):
                out[(chord.root + tone + above) % 12] += share * level
        out[chord.root] += 0.5 * share
    for step, level in ((0, 0.1), (7, 0.05), (3 if minor else 4, 0.05)):
        out[step] += level
    return theory.clarity(out, minor=minor)
