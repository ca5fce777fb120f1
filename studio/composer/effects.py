"""What leads into a drop and what marks it: risers, swells, impacts, crashes, strokes at
hit-points."""

from __future__ import annotations

from collections.abc import Iterator

from studio.composer import meeting
from studio.composer.drumming import key
from studio.composer.stage import Stage
from studio.composer.values import RATE, Note

_ROLLED = 0.23 * RATE  # after a stroke at a hit-point; the next is lighter where it comes sooner


def effects(stage: Stage) -> Iterator[Note]:
    """Strokes whose `style` names the effect."""
    asked = stage.table["effects"]
    plan = stage.plan
    for index, section in enumerate(plan.sections):
        if section.lands >= 0:
            yield from _landing(stage, index, asked)
        elif (
            section.kind in ("chorus", "drop")
            and section.first_bar == section.begins
            and asked.get("crash")
            and section.drive > 0.6
            and index
        ):
            at = meeting.beside(plan, section.at)
            yield _note(at, 3 * RATE, "crash", 70 if asked["crash"] is True else 46)
        if section.kind == "ending" and section.drive > 0.5 and asked.get("crash"):
            at = meeting.beside(plan, section.at)
            yield _note(at, plan.samples - at, "crash", 72 if asked["crash"] is True else 50)
    last = -RATE
    for hit in meeting.struck(plan):
        if hit - last < _ROLLED:
            yield _note(hit, min(RATE // 2, plan.samples - hit), "tap", 92)
            continue
        yield _note(hit, min(2 * RATE, plan.samples - hit), "stinger", 92)
        last = hit


def _landing(stage: Stage, index: int, asked: dict[str, object]) -> Iterator[Note]:
    section = stage.plan.sections[index]
    at = section.at
    soft = asked.get("impact") in (False, "soft")
    yield _note(at, 3 * RATE, "softimpact" if soft else "impact", 98 if soft else 104)
    if asked.get("crash"):
        yield _note(at, 3 * RATE, "crash", 92 if asked["crash"] is True else 62)
    if asked.get("braam"):
        yield _note(at, 3 * RATE, "braam", 88)
    before = stage.plan.sections[index - 1] if index else None
    if before is None or at < RATE // 4:
        return
    length = min(at - before.at, 4 * RATE) if before.kind == "build" else min(at, 2 * RATE)
    length = min(at, max(RATE // 2, length))
    if asked.get("riser") is True:
        yield _note(at - length, length, "riser", 60)
    yield _note(
        max(0, at - min(length, int(1.6 * RATE))), min(length, int(1.6 * RATE)), "swell", 54
    )


def _note(at: int, length: int, style: str, velocity: int) -> Note:
    return Note(at, max(1, length), key(style), velocity, style)
