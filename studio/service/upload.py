"""Files that a person gives to a session: from their machine by upload, from the web by URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.errors import StudioError
from studio.service import fetch, intake, refusals, subtitles
from studio.service.intake import Draft, Taken
from studio.service.studio import Studio
from studio.service.subtitles import Subtitles
from studio.store import Session

One = Taken | Subtitles


@dataclass(frozen=True, slots=True)
class Result:
    """What was taken, and what could not be, by name."""

    taken: tuple[One, ...]
    refused: tuple[tuple[str, StudioError], ...]


Unfit = list[tuple[str, StudioError]]


def take_all(
    studio: Studio, session: Session, drafts: Sequence[Draft], *, refused: Unfit | None = None
) -> Result:
    """The files that can be used; raises the first reason where none can."""
    taken: list[One] = []
    refused = list(refused or ())
    for draft in drafts:
        try:
            taken.append(_taken(studio, session, draft))
        except StudioError as error:
            refused.append((draft.name, error))
    return _result(taken, refused)


def fetch_all(studio: Studio, session: Session, urls: Sequence[str]) -> Result:
    """The same for URLs."""
    if len(urls) > studio.settings.upload_files:
        raise refusals.TooManyFiles(limit=studio.settings.upload_files)
    taken: list[One] = []
    refused: Unfit = []
    for url in urls:
        try:
            taken.append(_fetched(studio, session, url))
        except StudioError as error:
            refused.append((intake.shown(fetch.file_name(url)), error))
    return _result(taken, refused)


def _fetched(studio: Studio, session: Session, url: str) -> One:
    settings = studio.settings
    with intake.receiving(studio, fetch.file_name(url)) as draft:
        name = fetch.fetch(
            url, draft, seconds=settings.fetch_seconds, private=settings.fetch_private
        )
        draft.name = intake.shown(name)
        return _taken(studio, session, draft)


def _taken(studio: Studio, session: Session, draft: Draft) -> One:
    """The file as what it is: something to see or hear, else lines with times."""
    try:
        return intake.take(studio, session, draft)
    except StudioError as error:
        # the code says it, not the class: the room of media is loaded with its first file
        found = subtitles.take(studio, session, draft) if error.code == 4001 else None
        if found is None:
            raise
        return found


def _result(taken: list[One], refused: Unfit) -> Result:
    if refused and not taken:
        raise refused[0][1]
    return Result(tuple(taken), tuple(refused))


def original(studio: Studio, session: Session, material: str) -> tuple[Path, str]:
    """Where a file of the session lies, and its type on the web."""
    found = intake.materials(studio, session).get(material)
    if found is None:
        raise refusals.SessionGone(session=session.id)
    path = studio.file(found.stock.path)
    if not path.is_file():
        raise refusals.FileGone
    known = studio.contract.formats.get(path.suffix[1:])
    return path, known.mime if known else "application/octet-stream"
