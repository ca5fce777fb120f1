"""A song that was sent along with pictures: who sends both wants to hear it, said or not.

"make a slideshow of these", with five photos and a song, names no music. It is laid under what was
made, and the message is read again with it there: "and GO at every drop" means its drops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import msgspec

from studio.planner import lexer
from studio.planner.adopting import adopted
from studio.planner.readers import laying
from studio.planner.scene import Scene
from studio.planner.values import AnyStep, Understanding
from studio.timeline import facts
from studio.timeline.model import Material
from studio.timeline.operations import (
    AddClip,
    AddSound,
    Operation,
    PictureEdit,
    ReplaceSound,
    Slideshow,
)

Read = Callable[[Scene, str], Understanding]
_SHORTEST = 3000  # ms of a file that is a song of a film's, and no sound of a door


def accompanied(found: Understanding, scene: Scene, text: str, read: Read) -> Understanding:
    """The message with the song that came with it, where nothing was made of that."""
    song = _left_out(found, scene, text)
    if song is None:
        return found
    if not _pictured(found.steps):
        return _under_all(found, scene, text, read, song)
    sound = _laid(scene.after(*(s for s in found.steps if isinstance(s, Operation))), song)
    if sound is None:
        return found
    there = msgspec.structs.replace(sound, duration=song.duration)
    fresh = read(replace(scene.after(there), message=text), text)
    better = found.question is not None and fresh.question is None and _pictured(fresh.steps)
    taken = fresh if better and not _heard(fresh.steps) else found
    at = max(n for n, step in enumerate(taken.steps) if isinstance(step, PictureEdit)) + 1
    return msgspec.structs.replace(taken, steps=(*taken.steps[:at], sound, *taken.steps[at:]))


def _under_all(
    found: Understanding, scene: Scene, text: str, read: Read, song: Material
) -> Understanding:
    """A message of which nothing came, read with the pictures and the song there: "fade the music
    out"."""
    pictures = adopted(replace(scene, materials=scene.arrived))
    sound = _laid(scene.after(*pictures), song)
    if found.question is None or found.steps or sound is None or not _pictured(pictures):
        return found
    fresh = read(replace(scene.after(*pictures, sound), message=text), text)
    if fresh.question is not None or not fresh.steps:
        return found
    return msgspec.structs.replace(fresh, steps=(*pictures, sound, *fresh.steps))


def _laid(scene: Scene, song: Material) -> AddSound | None:
    """The song as any is laid under what is there."""
    laid = laying.added(lexer.lex("", scene.materials).clause(0, 0), scene, song)
    sounds = [step for step in laid.steps if isinstance(step, AddSound)] if laid else []
    return sounds[0] if len(sounds) == 1 else None


def _left_out(found: Understanding, scene: Scene, text: str) -> Material | None:
    """The song that was sent and is not used."""
    filmed = any(m.kind == "video" for m in scene.materials)
    least = _SHORTEST if filmed else 1
    songs = [m for m in scene.arrived if m.kind == "audio" and m.duration >= least]
    if len(songs) != 1 or facts.music(scene.timeline) or _heard(found.steps):
        return None
    sheet = lexer.lex(text, scene.materials)
    clause = sheet.clause(0, len(sheet.text))
    return None if clause.says("accompanying.without", "music.without") else songs[0]


def _pictured(steps: Iterable[AnyStep]) -> bool:
    return any(isinstance(step, AddClip | Slideshow) for step in steps)


def _heard(steps: tuple[AnyStep, ...]) -> bool:
    """Whether a sound is laid already, that song or another."""
    return any(isinstance(step, AddSound | ReplaceSound) for step in steps)
