"""Files that came with the message, put into the film that is there: "add this at the end"."""

from __future__ import annotations

import re
from functools import cache

from studio.planner import phrases, stretches, targets
from studio.planner.readers.clips import placed, replaced
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.timeline import facts
from studio.timeline.model import Material
from studio.timeline.operations import Reorder

WEIGHT = 66
GATHERED = 28  # "put these together": they are on the timeline by then, in this order
ADDED = ("bare", "this", "here", "another", "onto")


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that what has just come is a part of the film, or stands in for one."""
    if scene.clips and says(clause, "gathered"):
        order = tuple(one.id for one in scene.clips)
        return Reading(GATHERED, (Reorder(order=order),), kind="clip", targets=order)
    new = [m for m in scene.arrived if m.kind in ("video", "image") and m in scene.unused(m.kind)]
    if not new or not scene.clips or clause.all("file"):
        return None
    if len(new) > 1 and says(clause, "together") and not says(clause, "onto"):
        return None
    if says(clause, "replace"):
        return replaced(clause, scene, new[-1], WEIGHT)
    put = says(clause, "placed") and says(clause, "place")
    return _added(clause, scene, new) if put or says(clause, *ADDED) else None


def says(clause: Clause, *keys: str) -> bool:
    """Whether one of these meanings is said, with whatever points at a file for `{this}`."""
    return any(_compiled(key).search(text) for key in keys for text in (clause.plain, clause.text))


@cache
def _compiled(key: str) -> re.Pattern[str]:
    pointer = f"({'|'.join(phrases.lists('joining')['pointer'])})"
    found = (phrase.replace("{this}", pointer) for phrase in phrases.lists("joining")[key])
    return re.compile("|".join(map(phrases.pattern, found)))


def _added(clause: Clause, scene: Scene, new: list[Material]) -> Reading:
    place = _place(clause, scene)
    return place if isinstance(place, Reading) else placed(scene, new, WEIGHT, at=place)


def _place(clause: Clause, scene: Scene) -> int | Reading:
    """Where it goes, in ms; -1 for the end, which is where it goes when nothing is said."""
    at = stretches.moment(clause)
    place: int | Reading = _beside(clause, scene)
    if at is not None:
        place = round(at.number)
    elif says(clause, "to_start") and not clause.says("arranging.after", "arranging.before"):
        place = 0
    if isinstance(place, Reading):
        return place
    return -1 if place >= facts.picture_end(scene.timeline) else place


def _beside(clause: Clause, scene: Scene) -> int | Reading:
    """Before or after a clip that is named."""
    before, after = clause.says("arranging.before"), clause.says("arranging.after")
    between = clause.says("arranging.between") and len(scene.clips) > 1
    if between and not targets.ordinals(clause, "clip", "photo"):
        return facts.end(scene.clips[len(scene.clips) // 2 - 1])
    if not (before or after or between):
        return -1
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    named = [one for one in scene.clips if one.id in meant.ids]
    if before and not after:
        return named[0].start if named else 0
    return facts.end(named[0]) if named else -1
