"""A file that the backend hands over beside its words: saved beside the other output, and told of.

A picture, stems, notes. Only from the backend's own address, and only what it is said to be by its
content. A picture that cannot be had is passed over: it stands beside words that say the same.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

from client import Problem, download
from client.events import GIVEN
from client.values import origin
from handlers import landing
from handlers.turn import Turn

_PICTURES = ("png", "jpg")
_STARTS = {
    "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "mid": b"MThd", "zip": b"PK", "json": b"{",
}  # fmt: skip
_MOST = 8 << 20  # bytes of a picture


def show(url: str, mime: str, turn: Turn) -> None:
    """Tells the file's path, where it could be fetched and is what it should be."""
    suffix = GIVEN[mime]
    try:
        address = download.checked(url, turn.client.backend)
        if origin(address) != turn.client.backend.origin:
            return
        path = _saved(address, suffix, turn)
    except (Problem, OSError):
        if suffix in _PICTURES:
            return
        raise
    if suffix in _PICTURES:
        turn.tell.picture(path)
    else:
        turn.tell.file(path, "project")


def _saved(address: str, suffix: str, turn: Turn) -> Path:
    """Where the file lies now, under a name of its own."""
    folder = turn.out.parent if turn.out_is_file else turn.out
    name = unquote(urlsplit(address).path.rpartition("/")[2])
    landing.ready(folder)
    target = folder / landing.fit(name, suffix=suffix, otherwise="file")
    part = target.with_name(f".{target.name}.part")
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    try:
        if suffix in _PICTURES:
            download.fetch(turn.client, address, part, told=_within)
        else:
            download.fetch(turn.client, address, part)
        with part.open("rb") as file:
            if not file.read(16).startswith(_STARTS[suffix]):
                raise Problem("download_wrong", kind=suffix.upper())
        return landing.settled(part, target, force=False)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _within(done: int, total: int | None) -> None:
    """Refuses what is too large for a picture in a conversation."""
    if max(done, total or 0) > _MOST:
        raise Problem("download_wrong", kind="PNG")
