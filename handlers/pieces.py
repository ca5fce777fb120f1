"""Stems and notes: what a musician takes home is asked of the studio by saying it, not rendered."""

from __future__ import annotations

import re

from handlers.turn import Turn
from plan import Step

_ASKED = re.compile(
    r"(?i)\bstems?\b|\bmulti-?tracks?\b|\bmidi\b|\bplan\.json\b|分轨|分軌|和弦表|和弦譜|和弦谱"
)


def asked(step: Step, turn: Turn) -> bool:
    """Whether an export is wanted of what the studio hands over by itself."""
    home = turn.client.backend.kind != "hosted"
    return home and step.intent == "export" and _ASKED.search(step.text) is not None
