"""Wishes that this studio cannot carry out, answered honestly with what comes nearest."""

from __future__ import annotations

from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause

WEIGHT = 35
SURE = {"pauses": 72, "transform": 35}  # what a composer would take for a mood
KINDS = (
    "footage",
    "speech",
    "listening",
    "erase",
    "grade",
    "stickers",
    "post",
    "pauses",
    "transform",
    "still",
    "typeface",
)


def read(clause: Clause, scene: Scene) -> Reading | None:
    """An honest answer to a wish beyond what is there."""
    if clause.all("text"):
        return None
    for kind in KINDS:
        if clause.says(f"unable.{kind}"):
            weight = SURE.get(kind, WEIGHT)
            return Reading(weight, hints=(scene.say(f"unable_{kind}"),), bare=True)
    return None
