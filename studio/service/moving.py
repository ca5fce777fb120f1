"""Cuts that may move a little: which of them, by how many frames, and the edit that does it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from studio.errors import StudioError
from studio.service import seams
from studio.service.seams import Seam
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.operations.picture import Move

if TYPE_CHECKING:
    from studio.service.edit import Work
    from studio.sync.values import Fit

_SHARE = 0.09  # of the shorter shot beside it, at most: more would be seen


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


def moved(work: Work, cuts: tuple[Seam, ...], lead: Seam | None, fit: Fit) -> Moved:
    """Moves the cuts as the fit would have them, by whole frames, and tells where they are now."""
    fps = seams.rate(work.now, work.taken)
    by = [_frames(m.moved, fps) if m.hit else 0 for m in fit.meetings]
    while any(by):
        now = tuple(
            replace(cut, at=float((round(cut.at * fps) + frames) / fps)) if frames else cut
            for cut, frames in zip(cuts, by, strict=True)
        )
        moves = [
            Move(_ms(old.at), _ms(new.at) - _ms(old.at)) for old, new in zip(cuts, now, strict=True)
        ]
        try:
            work.do(op.MoveCuts(moves=tuple(moves)))
        except StudioError:  # a shot is too short for it, or its file ends there: a little less
            by = [frames - (frames > 0) + (frames < 0) for frames in by]
            continue
        number = cuts.index(lead) if lead in cuts else -1
        done = tuple(float(frames / fps) for frames in by if frames)
        return Moved(now, now[number] if number >= 0 else lead, done)
    return Moved(cuts, lead, ())


def _frames(seconds: float, fps: Fraction) -> int:
    return round(seconds * fps)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def picture_end(work: Work) -> float:
    return facts.picture_end(work.now) / 1000
