"""Faster, slower, backwards, frozen."""

from __future__ import annotations

from studio.planner import stretches, targets
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import AnyStep
from studio.planner.visual_words import drawn
from studio.timeline import facts
from studio.timeline.operations import Freeze, Reverse, Speed

WEIGHT = 51
FASTER, SLOWER, SLOW_MOTION = 1.5, 0.75, 0.5
NORMAL = 0.0  # stands for: as it was filmed
HELD = 2000  # ms a frame is held where no length was said


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about how fast the picture runs."""
    if clause.says("speed.freeze"):
        return _frozen(clause, scene)
    backwards = clause.says("speed.reverse") and not clause.says("arranging.reverse_order")
    rate = None if backwards else pace(clause)
    if not backwards and rate is None:
        return None
    words = clause.says("common.title", "common.caption")
    if words and not clause.says("common.video", "common.clip"):
        return None  # "the lower third should end with the slow motion"
    if not scene.clips:
        return ask(scene, WEIGHT, "no_clips")
    if drawn(scene) and not clause.says("common.video", "common.clip"):
        return None  # a picture that moves with its song: how it moves is meant
    named = clause.says("common.music", "speed.of_music")
    if named and not clause.says("common.video", "common.clip"):
        composed = any(facts.brief(sound) is not None for sound in scene.music)
        if composed or not scene.music or clause.says("music.replace_sure"):
            return None
        return ask(scene, WEIGHT, "music_speed")
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    if rate == NORMAL:
        chosen = [c for c in scene.clips if c.id in meant.ids or not meant.ids]
        steps = tuple(
            Speed(rate=round(1 / c.speed, 6), targets=(c.id,)) for c in chosen if c.speed != 1
        )
        hints = () if steps else (scene.say("already_normal"),)
        return Reading(WEIGHT, steps, hints=hints, kind="clip", targets=meant.ids)
    start, end = _stretch(clause, scene, meant.ids)
    ids = meant.ids if start < 0 else ()
    fitted = stretches.span(clause) if clause.says("speed.to_length") else None
    if fitted is not None and start < 0 and fitted.number > 0:
        row = [c for c in scene.clips if c.id in meant.ids] or list(scene.clips)
        rate = round(sum(c.duration for c in row) / fitted.number, 4)
    if rate is not None:
        step: AnyStep = Speed(rate=rate, targets=ids, start=start, end=end)
        return Reading(WEIGHT, (step,), kind="clip", targets=meant.ids)
    step = Reverse(targets=ids, start=start, end=end)
    times = clause.one("times")
    if times is not None and times.number > 0 and start < 0:
        faster = Speed(rate=times.number, targets=ids)
        return Reading(WEIGHT, (step, faster), kind="clip", targets=meant.ids)
    return Reading(WEIGHT, (step,), kind="clip", targets=meant.ids)


def _stretch(clause: Clause, scene: Scene, ids: tuple[str, ...]) -> tuple[int, int]:
    """The range in question; within one clip where one is named; -1, -1 for none."""
    clip = next((c for c in scene.clips if ids[:1] == (c.id,)), None)
    if len(scene.clips) == 1 and clause.one("time", role="until"):
        clip = None  # "the first part, up to second 4"
    edge = clause.one("edge")
    if edge is not None and clip is not None:
        a, b = stretches.edge(edge, clip.duration)
        return clip.start + a, clip.start + b
    if clip is not None:
        return -1, -1
    found = stretches.one(clause, scene)
    bounded = any(clause.one("time", role=role) for role in ("after", "from", "until", "before"))
    if found is None and bounded:
        found = stretches.named(clause, scene)[0]
    if found is not None and stretches.excepted(clause):
        left = stretches.around(found, scene.length)
        return left[0] if len(left) == 1 else (-1, -1)
    return found or (-1, -1)


def pace(clause: Clause) -> float | None:
    """How many times as fast; None where that is not asked."""
    faster, slower = clause.says("speed.faster"), clause.says("speed.slower")
    slower = slower and not _complains(clause)
    about = clause.says("speed.speed")
    if not (faster or slower or about):
        return None
    if clause.says("speed.half"):
        return 0.5
    times, share = clause.one("times"), clause.one("share")
    undone = clause.says("speed.undone") and not (times or share)
    if undone:
        return NORMAL
    number = clause.one("num")
    if times is None and number is not None and clause.says("speed.by_number"):
        times = number
    if times is not None and times.number > 0:
        factor = times.number
        if times.text == "倍" and (factor == 1 or times.raw.endswith("半")):
            factor += 1.0  # 快一倍 is twice as fast
        return round(1 / factor, 4) if slower and factor > 1 else factor
    if share is not None and share.number > 0:
        if slower and not clause.says("volume.target"):
            return round(1 - share.number, 4) if 0 < share.number < 1 else share.number
        if faster and not clause.says("volume.target"):
            return round(1 + share.number, 4)
        return share.number
    if clause.says("speed.motion"):
        return SLOW_MOTION
    if clause.says("speed.normal"):
        return NORMAL
    if faster:
        return FASTER
    return SLOWER if slower else None


def _complains(clause: Clause) -> bool:
    """Whether a part says only that something is too slow, or too fast."""
    return clause.says("speed.too_slow", "speed.too_fast") and not clause.says("speed.sure")


def complained(clause: Clause, scene: Scene) -> Reading | None:
    """What "it is too slow" asks for, where nothing else is said."""
    others = ("common.music", "speed.of_music", "common.title", "fades.fade")
    if not scene.clips or not _complains(clause) or clause.says(*others):
        return None
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    start, end = _stretch(clause, scene, meant.ids)
    rate = FASTER if clause.says("speed.too_slow") else SLOWER
    step = Speed(rate=rate, targets=meant.ids if start < 0 else (), start=start, end=end)
    return Reading(WEIGHT, (step,), kind="clip", targets=meant.ids)


def _frozen(clause: Clause, scene: Scene) -> Reading | None:
    if clause.says("common.music", "common.title") and not clause.says("speed.frame"):
        return None
    if not scene.clips:
        return ask(scene, WEIGHT, "no_clips")
    meant = targets.clips(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    held_clip = next((c for c in scene.clips if meant.ids == (c.id,)), None)
    at = stretches.moment(clause)
    length: Token | None = stretches.span(clause)
    edge = clause.one("edge")
    if at is None and (clause.says("speed.last_frame") or (edge and edge.side == "last")):
        moment = facts.end(held_clip) if held_clip else scene.length
    elif at is None and clause.says("speed.first_frame"):
        moment = held_clip.start if held_clip else 0
    elif at is None:
        return ask(scene, WEIGHT, "freeze_where", waiting=clause.raw)
    else:
        moment = round(at.number)
    if length is at:
        length = None
    held = round(length.number) if length else round(edge.number) if edge else HELD
    id = scene.fresh("c")
    if not any(c.start <= moment <= facts.end(c) for c in scene.clips):
        moment = max(moment, 0)
    return Reading(WEIGHT, (Freeze(at=moment, duration=held),), kind="clip", targets=(id,))
