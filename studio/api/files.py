"""Files into a session, by upload or by URL; and out of it, for its owner to look at."""

from __future__ import annotations

from contextlib import ExitStack

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from studio.api import bodies, multipart
from studio.api.context import body, person_of, session_of, studio_of
from studio.api.replies import language, ok
from studio.api.serving import serve
from studio.service import given as handed
from studio.service import refusals
from studio.service import state as states
from studio.service import upload as uploads

_GIVEN = ("key", "until", "signature", "name")


async def upload(request: Request) -> Response:
    """The files as the session now has them, in the order they were sent."""
    studio, person = studio_of(request), person_of(request)
    session = session_of(request, person)
    studio.store.touch(session.id, studio.clock())
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() == "multipart/form-data":
        with ExitStack() as stack:
            read = await multipart.receive(studio, kind, request.stream(), stack)
            if not read.drafts and not read.refused:
                raise refusals.NoFiles
            result = await run_in_threadpool(
                uploads.take_all, studio, session, read.drafts, refused=read.refused
            )
    else:
        asked = await body(request, bodies.Urls)
        result = await run_in_threadpool(uploads.fetch_all, studio, session, asked.urls)
    lang = language(request)
    refused = [
        {"name": name, "code": error.code, "message": error.sentence(lang)}
        for name, error in result.refused
    ]
    files = [states.file_info(session, one) for one in result.taken]
    return ok({"files": files} | ({"refused": refused} if refused else {}))


async def material(request: Request) -> Response:
    """The file itself."""
    studio, person = studio_of(request), person_of(request)
    session = session_of(request, person)
    path, mime = uploads.original(studio, session, request.path_params["material"])
    return serve(request, path, mime, **{"Content-Security-Policy": "sandbox"})


async def given(request: Request) -> Response:
    """A file that a turn handed over: a picture, stems, notes."""
    places = request.path_params
    path, mime = handed.file(studio_of(request), *(places[name] for name in _GIVEN))
    return serve(request, path, mime, **{"Content-Security-Policy": "sandbox"})
