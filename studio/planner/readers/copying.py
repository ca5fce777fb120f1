"""Clips once more: one behind itself or at an end, or the whole video again and again."""

from __future__ import annotations

import msgspec

from studio.planner import stretches, targets
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep
from studio.timeline import facts
from studio.timeline.model import Clip
from studio.timeline.operations import AddClip, Reverse, Speed

WEIGHT = 49
MOST = 20  # times that something is repeated at one word
SHORTEST = 100  # ms of a stretch that can be seen again
LONGEST = 200  # clips that a repeated video may come to


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish to see a clip, or all of them, again."""
    from studio.planner.readers.looping import times

    count = times(clause) or 2
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    only = len(scene.clips) == 1 or clause.says("common.video", "targets.all_clips")
    if not meant.ids and only and scene.clips:
        return whole(scene, count)
    if len(meant.ids) != 1:
        return ask(scene, WEIGHT, "which_clip")
    old = next(one for one in scene.clips if one.id == meant.ids[0])
    at = facts.end(old)
    if clause.says("common.at_end", "arranging.to_end"):
        at = -1
    elif clause.says("common.at_start"):
        at = 0
    return _made(scene, [old] * (count - 1), -1 if at >= facts.picture_end(scene.timeline) else at)


def stretch(clause: Clause, scene: Scene) -> Reading | None:
    """A stretch of the film once more behind itself: "loop the last 3 seconds"."""
    from studio.planner.readers.looping import times

    span = stretches.one(clause, scene) if clause.says("clips.stretch_again") else None
    others = ("common.music", "common.title", "common.voice", "fades.fade", "speed.reverse")
    if span is None or not scene.clips or clause.says(*others):
        return None
    start, end = max(span[0], 0), min(span[1], scene.length)
    row = [clip for clip in scene.clips if clip.start < end and facts.end(clip) > start]
    if end - start < SHORTEST or any(clip.freeze for clip in row):
        return ask(scene, WEIGHT, "which_clip")
    at = -1 if end >= facts.picture_end(scene.timeline) else end
    if clause.says("common.at_end", "arranging.to_end") and not clause.all("edge"):
        at = -1
    parts = [_part(clip, start, end) for clip in row]
    return _made(scene, parts * ((times(clause) or 2) - 1), at)


def _part(clip: Clip, start: int, end: int) -> Clip:
    """As much of a clip as lies between two moments of the film."""
    first, last = max(start, clip.start), min(end, facts.end(clip))
    before = first - clip.start if not clip.reverse else facts.end(clip) - last
    in_point = clip.in_point + round(before * clip.speed) if clip.source else 0
    return msgspec.structs.replace(clip, start=first, duration=last - first, in_point=in_point)


def whole(scene: Scene, count: int) -> Reading:
    """All clips in their order, so many times."""
    row = list(scene.clips) * (count - 1)
    if len(row) > LONGEST:
        return ask(scene, WEIGHT, "which_clip")
    return _made(scene, row, -1)


def _made(scene: Scene, row: list[Clip], at: int) -> Reading:
    steps: list[AnyStep] = []
    first = int(scene.fresh("c")[1:])
    ids = tuple(f"c{first + number}" for number in range(len(row)))
    for id, old in zip(ids, row, strict=True):
        if old.freeze:
            return ask(scene, WEIGHT, "which_clip")
        steps += _copy(old, id, at)
        at = at if at < 0 else at + old.duration
    return Reading(WEIGHT, tuple(steps), kind="clip", targets=ids)


def _copy(old: Clip, id: str, at: int) -> list[AnyStep]:
    """The edits that put a clip there once more."""
    edits: list[AnyStep] = [
        AddClip(
            id=id,
            source=old.source,
            background=old.background,
            duration=round(old.duration * old.speed) if old.source else old.duration,
            at=at,
            in_point=old.in_point,
            length=facts.length(old),
            kind=facts.kind(old),
            name=str(old.metadata.get("name", "")),
            has_sound=facts.audible(old),
            fit=old.fit,
            motion=old.motion,
            gain=old.gain,
        )
    ]
    if old.speed != 1:
        edits.append(Speed(rate=old.speed, targets=(id,)))
    if old.reverse:
        edits.append(Reverse(targets=(id,)))
    return edits
