"""Tokens, sessions, credits, claims."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from studio.api import bodies
from studio.api.context import address, body, person_of, studio_of
from studio.api.replies import ok
from studio.service import claims, sessions, tokens
from studio.service import credits as credit


async def token(request: Request) -> Response:
    studio = studio_of(request)
    client = request.headers.get(studio.contract.headers["client"])
    address = request.client.host if request.client else ""
    trusted = request.app.state.gate.trusted(request)
    issued = tokens.issue(studio, client, address=address, trusted=trusted)
    return ok(
        {
            "token": issued.token,
            "credits": credit.balance(issued.person)["available"],
            "expires_at": datetime.fromtimestamp(issued.expires, UTC).isoformat(),
            "user_id": issued.person.id,
        }
    )


async def open_session(request: Request) -> Response:
    person = person_of(request)
    asked = await body(request, bodies.OpenSession)
    session = sessions.open_session(studio_of(request), person, language=asked.language or "")
    return ok({"task_id": session.task, "session_id": session.id, "user_id": person.id})


async def credits(request: Request) -> Response:
    return ok(credit.balance(person_of(request)))


async def claim(request: Request) -> Response:
    person = person_of(request)
    asked = await body(request, bodies.Claim)
    secret, seconds = claims.claim(
        studio_of(request), person, task=asked.task_id, session=asked.session_id
    )
    page = f"{address(request)}{studio_of(request).contract.claim_page}?ct={secret}"
    return ok({"claim_token": secret, "expires_in": seconds, "claim_url": page})
