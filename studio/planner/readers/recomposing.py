"""Composed music changed a little: less drums, happier, half-time, only piano later on."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from studio import brief as briefing
from studio.errors import StudioError
from studio.planner import briefs, music_words
from studio.planner.readers import music
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Takes
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import PlaceSound, ReplaceSound
from studio.words import say

WEIGHT, SURE, PACED, OWN = 29, 45, 52, 70
_SURE = ("volume.of_it", "volume.more_of", "speed.faster", "speed.slower")
_MUSICAL = frozenset({  # cues of what a picture does not have
    "music", "half", "double", "livelier", "sparser", "busier", "rekey", "in_intro", "in_build",
    "in_drop", "in_break", "in_outro",
})  # fmt: skip
_STRETCHES = frozenset({  # a part of the music, though a clip may be called so, too
    "second_half", "first_half", "in_intro", "in_build", "in_drop", "in_break", "in_outro",
})  # fmt: skip
_CALM = frozenset({"calmer", "livelier", "happier", "sadder"})  # how music is, not how loud
_ALREADY = frozenset({"button", "loop", "no_loop", "half", "double", "drop", "hit"})
_DROP = re.compile(r"\bdrops?\b(?! the | all )|高潮|爆点")
_LENGTH = re.compile(
    r"\b(?:make|long|longer|shorter|length|total|lasts?|to|only|just|version|same|but|be|about)\b|长|短|做到|改成|变成|总共"
)
_CUT = re.compile(
    r"\b(?:first|last|trim|cut|remove|delete|skip|from|after|until)\b|前|后|剪|删|去掉|之"
)
LONGEST = 300  # characters of one wish about music
PARTS = (
    "lift", "push", "pace", "feel", "key", "shift", "mode", "bpm", "wanted", "unwanted", "only",
    "amounts", "density", "voice", "changes", "seed",
)  # fmt: skip
# … and where the music is all there is
ALONE = ("ending", "loop", "length_ms", "drops", "hits", "leans")
OTHERS = (
    "common.title", "common.caption", "common.clip", "common.photo", "fades.fade", "ducking.duck",
    "volume.softer", "volume.louder", "volume.volume", "telling.export", "common.original",
)  # fmt: skip
_NEVER = ("common.title", "common.caption", "common.photo", "telling.export", "common.original")
_LOUDNESS = ("volume.softer", "volume.louder", "volume.volume")


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that the composed music be otherwise in one respect, and else as it is."""
    sound = _meant(clause, scene)
    plain = facts.brief(sound) if sound is not None else None
    if sound is None or plain is None or len(clause.raw) > LONGEST:
        return None
    kinds = {cue.kind for cue in music_words.cues(clause.plain)}
    alone = not scene.clips and not scene.titles
    if not _of_music(clause, kinds, alone=alone):
        return None
    loud = clause.says(*_LOUDNESS) and not (kinds & _CALM or _players(clause))
    if loud and not alone and not briefs.measured(clause.raw):
        return None  # "make the music quieter" is how loud it is laid, not how it is
    try:
        old = briefing.changed(briefing.decode(plain), length_ms=float(sound.duration))
        new = briefs.change(clause.raw, old, lang=scene.lang)
    except (msgspec.ValidationError, StudioError):
        return None
    if new is not None and new.length_ms != old.length_ms and not _lasts(clause.plain):
        new = briefing.changed(new, length_ms=old.length_ms)
    why = tuple(briefs.refused(clause.raw, scene.lang, change=not alone))
    if briefs.spliced(clause.raw):
        return Reading(OWN, hints=why, kind="music", targets=(sound.id,), whole=True)
    names: tuple[str, ...] = PARTS + ALONE if alone else PARTS
    if not alone and _DROP.search(clause.plain):
        names += ("drops",)
    wishes = {name: getattr(new, name) for name in names} if new is not None else {}
    if all(getattr(old, name) == wish for name, wish in wishes.items()):
        if alone and not why and kinds & _ALREADY and _own(clause, kinds, alone=alone):
            why = (say("music.already", scene.lang),)
        return Reading(OWN, hints=why, kind="music", targets=(sound.id,)) if why else None
    return _changed(clause, scene, sound, old, briefing.changed(old, **wishes), why, kinds)


