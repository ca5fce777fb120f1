"""The state of the session told in one line, and what that leaves out."""

from __future__ import annotations

import re

from handlers import drafts, state
from handlers.turn import Turn
from plan import Step

_CHANGES = re.compile(
    r"(?i)\bchang(?:e|es|ed|elog)\b|\bdifferent\b|改[了过過動动]|变[了化]|變[了化]"
)


def changes(step: Step, turn: Turn) -> bool:
    """Whether it is asked what was changed: the studio remembers every wish, a draft none."""
    home = turn.client.backend.kind != "hosted"
    return home and step.intent == "state" and _CHANGES.search(step.text) is not None


def summary(_step: Step, turn: Turn) -> bool:
    """Tells the summary of the timeline as it is now."""
    shown = drafts.read(turn.read_state(), rules=turn.client.rules)
    turn.tell.text(state.summary(shown, turn.lang))
    if more := state.details(shown, turn.lang):
        turn.tell.text(more)
    return True
