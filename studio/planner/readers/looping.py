"""What is played again and again: the music under the picture, or the whole video."""

from __future__ import annotations

from collections.abc import Callable

from studio.planner import stretches
from studio.planner.readers import copying
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Offer
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import Loop, PlaceSound

WEIGHT = 45


def read(clause: Clause, scene: Scene, *, chosen: Callable[[Scene], Sound]) -> Reading | None:
    """A wish that something is played again; `chosen` is the music that is meant."""
    count = times(clause)
    music = clause.says("common.music") or scene.memory.kind in ("music", "effect")
    picture = clause.says("common.clip", "common.video") and not clause.says("common.music")
    if picture and not clause.says("common.until_end", "music.loop_end"):
        return None
    if not scene.music:
        if count and scene.clips and not clause.says("common.music"):
            return copying.whole(scene, count)
        return ask(scene, WEIGHT, "no_music")
    sound = chosen(scene)
    said = stretches.span(clause)
    if said is not None and not count and not clause.says("music.no_loop"):
        room = scene.length - sound.start if scene.clips else 0
        if room and said.number > room:
            return _which(scene, sound)
        length = PlaceSound(target=sound.id, duration=round(said.number))
        lasting: tuple[AnyStep, ...] = (Loop(target=sound.id), length)
        return Reading(WEIGHT, lasting, kind="music", targets=(sound.id,))
    if count and scene.clips and not music:
        return _which(scene, sound)
    if not count or clause.says("music.no_loop"):
        step = Loop(target=sound.id, on=not clause.says("music.no_loop"))
        return Reading(WEIGHT, (step,), kind="music", targets=(sound.id,))
    return _counted(scene, sound, count)


def times(clause: Clause) -> int:
    """How many times something is to be heard or seen; 0 where nothing was said."""
    for token in (clause.one("times"), clause.one("num")):
        if token is not None and 1 < token.number <= copying.MOST:
            return round(token.number)
    return 0


def _counted(scene: Scene, sound: Sound, count: int) -> Reading:
    """The music so many times, as far as the picture goes."""
    natural = facts.length(sound) if facts.brief(sound) is None else 0
    room = facts.picture_end(scene.timeline) - sound.start
    if not natural or (room > 0 and natural >= room):
        hints = (scene.say("loops_already"),)
        return Reading(WEIGHT, hints=hints, kind="music", targets=(sound.id,))
    length = natural * count if room <= 0 else min(natural * count, room)
    steps: tuple[AnyStep, ...] = (Loop(target=sound.id),)
    if length != room:
        steps = (*steps, PlaceSound(target=sound.id, duration=length))
    return Reading(WEIGHT, steps, kind="music", targets=(sound.id,))


def _which(scene: Scene, sound: Sound) -> Reading:
    offers = (
        Offer(label=scene.say("loop_music"), steps=(Loop(target=sound.id),)),
        Offer(label=scene.say("loop_video"), request=scene.say("loop_video")),
    )
    return ask(scene, WEIGHT, "loop_which", *offers)
