"""How strongly a visual answers its song, whether it comes in time, and what its scene settles."""

from __future__ import annotations

import dataclasses
import re

from msgspec.structs import replace

from studio.planner import looks, stretches, tints
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Offer, Question
from studio.planner.visual_words import NONE, STYLE, coloured, look
from studio.timeline import facts
from studio.timeline.model import Background, Clip
from studio.timeline.operations import AddTitle, Repaint
from studio.words import say

WEIGHT, SURELY = 67, 90
STEP = 1.6  # times as strong
LEAST, MOST = 0.25, 2.5
AHEAD = 60  # ms by which the picture is moved where it is not said by how much
FURTHEST = 500
_LIGHT = 2  # which of a whole palette's colours a drop lights up in
_LIGHTS_UP = re.compile(
    r"\b(?:flash|light|burst|explode|glow|pulse|blink|shine)\w*(?: up| out)?"
    r"(?: (?:in|into|with|a|an|bright|pure|deep|hot|some))* $"
    r"|(?:闪|亮|爆|发|燃)(?:出|起|成|烁|着|过)?(?:一?[道片下束])?$"
)


def read(clause: Clause, scene: Scene, clip: Clip) -> Reading | None:
    """A wish about how the visual moves, or about what only its scene can settle."""
    now = clip.background
    assert now is not None
    if clause.all("text"):
        return None
    return (
        _moved(clause, clip, scene)
        or _timed(clause, scene, clip, now)
        or _recoloured(clause, scene, clip, now)
        or _lit_in(clause, scene, clip, now)
        or _dosed(clause, scene, clip, now)
        or _coverless(clause, scene, clip, now)
        or _sized(clause, scene, clip, now)
        or _titled(clause, scene, clip, now)
    )


def _moved(clause: Clause, clip: Clip, scene: Scene) -> Reading | None:
    """A zoom, a shake at the drop: what a camera does is settled by the scene."""
    if not clause.says("visuals.camera"):
        return None
    hint = say("visuals.no_camera", scene.lang)
    return Reading(SURELY, hints=(hint,), kind="clip", targets=(clip.id,))


def _recoloured(clause: Clause, scene: Scene, clip: Clip, now: Background) -> Reading | None:
    """Other colours, where none is named."""
    if not clause.says("visuals.other_colours") or now.scene == "ink" or clause.all("time"):
        return None
    if coloured(clause.plain) or tints.wished(clause, scene):
        return None
    new = replace(now, colours=tints.turned(tints.whole(now.colours)), shades=())
    return _repainted(scene, new, clip, say("visuals.recoloured", scene.lang))


def _lit_in(clause: Clause, scene: Scene, clip: Clip, now: Background) -> Reading | None:
    """Drops that flash white, light up red: the brightest of the colours, the others stay."""
    named = coloured(clause.plain)
    if len(named) != 1 or not clause.says("visuals.drops") or now.scene == "ink":
        return None
    at, colour = named[0]
    if not _LIGHTS_UP.search(clause.plain[:at]):
        return None
    clause.says("visuals.since")  # "when it drops": counts as heard
    row = list(tints.whole(now.colours))
    row[_LIGHT] = colour
    hint = say("visuals.drop_light", scene.lang)
    return _repainted(scene, replace(now, colours=tuple(row)), clip, hint)


def _dosed(clause: Clause, scene: Scene, clip: Clip, now: Background) -> Reading | None:
    """Drops and beats that show more, or less."""
    timed = clause.says("visuals.until", "visuals.since") and not clause.says("visuals.drops_boom")
    calmer = clause.says("visuals.flash_less")
    if timed or (clause.says("visuals.colours") and not calmer):
        return None  # what changes at a drop is something else
    composed = any(facts.brief(sound) is not None for sound in scene.music)
    seen = clause.says("visuals.lit", "visuals.picture") or not composed
    seen = seen or scene.memory.kind != "music"
    step = STEP ** tints.amount(clause)
    drops, beats, key = now.drops, now.beats, ""
    stronger = clause.says("visuals.drops_more", "visuals.drops_boom") and seen
    if calmer:
        drops, beats, key = drops / step**0.6, beats / step, "calmer"
        if stronger:  # each by itself: "less movement, but the drops stronger"
            drops, key = now.drops * step, "calmer_but_drops"
    elif stronger:
        drops, key = drops * step, "drops_stronger"
    elif clause.says("visuals.drops_less") and seen:
        drops, key = drops / step, "drops_weaker"
    elif clause.says("visuals.flash_more") and seen:
        beats, key = beats * step, "livelier"
    if not key or (composed and scene.memory.kind == "music" and not clause.says("visuals.lit")):
        return None
    drops = round(min(MOST, max(LEAST, drops)), 3)
    beats = round(min(MOST, max(LEAST, beats)), 3)
    if (drops, beats) == (now.drops, now.beats):
        return _hint(clip, say("visuals.dosed_enough", scene.lang))
    new = replace(now, drops=drops, beats=beats)
    made = _repainted(scene, new, clip, say(f"visuals.{key}", scene.lang))
    heard = clause.says("common.music", "volume.volume") or scene.memory.kind != "clip"
    return made if heard else dataclasses.replace(made, weight=SURELY)


