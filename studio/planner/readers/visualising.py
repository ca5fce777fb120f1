"""Music as a picture: a visual made of a song, and how it is to look."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from studio.planner import composing, shades, stretches, tints
from studio.planner.readers import canvas, repainting
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Offer, Question
from studio.planner.visual_words import COLOURS, SCENES, STYLE, bare, colours, look, names, painted
from studio.timeline import facts
from studio.timeline.model import Background, Material
from studio.timeline.operations import (
    AddClip,
    AddSound,
    RemoveClips,
    RemoveSounds,
    ReplaceSound,
    SetCanvas,
)
from studio.words import say

__all__ = ["COLOURS", "SCENES", "STYLE", "read"]

WEIGHT, SAME = 72, 90
LONGEST = 30 * 60_000  # ms of music that one visual is drawn for; longer needs a part to be named
MADE = 60_000  # ms of music that is composed where no length was said


@dataclass(frozen=True, slots=True)
class Heard:
    """The music a visual is made of: a file, music that is there already, or a brief."""

    song: Material | None = None
    there: bool = False
    composed: bool = False


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish for a visual, or about the one that is there."""
    clip = painted(scene)
    if clip is not None and (other := _next_song(clause, scene)) is not None:
        return other
    return repainting.read(clause, scene, clip) if clip is not None else _wished(clause, scene)


def _next_song(clause: Clause, scene: Scene) -> Reading | None:
    """The same visual for a song that was just sent: the picture follows it."""
    new = {material.id for material in scene.unused("audio")}
    song = next((m for m in scene.arrived if m.id in new), None)
    if song is None or len(scene.music) != 1 or not clause.says("visuals.same_for"):
        return None
    old = scene.music[0]
    step = ReplaceSound(target=old.id, source=song.id, length=song.duration, name=song.name)
    hints = (say("visuals.next_song", scene.lang, name=song.name),)
    return Reading(SAME, (step,), hints=hints, kind="clip", targets=(old.id,))


def _wished(clause: Clause, scene: Scene) -> Reading | None:
    strong = clause.says("visuals.strong")
    looks = bool(look(clause)) and clause.says("creating.video", "visuals.moved")
    weak = clause.says("visuals.weak") or looks
    if not (strong or weak) or clause.says("visuals.asking"):
        return None
    moving = any(m.kind == "video" for m in scene.materials)
    if moving or any(facts.kind(c) == "video" for c in scene.clips):
        return None
    photos = scene.unused("image")
    if not strong and (len(photos) > 1 or clause.says("common.photo")):
        return None
    heard = _heard(clause, scene)
    if heard is None:
        if not strong:
            return None
        return _asked(scene, "needs_song")
    return _made(clause, scene, heard, photos)


def _heard(clause: Clause, scene: Scene) -> Heard | None:
    songs = scene.unused("audio")
    named = [m for t in clause.all("file") for m in songs if m.id == t.text]
    fresh = [m for m in songs if m in scene.arrived or not scene.music]
    song = next(iter([*named, *fresh]), None)
    if song is not None:
        return Heard(song=song)
    if scene.sounds:
        return Heard(there=True)
    if composing.genre_said(clause) and not clause.says("visuals.own"):
        return Heard(composed=True)
    return None


def _asked(scene: Scene, key: str, *offers: Offer, **values: object) -> Reading:
    text = say(f"visuals.{key}", scene.lang, **values)
    return Reading(WEIGHT, question=Question(text=text, offers=offers), bare=True)


def _made(
    clause: Clause, scene: Scene, heard: Heard, photos: tuple[Material, ...]
) -> Reading | None:
    start, length = _part(clause, scene, heard)
    if length > LONGEST:
        offers = tuple(
            Offer(
                label=say(f"visuals.{key}", scene.lang),
                request=f"{clause.raw} ({say(f'visuals.{key}_request', scene.lang)})",
            )
            for key in ("first_three", "first_ten")
        )
        minutes = LONGEST // 60_000
        return _asked(scene, "too_long", *offers, minutes=minutes, length=length // 60_000)
    if length < 200:
        return _asked(scene, "no_such_part")
    clip = scene.fresh("c")
    gone = tuple(c.id for c in scene.clips)
    steps: list[AnyStep] = [RemoveClips(targets=gone)] if gone and scene.sounds else []
    cover = photos[0].id if photos else _pictured(scene, gone)
    title, artist = names(clause, scene)
    picture = Background(
        style=STYLE, colours=_coloured(clause, scene), scene=look(clause), title=title,
        artist=artist, cover=cover,
    )  # fmt: skip
    picture = bare(clause, picture)
    turned = shades.wished(clause, picture)
    if turned is not None and any(one.scene for one in turned.shades):  # "with rings in the chorus"
        turned = shades.wished(clause, msgspec.structs.replace(picture, scene=""))
    picture = turned or picture
    name = say("visuals.visual", scene.lang)
    steps.append(
        AddClip(id=clip, duration=length, background=picture, kind="background", name=name)
    )
    size = canvas.shape(clause)
    if size is not None:
        steps.append(SetCanvas(width=size[0], height=size[1]))
    steps += _laid(clause, scene, heard, start, length)
    return Reading(WEIGHT, tuple(steps), kind="clip", targets=(clip,), bare=True)


def _coloured(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """The colours a new visual is to have: named, or only "warm colors"; else it is left open."""
    named = colours(clause)
    if named or not clause.says("visuals.colours"):
        return named
    wished = tints.wished(clause, scene)
    return tints.shifted((), wished, tints.amount(clause)) if wished else ()


def _pictured(scene: Scene, clips: tuple[str, ...]) -> str:
    """The photo that was seen so far, which becomes the visual's cover."""
    seen = [c for c in scene.clips if c.id in clips and facts.kind(c) == "image"]
    return seen[0].source if seen else ""


def _part(clause: Clause, scene: Scene, heard: Heard) -> tuple[int, int]:
    """Where in the song the visual begins, and how long it is."""
    song = heard.song
    whole = song.duration if song else scene.length if heard.there else 0
    said = stretches.one(clause, scene)
    if song is not None and said is not None:
        edge = clause.one("edge")
        if edge is not None:
            said = stretches.edge(edge, whole)
        start, end = max(0, said[0]), min(said[1], whole)
        return start, max(0, end - start)
    start = _start(clause, whole) if song is not None else 0
    span = stretches.span(clause)
    if span is not None:
        return start, min(round(span.number), whole - start) if whole else round(span.number)
    return start, whole - start if whole else MADE


def _start(clause: Clause, whole: int) -> int:
    """Where in the song it is to begin, where only that is said: "30 seconds from 1:00"."""
    said = clause.one("time", role="from") or clause.one("time", role="at")
    if said is None or not clause.says("visuals.starting"):
        return 0
    return min(round(said.number), whole)


def _laid(clause: Clause, scene: Scene, heard: Heard, start: int, length: int) -> list[AnyStep]:
    """The edits that bring the music."""
    if heard.there:
        return []
    id = scene.fresh("s")
    if heard.song is not None:
        before = tuple(sound.id for sound in scene.music)  # nobody wants to hear two songs at once
        return [
            *([RemoveSounds(targets=before)] if before else []),
            AddSound(
                id=id, source=heard.song.id, name=heard.song.name, length=heard.song.duration,
                in_point=start, duration=length, gain=1.0,
            )
        ]  # fmt: skip
    brief = composing.wanted(clause.raw, scene, length=length)
    return [AddSound(id=id, brief=brief, name=composing.called(clause, scene), gain=1.0)]
