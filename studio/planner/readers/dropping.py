"""Several kinds of things taken away at one word: the music and the titles, captions and voice."""

from __future__ import annotations

from studio.planner import spotting, targets
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep
from studio.timeline.operations import RemoveSounds, RemoveTitles, Volume

WEIGHT = 66
_NAMED = (  # things by their names, two characters of Chinese each
    "common.title", "common.caption", "common.clip", "common.photo", "common.video", "common.music",
    "common.voice", "common.original", "common.effect", "crossfade.crossfade", "fades.fade",
)  # fmt: skip
KINDS = ("music", "voice", "effect", "original")


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that more than one kind of thing goes."""
    if not clause.says("common.remove") or clause.all("text"):
        return None
    touched = _touched(clause, scene)
    if touched is not None:
        return touched
    if any(clause.all(kind) for kind in ("range", "edge", "time", "share", "db")):
        return None
    if clause.says("fades.fade", "crossfade.crossfade", "bookends.intro", "bookends.outro"):
        return None
    heard = [kind for kind in KINDS if targets.says(clause, kind)]
    words = clause.says("common.title", "common.caption")
    if len(heard) + words < 2 or (heard and not words and "original" not in heard):
        return None
    steps: list[AnyStep] = []
    if "original" in heard:
        own = tuple(clip.id for clip in scene.clips if clip.gain)
        steps += [Volume(targets=own, gain=0.0)] if own else []
    sounds = tuple(sound.id for sound in scene.sounds if sound.role in heard)
    steps += [RemoveSounds(targets=sounds)] if sounds else []
    if words:
        meant = targets.titles(clause, scene, WEIGHT, sure=True)
        if meant.problem:
            return Reading(WEIGHT, tuple(steps), question=meant.problem.question)
        steps.append(RemoveTitles(targets=meant.ids))
    return Reading(WEIGHT, tuple(steps)) if steps else None


def _touched(clause: Clause, scene: Scene) -> Reading | None:
    """What was touched last, where only "it", or nothing at all, says what is to go."""
    left = spotting.without("dropping.bare", spotting.without("common.remove", clause.text))
    rest = "".join(left.split())
    if clause.tokens or len(rest) > 2 or clause.says(*_NAMED):
        return None
    if any("一" <= char <= "龥" for char in rest):  # 动画: two characters are a thing
        return None
    ids = scene.memory.targets
    match scene.memory.kind:
        case "title":
            words = tuple(t.id for t in scene.titles if t.id in ids)
            steps: tuple[AnyStep, ...] = (RemoveTitles(targets=words),) if words else ()
        case "music" | "voice" | "effect":
            sounds = tuple(s.id for s in scene.sounds if s.id in ids)
            steps = (RemoveSounds(targets=sounds),) if sounds else ()
        case _:
            return None
    return Reading(WEIGHT, steps) if steps else None
