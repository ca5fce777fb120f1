"""What was measured on the last file that this session finished, told when somebody asks for it."""

from __future__ import annotations

import msgspec

from studio.service import crossings_told, flashes_told, receipts
from studio.service.work import Work
from studio.words import say


def carry_out(work: Work) -> None:
    """The whole receipt, a fact a line; or how to come by one."""
    row = work.studio.store.exports_of(work.session.id)
    going_on = any(one.state in ("pending", "processing") for one in row)
    last = max(
        (one for one in row if one.state == "completed" and one.receipt),
        key=lambda one: one.ended,
        default=None,
    )
    if last is None:
        work.told.append(say(f"receipts.{'not_yet' if going_on else 'none'}", work.lang))
        return
    last = msgspec.structs.replace(last, receipt=crossings_told.seen(work, last))
    work.told += receipts.whole(flashes_told.counted(work, last), work.lang)
    if going_on:
        work.told.append(say("receipts.another", work.lang))
    elif last.version and last.version != work.mind.at:
        work.told.append(say("receipts.older", work.lang))
