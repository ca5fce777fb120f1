"""Only a part of a song: "just the chorus", "start at the drop", "skip the intro"; of a drawn
picture any stretch at all."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec

from studio.planner import part_wishes, phrases, shades, song_words
from studio.planner.phrases import pattern
from studio.planner.readers import drawn_times, music, placing, visualising
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Offer, Question, Stretch
from studio.planner.visual_words import drawn
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import AddSound
from studio.words import say

WEIGHT = 76
_VERSION = re.compile(  # a length, and what is to be so long
    rf"({pattern('{time}')})(?:长)?的?[\s-]*.{{0,16}}?"
    r"(?:version|cut|clip|edit|teaser|trailer|snippet|film|video|short|reel|版|片|视频|预告|剪辑)"
)


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that only some of a song is heard, and seen where a picture is drawn from it."""
    if clause.all("text"):
        return None
    sound = _song(scene)
    if not drawn(scene) and song_words.named(clause):
        made = _with_new(clause, scene, sound)
        if made is not None:
            return made
    if sound is None or (drawn(scene) and shades.dressed(clause)):
        return None
    kind = "clip" if drawn(scene) else "music"
    if _leads(clause, scene):
        return Reading(WEIGHT, kind=kind, done=True)
    if _complains(clause, scene):
        return _offered(clause, scene, sound)
    wishes = _wishes(clause, scene, sound)
    if not wishes:
        return None
    steps = tuple(msgspec.structs.replace(wish, target=sound.id) for wish in wishes)
    return Reading(WEIGHT, steps, kind=kind, targets=(sound.id,), whole=True)


def _wishes(clause: Clause, scene: Scene, sound: Sound) -> tuple[Stretch, ...]:
    """What is wanted of the song: a part of it, or several that are left out."""
    wish = part_wishes.wish(clause, scene, sound) or (
        drawn_times.stretch(clause, scene) if drawn(scene) else None
    )
    if wish is None:
        return ()
    if not wish.without or not wish.part.kind:
        return (_as_long(clause, wish),)
    gone = [one.part for one in song_words.named(clause)]
    return tuple(msgspec.structs.replace(wish, part=part) for part in gone)


def _as_long(clause: Clause, wish: Stretch) -> Stretch:
    """As long as was said in the part before: "a 15 second version, starting at the drop"."""
    before = _VERSION.search(clause.sheet.text[: clause.at])
    if before is None or wish.length or wish.whole or not wish.part.kind:
        return wish
    said = clause.sheet.tokens[before[1]]
    return msgspec.structs.replace(wish, length=round(said.number))


def _leads(clause: Clause, scene: Scene) -> bool:
    """Whether only a length is said here, and right behind which part of the song it is of."""
    if not clause.says("song.version") or song_words.named(clause) or clause.all("ord"):
        return False
    rest = clause.sheet.text[clause.at + len(clause.text) :]
    named = any(phrases.compiled(f"song.{kind}").search(rest) for kind in song_words.KINDS)
    text = clause.sheet.text[clause.at :]
    return named and drawn(scene) and _VERSION.search(text) is not None


def _complains(clause: Clause, scene: Scene) -> bool:
    """Whether a part of the song is said to be too long, and no more than that."""
    parts = song_words.named(clause)
    skipped = parts and part_wishes.skips(clause, parts[0])
    return bool(parts) and not skipped and drawn(scene) and clause.says("song.long")


def _offered(clause: Clause, scene: Scene, sound: Sound) -> Reading:
    """Whether it is to be left out: asked, unless that is what is said next."""
    part = song_words.named(clause)[0].part
    name = say(f"parts.{part.kind}", scene.lang)
    step = Stretch(target=sound.id, part=part, without=True)
    offer = Offer(label=say("parts.say_without", scene.lang, part=name), steps=(step,))
    text = say("parts.too_long", scene.lang, part=name)
    return Reading(WEIGHT, question=Question(text=text, offers=(offer,)))


def _song(scene: Scene) -> Sound | None:
    """The song of the user's that is there; music of ours is composed as it is wanted."""
    if not scene.music:
        return None
    sound = placing.chosen(scene)
    return sound if sound.source and facts.brief(sound) is None else None


def _with_new(clause: Clause, scene: Scene, sound: Sound | None) -> Reading | None:
    """A song that is only being laid, or drawn, and of which only a part is wanted."""
    found = visualising.read(clause, scene)
    laying = scene.unused("audio") and not (clause.says("creating.video") and not scene.clips)
    if found is None and not scene.music and laying:
        found = music.read(clause, scene)
    if found is None or found.question or not found.steps:
        return None
    laid = [step.id for step in found.steps if isinstance(step, AddSound) and step.source]
    laid += [sound.id] if sound is not None else []
    wish = part_wishes.wish(clause, scene, None)
    if not laid or wish is None:
        return None
    step: AnyStep = msgspec.structs.replace(wish, target=laid[0])
    return replace(found, weight=WEIGHT, steps=(*found.steps, step), hints=(), whole=True)
