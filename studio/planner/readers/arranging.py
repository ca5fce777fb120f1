"""Which clip comes where: moved, swapped, turned round, removed."""

from __future__ import annotations

import re

from studio.planner import spotting, targets
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import Offer
from studio.timeline import facts
from studio.timeline.operations import RemoveClips, Reorder
from studio.timeline.summary import short

WEIGHT = 47
_POLITE = re.compile(r"\s+(?:please|then|now|pls|thanks)\s*[.!]?$")


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about the order of clips, or about one that should go."""
    if clause.says("common.title", "common.caption", "volume.mute") or clause.all("text"):
        return None
    if clause.all("edge") or clause.all("range") or clause.says("cutting.down_to"):
        return None
    order = [clip.id for clip in scene.clips]
    if clause.says("arranging.reverse_order") and len(order) > 1:
        return Reading(WEIGHT + 5, (Reorder(order=tuple(reversed(order))),), kind="clip")
    if clause.says("arranging.order") and len(order) > 1:
        listed = _listed(clause, scene)
        if listed is not None:
            return listed
    swapping, moving = clause.says("arranging.swap"), clause.says("arranging.move")
    named = bool(targets.ordinals(clause, "clip", "photo") or clause.all("file"))
    removing = clause.says("common.remove")
    removing = removing or (named and _cutting(clause) and not clause.says("arranging.between"))
    if not (swapping or moving or removing):
        return None
    if clause.says("common.music", "common.voice", "common.original", "common.effect"):
        return None
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    if swapping and len(order) == 2 and not meant.ids and clause.says("arranging.halves"):
        return _swapped(order, (order[0], order[1]))
    if swapping and len(meant.ids) == 2:
        return _swapped(order, meant.ids)
    if not meant.ids:
        return _unnamed(clause, scene) if removing and not moving else None
    if moving:
        several = next((t for t in targets.ordinals(clause, "clip", "photo") if t.other), None)
        if several is not None:
            return _moved_together(clause, scene, order, meant.ids)
        return _moved(clause, scene, order, meant.ids)
    if removing and not clause.all("time"):
        return _removed(meant.ids)
    return None


def _cutting(clause: Clause) -> bool:
    """Whether it is said to cut, rather than of a cut that is there."""
    return spotting.said("cutting.cut", spotting.without("cutting.noun", clause.plain))


def _listed(clause: Clause, scene: Scene) -> Reading | None:
    """All clips in the order in which they are named."""
    meant = targets.clips(clause, scene, WEIGHT + 6)
    if meant.problem:
        return meant.problem
    if len(meant.ids) == len(scene.clips):
        return Reading(WEIGHT + 6, (Reorder(order=meant.ids),), kind="clip", targets=meant.ids)
    if len(meant.ids) > 1 and not clause.says("arranging.swap"):
        return ask(scene, WEIGHT + 6, "which_order", count=len(scene.clips), waiting=clause.raw)
    return None


def _swapped(order: list[str], pair: tuple[str, ...]) -> Reading:
    first, second = order.index(pair[0]), order.index(pair[1])
    order = list(order)
    order[first], order[second] = order[second], order[first]
    return Reading(WEIGHT, (Reorder(order=tuple(order)),), kind="clip", targets=pair)


def _removed(ids: tuple[str, ...]) -> Reading:
    return Reading(WEIGHT, (RemoveClips(targets=ids),), kind="clip")


def _unnamed(clause: Clause, scene: Scene) -> Reading | None:
    """Something is to go, and only "it" or "the clip" says what."""
    if not clause.says("common.clip", "common.pronoun", "common.photo"):
        return None
    if scene.memory.kind not in ("", "clip") or clause.all("time"):
        return None
    kept = tuple(clip.id for clip in scene.clips if clip.id in scene.memory.targets)
    if kept and len(kept) < len(scene.clips):
        return _removed(kept)
    if not scene.clips:
        return ask(scene, WEIGHT - 10, "no_clips")
    offers = tuple(
        Offer(
            label=scene.say("clip_label", number=n, name=short(facts.name(clip))),
            steps=(RemoveClips(targets=(clip.id,)),),
        )
        for n, clip in enumerate(scene.clips[: targets.SHOWN], 1)
    )
    return ask(scene, WEIGHT - 10, "which_clip", *offers)


def _adverb(clause: Clause, ids: tuple[str, ...]) -> int | None:
    """The place of a "first" or "last" at the end of a wish that names its clip before."""
    last = clause.tokens.get(_POLITE.sub("", clause.text).rstrip(" .!")[-1:])
    named = len(ids) > 1 or bool(clause.all("file"))
    return round(last.number) if last and last.kind == "ord" and named else None


def _moved(clause: Clause, scene: Scene, order: list[str], ids: tuple[str, ...]) -> Reading | None:
    moved, rest = ids[0], [id for id in order if id != ids[0]]
    if len(ids) > 2 and clause.says("arranging.between"):
        place = min(rest.index(id) for id in ids[1:]) + 1
    elif len(ids) > 1 and clause.says("arranging.after", "arranging.before"):
        after = clause.says("arranging.after")
        place = rest.index(ids[1]) + (1 if after else 0)
    elif clause.says("arranging.to_start") or _adverb(clause, ids) == 0:
        place = 0
    elif clause.says("arranging.to_end") or _adverb(clause, ids) == -1:
        place = len(rest)
    elif clause.says("arranging.earlier"):
        place = max(order.index(moved) - 1, 0)
    elif clause.says("arranging.later"):
        place = min(order.index(moved) + 1, len(rest))
    elif len(ids) > 1 and clause.says("arranging.place_of"):
        place = order.index(ids[1])
    else:
        return ask(scene, WEIGHT - 10, "move_where", waiting=clause.raw)
    new = (*rest[:place], moved, *rest[place:])
    return Reading(WEIGHT, (Reorder(order=new),), kind="clip", targets=(moved,))


def _moved_together(
    clause: Clause, scene: Scene, order: list[str], ids: tuple[str, ...]
) -> Reading | None:
    """Several clips in a row to the start or to the end."""
    rest = [id for id in order if id not in ids]
    if clause.says("arranging.to_start"):
        new = (*ids, *rest)
    elif clause.says("arranging.to_end"):
        new = (*rest, *ids)
    else:
        return ask(scene, WEIGHT - 10, "move_where", waiting=clause.raw)
    return Reading(WEIGHT, (Reorder(order=new),), kind="clip", targets=ids)
