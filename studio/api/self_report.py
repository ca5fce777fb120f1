"""What the studio says about itself, and how an embedded one is told to stop."""

from __future__ import annotations

import os

from starlette.requests import Request
from starlette.responses import Response

from studio.api import openapi
from studio.api.context import studio_of, whole
from studio.api.replies import ok, reply
from studio.service import refusals


async def health(request: Request) -> Response:
    """Whether it works; how busy it is is only for whoever holds the key."""
    studio = studio_of(request)
    answer: dict[str, object] = {"code": 0, "status": "ok", "version": studio.version}
    nonce = request.headers.get("x-studio-challenge", "")
    if nonce and request.app.state.stop is not None:
        answer["proof"] = request.app.state.gate.proof(nonce[:200])
    if request.app.state.gate.trusted(request):
        answer |= {
            "pid": os.getpid(),
            "busy": studio.engine.busy() + studio.lanes.busy(),
            "renders": studio.engine.busy(),
            "requests": request.app.state.gate.open - 1,
            "seconds": round(studio.clock() - request.app.state.began),
            "idle_after": request.app.state.idle_after,
        }
    return reply(answer)


async def version(request: Request) -> Response:
    return reply({"code": 0, "version": studio_of(request).version})


async def document(request: Request) -> Response:
    return reply(openapi.document(request.app.state.table, version=studio_of(request).version))


async def stop(request: Request) -> Response:
    """Ends an embedded studio; a busy one only with `{"force": true}`."""
    studio, state = studio_of(request), request.app.state
    if not state.gate.trusted(request) or state.stop is None:
        raise refusals.NoKey
    forced = b"true" in await whole(request)
    if studio.engine.busy() + studio.lanes.busy() and not forced:
        raise refusals.Busy
    state.stop()
    return ok({"stopping": True})
