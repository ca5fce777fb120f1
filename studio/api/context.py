"""What every endpoint needs of its request: the studio, and the person who asks."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from studio.api import bodies
from studio.service import refusals, sessions, tokens
from studio.service.studio import Studio
from studio.store import Person, Session

B = TypeVar("B", bound=msgspec.Struct)
JSON_LIMIT = 32 << 20  # bytes of a JSON body: a long draft, a long message


def studio_of(request: Request) -> Studio:
    """The studio that this app serves."""
    found: Studio = request.app.state.studio
    return found


def person_of(request: Request) -> Person:
    """Whoever the token stands for."""
    return tokens.recognise(studio_of(request), request.headers.get("authorization"))


def address(request: Request) -> str:
    """This server's address as people reach it."""
    public: str = request.app.state.public
    return public or str(request.base_url).rstrip("/")


def session_of(request: Request, person: Person) -> Session:
    """The session in the path; the user in it must be `me` or the person."""
    session = request.path_params["session"]
    if request.path_params.get("user", "me") not in (studio_of(request).contract.user, person.id):
        raise refusals.SessionGone(session=session[:80])
    return sessions.find(studio_of(request), person, session)


async def whole(request: Request) -> bytes:
    """The body, refused where it is beyond what JSON may be here."""
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > JSON_LIMIT:
            raise refusals.TooLarge(name="The request", limit=JSON_LIMIT >> 20)
    return bytes(raw)


async def body(request: Request, kind: type[B]) -> B:
    """The JSON body as a value."""
    raw = await whole(request)
    return await run_in_threadpool(bodies.read, raw, kind)
