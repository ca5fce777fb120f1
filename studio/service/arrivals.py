"""Which files came since the last edit, and which belong to a film that was put aside.

A message with new files is about them: they are added to the film, or begin another one.
"""

from __future__ import annotations

import msgspec

from studio.planner.values import ShowReceipt, ShowTimeline, Step
from studio.service.intake import Taken
from studio.service.work import Work
from studio.timeline import facts


def own(work: Work) -> tuple[Taken, ...]:
    """The user's own files; those of a film put aside only where they are seen, or came again."""
    aside = set(work.mind.aside)
    aside = set() if aside & used(work) else aside
    aside -= set(new(work))
    return tuple(one for id, one in work.taken.items() if not one.stock.made and id not in aside)


def used(work: Work) -> set[str]:
    """The files on the timeline."""
    return {getattr(segment, "source", "") for _, segment in facts.every(work.now)}


def new(work: Work) -> tuple[str, ...]:
    """The files that came, or came again, since the last edit."""
    seen = work.mind.seen
    if seen is None:
        return () if work.mind.at else tuple(work.taken)
    known = {one.stock.digest for id, one in work.taken.items() if id in seen}
    return tuple(
        id
        for id, one in work.taken.items()
        if one.stock.at > work.mind.looked
        and not one.stock.made
        and (id in seen or one.stock.digest not in known)
    )


def note(work: Work, steps: tuple[Step, ...]) -> None:
    """From now on the files are no news, unless nothing was done but to look and to ask."""
    looked = all(isinstance(step, ShowTimeline | ShowReceipt) for step in steps)
    if work.done or work.now != work.before or not looked:
        work.mind = msgspec.structs.replace(
            work.mind, seen=tuple(work.taken), looked=work.studio.clock()
        )
