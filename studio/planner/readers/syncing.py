"""Beats on cuts."""

from __future__ import annotations

from studio.planner.readers import music
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Sync
from studio.timeline.operations import AddSound

WEIGHT = 57


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that music and picture meet."""
    if not clause.says("syncing.sync") or clause.says("syncing.complaint"):
        return None
    if scene.music:
        ids = tuple(sound.id for sound in scene.music[:1])
        return Reading(WEIGHT, (Sync(target=ids[0]),), kind="music", targets=ids)
    if not scene.clips:
        return None
    laid = music.added(clause, scene)
    if laid is None or laid.question:
        return laid
    ids = tuple(step.id for step in laid.steps if isinstance(step, AddSound))
    step = Sync(target=ids[0])
    return Reading(WEIGHT, (*laid.steps, step), hints=laid.hints, kind="music", targets=ids)
