"""A conversation begins, is found again, by its owner only."""

from __future__ import annotations

from studio.service import refusals
from studio.service.studio import Studio
from studio.store import Person, Session
from studio.words import Lang, known


def open_session(studio: Studio, person: Person, *, language: str = "") -> Session:
    """A new session with an empty timeline."""
    now = studio.clock()
    session = Session(
        id=studio.fresh("sess_"), task=studio.fresh("task_"), person=person.id,
        language=known(language) if language else "", created=now, touched=now,
    )  # fmt: skip
    studio.store.keep_session(session)
    return session


def find(studio: Studio, person: Person, session: str) -> Session:
    """The session, if it is this person's; another's is as good as none."""
    found = studio.store.session(session)
    if found is None or found.person != person.id:
        raise refusals.SessionGone(session=session[:80])
    return found


def language(session: Session) -> Lang:
    """The language a session was opened in; English where nobody said."""
    return known(session.language)
