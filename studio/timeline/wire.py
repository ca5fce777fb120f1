"""The timeline as the draft of the contract, and back."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.timeline import facts, laws
from studio.timeline.model import Timeline


def draft(timeline: Timeline) -> dict[str, Any]:
    """The draft as it goes over the wire; `d` is how long the whole is."""
    plain: dict[str, Any] = msgspec.to_builtins(timeline)
    return {"t": [], **plain, "d": facts.duration(timeline)}


def from_draft(values: object) -> Timeline:
    """The timeline out of a draft, its laws checked.

    Raises `msgspec.ValidationError` where it is none, `LawBroken` where it would not hold.
    """
    return laws.check(msgspec.convert(values, Timeline))
