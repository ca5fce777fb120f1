"""Cuts that may move a little: which of them, by how many frames, and the edit that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from studio import timeline
from studio.errors import StudioError
from studio.service import seams
from studio.service.seams import Seam
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.model import Clip, Timeline
from studio.timeline.operations.picture import Move

if TYPE_CHECKING:
    from studio.service.edit import Work
    from studio.sync.values import Fit

_SHARE = 0.09  # of the shorter shot beside it, at most: more would be seen


_OFF = 3  # ms by which a length is rounded


class Moved(NamedTuple):
    """The cuts where they are now, and by how much each of those that moved did."""

    cuts: tuple[Seam, ...]
    lead: Seam | None
    by: tuple[float, ...]  # seconds


def slacks(cuts: tuple[Seam, ...], film: float, most: float) -> tuple[float, ...]:
    """How far each cut may move; a dissolve inside a file not at all."""
    edges = [0.0, *(cut.at for cut in cuts), film]
    made = []
    for n, cut in enumerate(cuts, 1):
        shorter = min(edges[n] - edges[n - 1], edges[n + 1] - edges[n])
        made.append(0.0 if cut.fade else min(most, _SHARE * shorter))
    return tuple(made)


def planned(work: Work, cuts: tuple[Seam, ...], lead: Seam | None, fit: Fit) -> Moved:
    """Where the cuts would be as the fit would have them, by whole frames."""
    fps = seams.rate(work.now, work.taken)
    by = [_frames(m.moved, fps) if m.hit else 0 for m in fit.meetings]
    by = possible(work.now, cuts, by, fps)
    if not any(by):
        return Moved(cuts, lead, ())
    now = tuple(_at(cut, frames, fps) for cut, frames in zip(cuts, by, strict=True))
    number = cuts.index(lead) if lead in cuts else -1
    done = tuple(float(frames / fps) for frames in by if frames)
    return Moved(now, now[number] if number >= 0 else lead, done)


def carry_out(work: Work, cuts: tuple[Seam, ...], plan: Moved) -> None:
    """Moves the cuts to where they are planned to be."""
    fps = seams.rate(work.now, work.taken)
    by = [_frames(now.at - was.at, fps) for was, now in zip(cuts, plan.cuts, strict=True)]
    if any(by):
        work.do(_edit(cuts, by, fps))


def undoing(before: Sequence[Seam], now: Sequence[Seam]) -> list[list[int]]:
    """The moves that would take these cuts back to where they were."""
    pairs = zip(before, now, strict=True)
    return [[_ms(there.at), _ms(was.at) - _ms(there.at)] for was, there in pairs]


def back(work: Work, moves: Sequence[Sequence[int]]) -> bool:
    """Whether cuts that were moved are back: shots inside a file at their own pace again, cuts
    between clips by so much the other way."""
    row = facts.clips(work.now)
    bent = [
        clip
        for before, clip, after in zip((None, *row), row, (*row[1:], None), strict=False)
        if 0 < abs(clip.speed - 1) <= _SHARE + 0.02 and (_on(before, clip) or _on(clip, after))
    ]
    for clip in bent:
        work.do(op.Speed(rate=1 / clip.speed, targets=(clip.id,)))
    if bent or not moves:
        return bool(bent)
    edit = op.MoveCuts(moves=tuple(Move(at, by) for at, by in moves))
    if not _goes(work.now, edit):
        return False
    work.do(edit)
    return True


def _on(one: Clip | None, two: Clip | None) -> bool:
    """Whether a clip goes on where the other was left."""
    if one is None or two is None or not one.source or one.source != two.source:
        return False
    return abs(one.in_point + one.duration * one.speed - two.in_point) <= _OFF


def possible(
    now: Timeline, cuts: tuple[Seam, ...], wanted: Sequence[int], fps: Fraction
) -> list[int]:
    """Frames by which each cut can move: where a shot is too short, or its file ends there, that
    cut moves a little less, and all others as they were meant to."""
    by = list(wanted)

    def refused(some: Sequence[int]) -> list[int]:
        tried = [frames if n in some else 0 for n, frames in enumerate(by)]
        if not any(tried) or _goes(now, _edit(cuts, tried, fps)):
            return []
        if len(some) == 1:
            return list(some)
        half = len(some) // 2
        found = refused(some[:half]) + refused(some[half:])
        return found or [some[half]]  # each half alone is well: the two beside the middle collide

    while less := refused([n for n, frames in enumerate(by) if frames]):
        for n in less:
            by[n] -= (by[n] > 0) - (by[n] < 0)
    return by


def _goes(now: Timeline, edit: op.MoveCuts) -> bool:
    try:
        timeline.apply(now, edit)
    except StudioError:
        return False
    return True


def _at(cut: Seam, frames: int, fps: Fraction) -> Seam:
    return replace(cut, at=float((round(cut.at * fps) + frames) / fps)) if frames else cut


def _edit(cuts: tuple[Seam, ...], by: Sequence[int], fps: Fraction) -> op.MoveCuts:
    ends = [_at(cut, frames, fps).at for cut, frames in zip(cuts, by, strict=True)]
    return op.MoveCuts(
        moves=tuple(
            Move(_ms(cut.at), _ms(end) - _ms(cut.at)) for cut, end in zip(cuts, ends, strict=True)
        )
    )


def _frames(seconds: float, fps: Fraction) -> int:
    return round(seconds * fps)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def picture_end(work: Work) -> float:
    return facts.picture_end(work.now) / 1000
