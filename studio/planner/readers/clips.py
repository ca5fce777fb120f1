"""Files put on the timeline as picture, or in a clip's place; clips that last so long."""

from __future__ import annotations

from collections.abc import Sequence

from studio.planner import stretches, targets
from studio.planner.readers import copying
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.timeline import facts
from studio.timeline.model import Clip, Material
from studio.timeline.operations import AddClip, ClipLength, ReplaceClip

WEIGHT = 49
SHORTEST = 100  # ms that are left of a clip that is to be shorter
STILL = 3000  # ms a photo is seen where no length was said


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that a file is seen, or that a clip lasts so long."""
    if clause.says("common.title", "common.caption") and not clause.all("file"):
        return None
    seen = _named(clause, scene)
    unknown = [token for token in clause.all("file") if not token.text]
    if unknown and clause.says("common.add", "common.replace", "clauses.verb") and not seen:
        return ask(scene, WEIGHT, "no_such_file", name=unknown[0].raw)
    if seen and clause.says("clips.replace"):
        return replaced(clause, scene, seen[-1], WEIGHT)
    on = {clip.source for clip in scene.clips}
    new = [material for material in seen if material.id not in on]
    if new and clause.says("common.add", "clauses.verb"):
        return _added(clause, scene, new)
    again = copying.stretch(clause, scene)
    if again is not None:
        return again
    if clause.says("clips.copy"):
        return copying.read(clause, scene)
    waiting = scene.unused("video") + scene.unused("image")
    if not seen and waiting and clause.says("clips.add_rest"):
        return _added(clause, scene, list(waiting))
    lasting = _lasting(clause, scene)
    if lasting is not None:
        return lasting
    wanting = clause.says("clips.another") and not seen and not unknown
    return ask(scene, WEIGHT - 22, "send_clip") if wanting else None


def _named(clause: Clause, scene: Scene) -> list[Material]:
    found = [scene.material(token.text) for token in clause.all("file")]
    return [m for m in found if m is not None and m.kind != "audio"]


def clip(material: Material, id: str, *, at: int = -1, duration: int = 0) -> AddClip:
    """The edit that puts a file on the timeline."""
    still = material.kind == "image" and not material.duration
    return AddClip(
        id=id,
        source=material.id,
        at=at,
        duration=duration or (STILL if still else max(material.duration, 1)),
        length=0 if still else material.duration,
        kind=material.kind if still or material.kind == "video" else "video",
        name=material.name,
        has_sound=material.has_sound,
        motion="auto" if still else "",
    )


def _added(clause: Clause, scene: Scene, new: list[Material]) -> Reading:
    at = stretches.moment(clause)
    place = -1
    if at is not None:
        place = round(at.number)
    elif clause.says("arranging.to_start") and not clause.says("common.at_end"):
        place = 0
    others = targets.clips(clause, scene, WEIGHT)
    if others.problem:
        return others.problem
    anchor = next((c for c in scene.clips if c.id in others.ids), None)
    if anchor is not None and clause.says("arranging.after"):
        place = facts.end(anchor)
    elif anchor is not None and clause.says("arranging.before"):
        place = anchor.start
    if place >= facts.picture_end(scene.timeline):
        place = -1
    said = stretches.span(clause)
    length = round(said.number) if said else 0
    if length < 0 and any(material.kind == "image" for material in new):
        return ask(scene, WEIGHT, "no_clips")
    return placed(scene, new, WEIGHT, at=place, still=length)


def placed(
    scene: Scene, new: Sequence[Material], weight: int, *, at: int, still: int = 0
) -> Reading:
    """Files one after the other from a place on, -1 for the end; photos stay `still` ms."""
    steps: list[AddClip] = []
    now = scene
    for material in new:
        length = still if material.kind == "image" else 0
        step = clip(material, now.fresh("c"), at=at, duration=length)
        steps.append(step)
        now = now.after(step)
        at = at + step.duration if at >= 0 else at
    return Reading(weight, tuple(steps), kind="clip", targets=tuple(step.id for step in steps))


def replaced(clause: Clause, scene: Scene, new: Material, weight: int) -> Reading:
    """A file in the place of the clip that is meant."""
    meant = targets.clips(clause, scene, weight)
    if meant.problem:
        return meant.problem
    old = [id for id in meant.ids if next(c for c in scene.clips if c.id == id).source != new.id]
    if not old and len(scene.clips) == 1:
        old = [scene.clips[0].id]
    if not old:
        return ask(scene, weight, "which_clip")
    still = new.kind == "image"
    step = ReplaceClip(
        target=old[0],
        source=new.id,
        name=new.name,
        kind=new.kind,
        length=0 if still else new.duration,
        has_sound=new.has_sound,
    )
    return Reading(weight, (step,), kind="clip", targets=(old[0],))


def _lasting(clause: Clause, scene: Scene) -> Reading | None:
    said = stretches.span(clause)
    share = clause.one("share")
    if said is None and share is not None and 0 < share.number < 1 and clause.says("clips.shared"):
        meant = targets.clips(clause, scene, WEIGHT)
        row = [c for c in scene.clips if c.id in meant.ids]
        part = tuple(
            ClipLength(target=c.id, duration=round(c.duration * share.number)) for c in row
        )
        return Reading(WEIGHT, part, kind="clip", targets=meant.ids) if part else None
    if said is None or not clause.says("clips.lasts") or clause.says("common.remove"):
        return None
    if clause.says("common.music", "fades.fade", "speed.slower", "speed.faster", "speed.freeze"):
        return None
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    steps = lengths(clause, [c for c in scene.clips if c.id in meant.ids], round(said.number))
    return Reading(WEIGHT, steps, kind="clip", targets=meant.ids) if steps else None


def lengths(clause: Clause, row: Sequence[Clip], ms: int) -> tuple[ClipLength, ...]:
    """Each of these clips so long, or by so much longer or shorter than it is."""
    longer, shorter = clause.says("titles.longer_by"), clause.says("titles.shorter_by")
    if longer == shorter:
        return tuple(ClipLength(target=clip.id, duration=ms) for clip in row)
    change = ms if longer else -ms
    return tuple(
        ClipLength(target=clip.id, duration=max(clip.duration + change, SHORTEST)) for clip in row
    )
