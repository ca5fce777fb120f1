"""How loud: absolute, relative, in decibels, muted; as a whole or over a stretch."""

from __future__ import annotations

from studio.planner import composing, music_words, stretches, targets
from studio.planner.scene import Reading, Scene, ask
from studio.planner.sheet import Clause
from studio.timeline import facts
from studio.timeline.facts import clips, end
from studio.timeline.operations import Volume

WEIGHT = 50
NUMBERED = 71  # "music at 50" is no tempo
MOST_NUMBER = 400  # what nobody means as a percentage begins behind it
MOST_TIMES = 2  # "volume 0.5" is a factor, "volume 50" a percentage
HEARD = 0.35  # how loud music is that was mute and is to be louder
_HALF = 0.5
_SOUNDS = ("music", "voice", "effect", "original", "all")
STEPS = {"bit": (0.8, 1.25), "": (0.7, 1.4), "much": (0.5, 2.0)}  # softer, louder


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about loudness."""
    others = ("volume.fading", "speed.faster", "speed.slower", "canvas.bars", "unable.pauses")
    if clause.says(*others) or (scene.music and clause.says("music.replace_sure")):
        return None
    gain, factor = wish(clause, scene)
    if (gain is None and factor is None) or of_players(clause) or _both_ways(clause):
        return None
    adding = clause.says("common.add", "music.make")
    if clause.says("volume.of_it", "volume.target") and not composing.genre_said(clause):
        adding = adding and not (gain is None and clause.says("volume.louder", "volume.softer"))
    genre = composing.genre_said(clause)
    waiting = {material.id for material in scene.unused("audio")}
    if adding and any(token.text in waiting for token in clause.all("file")):
        return None  # a file of sound that is to be laid first
    if adding and (genre or (targets.says(clause, "music") and not scene.music)):
        return None  # something is to be laid that is not there yet
    if not scene.music and clause.says("music.bare_at") and gain:
        return None  # "music at 40%", where there is none yet
    meant = _muted(clause, scene) or _silenced(clause, scene, gain)
    meant = meant or targets.sounds(clause, scene, WEIGHT)
    if meant.problem:
        return meant.problem
    if gain == 0.0 and meant.kind == "music" and clause.says("volume.wants_music"):
        return None  # only music is wanted: not that silent
    ids = meant.ids
    left_out = clause.says("targets.all_but", "targets.but_sound")  # the others are meant by then
    left_out = left_out or bool(targets.remaining(clause, scene, meant.ids + scene.memory.targets))
    if gain == 0.0 and clause.says("volume.others") and not left_out:
        kept = meant.kind
        ids = tuple(i for i in _everything(scene) if i not in ids) if kept != "all" else ids
    if factor is not None and factor > 1 and _silent(scene, ids):
        gain, factor = (HEARD if meant.kind == "music" else 1.0), None
    start, end = _within(meant, scene, *_stretch(clause, scene))
    if start < 0 and clause.says("volume.after_that"):
        return ask(scene, WEIGHT, "music_when", waiting=clause.raw)
    spans = stretches.named(clause, scene) if len(clause.all("range")) > 1 else [(start, end)]
    if stretches.excepted(clause) and len(spans) == 1 and start >= 0:
        spans = stretches.around(spans[0], scene.length)
    steps = tuple(
        Volume(targets=ids, gain=gain, factor=factor, start=start, end=end) for start, end in spans
    )
    numbered = clause.one("num") is not None and clause.says("volume.by_number")
    numbered = (numbered and not clause.all("tempo")) or clause.says("volume.only_music")
    weight = NUMBERED if numbered else WEIGHT
    return Reading(weight, steps, kind=meant.kind, targets=ids)


def _silent(scene: Scene, ids: tuple[str, ...]) -> bool:
    """Whether all of these are mute: no factor makes them louder."""
    gains = [s.gain for s in scene.sounds if s.id in ids]
    gains += [c.gain for c in scene.clips if c.id in ids]
    return bool(gains) and not any(gains)


def of_players(clause: Clause) -> bool:
    """Whether there is to be more or less of an instrument: a matter of the music itself."""
    if not clause.says("volume.more_of") or clause.all("share") or clause.all("db"):
        return False
    named = music_words.things(clause.plain)
    return any(word.kind in ("instruments", "families") for word in named)


def _muted(clause: Clause, scene: Scene) -> targets.Meant | None:
    """What is mute, where it is to be heard again and nothing is named."""
    if not clause.says("volume.unmute") or targets.named_sounds(clause, scene, WEIGHT).ids:
        return None
    ids = (
        *(sound.id for sound in scene.sounds if sound.gain == 0),
        *(clip.id for clip in scene.clips if clip.gain == 0),
    )
    return targets.Meant("original", ids) if ids else None


def _silenced(clause: Clause, scene: Scene, gain: float | None) -> targets.Meant | None:
    """What falls silent where no sound is named: all of a stretch, a picture's own sound."""
    if gain != 0.0 or clause.says("common.pronoun"):
        return None
    if clause.says("volume.only_music") and scene.music:
        own = tuple(clip.id for clip in scene.clips if facts.audible(clip))
        return targets.Meant("original", own) if own else None
    named = targets.named_sounds(clause, scene, WEIGHT)
    if named.ids or named.problem or targets.ordinals(clause, "clip", "photo"):
        return None
    if clause.says("common.clip", "common.video"):
        own = tuple(clip.id for clip in scene.clips if facts.audible(clip))
        return targets.Meant("original", own) if own and scene.music else None
    whole = _everything(scene)
    return targets.Meant("all", whole) if clause.all("range") and whole else None


