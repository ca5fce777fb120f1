"""Back and forth through the versions."""

from __future__ import annotations

import re

from studio.planner import phrases, spotting
from studio.planner.outcome import short
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Offer, Question, Redo, Restore, Return, Undo

WEIGHT = 90
_NAMED = (
    "common.music", "common.title", "common.caption", "fades.fade", "crossfade.crossfade",
    "history.players",
)  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+|[一-龥]+")
_PLAIN = frozenset(  # words of many names that name nothing
    {"go", "back", "to", "the", "a", "my", "our", "that", "this", "video", "clip", "film", "movie",
     "project", "one", "first", "last", "other", "mp4", "mov", "webm", "mkv", "jpg", "png", "mp3",
     "version", "of", "it", "and", "edit"}
)  # fmt: skip


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish to go back, or forward again."""
    film = _film(clause, scene)
    if film is not None:
        return Reading(WEIGHT + 1, (Return(film=film),), bare=True)
    if clause.says("history.first"):
        return Reading(WEIGHT, (Restore(version=1),), bare=True)
    count = clause.one("num")
    number = max(int(count.number), 1) if count is not None else 1
    undone = spotting.said("history.undo", phrases.plain(scene.memory.said))
    if clause.says("history.back"):
        step = Redo(count=number) if undone else Undo(count=number)
        return Reading(WEIGHT, (step,), bare=True)
    if clause.says("history.part_back") and _shortened(scene):
        return Reading(WEIGHT, (Undo(count=1),), bare=True)
    if clause.says("history.redo"):
        return Reading(WEIGHT, (Redo(count=number),), bare=True)
    if clause.says("history.version") and count is not None:
        return Reading(WEIGHT, (Restore(version=number),), bare=True)
    if clause.says("history.undo"):
        other = _another(clause, scene) or _counted(clause, scene)
        if other is not None:
            return other
        twice = clause.says("history.twice")
        return Reading(WEIGHT, (Undo(count=2 if twice else number),), bare=True)
    return None


def _another(clause: Clause, scene: Scene) -> Reading | None:
    """Asks, where what is to be undone is named and is not what was done last."""
    said = phrases.plain(scene.memory.said)
    named = [key for key in _NAMED if clause.says(key)]
    if not said or not named or any(spotting.said(key, said) for key in named):
        return None
    last = Offer(label=scene.say("undo_last"), steps=(Undo(),))
    text = scene.say("undo_another", part=short(scene.memory.said))
    return Reading(WEIGHT, question=Question(text=text, offers=(last,)))


def _counted(clause: Clause, scene: Scene) -> Reading | None:
    """Asks, where one of several wishes is to be undone that is not the last: "the first cut"."""
    if not scene.memory.said or not clause.says("history.counted"):
        return None
    if any(token.number == -1 for token in clause.all("ord")):
        return None
    last = Offer(label=scene.say("undo_last"), steps=(Undo(),))
    text = scene.say("undo_another", part=short(scene.memory.said))
    return Reading(WEIGHT, question=Question(text=text, offers=(last,)))


def _shortened(scene: Scene) -> bool:
    """Whether the wish before took something out of the film."""
    said = phrases.plain(scene.memory.said)
    return any(spotting.said(key, said) for key in ("cutting.cut", "cutting.keep", "common.remove"))


def _film(clause: Clause, scene: Scene) -> int | None:
    """The film that was put aside and is to be gone on with, by its name or as the one before."""
    if not scene.earlier or not clause.says("history.go_to"):
        return None
    said = set(_WORD.findall(phrases.plain(clause.raw))) - _PLAIN
    for number, name in enumerate(scene.earlier):
        if said & set(_WORD.findall(phrases.plain(name))):
            return number
    return 0 if clause.says("history.film") else None
