"""Music that makes room for speech."""

from __future__ import annotations

import math
from dataclasses import replace

from studio.planner import composing, song_words, spotting
from studio.planner.readers import laying
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep
from studio.timeline import facts
from studio.timeline.operations import AddSound, Duck, Volume

WEIGHT = 62
SILENT = 60.0
_LAID = 75  # whose voice is spared tells nothing about a recording to be laid
DEPTH = 9.0  # dB: the middle of the six to ten that broadcasters use under a voice


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that music goes down while somebody speaks."""
    if not clause.says("ducking.duck", "ducking.own"):
        return None
    if song_words.named(clause) and not clause.says("ducking.speech", "ducking.own"):
        return None  # softer in a part of the song, whoever speaks
    if scene.music and clause.says("common.add") and _described(clause):
        return None  # other music than what is there, which is made with room for a voice
    if not scene.music:
        return _laid(clause, scene) or ask(scene, WEIGHT, "no_music")
    decibel, share = clause.one("db"), clause.one("share")
    depth = abs(decibel.number) if decibel else DEPTH
    if decibel is None and share is not None and 0 < share.number < 1:
        depth = _depth(clause, scene, share.number)
    if decibel is None and clause.says("volume.mute"):
        depth = SILENT
    if clause.says("ducking.never"):
        depth = 0.0
    ids = tuple(sound.id for sound in scene.music)
    if not clause.says("ducking.duck", "ducking.never"):
        return _under_own(scene, ids, depth)
    return Reading(WEIGHT, (Duck(targets=ids, depth=depth),), kind="music", targets=ids)


def _under_own(scene: Scene, ids: tuple[str, ...], depth: float) -> Reading:
    """Softer while the picture's own sound is heard: where it stands out in clips that all have
    some, else for as long as those clips last that do."""
    heard = [clip for clip in scene.clips if facts.audible(clip) and clip.gain]
    if not heard:
        return ask(scene, WEIGHT, "no_original")
    if len(heard) == len(scene.clips):
        steps: tuple[AnyStep, ...] = (Duck(targets=ids, depth=depth),)
        hints = (scene.say("duck_steady"),)
        return Reading(WEIGHT, steps, hints=hints, kind="music", targets=ids)
    factor = round(10 ** (-depth / 20), 3)
    steps = tuple(
        Volume(targets=ids, factor=factor, start=clip.start, end=facts.end(clip)) for clip in heard
    )
    return Reading(WEIGHT, steps, kind="music", targets=ids, whole=True)


def _laid(clause: Clause, scene: Scene) -> Reading | None:
    """Music that is wished for, and makes room: "lo-fi that won't drown my voice"."""
    if not (scene.clips and _described(clause)):
        return None
    plain = spotting.without("ducking.duck", clause.plain)
    found = laying.added(replace(clause, plain=plain, text=plain, known={}), scene)
    if found is None or found.question:
        return None
    ids = tuple(step.id for step in found.steps if isinstance(step, AddSound))
    return replace(found, weight=_LAID, steps=(*found.steps, Duck(targets=ids, depth=DEPTH)))


def _described(clause: Clause) -> bool:
    """Whether it is said what the music is like."""
    return composing.genre_said(clause) or clause.says("music.make")


def _depth(clause: Clause, scene: Scene, share: float) -> float:
    """The decibels down to this share, or by it."""
    loud = scene.music[0].gain
    if clause.says("volume.target") and 0 < share < loud:
        share /= loud
    elif not clause.says("volume.target"):
        share = 1 - share
    return round(min(-20 * math.log10(share), SILENT), 1)