def _within(meant: targets.Meant, scene: Scene, start: int, till: int) -> tuple[int, int]:
    """The stretch, counted from where a clip begins that is named and begins later: "mute the
    last one after 3 seconds"."""
    named = [clip for clip in scene.clips if (clip.id,) == meant.ids]
    if not named or meant.kind != "clip" or start < 0 or named[0].start <= 0:
        return start, till
    clip = named[0]
    if start >= clip.start or (start == 0 and till > clip.start) or start >= clip.duration:
        return start, till  # as the film counts
    return clip.start + start, min(clip.start + till, end(clip))


def _stretch(clause: Clause, scene: Scene) -> tuple[int, int]:
    """The stretch that a wish is about; -1, -1 for all of it."""
    roles = ("after", "before", "from", "until")
    if stretches.one(clause, scene) or any(clause.one("time", role=role) for role in roles):
        return stretches.named(clause, scene)[0]
    if clause.says("music.on_clip") and targets.says(clause, "music"):
        ids = targets.clips(clause, scene, WEIGHT).ids
        spans = [clip for clip in scene.clips if clip.id in ids]
        if spans:
            return spans[0].start, end(spans[-1])
    return -1, -1


def _everything(scene: Scene) -> tuple[str, ...]:
    return (*(s.id for s in scene.sounds), *(c.id for c in clips(scene.timeline)))


def _both_ways(clause: Clause) -> bool:
    """Whether one thing is to be louder and another softer, in a part that nobody could split."""
    return clause.says("volume.up_word") and clause.says("volume.down_word")


def wish(clause: Clause, scene: Scene) -> tuple[float | None, float | None]:
    """The loudness asked for: a gain or a factor."""
    share, decibel, times = clause.one("share"), clause.one("db"), clause.one("times")
    heard = _sound_said(clause, scene)
    softer = clause.says("volume.softer") or (heard and clause.says("volume.down"))
    louder = not softer and (clause.says("volume.louder") or (heard and clause.says("volume.up")))
    about = clause.says("volume.volume") or softer or louder
    if clause.says("volume.unmute"):
        return 1.0, None
    taken_off = clause.says("common.remove") and targets.says(clause, "original")
    if taken_off and not share and not clause.says("common.title", "common.clip"):
        return 0.0, None
    if clause.says("volume.mute") and not share:
        return 0.0, None
    if clause.says("volume.only_music"):
        return 0.0, None
    if decibel is not None:
        sign = -1 if decibel.text == "" and softer else 1
        ratio = 10 ** (sign * decibel.number / 20)
        relative = (softer or louder) and not clause.says("volume.target")
        if relative and decibel.number < 0 and softer:
            ratio = 10 ** (decibel.number / 20)
        return (None, round(ratio, 3)) if relative else (round(ratio, 3), None)
    if (
        share is not None
        and softer
        and share.number == _HALF
        and not clause.says("guards.to_there")
    ):
        return None, _HALF  # "quieter, like half"
    if share is not None and (about or heard):
        if share.role == "to" and not clause.says("volume.of_now"):
            return round(share.number, 3), None
        return _shared(clause, share.number, softer, louder)
    if clause.says("volume.halve") and (about or heard):
        return None, 0.5
    if clause.says("volume.whole"):
        return 1.0, None
    number = clause.one("num")
    decibels = any(token.kind == "db" for token in clause.sheet.tokens.values())
    if number is not None and decibels and clause.says("volume.in_db") and (softer or louder):
        return None, round(10 ** ((-1 if softer else 1) * number.number / 20), 3)
    numbered = clause.says("volume.by_number") or (
        clause.says("volume.to_number") and scene.memory.kind in _SOUNDS
    )
    if number is not None and numbered and 0 <= number.number <= MOST_NUMBER:
        return round(number.number / (100 if number.number > MOST_TIMES else 1), 3), None
    if times is not None and about:
        factor = times.number
        if times.text == "倍" and clause.says("volume.more_by"):
            factor += 1
        return None, 1 / factor if softer and factor else factor
    if not (softer or louder):
        return None, None
    much = "much" if clause.says("volume.much") else "bit" if clause.says("volume.bit") else ""
    return None, STEPS[much][0 if softer else 1]


def _sound_said(clause: Clause, scene: Scene) -> bool:
    """Whether "up" and "down" are about sound here."""
    things = ("common.music", "common.voice", "common.original", "common.effect")
    if clause.says(*things, "volume.volume", "common.everything") or clause.all("db"):
        return True  # nothing else is counted in decibels
    others = ("common.title", "common.caption", "common.clip", "common.photo", "common.video")
    if clause.says(*others) or clause.all("edge") or clause.all("file"):
        return False
    if clause.says("common.pronoun") and (clause.all("db") or clause.all("share")):
        if clause.says("cutting.cut", "cutting.split", "looks.bigger", "looks.smaller"):
            return False
        return scene.memory.kind not in ("title", "clip")
    return scene.memory.kind in ("music", "voice", "effect", "original", "all")


def _shared(
    clause: Clause, share: float, softer: bool, louder: bool
) -> tuple[float | None, float | None]:
    if clause.says("volume.of_now"):
        return None, round(share, 3)
    if clause.says("volume.target") or not (softer or louder):
        if clause.says("volume.halve"):
            return None, 0.5
        return round(share, 3), None
    if softer:
        return None, round(1 - share, 3) if share < 1 else 0.0
    return None, round(1 + share, 3)
