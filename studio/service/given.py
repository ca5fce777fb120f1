"""Files that a turn hands over beside its words: kept for a while, fetched by a signed link."""

from __future__ import annotations

import contextlib
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from studio.service import intake, links, refusals

if TYPE_CHECKING:
    from studio.service.studio import Studio
    from studio.service.work import Work

TYPES = {
    "png": "image/png",
    "mid": "audio/midi",
    "zip": "application/zip",
    "json": "application/json",
}
_KEPT = 200  # files; the oldest go first
_ROOM = 2 << 30  # bytes of them
_KEY = re.compile(r"[0-9a-f]{40}")


def hand(work: Work, data: bytes | Path, name: str, suffix: str) -> None:
    """Keeps a file, or takes one over, and tells whoever listens where it can be fetched."""
    folder = work.studio.folder("given")
    with intake.disk():
        beside = data if isinstance(data, Path) else folder / work.studio.fresh("part.")
        if isinstance(data, bytes):
            beside.write_bytes(data)
        with beside.open("rb") as file:
            key = hashlib.file_digest(file, "sha256").hexdigest()[:40]
        beside.replace(folder / f"{key}.{suffix}")
    _thinned(folder)
    work.stage.given(links.given(work.studio, key, f"{name}.{suffix}"), TYPES[suffix])


def file(studio: Studio, key: str, until: str, signature: str, name: str) -> tuple[Path, str]:
    """The file of a signed link, and what it is."""
    links.check(studio, links.GIVEN + key, until, signature)
    suffix = name.rpartition(".")[2]
    path = studio.folder("given") / f"{key}.{suffix}"
    if not _KEY.fullmatch(key) or suffix not in TYPES or not path.is_file():
        raise refusals.FileGone
    return path, TYPES[suffix]


def _thinned(folder: Path) -> None:
    """Only so many files, and so much of them; the newest stays in any case."""
    rows = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    room = _ROOM
    for number, path in enumerate(rows):
        room -= path.stat().st_size
        if number and (number >= _KEPT or room < 0):
            with contextlib.suppress(OSError):
                path.unlink()
