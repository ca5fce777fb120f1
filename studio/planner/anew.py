"""Whether a message is about the film that is there, or begins another one.

Who sends a new video with "add something upbeat" means the new video. What was there is kept as a
version: "undo" brings it back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from studio.planner import alike, composing, lexer, stretches, targets
from studio.planner.readers import joining, laying
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import (
    Begin,
    Memory,
    Redo,
    Restore,
    ShowReceipt,
    ShowTimeline,
    Understanding,
    Undo,
)
from studio.timeline import facts
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import (
    AddClip,
    Cut,
    Keep,
    Operation,
    RemoveClips,
    ReplaceSound,
    Slideshow,
    Speed,
    TrimClip,
    Volume,
)
from studio.timeline.summary import short

_LOOKING = (Undo, Redo, Restore, ShowTimeline, ShowReceipt)
Read = Callable[[Scene, str], Understanding]


def otherwise(found: Understanding, scene: Scene, text: str, read: Read) -> Understanding:
    """The message read as the beginning of another film, where that is what it is."""
    if not (scene.clips or scene.sounds or scene.titles):
        return found
    clause = _whole(scene, text)
    used = {getattr(segment, "source", "") for _, segment in facts.every(scene.timeline)}
    came = [m for m in scene.arrived if m.id not in used]
    seen = [m for m in came if m.kind in ("video", "image")]
    heard = [m for m in came if m.kind == "audio"]
    if came and (_looking(found) or _joined(found, scene, clause)):
        return found
    if seen and clause.says("anew.same") and scene.memory.wishes:
        return alike.again(scene, text, read) or found
    if seen or (heard and not _real(scene)):
        return _begun(found, scene, text, read)
    if heard:
        fresh = _begun(found, scene, text, read)
        pictured = any(isinstance(s, AddClip) for s in fresh.steps)
        return fresh if pictured else _with_song(found, scene, text, read, heard[-1])
    own = _of_its_own(clause, scene) and not _edits(found)
    return _begun(found, scene, text, read) if own or clause.says("anew.project") else found


def _edits(found: Understanding) -> bool:
    """Whether something is done beside the music to the film that is there: it is about that."""
    kinds = (Cut, Keep, RemoveClips, Speed, TrimClip, Volume)
    return any(isinstance(step, kinds) for step in found.steps)


def _whole(scene: Scene, text: str) -> Clause:
    sheet = lexer.lex(text, scene.materials)
    return sheet.clause(0, len(sheet.text))


def _looking(found: Understanding) -> bool:
    """Whether nothing is wanted but to look at what is there, or to go back."""
    return bool(found.steps) and all(isinstance(step, _LOOKING) for step in found.steps)


def _joined(found: Understanding, scene: Scene, clause: Clause) -> bool:
    """Whether the new files became a part of the film that is there, and that was meant."""
    new = {m.id for m in scene.arrived}
    used = [step for step in found.steps if isinstance(step, Operation) and _names(step, new)]
    if used and all(isinstance(step, Slideshow) for step in used):
        return joining.says(clause, "place")
    return bool(used)


def _names(value: Any, ids: set[str]) -> bool:
    """Whether one of these ids stands anywhere in a step."""
    match value:
        case str():
            return value in ids
        case dict():
            return any(_names(one, ids) for one in value.values())
        case list() | tuple():
            return any(_names(one, ids) for one in value)
        case msgspec.Struct():
            return _names(msgspec.to_builtins(value), ids)
    return False


def _real(scene: Scene) -> bool:
    """Whether the film shows something of the user's own."""
    return any(clip.source for clip in scene.clips)


def _begun(found: Understanding, scene: Scene, text: str, read: Read) -> Understanding:
    """The message on an empty timeline; as it was, where nothing comes of that."""
    empty = replace(scene, timeline=Timeline(), materials=scene.arrived, memory=Memory())
    fresh = read(empty, text)
    bare = not scene.arrived and _bare(fresh)
    if any(isinstance(step, Operation) for step in fresh.steps) and not bare:
        return msgspec.structs.replace(fresh, steps=(Begin(), *fresh.steps))
    if (bare or not found.steps) and _whole(scene, text).says("anew.project"):
        return Understanding(steps=(Begin(),), memory=Memory())
    return found


def _bare(fresh: Understanding) -> bool:
    """Whether nothing was said of the film but that it is to be: "a new video, please"."""
    return len(fresh.steps) == 1 and isinstance(fresh.steps[0], AddClip)


def _with_song(
    found: Understanding, scene: Scene, text: str, read: Read, song: Material
) -> Understanding:
    """The new song under the film that is there, and the rest of the message read with that."""
    laid = _laid(scene, song)
    edits = [step for step in laid.steps if isinstance(step, Operation)]
    fresh = read(scene.after(*edits), text)
    clause = _whole(scene, text)
    meant = targets.says(clause, "music") or joining.says(clause, "bare", "here", "this")
    if not edits or not (fresh.steps or meant):
        return found
    question = fresh.question if fresh.steps else None
    if question and question.text == scene.say("music_there", name=short(song.name)):
        question = None  # it was laid: there is nothing to ask of "add this" any more
    return msgspec.structs.replace(
        fresh, steps=(*laid.steps, *fresh.steps), hints=laid.hints, question=question,
        memory=msgspec.structs.replace(fresh.memory, question=question),
    )  # fmt: skip


def _laid(scene: Scene, song: Material) -> Reading:
    """The song in the place of the music there is, else laid as any song is."""
    if not scene.music:
        return laying.added(_whole(scene, ""), scene, song) or Reading(0)
    step = ReplaceSound(
        target=scene.music[0].id, source=song.id, name=song.name, length=song.duration
    )
    return Reading(0, (step,))


def _of_its_own(clause: Clause, scene: Scene) -> bool:
    """Whether something is asked to be made that has nothing to do with what is there."""
    if clause.says("anew.project"):
        return True
    if clause.says("anew.of_it") or not clause.says("anew.made"):
        return False
    video = clause.says("creating.video") and not clause.says("creating.for_video")
    music = targets.says(clause, "music") or composing.genre_said(clause)
    said = stretches.span(clause)
    if video:
        named = bool(said) and (music or clause.says("common.title") or bool(clause.all("text")))
        return clause.says("anew.new") or named or not _real(scene)
    far = said is not None and abs(said.number - scene.length) > 0.1 * scene.length
    return music and far
