"""The photos that are there already: how long each stays, how fast they change, how they move."""

from __future__ import annotations

from studio.planner.readers.fades import tempo
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import Offer, Question
from studio.timeline import facts
from studio.timeline.model import Clip
from studio.timeline.operations import ClipFit, ClipLength
from studio.words import say

WEIGHT = 73
USUAL = 120.0  # beats a minute, until the music was heard
BAR = 4  # beats
SHORTEST = 200
BRIEF = 15_000  # ms of a GIF, of a clip between photos
_PACE = 1.5  # times as long, or as short


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about all the photos on the timeline."""
    row = show(scene)
    about = clause.says("common.photo", "slideshow.slides")
    if about and not row:
        row = tuple(clip for clip in scene.clips if facts.kind(clip) == "image")
    if not row or clause.all("ord"):
        return None
    if clause.says("common.title", "common.caption") or (clause.says("common.music") and not about):
        return None
    counted = clause.one("bars")
    if counted is not None and (about or clause.says("slideshow.staying")):
        return _beats(counted, scene, row)
    if any(clause.all(kind) for kind in ("time", "range", "edge")):
        return None
    return _moving(clause, row) or (paced(clause, scene, row) if about else None)


def show(scene: Scene) -> tuple[Clip, ...]:
    """The photos of a film that is a slideshow: what moves between them is little, and short."""
    row = tuple(clip for clip in scene.clips if facts.kind(clip) == "image")
    rest = [clip for clip in scene.clips if clip not in row]
    brief = all(not clip.background and clip.duration <= BRIEF for clip in rest)
    return row if brief and len(row) > len(rest) else ()


def came(scene: Scene) -> bool:
    """Whether photos wait that are not in the film yet; one that was taken out does not wait."""
    new = {material.id for material in scene.unused("image")}
    return bool(new) and (any(material.id in new for material in scene.arrived) or not show(scene))


def beats(token: Token) -> float:
    """How many beats are counted."""
    return token.number * (1 if token.text == "beat" else BAR)


def _beats(token: Token, scene: Scene, row: tuple[Clip, ...]) -> Reading | None:
    """Each for so many beats; how long they are exactly is settled once the music was heard."""
    each = beats(token)
    length = round(each * 60_000 / (tempo(scene) or USUAL))
    if length < SHORTEST:
        return None
    steps = tuple(ClipLength(target=clip.id, duration=length, beats=each) for clip in row)
    return Reading(WEIGHT, steps, kind="clip", targets=tuple(clip.id for clip in row))


def motion(clause: Clause) -> str | None:
    """How photos are to move, where that is said."""
    if clause.says("slideshow.still"):
        return "still"
    for kind in ("zoom-out", "pan-left", "pan-right", "zoom-in"):
        if clause.says(f"slideshow.{kind.replace('-', '_')}"):
            return kind
    return "auto" if clause.says("slideshow.moving") else None


def _moving(clause: Clause, row: tuple[Clip, ...]) -> Reading | None:
    kind = motion(clause)
    if kind is None:
        return None
    fits = dict.fromkeys(clip.fit for clip in row)
    steps = tuple(
        ClipFit(targets=tuple(c.id for c in row if c.fit == fit), fit=fit, motion=kind)
        for fit in fits
    )
    return Reading(WEIGHT, steps, kind="clip", targets=tuple(clip.id for clip in row))


def paced(clause: Clause, scene: Scene, row: tuple[Clip, ...]) -> Reading | None:
    """All of them for longer, or for less long."""
    quicker, slower = clause.says("slideshow.quicker"), clause.says("slideshow.slower")
    if quicker == slower:
        return None
    times = clause.one("times")
    factor = times.number if times is not None and times.number > 0 else _PACE
    if clause.says("slideshow.half"):
        factor = 2.0
    part = 1 / factor if quicker else factor
    steps = tuple(
        ClipLength(target=clip.id, duration=max(SHORTEST, round(clip.duration * part)))
        for clip in row
    )
    if clause.says("slideshow.in_part"):
        label = say(f"planner.photos_all_{'quicker' if quicker else 'slower'}", scene.lang)
        offers = (Offer(label=label, steps=steps),)
        question = Question(text=say("planner.photos_in_part", scene.lang), offers=offers)
        return Reading(WEIGHT, question=question, kind="clip")
    return Reading(WEIGHT, steps, kind="clip", targets=tuple(clip.id for clip in row))
