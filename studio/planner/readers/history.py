"""Back and forth through the versions."""

from __future__ import annotations

from studio.planner import phrases, spotting
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Redo, Restore, Undo

WEIGHT = 90


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish to go back, or forward again."""
    if clause.says("history.first"):
        return Reading(WEIGHT, (Restore(version=1),), bare=True)
    count = clause.one("num")
    number = max(int(count.number), 1) if count is not None else 1
    undone = spotting.said("history.undo", phrases.plain(scene.memory.said))
    if clause.says("history.back"):
        step = Redo(count=number) if undone else Undo(count=number)
        return Reading(WEIGHT, (step,), bare=True)
    if clause.says("history.redo"):
        return Reading(WEIGHT, (Redo(count=number),), bare=True)
    if clause.says("history.version") and count is not None:
        return Reading(WEIGHT, (Restore(version=number),), bare=True)
    if clause.says("history.undo"):
        twice = clause.says("history.twice")
        return Reading(WEIGHT, (Undo(count=2 if twice else number),), bare=True)
    return None
