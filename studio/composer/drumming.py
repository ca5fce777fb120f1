"""Drums: grooves by drive, fills at the ends of sections, rolls in builds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from studio.composer import tables
from studio.composer.patterns import strokes, velocity
from studio.composer.stage import Stage
from studio.composer.values import Note

Spec = dict[str, Any]
LOW = frozenset({"kick", "bassdrum", "taiko", "dagu", "boom"})
_FILLS = (
    "............xxxx", "..........x.xxxx", "............x.xx", "........x.x.xxxx",
    "........x..x..xx", "..........xxx.xx", "........xx.xx.xx", "............x.x.",
)  # fmt: skip
_GHOSTED = frozenset({"hat", "shaker", "conga", "wood", "tick", "ride", "rim"})


@cache
def kits() -> dict[str, Any]:
    return tables._read(tables.DATA / "kits.yaml")


@cache
def kit(name: str) -> dict[str, str]:
    """Voice by kit piece."""
    table = kits()["kits"]
    return {**table["base"], **table.get(name, {})}


def key(piece: str) -> int:
    """The General MIDI key of a kit piece."""
    return int(kits()["gm"].get(piece, 38))


def drums(stage: Stage, spec: Spec) -> Iterator[Note]:
    """Every stroke of a kit, `style` naming the piece."""
    rows = tables.patterns()["grooves"][spec["groove"]]
    for bar in range(len(stage.bars)):
        if not stage.playing(bar, spec):
            continue
        section = stage.section(bar)
        if section.kind == "ending":
            if section.drive > 0.3 and spec["role"] == "drums":
                yield from _final(stage, bar, rows[-1])
            continue
        groove = dict(rows[stage.level(bar, len(rows))])
        if spec["role"] == "percussion":  # the drums have the low ones
            groove = {piece: row for piece, row in groove.items() if piece not in LOW}
        if section.kind == "build":
            yield from _build(stage, bar, spec, groove, rows)
            continue
        fill = _fill(stage, bar) if spec["role"] == "drums" else ""
        for piece, row in groove.items():
            cycle = row.split("|")
            pattern = cycle[stage.inside(bar) % len(cycle)]
            if fill and piece not in LOW:
                first = min(i for i, sign in enumerate(fill) if sign != ".")
                pattern = pattern[:first] + "." * (16 - first)
            yield from _struck(stage, bar, piece, _turned(stage, bar, piece, pattern))
        if fill:
            yield from _filled(stage, bar, fill, groove)


def _turned(stage: Stage, bar: int, piece: str, pattern: str) -> str:
    """A piece's pattern with what a drummer changes from bar to bar: a ghost stroke, one left out,
    a kick ahead of the next bar."""
    inside = stage.inside(bar)
    dice = stage.dice("turned", piece, bar)
    often = stage.freedom * (0.5 if inside % 2 else 0.25)
    if inside == 0 or len(pattern) != 16 or not dice.chance(often):
        return pattern
    row = list(pattern)
    if piece in LOW:
        step = dice.pick((6, 7, 10, 14))
        if piece != "boom" and row[step] == "." and row[step - 1] == "." and "x" in pattern:
            row[step] = "o"
    elif piece in ("snare", "clap", "snap"):
        step = dice.pick((7, 9, 15))
        if piece == "snare" and row[step] == ".":
            row[step] = "o"
    elif piece in _GHOSTED:
        struck = [i for i, sign in enumerate(row) if sign != "." and i % 4]
        free = [i for i, sign in enumerate(row) if sign == "." and i > 1]
        if struck and dice.chance(0.5):
            row[dice.pick(struck)] = "."
        elif free:
            row[dice.pick(free)] = "o"
    return "".join(row)


def _struck(stage: Stage, bar: int, piece: str, pattern: str) -> Iterator[Note]:
    dice = stage.dice("drum", piece, bar)
    for step, sign, _ in strokes(pattern, stage.steps[bar]):
        hard = velocity(stage, bar, step, "x" if sign == "r" else sign)
        hard += int(dice.noise(4.0)) if piece != "kick" else 0
        start = stage.at(bar, step)
        if sign == "r":  # two in the time of one
            half = (stage.at(bar, step + 1) - start) // 2
            yield Note(start + half, half, key(piece), max(1, hard - 14), piece)
        yield Note(start, stage.step_length(bar), key(piece), max(1, min(127, hard)), piece)


def _fill(stage: Stage, bar: int) -> str:
    """A fill's steps where a section of four bars or more ends, or eight bars have passed."""
    section = stage.section(bar)
    if stage.steps[bar] != 16 or section.drive < 0.62:
        return ""
    if (stage.closing(bar) and section.bars >= 3) or stage.inside(bar) % 8 == 7:
        return stage.dice("fill", bar).pick(_FILLS)
    return ""


def _filled(stage: Stage, bar: int, fill: str, groove: dict[str, str]) -> Iterator[Note]:
    low = next((piece for piece in ("taiko", "dagu") if piece in groove), "")
    soft = -16 if stage.plan.energy < 0.5 else -6
    for step, sign, _ in strokes(fill, 16):
        piece = low or ("snare" if step % 3 else "tom")
        hard = velocity(stage, bar, step, sign) + soft + (step - 12) * 3
        yield Note(stage.at(bar, step), stage.step_length(bar), key(piece), max(20, hard), piece)


def _build(
    stage: Stage, bar: int, spec: Spec, groove: dict[str, str], rows: list[dict[str, str]]
) -> Iterator[Note]:
    """Toward a drop: the low drums thin out, a roll of 4, 8, 16 strokes a bar rises."""
    section = stage.section(bar)
    left = section.bars - stage.inside(bar)
    if spec["role"] != "drums":
        if left > 1:
            for piece, row in groove.items():
                yield from _struck(stage, bar, piece, row.split("|")[0])
        return
    low = next((piece for piece in ("taiko", "dagu") if piece in rows[-1]), "")
    piece = low or ("snare" if "snare" in rows[-1] or "clap" in rows[-1] else "")
    every = {1: 2, 2: 4, 3: 4}.get(left, 8)
    for name, row in groove.items():
        if name in LOW and (left == 1 or name == low):
            continue
        if name in ("snare", "clap"):
            continue
        yield from _struck(stage, bar, name, row.split("|")[0])
    if not piece or stage.plan.energy < 0.2:
        return
    steps = stage.steps[bar]
    for step in range(0, steps, every):
        rise = 1 - (left - step / steps) / max(1, section.bars)
        hard = round((34 + 46 * rise) * (0.8 + 0.2 * (step % 4 == 0)))
        yield Note(stage.at(bar, step), stage.step_length(bar), key(piece), hard, piece)


def _final(stage: Stage, bar: int, groove: dict[str, str]) -> Iterator[Note]:
    for piece in groove:
        if piece in LOW or piece in ("snare", "bowl"):
            hard = velocity(stage, bar, 0, "x")
            yield Note(stage.at(bar, 0), stage.step_length(bar) * 4, key(piece), hard, piece)
