"""One sound that hides another: "I can't hear the kids over the music", 音乐把人声盖住了."""

from __future__ import annotations

from studio.planner import music_words, spotting, targets
from studio.planner.readers import volume
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.timeline import facts
from studio.timeline.operations import Volume

WEIGHT = 73  # whose sound it is tells nothing about the music's style


def read(clause: Clause, scene: Scene) -> Reading | None:
    """What hides something becomes softer; what is hidden stays as it is."""
    if not scene.music or clause.all("share") or clause.all("db"):
        return None
    if any(word.kind in ("instruments", "families") for word in music_words.things(clause.plain)):
        return None  # a player within the music
    if clause.says("common.title", "common.caption", "ducking.duck"):
        return None
    loud = _hiding(clause)
    laid = any(sound.role == "voice" for sound in scene.sounds) and targets.says(clause, "voice")
    if loud is None or (laid and not clause.says("volume.hides", "volume.behind")):
        return None
    ids = _ids(loud, scene)
    if not ids:
        return None
    much = "much" if clause.says("volume.much") else ""
    step = Volume(targets=ids, factor=volume.STEPS[much][0])
    return Reading(WEIGHT, (step,), kind=loud, targets=ids)


def reason(clause: Clause) -> bool:
    """Whether a part says why something is to be softer."""
    return clause.says("volume.hides", "volume.unheard")


def _hiding(clause: Clause) -> str | None:
    """Which kind of sound is too loud for another; None where nothing is hidden."""
    text = clause.plain
    match = spotting.find("volume.hides", text)
    if match is not None:
        before, after = text[: match.start()], text[match.end() :]
        passive = spotting.find("volume.hidden_by", text)
        if passive is not None:
            before, after = text[passive.end() :], text[: passive.start()]
        return "original" if _kind(before) == "original" and _kind(after) == "music" else "music"
    match = spotting.find("volume.unheard", text)
    if match is None:
        return None
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    behind = spotting.find("volume.behind", rest)
    hidden = rest[: behind.start()] if behind else rest
    if not behind and not spotting.without("correcting.small", hidden).strip(" ,，.!。！我i"):
        return None  # "I can't hear it": whatever was spoken of
    if _kind(hidden) == "music":
        return "original" if behind and _kind(rest[behind.start() :]) == "original" else None
    return "music"


def _kind(text: str) -> str:
    said = spotting.said("common.music", spotting.without("common.original", text))
    if said:
        return "music"
    spoken = ("common.original", "common.voice", "common.video", "common.clip")
    return "original" if any(spotting.said(key, text) for key in spoken) else ""


def _ids(kind: str, scene: Scene) -> tuple[str, ...]:
    if kind == "music":
        return tuple(sound.id for sound in scene.music)
    return tuple(clip.id for clip in scene.clips if facts.audible(clip) and clip.gain)
