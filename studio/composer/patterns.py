"""Patterns of sixteen steps: which one a part plays in a bar, what is struck in it, how hard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from studio.composer import tables
from studio.composer.stage import Stage

Spec = dict[str, Any]
_VELOCITY = {"X": 112, "x": 92, "o": 60}
_METRE = (1.0, 0.8, 0.9, 0.78)  # within a beat; the first beat of a bar is strongest


def pattern_for(stage: Stage, kind: str, spec: Spec, bar: int) -> str:
    """The sixteen steps that this part plays in this bar."""
    rows = tables.patterns()[kind][spec.get("pattern", "whole")]
    row: str = rows[stage.level(bar, len(rows))]
    cycle = row.split("|")
    pattern = touched(cycle[stage.inside(bar) % len(cycle)], stage, bar, spec["name"])
    return pattern if kind == "bass" else _fuller(pattern, stage, bar, spec["name"])


def _fuller(pattern: str, stage: Stage, bar: int, name: str) -> str:
    """More strokes where the band is driven beyond its busiest pattern."""
    dice = stage.dice("fuller", name, bar)
    more = int(8.0 * max(0.0, stage.section(bar).drive - 1.02) + dice.draw())
    row = list(pattern)
    counted = [sign for sign in row if sign.isdigit()]
    for _ in range(more):
        free = [i for i in range(1, len(row)) if row[i] in ".-"]
        even = [i for i in free if i % 2 == 0]
        if not free:
            break
        row[dice.pick(even or free)] = dice.pick(counted) if counted else "x"
    return "".join(row)


def touched(pattern: str, stage: Stage, bar: int, name: str) -> str:
    """The pattern as somebody plays it who has played it a few times: now and then a stroke more,
    a stroke less, two of an arpeggio the other way round. A section's first bar states it plainly.
    """
    again = stage.inside(bar) >= 4
    dice = stage.dice("touch", name, bar)
    if stage.inside(bar) == 0 or not dice.chance(stage.freedom * (0.6 if again else 0.4)):
        return pattern
    row = list(pattern)
    struck = [i for i, sign in enumerate(row) if sign not in ".-" and i and i % 8]
    counted = [sign for sign in row if sign.isdigit()]
    free = [i for i in range(2, len(row), 2) if row[i] in ".-" and row[i - 1] in ".-"]
    for _ in range(2 if again else 1):
        if struck and (not free or dice.chance(0.5)):
            step = dice.pick(struck)
            other = dice.pick(struck)
            if row[step].isdigit() and row[other].isdigit() and row[step] != row[other]:
                row[step], row[other] = row[other], row[step]
            elif len(struck) > 2:
                row[step] = "." if row[step - 1] == "." else "-"
                struck.remove(step)
        elif free:
            step = dice.pick(free)
            row[step] = dice.pick(counted) if counted else "x"
            free.remove(step)
    return "".join(row)


def strokes(pattern: str, steps: int) -> Iterator[tuple[int, str, int]]:
    """Step, sign and steps held of every stroke; longer bars go round, shorter ones are cut."""
    row = (pattern * 2)[:steps]
    step = 0
    while step < steps:
        sign = row[step]
        if sign in ".-":
            step += 1
            continue
        held = 1
        while step + held < steps and row[step + held] == "-":
            held += 1
        yield step, sign, held
        step += held


def velocity(stage: Stage, bar: int, step: int, sign: str) -> int:
    """How hard a stroke is: its sign, its place in the bar, the section's energy, the phrase's
    arc."""
    section = stage.section(bar)
    arc = (0.97, 1.0, 1.02, 0.99)[stage.inside(bar) % 4]
    metre = _METRE[step % 4] * (1.04 if step == 0 else 1.0)
    base = _VELOCITY.get(sign, 90) * (0.74 + 0.34 * section.energy)
    if section.kind == "build":
        base *= 0.9 + 0.12 * stage.inside(bar) / max(1, section.bars)
    return max(1, min(127, round(base * arc * (0.55 + 0.45 * metre))))
