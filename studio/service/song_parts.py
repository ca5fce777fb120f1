"""The parts of the music on a timeline: as they were composed, or heard, and as the user said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.planner import values as plan
from studio.service import hearing, refusals, songs
from studio.service.intake import Taken
from studio.service.work import Work
from studio.timeline import clock, facts
from studio.timeline.model import Sound
from studio.words import Lang, say

if TYPE_CHECKING:
    from studio.analysis.values import Hearing
    from studio.service.studio import Studio
    from studio.sync.parts import Part

_PLANNED = {"break": "bridge", "build": "verse", "ending": "outro", "drop": "chorus"}


@dataclass(frozen=True, slots=True)
class Song:
    """A sound on the timeline, its file, and what is heard in all of that."""

    sound: Sound
    taken: Taken
    heard: Hearing

    @property
    def length(self) -> int:
        return self.taken.material.duration

    def in_song(self, film: float) -> int:
        """The ms of its file that are heard at this ms of the film."""
        return round(self.sound.in_point + (film - self.sound.start) * self.sound.speed)

    def in_film(self, song: float) -> int:
        """When this ms of its file is heard, or would be."""
        return round(self.sound.start + (song - self.sound.in_point) / self.sound.speed)


def known(work: Work, sound: Sound) -> Song:
    """The song of this sound, heard from beginning to end; the user's word about drops wins."""
    taken = work.taken.get(sound.source)
    if taken is None:
        raise refusals.FileGone
    return _heard(work, sound, taken, facts.drops(sound))


def recorded(work: Work, sound: Sound) -> Song:
    """The song as it was recorded, where it was bent to cuts since."""
    taken = work.taken.get(facts.song(sound))
    if taken is None:
        raise refusals.FileGone
    return _heard(work, sound, taken, facts.said_drops(sound))


def _heard(work: Work, sound: Sound, taken: Taken, said: tuple[int, ...] | None) -> Song:
    told = None if said is None else tuple(at / 1000 for at in said)
    return Song(sound, taken, songs.with_drops(hearing.song(work.studio, taken), told))


def named(work: Work, song: Song, part: plan.Part) -> tuple[Part, ...]:
    """The parts of the song that are meant by a name; nothing where none is heard."""
    from studio.sync import parts

    row = _all(work, song)
    drops = [drop.at for drop in song.heard.drops]
    return parts.named(row, part.kind, part.which, drops)


def _all(work: Work, song: Song) -> tuple[Part, ...]:
    """The song's parts as it was composed, or as they are heard."""
    from studio.sync import parts

    composed = facts.brief(song.sound) is not None
    row = planned(work.studio, song.taken) if composed else ()
    return row or parts.parts(song.heard)


def planned(studio: Studio, taken: Taken) -> tuple[Part, ...]:
    """The parts that music of ours was composed in."""
    from studio.sync.parts import Part

    path = studio.file(taken.stock.path).parent / "plan.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["sections"]
        made = [
            Part(_PLANNED.get(r["name"], r["name"]), float(r["s"]), float(r["e"])) for r in rows
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(made)


def spans(work: Work, song: Song, part: plan.Part, *, kept: bool = False) -> list[tuple[int, int]]:
    """From when to when in the film a part lies, every time it comes."""
    whole = song.in_film(song.length)
    if not part.kind:
        start = part.start if part.start >= 0 else 0
        end = part.end
        if kept:
            start = song.in_film(part.start) if part.start >= 0 else 0
            end = song.in_film(part.end) if part.end >= 0 else -1
        return [(start, end if part.end >= 0 else whole)]
    found = named(work, song, part)
    row = [(song.in_film(p.start * 1000), song.in_film(p.end * 1000)) for p in found]
    if not row or part.side == "in":
        return row
    start, end = row[0]
    if part.side == "before":
        return [(0, start)]
    return [(start if part.side == "from" or part.kind == "drop" else end, whole)]


def called(part: plan.Part, lang: Lang) -> str:
    """A part as it is named in a reply: the second chorus, from 0:24 to 0:40."""
    if not part.kind:
        return say("parts.span", lang, start=moment(part.start), end=moment(part.end))
    name = say(f"parts.{part.kind}", lang)
    if part.which is None:
        return name
    if part.which in (-1, 0, 1, 2):
        return say(f"parts.number_{part.which if part.which >= 0 else 'last'}", lang, part=name)
    return say("parts.number", lang, part=name, number=part.which + 1)


def missing(work: Work, song: Song, part: plan.Part) -> str:
    """That no such part is heard, and what is: something to choose from."""
    row = _all(work, song)
    name = called(part, work.lang)
    if not row:
        return say("parts.none_at_all", work.lang, part=name)
    heard = say("timeline.comma", work.lang).join(
        f"{say(f'parts.{one.kind}', work.lang)} {seconds(one.start)}–{seconds(one.end)}"
        for one in row[:_MOST]
    )
    return say("parts.none", work.lang, part=name, heard=heard)


def ask_other(work: Work, song: Song, part: plan.Part) -> None:
    """Asks for a part that there is: nothing is exported as if this one had been."""
    work.asked = plan.Question(text=missing(work, song, part))


_MOST = 12  # parts that are told


def seconds(at: float) -> str:
    return moment(round(at * 1000))


def moment(ms: int) -> str:
    """A place in a song as it is told: to the tenth."""
    return clock.moment(round(ms, -2))
