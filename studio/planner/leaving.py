"""What is to stay as it is: "but not the others", "leave the music alone", 音乐不用动.

Nothing is to be done for such a part; but where a wish beside it is done to what it names, among
others, it is not done to that: "mute all of it, but leave clip 2 alone". Where it changed by other
means, that is asked about.
"""

from __future__ import annotations

import msgspec

from studio.planner import spotting, targets
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep
from studio.timeline import facts
from studio.timeline.model import Clip, Sound, Timeline, Title
from studio.timeline.operations import ClipLength, Speed, TitleEdit

_LOOK = {  # what of each is seen, or heard; where it stands is left out: cuts move all
    Sound: ("gain", "curve", "fade_in", "fade_out", "speed", "duck", "source"),
    Clip: (
        "gain", "curve", "sound_fade_in", "sound_fade_out", "speed", "reverse", "source",
        "background",
    ),
    Title: ("text", "place", "style"),
}  # fmt: skip


def meant(clause: Clause, scene: Scene, *, worded: bool = False) -> tuple[str, ...] | None:
    """What a part wants left alone, nothing where it is "the rest"; None where it wants another.
    `worded`: titles were spoken of last, so that "the last" is one of them."""
    values = {token.kind for token in clause.tokens.values()}
    if values - {"ord", "file", "text", "num"} or not clause.says("leaving.alone"):
        return None
    if clause.says("leaving.others"):
        return ()
    found: list[str] = []
    own = spotting.without("common.original", clause.plain)
    for kind in ("music", "voice", "effect"):
        if spotting.said(f"common.{kind}", own):
            found += [sound.id for sound in scene.sounds if sound.role == kind]
    counted = clause.all("text") or (worded and targets.loose(clause))
    counted = counted or (worded and clause.says("targets.end_title", "targets.start_title"))
    if clause.says("common.title", "common.caption") or counted:
        found += targets.titles(clause, scene, 0).ids
    elif clause.all("ord") or clause.all("file"):
        found += targets.clips(clause, scene, 0).ids
    if clause.says("common.original", "common.video", "leaving.picture"):
        found += [clip.id for clip in scene.clips]
    if not found and clause.says("common.pronoun"):
        found += scene.memory.targets
    return tuple(found) if found or clause.says("leaving.not_out") else None


def narrowed(
    steps: list[AnyStep], ids: tuple[str, ...], clips: tuple[str, ...] = ()
) -> list[AnyStep]:
    """The steps without these among what they are done to, where something else is left."""
    made: list[AnyStep] = []
    for step in steps:
        if getattr(step, "target", "") in ids and isinstance(step, TitleEdit | ClipLength):
            continue  # each of several by itself
        given: tuple[str, ...] = getattr(step, "targets", ())
        if isinstance(step, Speed) and not given and step.start < 0:  # all of it
            given = clips
        left = tuple(id for id in given if id not in ids)
        both = 0 < len(left) < len(given)
        made.append(msgspec.structs.replace(step, targets=left) if both else step)
    return made


def silenced(ids: tuple[str, ...], before: Timeline, after: Timeline) -> bool:
    """Whether one of these is gone, or silent by now."""
    there = {segment.id for _, segment in facts.every(before)}
    now = {s.id: getattr(s, "gain", 1.0) for _, s in facts.every(after)}
    return any(not now.get(id) for id in ids if id in there)


def changed(ids: tuple[str, ...], before: Timeline, after: Timeline) -> bool:
    """Whether one of these is otherwise than it was, or gone."""
    was = {segment.id: segment for _, segment in facts.every(before) if segment.id in ids}
    now = {segment.id: segment for _, segment in facts.every(after)}
    for id, old in was.items():
        new = now.get(id)
        if type(new) is not type(old):
            return True
        if any(getattr(old, key) != getattr(new, key) for key in _LOOK[type(old)]):
            return True
    return False