def _lasts(said: str) -> bool:
    """Whether a length is the whole piece's, not of what is to be cut."""
    return bool(_LENGTH.search(said)) and not _CUT.search(said)


def _meant(clause: Clause, scene: Scene) -> Sound | None:
    if not scene.music or clause.all("text") or clause.all("file") or clause.all("share"):
        return None
    return next((s for s in scene.music if s.id in scene.memory.targets), scene.music[0])


def _of_music(clause: Clause, kinds: set[str], *, alone: bool) -> bool:
    """Whether a part could be about how the music is, rather than how loud, or about a picture."""
    if alone and clause.says(*_NEVER):
        return False
    if clause.says("fades.fade") and not kinds & {"button", *_STRETCHES}:
        return False  # what lies on the timeline fades at once, and by so many seconds
    said = clause.says("common.music") or bool(kinds & _STRETCHES)
    if not clause.says(*OTHERS) or said:
        return True
    if (_players(clause) or briefs.measured(clause.raw)) and not clause.says(
        *_NEVER, "common.clip"
    ):
        return True  # "the drums a bit quieter"
    return alone and (not clause.says(*_LOUDNESS) or bool(kinds & _CALM))


def _changed(
    clause: Clause,
    scene: Scene,
    sound: Sound,
    old: briefing.Brief,
    new: briefing.Brief,
    why: tuple[str, ...],
    kinds: set[str],
) -> Reading:
    values: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(briefing.encode(new)))
    steps: tuple[AnyStep, ...] = (
        ReplaceSound(target=sound.id, brief=values, name=facts.name(sound)),
    )
    if new.length_ms != old.length_ms:
        steps = (PlaceSound(target=sound.id, duration=round(new.length_ms)), *steps)
    if new.seed != old.seed:  # one more take: it and the one before are kept to choose among
        plain = msgspec.json.decode(msgspec.json.encode(briefing.encode(old)))
        kept = scene.memory.takes or (plain,)
        steps += (Takes(target=sound.id, briefs=(*kept, values), told=False),)
    weight = WEIGHT
    if _own(clause, kinds, alone=not scene.clips and not scene.titles):
        weight = OWN
    elif _going_on(clause, scene, kinds):
        weight = PACED
    elif "rekey" in kinds or clause.says(*_SURE):
        weight = SURE
    told = briefs.differences(old, new, scene.lang)
    hints = (*((told,) if told else ()), *why)
    return Reading(
        weight, steps, hints=hints, kind="music", targets=(sound.id,), whole=weight == OWN
    )


def _going_on(clause: Clause, scene: Scene, kinds: set[str]) -> bool:
    """Whether "slower" goes on with talk about the music, and is no matter of the picture."""
    others = ("common.clip", "common.video", "common.photo", "common.title", "common.all")
    values = any(clause.all(kind) for kind in ("num", "times", "time", "range", "ord"))
    going = scene.memory.kind == "music" and bool(kinds & {"slower", "faster"})
    return going and not values and not clause.says(*others)


def _players(clause: Clause) -> bool:
    found = {word.kind for word in music_words.things(clause.plain)}
    return bool(found & {"instruments", "families"})


def _own(clause: Clause, kinds: set[str], *, alone: bool) -> bool:
    """Whether a wish is about what only music has, and about nothing else."""
    players = _players(clause)
    if clause.says("common.title") or ("voice" in kinds and not alone):
        return False  # softer while somebody speaks
    struck = "drop" in kinds and "music" not in kinds and alone
    another = music.replacing(clause) and not players and not struck
    if another or briefs.restyled(clause.raw):
        return False  # another piece
    if players and "music" in kinds and clause.says("common.add", "music.make"):
        return False  # another piece, perhaps
    if briefs.unread(clause.raw):
        return False
    if players or kinds & _MUSICAL or briefs.measured(clause.raw):
        return True
    return alone or bool(kinds & _CALM and kinds & _STRETCHES)
