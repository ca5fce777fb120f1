"""A rendered file fetched to a `.part`, byte for byte: resumed after a break, measured at the end.

Our token goes to the API's own origin only; any other host gets a bare GET of the URL as it was
written, for a signed URL that is re-quoted or carries a second authorisation is refused.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import requests

from client import envelope, headers, wire
from client.calls import Client
from client.values import ApiError, Backend, Problem, origin

ATTEMPTS = 4  # of one download; each goes on where the last one stopped
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"[A-Za-z0-9._\-]+|[0-9a-fA-F:.]+")
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
Told = Callable[[int, int | None], None]


@dataclass(slots=True)
class _State:
    """How far a download is, across its attempts."""

    done: int
    total: int | None
    etag: str = ""


def fetch(
    client: Client,
    url: str,
    part: Path,
    *,
    size: int | None = None,
    told: Told = lambda _d, _t: None,
) -> int:
    """The size of the file that now lies at `part`, whole."""
    address = checked(url, client.backend)
    state = _State(part.stat().st_size if part.is_file() and not part.is_symlink() else 0, size)
    for attempt in range(ATTEMPTS if size is None or state.done != size else 0):
        try:
            _once(client, address, part, state, told)
            break
        except ApiError as error:
            if error.name not in ("cut", "timeout", "unreachable") or attempt == ATTEMPTS - 1:
                raise
            client.sleep(2.0**attempt)
    if size is not None and state.done != size:
        raise Problem("download_short")
    return state.done


def checked(url: str, backend: Backend) -> str:
    """The absolute address of a URL that a backend named, if it is one that we fetch."""
    try:
        address = urljoin(backend.url.rstrip("/") + "/", url.strip())
        address = quote(address, safe=_ASCII)  # only what is not ASCII
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Problem("download_address") from None
    if parts.scheme not in ("http", "https") or parts.username is not None:
        raise Problem("download_address")
    if (
        not _HOST.fullmatch(host)
        or _FORBIDDEN.search(address)
        or (not backend.loopback and _inside(host))
    ):
        raise Problem("download_address")
    return address.partition("#")[0]


def _inside(host: str) -> bool:
    """Whether a name is plainly of this machine or network: no place for a remote's files."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _once(client: Client, url: str, part: Path, state: _State, told: Told) -> None:
    for _ in range(wire.REDIRECTS):
        with _asked(client, url, state) as response:
            target = response.headers.get("location")
            if response.status_code in (301, 302, 303, 307, 308) and target:
                onward = checked(urljoin(url, target), client.backend)
                if url.startswith("https:") and onward.startswith("http:"):
                    raise Problem("download_address")
                url = onward
                continue
            _raise_unless_file(client, response, state)
            with wire.failures("download"):
                _write(response, part, state, told)
            return
    raise ApiError("redirected", endpoint="download")


def _asked(client: Client, url: str, state: _State) -> AbstractContextManager[requests.Response]:
    """The open answer: with our headers and token at home, bare everywhere else."""
    ours = origin(url) == client.backend.origin
    sent = {"Accept-Encoding": "identity"}
    if state.done:
        sent["Range"] = f"bytes={state.done}-"
        if state.etag:
            sent["If-Range"] = state.etag
    auth: wire.Bearer | None = None
    if ours:
        sent |= headers.attribution(client.identity, client.rules)
        if client.backend.key:
            sent[client.rules.headers["key"]] = client.backend.key
        auth = wire.Bearer(client.rules.headers["auth"], client.token().value)
    timeout = (float(client.rules.timings["connect"]), 60.0)
    call = wire.Call("GET", url, sent, timeout, endpoint="download", auth=auth, follow=False)
    return wire.verbatim(call)


def _raise_unless_file(client: Client, response: requests.Response, state: _State) -> None:
    """Nothing for an answer that carries bytes we can use; sets where they belong."""
    match response.status_code:
        case 206:
            span = _RANGE.fullmatch(response.headers.get("content-range", "").strip())
            if not span or int(span[1]) != state.done:
                raise ApiError("download", status=206, endpoint="download")
            return
        case 200:
            state.done = 0
            state.etag = response.headers.get("etag", "")
            if state.etag.startswith("W/"):
                state.etag = ""
            return
        case 416 if state.done:  # the part is not a beginning of this file
            state.done = 0
            raise ApiError("cut", status=416, endpoint="download")
        case 403 | 404 | 410:
            raise ApiError("link_expired", status=response.status_code, endpoint="download")
    body = wire.body_of(response, most=int(client.rules.limits["error_body"]), endpoint="download")
    envelope.data(response.status_code, body, endpoint="download", headers={}, rules=client.rules)
    raise ApiError("download", status=response.status_code, endpoint="download")


def _write(response: requests.Response, part: Path, state: _State, told: Told) -> None:
    """The body behind what is there already; short bodies are breaks, to be gone on with."""
    plain = response.headers.get("content-encoding", "identity") == "identity"
    length = response.headers.get("content-length", "") if plain else ""
    end = state.done + int(length) if length.isdecimal() else None
    state.total = end if end is not None else state.total
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(part, flags, 0o666), "wb") as out:
            out.truncate(state.done)
            out.seek(state.done)
            for chunk in wire.arriving(response):
                out.write(chunk)
                state.done += len(chunk)
                told(state.done, state.total)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Problem("disk_full", folder=str(part.parent)) from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ELOOP, errno.ENOTDIR):
            raise Problem("not_writable", folder=str(part.parent)) from None
        raise
    if end is not None and state.done < end:
        raise ApiError("cut", endpoint="download")
