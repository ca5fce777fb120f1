"""A file as an answer: whole, in ranges, or not at all where the reader has it already."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

_RANGES = re.compile(r"bytes\s*=\s*(?:\d+-\d*|-\d+)(?:\s*,\s*(?:\d+-\d*|-\d+))*\s*", re.IGNORECASE)
_SAFE = {"X-Content-Type-Options": "nosniff"}


def serve(
    request: Request, path: Path, mime: str, *, name: str | None = None, **headers: str
) -> Response:
    """The file. A `Range` that is none is ignored, as HTTP asks, and the whole is sent."""
    asked = request.headers.get("range")
    if asked is not None and not _sensible(asked):
        kept = [(key, value) for key, value in request.scope["headers"] if key != b"range"]
        request.scope["headers"] = kept
    response = FileResponse(
        path, media_type=mime, filename=name, stat_result=path.stat(), headers={**_SAFE, **headers}
    )
    if _has_it(request.headers.get("if-none-match", ""), response.headers["etag"]):
        keep = {key: response.headers[key] for key in ("etag", "last-modified")}
        return Response(status_code=304, headers=keep)
    return response


def _sensible(asked: str) -> bool:
    """Whether it names ranges of bytes, none of which ends before it starts."""
    if not _RANGES.fullmatch(asked.strip()):
        return False
    spans = re.findall(r"(\d{1,18})-(\d{1,18})", asked)
    return all(int(start) <= int(end) for start, end in spans)


def _has_it(known: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
    return "*" in tags or etag in tags
