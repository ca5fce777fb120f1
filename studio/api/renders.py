"""Renders: started, watched, stopped, fetched."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from studio.api import bodies
from studio.api.context import address, body, person_of, studio_of
from studio.api.replies import language, reply
from studio.api.serving import serve
from studio.service import exports, refusals
from studio.service.studio import Studio
from studio.store import Export


async def start(request: Request) -> Response:
    studio, person = studio_of(request), person_of(request)
    names = studio.contract.attribution
    if not all(request.headers.get(name, "").strip() for name in names):
        raise refusals.NoAttribution(headers=", ".join(names))
    asked = await body(request, bodies.StartExport)
    wanted = exports.Asked(asked.id, asked.sessionId, asked.draft, asked.version, asked.output)
    export = await run_in_threadpool(exports.start, studio, person, wanted)
    return await _told(request, studio, export)


async def status(request: Request) -> Response:
    studio, person = studio_of(request), person_of(request)
    export = exports.find(studio, person, request.path_params["export"])
    return await _told(request, studio, export)


async def cancel(request: Request) -> Response:
    studio, person = studio_of(request), person_of(request)
    export = await run_in_threadpool(exports.cancel, studio, person, request.path_params["export"])
    return await _told(request, studio, export)


async def download(request: Request) -> Response:
    studio, person = studio_of(request), person_of(request)
    return _file(request, exports.find(studio, person, request.path_params["export"]))


async def linked(request: Request) -> Response:
    """The file of a signed link, which needs neither token nor key."""
    studio, places = studio_of(request), request.path_params
    export = exports.linked(studio, places["key"], places["until"], places["signature"])
    return _file(request, export)


async def _told(request: Request, studio: Studio, export: Export) -> Response:
    """How far it is, in the reader's language."""
    lang = language(request) if "accept-language" in request.headers else None
    answer = await run_in_threadpool(exports.status, studio, export, lang)
    return reply(_absolute(request, answer))


def _file(request: Request, export: Export) -> Response:
    """The file with ranges, offered under a name that fits."""
    studio = studio_of(request)
    path = exports.file(studio, export)
    mime = studio.contract.formats[path.suffix[1:]].mime
    return serve(request, path, mime, name=exports.file_name(export))


def _absolute(request: Request, answer: dict[str, object]) -> dict[str, object]:
    """The answer, its link with this server's address in front."""
    match answer.get("output"):
        case {"url": str(path), **rest}:
            return answer | {"output": {"url": address(request) + path, **rest}}
    return answer
