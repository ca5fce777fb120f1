"""Music and other sounds: laid under the picture, exchanged, looped, moved, taken away."""

from __future__ import annotations

from dataclasses import replace

from studio.planner import clauses, composing, music_words, spotting, targets
from studio.planner.readers import laying, looping, placing
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.timeline import facts
from studio.timeline.model import Material
from studio.timeline.operations import RemoveSounds, ReplaceSound

WEIGHT = laying.WEIGHT


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about music, a voice or an effect as a whole."""
    audio = _audio_file(clause, scene)
    thing = targets.says(clause, "music") or audio is not None
    thing = thing or (bool(scene.music) and _something_else(clause))
    if scene.memory.kind == "music":  # "and can it start two seconds in"
        it_starts = clause.says("common.pronoun") and clause.says("music.starts")
        narrowed = clause.says("correcting.only") and clauses.only_times(clause, slack=6)
        thing = thing or it_starts or clause.says("music.in_song") or narrowed
    aside = placing.aside(clause, scene)
    timed = laying.timed(clause)
    if aside is not None and not audio and not thing:
        gone = clause.says("common.remove") and not _about_loudness(clause) and not timed
        return placing.placed(clause, scene, aside) or (_removed(clause, scene) if gone else None)
    other = targets.says(clause, "effect") or clause.says("music.voice_file")
    genre = composing.genre_said(clause)
    if clause.says("music.loop"):
        return looping.read(clause, scene, chosen=placing.chosen)
    removing = clause.says("common.remove", "music.without") and not audio
    if clause.says("music.without") and not (scene.sounds or clause.says("volume.volume")):
        return Reading(WEIGHT + 12, hints=(scene.say("no_music_there"),))
    if thing and removing and scene.music and clause.says("music.replace_sure") and not timed:
        return replace(_replaced(clause, scene, audio), whole=True)
    if thing and removing and scene.music and not _about_loudness(clause):
        silent = placing.silenced(clause, scene)
        if silent is not None:
            return silent
    if thing and not clause.says("music.as_words") and scene.sounds:
        placed = placing.placed(clause, scene)
        if placed is not None:
            return placed
        if clause.says("common.remove", "music.without") and not audio:
            if _about_loudness(clause):
                return None
            if not clause.all("edge") and not clause.all("range"):
                return _removed(clause, scene)
            return None
    if clause.says("canvas.frame") and not thing and not genre:
        return None
    if not (thing or other or genre):
        return None
    if (thing or genre) and scene.music and replacing(clause):
        return _replaced(clause, scene, audio)
    adding = clause.says("common.add", "music.make", "common.replace")
    adding = adding or (thing and not scene.music and timed and clause.says("music.only"))
    adding = adding or (thing and not scene.music and _waits(clause, scene, timed=timed))
    alone = composing.genre_alone(clause) or (
        not scene.music and (_alone(clause) or _indefinite(clause, genre))
    )
    if not (adding or (genre and thing) or alone):
        return None
    if clause.says("volume.of_it") and clause.says("volume.louder", "volume.softer"):
        return None  # about music that is thought to be there
    if scene.music and thing and not genre and clause.says("volume.of_it") and timed:
        return placing.lasting(clause, scene)
    if clause.says("common.title", "common.caption") and not thing and not genre:
        return None
    return laying.added(clause, scene, audio)


def _waits(clause: Clause, scene: Scene, *, timed: bool) -> bool:
    """Whether music is spoken of as if it were there: a song that was sent, or "music at 40%"."""
    if timed and clause.says("music.starts"):
        return bool(scene.unused("audio"))
    return clause.says("music.bare_at") and bool(clause.all("share") or clause.all("num"))


def _alone(clause: Clause) -> bool:
    """Whether music is all that is said: "bgm please"."""
    left = spotting.without("music.alone", spotting.without("common.music", clause.plain))
    return not left.strip(" ,.!?，。！？")


def _indefinite(clause: Clause, genre: bool) -> bool:
    """Whether some music is asked for that is not there, whatever the verb is."""
    if clause.says("music.told", "clauses.complaint", "common.remove", "guards.wonders"):
        return False
    kinds = {word.kind for word in music_words.things(clause.plain)}
    named = genre or "genres" in kinds or "instruments" in kinds or something(clause)
    return clause.says("music.some") and (named or targets.says(clause, "music"))


def something(clause: Clause) -> bool:
    """Whether "something zen" is asked for, and how it is to sound."""
    kinds = {word.kind for word in music_words.things(clause.plain)}
    return clause.says("music.something") and bool(kinds & {"genres", "moods", "uses"})


def _something_else(clause: Clause) -> bool:
    """Whether "something jazzier" is asked for, and nothing but music can be meant."""
    others = ("common.title", "common.caption", "common.clip", "common.video", "common.photo")
    return clause.says("music.replace_sure") and not clause.says(*others)


def _about_loudness(clause: Clause) -> bool:
    values = (clause.all(kind) for kind in ("share", "db", "times"))
    return any(values) and clause.says("volume.target", "volume.down")


def replacing(clause: Clause) -> bool:
    return not clause.says("music.on_top") and clause.says("music.replace")


def _audio_file(clause: Clause, scene: Scene) -> Material | None:
    for token in clause.all("file"):
        found = scene.material(token.text)
        if found is not None and found.kind == "audio":
            return found
    return None


def _replaced(clause: Clause, scene: Scene, audio: Material | None) -> Reading:
    old = placing.chosen(scene)
    waiting = scene.unused("audio")
    if audio is None and waiting and not composing.genre_said(clause):
        audio = waiting[-1]
    brief = None
    if audio is None:
        brief = composing.wanted(clause.raw, scene, length=old.duration)
        was = facts.brief(old)
        if was is not None:  # another piece, even where the wish is the same
            brief = {**brief, "seed": int(was.get("seed", 1)) + 1}
        else:
            brief = {**brief, "seed": 2}
    step = ReplaceSound(
        target=old.id,
        source=audio.id if audio else "",
        brief=brief,
        length=audio.duration if audio else 0,
        name=audio.name if audio else composing.called(clause, scene),
    )
    return Reading(WEIGHT + 3, (step,), kind="music", targets=(old.id,))


def _removed(clause: Clause, scene: Scene) -> Reading | None:
    if _players(clause):
        return None
    if clause.all("time") or (clause.says("volume.mute") and clause.says("common.original")):
        return None
    meant = targets.named_sounds(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    ids = tuple(s.id for s in scene.sounds if s.id in meant.ids)
    if not ids:
        return None
    return Reading(WEIGHT + 12, (RemoveSounds(targets=ids),), kind="", targets=())


def _players(clause: Clause) -> bool:
    """Whether only an instrument is to go: "remove the drums from the music"."""
    named = {word.kind for word in music_words.things(clause.plain)}
    return bool(named & {"instruments", "families"}) and clause.says("music.out_of")
