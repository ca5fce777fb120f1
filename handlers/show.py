"""The state of the session told in one line, and what that leaves out."""

from __future__ import annotations

from handlers import drafts, state
from handlers.turn import Turn
from plan import Step


def summary(_step: Step, turn: Turn) -> bool:
    """Tells the summary of the timeline as it is now."""
    shown = drafts.read(turn.read_state(), rules=turn.client.rules)
    turn.tell.text(state.summary(shown, turn.lang))
    if more := state.details(shown, turn.lang):
        turn.tell.text(more)
    return True
