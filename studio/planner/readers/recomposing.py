"""Composed music changed a little: less drums, happier, half-time, only piano later on."""

from __future__ import annotations

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
from studio.timeline.operations import ReplaceSound

WEIGHT, SURE, OWN = 29, 45, 70
_SURE = ("volume.of_it", "volume.more_of", "speed.faster", "speed.slower")
_MUSICAL = frozenset({  # cues of what a picture does not have
    "music", "half", "double", "livelier", "sparser", "busier", "rekey", "in_intro", "in_build",
    "in_drop", "in_break", "in_outro",
})  # fmt: skip
_STRETCHES = frozenset({  # a part of the music, though a clip may be called so, too
    "second_half", "first_half", "in_intro", "in_build", "in_drop", "in_break", "in_outro",
})  # fmt: skip
LONGEST = 300  # characters of one wish about music
PARTS = (
    "lift", "push", "pace", "feel", "key", "shift", "mode", "bpm", "wanted", "unwanted", "only",
    "amounts", "density", "voice", "changes", "seed",
)  # fmt: skip
OTHERS = (
    "common.title", "common.caption", "common.clip", "common.photo", "fades.fade", "ducking.duck",
    "volume.softer", "volume.louder", "volume.volume", "telling.export", "common.original",
)  # fmt: skip


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that the composed music be otherwise in one respect, and else as it is."""
    if not scene.music or clause.all("text") or clause.all("file") or clause.all("share"):
        return None
    kinds = {cue.kind for cue in music_words.cues(clause.plain)}
    if clause.says(*OTHERS) and not (clause.says("common.music") or kinds & _STRETCHES):
        return None
    sound = next((s for s in scene.music if s.id in scene.memory.targets), scene.music[0])
    plain = facts.brief(sound)
    if plain is None or len(clause.raw) > LONGEST:
        return None
    try:
        old = briefing.decode(plain)
        new = briefs.change(clause.raw, old, lang=scene.lang)
    except (msgspec.ValidationError, StudioError):
        return None
    if new is None:
        return None
    wishes = {name: getattr(new, name) for name in PARTS}
    if all(getattr(old, name) == wish for name, wish in wishes.items()):
        return None
    new = briefing.changed(old, **wishes)
    values: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(briefing.encode(new)))
    steps: tuple[AnyStep, ...] = (
        ReplaceSound(target=sound.id, brief=values, name=facts.name(sound)),
    )
    if new.seed != old.seed:  # one more take: it and the one before are kept to choose among
        kept = scene.memory.takes or (plain,)
        steps += (Takes(target=sound.id, briefs=(*kept, values), told=False),)
    weight = WEIGHT
    if _own(clause, kinds):
        weight = OWN
    elif "rekey" in kinds or clause.says(*_SURE):
        weight = SURE
    return Reading(weight, steps, kind="music", targets=(sound.id,), whole=weight == OWN)


def _own(clause: Clause, kinds: set[str]) -> bool:
    """Whether a wish is about what only music has, and about nothing else."""
    if briefs.unread(clause.raw) or music.replacing(clause) or clause.says("common.title"):
        return False
    if "voice" in kinds:
        return False  # softer while somebody speaks
    players = {word.kind for word in music_words.things(clause.plain)} & {"instruments", "families"}
    another = briefs.restyled(clause.raw) or (players and "music" in kinds)
    if another and clause.says("common.add", "music.make"):
        return False  # another piece, perhaps
    return bool(players or kinds & _MUSICAL or briefs.measured(clause.raw))
