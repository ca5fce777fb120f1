"""Words brought to where a part of the music is heard: at the drop, all through the chorus."""

from __future__ import annotations

from studio.planner import values as plan
from studio.service import song_parts
from studio.service.song_parts import Song
from studio.service.work import Work
from studio.timeline import facts, find
from studio.timeline import operations as op
from studio.timeline.model import Title
from studio.words import say

_LEAST = 300  # ms that words are seen
_NEAR = 600  # ms between a drop that is heard and the part that begins with it


def carry_out(work: Work, step: plan.AtPart) -> None:
    """Moves the words there, and writes them again each time the part comes, if that is wished."""
    song = song_parts.known(work, find.sound(work.now, step.song))
    end = facts.duration(work.now)
    every = _spans(work, song, step.part)
    spans = [(a, b) for a, b in every if 0 <= a < end - _LEAST and b > 0]
    title = next((one for one in facts.titles(work.now) if one.id == step.target), None)
    if title is None:
        return
    if not spans:
        told = song_parts.missing(work, song, step.part)
        if every:
            name = song_parts.called(step.part, work.lang)
            heard = song_parts.moment(song.in_song(every[0][0]))
            told = say("parts.beyond", work.lang, part=name, at=heard)
        time = song_parts.moment(title.start)
        work.told += [told, say("parts.words_stay", work.lang, words=title.text, time=time)]
        return
    many = spans if step.every else spans[:1]
    for number, (start, stop) in enumerate(many):
        seen = _seen(title, step, start, min(stop, end), end)
        if number:
            _again(work, title, *seen)
        else:
            work.do(op.PlaceTitle(target=title.id, start=seen[0], duration=seen[1]))
    if len(spans) > 1 and not step.every and step.part.which is None:
        times = say("timeline.comma", work.lang).join(song_parts.moment(a) for a, _ in spans)
        name = song_parts.called(step.part, work.lang)
        work.told.append(say("parts.words_once", work.lang, part=name, times=times))


def _spans(work: Work, song: Song, part: plan.Part) -> list[tuple[int, int]]:
    """From when to when the part is heard in the film; a drop begins on its very beat."""
    spans = song_parts.spans(work, song, part)
    drops = [song.in_film(drop.at * 1000) for drop in song.heard.drops]
    if part.kind != "drop":
        return spans
    if not spans and part.which is None and part.side == "in":
        return [(at, at + _NEAR) for at in drops]
    near = [min(drops, key=lambda at: abs(at - start), default=start) for start, _ in spans]
    met = zip(spans, near, strict=True)
    return [(at if abs(at - start) <= _NEAR else start, stop) for (start, stop), at in met]


def _seen(title: Title, step: plan.AtPart, start: int, stop: int, end: int) -> tuple[int, int]:
    """When the words come, and how long they stay."""
    if step.part.side == "before" and not step.whole:
        begin = max(0, stop - title.duration)
        return begin, max(_LEAST, stop - begin)
    if step.whole:
        return start, max(_LEAST, stop - start)
    return start, max(_LEAST, min(title.duration, end - start))


def _again(work: Work, title: Title, start: int, duration: int) -> None:
    made = op.AddTitle(
        id=facts.fresh(work.now, "t"), text=title.text, start=start, duration=duration,
        place=title.place, style=title.style, role=title.role,
    )  # fmt: skip
    work.do(made)
