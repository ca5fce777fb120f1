"""Music that makes room for speech."""

from __future__ import annotations

from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.timeline.operations import Duck

WEIGHT = 62
SILENT = 60.0
DEPTH = 9.0  # dB: the middle of the six to ten that broadcasters use under a voice


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that music goes down while somebody speaks."""
    if not clause.says("ducking.duck"):
        return None
    if not scene.music:
        return ask(scene, WEIGHT, "no_music")
    decibel = clause.one("db")
    depth = abs(decibel.number) if decibel else DEPTH
    if decibel is None and clause.says("volume.mute"):
        depth = SILENT
    if clause.says("ducking.never"):
        depth = 0.0
    ids = tuple(sound.id for sound in scene.music)
    return Reading(WEIGHT, (Duck(targets=ids, depth=depth),), kind="music", targets=ids)
