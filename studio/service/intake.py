"""Files that come in: streamed to disk, known by their content, kept under a name of our own.

The user's own name for a file is kept for showing only; it never becomes a path.
"""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
import sqlite3
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from studio.service import refusals
from studio.service.studio import Studio
from studio.store import Session, Stock
from studio.timeline.model import Material

SUBTITLES = "cap_"  # what the ids of files begin with that no segment can show
FULL = (errno.ENOSPC, errno.EDQUOT)


class Draft:
    """A file while it comes in: bytes are written, counted and hashed; too many are refused."""

    def __init__(self, studio: Studio, name: str, path: Path, file: BinaryIO) -> None:
        self._studio = studio
        self.name = name
        self.path = path
        self.size = 0
        self._file = file
        self._limit = studio.settings.limit_mb << 20
        self._hash = hashlib.sha256()

    def expect(self, size: int) -> None:
        """Refuses at once what would be too large in the end, or not fit on the disk."""
        if size > self._limit:
            raise refusals.TooLarge(name=self.name, limit=self._limit >> 20)
        room(self._studio, size)

    def write(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self._limit:
            raise refusals.TooLarge(name=self.name, limit=self._limit >> 20)
        with disk():
            self._file.write(chunk)
        self._hash.update(chunk)

    def digest(self) -> str:
        return self._hash.hexdigest()

    def close(self) -> None:
        with disk():
            self._file.close()

    def discard(self) -> None:
        """Gives the disk its room back before the request has ended."""
        self._file.close()
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file of the session, as the answer to an upload shows it."""

    stock: Stock
    material: Material


def full(error: BaseException) -> bool:
    """Whether this is what a full disk says, to a file or to the database."""
    if isinstance(error, sqlite3.Error):
        return "full" in str(error)
    return isinstance(error, OSError) and error.errno in FULL


@contextmanager
def disk() -> Iterator[None]:
    """Turns a full disk into the sentence that says so."""
    try:
        yield
    except OSError as error:
        if full(error):
            raise refusals.DiskFull from error
        raise


@contextmanager
def receiving(studio: Studio, name: str) -> Iterator[Draft]:
    """A file to write into; it is gone again if it was not taken by the end."""
    with disk():
        folder = studio.folder("incoming")
        room(studio, 0)
        path = folder / studio.fresh("in_")
        file = path.open("xb")
    draft = Draft(studio, shown(name), path, file)
    try:
        yield draft
    finally:
        file.close()
        path.unlink(missing_ok=True)


def room(studio: Studio, needed: int) -> None:
    """Refuses where the disk would have no room left for it."""
    free = shutil.disk_usage(studio.settings.data).free
    if free < needed + (studio.settings.spare_mb << 20):
        raise refusals.DiskFull


def take(studio: Studio, session: Session, draft: Draft) -> Taken:
    """The file as a material of the session, once its content says that it is one.

    A file that the session has already, sent again with the next sentence, is that one.
    """
    draft.close()
    digest = draft.digest()
    for there in materials(studio, session).values():
        if (there.stock.digest, there.material.name) == (digest, draft.name):
            again = msgspec.structs.replace(there.stock, at=studio.clock())
            studio.store.keep_stock(again)
            return Taken(again, there.material)
    name = studio.fresh("m_")
    if draft.size == 0:
        raise refusals.Damaged(name=draft.name, reason="empty")
    material = _known(studio, draft, name)
    with disk():
        folder = studio.folder("sessions", session.id)
        path = folder / f"{name}{_suffix(studio, draft.name)}"
        draft.path.rename(path)
    return keep(studio, session, material, path, size=draft.size, digest=digest)


def keep(
    studio: Studio,
    session: Session,
    material: Material,
    path: Path,
    *,
    size: int,
    digest: str,
    made: bool = False,
) -> Taken:
    """The material, now in the session's stock."""
    stock = Stock(
        session=session.id, id=material.id, material=msgspec.json.encode(material),
        path=path.relative_to(studio.settings.data).as_posix(), size=size, digest=digest,
        made=made, at=studio.clock(),
    )  # fmt: skip
    studio.store.keep_stock(stock)
    if material.has_sound:
        threading.Thread(target=_listen, args=(path, material), daemon=True).start()
    return Taken(stock, material)


def _listen(path: Path, material: Material) -> None:
    """The sound's loudness over time is known before a render asks for it."""
    from studio.media import known, profile

    profile.warm(path, known(material))


def _known(studio: Studio, draft: Draft, id: str) -> Material:
    from studio.media import probing  # loads an array library: not in a server that only answers

    return probing.material(draft.path, id, draft.name)


def _suffix(studio: Studio, name: str) -> str:
    """The name's ending if it is one of those we know: for people who look into the folder."""
    ending = Path(name).suffix.lower()
    return ending if ending[1:] in studio.contract.formats else ""


def shown(name: str) -> str:
    """A file's name fit to be shown: no folders, no control characters, not too long."""
    bare = re.split(r"[/\\]", name)[-1]
    clean = "".join(c for c in bare if unicodedata.category(c)[0] != "C" or c == "\u200d").strip()
    return clean[:200] or "file"


def materials(studio: Studio, session: Session) -> dict[str, Taken]:
    """Every file of the session by its material's id, in the order they came."""
    found = [s for s in studio.store.stocks(session.id) if not s.id.startswith(SUBTITLES)]
    return {s.id: Taken(s, msgspec.json.decode(s.material, type=Material)) for s in found}
