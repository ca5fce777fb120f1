"""Only some of the video kept: a range, some of its clips, so much of its length."""

from __future__ import annotations

import itertools

from studio.planner import stretches, targets
from studio.planner.readers import beyond
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import Offer
from studio.timeline import clock
from studio.timeline.operations import (
    ClipLength,
    Cut,
    Freeze,
    Keep,
    PlaceSound,
    RemoveClips,
    Speed,
    TrimClip,
)

WEIGHT = beyond.WEIGHT


def keep(clause: Clause, scene: Scene) -> Reading | None:
    found = stretches.named(clause, scene) or stretches.middle(clause, scene)
    if clause.says("common.title", "common.caption"):
        return None
    if not found:
        return _only(clause, scene)
    a, b = found[0]
    edge = clause.one("edge")
    chosen = [c for c in scene.clips if c.id in targets.clips(clause, scene, WEIGHT).ids]
    if edge is not None and len(chosen) == 1 and len(scene.clips) > 1:
        clip = chosen[0]
        start, end = stretches.edge(edge, clip.duration)
        trimmed = TrimClip(target=clip.id, head=max(start, 0), tail=max(clip.duration - end, 0))
        return Reading(WEIGHT, (trimmed,), kind="clip", targets=(clip.id,))
    if clause.says("common.music") and not clause.says("common.video"):
        return None
    if edge is not None and edge.text != "share" and clause.says("targets.all_clips"):
        return _of_each(edge, scene)
    for first, last in found:
        if first < 0 or last > scene.length:
            return beyond.too_far(clause, scene, last if last > scene.length else first)
    stretched = all(token.kind in ("range", "edge") for _, token in clause.placed())
    if len(found) > 1 and stretched and not _overlapping(found):
        return Reading(WEIGHT, _gaps(sorted(found), scene.length), kind="clip")
    return Reading(WEIGHT, (Keep(start=a, end=b),), kind="clip")


def _overlapping(found: list[tuple[int, int]]) -> bool:
    """Whether two of the stretches have something in common."""
    row = sorted(found)
    return any(one[1] > two[0] for one, two in itertools.pairwise(row))


def _of_each(edge: Token, scene: Scene) -> Reading:
    """So much of the start, or of the end, of every clip."""
    steps = []
    for clip in scene.clips:
        start, end = stretches.edge(edge, clip.duration)
        if start >= 0 and end <= clip.duration:
            steps.append(TrimClip(target=clip.id, head=start, tail=clip.duration - end))
    ids = tuple(step.target for step in steps)
    return Reading(WEIGHT + 2, tuple(steps), kind="clip", targets=ids)


def _gaps(kept: list[tuple[int, int]], length: int) -> tuple[Cut, ...]:
    """What lies between the stretches that are kept, taken out from behind."""
    ends = [0, *(end for _, end in kept)]
    starts = [*(start for start, _ in kept), length]
    gaps = [(a, b) for a, b in zip(ends, starts, strict=True) if a < b]
    return tuple(Cut(start=a, end=b) for a, b in reversed(gaps))


def _only(clause: Clause, scene: Scene) -> Reading | None:
    """The clips that are named stay, the others go."""
    meant = targets.clips(clause, scene, WEIGHT)
    named = targets.ordinals(clause, "clip", "photo") or clause.all("file")
    said = stretches.span(clause)
    if meant.ids and named and said is not None:  # "keep 3 seconds of the first clip"
        lengths = tuple(ClipLength(target=id, duration=round(said.number)) for id in meant.ids)
        return Reading(WEIGHT + 1, lengths, kind="clip", targets=meant.ids)
    if meant.problem or not meant.ids or not named:
        return meant.problem
    gone = tuple(clip.id for clip in scene.clips if clip.id not in meant.ids)
    if not gone or clause.says("common.music", "common.original", "volume.volume"):
        return None
    return Reading(WEIGHT + 2, (RemoveClips(targets=gone),), kind="clip", targets=meant.ids)


def down_to(clause: Clause, scene: Scene) -> Reading | None:
    time = next((t for _, t in clause.placed() if t.kind == "time"), None)
    if time is None:
        return None
    wanted = round(time.number)
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    if meant.ids:
        steps = tuple(ClipLength(target=id, duration=wanted) for id in meant.ids)
        return Reading(WEIGHT + 1, steps, kind="clip", targets=meant.ids)
    if clause.says("common.music") and scene.music:
        return Reading(
            WEIGHT,
            tuple(PlaceSound(target=s.id, duration=wanted) for s in scene.music[:1]),
            kind="music",
            targets=tuple(s.id for s in scene.music[:1]),
        )
    if wanted == scene.length:
        return Reading(WEIGHT, hints=(scene.say("already_so_long", time=clock.length(wanted)),))
    if wanted > scene.length:
        return _longer(scene, wanted)
    first = scene.length - wanted if clause.says("cutting.keeping_end") else 0
    return Reading(WEIGHT, (Keep(start=first, end=first + wanted),), kind="clip")


def _longer(scene: Scene, wanted: int) -> Reading:
    """Cutting makes nothing longer: what would."""
    length = scene.length
    if not scene.clips:
        return ask(scene, WEIGHT, "no_clips")
    offers = (
        Offer(label=scene.say("slower_to_fit"), steps=(Speed(rate=round(length / wanted, 6)),)),
        Offer(label=scene.say("hold_to_fit"), steps=(Freeze(at=length, duration=wanted - length),)),
    )
    key, shown = "not_so_long", clock.length
    return ask(scene, WEIGHT, key, *offers, length=shown(length), time=shown(wanted))
