"""The answer to a message as server-sent events: the kit's frames, with `id:` lines and heartbeats.

A frame is `data: ` and one JSON object on one line, then a blank line; LF only, one chunk a
frame. `id:` names the turn and the event's number, for `Last-Event-ID`. An empty `data:` means
that work goes on.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from studio.service.studio import Studio

HEARTBEAT = b"data:\n\n"
_OVER = ("done", "failed")


def frame(body: bytes, *, name: str = "") -> bytes:
    """One event on the wire."""
    head = f"id: {name}\n".encode() if name else b""
    return head + b"data: " + body + b"\n\n"


async def of_turn(studio: Studio, turn: str, *, after: int) -> AsyncIterator[bytes]:
    """The turn's events beyond a number as they come, until the turn is over."""
    ear = studio.bell.listen(turn)
    try:
        while True:
            # the state is read first: what was said before the end is then there to be read
            found = studio.store.turn(turn)
            for event in studio.store.events(turn, after=after):
                after = event.number
                yield frame(event.body, name=f"{turn}:{after}")
            if found is None or found.state in _OVER:
                return
            if turn in studio.lost:
                yield frame(studio.lost[turn])
                return
            if not await ear.wait(studio.settings.heartbeat):
                yield HEARTBEAT
    finally:
        ear.close()


async def once(body: bytes) -> AsyncIterator[bytes]:
    """A stream of a single frame."""
    yield frame(body)


def response(frames: AsyncIterator[bytes]) -> StreamingResponse:
    """The stream as an answer that no proxy holds back."""
    return StreamingResponse(
        frames,
        media_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )
