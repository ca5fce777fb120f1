"""Answers in the contract's envelope, and refusals in it, in the language of whoever asked."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from studio.errors import StudioError
from studio.service import refusals
from studio.words import Lang, known

_encode = msgspec.json.Encoder().encode


def reply(content: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Any JSON."""
    return Response(_encode(content), status, headers, media_type="application/json")


def ok(data: object) -> Response:
    """A success: code 0 and its data."""
    return reply({"code": 0, "data": data})


def language(request: Request) -> Lang:
    """The first language that the request would like to read."""
    return known(request.headers.get("accept-language", "en").split(",")[0].split(";")[0])


def refused(error: StudioError, lang: Lang) -> Response:
    """A refusal: its code, the sentence, and for a lost session the kit's own `detail` too."""
    status = getattr(error, "status", _status(error.code))
    body: dict[str, Any] = {"code": error.code, "message": error.sentence(lang), "data": None}
    headers: dict[str, str] = {}
    match error:
        case refusals.SessionGone():
            body["detail"] = error.sentence("en")
        case refusals.BadToken():
            headers["WWW-Authenticate"] = "Bearer"
        case refusals.TooManyTokens() | refusals.CrowdedAddress():
            headers["Retry-After"] = str(int(str(error.values["hours"])) * 3600)
        case refusals.TooMany():
            headers["Retry-After"] = "5"
    return reply(body, status=status, headers=headers)


def _status(code: int) -> int:
    """The HTTP status for a code of a lower room: its own number where that is one."""
    if 400 <= code < 600:
        return code
    return {4001: 415, 4002: 413}.get(code, 400)


def details(found: list[dict[str, Any]]) -> Response:
    """A 422 as the kit words it. The echo of the request is the kit's; ours is kept short."""
    short = [{**detail, "input": _short(detail["input"])} for detail in found]
    # not msgspec: a lone surrogate in the echo must not break the answer
    content = json.dumps({"detail": short}).encode()
    return Response(content, 422, media_type="application/json")


def _short(given: Any) -> Any:
    if isinstance(given, str | list | dict) and len(json.dumps(given, default=str)) > 2000:
        return "…"
    return given
