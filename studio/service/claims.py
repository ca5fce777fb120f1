"""A link that keeps a project: whoever holds it sees the project and fetches its files, no more.

A claim token stands for one session. It is no access token: it changes nothing and leads nowhere
else, so it may stand in an address. As long as it is good, the project is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio import timeline
from studio.service import exports, intake, links, refusals, sessions, timelines
from studio.service.studio import Studio
from studio.service.tokens import digest
from studio.store import Claim, Person, Session
from studio.words import Lang

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Film:
    """One finished file of a project."""

    name: str
    url: str
    size: int
    about: str


@dataclass(frozen=True, slots=True)
class Project:
    """What a claim link shows."""

    summary: str
    versions: int
    films: tuple[Film, ...]


def claim(studio: Studio, person: Person, *, task: str, session: str) -> tuple[str, int]:
    """A token that stands for this session in a link, and for how many seconds it is good."""
    found = sessions.find(studio, person, session)
    if found.task != task:
        raise refusals.SessionGone(session=session[:80])
    seconds = int(studio.contract.token_days * _DAY)
    secret = studio.fresh("clm_")
    studio.store.keep_claim(
        Claim(
            digest=digest(secret), session=found.id, task=task, person=person.id,
            expires=studio.clock() + seconds,
        )
    )  # fmt: skip
    return secret, seconds


def project(studio: Studio, secret: str, lang: Lang) -> Project:
    """The project that a claim token stands for."""
    claimed = studio.store.claim(digest(secret))
    session = studio.store.session(claimed.session) if claimed else None
    if claimed is None or session is None or claimed.expires <= studio.clock():
        raise refusals.BadLink
    studio.store.touch(session.id, studio.clock())
    now, number = timelines.now(studio, session)
    materials = [one.material for one in intake.materials(studio, session).values()]
    films = tuple(_films(studio, session, lang))
    return Project(timeline.summary(now, materials, lang), number, films)


def _films(studio: Studio, session: Session, lang: Lang) -> list[Film]:
    made = []
    for export in studio.store.exports_of(session.id):
        if export.state == "completed" and export.file and studio.file(export.file).is_file():
            name = exports.file_name(export)
            about = exports.status(studio, export, lang)["told"]["about"]
            link = links.signed(studio, export.key, name)
            made.append(Film(name, link, export.size, about))
    return made
