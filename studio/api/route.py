"""One address of the studio, as a value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec
from starlette.requests import Request
from starlette.responses import Response

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Route:
    """One address: how it is reached, who answers, and what a client must know to ask."""

    name: str
    method: str
    path: str
    endpoint: Endpoint
    summary: str
    body: type[msgspec.Struct] | str = ""  # a string names a body that is written out by hand
    headers: tuple[str, ...] = ()  # demanded
    answers: dict[int, str] = field(default_factory=dict)
    auth: bool = True
