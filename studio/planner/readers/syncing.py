"""Beats on cuts: music and picture brought together, and what the user says about the beat."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from studio.planner import composing, drop_words
from studio.planner.readers import laying
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import Sync
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import AddSound, ReplaceSound

WEIGHT, SURELY, ASKED = 57, 67, 80
NUDGE = 40  # ms by which beats are felt late, or early, where nobody said by how much
NEXT = 99  # another drop, whichever comes next
SLACK = 80  # ms by which cuts are moved where nobody said how far
_METRES = (2, 3, 4, 5, 6, 7)  # beats a bar that have a name
_MOST_SLACK = 500  # ms; a longer time in such a sentence is a place, not a slack


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that music and picture meet, or a word about how they shall."""
    if clause.says("syncing.complaint"):
        return None
    if _fitted(scene) and clause.says("syncing.drop_moves") and not clause.all("time"):
        return ask(scene, ASKED, "drop_when", waiting=clause.raw)
    wish = _wish(clause, scene)
    meant = clause.says("syncing.sync") or wish.recut
    if not meant and wish == Sync(target=""):
        return None
    if scene.music:
        sound = _meant(scene)
        about = meant or wish.slack > 0 or wish.off or facts.brief(sound) is None
        if not about:
            return None
        if meant and facts.brief(sound) is None and clause.says("syncing.compose"):
            return _composed(clause, scene, sound, wish)
        sure = (
            wish.still
            or _told(wish)
            or wish.which
            or wish.nth
            or wish.late
            or drop_words.meant(clause, scene)
            or clause.says("syncing.heard_so", "syncing.surely")
        )
        weight = SURELY if sure else WEIGHT
        return Reading(weight, (_of(wish, sound.id),), kind="music", targets=(sound.id,))
    if not (meant or _told(wish)) or not scene.clips:
        return None
    laid = laying.added(_untimed(clause) if wish.hero >= 0 or _told(wish) else clause, scene)
    if laid is None or laid.question:
        return laid
    ids = tuple(step.id for step in laid.steps if isinstance(step, AddSound))
    hints = tuple(h for h in laid.hints if not any(_loops(step, h, scene) for step in laid.steps))
    return Reading(WEIGHT, (*laid.steps, _of(wish, ids[0])), hints=hints, kind="music", targets=ids)


def _untimed(clause: Clause) -> Clause:
    """The clause less its times: they tell of the drop or the beat, not of where music begins."""
    return replace(clause, tokens={at: t for at, t in clause.tokens.items() if t.kind != "time"})


def _composed(clause: Clause, scene: Scene, song: Sound, wish: Sync) -> Reading:
    """Music composed for the cuts in the place of a song that lies there."""
    brief = composing.wanted(clause.raw, scene, length=song.duration)
    new = ReplaceSound(target=song.id, brief=brief, name=composing.called(clause, scene))
    return Reading(SURELY, (new, _of(wish, song.id)), kind="music", targets=(song.id,))


def _told(wish: Sync) -> bool:
    """Whether facts are told that only a fit can need: tapped beats, a drop, cuts."""
    return bool(wish.taps or wish.cuts or wish.drop >= 0 or wish.first >= 0)


def _loops(step: object, hint: str, scene: Scene) -> bool:
    """Whether this is the word about looping, which a fit makes untrue."""
    looped = isinstance(step, AddSound) and step.loop
    return looped and hint == scene.say("looped_to_fit", name=getattr(step, "name", ""))


def _meant(scene: Scene) -> Sound:
    touched = [sound for sound in scene.music if sound.id in scene.memory.targets]
    return (touched or list(scene.music))[0]


def _of(wish: Sync, target: str) -> Sync:
    return msgspec.structs.replace(wish, target=target)


