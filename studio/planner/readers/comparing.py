"""Longer, shorter, by no amount: of what was spoken of last, else of the film."""

from __future__ import annotations

from studio.planner import phrases, spotting
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Offer
from studio.timeline import clock, facts
from studio.timeline.model import Clip, Sound
from studio.timeline.operations import Crossfade, Fade, PictureFade, PlaceTitle

WEIGHT = 57
LONGER, SHORTER = 1.5, 0.67
_FILM = "comparing.film"
_BACK = 4  # messages that are looked through for what "it" is
_TOPICS = (
    "crossfade.crossfade", "fades.fade", "common.title", "common.caption", "common.music",
    "cutting.cut", "speed.speed", "speed.faster", "speed.slower", "volume.volume", "speed.freeze",
)  # fmt: skip


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that says only "longer" or "shorter"."""
    longer = clause.says("comparing.longer")
    if longer == clause.says("comparing.shorter"):
        return None
    factor = LONGER if longer else SHORTER
    about = "" if clause.says(_FILM) else topic(scene)
    if about == "crossfade.crossfade":
        return _crossfades(scene, factor)
    if about == "fades.fade":
        return _fades(scene, factor)
    if about and scene.memory.kind == "title":
        return _words(scene, factor)
    return _film(scene) if longer else None


def topic(scene: Scene) -> str:
    """What the last wishes were about, the newest that says so: `file.meaning` of it."""
    for wish in (scene.memory.said, *reversed(scene.memory.wishes[-_BACK:])):
        text = phrases.plain(wish)
        for key in _TOPICS:
            if spotting.said(key, text):
                return key
    return ""


def _crossfades(scene: Scene, factor: float) -> Reading | None:
    row = [clip for clip in scene.clips if clip.crossfade]
    steps = tuple(
        Crossfade(duration=round(c.crossfade * factor), targets=(c.id,), kind=c.transition)
        for c in row
    )
    return Reading(WEIGHT, steps, kind="clip") if steps else None


def _fades(scene: Scene, factor: float) -> Reading | None:
    """What fades of the things touched last, or of all that does."""
    steps: list[AnyStep] = []
    clips: list[Clip | Sound] = list(scene.clips)
    every = [*clips, *scene.sounds]
    touched = [one for one in every if one.id in scene.memory.targets]
    for one in touched or every:
        if isinstance(one, Clip):
            seen = _times(one.picture_fade_in, one.picture_fade_out, factor)
            heard = _times(one.sound_fade_in, one.sound_fade_out, factor)
            if any(seen):
                steps.append(PictureFade(target=one.id, fade_in=seen[0], fade_out=seen[1]))
        else:
            heard = _times(one.fade_in, one.fade_out, factor)
        if any(heard):
            steps.append(Fade(targets=(one.id,), fade_in=heard[0], fade_out=heard[1]))
    if not steps:
        return None
    return Reading(WEIGHT, tuple(steps), kind=scene.memory.kind, targets=scene.memory.targets)


def _times(first: int, last: int, factor: float) -> tuple[int | None, int | None]:
    """How long it takes to come and to go, so many times as long; None where it does not."""
    return round(first * factor) if first else None, round(last * factor) if last else None


def _words(scene: Scene, factor: float) -> Reading | None:
    row = [title for title in scene.titles if title.id in scene.memory.targets]
    room = scene.length
    steps: list[AnyStep] = []
    for title in row:
        length = round(title.duration * factor)
        late = room and title.start + length > room
        start = max(room - length, 0) if late and facts.end(title) >= room else None
        begun = title.start if start is None else start
        length = min(length, room - begun) if room else length
        steps.append(PlaceTitle(target=title.id, start=start, duration=length))
    if not steps:
        return None
    return Reading(WEIGHT, tuple(steps), kind="title", targets=scene.memory.targets)


def _film(scene: Scene) -> Reading | None:
    """Asks what is to fill a film that is to be longer."""
    if not scene.clips:
        return None
    keys = ("longer_slower", "longer_held", "longer_again")
    offers = tuple(Offer(label=scene.say(key), request=scene.say(key)) for key in keys)
    return ask(scene, WEIGHT, "longer_how", *offers, length=clock.length(scene.length))
