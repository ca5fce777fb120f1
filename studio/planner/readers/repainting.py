"""The visual that is there, in another look: scene, colours, title, cover."""

from __future__ import annotations

import dataclasses
import re

from msgspec.structs import replace

from studio.planner import names_said, shades, targets, tints
from studio.planner.readers import canvas, reacting
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep
from studio.planner.visual_words import (
    COLOURS,
    NONE,
    SCENES,
    STYLE,
    bare,
    coloured,
    colours,
    look,
    names,
    short,
)
from studio.timeline.model import Background, Clip
from studio.timeline.operations import Repaint, SetCanvas
from studio.words import say

WEIGHT = 66
_LESS = re.compile(
    r"(?:less|no|not|too|without|不要|别|太|少(?:一?点)?)\s*(?:so |much |the |that )*$"
)


def read(clause: Clause, scene: Scene, clip: Clip) -> Reading | None:
    """A wish about the visual that is there."""
    now = clip.background
    assert now is not None
    if clause.says("visuals.asking"):
        return None
    named = _told(clause, scene, now)
    if named is None:
        moved = reacting.read(clause, scene, clip)
        if moved is not None:
            return _also(clause, scene, clip, moved)
    new = named or _looked(clause, now)
    new = named or _pictured_anew(clause, scene, new)
    new = named or _named_anew(clause, scene, new)
    same = (new.colours, new.shades) == (now.colours, now.shades)
    wished = tints.wished(clause, scene) if same and named is None else ()
    if wished:
        tinted = _tinted(clause, scene, clip, new, wished)
        if isinstance(tinted, Reading):
            return tinted
        new = tinted
    size = canvas.shape(clause)
    there = bool(now.scene) and look(clause) == now.scene and clause.says("visuals.change")
    if new == now and (there or clause.says("visuals.no_words", "visuals.no_artist")):
        hint = scene.say("already_so")
        return Reading(WEIGHT, hints=(hint,), kind="clip", targets=(clip.id,))
    if new == now:
        moves = clause.says("visuals.moved")  # "the picture should move with the music": it does
        lit = (moves or clause.says("visuals.drops", "visuals.strong")) and size is None
        weight = WEIGHT if moves else WEIGHT - 20
        if not lit or clause.all("time") or clause.all("text"):
            return None
        if not now.scene:  # it was made by this very message
            return Reading(weight, kind="clip", targets=(clip.id,), done=True)
        hint = say("visuals.lit_already", scene.lang)
        return Reading(weight, hints=(hint,), kind="clip", targets=(clip.id,))
    name = say("visuals.visual", scene.lang)
    steps: list[AnyStep] = [
        Repaint(target=c.id, background=new, name=name)
        for c in scene.clips
        if c.background and c.background.style == STYLE
    ]
    if size is not None:
        steps.append(SetCanvas(width=size[0], height=size[1]))
    hints = tuple(say(f"visuals.tinted_{tint}", scene.lang) for tint in wished)
    return Reading(WEIGHT, tuple(steps), hints=hints, kind="clip", targets=(clip.id,))


def _also(clause: Clause, scene: Scene, clip: Clip, moved: Reading) -> Reading:
    """How it moves, and the colours that are said beside that: "the drop harder and the background
    darker"."""
    before = next((s.background for s in moved.steps if isinstance(s, Repaint)), None)
    if before is None:
        return moved
    assert clip.background is not None
    if before.colours != clip.background.colours:
        return moved  # that was about colours
    new = _coloured(clause, before, asking=True)
    part = clause.says("visuals.behind", "visuals.front", "visuals.colours")
    dosed = (before.drops, before.beats) != (clip.background.drops, clip.background.beats)
    wished = tints.wished(clause, scene) if new == before and (part or not dosed) else ()
    if wished:
        tinted = _tinted(clause, scene, clip, before, wished)
        if isinstance(tinted, Reading):
            return dataclasses.replace(moved, hints=(*moved.hints, *tinted.hints))
        new = tinted
    steps = tuple(
        replace(step, background=new) if isinstance(step, Repaint) else step for step in moved.steps
    )
    hints = tuple(say(f"visuals.tinted_{tint}", scene.lang) for tint in wished)
    return dataclasses.replace(moved, steps=steps, hints=(*moved.hints, *hints))


def _tinted(
    clause: Clause, scene: Scene, clip: Clip, new: Background, wished: tuple[tints.Tint, ...]
) -> Background | Reading:
    """The visual in warmer, darker … colours; or why it cannot be."""
    if new.scene == "ink":
        hint = say("visuals.ink_stays", scene.lang)
        return Reading(WEIGHT, hints=(hint,), kind="clip", targets=(clip.id,))
    whole = tints.whole(new.colours)
    colours = tints.shifted(whole, wished, tints.amount(clause))
    if colours == whole:
        hint = say("visuals.tinted_enough", scene.lang)
        return Reading(WEIGHT, hints=(hint,), kind="clip", targets=(clip.id,))
    return replace(new, colours=colours)


