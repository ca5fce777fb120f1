"""Music described and nothing else: "reggaeton with a trumpet, about 95 bpm, no piano"."""

from __future__ import annotations

from dataclasses import replace

from studio import brief as briefing
from studio.planner import briefs, commissions, composing
from studio.planner.readers import laying, moods, music, slideshow, syncing, visualising
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, JustMusic
from studio.timeline import facts
from studio.timeline.operations import AddSound, ReplaceSound

WEIGHT = 65
_FIRST = (moods.read, syncing.read, visualising.read, slideshow.read)  # what means more than music


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish for music that the composer can carry out as it stands."""
    if not commissions.about(clause, loosely=commissions.empty(scene)) or _filmed(clause):
        return None
    if any(reader(clause, scene) for reader in _FIRST):
        return None
    if scene.music:
        return _instead(clause, scene)
    if scene.unused("audio") or scene.sounds:
        return None  # there is a sound of the user's own: others ask, or lay that
    part = bool(clause.all("edge")) and clause.says("music.not_first", "music.stops_there")
    if scene.clips and (part or not briefs.struck(clause.raw)):
        laid = laying.added(clause, scene)  # with its place and its loudness, where they are said
        return laid if laid is None or laid.question else _weighed(laid, clause, scene)
    return _new(clause, scene)


def _filmed(clause: Clause) -> bool:
    """Whether a film is wanted, not the music for one."""
    making = clause.says("creating.make", "music.make", "common.add")
    return making and clause.says("creating.video") and not clause.says("creating.for_video")


def _new(clause: Clause, scene: Scene) -> Reading:
    """The music by itself, or under the whole of a picture that has it strike at certain times."""
    brief = composing.wanted(clause.raw, scene)
    length = round(float(brief.get("length_ms", 0))) if briefs.lasting(clause.raw) else 0
    length = scene.length or length or laying.MADE
    id = scene.fresh("s")
    heard = any(facts.audible(clip) and clip.gain for clip in scene.clips)
    step = AddSound(
        id=id,
        brief={**brief, "length_ms": float(length)},
        duration=length,
        name=composing.called(clause, scene),
        gain=1.0 if not scene.clips else laying.UNDER_SPEECH if heard else laying.ALONE,
    )
    steps: tuple[AnyStep, ...] = (step,) if scene.clips else (step, JustMusic())
    reading = Reading(WEIGHT, steps, kind="music", targets=(id,), bare=not scene.clips)
    return _weighed(reading, clause, scene)


def _instead(clause: Clause, scene: Scene) -> Reading | None:
    """Another piece in the place of one that was composed, where another style is named."""
    old = next((s for s in scene.music if s.id in scene.memory.targets), scene.music[0])
    was = facts.brief(old)
    if was is None or not briefs.restyled(clause.raw) or music.replacing(clause):
        return None
    if clause.says("common.add", "music.make", "music.on_top"):
        return None  # it is asked whether the old one stays
    brief = composing.wanted(clause.raw, scene, length=old.duration)
    seed = briefing.decode(was).seed + 1
    step = ReplaceSound(
        target=old.id, brief={**brief, "seed": seed}, name=composing.called(clause, scene)
    )
    return _weighed(Reading(WEIGHT, (step,), kind="music", targets=(old.id,)), clause, scene)


def _weighed(reading: Reading, clause: Clause, scene: Scene) -> Reading:
    """The reading with the words that nobody made anything of, told."""
    left = composing.unread(clause, scene)
    return replace(reading, weight=WEIGHT, hints=(*reading.hints, *left), whole=True)
