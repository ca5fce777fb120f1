"""Photos at another pace: in a part of the music, or on every so many beats of all of it."""

from __future__ import annotations

import re
from dataclasses import replace

from studio.planner import phrases, song_words, spotting, stretches
from studio.planner.phrases import pattern
from studio.planner.readers import photos
from studio.planner.readers.fades import tempo
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Pace, Part
from studio.planner.visual_words import short
from studio.timeline import facts
from studio.timeline.operations import ClipLength

WEIGHT = 78
_TIMES = 1.5  # as long, or as short
_MUCH = 2.0
# every 2 seconds
_EVERY_SO = re.compile(rf"(?:every|each)\s+{pattern('{time}')}|每隔?{pattern('{time}')}")
_EVERY = ("second", "third", "fourth", "eighth")  # beat
_ELSE = ("common.title", "common.caption", "volume.louder", "volume.softer", "volume.volume",
         "fades.fade", "crossfade.crossfade")  # fmt: skip


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about the pace of the photos that are there, by the music under them."""
    row = photos.show(scene)
    if len(row) < 2 or clause.says(*_ELSE):
        return None
    about = clause.says("common.photo", "slideshow.slides")
    music = spotting.said("common.music", song_words.without(clause))
    came = any(material.kind == "image" for material in scene.arrived)
    if _snaps(clause, scene) and not came:
        return replace(_reading(Pace(snap=True)), whole=True)
    if came or (music and not about):
        return None
    if facts.pace(scene.timeline) and clause.says("song.even"):
        return _reading(Pace(even=True))
    making = clause.says("slideshow.slides", "slideshow.verb")
    each = _each(clause) if about and not making and _EVERY_SO.search(clause.text) else 0
    if each and not song_words.named(clause):
        lasting = tuple(ClipLength(target=clip.id, duration=each) for clip in row)
        return Reading(WEIGHT, lasting, kind="clip", targets=tuple(clip.id for clip in row))
    every = song_words.every(clause) or _counted(clause)
    alone = len(row) == len(scene.clips)
    steps = _paces(clause, scene, every) if scene.music and alone else ()
    if steps:
        targets = tuple(clip.id for clip in row)
        return Reading(WEIGHT, steps, kind="clip", targets=targets, whole=True)
    about = about or clause.says("song.shots") or short(clause)
    if every is None or not about or song_words.named(clause):
        return None
    beats = every.number * (photos.BAR if every.bars else 1)
    length = round(beats * 60_000 / (tempo(scene) or photos.USUAL))
    numbers = [token for token in clause.all("ord") if token.raw.split()[-1] not in _EVERY]
    if length < photos.SHORTEST or numbers:
        return None
    counted = tuple(ClipLength(target=c.id, duration=length, beats=beats) for c in row)
    return Reading(WEIGHT, counted, kind="clip", targets=tuple(clip.id for clip in row), whole=True)


def _snaps(clause: Clause, scene: Scene) -> bool:
    """Whether the photos are to go to the beats, rather than the music to the photos."""
    if not scene.music or not clause.says("song.photos_beat"):
        return False
    told = any(clause.all(kind) for kind in ("bars", "time", "range", "times"))
    return not (told or song_words.every(clause) or song_words.named(clause))


def _reading(step: Pace) -> Reading:
    return Reading(WEIGHT, (step,), kind="clip")


def _each(clause: Clause) -> int:
    """The ms that a photo is to stay: "four seconds per photo", "a picture every 2 seconds"."""
    said = clause.one("time", role="each")
    if said is None or said.clock or said.number < photos.SHORTEST:
        return 0
    return round(said.number)


def _counted(clause: Clause) -> song_words.Every | None:
    token = clause.one("bars")
    return song_words.Every(token.number, token.text != "beat") if token is not None else None


def _paces(clause: Clause, scene: Scene, every: song_words.Every | None) -> tuple[Pace, ...]:
    """Each part that is named with the pace that is said nearest to it."""
    named = [(one.start, one.part) for one in song_words.named(clause)]
    if not named:
        named = _by_times(clause, scene)
    if not named:
        return ()
    if every is not None:
        beats = every.number * (photos.BAR if every.bars else 1)
        return (Pace(parts=tuple(part for _, part in named), beats=beats),)
    each = _each(clause)
    if each:
        return (Pace(parts=tuple(part for _, part in named), each=each),)
    ways = _ways(clause)
    if not ways:
        return ()
    made: dict[float, list[Part]] = {}
    for number, (place, part) in enumerate(named):
        if len(ways) == len(named):  # slower in the verse and faster in the chorus
            _, times = ways[number]
        else:
            _, times = min(ways, key=lambda way: abs(way[0] - place))
        made.setdefault(times, []).append(part)
    return tuple(Pace(parts=tuple(parts), times=times) for times, parts in made.items())


def _by_times(clause: Clause, scene: Scene) -> list[tuple[int, Part]]:
    """A part that is said by times: from 0:24 to 0:40, after 0:30, in the last 10 seconds."""
    if clause.all("ord"):
        return []
    placed = {id(token): place for place, token in clause.placed()}
    for token in (*clause.all("range"), *clause.all("edge"), *clause.all("time")):
        if token.kind == "time" and token.role not in ("after", "before", "from", "until"):
            continue
        start, end = stretches.named(clause, scene)[0]
        last = -1 if end >= scene.length else end
        return [(placed[id(token)], Part(start=start, end=last))]
    return []


def _ways(clause: Clause) -> list[tuple[int, float]]:
    """Where "faster" and "slower" are said, and how many times as long a photo stays by it."""
    times = clause.one("times")
    factor = times.number if times is not None and times.number > 0 else 0.0
    factor = factor or (_MUCH if clause.says("song.much") else _TIMES)
    quick = [m.start() for m in phrases.compiled("song.quicker").finditer(clause.text)]
    slow = [m.start() for m in phrases.compiled("song.slower").finditer(clause.text)]
    if clause.says("slideshow.half") and not slow:
        return [(0, 0.5)]
    too = clause.says("song.too")
    way = -1 if too else 1
    found = [(at, factor**-way) for at in quick] + [(at, factor**way) for at in slow]
    return sorted(found)
