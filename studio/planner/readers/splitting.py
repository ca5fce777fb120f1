"""One clip made into several: at a moment, in the middle, into equal parts."""

from __future__ import annotations

from studio.planner import stretches, targets
from studio.planner.readers import beyond
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import Offer
from studio.timeline import facts
from studio.timeline.operations import Keep, Split

WEIGHT = beyond.WEIGHT
MOST_PARTS = 50


def split(clause: Clause, scene: Scene) -> Reading:
    at = stretches.moment(clause) or clause.one("time")
    edge = clause.one("edge")
    halved = clause.says("cutting.middle") or clause.one("share") is not None
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    chosen = [c for c in scene.clips if c.id in meant.ids]
    each = clause.one("time", role="each")
    if each is None and clause.says("cutting.in_lengths"):
        each = clause.one("time")
    if each is not None and not meant.ids and scene.clips:
        return _every(scene, round(each.number))
    count = clause.one("num")
    if count is not None and at is None and clause.says("cutting.in_parts") and scene.clips:
        return _in_parts(scene, round(count.number))
    if at is not None and (at.clock or at.role == "at") and not chosen:
        moment = round(at.number)
    elif halved and len(chosen) == 1:
        moment = chosen[0].start + chosen[0].duration // 2
    elif halved or (edge is not None and edge.text == "share"):
        moment = scene.length // 2
    elif at is not None:
        moment = round(at.number)
        if len(chosen) == 1 and not chosen[0].start < moment < facts.end(chosen[0]):
            moment += chosen[0].start  # so far into the clip that is named
    elif edge is not None:
        a, b = stretches.edge(edge, scene.length)
        moment = b if edge.side == "first" else a
    else:
        return ask(scene, WEIGHT, "split_where", waiting=clause.raw)
    if not 0 < moment < scene.length:
        return beyond.too_far(clause, scene, moment)
    more = [round(t.number) for t in clause.all("time") if t.clock]
    if at is not None and len(more) > 1 and all(0 < m < scene.length for m in more):
        splits = tuple(Split(at=m) for m in sorted(set(more)))
        return Reading(WEIGHT, splits, kind="clip")
    half = next((c.id for c in scene.clips if c.start < moment < facts.end(c)), "")
    halves = (half, scene.fresh("c")) if half else ()
    return Reading(WEIGHT, (Split(at=moment),), kind="clip", targets=halves, whole=halved)


def halved(scene: Scene) -> Reading:
    """In half: into two pieces, or half as long?"""
    middle = scene.length // 2
    offers = (
        Offer(label=scene.say("split_middle"), steps=(Split(at=middle),)),
        Offer(label=scene.say("keep_first_half"), steps=(Keep(start=0, end=middle),)),
    )
    return ask(scene, WEIGHT + 6, "halved_how", *offers)


def _every(scene: Scene, step: int) -> Reading:
    """The whole in pieces of this length."""
    if step <= 0 or not 1 < -(-scene.length // step) <= MOST_PARTS:
        return ask(scene, WEIGHT, "split_where")
    joints = {clip.start for clip in scene.clips}
    cuts = tuple(Split(at=at) for at in range(step, scene.length, step) if at not in joints)
    return Reading(WEIGHT, cuts, kind="clip")


def _in_parts(scene: Scene, count: int) -> Reading:
    """The whole in so many equal parts."""
    if not 2 <= count <= MOST_PARTS:
        return ask(scene, WEIGHT, "split_where")
    cuts = [scene.length * n // count for n in range(1, count)]
    joints = {clip.start for clip in scene.clips}
    steps = tuple(Split(at=at) for at in cuts if at not in joints)
    return Reading(WEIGHT, steps, kind="clip")
