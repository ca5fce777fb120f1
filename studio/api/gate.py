"""The gate in front of every request: who may knock at all, and a line in the log for each.

A studio on a user's own machine answers only to whoever holds its key, so that another user of
the machine can do nothing, and to no web page: a page may send requests to 127.0.0.1, or have its
own name point there (DNS rebinding), so `Host` must be a name of ours and `Origin`, if there is
one, too. Signed links work without the key; `/health` tells a
stranger no more than that it is a studio.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import time
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studio.api.patience import PAUSE, hurried
from studio.api.replies import language, refused
from studio.service import refusals

log = logging.getLogger("studio.http")
KEY_HEADER = "x-studio-key"
_SIGNED = ("/files/", "/workspace/claim")  # links that carry their own permission
_OPEN = (*_SIGNED, "/health")  # and whether it is the studio, proved by signing


class Gate:
    """ASGI around the app: checks, counts, logs."""

    def __init__(self, app: ASGIApp, *, key: str = "", hosts: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._key = key.encode()
        self._hosts = hosts
        self.pause = PAUSE
        self.open = 0  # requests being answered
        self.last = time.monotonic()  # when the last one ended or began

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self.open += 1
        self.last = began = time.monotonic()
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._answer(scope, receive, noted)
        finally:
            self.open -= 1
            self.last = time.monotonic()
            took = round((self.last - began) * 1000, 1)
            name = scope.get("route_name", "")
            log.log(
                logging.DEBUG if name == "health" else logging.INFO,
                "request",
                extra={
                    "method": scope["method"], "route": name,
                    "status": status, "ms": took,
                },
            )  # fmt: skip

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        refusal = self._refusal(request)
        if refusal is None:
            await self._app(scope, hurried(receive, self.pause), send)
            return
        response: Response = refused(refusal, language(request))
        await response(scope, receive, send)

    def _refusal(self, request: Request) -> refusals.Refusal | None:
        if not self._ours(request.headers.get("host", "")):
            return refusals.ForeignPage()
        origin = request.headers.get("origin")
        if origin is not None and not self._same(origin, request.headers.get("host", "")):
            return refusals.ForeignPage()
        path = request.url.path
        if request.headers.get("sec-fetch-site") in ("cross-site", "same-site") and not (
            path.startswith(_SIGNED) and _followed(request)
        ):
            return refusals.ForeignPage()
        if self._key and not path.startswith(_OPEN) and not self.trusted(request):
            return refusals.NoKey()
        return None

    def trusted(self, request: Request) -> bool:
        """Whether the request shows this studio's key."""
        shown = request.headers.get(KEY_HEADER, "").encode("latin-1", "replace")
        return bool(self._key) and hmac.compare_digest(shown, self._key)

    def proof(self, nonce: str) -> str:
        """Shows whoever holds the key, too, that this server does: the number they made, signed."""
        return hmac.new(self._key, nonce.encode("utf-8", "replace"), "sha256").hexdigest()

    def _ours(self, host: str) -> bool:
        """Whether a Host header names this server: a number never rebinds, a name must be known."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower()
        except ValueError:
            return False
        if name in self._hosts:
            return True
        try:
            ipaddress.ip_address(name.partition("%")[0])
        except ValueError:
            return False
        return True

    def _same(self, origin: str, host: str) -> bool:
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.netloc.lower() == host.lower() or (parts.hostname or "") in self._hosts - {
            "localhost"
        }


def _followed(request: Request) -> bool:
    """Whether somebody follows a link to here; a page that fetches or embeds it does not."""
    shown = request.headers.get("sec-fetch-mode"), request.headers.get("sec-fetch-dest")
    return request.method in ("GET", "HEAD") and shown == ("navigate", "document")
