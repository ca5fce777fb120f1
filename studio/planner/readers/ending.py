"""A song's own ending at the end of the picture."""

from __future__ import annotations

from studio.planner.readers.placing import unbent
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Offer, Question
from studio.timeline import clock, facts
from studio.timeline.operations import PlaceSound
from studio.words import say

WEIGHT = 80


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that song and picture are over together: said how it is, and what would do it."""
    if not scene.music or not scene.clips or not clause.says("syncing.ends_together"):
        return None
    sound = scene.music[0]
    if facts.brief(sound) is not None:
        return Reading(WEIGHT, hints=(say("sync.ends_composed", scene.lang),), kind="music")
    song = scene.material(facts.song(sound))
    spare = (song.duration if song else 0) - (facts.picture_end(scene.timeline) - sound.start)
    if spare <= 0:
        return Reading(WEIGHT, hints=(say("sync.ends_so", scene.lang),), kind="music")
    label = say("sync.ends_offer", scene.lang, time=clock.moment(spare))
    steps = (*unbent(scene, sound), PlaceSound(target=sound.id, in_point=spare))
    question = Question(
        text=say("sync.ends_fades", scene.lang), offers=(Offer(label=label, steps=steps),)
    )
    return Reading(WEIGHT, question=question, kind="music", targets=(sound.id,))
