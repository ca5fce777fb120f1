"""Steps of a plan, carried out one by one; the table of who does what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from client import Problem
from handlers import credits, export, failure, pieces, show, sse, upload
from handlers.connect import connect
from handlers.earlier import resume
from handlers.turn import Turn
from plan import Intent, Plan, Step

__all__ = ["Turn", "carry_out", "connect", "resume"]

WHO: Mapping[Intent, Callable[[Step, Turn], bool]] = {
    "upload": upload.send,
    "sse": sse.say,
    "export": export.hand_over,
    "state": show.summary,
    "credits": credits.balance,
}


def carry_out(wanted: Plan, turn: Turn) -> bool:
    """Whether every step went well; the first that fails is told and ends the plan."""
    turn.planned = wanted.intents
    turn.followed = set()
    message = next((step.text for step in wanted.steps if step.text), "")
    try:
        if turn.client.session is None or turn.fresh or turn.client.name != turn.session:
            connect(turn, message=message)
            if "export" not in wanted.intents:  # which picks up its own
                resume(turn)
        return all(_who(step, turn)(step, turn) for step in wanted.steps)
    except Problem as problem:
        failure.told(problem, turn)
        return False


def _who(step: Step, turn: Turn) -> Callable[[Step, Turn], bool]:
    """Who carries a step out: stems, notes and what was changed are asked of the studio."""
    return WHO["sse" if pieces.asked(step, turn) or show.changes(step, turn) else step.intent]
