"""Which files came since the last edit, and which belong to a film that was put aside.

A message with new files is about them: they are added to the film, or begin another one. What was
begun before stays as versions, and its files with it, out of the way of whatever is made next.
"""

from __future__ import annotations

import msgspec

from studio.planner.values import ShowReceipt, ShowTimeline, Step
from studio.service.intake import Taken
from studio.service.work import Work
from studio.timeline import facts
from studio.timeline.model import Timeline
from studio.timeline.summary import short
from studio.words import say


def own(work: Work) -> tuple[Taken, ...]:
    """The user's own files, those of a film put aside only while that film is looked at."""
    used = {getattr(segment, "source", "") for _, segment in facts.every(work.now)}
    aside = set(work.mind.aside) if not used & set(work.mind.aside) else set()
    return tuple(one for id, one in work.taken.items() if not one.stock.made and id not in aside)


def new(work: Work) -> tuple[str, ...]:
    """The files that no edit has seen yet; a second copy of one that was seen is not new."""
    if work.mind.seen is None:
        return () if work.mind.at else tuple(work.taken)
    seen = set(work.mind.seen)
    known = {one.stock.digest for id, one in work.taken.items() if id in seen}
    return tuple(
        id for id, one in work.taken.items() if id not in seen and one.stock.digest not in known
    )


def note(work: Work, steps: tuple[Step, ...]) -> None:
    """From now on the files are no news, unless nothing was done but to look and to ask."""
    looked = all(isinstance(step, ShowTimeline | ShowReceipt) for step in steps)
    if work.done or work.now != work.before or not looked:
        work.mind = msgspec.structs.replace(work.mind, seen=tuple(work.taken))


def begin(work: Work) -> None:
    """Puts the film aside that is there, and whatever was in mind about it."""
    left = work.now
    came = set(new(work))
    aside = tuple(id for id in work.taken if id not in came)
    work.mind = msgspec.structs.replace(work.mind, aside=aside, wish={})
    work.now = work.before = Timeline()
    work.done.append({"op": "begin"})
    name = next((facts.name(segment) for _, segment in facts.every(left)), "")
    if name:
        work.begun = say("service.begun_anew", work.lang, name=short(name))
