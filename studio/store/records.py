"""The rows the studio keeps, as values. Secrets (tokens, claims) are kept as their hashes only.

Times are seconds since 1970, given in from outside. JSON that only one room understands (a draft,
a material, an event) is kept as bytes and not looked into here.
"""

from __future__ import annotations

import msgspec


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row: immutable, compared by value."""


class Person(Row, frozen=True, kw_only=True):
    """Whoever one client id stands for, with what they may spend."""

    id: str
    client: str
    created: float
    granted: int
    spent: int = 0
    held: int = 0


class Token(Row, frozen=True, kw_only=True):
    digest: str
    person: str
    issued: float
    expires: float
    address: str


class Session(Row, frozen=True, kw_only=True):
    """One conversation with its timeline; `memory` is the planner's own, `undone` counts undos."""

    id: str
    task: str
    person: str
    language: str
    created: float
    touched: float
    memory: bytes = b""


class Version(Row, frozen=True, kw_only=True):
    """A timeline as it stood after an edit; numbers rise by one within a session, from 1.

    `parent` is the version it grew out of, 0 the empty beginning.
    """

    session: str
    number: int
    draft: bytes
    cause: str
    at: float
    parent: int = 0


class Stock(Row, frozen=True, kw_only=True):
    """A file of a session: the material as JSON, and where its bytes lie under the data folder."""

    session: str
    id: str
    material: bytes
    path: str
    size: int
    digest: str
    made: bool  # by the studio: composed music, drawn pictures
    at: float


class Turn(Row, frozen=True, kw_only=True):
    """One message and its answer. state: waiting, running, done, failed."""

    id: str
    session: str
    key: str  # the client's own name for the message, "" if it gave none
    text: str
    state: str
    asked: float
    ended: float = 0.0


class Event(Row, frozen=True, kw_only=True):
    turn: str
    number: int  # from 1
    body: bytes


class Export(Row, frozen=True, kw_only=True):
    """A render that somebody asked for; `id` is the client's, unique for the person."""

    person: str
    id: str
    key: str  # the studio's own name for it, used for files and links
    session: str
    state: str
    wish: bytes
    draft: bytes
    version: int  # 0: a draft that is no version of the session
    asked: float
    language: str = "en"
    began: float = 0.0
    ended: float = 0.0
    progress: float = 0.0
    tries: int = 0  # how often a server died over it
    error: str = ""
    file: str = ""
    size: int = 0
    receipt: bytes = b""


class Claim(Row, frozen=True, kw_only=True):
    digest: str
    session: str
    task: str
    person: str
    expires: float
