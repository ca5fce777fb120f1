"""Beats on cuts: music and picture brought together, and what the user says about the beat."""

from __future__ import annotations

from studio.planner.readers import laying
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import Sync
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import AddSound

WEIGHT = 57
SLACK = 80  # ms by which cuts are moved where nobody said how far
_MOST_SLACK = 500  # ms; a longer time in such a sentence is a place, not a slack


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that music and picture meet, or a word about how they shall."""
    if clause.says("syncing.complaint"):
        return None
    wish = _wish(clause, scene)
    meant = clause.says("syncing.sync") or wish.recut
    if not meant and wish == Sync(target=""):
        return None
    if scene.music:
        sound = _meant(scene)
        about = meant or wish.slack > 0 or wish.off or facts.brief(sound) is None
        if not about:
            return None
        return Reading(WEIGHT, (_of(wish, sound.id),), kind="music", targets=(sound.id,))
    if not meant or not scene.clips:
        return None
    laid = laying.added(clause, scene)
    if laid is None or laid.question:
        return laid
    ids = tuple(step.id for step in laid.steps if isinstance(step, AddSound))
    hints = tuple(h for h in laid.hints if not any(_loops(step, h, scene) for step in laid.steps))
    return Reading(WEIGHT, (*laid.steps, _of(wish, ids[0])), hints=hints, kind="music", targets=ids)


def _loops(step: object, hint: str, scene: Scene) -> bool:
    """Whether this is the word about looping, which a fit makes untrue."""
    looped = isinstance(step, AddSound) and step.loop
    return looped and hint == scene.say("looped_to_fit", name=getattr(step, "name", ""))


def _meant(scene: Scene) -> Sound:
    touched = [sound for sound in scene.music if sound.id in scene.memory.targets]
    return (touched or list(scene.music))[0]


def _of(wish: Sync, target: str) -> Sync:
    return Sync(
        target=target, level=wish.level, bpm=wish.bpm, first=wish.first, hero=wish.hero,
        slack=wish.slack, recut=wish.recut, off=wish.off,
    )  # fmt: skip


def _wish(clause: Clause, scene: Scene) -> Sync:
    """What is said about how they shall meet; all at its default where nothing is."""
    level, bpm, first, hero, slack = 1.0, 0.0, -1, -1, -1
    tempo = clause.one("tempo")
    about = clause.says("syncing.sync", "syncing.about_beat") or _about_beat(scene, clause)
    if clause.says("syncing.half") and about:
        level = 0.5
    elif clause.says("syncing.double") and about:
        level = 2.0
    if tempo is not None and about:
        bpm = tempo.number
    if clause.says("syncing.first"):
        first = _time(clause)
    elif clause.says("syncing.drop_at"):
        hero = _time(clause)
    if clause.says("syncing.move") and not clause.says("syncing.keep_cuts"):
        small = [t for t in clause.all("time") if 0 < t.number <= _MOST_SLACK]
        slack = round(small[0].number) if small else SLACK
    elif clause.says("syncing.keep_cuts"):
        slack = 0
    recut = clause.says("syncing.recut") and len(scene.clips) > 1
    if clause.says("syncing.recut") and not recut:
        slack = SLACK if slack < 0 else slack
    return Sync(
        target="", level=level, bpm=bpm, first=first, hero=hero, slack=slack, recut=recut,
        off=clause.says("syncing.unsync"),
    )  # fmt: skip


def _about_beat(scene: Scene, clause: Clause) -> bool:
    """Whether a bare "half-time" or "96 bpm" is about a song of the user's."""
    if not scene.music or clause.says("common.clip", "common.video"):
        return False
    return facts.brief(_meant(scene)) is None


def _time(clause: Clause) -> int:
    at: Token | None = clause.one("time", role="at") or clause.one("time")
    return round(at.number) if at is not None else -1
