"""What the last wishes changed, told wish by wish, the newest first."""

from __future__ import annotations

from studio import timeline
from studio.service import timelines
from studio.service.work import Work
from studio.timeline.history import History, Version
from studio.words import say

WISHES = 3  # of the last ones that are told; more of it is what "undo" walks through
_LONGEST = 80  # characters of a wish


def carry_out(work: Work) -> None:
    """Tells what the last wishes did; that nothing was changed, where there were none."""
    past = timelines.whole(work.studio, work.session, work.mind)
    rows = list(_rows(past))
    if not rows:
        work.told.append(say("service.nothing_changed_yet", work.lang))
    for version, before in rows[:WISHES]:
        changes = timeline.difference(before.timeline, version.timeline, work.lang)
        wish = " ".join(version.cause.split())
        wish = wish if len(wish) <= _LONGEST else wish[: _LONGEST - 1] + "…"
        join = " " if work.lang == "en" else ""
        work.told.append(say("service.changed_by", work.lang, wish=wish, what=join.join(changes)))


def _rows(past: History) -> list[tuple[Version, Version]]:
    """The versions that lead to where one stands, each with the one that it grew out of."""
    found, at = [], past.at
    while at >= 0 and past.versions[at].parent >= 0:
        version = past.versions[at]
        found.append((version, past.versions[version.parent]))
        at = version.parent
    return found
