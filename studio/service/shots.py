"""A cut every so many beats: the clips in turn, each going on where it was left before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import msgspec

from studio.planner import values as plan
from studio.service import seams, song_parts, visuals_told
from studio.service.song_parts import Song
from studio.service.work import Work
from studio.sync.paces import Stretch, edges
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
    if step.parts:
        _by_parts(work, step, song)
        return
    row = _gathered(work)
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


def _by_parts(work: Work, step: plan.Shots, song: Song) -> None:
    """Cuts the film faster, or slower, where these parts of the song are heard."""
    lang, rhythm = work.lang, song.heard.rhythm
    assert rhythm is not None
    places = _grid([song.in_film(at * 1000) for at in rhythm.beats],
                   [song.in_film(at * 1000) for at in rhythm.downbeats], 1)  # fmt: skip
    one = (places[-1] - places[0]) / (len(places) - 1)
    cut = any(_goes_on(a, b) for a, b in _chained(facts.clips(work.now)))
    places_of: list[tuple[int, int]] = []
    shown: list[str] = []
    end = facts.picture_end(work.now)
    for part in step.parts:
        spans = song_parts.spans(work, song, part)
        inside = [(max(a, 0), min(b, end)) for a, b in spans if a < end and b > 0]
        if not inside:
            name = song_parts.called(part, lang)
            at = song_parts.moment(song.in_song(spans[0][0])) if spans else ""
            unheard = say("parts.unheard", lang, part=name, at=at)
            work.told.append(unheard if spans else song_parts.missing(work, song, part))
            return
        places_of += inside
        shown.append(song_parts.called(part, lang))
    usual = [_usual(work, places_of, inside=there) / one for there in (False, True)]
    base = step.beats or (max(1.0, round(usual[0])) if cut else float(rhythm.meter))
    paced = max(0.5, round(usual[1] * 2) / 2) if cut else base  # as they are cut there by now
    fast = step.part_beats * (rhythm.meter if step.bars else 1) or paced * step.times
    fast = max(0.5, round(fast * 2) / 2)
    stretches = [Stretch(a, b, fast) for a, b in places_of]
    if min(base, fast) * one < _LEAST:
        work.told.append(say("parts.shots_short", lang))
        return
    row = _gathered(work)
    count = round(end / (min(base, fast) * one)) + 2
    cuts = [at for at in edges(places, stretches, count, base) if at < end - _LEAST]
    moments = framed([0, *(at for at in cuts if at >= _LEAST), end],
                     seams.rate(work.now, work.taken))  # fmt: skip
    shots = turned([clip.duration for clip in row], moments)
    if len(shots) < 2:
        work.told.append(say("parts.shots_none", lang, length=_spoken(work, round(base * one))))
        return
    _cut(work, row, shots)
    told = {
        "part": say("parts.and", lang).join(shown), "fast": f"{fast:g}", "beats": f"{base:g}",
        "bpm": visuals_told.beats(rhythm.bpm), "count": len(shots), "length": _lasts(work, end),
    }  # fmt: skip
    work.told.append(say("parts.shots_parts", lang, **told))


def _usual(work: Work, spans: Sequence[tuple[int, int]], *, inside: bool) -> int:
    """How long most shots last within these stretches, or beside them; of all, where none are."""
    row = facts.clips(work.now)
    held = [
        clip.duration for clip in row
        if inside == any(a <= clip.start + clip.duration / 2 < b for a, b in spans)
    ]  # fmt: skip
    found = sorted(held or [clip.duration for clip in row])
    return found[len(found) // 2]


def _chained(row: Sequence[Clip]) -> list[tuple[Clip, Clip]]:
    """Each clip with the next of the same file."""
    made = []
    for n, one in enumerate(row):
        other = next((two for two in row[n + 1 :] if two.source == one.source), None)
        if other is not None and one.source:
            made.append((one, other))
    return made


def _goes_on(one: Clip, two: Clip) -> bool:
    """Whether the second shot shows what comes right behind the first."""
    plain = not (one.reverse or two.reverse) and one.speed == two.speed
    return plain and abs(one.in_point + one.duration * one.speed - two.in_point) <= _SAME


def _gathered(work: Work) -> tuple[Clip, ...]:
    """The clips as they were before they were cut in turn: each whole again, in their order."""
    row = facts.clips(work.now)
    lengths = {clip.id: clip.duration for clip in row}
    into = {clip.id: clip.id for clip in row}
    for one, two in _chained(row):
        if _goes_on(one, two):
            into[two.id] = into[one.id]
            lengths[into[one.id]] += two.duration
    gone = tuple(id for id, first in into.items() if id != first)
    if gone:
        work.do(op.RemoveClips(targets=gone))
        for clip in facts.clips(work.now):
            if clip.duration != lengths[clip.id]:
                work.do(op.ClipLength(target=clip.id, duration=lengths[clip.id]))
    return facts.clips(work.now)


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
    work.summed = True
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
