"""A cut every so many beats: the clips in turn, each going on where it was left before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import msgspec

from studio.planner import values as plan
from studio.service import seams, song_parts, visuals_told
from studio.service.work import Work
from studio.timeline import clock, facts, find
from studio.timeline import operations as op
from studio.timeline.model import Clip
from studio.words import say

_LEAST = 200  # ms; shorter is no shot
_SAME = 40  # ms


@dataclass(frozen=True, slots=True)
class Shot:
    """So many ms of a clip, by its number in the row."""

    clip: int
    lasts: int


def carry_out(work: Work, step: plan.Shots) -> None:
    """Cuts the film on every so many beats of the music that lies under it."""
    lang = work.lang
    row = facts.clips(work.now)
    if len(row) < 2:
        work.told.append(say("parts.shots_one", lang))
        return
    sound = find.sound(work.now, step.target)
    song = song_parts.known(work, sound)
    rhythm = song.heard.rhythm
    if rhythm is None or len(rhythm.beats) < 2:
        work.told.append(say("parts.shots_no_beat", lang))
        return
    beats = step.beats * (rhythm.meter if step.bars else 1)
    firsts = [drop.at for drop in song.heard.drops] or list(rhythm.downbeats)
    grid = _grid([song.in_film(at * 1000) for at in rhythm.beats],
                 [song.in_film(at * 1000) for at in firsts], beats)  # fmt: skip
    each = round((grid[-1] - grid[0]) / (len(grid) - 1)) if len(grid) > 1 else 0
    if each < _LEAST:
        work.told.append(say("parts.shots_short", lang))
        return
    before = facts.picture_end(work.now)
    moments = framed(_until(grid, before, each), seams.rate(work.now, work.taken))
    lengths = [clip.duration for clip in row]
    shots = single(lengths, moments) if step.once else turned(lengths, moments)
    if len(shots) < 2:
        work.told.append(say("parts.shots_none", lang, length=_spoken(work, each)))
        return
    _cut(work, row, shots)
    told = {
        "beats": f"{beats:g}", "each": _spoken(work, round(each, -1)),
        "bpm": visuals_told.beats(rhythm.bpm), "count": len(shots), "clips": len(row),
        "length": _lasts(work, before),
    }  # fmt: skip
    work.told.append(say(f"parts.shots_{'once' if step.once else 'turned'}", lang, **told))
    if not step.once:
        _offer_once(work, step, lengths, moments)


def _grid(beats: Sequence[int], firsts: Sequence[int], every: float) -> list[int]:
    """Every so many beats' moment, drops or bar lines among them, carried on over both ends."""
    one = (beats[-1] - beats[0]) / (len(beats) - 1)
    first = firsts[0] if firsts else beats[0]
    start = min(range(len(beats)), key=lambda n: abs(beats[n] - first))
    places = list(beats)
    while places[0] > one / 2:
        places.insert(0, round(places[0] - one))
        start += 1
    if every == int(every):
        step = int(every)
        return places[start % step :: step]
    return [round(places[start] + n * every * one) for n in range(int(len(places) / every))]


def _until(grid: Sequence[int], end: int, each: float) -> list[int]:
    """The edges of shots from the film's beginning to its end; the first one is no stub."""
    made = [0, *(at for at in grid if at > each / 2 and at < end - _LEAST)]
    while made[-1] + each < end - _LEAST:  # a song that is over before the film is
        made.append(round(made[-1] + each))
    return [*made, end]


def framed(moments: Sequence[int], fps: Fraction) -> list[int]:
    """These moments, each on the nearest frame."""
    return [round(round(at * fps / 1000) * 1000 / fps) for at in moments]


def turned(lengths: Sequence[int], moments: Sequence[int]) -> list[Shot]:
    """Shots of these lengths out of the clips in turn, as long as there is enough of any."""
    left = list(lengths)
    made: list[Shot] = []
    turn = 0
    for start, end in pairwise(moments):
        wanted = end - start
        order = [(turn + n) % len(left) for n in range(len(left))]
        fit = next((n for n in order if left[n] >= wanted - _SAME), None)
        if fit is None:
            break
        lasts = wanted if left[fit] >= wanted else left[fit]
        made.append(Shot(fit, lasts))
        left[fit] -= lasts
        turn = fit + 1
    return made


def single(lengths: Sequence[int], moments: Sequence[int]) -> list[Shot]:
    """Each clip once and in order, for a whole shot, or as long as it is."""
    spans = [end - start for start, end in pairwise(moments)]
    usual = max(set(spans), key=spans.count) if spans else 0
    spans += [usual] * (len(lengths) - len(spans))
    return [
        Shot(n, min(one, span)) for n, (one, span) in enumerate(zip(lengths, spans, strict=False))
    ]


def _lasts(work: Work, before: int) -> str:
    """How long the film is now, beside how long it was."""
    now = facts.picture_end(work.now)
    key = "as_before" if abs(now - before) <= _SAME else "not_as_before"
    length, was = _spoken(work, now), _spoken(work, before)
    return say(f"parts.{key}", work.lang, length=length, before=was)


def _spoken(work: Work, ms: int) -> str:
    return clock.spoken(clock.length(ms), work.lang)


def _cut(work: Work, row: Sequence[Clip], shots: Sequence[Shot]) -> None:
    """Splits the clips into their shots, drops what is left of them, and puts them in order."""
    order: list[list[str]] = [[] for _ in row]
    gone: list[str] = []
    for number, clip in enumerate(row):
        parts = [shot.lasts for shot in shots if shot.clip == number]
        rest, id = clip.duration, clip.id
        for lasts in parts:
            order[number].append(id)
            rest -= lasts
            if rest <= _SAME:
                break
            id = _split(work, id, lasts)
        if rest > _SAME:
            gone.append(id)
    if gone:
        work.do(op.RemoveClips(targets=tuple(gone)))
    taken = [iter(ids) for ids in order]
    wanted = tuple(next(taken[shot.clip]) for shot in shots)
    if wanted != tuple(clip.id for clip in facts.clips(work.now)):
        work.do(op.Reorder(order=wanted))


def _split(work: Work, id: str, lasts: int) -> str:
    """The id of what is left of a clip behind a shot of it."""
    there = find.clip(work.now, id)
    work.do(op.Split(at=there.start + lasts))
    row = [clip.id for clip in facts.clips(work.now)]
    return row[row.index(id) + 1]


def _offer_once(
    work: Work, step: plan.Shots, lengths: Sequence[int], moments: Sequence[int]
) -> None:
    """Each clip only once is the other thing that can be meant; to be chosen, not done."""
    shots = single(lengths, moments)
    total = sum(shot.lasts for shot in shots)
    length = _spoken(work, total)
    offer = plan.Offer(
        label=say("parts.say_once", work.lang, length=length),
        steps=(plan.Undo(), msgspec.structs.replace(step, once=True)),
    )
    leave = plan.Offer(label=say("sync.say_leave", work.lang))
    question = plan.Question(text=say("parts.offer_once", work.lang), offers=(offer, leave))
    memory = msgspec.structs.replace(work.mind.planner, question=question)
    work.mind = msgspec.structs.replace(work.mind, planner=memory)
    work.asked = question
