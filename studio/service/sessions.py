"""A conversation begins, is found again, by its owner only."""

from __future__ import annotations

from studio.service import refusals
from studio.service.studio import Studio
from studio.service.tokens import digest
from studio.store import Claim, Person, Session
from studio.words import Lang, known

_DAY = 86_400.0


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


def claim(studio: Studio, person: Person, *, task: str, session: str) -> tuple[str, int]:
    """A token that stands for this session in a link, and for how many seconds it is good."""
    found = find(studio, person, session)
    if found.task != task:
        raise refusals.SessionGone(session=session[:80])
    seconds = int(studio.contract.token_days * _DAY)
    secret = studio.fresh("clm_")
    studio.store.keep_claim(
        Claim(
            digest=digest(secret),
            session=found.id,
            task=task,
            person=person.id,
            expires=studio.clock() + seconds,
        )
    )
    return secret, seconds
