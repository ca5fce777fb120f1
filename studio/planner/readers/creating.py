"""A video or a piece of music out of nothing but a sentence."""

from __future__ import annotations

import zlib

from studio.planner import composing, looks, stretches, targets, wording
from studio.planner.readers import canvas
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, JustMusic
from studio.timeline.model import Background
from studio.timeline.operations import AddClip, AddSound, AddTitle, SetCanvas

WEIGHT = 64
VIDEO, TITLE = 15_000, 4000  # ms where no length was said
_LOOKS = 64  # backgrounds that other words get, the same for the same words


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish for something new, where there is no picture."""
    if scene.clips or any(m.kind != "audio" for m in scene.materials):
        return None
    making = clause.says("music.make", "common.add", "creating.make")
    making = making or bool(clause.says("creating.video") and stretches.span(clause))
    nothing = not scene.sounds and not scene.materials
    making = making or (nothing and clause.says("creating.some"))
    if clause.says("volume.louder", "volume.softer", "common.remove", "music.replace_sure"):
        return None  # about music that is thought to be there
    said = stretches.span(clause)
    video = clause.says("creating.video") and not clause.says("creating.for_video")
    music = targets.says(clause, "music") or composing.genre_said(clause)
    if making and video:
        return _video(clause, scene, round(said.number) if said else 0, music)
    if music and making and not scene.sounds and not scene.materials:
        return _track(clause, scene, round(said.number) if said else 0)
    return None


def _track(clause: Clause, scene: Scene, length: int) -> Reading:
    id = scene.fresh("s")
    step = AddSound(
        id=id,
        brief=composing.wanted(clause.raw, scene, length=length),
        duration=length or -1,
        name=composing.called(clause, scene),
        gain=1.0,
    )
    return Reading(WEIGHT, (step, JustMusic()), kind="music", targets=(id,), bare=True)


def _video(clause: Clause, scene: Scene, length: int, music: bool) -> Reading:
    song = next(iter(scene.unused("audio")), None)
    length = length or (song.duration if song else 0) or VIDEO
    clip = scene.fresh("c")
    steps: list[AnyStep] = [
        AddClip(id=clip, duration=length, background=_backdrop(clause), kind="background")
    ]
    size = canvas.shape(clause)
    if size is not None:
        steps.append(SetCanvas(width=size[0], height=size[1]))
    kind, targeted = "clip", (clip,)
    if song is not None:
        id = scene.fresh("s")
        steps.append(
            AddSound(
                id=id,
                source=song.id,
                name=song.name,
                length=song.duration,
                duration=min(length, song.duration),
            )
        )
        kind, targeted = "music", (id,)
    elif music:
        id = scene.fresh("s")
        brief = composing.wanted(clause.raw, scene, length=length)
        name = composing.called(clause, scene)
        steps.append(AddSound(id=id, brief=brief, name=name, gain=0.8))
        kind, targeted = "music", (id,)
    words = wording.words(clause, scene)
    if words:
        look = looks.wish(clause)
        steps.append(
            AddTitle(
                id=scene.fresh("t"),
                text=words,
                start=0,
                duration=min(TITLE, length),
                place=look.place or "center",
                style=looks.styled(look, "title"),
            )
        )
    return Reading(WEIGHT, tuple(steps), kind=kind, targets=targeted, bare=True)


def _backdrop(clause: Clause) -> Background:
    """A gradient, or the one colour that is asked for behind the words."""
    for colour, key in (("#000000", "on_black"), ("#ffffff", "on_white")):
        if clause.says(f"creating.{key}"):
            return Background(style="colour", colours=(colour,))
    return Background(seed=zlib.crc32(clause.raw.encode()) % _LOOKS)
