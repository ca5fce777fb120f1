"""How people play it: a little off the grid and uneven, thinner under speech, still in a breath."""

from __future__ import annotations

from typing import Any

from studio.brief import Change
from studio.composer import changing
from studio.composer.band import names
from studio.composer.stage import Stage
from studio.composer.values import RATE, Note, ScorePlan

Spec = dict[str, Any]
_STILL = frozenset({"kick", "effects", "texture"})  # roles that play exactly on time


def wished(stage: Stage, spec: Spec, notes: list[Note]) -> list[Note]:
    """Without what a change from a time on takes away."""
    for change in stage.plan.brief.changes:
        notes = _amounted(stage, spec, change, notes)
        out = (change.only and not names(spec) & set(change.only)) or names(spec) & set(
            change.without
        )
        if not out:
            continue
        for start, end in _stretches(stage, change):
            notes = [n for n in notes if not start <= n.at < end]
            notes = [
                n._replace(length=min(n.length, start - n.at)) if n.at < start else n for n in notes
            ]
    return notes


def _amounted(stage: Stage, spec: Spec, change: Change, notes: list[Note]) -> list[Note]:
    """With softer, or stronger, strokes where a change wants less or more of this part."""
    factor = 1.0
    for name, amount in change.amounts:
        if name in names(spec):
            factor *= 1 + 0.6 * (min(2.0, amount) - 1)
    if factor == 1.0:
        return notes
    spans = _stretches(stage, change)
    return [
        n._replace(velocity=max(1, min(127, round(n.velocity * factor))))
        if any(start <= n.at < end for start, end in spans)
        else n
        for n in notes
    ]


def _stretches(stage: Stage, change: Change) -> list[tuple[int, int]]:
    """From sample to sample, whole bars: where a change holds."""
    plan = stage.plan
    if change.section:
        return [(s.at, s.end) for s in plan.sections if changing.holds(change, s)]
    start = stage.at(stage.bar_at(round(change.start * RATE / 1000) + RATE // 4), 0)
    end = plan.samples if change.end is None else round(change.end * RATE / 1000)
    return [(start, end)]


def gapped(stage: Stage, notes: list[Note]) -> list[Note]:
    """With the breath before each drop kept free."""
    for start, end in stage.gaps:
        notes = [
            note._replace(length=start - note.at)
            if note.at < start < note.at + note.length
            else note
            for note in notes
            if not start <= note.at < end - RATE // 100
        ]
    return notes


def spoken(plan: ScorePlan, notes: list[Note]) -> list[Note]:
    """Thinner under speech: every stroke but the first of each run of three goes, the rest is
    softer, and none that began in a gap is held far into the words."""
    out: list[Note] = []
    under = 0
    for note in notes:
        if any(start <= note.at < end for start, end in plan.speech):
            if under % 3 == 0:
                out.append(note._replace(velocity=max(1, round(note.velocity * 0.7))))
            under += 1
            continue
        under = 0
        into = next((s for s, _ in plan.speech if note.at < s < note.at + note.length), None)
        if into is not None:
            note = note._replace(length=max(RATE // 8, round(into) - note.at + RATE // 6))
        out.append(note)
    return out


def played(stage: Stage, spec: Spec, notes: list[Note]) -> tuple[Note, ...]:
    """Strokes a little off the grid and uneven, the first of a drop and the last of all exact."""
    table, plan = stage.table, stage.plan
    exact = set(plan.drops) | {plan.final}
    late: dict[str, float] = table.get("late", {})
    jitter = spec["jitter"] if "jitter" in spec else table["jitter"]
    deviation = float(jitter) * RATE / 1000
    if spec["role"] in ("drums", "percussion"):
        deviation *= 0.5
    if spec["role"] in _STILL:
        deviation = 0.0
    dice, thrown = stage.dice("human", spec["name"]), -1
    density = min(1.0, plan.brief.density)
    thin = spec["role"] in ("melody", "arpeggio", "counter", "percussion") and density < 0.95
    out: list[Note] = []
    moment, shift = -1, 0
    for note in sorted(notes, key=lambda note: (note.at, note.pitch)):  # however long they ring
        if note.at >= plan.samples:
            continue
        if (bar := stage.bar_at(note.at)) != thrown:  # a bar changed leaves the others as they were
            dice, thrown = stage.dice("human", spec["name"], bar), bar
        drop = dice.draw()
        if thin and drop > density + 0.1 and note.at not in exact:
            continue
        if note.at != moment:  # strokes of one moment move together
            moment = note.at
            shift = round(dice.noise(deviation)) if deviation else 0
            shift += round(late.get(note.style or spec["role"], 0.0) * RATE / 1000)
        moved = 0 if _near(note.at, exact) or note.style == "kick" else shift
        at = max(0, min(plan.samples - 1, note.at + moved))
        wobble = round(dice.noise(2.5))
        length = max(
            RATE // 100, min(note.length, plan.samples - at if not plan.brief.loop else note.length)
        )
        out.append(
            note._replace(at=at, length=length, velocity=max(1, min(127, note.velocity + wobble)))
        )
    return tuple(sorted(out))


def _near(at: int, exact: set[int]) -> bool:
    return any(0 <= at - place < RATE // 25 for place in exact)