def _wish(clause: Clause, scene: Scene) -> Sync:
    """What is said about how they shall meet; all at its default where nothing is."""
    said: dict[str, Any] = {}
    about = clause.says("syncing.sync", "syncing.about_beat") or _about_beat(scene, clause)
    if about:
        if clause.says("syncing.too_fast"):
            said["level"] = 0.5
        elif clause.says("syncing.double"):  # "at half speed, the real tempo is double"
            said["level"] = 2.0
        elif clause.says("syncing.half"):
            said["level"] = 0.5
        tempo = clause.one("tempo")
        if tempo is not None:
            said["bpm"] = tempo.number
    said |= _beats(clause, scene) | drop_words.told(clause, scene) | _cuts(clause, scene)
    said |= _other_drop(clause, scene)
    said["off"] = clause.says("syncing.unsync")
    return Sync(target="", **said)


def _beats(clause: Clause, scene: Scene) -> dict[str, Any]:
    """Where the user hears beats and bars."""
    said: dict[str, Any] = {}
    told = clause.one("list")
    if told is not None and clause.says("syncing.tapped"):
        said["taps"] = tuple(int(at) for at in told.text.split())
    elif clause.says("syncing.first") and not clause.says(
        "syncing.late", "syncing.early", "syncing.drop_is"
    ):
        said["first"] = _time(clause)
    metre = clause.one("metre")
    if metre is not None and scene.music:
        said["meter"] = round(metre.number)
    elif _about_beat(scene, clause):
        named = [n for n in _METRES if clause.says(f"syncing.meter_{n}")]
        said |= {"meter": named[0]} if named else {}
    small = [t for t in clause.all("time") if 0 < t.number <= _MOST_SLACK]
    if small and clause.says("syncing.late", "syncing.early"):
        said["late"] = round(small[0].number) * (1 if clause.says("syncing.late") else -1)
    elif not small and _fitted(scene) and not clause.all("time"):
        late, early = clause.says("syncing.feels_late"), clause.says("syncing.feels_early")
        said |= {"late": NUDGE if late else -NUDGE} if late != early else {}
    if clause.says("syncing.still") and (scene.music or clause.says("syncing.sync")):
        said["still"] = True
    return said


def _fitted(scene: Scene) -> bool:
    """Whether a song was bent to meet the film."""
    return bool(scene.music) and facts.song(_meant(scene)) != _meant(scene).source


def _other_drop(clause: Clause, scene: Scene) -> dict[str, Any]:
    """Which of the song's drops the fit is to use: the second one, another one."""
    if not _fitted(scene) or clause.all("time") or not clause.says("syncing.other_drop"):
        return {}
    counted = clause.all("ord")
    if not counted:
        return {"nth": NEXT}
    number = round(counted[0].number)
    return {"nth": number + 1 if number >= 0 else number}


def _cuts(clause: Clause, scene: Scene) -> dict[str, Any]:
    """Which cuts there are, and whether they may move."""
    said: dict[str, Any] = {}
    told = clause.one("list")
    if told is not None and clause.says("syncing.cuts_told") and not clause.says("syncing.tapped"):
        said |= {"cuts": tuple(int(at) for at in told.text.split()), "whole": True}
    elif clause.says("syncing.cut_missed") and scene.music:
        times = [round(t.number) for t in clause.all("time") if t.number > 0]
        said |= {"cuts": tuple(times)} if times else {}
    if clause.says("syncing.keep_cuts"):
        said["slack"] = 0
    elif clause.says("syncing.move"):
        small = [t for t in clause.all("time") if 0 < t.number <= _MOST_SLACK]
        said["slack"] = round(small[0].number) if small else SLACK
    if clause.says("syncing.recut"):
        said |= {"recut": True} if len(scene.clips) > 1 else {"slack": said.get("slack", SLACK)}
    return said


def _about_beat(scene: Scene, clause: Clause) -> bool:
    """Whether a bare "half-time" or "96 bpm" is about a song of the user's."""
    if not scene.music or clause.says("common.clip", "common.video") or clause.all("range"):
        return False  # a stretch is of the film: "slow 3 to 5 down by half"
    return facts.brief(_meant(scene)) is None


def _time(clause: Clause) -> int:
    at: Token | None = clause.one("time", role="at") or clause.one("time")
    return round(at.number) if at is not None else -1
