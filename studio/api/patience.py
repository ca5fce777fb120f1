"""How long a request may take to arrive: one that stops half-way is let go.

Uvicorn bounds how long a connection may rest between two requests, but neither how slowly a
request's head may come nor how long its body may pause, so a few hundred sockets that say nothing
could keep everybody else out.
"""

from __future__ import annotations

import asyncio

import h11
from starlette.types import Message, Receive
from uvicorn.protocols.http.h11_impl import H11Protocol

from studio.service import refusals

HEAD = 20.0  # seconds for a request's head, from its first byte or the connection's start
PAUSE = 60.0  # seconds without a byte of a body that is still to come


class Patient(H11Protocol):
    """Uvicorn's protocol, which lets go of whoever does not finish a request's head."""

    head_within = HEAD
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.head_within, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def hurried(receive: Receive, pause: float) -> Receive:
    """Receives a body as before, but refuses one that stops coming."""
    arriving = True

    async def next_part() -> Message:
        nonlocal arriving
        if not arriving:
            return await receive()  # from now on it only tells that the client went away
        try:
            async with asyncio.timeout(pause):
                message = await receive()
        except TimeoutError:
            raise refusals.TooSlow(seconds=round(pause)) from None
        arriving = message.get("more_body", False)
        return message

    return next_part
