"""Louder or softer in a part of the music: "louder in the chorus", "turn it down in the verses"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

import msgspec

from studio.planner import music_words, song_words, targets
from studio.planner.readers import ducking, volume
from studio.planner.readers.placing import chosen
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.song_words import Named
from studio.planner.values import Part, PartLevel
from studio.timeline import facts

WEIGHT = 79
_MUSICAL = {  # how music is, rather than how loud
    "calmer", "livelier", "happier", "sadder", "sparser", "busier", "slower", "faster", "half",
    "double", "rekey",
}  # fmt: skip
_ELSE = ("common.title", "common.caption", "fades.fade", "common.photo",
         "telling.export")  # fmt: skip
_FROM = re.compile(r"(?:from|starting (?:at|with)|beginning (?:at|with))\s+(?:the |its )?$|[从由]$")
_BETWEEN = re.compile(r"(?<![a-z])between\s+(?:the |its )?$|从.{0,2}$")
_ON = re.compile(r"\s*(?:(?:on|onwards?|to the end|until the end)(?![a-z])|(?:开始|起|往后|之后))")


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about how loud it is while a part of the music is heard that is named."""
    parts = song_words.named(clause)
    if not parts or not scene.music or clause.says(*_ELSE):
        return None
    if clause.says("ducking.duck") and clause.says("ducking.speech", "ducking.own"):
        return None
    if any(clause.all(kind) for kind in ("range", "edge", "time")):
        return None  # told in times of the film: no part has to be found
    if len(parts) > 1 and _BETWEEN.search(clause.text[: parts[0].start]):
        return None  # from one to another: told in times
    song, bare = chosen(scene), song_words.cleared(clause)
    named = bare.says("common.music", "common.original", "volume.volume", "volume.target")
    measured = bare.all("db") or (bare.all("share") and named)
    raised = bare.says("volume.raised") and not clause.says("song.only")
    sure: Literal["", "music"] = "music" if measured or raised else ""
    memory = msgspec.structs.replace(scene.memory, kind=sure, targets=(song.id,))
    about = replace(scene, memory=memory)
    if bare.all("share") and not named and not bare.says("volume.louder", "volume.softer"):
        return None  # half of it, rather than half as loud
    gain, factor = volume.wish(bare, about)
    if clause.says("ducking.duck") and not clause.all("share"):
        decibel = clause.one("db")
        depth = abs(decibel.number) if decibel else ducking.DEPTH
        gain, factor = None, round(10 ** (-depth / 20), 3)
    if (gain is None and factor is None) or _of_the_music(bare):
        return None
    meant = targets.named_sounds(bare, about, WEIGHT)
    other = bool(meant.ids) and meant.kind in ("original", "voice", "effect", "all")
    pictured = bare.says("common.clip", "common.video") and not targets.says(bare, "music")
    own = tuple(clip.id for clip in scene.clips if facts.audible(clip) and clip.gain)
    if not other and pictured and own and bare.says("volume.mute"):
        meant, other = targets.Meant("original", own), True  # "mute the clips in the chorus"
    ids = meant.ids if other else (song.id,)
    row = tuple(_sided(clause, one) for one in parts)
    step = PartLevel(target=song.id, targets=ids, parts=row, gain=gain, factor=factor)
    kind = meant.kind if other else "music"
    return Reading(WEIGHT, (step,), kind=kind, targets=ids, whole=True)


def _of_the_music(bare: Clause) -> bool:
    """Whether it is about who plays there, or how: that is composed otherwise."""
    players = {word.kind for word in music_words.things(bare.plain)}
    cues = {cue.kind for cue in music_words.cues(bare.plain)}
    return bool(players & {"instruments", "families"} or cues & _MUSICAL)


def _sided(clause: Clause, one: Named) -> Part:
    """The part, or all from where it begins: "from the drop on", 从副歌开始."""
    before, after = clause.text[: one.start], clause.text[one.end :]
    if one.part.side == "in" and _FROM.search(before) and (_ON.match(after) or "从" in before[-1:]):
        return msgspec.structs.replace(one.part, side="from")
    return one.part
