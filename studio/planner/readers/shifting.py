"""Sounds and words that come sooner or later by so much, or end so."""

from __future__ import annotations

from studio.planner import spotting, stretches, targets
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import AnyStep
from studio.timeline import facts
from studio.timeline.model import Sound, Title
from studio.timeline.operations import PlaceSound, PlaceTitle
from studio.timeline.summary import called, short

WEIGHT = 61


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that a sound or a title is moved in time by an amount."""
    later, earlier = clause.says("shifting.later"), clause.says("shifting.earlier")
    amount = _amount(clause)
    if later == earlier or amount is None or clause.says("shifting.not_this"):
        return None
    by = round(amount.number) * (1 if later else -1)
    texts = {title.text for title in scene.titles}
    if any(token.text not in texts for token in clause.all("text")):
        return None  # other words, so much later
    quoted = any(token.text in texts for token in clause.all("text"))
    words = (
        clause.says("common.title", "common.caption")
        or targets.spoken(clause, scene)
        or (quoted or (scene.memory.kind == "title" and not _sounds(clause)))
    )
    if words and scene.titles:
        return _titles(clause, scene, by)
    meant = targets.named_sounds(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    ids = meant.ids or (scene.memory.targets if clause.says("common.pronoun") else ())
    chosen = [sound for sound in scene.sounds if sound.id in ids]
    return _moved(clause, scene, chosen, by) if chosen else None


def _its_end(clause: Clause) -> bool:
    """Whether it is the end of something that comes sooner or later."""
    return spotting.said("shifting.end", spotting.without("common.until_end", clause.text))


def _amount(clause: Clause) -> Token | None:
    found = stretches.span(clause)
    return found or next((time for time in clause.all("time") if not time.clock), None)


def _sounds(clause: Clause) -> bool:
    return clause.says("common.music", "common.voice", "common.effect", "common.clip")


def _moved(clause: Clause, scene: Scene, chosen: list[Sound], by: int) -> Reading:
    ending = _its_end(clause)
    steps: list[AnyStep] = []
    hints: list[str] = []
    for sound in chosen:
        if ending:
            steps.append(PlaceSound(target=sound.id, duration=sound.duration + by))
            continue
        start = max(sound.start + by, 0)
        if start == sound.start:
            name = short(called(sound, scene.lang))
            hints.append(scene.say("already_first", name=name))
            continue
        if sound.start + by < 0:
            hints.append(scene.say("no_earlier"))
        steps.append(PlaceSound(target=sound.id, start=start))
    ids = tuple(sound.id for sound in chosen)
    return Reading(WEIGHT, tuple(steps), hints=tuple(hints), kind=chosen[0].role, targets=ids)


def _titles(clause: Clause, scene: Scene, by: int) -> Reading:
    meant = targets.titles(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    old = next(title for title in scene.titles if title.id == meant.ids[0])
    if _its_end(clause):
        step = PlaceTitle(target=old.id, duration=old.duration + by)
        return Reading(WEIGHT, (step,), kind="title", targets=meant.ids)
    return _later_words(scene, old, by)


def _later_words(scene: Scene, old: Title, by: int) -> Reading:
    start = max(old.start + by, 0)
    hints = (scene.say("no_earlier"),) if old.start + by < 0 else ()
    if start == old.start:
        name = short(old.text)
        return Reading(
            WEIGHT,
            hints=(scene.say("already_first", name=name),),
            kind="title",
            targets=(old.id,),
        )
    reach = facts.picture_end(scene.timeline)
    duration = min(old.duration, reach - start) if 0 < reach - start < old.duration else None
    step = PlaceTitle(target=old.id, start=start, duration=duration)
    return Reading(WEIGHT, (step,), hints=hints, kind="title", targets=(old.id,))