def _worded(scene: Scene) -> bool:
    """Whether the film has titles of its own, beside the lines that are sung."""
    return any(title.role != "caption" for title in scene.titles)


def _told(clause: Clause, scene: Scene, now: Background) -> Background | None:
    """The visual with the names that are said, which name no colour and no scene then."""
    own = clause.says("visuals.player")  # looked up, so that it counts as heard
    if _worded(scene) and not (clause.says("visuals.titled") or own):
        return None
    if any(clause.all(kind) for kind in ("time", "range", "edge")):
        return None
    title, artist = names_said.told(clause)
    new = replace(now, title=title or now.title, artist=artist or now.artist)
    return new if new != now else None


def _looked(clause: Clause, now: Background) -> Background:
    """The visual in another scene, in other colours."""
    words = clause.says("common.title", "common.caption") or bool(clause.all("text"))
    asking = clause.says("visuals.change", "common.replace", "creating.make") or short(clause)
    if clause.says("visuals.own_colours"):
        return replace(now, colours=(), shades=())
    if now.shades and clause.says("visuals.throughout"):
        return replace(now, shades=())
    if clause.says("visuals.kept", "visuals.disliked"):
        return now  # what is to stay, or is not liked, is no wish for it
    if look(clause) and not words and not colours(clause):
        turned = shades.wished(clause, now)
        if turned is not None:
            return turned
    scene_ = look(clause) or ("type" if clause.says("lyrics.video") else "")
    if scene_ and asking and not (words and scene_ != "type"):
        now = replace(now, scene=scene_)
    elif clause.says("visuals.another"):
        at = SCENES.index(now.scene) if now.scene in SCENES else -1
        now = replace(now, scene=SCENES[(at + 1) % len(SCENES)])
    return now if words else _coloured(clause, now, asking=asking)


def _coloured(clause: Clause, now: Background, *, asking: bool) -> Background:
    """In the colours that are named: of all of it, of a part of it, for a part of the time."""
    named = colours(clause)
    about = clause.says("visuals.colours") or asking or len(named) > 1
    if not named or clause.says("canvas.bars", "fades.fade"):
        return now
    first = coloured(clause.plain)[0][0]
    if _LESS.search(clause.plain[:first]):
        return now  # less pink is no pink
    timed = shades.wished(clause, now)
    if timed is not None:
        return timed
    if not about:
        return now
    if len(named) == 1:
        named = _part(clause, now, named[0])
    looks = tuple(
        replace(one, colours=named) for one in now.shades if one.scene or one.tied == "back"
    )
    return replace(now, colours=named, shades=looks if any(one.scene for one in looks) else ())


def _part(clause: Clause, now: Background, colour: str) -> tuple[str, ...]:
    """One colour for the background alone, or for what moves alone, beside the one that stays."""
    whole = len(now.colours) > COLOURS
    behind = clause.says("visuals.behind")
    front = clause.says("visuals.front") and not behind
    if not now.colours or not (behind or front):
        return (colour,)
    if behind:
        return colour, now.colours[-1]
    return (now.colours[0], colour) if whole or len(now.colours) < COLOURS else (colour,)


def _pictured_anew(clause: Clause, scene: Scene, now: Background) -> Background:
    """The visual with another picture as its cover."""
    named = [scene.material(t.text) for t in clause.all("file")]
    photos = [m for m in named if m and m.kind == "image"] or list(scene.unused("image"))
    if photos and clause.says("visuals.cover") and photos[-1].id != now.cover:
        kept = now.scene if now.scene == "rings" else "cover"
        return replace(now, cover=photos[-1].id, scene=kept)
    return now


def _named_anew(clause: Clause, scene: Scene, now: Background) -> Background:
    """The visual with another title or artist; words at a time of their own are a title's."""
    if _worded(scene) and not clause.says("visuals.titled"):
        return now
    without = bare(clause, now)
    if without != now:
        return without
    if any(clause.all(kind) for kind in ("time", "range", "edge")):
        return now
    if not clause.says("common.title", "visuals.titled", "visuals.by", "visuals.player"):
        return now
    if clause.says("common.add") and clause.says("common.caption"):
        return now  # one more line is no other title
    if clause.says("common.remove", "titles.remove"):
        only = clause.says("visuals.player") and not clause.says("common.title", "visuals.titled")
        return replace(now, artist=NONE) if only else replace(now, title=NONE, artist=NONE)
    title, artist = names(clause, scene)
    about = targets.says(clause, "title") or clause.says("visuals.titled")
    title = title if about and title != artist else ""
    return replace(now, title=title or now.title, artist=artist or now.artist)
