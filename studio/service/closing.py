"""A recorded song that ends with a part of it: the part is played once more, joined at a bar line.

By itself, or under a picture that is drawn from it, the song becomes longer by it; under a film it
stays as long as that, and goes over to the part in time.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec

from studio.planner import values as plan
from studio.service import song_parts, splicing
from studio.service.song_parts import Song
from studio.service.work import Work
from studio.timeline import clock, facts
from studio.timeline import operations as op
from studio.words import say

if TYPE_CHECKING:
    from studio.service.intake import Taken
    from studio.sync.parts import Part

_LEAST = 500  # ms
_SAME = 300  # ms; a part that ends so near to the song's end is its end
_WHOLE = 0.7  # of the longest of its kind: what is shorter is the part's rest, not the part
_BARS = 4  # fewer are nothing to join at

Span = tuple[int, int]  # ms in the song's file


def carry_out(work: Work, song: Song, step: plan.Stretch, *, drawn: bool) -> None:
    """Has the song end with a part of it, or says why it cannot and what can be had instead."""
    found = song_parts.named(work, song, step.part)
    if not found and step.more and splicing.whole(work, song.taken):  # it was left out before
        from studio.service import stretching

        whole = msgspec.structs.replace(step, last=False, more=False, whole=True)
        stretching.carry_out(work, whole)
        return
    if not found:
        song_parts.ask_other(work, song, step.part)
        return
    longest = max(one.end - one.start for one in found)
    part = [one for one in found if one.end - one.start >= _WHOLE * longest][-1]
    room = _room(work, song, drawn=drawn)
    if song.sound.speed != 1 or song.heard.rhythm is None or len(song.heard.bars) < _BARS:
        _cannot(work, song, step, part, room)
        return
    spans = _spans(work, song, step, part, room)
    end = min(song.length, song.in_song(_end(song, room)))
    if len(spans) == 1 and spans[0][0] == song.sound.in_point and abs(spans[0][1] - end) <= _SAME:
        name = song_parts.called(step.part, work.lang)
        work.told.append(say("parts.closing_already", work.lang, part=name))
        return
    ends = room is None and spans[-1][1] >= song.length - _SAME
    made = splicing.joined(work, song, spans, ends=ends)
    if drawn:
        _longer(work, made.material.duration - song.sound.duration)
    _laid(work, song, made, spans)
    work.told.append(_told(work, song, step, part, spans))


def _room(work: Work, song: Song, *, drawn: bool) -> int | None:
    """How long the music may be: as the film under which it lies; None where nothing says so."""
    end = facts.picture_end(work.now)
    return None if drawn or not end else end - song.sound.start


def _end(song: Song, room: int | None) -> int:
    return facts.end(song.sound) if room is None else song.sound.start + room


def _spans(
    work: Work, song: Song, step: plan.Stretch, part: Part, room: int | None
) -> list[Span]:  # fmt: skip
    """Which stretches of the song are played, in order."""
    from studio.sync import closing, recut

    bars, first = song.heard.bars, song.sound.in_point / 1000
    where, whole = (part.start, part.end), song.length / 1000
    over = closing.sounding(bars, song.heard.onsets, whole)
    if room is not None:
        assert song.heard.colours is not None
        alike = recut.alikeness(song.heard.colours.astype("float64"))
        rows = closing.ending(bars, alike, where, first, room / 1000, over)
    elif step.more:
        rows = closing.appended(bars, where, first, over, whole)
    else:
        end = closing.snapped(bars, where)[1]
        rows = [(first, whole if end > whole - _SAME / 1000 else end)]
    return [(round(a * 1000), round(b * 1000)) for a, b in rows]


def _longer(work: Work, by: int) -> None:
    """The picture that is drawn from the song as long as that is now."""
    last = facts.clips(work.now)[-1]
    if last.duration + by >= _LEAST:
        work.do(op.ClipLength(target=last.id, duration=last.duration + by))


def _laid(work: Work, song: Song, made: Taken, spans: list[Span]) -> None:
    """The new song in the place of the one that was, with the drops that were told of that."""
    id, length = song.sound.id, made.material.duration
    told = facts.drops(song.sound)
    again = len(spans) > 1
    work.do(op.ReplaceSound(target=id, source=made.stock.id, length=length,
                            name=song.taken.material.name, joined=True, again=again))  # fmt: skip
    sound = next(one for one in facts.music(work.now) if one.id == id)
    if sound.loop:
        work.do(op.Loop(target=id, on=False))
    work.do(op.PlaceSound(target=id, in_point=0, duration=length))
    if told is not None:
        starts = itertools.accumulate((b - a for a, b in spans), initial=0)
        drops = tuple(
            at + drop - a for at, (a, b) in zip(starts, spans, strict=False)
            for drop in told if a <= drop < b
        )  # fmt: skip
        work.do(op.HearDrops(target=id, drops=drops))


def _told(work: Work, song: Song, step: plan.Stretch, part: Part, spans: list[Span]) -> str:
    lang = work.lang
    name = song_parts.called(step.part, lang)
    length = clock.spoken(clock.length(sum(b - a for a, b in spans)), lang)
    jump = next((n for n, (a, b) in enumerate(itertools.pairwise(spans)) if a[1] != b[0]), None)
    if jump is None:
        return say("parts.closing_cut", lang, part=name, length=length)
    at = song_parts.moment(song.sound.start + sum(b - a for a, b in spans[: jump + 1]))
    left, begins = (song_parts.moment(spans[n][side]) for n, side in ((jump, 1), (jump + 1, 0)))
    return say("parts.closing", lang, part=name, at=at, left=left, begins=begins, length=length)


def _cannot(work: Work, song: Song, step: plan.Stretch, part: Part, room: int | None) -> None:
    """Says that there is no bar line to join at, and offers the next best: the song laid so that
    the part is where it ends."""
    name = song_parts.called(step.part, work.lang)
    end = round(part.end * 1000)
    start = max(0, end - room) if room is not None else song.sound.in_point
    lasts = end - start
    if lasts < _LEAST or song.sound.speed != 1:
        work.told.append(say("parts.closing_cannot", work.lang, part=name))
        return
    place = op.PlaceSound(target=song.sound.id, in_point=start, duration=lasts)
    fade = op.Fade(targets=(song.sound.id,), fade_out=min(2000, lasts // 4))
    label = say("parts.say_closing", work.lang, part=name, start=song_parts.moment(start))
    text = say("parts.closing_no_bars", work.lang, part=name)
    question = plan.Question(text=text, offers=(plan.Offer(label=label, steps=(place, fade)),))
    memory = msgspec.structs.replace(work.mind.planner, question=question)
    work.mind = msgspec.structs.replace(work.mind, planner=memory)
    work.asked = question
