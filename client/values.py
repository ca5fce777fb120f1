"""What the client speaks of: a Backend, a Session, and the two ways in which things fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

Kind = Literal["local", "hosted", "custom"]
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def origin(url: str) -> str:
    """Scheme, host and port of a URL, the ports said: what decides who may see a secret."""
    parts = urlsplit(url)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    return f"{parts.scheme.lower()}://{(parts.hostname or '').lower()}:{port}"


@dataclass(frozen=True, slots=True)
class Backend:
    """Where the work is done. `key` is the local studio's own secret and goes to no one else."""

    url: str
    kind: Kind
    key: str = field(default="", repr=False)

    @property
    def origin(self) -> str:
        return origin(self.url)

    @property
    def loopback(self) -> bool:
        host = (urlsplit(self.url).hostname or "").lower()
        return host in LOOPBACK or host.startswith("127.")


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation with its timeline, as the backend knows it."""

    session_id: str
    task_id: str = ""


class Problem(Exception):
    """Something failed that the user must hear of; `errors.<name>` is the sentence that says so.

    Its text never carries a value: values may be secret, and exceptions end up in logs.
    """

    def __init__(self, name: str, /, **values: object) -> None:
        super().__init__(name)
        self.name = name
        self.values: Mapping[str, object] = values


class ApiError(Problem):
    """A call that the backend refused or did not answer, named as in the contract's table."""

    def __init__(
        self,
        name: str,
        code: int | None = None,
        *,
        status: int = 0,
        endpoint: str = "",
        detail: str = "",
        wait: float | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(name)
        self.code = code
        self.status = status
        self.endpoint = endpoint
        self.detail = detail  # the backend's own words, cleaned and short; for a person, not a log
        self.wait = wait
        self.data: Mapping[str, Any] = data or {}
        self.args = (name, code)
