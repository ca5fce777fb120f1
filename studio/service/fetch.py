"""A file fetched from a URL that a user gave, without letting the URL reach into this network.

The name is resolved once, every address it has is checked, and the connection goes to the address
that was checked, so that a name which points elsewhere a moment later gains nothing. Redirects are
followed by hand, each checked like the first. Size and time are limited.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import ssl
import threading
import time
from dataclasses import dataclass
from socket import SHUT_RDWR, SOCK_STREAM, create_connection, getaddrinfo, socket
from urllib.parse import quote, unquote, urljoin, urlsplit

from studio.service import refusals
from studio.service.intake import Draft

REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_CHUNK = 1 << 16
_CONNECT = 10.0
_WORLD = ipaddress.ip_network("2000::/3")  # all that is given out; the rest is for other uses
_APART = tuple(map(ipaddress.ip_network, ("192.88.99.0/24", "3fff::/20")))  # relays, documents


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes: the host by name for the server, by checked address for the wire."""

    scheme: str
    host: str
    port: int
    address: str
    path: str

    @property
    def header(self) -> str:
        """The Host header: brackets for IPv6, the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return host if self.port == usual else f"{host}:{self.port}"


def allowed(address: str) -> bool:
    """Whether an address lies out in the world: not here, not in this network, not reserved."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1]) or _nat64(ip)
        if inner:
            return allowed(str(inner))
        if ip not in _WORLD:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _APART)


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an address of 64:ff9b::/96."""
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def target(url: str, *, private: bool) -> Target:
    """Where this URL leads, its host resolved and checked."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _not_fetched(url, "address") from None
    if port == 0:
        raise _not_fetched(url, "address")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _not_fetched(url, "scheme")
    if parts.username or parts.password:
        raise _not_fetched(url, "password")
    port = port or {"http": 80, "https": 443}[parts.scheme]
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
    address = _address(url, parts.hostname, port, private=private)
    return Target(parts.scheme, _ascii(url, parts.hostname), port, address, path)


def _ascii(url: str, host: str) -> str:
    try:
        return host.encode("idna").decode("ascii") if ":" not in host else host
    except UnicodeError:
        raise _not_fetched(url, "address") from None


def _address(url: str, host: str, port: int, *, private: bool) -> str:
    try:
        found = getaddrinfo(host, port, type=SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _not_fetched(url, "name") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise _not_fetched(url, "name")
    if not private and not all(map(allowed, addresses)):
        raise _not_fetched(url, "private")
    return addresses[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was asked for.

    It is cut at `ends`, whatever it is doing: a server that sends a byte now and then keeps every
    single read within its time, and would never end.
    """

    def __init__(self, to: Target, ends: float) -> None:
        super().__init__(to.host, to.port, timeout=_CONNECT)
        self._to = to
        self._clock = threading.Timer(max(0.0, ends - time.monotonic()), self._cut)
        self._clock.daemon = True
        self._wire: socket | None = None
        self.late = False

    def connect(self) -> None:
        self._clock.start()
        self._wire = create_connection((self._to.address, self._to.port), _CONNECT)
        if self._to.scheme == "https":
            context = ssl.create_default_context()
            self._wire = context.wrap_socket(self._wire, server_hostname=self._to.host)
        self.sock = self._wire

    def _cut(self) -> None:
        self.late = True
        if self._wire is not None:
            with contextlib.suppress(OSError):
                self._wire.shutdown(SHUT_RDWR)

    def leave(self) -> None:
        """Ends it for good; `close` does not, http.client calls that while the body still comes."""
        self._clock.cancel()
        self.close()


def fetch(url: str, into: Draft, *, seconds: float, private: bool) -> str:
    """The name the file has where it came from, after its bytes were written into the draft."""
    ends = time.monotonic() + seconds
    where = url
    for _ in range(REDIRECTS + 1):
        to = target(where, private=private)
        connection = _Pinned(to, ends)
        try:
            moved = _exchange(url, connection, to, into)
        except (OSError, http.client.HTTPException, refusals.NotFetched) as error:
            if connection.late or isinstance(error, TimeoutError):
                raise _not_fetched(url, "slow") from None
            if isinstance(error, refusals.NotFetched):
                raise
            raise _not_fetched(url, "connection") from None
        finally:
            connection.leave()
        if moved is None:
            return file_name(where)
        where = _further(url, where, moved)
    raise _not_fetched(url, "redirects")


def _further(url: str, where: str, moved: str) -> str:
    try:
        return urljoin(where, moved)
    except ValueError:  # a redirect may hold anything
        raise _not_fetched(url, "redirects") from None


def _exchange(url: str, connection: _Pinned, to: Target, into: Draft) -> str | None:
    """Where the server sends us instead, or None after the body was written."""
    headers = {
        "Host": to.header, "User-Agent": "nemovideo-studio", "Accept": "*/*",
        "Accept-Encoding": "identity", "Connection": "close",
    }  # fmt: skip
    connection.request("GET", to.path, headers=headers)
    answer = connection.getresponse()
    location = answer.getheader("Location")
    if answer.status in _MOVED and location:
        return location
    if answer.status != 200:
        raise _not_fetched(url, "status", status=answer.status)
    announced = answer.getheader("Content-Length") or ""
    size = int(announced) if announced.isdecimal() else None
    into.expect(size or 0)
    while chunk := answer.read1(_CHUNK):
        into.write(chunk)
    if connection.late or (size is not None and into.size != size):
        raise _not_fetched(url, "connection")
    return None


def file_name(url: str) -> str:
    """The last part of the URL's path, as a person would read it."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    return last or urlsplit(url).hostname or "file"


def bare(url: str) -> str:
    """The URL without what may be secret in it: its query, a password."""
    short = re.sub(r"[?#].*$", "", url, flags=re.DOTALL)
    return "".join(c for c in re.sub(r"//[^/@]*@", "//", short) if c.isprintable())[:200]


def _not_fetched(url: str, reason: str, **values: object) -> refusals.NotFetched:
    return refusals.NotFetched(url=bare(url), why=reason, **values)
