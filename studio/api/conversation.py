"""Saying something, and seeing what came of it."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from studio.api import bodies, stream
from studio.api.context import person_of, session_of, studio_of, whole
from studio.api.replies import details, ok
from studio.service import events, refusals, sessions
from studio.service import say as talk
from studio.service import state as states

LAST = "last-event-id"
KEY = "idempotency-key"
_NO_PARTS = "No parts in the new_message."


async def say(request: Request) -> Response:
    """A stream: of the message that was sent, or with `Last-Event-ID` of one that was before."""
    person = person_of(request)
    raw = await whole(request)
    last = request.headers.get(LAST)
    kind = request.headers.get("content-type", "")
    try:
        message = bodies.message(raw, kind, resume=last is not None)
    except bodies.Details as wrong:
        return details(wrong.details)
    studio = studio_of(request)
    if message.app != studio.contract.app or message.user not in (studio.contract.user, person.id):
        raise refusals.SessionGone(session=message.session[:80])
    session = sessions.find(studio, person, message.session)
    if last is not None:
        turn, after = talk.resumed(studio, session, last)
        return stream.response(stream.of_turn(studio, turn.id, after=after))
    if message.text is None:
        return stream.response(stream.once(events.broken(_NO_PARTS)))
    text = message.text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates become "?"
    key = request.headers.get(KEY, "")[:200]
    turn = await run_in_threadpool(talk.begin, studio, person, session, text, key=key)
    return stream.response(stream.of_turn(studio, turn.id, after=0))


async def state(request: Request) -> Response:
    person = person_of(request)
    session = session_of(request, person)
    return ok({"state": await run_in_threadpool(states.state, studio_of(request), person, session)})
