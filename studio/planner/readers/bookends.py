"""A card before the video, a card behind it."""

from __future__ import annotations

from studio.planner import looks, stretches, wording
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.timeline.model import Background, Style
from studio.timeline.operations import AddClip, AddTitle, RemoveClips

WEIGHT = 56
USUAL = 3000  # ms a card stays


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish for an intro or an outro card."""
    if clause.says("bookends.card", "bookends.blank") and not clause.all("text"):
        gone = _gone(clause, scene)
        if gone is not None:
            return gone
    intro, outro = clause.says("bookends.intro"), clause.says("bookends.outro")
    edged = clause.one("edge")
    if intro == outro and edged is not None and clause.says("bookends.edged"):
        intro, outro = edged.side == "first", edged.side == "last"
    inside = _inside(clause, scene) if intro == outro else 0
    if (intro == outro and not inside) or clause.says("bookends.not_card", "common.remove"):
        return None
    if clause.all("file") or (clause.says("common.music") and not clause.all("text")):
        return None
    if not scene.clips:
        return ask(scene, WEIGHT, "no_clips")
    words = wording.words(clause, scene)
    said = stretches.span(clause)
    edge = clause.one("edge")
    duration = round(said.number) if said else round(edge.number) if edge else USUAL
    if not words and not clause.says("bookends.blank"):
        raw = f"{clause.raw} {{answer}}"
        return ask(scene, WEIGHT, "what_words_intro" if intro else "what_words_outro", waiting=raw)
    at = inside or (0 if intro else -1)
    start = inside or (0 if intro else scene.length)
    clip, title = scene.fresh("c"), scene.fresh("t")
    steps: list[AddClip | AddTitle] = [
        AddClip(id=clip, at=at, duration=duration, background=backdrop(clause), kind="background")
    ]
    if words:
        look = looks.wish(clause)
        steps.append(
            AddTitle(
                id=title,
                text=words,
                start=start,
                duration=duration,
                place=look.place or "center",
                style=Style(animation=look.animation or "fade", outline=""),
            )
        )
    if not words:
        return Reading(WEIGHT, tuple(steps), kind="clip", targets=(clip,))
    return Reading(WEIGHT, tuple(steps), kind="title", targets=(title,))


def _inside(clause: Clause, scene: Scene) -> int:
    """Where a card opens the film up, in ms: "two seconds of black in the middle"; 0 where none."""
    if not clause.says("bookends.inside") or clause.says("fades.fade", "canvas.bars"):
        return 0
    at = stretches.moment(clause) or clause.one("time", role="after")
    if at is None:
        return scene.length // 2 if clause.says("bookends.middle") else 0
    return round(at.number) if 0 < at.number < scene.length else 0


def _gone(clause: Clause, scene: Scene) -> Reading | None:
    """The cards that are there, taken away: "no black screen after all"."""
    if not clause.says("common.remove", "bookends.unwanted") or clause.says("canvas.bars"):
        return None
    cards = [clip for clip in scene.clips if clip.background is not None]
    if not cards or len(cards) == len(scene.clips):
        return None
    if clause.says("bookends.at_end") != clause.says("bookends.at_start"):
        cards = cards[-1:] if clause.says("bookends.at_end") else cards[:1]
    return Reading(WEIGHT, (RemoveClips(targets=tuple(c.id for c in cards)),), kind="clip")


def backdrop(clause: Clause) -> Background:
    """The picture behind the words: a gradient, or a colour where one is said."""
    if clause.says("bookends.black"):
        return Background(style="colour", colours=("#000000",))
    if clause.says("bookends.white"):
        return Background(style="colour", colours=("#ffffff",))
    return Background()
