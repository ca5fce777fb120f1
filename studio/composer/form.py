"""Bars become sections: intro, verse, build, drop, break, chorus, outro, by what the length and the
drops allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

# how much of the band plays, 0..1
INTENSITY = {
    "intro": 0.36, "break": 0.42, "verse": 0.66, "build": 0.74, "chorus": 0.92, "drop": 1.0,
    "outro": 0.40, "ending": 0.8,
}  # fmt: skip


class Block(NamedTuple):
    kind: str
    bars: int


def sections(
    segments: tuple[int, ...], *, short_build: bool = False
) -> tuple[tuple[Block, ...], ...]:
    """The blocks of every stretch between fixed moments; the n-th stretch but the first begins with
    a drop."""
    laid: list[tuple[Block, ...]] = []
    for index, bars in enumerate(segments):
        first, last = index == 0, index == len(segments) - 1
        if first and last:
            blocks = _whole(bars)
        elif first:
            blocks = _opening(bars, short_build=short_build)
        elif last:
            blocks = _after_last(bars)
        else:
            blocks = _between(bars, short_build=short_build)
        laid.append(tuple(block for block in blocks if block.bars > 0))
    return tuple(laid)


def _build(bars: int, *, short: bool) -> int:
    """Bars of a build before a drop."""
    if short:
        return 1
    return 1 if bars <= 3 else 2 if bars <= 7 else 4 if bars >= 16 else 2


def _opening(bars: int, *, short_build: bool) -> Iterator[Block]:
    if bars == 0:
        return
    build = min(_build(bars, short=short_build), bars)
    rest = bars - build
    intro = 0 if rest < 2 else 1 if rest < 4 else 2 if rest < 8 else 4
    if rest - intro > 12:  # a long way to the drop: rise, fall back, rise again
        chorus = 8 if rest - intro >= 24 else 4
        pause = 4
        verse = rest - intro - chorus - pause
        yield Block("intro", intro)
        yield Block("verse", verse // 8 * 4 or verse)
        yield Block("chorus", chorus)
        yield Block("break", pause)
        yield Block("verse", verse - (verse // 8 * 4 or verse))
    else:
        yield Block("intro", intro)
        yield Block("verse", rest - intro)
    yield Block("build", build)


def _between(bars: int, *, short_build: bool) -> Iterator[Block]:
    build = _build(bars, short=short_build) if bars >= 2 else 0
    rest = bars - build
    if rest <= 5:
        drop, pause = max(1, rest - rest // 3), 0
        pause = rest - drop
    elif rest <= 12:
        drop = 4
        pause = rest - drop
    else:
        drop = 8
        pause = rest - drop
    yield Block("drop", drop)
    if pause <= 4:
        yield Block("break", pause)
    elif pause <= 8:
        yield Block("break", 4)
        yield Block("verse", pause - 4)
    else:
        yield Block("verse", (pause - 4) // 2)
        yield Block("break", 4)
        yield Block("verse", pause - 4 - (pause - 4) // 2)
    yield Block("build", build)


def _after_last(bars: int) -> Iterator[Block]:
    if bars <= 6:
        yield Block("drop", bars)
        return
    outro = 2 if bars <= 12 else 4
    rest = bars - outro
    if rest <= 10:
        yield Block("drop", rest)
    else:
        yield Block("drop", 8)
        yield from _body(rest - 8)
    yield Block("outro", outro)


def _body(bars: int) -> Iterator[Block]:
    """What follows a main part: pause, rise, main part, and so on."""
    while bars > 0:
        if bars <= 4:
            yield Block("chorus", bars)
            return
        if bars <= 10:
            yield Block("break", 2 if bars <= 6 else 4)
            yield Block("chorus", bars - (2 if bars <= 6 else 4))
            return
        yield Block("break", 4)
        verse = 4 if bars >= 16 else 0
        yield Block("verse", verse)
        chorus = min(8, bars - 4 - verse)
        yield Block("chorus", chorus)
        bars -= 4 + verse + chorus


def _whole(bars: int) -> Iterator[Block]:
    """A piece without fixed moments: its own high points, still called choruses."""
    if bars <= 3:
        yield Block("verse", 1 if bars > 1 else 0)
        yield Block("chorus", bars - (1 if bars > 1 else 0))
    elif bars <= 6:
        yield Block("intro", 1)
        yield Block("verse", (bars - 1) // 2)
        yield Block("chorus", bars - 1 - (bars - 1) // 2)
    elif bars <= 14:  # the main part whole phrases long, so that what it says it says again
        chorus = 8 if bars >= 10 else 4
        verse = 4 if bars - chorus >= 4 else 2
        yield Block("intro", bars - chorus - verse)
        yield Block("verse", verse)
        yield Block("chorus", chorus)
    else:
        intro, outro = (2, 2) if bars < 20 else (4, 2 if bars < 28 else 4)
        rest = bars - intro - outro
        verse = 4 if rest < 20 else 8
        chorus = min(8, rest - verse)
        yield Block("intro", intro)
        yield Block("verse", verse)
        yield Block("chorus", chorus)
        yield from _body(rest - verse - chorus)
        yield Block("outro", outro)
