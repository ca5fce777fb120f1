"""Cuts that may move beside a song that may bend: which way of both meets most, tried beforehand.

Cuts move by whole frames, and the song bends to where they are then: what was found for cuts that
may be anywhere is looked at again as it would really be, so that an offer says what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.service import moving
from studio.service.moving import Moved
from studio.service.seams import Seam
from studio.timeline import facts

if TYPE_CHECKING:
    from studio.service.work import Work
    from studio.sync.values import Fit

SHARES = (0.9, 1.0, 0.75, 0.5)  # of the bend that is allowed: whole frames want some of it, too
_MANY = 150  # cuts from which on only one of these is tried, for their sake who wait

Solve = Callable[..., "Fit"]  # cuts, lead; slack and share by name


@dataclass(frozen=True, slots=True)
class Loose:
    """Cuts as they would be moved, the fit that they get, whether any would move at all."""

    moved: Moved
    fit: Fit
    wanted: bool


def loosened(
    work: Work, cuts: tuple[Seam, ...], lead: Seam | None, slack: float, solve: Solve
) -> Loose:
    """The best of several ways; nothing is moved by it."""
    most = moving.slacks(cuts, facts.picture_end(work.now) / 1000, slack)
    best: Loose | None = None
    for share in SHARES if len(cuts) < _MANY else SHARES[:1]:
        loose = solve(cuts, lead, slack=most, share=share)
        moved = moving.planned(work, cuts, lead, loose)
        fit = solve(moved.cuts, moved.lead)
        wanted = any(abs(m.moved) > 0.5 / 60 for m in loose.meetings if m.hit)
        if best is None or fit.after > best.fit.after:
            best = Loose(moved, fit, wanted)
        if not best.fit.unmet:
            break
    assert best is not None
    return best
