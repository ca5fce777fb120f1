"""One part of a turn that fails: it is taken back whole, named, and everything else goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable

from studio.errors import StudioError
from studio.service import intake, refusals
from studio.service.work import Work
from studio.words import say

log = logging.getLogger("studio.edit")


def tried(work: Work, part: Callable[[], None], *, name: str, alone: bool = True) -> bool:
    """Whether the part was done. One that fails leaves the timeline as it found it, and is told.

    A refusal says enough by itself where nothing else was asked for; else the part is named.
    """
    now, mind, kept = work.now, work.mind, work.kept
    done, told = len(work.done), len(work.told)
    try:
        part()
    except Exception as error:
        if work.studio.closing.is_set():
            raise  # it is the studio that stops: the next start says so
        if work.kept is not kept:  # what came before was put in the store on the way
            now, mind = work.kept, work.mind
        work.now, work.mind = now, mind
        del work.done[done:], work.told[told:]
        work.told.append(_sentence(work, error, name=name, alone=alone))
        return False
    return True


def _sentence(work: Work, error: Exception, *, name: str, alone: bool) -> str:
    what = say(f"steps.{name}", work.lang)
    if not isinstance(error, StudioError):
        if intake.full(error):
            error = refusals.DiskFull()
        else:
            mark = work.turn.id[-8:]
            log.exception("a part of a turn broke", extra={"turn": work.turn.id, "part": name})
            return say("service.part_broke", work.lang, what=what, mark=mark)
    elif alone:
        return error.sentence(work.lang)
    reason = error.sentence(work.lang)
    return say("service.part_refused", work.lang, what=what, reason=reason)


def left_out(work: Work, name: str) -> None:
    """Says that a part was not tried, because it stood on one that failed."""
    what = say(f"steps.{name}", work.lang)
    work.told.append(say("service.part_left_out", work.lang, what=what))
