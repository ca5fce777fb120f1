"""Louder or softer in parts of a song: where they lie in the film is found, and told."""

from __future__ import annotations

from studio.planner import values as plan
from studio.service import song_parts
from studio.service.song_parts import Song
from studio.service.work import Work
from studio.timeline import facts, find
from studio.timeline import operations as op
from studio.words import say

_LEAST = 80  # ms of a part that are in the film; less is none of it


def carry_out(work: Work, step: plan.PartLevel) -> None:
    """Changes how loud it is there, every time that such a part is heard."""
    song = song_parts.known(work, find.sound(work.now, step.target))
    end = facts.duration(work.now)
    for part in step.parts:
        name = song_parts.called(part, work.lang)
        spans = _again(song, song_parts.spans(work, song, part), end)
        if not spans:
            song_parts.ask_other(work, song, part)
            continue
        last = min(end, facts.end(song.sound))
        inside = [(max(a, song.sound.start, 0), min(b, last)) for a, b in spans]
        inside = [(a, b) for a, b in inside if b - a >= _LEAST]
        if not inside:
            at = song_parts.moment(song.in_song(spans[0][0]))
            work.told.append(say("parts.unheard", work.lang, part=name, at=at))
            continue
        for start, stop in inside:
            work.do(op.Volume(targets=step.targets, gain=step.gain, factor=step.factor,
                              start=start, end=stop))  # fmt: skip
        times = say("timeline.comma", work.lang).join(
            f"{song_parts.moment(a)}–{song_parts.moment(b)}" for a, b in inside
        )
        side = {"in": "is", "before": "before"}.get(part.side, "after")
        work.told.append(say(f"parts.level_{side}", work.lang, part=name, times=times))


def _again(song: Song, spans: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """The same in every round of a song that begins again."""
    round_ = round(song.length / song.sound.speed)
    if not song.sound.loop or round_ <= 0:
        return spans
    rounds = (end - song.sound.start) // round_ + 2
    return [(a + n * round_, b + n * round_) for n in range(rounds) for a, b in spans]
