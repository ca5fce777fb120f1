"""Only a part of a song: "just the chorus", "start at the drop", "skip the intro"; of a drawn
picture any stretch at all."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec

from studio.planner import phrases, song_words, spotting, stretches
from studio.planner.phrases import pattern
from studio.planner.readers import cutting, music, placing, visualising
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Offer, Part, Question, Stretch
from studio.planner.visual_words import STYLE, colours
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import AddSound, Cut, Keep
from studio.words import say

WEIGHT = 76
_NEAR = 24  # characters between a verb and the part that it is about
_ELSE = (  # what a part may be named for, beside being all there is
    "common.title", "common.caption", "volume.louder", "volume.softer", "volume.mute",
    "volume.volume", "fades.fade", "slideshow.quicker", "slideshow.slower", "common.photo",
    "song.lit", "syncing.at_cut", "syncing.sync",
)  # fmt: skip
_VERSION = re.compile(  # a length, and what is to be so long
    rf"({pattern('{time}')})(?:长)?的?[\s-]*.{{0,16}}?"
    r"(?:version|cut|clip|edit|teaser|trailer|snippet|film|video|short|reel|版|片|视频|预告|剪辑)"
)
_ONLY_SONGS = ("verse", "chorus", "bridge", "drop")


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that only some of a song is heard, and seen where a picture is drawn from it."""
    if clause.all("text"):
        return None
    sound = _song(scene)
    if not drawn(scene) and song_words.named(clause):
        made = _with_new(clause, scene, sound)
        if made is not None:
            return made
    if sound is None:
        return None
    kind = "clip" if drawn(scene) else "music"
    if _leads(clause, scene):
        return Reading(WEIGHT, kind=kind)
    if _complains(clause, scene):
        return _offered(clause, scene, sound)
    wishes = _wishes(clause, scene, sound)
    if not wishes:
        return None
    steps = tuple(msgspec.structs.replace(wish, target=sound.id) for wish in wishes)
    return Reading(WEIGHT, steps, kind=kind, targets=(sound.id,), whole=True)


def _wishes(clause: Clause, scene: Scene, sound: Sound) -> tuple[Stretch, ...]:
    """What is wanted of the song: a part of it, or several that are left out."""
    wish = _wish(clause, scene, sound) or (_timed(clause, scene) if drawn(scene) else None)
    if wish is None:
        return ()
    if not wish.without:
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
    skipped = parts and _skips(clause, parts[0])
    return bool(parts) and not skipped and drawn(scene) and clause.says("song.long")


def _offered(clause: Clause, scene: Scene, sound: Sound) -> Reading:
    """Whether it is to be left out: asked, unless that is what is said next."""
    part = song_words.named(clause)[0].part
    name = say(f"parts.{part.kind}", scene.lang)
    step = Stretch(target=sound.id, part=part, without=True)
    offer = Offer(label=say("parts.say_without", scene.lang, part=name), steps=(step,))
    text = say("parts.too_long", scene.lang, part=name)
    return Reading(WEIGHT, question=Question(text=text, offers=(offer,)))


def drawn(scene: Scene) -> bool:
    """Whether all that is seen is drawn from the music."""
    clips = scene.clips
    return bool(clips) and all(c.background and c.background.style == STYLE for c in clips)


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
    wish = _wish(clause, scene, None)
    if not laid or wish is None:
        return None
    step: AnyStep = msgspec.structs.replace(wish, target=laid[0])
    return replace(found, weight=WEIGHT, steps=(*found.steps, step), hints=(), whole=True)


