"""A session's timeline in the store: where it stands, its versions, and the way back.

Every version is a row of its own, so that an edit writes one timeline and not all of them. Undo
and redo walk a `timeline.History`, put together from the rows only when somebody walks.
"""

from __future__ import annotations

from typing import Any

import msgspec

from studio.planner.values import Memory
from studio.service import refusals
from studio.service.studio import Studio
from studio.store import Session, Version
from studio.timeline import history
from studio.timeline.history import History
from studio.timeline.model import Timeline

FILMS = 50  # films of one session that can be gone back to by name


class Film(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A film that was put aside when another was begun."""

    start: int = 1  # its first version
    left: int = 0  # the version at which it was left
    name: str = ""
    files: tuple[str, ...] = ()
    planner: Memory = Memory()  # what was in mind of it: its wishes, what was touched last


class Mind(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a session keeps beside its versions: where it stands among them, and the planner's."""

    at: int = 0
    undone: tuple[int, ...] = ()
    planner: Memory = Memory()
    subtitles: tuple[str, ...] = ()  # the files whose lines have been laid
    wish: dict[str, Any] = {}  # what the next export was asked to be
    asked: bool = False  # the last message came to nothing but a question
    seen: tuple[str, ...] | None = None  # the files that an edit has seen; None before any did
    looked: float = 0.0  # when that was
    start: int = 1  # the first version of the film at hand
    films: tuple[Film, ...] = ()  # those that were put aside, the last one first
    aside: tuple[str, ...] = ()  # their files


_write = msgspec.json.Encoder().encode
_read_mind = msgspec.json.Decoder(Mind).decode
_read_timeline = msgspec.json.Decoder(Timeline).decode


def mind(session: Session) -> Mind:
    """What the session has in mind."""
    return _read_mind(session.memory) if session.memory else Mind()


def keep_mind(session: Session, known: Mind) -> Session:
    """The session with this in mind."""
    return msgspec.structs.replace(session, memory=_write(known))


def read(version: Version) -> Timeline:
    """The timeline of a version."""
    return _read_timeline(version.draft)


def row(
    session: Session, number: int, made: Timeline, *, parent: int, cause: str, at: float
) -> Version:
    """A version as it is kept."""
    return Version(
        session=session.id, number=number, parent=parent, draft=_write(made), cause=cause[:500],
        at=at,
    )  # fmt: skip


def now(studio: Studio, session: Session) -> tuple[Timeline, int]:
    """The timeline as it stands, and its version's number; 0 is the empty beginning."""
    at = mind(session).at
    if at == 0:
        return Timeline(), 0
    return numbered(studio, session, at), at


def numbered(studio: Studio, session: Session, number: int) -> Timeline:
    """The timeline of that version."""
    found = studio.store.version(session.id, number)
    if found is None:
        raise refusals.NoVersion(version=number)
    return read(found)


def whole(studio: Studio, session: Session, known: Mind) -> History:
    """Every version and where one stands among them: to walk in."""
    versions = [history.Version(timeline=Timeline())]
    for kept in studio.store.versions(session.id):
        versions.append(history.Version(timeline=read(kept), parent=kept.parent, cause=kept.cause))
    return History(versions=tuple(versions), at=known.at, undone=known.undone)