def _timed(clause: Clause, scene: Scene, clip: Clip, now: Background) -> Reading | None:
    """The picture sooner where it is felt to come late, later where it comes early."""
    late, early = clause.says("visuals.comes_late"), clause.says("visuals.comes_early")
    others = ("common.title", "common.caption", "visuals.lyrics", "speed.slower")
    if late == early or clause.says("common.voice") or (not late and clause.says(*others)):
        return None
    if clause.says("common.title", "common.caption", "visuals.lyrics"):
        return None
    said = clause.one("time") or stretches.span(clause)
    by = min(round(said.number), FURTHEST) if said is not None else AHEAD
    if by <= 0:
        return None
    ahead = now.early + (by if late else -by)
    ahead = min(FURTHEST, max(-FURTHEST, ahead))
    if ahead == now.early:
        return _hint(clip, say("visuals.dosed_enough", scene.lang))
    key = "moved_sooner" if late else "moved_later"
    hint = say(f"visuals.{key}", scene.lang, ms=by)
    return _repainted(scene, replace(now, early=ahead), clip, hint)


def _coverless(clause: Clause, scene: Scene, clip: Clip, now: Background) -> Reading | None:
    """Colours, or a picture, of a cover that nobody sent."""
    wished = clause.says("visuals.own_colours") and clause.says("visuals.cover", "common.photo")
    wished = wished or (clause.says("visuals.cover_wished") and not clause.says("visuals.colours"))
    if not wished or now.cover or scene.unused("image"):
        return None
    for sound in scene.music:
        song = scene.material(sound.source)
        probe = song.metadata.get("probe") if song else None
        if isinstance(probe, dict) and int(probe.get("cover", -1)) >= 0:
            return None
    if any(material.kind == "image" for material in scene.materials):
        return None
    question = Question(text=say("visuals.no_cover", scene.lang), waiting=clause.raw)
    return Reading(WEIGHT, question=question, kind="clip", targets=(clip.id,))


def _sized(clause: Clause, scene: Scene, clip: Clip, now: Background) -> Reading | None:
    """Bars that are to be bigger, more particles: where that scene is the one that is seen."""
    if not clause.says("visuals.sized") or clause.says("common.title", "visuals.lyrics"):
        return None
    if not now.scene or look(clause) != now.scene:
        return None
    return _hint(clip, say("visuals.scene_settles", scene.lang))


def _titled(clause: Clause, scene: Scene, clip: Clip, now: Background) -> Reading | None:
    """A title that is to stand elsewhere: the scene's own cannot, one of the film's can."""
    own = any(title.role != "caption" for title in scene.titles)
    if own or not clause.says("common.title") or now.title == NONE:
        return None
    wish, font = looks.wish(clause), clause.says("visuals.font")
    if clause.says("common.remove", "titles.remove", "visuals.no_words"):
        return None
    if clause.says("common.add") and not font:
        return None
    timed = any(clause.all(kind) for kind in ("time", "range", "edge"))
    if not (wish.any or timed or font):
        return None
    offers: tuple[Offer, ...] = ()
    if now.title and not font:
        first = stretches.one(clause, scene)
        start, end = first if first is not None else (0, scene.length)
        made = AddTitle(
            id=scene.fresh("t"), text=now.title, start=start, duration=max(300, end - start),
            place=wish.place or "lower-third", style=looks.styled(wish, "title"),
        )  # fmt: skip
        name = say("visuals.visual", scene.lang)
        bare = Repaint(target=clip.id, background=replace(now, title=NONE), name=name)
        label = say("visuals.title_instead", scene.lang, title=now.title)
        offers = (Offer(label=label, steps=(bare, made)),)
    question = Question(text=say("visuals.title_settled", scene.lang), offers=offers)
    return Reading(WEIGHT, question=question, kind="clip", targets=(clip.id,))


def _repainted(scene: Scene, new: Background, clip: Clip, hint: str) -> Reading:
    name = say("visuals.visual", scene.lang)
    steps = tuple(
        Repaint(target=one.id, background=new, name=name)
        for one in scene.clips
        if one.background and one.background.style == STYLE
    )
    return Reading(WEIGHT, steps, hints=(hint,), kind="clip", targets=(clip.id,))


def _hint(clip: Clip, hint: str) -> Reading:
    return Reading(WEIGHT, hints=(hint,), kind="clip", targets=(clip.id,))
