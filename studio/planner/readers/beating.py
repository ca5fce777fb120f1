"""A cut every so many beats: the film's clips change with the music."""

from __future__ import annotations

import re

from studio.planner import song_words, spotting
from studio.planner.readers import laying, photos
from studio.planner.readers.placing import chosen
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import Shots
from studio.planner.visual_words import drawn, short
from studio.timeline import facts
from studio.timeline.operations import AddSound
from studio.words import say

WEIGHT = 76
_CUTS = re.compile(
    r"(?<![a-z])(?:re-?)?(?:cut|edit|switch|chang|swap|alternat|jump|flip|shot)\w*|剪|切|换镜头|镜头"
)
_QUICKER = ("slideshow.quicker", "song.quicker")
_SLOWER = ("slideshow.slower", "song.slower")
_FASTER = 2.0  # times, where nobody said how much
_ELSE = ("volume.louder", "volume.softer", "fades.fade", "common.title")
_BEHIND = re.compile(
    r"\s*[,，:：]\s*((?:on |at )?(?:every|each)[^,，;.]{2,24}|每[^,，;。]{1,12}|.{1,3}一[切换剪])"
)


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that the picture changes on every so many beats or bars."""
    every = song_words.every(clause)
    if _in_part(clause, scene, counted=every is not None):
        return _parted(clause, scene, every)
    if every is None and scene.clips:
        return _before(clause, scene)
    if every is None or not scene.clips or drawn(scene) or clause.all("text"):
        return None
    if not (clause.says("song.shots") or _bare(clause, scene)) or clause.says("song.shots_not"):
        return None
    if all(facts.kind(clip) == "image" for clip in scene.clips) or photos.show(scene):
        return None  # photos last as long as one likes: they are paced
    wish = Shots(target="", beats=every.number, bars=every.bars, once=clause.says("song.once"))
    if scene.music:
        sound = chosen(scene)
        return _made(wish, sound.id)
    laid = laying.added(clause, scene)
    if laid is None or laid.question:
        return laid
    ids = [step.id for step in laid.steps if isinstance(step, AddSound)]
    if not ids:
        return None
    made = _made(wish, ids[0])
    return Reading(WEIGHT, (*laid.steps, *made.steps), kind="music", targets=(ids[0],), whole=True)


def _bare(clause: Clause, scene: Scene) -> bool:
    """Whether nothing is said but how often: "every two bars"."""
    whole = clause.text.strip() == clause.sheet.text.strip()
    verb = spotting.begins("clauses.verb", clause.text) or clause.says("volume.mute")
    return whole and bool(scene.music) and short(clause) and not verb


def _in_part(clause: Clause, scene: Scene, *, counted: bool) -> bool:
    """Whether clips are to change faster, or otherwise, in a part of the music."""
    if not scene.music or not song_words.named(clause) or clause.says(*_ELSE):
        return False
    films = any(facts.kind(clip) == "video" for clip in scene.clips)
    pace = counted or clause.says(*_QUICKER, *_SLOWER)
    before = clause.sheet.text[: clause.at]  # "cut every bar, twice as fast in the chorus"
    cut = _CUTS.search(clause.plain) or (_CUTS.search(before) and not clause.says("song.shots"))
    about = cut is not None or clause.says("song.shots")
    return films and pace and about and not drawn(scene)


def _parted(clause: Clause, scene: Scene, every: song_words.Every | None) -> Reading:
    """Clips that change at another pace in the parts that are named."""
    times = clause.one("times")
    if not _CUTS.search(clause.sheet.text[: clause.at + len(clause.text)]):
        return Reading(WEIGHT, hints=(say("parts.shots_speed", scene.lang),), kind="clip")
    slow = clause.says(*_SLOWER) and not clause.says(*_QUICKER)
    factor = times.number if times is not None and times.number > 0 else _FASTER
    step = Shots(
        target=chosen(scene).id, beats=0.0,
        parts=tuple(one.part for one in song_words.named(clause)),
        part_beats=every.number if every is not None else 0.0,
        bars=every.bars if every is not None else False,
        times=factor if slow else 1 / factor,
    )  # fmt: skip
    return Reading(WEIGHT, (step,), kind="clip", whole=True)


def _before(clause: Clause, scene: Scene) -> Reading | None:
    """What only leads to how often the picture is to change, which is said right behind."""
    tail = _behind(clause)
    if tail is None:
        return None
    if tail.says("song.shots"):  # it says all of it
        return Reading(WEIGHT, kind="clip", done=True) if clause.says("song.with_beat") else None
    if not clause.says("song.shots") or any(clause.all(kind) for kind in ("time", "edge")):
        return None
    return ask(scene, WEIGHT, "cut_what", waiting=clause.raw)


def _behind(clause: Clause) -> Clause | None:
    """The part behind a comma that says how often."""
    end = clause.at + len(clause.text)
    match = _BEHIND.match(clause.sheet.text[end:])
    if match is None:
        return None
    tail = clause.sheet.clause(end + match.start(1), end + match.end(1))
    return tail if song_words.every(tail) is not None else None


def _made(wish: Shots, target: str) -> Reading:
    step = Shots(target=target, beats=wish.beats, bars=wish.bars, once=wish.once)
    return Reading(WEIGHT, (step,), kind="clip", whole=True)
