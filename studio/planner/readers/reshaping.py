"""Music of ours in other sections: only its chorus, without an intro, a longer verse, the chorus at
a time. It is composed so; a recorded song is cut instead (`stretching`)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import msgspec

from studio import brief as briefing
from studio.brief import Shape
from studio.planner import drop_words, music_words, part_wishes, sections, song_words
from studio.planner.readers import commissioning, music, placing, recomposing
from studio.planner.scene import Reading, Scene
from studio.planner.sheet import Clause
from studio.planner.values import Offer, Part, Question, Stretch
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.timeline.operations import AddSound, ReplaceSound
from studio.words import say

WEIGHT = 76
_ELSE = ("common.title", "common.caption", "common.photo", "fades.fade", "volume.louder",
         "volume.softer", "telling.export", "syncing.sync", "bookends.card")  # fmt: skip
_PLACES = re.compile(
    r"\b(?:after|from|until|till|every|each|before|in|for|into)\b|每|[之以]?[后前]|里|第"
)
_NEAR = 24  # characters
_WITHOUT = re.compile(r"(?:without|no|skip|skipping)\s+(?:an?|the|any)?\s*$|(?:没有|不要|无)$")
_SHORT = re.compile(r"(?:\b(?:short|brief|quick|tiny)\s+|短(?:的|一?点的)?)$")
_LONG = re.compile(r"(?:\b(?:long|extended|slow)\s+|长(?:的|一?点的)?)$")
_SHORTER, _LONGER = 0.5, 1.5  # times as long, where nobody said how much


def read(clause: Clause, scene: Scene) -> Reading | None:
    """A wish about the sections of music that is there."""
    if clause.all("text") or clause.says(*_ELSE):
        return None
    if not scene.music:
        return _new(clause, scene)
    sound = placing.chosen(scene)
    lasting, closing = _lasting(clause), _closing(clause)
    if facts.brief(sound) is None and closing is None:
        return _recorded(clause, scene, sound) if lasting is not None else None
    if lasting is not None:
        return _reading(scene, sound, lasting)
    if closing is not None:
        found = _reading(scene, sound, closing)  # no "just the chorus", which it reads like
        return found if facts.brief(sound) is not None else replace(found, weight=WEIGHT + 1)
    struck = _struck(clause, sound)
    if struck is not None:
        return struck
    other = recomposing.read(clause, scene)
    if _of_players(clause) or (other is not None and other.steps):
        return None
    wish = part_wishes.wish(clause, scene, sound)
    if wish is None:
        whole = clause.says("song.whole") and not song_words.named(clause)
        if whole and part_wishes.of_it(clause, scene):
            return Reading(WEIGHT, hints=(say("music.already", scene.lang),), whole=True)
        return None
    steps = [wish]
    if wish.without:
        gone = [one.part for one in song_words.named(clause)]
        if any(part.kind == "drop" and part.which is not None for part in gone):
            return None
        steps = [msgspec.structs.replace(wish, part=part) for part in gone]
    return _reading(scene, sound, *steps)


def _new(clause: Clause, scene: Scene) -> Reading | None:
    """Music that is yet to be composed, and in which sections: "add pop without an intro"."""
    if not song_words.named(clause):
        return None
    struck = any(one.part.kind in drop_words.TELLS for one in song_words.named(clause))
    laid = _untimed(clause) if struck else clause  # the drop's time is no start of the music
    readings = (music.read(laid, scene), commissioning.read(laid, scene))
    found = max((one for one in readings if one), key=lambda one: one.weight, default=None)
    if found is None or found.question or _played_there(clause):
        return None
    shapes = _wished(clause, scene)
    if not shapes:
        return None
    plain: list[Any] = msgspec.json.decode(msgspec.json.encode(shapes))
    steps = tuple(
        msgspec.structs.replace(step, brief={**step.brief, "form": plain})
        if isinstance(step, AddSound | ReplaceSound) and step.brief is not None
        else step
        for step in found.steps
    )
    if steps == found.steps:
        return None
    hints = tuple(hint for hint in found.hints if not _denies(hint, scene))
    weight = max(WEIGHT, found.weight + 1)
    return replace(found, weight=weight, steps=steps, hints=hints, whole=True)


def _untimed(clause: Clause) -> Clause:
    tokens = {at: t for at, t in clause.tokens.items() if t.kind != "time"}
    return replace(clause, tokens=tokens, known={})


def _wished(clause: Clause, scene: Scene) -> list[Shape]:
    """The sections that are wished with a piece: none of one, one first, a short one."""
    named = song_words.named(clause)
    wish = part_wishes.wish(clause, scene, None)
    rows = [_part(wish, one.part) for one in named] if wish is not None else []
    if wish is not None and not wish.without:
        rows = rows[:1]
    wishes = [msgspec.structs.replace(wish, part=part) for part in rows] if wish else []
    if not wishes and (lasting := _lasting(clause)) is not None:
        wishes = [lasting]
    if not wishes:
        for one in named:
            before = clause.text[: one.start]
            times = _SHORTER if _SHORT.search(before) else _LONGER if _LONG.search(before) else 1.0
            wishes.append(Stretch(target="", part=Part(one.part.kind), times=times))
        wishes = [one for one in wishes if one.times != 1.0]
    return [made for one in wishes if (made := sections.shape(one)) is not None]


def _denies(hint: str, scene: Scene) -> bool:
    """Whether a word beside the piece says that sections cannot be so, which they are."""
    bars = say("music.beyond_bars", scene.lang, words="\0").split("\0")[0]
    return hint == say("music.beyond_sections", scene.lang) or hint.startswith(bars)


def _part(wish: Stretch, part: Part) -> Part:
    """A part that is named beside others, on the side that is meant of all."""
    return msgspec.structs.replace(part, side=wish.part.side)


def _played_there(clause: Clause) -> bool:
    """Whether somebody who plays is named right before a part: "no drums in the intro"."""
    for one in song_words.named(clause):
        before = clause.text[: one.start]
        near = [w for w in music_words.things(before) if w.end > one.start - _NEAR]
        if {word.kind for word in near} & {"instruments", "families"}:
            return not (part_wishes.skips(clause, one) and _WITHOUT.search(before))
    return False


def _of_players(clause: Clause) -> bool:
    """Whether it is about who plays: "no drums in the intro" leaves no intro out."""
    found = {word.kind for word in music_words.things(clause.plain)}
    return bool(found & {"instruments", "families"})


def _reading(scene: Scene, sound: Sound, *wishes: Stretch) -> Reading:
    steps = tuple(msgspec.structs.replace(wish, target=sound.id) for wish in wishes)
    return Reading(WEIGHT, steps, kind="music", targets=(sound.id,), whole=True)


def _lasting(clause: Clause) -> Stretch | None:
    """A part that is to be shorter or longer, by so much or as long as said."""
    parts = song_words.named(clause)
    bare = song_words.cleared(clause)
    if len(parts) != 1 or parts[0].part.side != "in" or clause.all("range"):
        return None
    half = bare.says("song.by_half", "volume.halve")
    if part_wishes.skips(clause, parts[0]) and not half:
        return None
    times = bare.one("times")
    shorter, longer = bare.says("song.shorter", "song.long"), bare.says("song.longer")
    lengths = [t for t in bare.all("time") if not t.clock and t.role != "at"]
    lengths += [t for t in bare.all("edge") if t.side == "last"]  # "let the intro last 10 s"
    part = Part(parts[0].part.kind)
    counted = bare.one("bars")
    if counted is not None and counted.text != "beat" and not _PLACES.search(bare.plain):
        return Stretch(target="", part=part, bars=counted.number)
    if lengths and bare.says("song.lasts") and not bare.says("song.only", "song.begin"):
        return Stretch(target="", part=part, lasts=round(lengths[0].number))
    if shorter == longer or bare.all("time"):
        return None
    if times is not None and times.number > 0:
        factor = times.number if longer == (times.number > 1) else 1 / times.number
        return Stretch(target="", part=part, times=factor)
    if half and shorter:
        return Stretch(target="", part=part, times=0.5)
    much = bare.says("song.much")
    factor = (2.0 if much else _LONGER) if longer else _SHORTER
    return Stretch(target="", part=part, times=factor)


def _closing(clause: Clause) -> Stretch | None:
    """A part that is to come last: "end with the chorus", "repeat the chorus at the end"."""
    parts = song_words.named(clause)
    timed = any(clause.all(kind) for kind in ("time", "range", "edge"))
    if len(parts) != 1 or parts[0].part.side != "in" or timed:
        return None
    part = Part(parts[0].part.kind)
    if clause.says("song.closing"):
        return Stretch(target="", part=part, last=True)
    if clause.says("song.once_more") and not part_wishes.skips(clause, parts[0]):
        return Stretch(target="", part=part, last=True, more=True)
    return None


def _recorded(clause: Clause, scene: Scene, sound: Sound) -> Reading | None:
    """A part of a recording cannot be played shorter; it can be left out."""
    part = song_words.named(clause)[0].part
    if clause.says("song.longer") or not (part_wishes.about(clause, scene) or not scene.titles):
        return None
    name = say(f"parts.{part.kind}", scene.lang)
    step = Stretch(target=sound.id, part=Part(part.kind), without=True)
    offer = Offer(label=say("parts.say_without", scene.lang, part=name), steps=(step,))
    text = say("parts.recorded", scene.lang, part=name)
    return Reading(WEIGHT, question=Question(text=text, offers=(offer,)))


def _struck(clause: Clause, sound: Sound) -> Reading | None:
    """The chorus, or the drop, at a time of the film: composed so that it begins there."""
    named = [one for one in song_words.named(clause) if one.part.kind in drop_words.TELLS]
    times = [t for t in clause.all("time") if t.clock or t.role in ("at", "to")]
    if len(named) != 1 or len(times) != 1 or not drop_words.placed(clause):
        return None
    bare = song_words.cleared(clause)
    if named[0].part.which is not None or bare.says("song.also", "common.add", "common.remove"):
        return None  # one of several: a matter of the drops there are
    at = round(times[0].number) - sound.start
    if not 0 < at < sound.duration:
        return None
    old = briefing.decode(facts.brief(sound) or {})
    new = briefing.changed(old, drops=(float(at),), length_ms=float(sound.duration))
    plain = msgspec.json.decode(msgspec.json.encode(briefing.encode(new)))
    step = ReplaceSound(target=sound.id, brief=plain, name=facts.name(sound))
    return Reading(WEIGHT, (step,), kind="music", targets=(sound.id,), whole=True)
