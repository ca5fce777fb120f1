"""Clips cut anew so that each changes on a beat, the drop on one of the changes where it can be."""

from __future__ import annotations

import bisect
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.service import seams
from studio.timeline import clock, facts
from studio.timeline import operations as op
from studio.timeline.model import Clip
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.analysis.values import Hearing
    from studio.service.edit import Work

_LEAST = 0.5  # seconds that a clip is shown, where it was longer
_DOWNBEAT = 0.08  # what a change on a downbeat is worth, in shares of a clip's length
_DROP = 3.0  # what it is worth that the drop meets a change
_MET = 0.03  # seconds


@dataclass(frozen=True, slots=True)
class Room:
    """How long a clip is shown, and how long it could be; seconds."""

    now: float
    most: float


def carry_out(
    work: Work, heard: Hearing, drops: Sequence[float], *, kept: bool = False
) -> None:  # fmt: skip
    """Cuts the clips to the beat; the song itself is laid by who called.

    `kept`: the film stays as long as it is, by its last photo.
    """
    row = facts.clips(work.now)
    if len(row) < 2 or heard.rhythm is None:
        work.told.append(say("sync.recut_one", work.lang))
        return
    before = facts.picture_end(work.now)
    fps = seams.rate(work.now, work.taken)
    rooms = [_room(clip) for clip in row]
    lasts = laid(rooms, heard.rhythm.beats, frozenset(heard.rhythm.downbeats), drops)
    if lasts is None:
        work.told.append(say("sync.recut_none", work.lang))
        return
    border, at = 0, 0.0
    for clip, seconds in zip(row, lasts, strict=True):
        at += seconds
        end = round(round(at * fps) * 1000 / fps)
        if kept and clip is row[-1]:
            end = max(before, border + round(_LEAST * 1000))
        _lasting(work, clip, end - border)
        border = end
    told = {
        "count": len(row), "before": clock.length(before),
        "length": clock.length(facts.picture_end(work.now)),
    }  # fmt: skip
    stays = kept and facts.picture_end(work.now) == before
    work.told.append(say("sync.recut_kept" if stays else "sync.recut", work.lang, **told))


def _room(clip: Clip) -> Room:
    now = clip.duration / 1000
    if facts.endless(clip):
        return Room(now, now * 2)
    length = facts.length(clip)
    most = (length - clip.in_point) / clip.speed / 1000 if length else now
    return Room(now, max(now, most))


def _lasting(work: Work, clip: Clip, duration: int) -> None:
    if duration < clip.duration:
        work.do(op.TrimClip(target=clip.id, tail=clip.duration - duration))
    elif duration > clip.duration:
        work.do(op.ClipLength(target=clip.id, duration=duration))


def laid(
    rooms: Sequence[Room], beats: Sequence[float], downbeats: frozenset[float],
    drops: Sequence[float],
) -> list[float] | None:  # fmt: skip
    """How long each clip is to be shown, from whichever beat of the song serves them best.

    A song that is over too soon is carried on. None where no beat serves them at all.
    """
    found = _best(rooms, beats, downbeats, drops, starts=len(beats))
    if found is None and beats:
        row, ones = going_on(beats, downbeats, 1.5 * sum(room.now for room in rooms))
        found = _best(rooms, row, ones, drops, starts=min(len(beats), len(row)))
    return found


def _best(
    rooms: Sequence[Room], beats: Sequence[float], downbeats: frozenset[float],
    drops: Sequence[float], *, starts: int,
) -> list[float] | None:  # fmt: skip
    best: tuple[float, list[float]] | None = None
    for start in range(starts):
        ends = _chain(rooms, beats, downbeats, start)
        if ends is None:
            continue
        worth = -sum(
            abs(end - begin - room.now) / room.now
            for begin, end, room in zip([beats[start], *ends], ends, rooms, strict=False)
        ) / len(rooms)
        worth += 0.1 * (beats[start] in downbeats)
        worth += _DROP * any(abs(end - drop) < _MET for drop in drops for end in ends[:-1])
        if best is None or worth > best[0]:
            edges = [beats[start], *ends]
            best = (worth, [b - a for a, b in itertools.pairwise(edges)])
    return best[1] if best is not None else None


def going_on(
    beats: Sequence[float], downbeats: frozenset[float], seconds: float
) -> tuple[list[float], frozenset[float]]:
    """The beats of a song that is carried on from its first bar line when it comes to its last."""
    first, last = (min(downbeats), max(downbeats)) if len(downbeats) > 1 else (beats[0], beats[-1])
    turn = [at for at in beats if first < at <= last]
    row, ones = [at for at in beats if at <= last], set(downbeats)
    for number in range(1, 1 + (math.ceil(seconds / (last - first)) if turn else 0)):
        later = number * (last - first)
        row += [at + later for at in turn]
        ones |= {at + later for at in turn if at in downbeats}
    return row, frozenset(ones)


def _chain(
    rooms: Sequence[Room], beats: Sequence[float], downbeats: frozenset[float], start: int
) -> list[float] | None:
    """The beats at which the clips end, each the best for its clip; None where the song is over."""
    ends: list[float] = []
    at = beats[start]
    for room in rooms:
        low = bisect.bisect_left(beats, at + min(_LEAST, room.now * 0.8))
        high = bisect.bisect_right(beats, at + room.most + 1e-6)
        if low >= high:
            return None

        def cost(beat: float, at: float = at, room: Room = room) -> float:
            return abs(beat - at - room.now) / room.now - _DOWNBEAT * (beat in downbeats)

        at = min(beats[low:high], key=cost)
        ends.append(at)
    return ends
