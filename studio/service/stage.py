"""A turn while it goes on: what is said is kept first, then the listeners are woken.

So a client that goes away loses nothing: whoever comes back reads what was kept.
"""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from studio.service import events
from studio.service.studio import Studio
from studio.store import Event, Turn


class Stage:
    """Where one turn speaks from."""

    def __init__(self, studio: Studio, turn: Turn) -> None:
        self._studio = studio
        self._turn = turn
        self._count = len(studio.store.events(turn.id, after=0))
        self.spoke = False

    def _say(self, body: bytes) -> None:
        self._count += 1
        self._studio.store.add_event(Event(turn=self._turn.id, number=self._count, body=body))
        self._studio.bell.ring(self._turn.id)

    def _stamp(self) -> tuple[str, str, float]:
        return self._turn.id, str(uuid.uuid4()), self._studio.clock()

    def text(self, words: str) -> None:
        """A piece of the answer; blank ones are not sent."""
        if words.strip():
            self.spoke = True
            self._say(events.text(*self._stamp(), words))

    def given(self, uri: str, mime: str) -> None:
        """A file beside the words."""
        self._say(events.given(*self._stamp(), uri, mime))

    def call(self, tool: str, args: dict[str, Any]) -> str:
        """The name of a tool's call that was announced."""
        id = f"call-{uuid.uuid4()}"
        self._say(events.call(*self._stamp(), tool, args, id=id))
        return id

    def response(
        self, tool: str, answer: dict[str, Any], *, id: str, state: dict[str, Any]
    ) -> None:
        self._say(events.response(*self._stamp(), tool, answer, id=id, state=state))

    def failure(self, code: str, words: str) -> None:
        self._say(events.failure(*self._stamp(), code, words))

    def lose(self, code: str, words: str) -> None:
        """Ends the turn for whoever listens now; the next start ends it in the store."""
        self._studio.lost[self._turn.id] = events.failure(*self._stamp(), code, words)
        self._studio.bell.ring(self._turn.id)

    def begin(self) -> None:
        self._keep("running", ended=0.0)

    def end(self, state: str) -> None:
        """Closes the turn: done, or failed. Nothing is said after it."""
        self._keep(state, ended=self._studio.clock())
        self._studio.bell.ring(self._turn.id)

    def _keep(self, state: str, *, ended: float) -> None:
        self._turn = msgspec.structs.replace(self._turn, state=state, ended=ended)
        self._studio.store.keep_turn(self._turn)
