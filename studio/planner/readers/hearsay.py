"""What is known of the music, told: its tempo, its key, its drops, who plays."""

from __future__ import annotations

from typing import Any

from studio.planner.readers.fades import tempo
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.timeline import clock, facts
from studio.timeline.model import Sound
from studio.timeline.summary import short

WEIGHT = 82


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A question about what was heard in the music, or how it was made."""
    if not clause.says("telling.heard") or clause.all("text"):
        return None
    if not scene.music:
        return ask(scene, WEIGHT, "no_music")
    hints = tuple(_told(sound, scene) for sound in scene.music[:1])
    return Reading(WEIGHT, hints=hints, kind="music", bare=True)


def _told(sound: Sound, scene: Scene) -> str:
    """One sentence about one piece, of what is known of it."""
    name = short(facts.name(sound))
    made = _made(sound, scene)
    speed = tempo(scene)
    drops = facts.said_drops(sound) or tuple(round(1000 * at) for at in made.get("drops", ()))
    known = []
    if speed:
        known.append(scene.say("heard_tempo", bpm=f"{speed:.4g}"))
    if made.get("key"):
        known.append(f"{made['key']} {made.get('mode', '')}".strip())
    if drops:
        times = ", ".join(clock.moment(at) for at in drops)
        known.append(scene.say("heard_drops", times=times))
    if not known:
        return scene.say("heard_nothing_yet", name=name)
    return scene.say("heard", name=name, what="; ".join(known))


def _made(sound: Sound, scene: Scene) -> dict[str, Any]:
    """What the composer wrote down of a piece of ours."""
    material = scene.material(sound.source)
    found = material.metadata.get("receipt") if material is not None else None
    return found if isinstance(found, dict) else {}