def _wish(clause: Clause, scene: Scene, sound: Sound | None) -> Stretch | None:
    """What is said of a part by its name, or that all of the song is wanted."""
    other: tuple[str, ...] = _ELSE[2:] if sound is None else _ELSE  # a visual may have words in it
    if drawn(scene):
        other = tuple(key for key in other if not key.startswith("slideshow."))
    if clause.says(*other) or colours(clause):
        return None
    if sound is not None and clause.says("song.whole") and _about(clause, scene):
        away = sound.in_point or sound.duration < facts.length(sound)
        return Stretch(target="", whole=True) if away else None
    found = song_words.named(clause)
    if not found or song_words.every(clause) or clause.all("range"):
        return None
    said = stretches.span(clause)
    length = round(said.number) if said is not None and not said.clock else 0
    edge = clause.one("edge")
    if edge is not None:
        return None
    if any(t.clock or t.role == "at" for t in clause.all("time")):
        return None
    one = found[0]
    if one.part.side == "before" and len(found) == 1:
        part = one.part
        cue = clause.says("song.stop", "song.only", "song.skip")
        skipped = clause.says("song.skip") and not clause.says("song.only", "song.stop")
        part = msgspec.structs.replace(part, side="from") if skipped else part
        return Stretch(target="", part=part) if cue else None
    if one.part.side == "after":
        cue = clause.says("song.begin", "song.only", "song.skip", "song.stop")
        skipped = clause.says("song.skip", "song.stop") and not clause.says("song.begin")
        if skipped:  # no more after it: what lies behind goes
            kept = msgspec.structs.replace(one.part, side="before")
            return Stretch(target="", part=kept) if one.part.kind == "outro" else None
        return Stretch(target="", part=one.part, length=length) if cue else None
    if _skips(clause, one):
        if not _may_skip(clause, scene, one.part):
            return None
        return Stretch(target="", part=one.part, without=True)
    if clause.says("song.around") and length:
        return Stretch(target="", part=one.part, length=length, around=True)
    if clause.says("song.begin"):
        part = msgspec.structs.replace(one.part, side="from")
        return Stretch(target="", part=part, length=length)
    if clause.says("song.only") and (sound is None or _only(clause, scene)):
        side = "from" if length else "in"
        part = msgspec.structs.replace(one.part, side=side)
        return Stretch(target="", part=part, length=length)
    return None


def _only(clause: Clause, scene: Scene) -> bool:
    """Whether nothing but the part is wanted: of a song that is being laid that is said of it."""
    if drawn(scene):
        return True
    return _about(clause, scene) and not clause.says("common.add")


def _about(clause: Clause, scene: Scene) -> bool:
    """Whether the song is meant: it is named, or all that is seen comes from it."""
    return (
        drawn(scene)
        or clause.says("song.music", "common.music")
        or not scene.clips
        or bool({one.part.kind for one in song_words.named(clause)} & set(_ONLY_SONGS))
    )


def _may_skip(clause: Clause, scene: Scene, part: Part) -> bool:
    """Whether it is the song's part that goes, and no card of the film's own."""
    if drawn(scene) or clause.says("song.music", "common.music") or not scene.clips:
        return True
    cards = [t for t in scene.titles if t.role == "title"]
    return part.kind in _ONLY_SONGS or not cards


def _skips(clause: Clause, one: song_words.Named) -> bool:
    """Whether the part is said to be left out: "skip the intro", 前奏不要."""
    before = clause.text[max(0, one.start - _NEAR) : one.start]
    after = clause.text[one.end : one.end + _NEAR]
    if spotting.said("song.skip", before):
        return True
    if not spotting.said("song.skip", after):
        return False
    return any("一" <= char <= "龥" for char in after) or after.lstrip().startswith(("can", "has"))


def _timed(clause: Clause, scene: Scene) -> Stretch | None:
    """Of a picture that is drawn from the song: what is kept, or cut off, as times."""
    if song_words.named(clause) and not any(clause.all(k) for k in ("edge", "range", "time")):
        return None
    alone = len(clause.text) == 1 and bool(clause.all("edge") or clause.all("range"))
    if alone:  # nothing but "the first 10 seconds"
        start, end = stretches.named(clause, scene)[0]
        return Stretch(target="", part=Part(start=start, end=end))
    found = cutting.read(clause, scene)
    if found is None or found.question or len(found.steps) != 1:
        return None
    length = scene.length
    match found.steps[0]:
        case Keep(start=start, end=end):
            return Stretch(target="", part=Part(start=start, end=end))
        case Cut(start=0, end=end):
            return Stretch(target="", part=Part(start=end, end=length))
        case Cut(start=start, end=end) if end >= length:
            return Stretch(target="", part=Part(start=0, end=start))
    return None
