"""Words that come with times, as lyrics or subtitles: seen or not, larger, in a colour, sooner."""

from __future__ import annotations

from studio.planner import looks, phrases, stretches
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Question, Sung
from studio.planner.visual_words import drawn, painted
from studio.timeline.model import Title
from studio.timeline.operations import EditTitle, PlaceTitle, RemoveTitles
from studio.words import say

WEIGHT = 79
NUDGE = 300  # ms by which words move where it is not said by how much
_FILM = ("visuals.strong", "visuals.weak", "telling.export", "lyrics.video")


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about all the lyrics, or all the captions, at once."""
    row = tuple(title for title in scene.titles if title.role == "caption")
    sung = clause.says("visuals.lyrics") and not clause.says(*_FILM)
    if not (sung or (row and clause.says("common.caption"))):
        return None
    if any(clause.all(kind) for kind in ("text", "ord", "file")) or clause.says("lyrics.asking"):
        return None
    if row and clause.says("lyrics.hidden", "titles.remove", "common.remove"):
        ids = tuple(title.id for title in row)
        return Reading(WEIGHT, (RemoveTitles(targets=ids),), kind="title") if sung else None
    if not row:
        return _shown(clause, scene) if scene.clips or scene.sounds else None
    moved = _moved(clause, scene, row)
    if moved is not None:
        return moved
    looked = _looked(clause, scene, row)
    if looked is not None or not sung:
        return looked
    if clause.says("lyrics.seen"):
        return Reading(WEIGHT, hints=(say("lyrics.there", scene.lang),), kind="title")
    return None


def _shown(clause: Clause, scene: Scene) -> Reading | None:
    """Lyrics where none are seen: those of the file that was sent; none can be made up."""
    if clause.says("lyrics.hidden") or not clause.says("lyrics.seen"):
        return None
    if clause.says("music.own", "common.music") and not drawn(scene):
        return None  # music with lyrics, which is somebody who sings
    if phrases.find("lyrics.given", clause.plain):
        question = Question(text=say("lyrics.need_times", scene.lang))
        return Reading(WEIGHT, question=question)
    return Reading(WEIGHT, (Sung(),), kind="title")


def _moved(clause: Clause, scene: Scene, row: tuple[Title, ...]) -> Reading | None:
    """All of them sooner or later: what comes late is to come sooner."""
    sooner = clause.says("lyrics.too_late", "lyrics.sooner")
    later = clause.says("lyrics.too_early", "lyrics.later")
    if sooner == later:
        return None
    span = clause.one("time") or stretches.span(clause)
    by = round(span.number) if span is not None else NUDGE
    by = -by if sooner else by
    steps = tuple(
        PlaceTitle(target=title.id, start=title.start + by)
        for title in (row if by < 0 else reversed(row))
        if title.start + by >= 0 and title.start + by + title.duration <= scene.length
    )
    if not steps:
        return None
    key = "sooner" if sooner else "later"
    hints = () if span is not None else (say(f"lyrics.{key}_by", scene.lang, ms=NUDGE),)
    ids = tuple(title.id for title in row)
    return Reading(WEIGHT, steps, hints=hints, kind="title", targets=ids)


def _looked(clause: Clause, scene: Scene, row: tuple[Title, ...]) -> Reading | None:
    """How all of them look."""
    look = looks.wish(clause)
    ids = tuple(title.id for title in row)
    if look.place is not None and painted(scene) is not None:
        if not any(one is not None for one in look._replace(place=None)):
            hint = say("lyrics.placed", scene.lang)
            return Reading(WEIGHT, hints=(hint,), kind="title", targets=ids)
        look = look._replace(place=None)
    if not look.any and painted(scene) is not None and clause.says("lyrics.higher", "lyrics.lower"):
        return Reading(WEIGHT, hints=(say("lyrics.placed", scene.lang),), kind="title", targets=ids)
    if not look.any:
        return None
    step = EditTitle(
        targets=ids, place=look.place, size=look.size, scale=look.scale, colour=look.colour,
        outline=look.outline, box=look.box, bold=look.bold, animation=look.animation,
    )  # fmt: skip
    return Reading(WEIGHT, (step,), kind="title", targets=ids)
