"""The life of a job as a table: what may happen to it in which state, and what it is then."""

from __future__ import annotations

from typing import Literal, cast

State = Literal["pending", "processing", "completed", "failed", "cancelled"]
Happening = Literal["begin", "finish", "fail", "cancel", "lose"]

#: A killed server loses a job: it goes back to the queue, and begins again from nothing.
LIFE: dict[State, dict[Happening, State]] = {
    "pending": {
        "begin": "processing", "fail": "failed", "cancel": "cancelled", "lose": "pending",
    },
    "processing": {
        "finish": "completed", "fail": "failed", "cancel": "cancelled", "lose": "pending",
    },
    "completed": {},
    "failed": {},
    "cancelled": {},
}  # fmt: skip

OVER: frozenset[str] = frozenset(state for state, next_ in LIFE.items() if not next_)


def after(state: str, happening: Happening) -> State:
    """The state that follows; where nothing can follow, the state as it was.

    What arrives too late (a cancel of a finished render) changes nothing.
    """
    known = cast(State, state)
    return LIFE[known].get(happening, known)
