"""Where the user hears the drops of a song that is seen: drawn from it, or photos on its beats."""

from __future__ import annotations

import re

from studio.planner import drop_words, phrases, song_words, spotting
from studio.planner.readers.placing import chosen
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import AnyStep, Drops, Question, Sync
from studio.planner.visual_words import colours, drawn
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.words import say

WEIGHT = 77
_OF_SONG = re.compile(r"(?:of|in|into) (?:the |my )?(?:song|track|music|tune)|歌曲?的|音乐的|歌里")
_NO = re.compile(r"(?:no|nope|nah|not quite)[,，.!\s]+")  # which says that it is otherwise
_ELSE = ("common.title", "common.caption", "fades.fade", "volume.louder", "volume.softer",
         "syncing.at_cut")  # fmt: skip


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A word about where the song drops, over a film that follows the song."""
    if not scene.music or clause.all("text") or clause.all("range") or colours(clause):
        return None
    sound = chosen(scene)
    photos = bool(scene.clips) and all(facts.kind(clip) == "image" for clip in scene.clips)
    if not sound.source or facts.brief(sound) is not None:
        return None
    if scene.clips and not (drawn(scene) or photos):
        return _over_film(clause, scene, sound)
    if facts.song(sound) != sound.source or not (drawn(scene) or photos):
        return None
    if _denied(clause):
        return Reading(WEIGHT, kind="clip", done=True)
    if _unplaced(clause):
        placed = _goes_on_behind(clause)
        return Reading(WEIGHT, kind="clip", done=True) if placed else _asked(clause, scene)
    wish = _wish(clause, seen=drawn(scene))
    if wish is None:
        return None
    at, end = wish.at, facts.picture_end(scene.timeline)
    song = _OF_SONG.search(clause.plain) is not None or any(one > end for one in at)
    step = Drops(target=sound.id, at=at, song=song, how=wish.how, which=wish.which)
    return Reading(WEIGHT, (step,), kind="clip", targets=(sound.id,))


def _over_film(clause: Clause, scene: Scene, sound: Sound) -> Reading | None:
    """Drops that are told, denied or told again over a film whose cuts the music may meet."""
    if drop_words.meant(clause, scene):
        return None
    if _denied(clause):
        return Reading(WEIGHT, kind="music", done=True)
    unplaced = not any(clause.all(kind) for kind in ("time", "edge", "range"))
    if unplaced and _goes_on_behind(clause) and (_unplaced(clause) or drop_words.denied(clause)):
        return Reading(WEIGHT, kind="music", done=True)
    times = drop_words.several(clause)
    wish = Drops(target="", at=times) if times else _wish(clause, seen=False)
    if wish is None:
        return None
    fitted = facts.song(sound) != sound.source
    single = wish.how == "all" and len(wish.at) == 1 and wish.which is None
    if single and not _goes_on(clause):
        return None  # told, or brought to a cut: a matter of the fit
    steps: tuple[AnyStep, ...]
    if single:
        steps = (Sync(target=sound.id, drop=wish.at[0]),)
    else:
        told = Drops(target=sound.id, at=wish.at, song=True, how=wish.how, which=wish.which)
        steps = (told, Sync(target=sound.id)) if fitted or wish.how == "all" else (told,)
    return Reading(WEIGHT, steps, kind="music", targets=(sound.id,), whole=True)


def _asked(clause: Clause, scene: Scene) -> Reading:
    text = say("parts.where_drop", scene.lang)
    return Reading(WEIGHT, question=Question(text=text, waiting=clause.raw))


def _denied(clause: Clause) -> bool:
    """Whether it only adds where the drop is not: "…, not where you lit it"."""
    told = drop_words.before(clause)
    timed = any(clause.all(kind) for kind in ("time", "edge", "range"))
    denied = clause.says("song.wrong", "song.not_there")
    return told and not timed and denied and not song_words.named(clause)


def _unplaced(clause: Clause) -> bool:
    """Whether the drops are said to be others, but not where: that may follow."""
    named = any(one.part.kind in drop_words.TELLS for one in song_words.named(clause))
    timed = any(clause.all(kind) for kind in ("time", "edge", "range"))
    return named and not timed and clause.says("song.wrong") and not clause.says("song.not_there")


def _wish(clause: Clause, *, seen: bool) -> Drops | None:
    if clause.says("song.own_ears"):
        return Drops(target="", how="heard")
    named = [one for one in song_words.named(clause) if one.part.kind in drop_words.TELLS]
    places = [t for t in clause.all("time") if t.clock or t.role in ("at", "from")]
    if clause.says("syncing.drop_is"):
        places = [t for t in clause.all("time") if t.clock or t.role in ("", "at", "from", "to")]
    times = tuple(round(t.number) for t in places)
    lengths = [t for t in clause.all("time") if not t.clock and t.role in ("for", "each", "by")]
    if lengths or clause.all("edge"):
        return None
    if clause.says("song.not_there") and (times or named):
        return Drops(target="", at=times, how="not")
    if not times or clause.says(*_ELSE):
        return None
    if clause.says("cutting.cut") and not clause.says("syncing.drop_is"):
        return None
    meant = bool(named) or (seen and clause.says("song.lit")) or _goes_on(clause)
    if not meant:
        return None
    also = clause.says("song.also") or (not named and phrases.has("song.also", _so_far(clause)))
    if also:
        return Drops(target="", at=times, how="also")
    head = _NO.match(clause.text)
    since = head.end() if head else 0
    cues = [spotting.find(f"song.{cue}", clause.text[since:]) for cue in ("begin", "skip")]
    first = named[0].start - since if named else 0
    if any(cue is not None and cue.start() < first for cue in cues):
        return None
    which = next((one.part.which for one in named if one.part.which is not None), None)
    return Drops(target="", at=times, which=which if len(times) == 1 else None)


def _goes_on_behind(clause: Clause) -> bool:
    """Whether a time follows in the same message."""
    rest = clause.sheet.text[clause.at + len(clause.text) :]
    return any(token.kind == "time" and char in rest for char, token in clause.sheet.tokens.items())


def _so_far(clause: Clause) -> str:
    """What was said before in the same message."""
    return clause.sheet.text[: clause.at]


def _goes_on(clause: Clause) -> bool:
    """Whether "it hits at 0:24" is said of a drop that was named before in the message."""
    return drop_words.before(clause) and clause.says("song.hits")
