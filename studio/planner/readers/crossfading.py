"""Transitions between clips."""

from __future__ import annotations

from studio.planner import stretches, targets
from studio.planner.readers import comparing, photos
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.timeline.operations import Crossfade

WEIGHT = 60
USUAL, LEAST = 500, 60  # ms


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about how clips go over into each other."""
    said = clause.says("crossfade.crossfade", "crossfade.between", "crossfade.none")
    counted = _one_of_them(clause, scene)
    if counted is not None:
        return counted
    narrowed = clause.says("correcting.only") and len(clause.all("ord")) > 1
    narrowed = narrowed and not said and comparing.topic(scene) == "crossfade.crossfade"
    if not (said or narrowed) or clause.says("slideshow.slides"):
        return None
    if len(scene.clips) < 2 and clause.says("crossfade.none") and scene.clips:
        return Reading(WEIGHT, hints=(scene.say("already_so"),), kind="clip")
    if len(scene.clips) < 2:
        return ask(scene, WEIGHT, "no_joints")
    if clause.says("crossfade.none"):
        others = _between(clause, scene)
        if clause.says("volume.others") and scene.memory.kind == "clip":
            others = tuple(c.id for c in scene.clips[1:] if c.id not in scene.memory.targets)
        return Reading(WEIGHT, (Crossfade(duration=0, targets=others),), kind="clip")
    length = stretches.span(clause)
    now = max((clip.crossfade for clip in scene.clips), default=0) if narrowed else 0
    duration = round(length.number) if length else now or usual(scene)
    order = [clip.id for clip in scene.clips]
    later: tuple[str, ...] = ()
    if not clause.says("targets.all_clips", "crossfade.everywhere"):
        meant = targets.clips(clause, scene, WEIGHT)
        if meant.problem:
            return meant.problem
        chosen = sorted(order.index(id) for id in meant.ids)
        if len(chosen) > 1:
            later = tuple(order[n] for n in chosen[1:])
        elif chosen:
            later = (order[max(chosen[0], 1)],)
            if clause.says("arranging.after") and chosen[0] + 1 < len(order):
                later = (order[chosen[0] + 1],)
    step = Crossfade(duration=duration, targets=later, kind=look(clause))
    others = tuple(c.id for c in scene.clips if c.crossfade and c.id not in later)
    if later and others and clause.says("correcting.only"):
        none = Crossfade(duration=0, targets=others)
        return Reading(WEIGHT, (step, none), kind="clip", targets=later)
    return Reading(WEIGHT, (step,), kind="clip", targets=later)


def usual(scene: Scene) -> int:
    """How long a crossing lasts: of photos that are soon over, a third of the shortest."""
    row = photos.show(scene)
    return min(USUAL, max(LEAST, min(clip.duration for clip in row) // 3)) if row else USUAL


def _one_of_them(clause: Clause, scene: Scene) -> Reading | None:
    """A transition of those just spoken of taken away: "remove the first one"."""
    spoken = comparing.topic(scene) == "crossfade.crossfade"
    if not spoken or not clause.says("common.remove") or not targets.loose(clause):
        return None
    row = [clip.id for clip in scene.clips if clip.crossfade]
    places = [place for token in clause.all("ord") for place in targets.numbers(token)]
    ids = tuple(row[n] for n in places if -len(row) <= n < len(row))
    return Reading(WEIGHT, (Crossfade(duration=0, targets=ids),), kind="clip") if ids else None


def _between(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """The later clip of each two that are named."""
    order = [clip.id for clip in scene.clips]
    chosen = sorted(order.index(id) for id in targets.clips(clause, scene, WEIGHT).ids)
    return tuple(order[n] for n in chosen[1:])


def look(clause: Clause) -> str:
    """The kind of transition asked for; a plain dissolve where none is."""
    for kind in ("wipe", "slide", "zoom", "circle", "black"):
        if clause.says(f"crossfade.{kind}"):
            return kind
    return "fade"
