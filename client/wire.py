"""One HTTP exchange: an answer, or an ApiError that says how it went wrong. Nothing is repeated.

The only module that imports requests. What requests does by itself and must not do here: send
~/.netrc in place of our token, use a proxy for loopback, follow a redirect with our headers on,
put a refused header's value into an exception.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from requests.utils import get_environ_proxies

from client.values import LOOPBACK, ApiError, origin

REDIRECTS = 5
_BLOCK = 65536
_MOVED = (301, 302, 303, 307, 308)


class Body(Protocol):
    """A request's body that is read while it is sent."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[bytes]: ...
    def read(self, size: int = ...) -> bytes: ...
    def close(self) -> None: ...


class Bearer(AuthBase):
    """Puts the token on a request last, so that nothing else can."""

    def __init__(self, header: str, token: str) -> None:
        self._header, self._token = header, token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers[self._header] = f"Bearer {self._token}"
        return request


class NoAuth(AuthBase):
    """Leaves a request as it is; its presence keeps ~/.netrc out."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


@dataclass(frozen=True, slots=True)
class Call:
    """Everything that one exchange sends."""

    method: str
    url: str
    headers: Mapping[str, str]
    timeout: tuple[float, float]
    endpoint: str = ""
    json: Mapping[str, Any] | None = None
    body: Callable[[], Body] | None = None  # made anew for every attempt
    auth: AuthBase | None = None
    follow: bool = True  # redirects, inside one origin


def new_session() -> requests.Session:
    """A session that takes nothing from the machine but what we hand it."""
    session = requests.Session()
    session.trust_env = False
    session.headers.clear()
    session.headers.update({"User-Agent": "nemovideo-skill", "Accept": "*/*"})
    return session


@contextmanager
def exchange(session: requests.Session, call: Call) -> Iterator[requests.Response]:
    """The answer to a call, its body unread, closed at the end."""
    response = opened(session, call)
    try:
        yield response
    finally:
        response.close()


@contextmanager
def verbatim(call: Call) -> Iterator[requests.Response]:
    """The answer to a GET of exactly this URL, from a session that knows nothing of ours."""
    parts = urlsplit(call.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    session = new_session()
    session.mount(f"{parts.scheme}://", Verbatim(target))
    with session:
        response = opened(session, call)
        try:
            yield response
        finally:
            response.close()


def opened(session: requests.Session, call: Call) -> requests.Response:
    """The answer to a call, its body unread; redirects are followed inside one origin only."""
    with failures(call.endpoint):
        return _follow(session, call)


def _follow(session: requests.Session, call: Call) -> requests.Response:
    url, method = call.url, call.method
    for _ in range(REDIRECTS):
        response = _send(session, call, method, url)
        target = response.headers.get("location")
        if response.status_code not in _MOVED or not target or not call.follow:
            return response
        response.close()
        url = urljoin(url, target)
        if origin(url) != origin(call.url):
            raise ApiError("redirected", status=response.status_code, endpoint=call.endpoint)
        if response.status_code == 303 or (response.status_code < 303 and method == "POST"):
            method = "GET"
    raise ApiError("redirected", endpoint=call.endpoint)


def _send(session: requests.Session, call: Call, method: str, url: str) -> requests.Response:
    """The answer of one address, redirect or not; a body goes with the first method only."""
    as_asked = method == call.method
    with contextlib.ExitStack() as stack:
        body = stack.enter_context(closing(call.body())) if call.body and as_asked else None
        return session.request(
            method,
            url,
            headers=dict(call.headers),
            json=call.json if as_asked else None,
            data=body,
            auth=call.auth or NoAuth(),
            timeout=call.timeout,
            stream=True,
            allow_redirects=False,
            **trust(url),
        )


def trust(url: str) -> dict[str, Any]:
    """Proxies and certificates as the environment says them; loopback needs no proxy."""
    host = (urlsplit(url).hostname or "").lower()
    if host in LOOPBACK or host.startswith("127."):
        return {"proxies": {}, "verify": True}
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return {"proxies": get_environ_proxies(url), "verify": bundle or True}


@contextmanager
def failures(endpoint: str) -> Iterator[None]:
    """What requests, urllib3 and the socket raise, as one ApiError without their texts.

    An exception's text may hold the header that was refused or a signed URL: `from None`.
    """
    try:
        yield
    except requests.exceptions.SSLError:
        raise ApiError("tls", endpoint=endpoint) from None
    except requests.exceptions.ProxyError:
        raise ApiError("proxy", endpoint=endpoint) from None
    except requests.exceptions.ConnectTimeout:
        raise ApiError("unreachable", endpoint=endpoint) from None
    except (requests.exceptions.Timeout, urllib3.exceptions.ReadTimeoutError):
        raise ApiError("timeout", endpoint=endpoint) from None
    except requests.exceptions.ConnectionError as error:
        raise ApiError(_how_lost(error), endpoint=endpoint) from None
    except (
        requests.exceptions.InvalidHeader,
        requests.exceptions.InvalidURL,
        requests.exceptions.MissingSchema,
        requests.exceptions.InvalidSchema,
        UnicodeError,
    ):
        raise ApiError("bad_address", endpoint=endpoint) from None
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError):
        raise ApiError("cut", endpoint=endpoint) from None
    except (ConnectionError, TimeoutError):
        raise ApiError("cut", endpoint=endpoint) from None


def _how_lost(error: BaseException) -> str:
    """`unreachable` when nothing was sent, `timeout` for silence, else `cut`."""
    reasons = [error, *error.args]
    reasons += [getattr(reason, "reason", None) for reason in list(reasons)]
    if any(isinstance(reason, urllib3.exceptions.NewConnectionError) for reason in reasons):
        return "unreachable"
    if any(isinstance(reason, urllib3.exceptions.ReadTimeoutError) for reason in reasons):
        return "timeout"
    return "cut"


def body_of(response: requests.Response, *, most: int, endpoint: str) -> bytes:
    """The whole body, refused where it grows beyond `most` bytes."""
    parts: list[bytes] = []
    size = 0
    with failures(endpoint):
        for chunk in response.iter_content(_BLOCK):
            size += len(chunk)
            if size > most:
                raise ApiError("bad_answer", status=response.status_code, endpoint=endpoint)
            parts.append(chunk)
    return b"".join(parts)


def arriving(response: requests.Response) -> Iterator[bytes]:
    """The body as it comes: each read gives what is there, and never waits for more than a byte."""
    read1 = getattr(response.raw, "read1", None)
    if read1 is None:  # urllib3 before 2.x: slow, but as timely
        yield from response.iter_content(1)
        return
    while chunk := read1(_BLOCK, decode_content=True):
        yield chunk


class Verbatim(HTTPAdapter):
    """Sends one URL's path and query byte for byte: a signed URL that is re-quoted is refused."""

    def __init__(self, target: str) -> None:
        self._target = target
        super().__init__()

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        target = self._target

        class Connection(pool.ConnectionCls):  # type: ignore[misc]
            def putrequest(self, method: str, url: str, *rest: Any, **options: Any) -> None:
                absolute = url[: url.find("/", 8)] if "://" in url else ""  # through a proxy
                super().putrequest(method, absolute + target, *rest, **options)

        pool.ConnectionCls = Connection
        return pool
