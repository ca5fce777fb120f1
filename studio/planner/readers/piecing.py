"""Stems, notes or the plan of composed music, as files."""

from __future__ import annotations

from typing import Literal

from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Pieces
from studio.timeline import facts
from studio.words import say

WEIGHT = 82
KINDS: tuple[Literal["stems", "midi", "plan", "receipt"], ...] = (
    "stems", "midi", "plan", "receipt",
)  # fmt: skip


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish to have what the music is made of."""
    kinds = [kind for kind in KINDS if clause.says(f"pieces.{kind}")]
    if not kinds or clause.all("text") or clause.all("file"):
        return None
    row = [sound for sound in scene.music if facts.brief(sound) is not None]
    touched = [sound for sound in row if sound.id in scene.memory.targets]
    sound = next(iter(touched or row), None)
    if sound is None:
        return Reading(WEIGHT, hints=(say("pieces.none", scene.lang),), bare=True)
    steps = tuple(Pieces(target=sound.id, kind=kind) for kind in kinds)
    return Reading(WEIGHT, steps, kind="music", targets=(sound.id,), whole=True)
