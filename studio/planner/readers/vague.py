"""Wishes too vague to carry out: likely readings are offered."""

from __future__ import annotations

from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import Offer

WEIGHT, SURE = 26, 70


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that everything be better somehow."""
    sure = clause.says("vague.sure")  # "make it pop" is no music
    if not (sure or clause.says("vague.better")):
        return None
    if not scene.clips and not scene.sounds:
        return ask(scene, WEIGHT, "no_clips")
    ideas = ["vague_music"] if not scene.music else ["vague_duck"]
    ideas += ["vague_fades", "vague_title"] if not scene.titles else ["vague_fades"]
    if len(scene.clips) > 1:
        ideas.append("vague_crossfades")
    offers = tuple(Offer(label=scene.say(idea), request=scene.say(idea)) for idea in ideas)
    return ask(scene, SURE if sure else WEIGHT, "vague", *offers)
