"""Strokes beside a hit-point are played on it: two of them 60 ms apart would be heard as a flam."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from studio.composer.values import RATE, Note, ScorePlan

_BEFORE = 115 * RATE // 1000  # a stroke so little ahead of a hit-point takes its place in the ear
_AFTER = 90 * RATE // 1000  # one that comes later than this is the next
_LEANING = 30 * RATE // 1000  # either side of a moment that strokes lean to
_ONE = 30 * RATE // 1000  # strokes this near to each other are one: a strum, a roll
_KITS = frozenset({"drums", "percussion"})  # every drum by itself: a hat makes up for no kick
_STRUCK = _KITS | {"bass", "chords", "arpeggio", "melody", "counter"}
_NOWHERE = 1 << 60


def struck(plan: ScorePlan) -> tuple[int, ...]:
    """The hit-points that get a stroke: where a drop lands is one already."""
    return tuple(
        hit for hit in plan.hits if all(abs(hit - drop) > RATE // 8 for drop in plan.drops)
    )


def met(plan: ScorePlan, role: str, notes: Sequence[Note]) -> tuple[Note, ...]:
    """The notes of a part, those close to a hit-point on it.

    --x--|-x--   ->   -----x----      (|: the hit-point; of two that are close the nearer is kept)
    """
    hits = struck(plan)
    if not (hits or plan.leans) or role not in _STRUCK:
        return tuple(notes)
    kept: list[Note] = []
    close: dict[tuple[int, str], list[Note]] = {}
    for note in notes:
        hit = _beside(hits, note.at)
        hit = _leant(plan.leans, note.at) if hit < 0 else hit
        if hit < 0 or note.at in plan.drops:
            kept.append(note)
        else:
            close.setdefault((hit, note.style if role in _KITS else ""), []).append(note)
    for (hit, _), row in close.items():
        kept += _moved(row, hit)
    return tuple(sorted(kept))


def beside(plan: ScorePlan, at: int) -> int:
    """The hit-point that is close to this moment, or the moment itself."""
    hit = _beside(struck(plan), at)
    return at if hit < 0 else hit


def _beside(hits: Sequence[int], at: int) -> int:
    """The hit-point that a stroke at this moment would be too close to; -1 for none."""
    near = _nearest(hits, at)
    return near if -_BEFORE <= at - near <= _AFTER else -1


def _leant(leans: Sequence[int], at: int) -> int:
    """The moment that a stroke leans to, which is as good as on it; -1 for none."""
    near = _nearest(leans, at)
    return near if abs(at - near) <= _LEANING else -1


def _nearest(row: Sequence[int], at: int) -> int:
    where = bisect.bisect(row, at)
    return min(row[max(0, where - 1) : where + 1], key=lambda one: abs(one - at), default=_NOWHERE)


def _moved(row: list[Note], hit: int) -> list[Note]:
    """The strokes nearest to the hit-point, together, the first of them on it."""
    first = min(row, key=lambda note: abs(note.at - hit)).at
    chosen = [note for note in row if abs(note.at - first) <= _ONE]
    shift = hit - min(note.at for note in chosen)
    return [
        note._replace(at=note.at + shift, length=max(RATE // 100, note.length - shift))
        for note in chosen
    ]
