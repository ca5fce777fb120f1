"""Photos that change on the beat: once the music is there, borders between stills move to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from studio import timeline
from studio.service import rounds, songs, visuals_told
from studio.service.intake import Taken
from studio.service.studio import Studio
from studio.timeline import facts
from studio.timeline.model import Clip, Timeline
from studio.timeline.operations import ClipLength, Operation, Retime
from studio.words import Lang, say

_APART = 250  # ms between two changes at least
_REACH, _LOOSE = 0.6, 0.25  # of a photo's time, by which it may change sooner or later; by phrases
_BARS = 1.6  # a photo that lasts so many bars changes on bars, else on beats


@dataclass(frozen=True, slots=True)
class Laid:
    """The timeline with its photos on the beat, the edits, and what there is to say."""

    now: Timeline
    steps: tuple[Operation, ...]
    told: str


def on_beats(
    studio: Studio,
    now: Timeline,
    ids: Sequence[str],
    taken: Mapping[str, Taken],
    lang: Lang,
    *,
    beats: float = 0.0,
) -> Laid | None:
    """These stills changing with the music, each after so many `beats` where that was asked for.

    None where there is no music, or nothing to move.
    """
    wanted = set(ids)
    row = [clip for clip in facts.clips(now) if clip.id in wanted and facts.endless(clip)]
    heard = [s for s in songs.leading(now) if s.source in taken]
    if len(row) < 2 or not heard:
        return None
    end = facts.end(row[-1]) if not beats else max(facts.end(s) for s in heard)
    data = studio.settings.data
    rows = songs.pieces(rounds.rounded(studio, now, taken), taken, data)
    found = studio.crew.do(work, str(data), rows, row[0].start, end)
    if beats and found["bpm"]:
        return _counted(now, row, found, beats, lang)
    moments = [row[0].start + at for at in _grid(row, found)]
    reach = _REACH if found["bpm"] else _LOOSE
    film = facts.clips(now)
    film = film[film.index(row[0]) : film.index(row[-1]) + 1]
    steps = _moved(film, row, moments, reach)
    for step in steps:
        now = timeline.apply(now, step)
    later = {clip.id for clip in film[1:]}
    changes = [c.start + c.crossfade // 2 for c in facts.clips(now) if c.id in later]
    met = sum(at in moments for at in changes)
    if not steps or not met:
        return None
    key = "on_beats" if found["bpm"] else "on_phrases"
    key = "on_some_beats" if found["bpm"] and met < len(changes) else key
    bpm = visuals_told.beats(found["bpm"])
    told = say(f"visuals.{key}", lang, met=met, count=len(changes), bpm=bpm)
    return Laid(now, steps, told)


def centred(before: Sequence[Clip], now: Sequence[Clip]) -> Iterator[Retime]:
    """The edits after which photos that cross now change where they changed before: in the middle.

    --a--|--b--   ->   --a-[x]-b--        (the crossing's middle where the cut was)
    """
    if [(c.id, c.start) for c in before] != [(c.id, c.start) for c in now]:
        return
    was = {clip.id: clip.crossfade for clip in before}
    for still, run in groupby(now, key=facts.endless):
        row = list(run)
        moves = [(clip.crossfade - was[clip.id]) // 2 for clip in row[1:]]
        if not still or not any(moves):
            continue
        cuts = [clip.start - move for clip, move in zip(row[1:], moves, strict=True)]
        edges = [row[0].start, *cuts, facts.end(row[-1])]
        crossing = [clip.crossfade for clip in row]
        lasts = [b - a for a, b in pairwise(edges)]
        if all(last >= max(_APART, cross) for last, cross in zip(lasts, crossing, strict=True)):
            yield Retime(targets=tuple(clip.id for clip in row), cuts=tuple(cuts))


def _moved(
    film: Sequence[Clip], row: Sequence[Clip], moments: Sequence[int], reach: float
) -> tuple[Operation, ...]:
    """The edits that have these stills change at moments; clips between them stay as long."""
    if len(film) == len(row):
        cuts = snapped(row, moments, reach=reach)
        ids = tuple(clip.id for clip in row)
        return (Retime(targets=ids, cuts=tuple(cuts)),) if len(cuts) == len(row) - 1 else ()
    lasts = between(film, {clip.id for clip in row}, moments, reach=reach)
    return tuple(
        ClipLength(target=clip.id, duration=length)
        for clip, length in zip(film, lasts, strict=True)
        if length != clip.duration
    )


def between(
    film: Sequence[Clip], stills: Collection[str], moments: Sequence[int], *, reach: float = _REACH
) -> list[int]:
    """How long each clip is shown, so that those which can wait end at moments."""
    at, lasts = film[0].start, list[int]()
    for clip, after in zip(film, [*film[1:], None], strict=True):
        end = at + clip.duration
        if clip.id in stills and after is not None:
            half, most = after.crossfade // 2, clip.duration * reach
            near = [m - half for m in moments if abs(m - half - end) <= most]
            near = [m for m in near if m - at >= _APART]
            end = min(near, key=lambda m: abs(m - end), default=end)
        elif clip.id in stills:
            end = max(at + _APART, facts.end(clip))  # all of it as long as before
        lasts.append(end - at)
        at = end
    return lasts


def _counted(
    now: Timeline, row: Sequence[Clip], found: Mapping[str, Any], beats: float, lang: Lang
) -> Laid:
    """Each still for so many beats, as long as those are just there."""
    film = facts.clips(now)
    film = film[film.index(row[0]) : film.index(row[-1]) + 1]
    stills, steps, at, over = {clip.id for clip in row}, list[ClipLength](), 0, 0.0
    for clip, after in zip(film, [*film[1:], None], strict=True):
        half = after.crossfade // 2 if after is not None else 0  # in its middle it is seen
        if clip.id not in stills:  # as long as it is; the next photo ends on a beat again
            at += clip.duration
            over = nearest(found["beats"], at + half)
            continue
        over += beats
        edge = counted(found["beats"], over) - half
        steps.append(ClipLength(target=clip.id, duration=max(1, edge - at), beats=beats))
        at = edge
    for step in steps:
        now = timeline.apply(now, step)
    bpm = visuals_told.beats(found["bpm"])
    return Laid(now, tuple(steps), say("visuals.beats_each", lang, beats=f"{beats:g}", bpm=bpm))


def nearest(moments: Sequence[int], at: int) -> int:
    """How many beats are over at the beat that lies nearest."""
    each = (moments[-1] - moments[0]) / max(1, len(moments) - 1)
    likely = round(at / max(each, 1.0))
    return min(range(likely + 4), key=lambda n: abs(counted(moments, n) - at))


def counted(moments: Sequence[int], number: float) -> int:
    """When so many beats are over, counted from the first one that would be in the film."""
    each = (moments[-1] - moments[0]) / max(1, len(moments) - 1)
    first = number - int(moments[0] / max(each, 1.0) + 0.25)  # beats before the first heard
    whole = int(first // 1)
    if not 0 <= whole < len(moments) - 1:
        at = 0 if whole < 0 else len(moments) - 1
        return round(moments[at] + (first - at) * each)
    return round(moments[whole] + (first - whole) * (moments[whole + 1] - moments[whole]))


def work(data: str, rows: tuple[Any, ...], start: int, end: int) -> dict[str, Any]:
    """Runs in the worker process: the beats, bars and phrases of a stretch of music, in ms."""
    from studio.service import hearing

    heard = hearing.laid(Path(data), songs.mono(rows, start, end))
    rhythm = heard.rhythm
    return {
        "bpm": round(rhythm.bpm, 1) if rhythm else 0.0,
        "beats": [round(at * 1000) for at in (rhythm.beats if rhythm else heard.onsets)],
        "bars": [round(at * 1000) for at in (rhythm.downbeats if rhythm else heard.phrases)],
    }


def _grid(row: Sequence[Clip], found: Mapping[str, Any]) -> list[int]:
    """Where photos may change: on bars where they stay for bars, else on beats."""
    each = (facts.end(row[-1]) - row[0].start) / len(row)
    bars: list[int] = found["bars"]
    long = (bars[-1] - bars[0]) / (len(bars) - 1) if len(bars) > 1 else 0.0
    coarse = bool(found["bpm"]) and 0 < long * _BARS <= each
    return bars if coarse else found["beats"]


def snapped(row: Sequence[Clip], moments: Sequence[int], *, reach: float = _REACH) -> list[int]:
    """Every border at the nearest of these moments, in order, far enough apart to be seen.

    Where photos cross, the middle of that is where it is seen to change.
    """
    end = facts.end(row[-1])
    cuts: list[int] = []
    last = row[0].start
    for number, clip in enumerate(row[1:], 1):
        left = len(row) - number  # photos from here on, which all need their time
        low, high = last + _APART, end - left * _APART
        wanted = min(max(clip.start, low), high)
        half = clip.crossfade // 2
        at = bisect_left(moments, wanted + half)
        near = [m - half for m in moments[max(0, at - 2) : at + 2] if low <= m - half <= high]
        most = min(clip.duration, row[number - 1].duration) * reach
        near = [m for m in near if abs(m - wanted) <= most]
        last = min(near, key=lambda m: abs(m - wanted), default=wanted)
        if last < low:
            return []
        cuts.append(last)
    return cuts
