"""Music after the picture's mood, and a scene of it made calmer, livelier, darker or happier."""

from __future__ import annotations

from studio.planner import music_words, targets
from studio.planner.readers import laying
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Mood
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import AddSound

WEIGHT = 58
_ENERGY, _VALENCE = 0.25, 0.22  # how much "calmer" and "happier" are
_LEANS = {
    "calmer": (-_ENERGY, 0.0), "livelier": (_ENERGY, 0.0),
    "happier": (0.0, _VALENCE), "sadder": (0.0, -_VALENCE),
}  # fmt: skip


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish that music follows what is seen."""
    if not scene.clips:
        return None
    again = _scene(clause, scene)
    if again is not None:
        return again
    if not clause.says("moods.match"):
        return None
    if not (targets.says(clause, "music") or clause.says("moods.music")):
        return None
    composed = [sound for sound in scene.music if facts.brief(sound) is not None]
    if composed and not clause.says("moods.anew"):
        return _of(composed[0])
    laid = laying.added(clause, scene)
    if laid is None or laid.question:
        return laid
    ids = tuple(step.id for step in laid.steps if isinstance(step, AddSound) and not step.source)
    if not ids:
        return None  # a song was sent: it is as it is
    return Reading(
        WEIGHT, (*laid.steps, Mood(target=ids[0])), hints=laid.hints, kind="music", targets=ids
    )


def _of(sound: Sound) -> Reading:
    return Reading(WEIGHT, (Mood(target=sound.id),), kind="music", targets=(sound.id,))


def _scene(clause: Clause, scene: Scene) -> Reading | None:
    """One scene of music that follows the picture, made different."""
    followed = [s for s in scene.music if (facts.brief(s) or {}).get("curve")]
    if not followed or not clause.says("moods.scene"):
        return None
    number = clause.one("ord")
    kinds = {cue.kind for cue in music_words.cues(clause.plain)}
    kinds |= {kind for kind in _LEANS if clause.says(f"moods.{kind}")}
    leans = [_LEANS[kind] for kind in _LEANS if kind in kinds]
    if number is None or not leans:
        return None
    sound = followed[0]
    step = Mood(
        target=sound.id,
        scene=int(number.number),
        energy=sum(lean[0] for lean in leans),
        valence=sum(lean[1] for lean in leans),
    )
    return Reading(WEIGHT, (step,), kind="music", targets=(sound.id,))
