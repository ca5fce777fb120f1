"""Music that is there, and other sounds: begun or ended at another time, silent for a while."""

from __future__ import annotations

from studio.planner import stretches, targets
from studio.planner.readers import fades, volume
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import Fade, PlaceSound, ReplaceSound, Volume

WEIGHT = 40


def chosen(scene: Scene) -> Sound:
    touched = [sound for sound in scene.music if sound.id in scene.memory.targets]
    return (touched or list(scene.music))[0]


def aside(clause: Clause, scene: Scene) -> Sound | None:
    """The voice or the effect that a wish names."""
    for role in ("voice", "effect"):
        if targets.says(clause, role):
            return next((sound for sound in scene.sounds if sound.role == role), None)
    return None


def unbent(scene: Scene, sound: Sound) -> tuple[AnyStep, ...]:
    """The edit that has the song as it was recorded, whose seconds are counted; () where it is."""
    song = scene.material(facts.song(sound))
    if song is None or song.id == sound.source:
        return ()
    new = ReplaceSound(target=sound.id, source=song.id, length=song.duration, name=song.name)
    return (new,)


def placed(clause: Clause, scene: Scene, other: Sound | None = None) -> Reading | None:
    """Music, or another sound, that begins or ends at another time."""
    if not (scene.music or other) or clause.says("volume.mute", "common.replace", "ducking.duck"):
        return None
    since = clause.says("volume.since")  # 由5秒開始細聲
    if volume.wish(clause, scene) != (None, None) and (since or _partly(clause)):
        return None  # louder or softer there, not only heard there
    sound = other or chosen(scene)
    fades_there = clause.says("fades.out") and not clause.says("fades.in", "music.ends_so")
    if fades_there and stretches.moment(clause) and clause.says("fades.begins"):
        return None  # "fades out starting at 15 s": it is the fade that begins there
    starting, ending = clause.says("music.starts"), clause.says("music.ends")
    step: PlaceSound | None = None
    stretch = clause.one("range")
    if stretch is not None and clause.says("music.in_song") and stretch.other is not None:
        span = round(stretch.other - stretch.number)
        step = PlaceSound(target=sound.id, in_point=round(stretch.number), duration=span)
    if (
        step is None
        and stretch is not None
        and clause.says("music.only")
        and stretch.other is not None
    ):
        span = round(stretch.other - stretch.number)
        step = PlaceSound(target=sound.id, start=round(stretch.number), duration=span)
    edge = clause.one("edge")
    if step is None and edge is not None and clause.says("correcting.only") and not other:
        first, last = stretches.edge(edge, scene.length)
        if 0 <= first < last:
            step = PlaceSound(target=sound.id, start=first, duration=last - first)
    at = stretches.moment(clause) or clause.one("time", role="after")
    until = clause.one("time", role="until")
    late = until or clause.one("time", role="before")
    if step is None and late is not None and clause.says("music.not_until"):
        step = PlaceSound(target=sound.id, start=round(late.number))
    if step is None and starting and at is not None:
        if clause.says("music.in_song") or _in_song(scene, sound, round(at.number)):
            step = PlaceSound(target=sound.id, in_point=round(at.number))
        else:
            step = PlaceSound(target=sound.id, start=round(at.number))
    elif step is None and (until is not None or (ending and at is not None)):
        limit = until or at
        fading = clause.says("fades.fade") and not clause.says("music.ends_so")
        if limit is not None and not fading:
            step = PlaceSound(target=sound.id, duration=round(limit.number) - sound.start)
    if step is None and clause.says("music.on_clip") and not clause.says("volume.volume"):
        meant = targets.clips(clause, scene, WEIGHT)
        spans = [c for c in scene.clips if c.id in meant.ids]
        if spans and not clause.says("volume.down", "volume.up", "volume.softer", "volume.louder"):
            start, end = spans[0].start, facts.end(spans[-1])
            step = PlaceSound(target=sound.id, start=start, duration=end - start)
    if step is None:
        return None
    steps: tuple[AnyStep, ...] = (step,)
    if step.in_point is not None:
        steps = (*unbent(scene, sound), step)
    if clause.says("fades.fade"):
        fade_in, fade_out = fades.wish(clause, scene)
        steps = (step, Fade(targets=(sound.id,), fade_in=fade_in, fade_out=fade_out))
    return Reading(59, steps, kind=sound.role, targets=(sound.id,))


def _in_song(scene: Scene, sound: Sound, ms: int) -> bool:
    """Whether a moment lies beyond the film, but within the song that is laid."""
    material = scene.material(sound.source)
    return bool(scene.clips) and material is not None and scene.length <= ms < material.duration


def _partly(clause: Clause) -> bool:
    since = clause.one("time", role="from") or clause.one("time", role="after")
    if since and not clause.says("music.begins"):
        return True
    if clause.says("music.starts") and clause.one("time", role="at"):
        return False
    return bool(clause.all("range") or clause.one("time", role="until"))


def lasting(clause: Clause, scene: Scene) -> Reading | None:
    """The music that is there, for so long."""
    said = stretches.span(clause)
    if said is None or not clause.says("clips.lasts"):
        return None
    sound = chosen(scene)
    first = 0 if clause.says("music.at_once") else None
    step = PlaceSound(target=sound.id, start=first, duration=round(said.number))
    return Reading(WEIGHT + 12, (step,), kind="music", targets=(sound.id,))


def silenced(clause: Clause, scene: Scene) -> Reading | None:
    """Music taken away from a stretch only: silent there, as it was around it."""
    roles = ("after", "before", "from", "until")
    if clause.says("common.title", "common.caption", "common.original", "fades.fade"):
        return None
    if not stretches.one(clause, scene) and not any(clause.one("time", role=r) for r in roles):
        return None
    start, end = stretches.named(clause, scene)[0]
    ids = tuple(sound.id for sound in scene.music)
    step = Volume(targets=ids, gain=0.0, start=start, end=end)
    return Reading(WEIGHT + 20, (step,), kind="music", targets=ids)
