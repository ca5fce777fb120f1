"""The app: routes out of the table, every refusal turned into the contract's envelope."""

from __future__ import annotations

import contextlib
import logging
import uuid
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route as StarletteRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from studio.api import bodies, gate, replies, routes
from studio.errors import StudioError
from studio.service import intake, refusals
from studio.service.studio import Studio

log = logging.getLogger("studio.http")
Answer = Callable[[Request], Awaitable[Response]]


def build(
    studio: Studio,
    *,
    key: str = "",
    hosts: frozenset[str] = frozenset({"localhost"}),
    public: str = "",
    stop: Callable[[], None] | None = None,
    idle_after: float = 0.0,
) -> gate.Gate:
    """The whole server as ASGI: the gate, and behind it the app."""
    table = routes.table(studio.contract)
    app = Starlette(
        routes=[
            StarletteRoute(route.path, _named(route.name, route.endpoint), methods=[route.method])
            for route in table
        ],
        exception_handlers={
            StudioError: _refused, bodies.Unreadable: _unreadable, bodies.NotText: _not_text,
            HTTPException: _http, ClientDisconnect: _gone, Exception: _broken,
        },
    )  # fmt: skip
    door = gate.Gate(_safe(app), key=key, hosts=hosts)
    app.state.studio, app.state.table, app.state.gate = studio, table, door
    app.state.public, app.state.stop = public.rstrip("/"), stop
    app.state.began, app.state.idle_after = studio.clock(), idle_after
    return door


def _named(name: str, endpoint: Answer) -> Answer:
    """The endpoint, noting its name for the log: paths hold ids and signatures, names do not."""

    async def answer(request: Request) -> Response:
        request.scope["route_name"] = name
        return await endpoint(request)

    return answer


def _safe(app: Starlette) -> ASGIApp:
    """The app without the errors it has answered and logged already, but raises all the same."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        with contextlib.suppress(Exception):
            await app(scope, receive, send)

    return run


async def _broken(request: Request, error: Exception) -> Response:
    """What nobody foresaw: a mark for the user, the whole story under it in the log."""
    mark = uuid.uuid4().hex[:8]
    log.error("an endpoint broke", exc_info=error, extra={"mark": mark})
    if intake.full(error):
        return replies.refused(refusals.DiskFull(), replies.language(request))
    return replies.refused(refusals.Unexpected(mark=mark), replies.language(request))


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, StudioError)
    return replies.refused(error, replies.language(request))


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, bodies.Unreadable)
    return replies.refused(refusals.BadRequest(reason=error.reason), replies.language(request))


async def _not_text(request: Request, error: Exception) -> Response:
    return replies.reply({"detail": "There was an error parsing the body"}, status=400)


async def _http(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: no such address, not that method."""
    assert isinstance(error, HTTPException)
    refusal: refusals.Refusal = refusals.NotFound()
    if error.status_code == 405:
        refusal = refusals.NotThatWay(method=request.method)
    response = replies.refused(refusal, replies.language(request))
    response.status_code = error.status_code
    response.headers.update(error.headers or {})
    return response


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=499)  # nobody is there to read it
