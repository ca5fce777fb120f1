"""Beats on cuts: music and picture brought together, and what the user says about the beat."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import msgspec

from studio.planner import composing
from studio.planner.numbers import value
from studio.planner.readers import laying
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import Sync
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import AddSound, ReplaceSound

WEIGHT, SURELY = 57, 67
SLACK = 80  # ms by which cuts are moved where nobody said how far
_METRES = (2, 3, 4, 5, 6, 7)  # beats a bar that have a name
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
          "tenth")  # fmt: skip
_NTH = re.compile(
    rf"(?P<one>{'|'.join(_ORDER)}|last|final|\d{{1,3}}(?:st|nd|rd|th)) "
    r"(?:cut|edit|scene change|transition)"
    r"|(?:第\s*)?(?P<other>最后|(?<=第)[一二两三四五六七八九十\d]{1,3})\s*一?个?.{0,2}?(?:剪辑点|剪接点|切点|转场|切换)"
)
_THE_DROP = re.compile(r"\bdrop\b|爆点|高潮|落点")
_OF_SONG = re.compile(r"(?:of|in|into) (?:the |my )?(?:song|track|music|tune)|歌曲?的|音乐的|歌里")
_FILM_FIRST = re.compile(
    r"^[^\d]*(?:cut|film|video|剪辑点|剪接点|画面|视频)[^\d]*\d.*"
    r"(?:(?:of|in) the (?:song|track)|歌)"
)
_MOST_SLACK = 500  # ms; a longer time in such a sentence is a place, not a slack


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that music and picture meet, or a word about how they shall."""
    if clause.says("syncing.complaint"):
        return None
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
    said |= _beats(clause, scene) | _drop(clause, scene) | _cuts(clause, scene)
    said["off"] = clause.says("syncing.unsync")
    return Sync(target="", **said)


def _beats(clause: Clause, scene: Scene) -> dict[str, Any]:
    """Where the user hears beats and bars."""
    said: dict[str, Any] = {}
    told = clause.one("list")
    if told is not None and clause.says("syncing.tapped"):
        said["taps"] = tuple(int(at) for at in told.text.split())
    elif clause.says("syncing.first") and not clause.says("syncing.late", "syncing.early"):
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
    if clause.says("syncing.still") and (scene.music or clause.says("syncing.sync")):
        said["still"] = True
    return said


def _drop(clause: Clause, scene: Scene) -> dict[str, Any]:
    """Where in the song the drop is, and which cut it is for.

    "The drop is at 1:02" tells of the song, "put the drop at 0:20" of the film; of two times the
    one beside the song is the song's, else the first.
    """
    meant = clause.says("syncing.drop_at", "syncing.drop_is", "syncing.put_drop")
    number = _NTH.search(clause.plain)
    onto = clause.says("syncing.sync") and _THE_DROP.search(clause.plain) is not None
    if number is not None and (meant or onto):
        return {"which": _which(number)}
    if not clause.says("syncing.drop_at", "syncing.drop_is"):
        return {}
    times = [t for t in clause.all("time") if t.number > 0]
    if len(times) >= 2:
        one, two = round(times[0].number), round(times[1].number)
        film_first = _FILM_FIRST.search(clause.plain) is not None
        return {"drop": two, "hero": one} if film_first else {"drop": one, "hero": two}
    if not times:
        return {}
    at = _time(clause)
    told = clause.says("syncing.drop_is") and not clause.says("syncing.put_drop")
    told = told and not clause.says("syncing.at_cut")
    song = told or _OF_SONG.search(clause.plain) is not None
    film = facts.picture_end(scene.timeline)
    if not song and film and at > film:  # nothing of the film is there
        song = True
    return {"drop": at} if song else {"hero": at}


def _which(match: re.Match[str]) -> int:
    """The number of a cut: the third, the 3rd, 第三个, 最后; the last is -1."""
    said = match["one"] or match["other"]
    if said in ("last", "final", "最后"):
        return -1
    return _ORDER.index(said) + 1 if said in _ORDER else round(value(said.rstrip("stndrh")))


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
