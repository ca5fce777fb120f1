"""What is wanted of a part of a song that is named: only it, from it on, up to it, all but it."""

from __future__ import annotations

import re

import msgspec

from studio.planner import song_words, spotting, stretches
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.planner.values import Part, Stretch
from studio.planner.visual_words import colours, drawn
from studio.timeline import facts
from studio.timeline.model import Sound

_NEAR = 24  # characters between a verb and the part that it is about
_ELSE = (  # what a part may be named for, beside being all there is
    "common.title", "common.caption", "volume.louder", "volume.softer", "volume.mute",
    "volume.volume", "fades.fade", "slideshow.quicker", "slideshow.slower", "common.photo",
    "song.lit", "syncing.at_cut", "syncing.sync",
)  # fmt: skip
_LASTS = re.compile(r"\b(?:and|to) last (?!of)\S+ (?:seconds?|secs?|s|minutes?)")
_OTHERS = ("common.video", "common.clip", "common.title", "common.photo", "common.voice")
_TOWARDS = re.compile(
    r"\b(?:skip|jump|cut|go) (?:right |straight |ahead |directly |forward )*(?:in)?to\s+(?:the )?$"
)
_ONLY_SONGS = ("verse", "chorus", "bridge", "drop")
_GOES = ("can", "has", "should", "must", "needs")  # … go


def wish(clause: Clause, scene: Scene, sound: Sound | None) -> Stretch | None:
    """What is said of a part by its name, or that all of the song is wanted."""
    other: tuple[str, ...] = _ELSE[2:] if sound is None else _ELSE  # a visual may have words in it
    if drawn(scene):
        other = tuple(key for key in other if not key.startswith("slideshow."))
    if clause.says(*other) or colours(clause):
        return None
    if sound is not None and clause.says("song.whole") and of_it(clause, scene):
        away = sound.in_point or sound.duration < facts.length(sound)
        made = scene.material(sound.source)
        away = away or (made is not None and "splice" in made.metadata)
        away = away or bool((facts.brief(sound) or {}).get("form"))
        return Stretch(target="", whole=True) if away else None
    found = song_words.named(clause)
    if not found or song_words.every(clause) or clause.all("range"):
        return None
    length = _length(clause)
    if length is None or any(t.clock or t.role == "at" for t in clause.all("time")):
        return None
    one = found[0]
    if one.part.side in ("before", "after"):
        return _beside(clause, one.part, length)
    if skips(clause, one):
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


def of_a_file(clause: Clause, scene: Scene) -> Stretch | None:
    """The part of the music that a file is wished of: "a gif of the drop", 导出副歌."""
    found = song_words.named(clause)
    if len(found) != 1 or found[0].part.side != "in" or clause.says(*_ELSE):
        return None
    timed = any(clause.all(kind) for kind in ("time", "range", "edge"))
    timed = timed or song_words.cleared(clause).says("common.music")
    if timed or skips(clause, found[0]) or not (scene.music and scene.clips):
        return None
    return Stretch(target=scene.music[0].id, part=found[0].part, film=True)


def _length(clause: Clause) -> int | None:
    """How long it is to be, 0 where that is not said; None where a stretch is told by times."""
    said = stretches.span(clause)
    edge = clause.one("edge")
    if edge is None:
        return round(said.number) if said is not None and not said.clock else 0
    if _LASTS.search(clause.plain) and clause.says("song.begin"):
        return round(edge.number)  # "and last 20 seconds"
    return None


def _beside(clause: Clause, part: Part, length: int) -> Stretch | None:
    """What lies before a part, or after it."""
    skipped, stopped = clause.says("song.skip"), clause.says("song.stop")
    begun, kept = clause.says("song.begin"), clause.says("song.only")
    if part.side == "before":
        if not (stopped or kept or skipped):
            return None
        side = part.side if kept or stopped else "from"  # skip all before the drop
        return Stretch(target="", part=msgspec.structs.replace(part, side=side))
    if stopped and not begun and not skipped:
        return Stretch(target="", part=msgspec.structs.replace(part, side="through"))
    if skipped and not begun:  # no more after it
        return Stretch(target="", part=msgspec.structs.replace(part, side="through"))
    if not (begun or kept):
        return None
    return Stretch(target="", part=part, length=length)


def _only(clause: Clause, scene: Scene) -> bool:
    """Whether nothing but the part is wanted: of a song that is being laid that is said of it."""
    if drawn(scene):
        return True
    laying = clause.says("common.add") and (scene.unused("audio") or not clause.says("song.use"))
    return about(clause, scene) and not laying


def of_it(clause: Clause, scene: Scene) -> bool:
    """Whether "all of it again" is said of the song, or of nothing else."""
    return about(clause, scene) or not clause.says(*_OTHERS)


def about(clause: Clause, scene: Scene) -> bool:
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


def skips(clause: Clause, one: song_words.Named) -> bool:
    """Whether the part is said to be left out: "skip the intro", 前奏不要."""
    before = clause.text[max(0, one.start - _NEAR) : one.start]
    after = clause.text[one.end : one.end + _NEAR]
    if _TOWARDS.search(before):
        return False  # skip to the chorus
    if spotting.said("song.skip", before):
        return True
    if not spotting.said("song.skip", after):
        return False
    return any("一" <= char <= "龥" for char in after) or after.lstrip().startswith(_GOES)
