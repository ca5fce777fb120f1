"""A picture that the backend shows: saved beside the other output, and told of.

Only from the backend's own address, and only what is a picture by its content. One that cannot be
had is passed over: it stands beside words that say the same.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

from client import Problem, containers, download
from client.values import origin
from handlers import landing
from handlers.turn import Turn

_SUFFIX = {"image/png": "png", "image/jpeg": "jpg"}
_MOST = 8 << 20  # bytes


def show(url: str, mime: str, turn: Turn) -> None:
    """Tells the picture's path, where it could be fetched and is one."""
    with contextlib.suppress(Problem, OSError):
        address = download.checked(url, turn.client.backend)
        if origin(address) == turn.client.backend.origin:
            turn.tell.picture(_saved(address, _SUFFIX[mime], turn))


def _saved(address: str, suffix: str, turn: Turn) -> Path:
    """Where the picture lies now, under a name of its own."""
    folder = turn.out.parent if turn.out_is_file else turn.out
    name = unquote(urlsplit(address).path.rpartition("/")[2])
    landing.ready(folder)
    target = folder / landing.fit(name, suffix=suffix, otherwise="picture")
    part = target.with_name(f".{target.name}.part")
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    try:
        download.fetch(turn.client, address, part, told=_within)
        with part.open("rb") as file:
            found = containers.sniff(file.read(containers.HEAD))
        if not (found and containers.same(found, suffix)):
            raise Problem("download_wrong", kind=suffix.upper())
        return landing.settled(part, target, force=False)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _within(done: int, total: int | None) -> None:
    """Refuses what is too large for a picture in a conversation."""
    if max(done, total or 0) > _MOST:
        raise Problem("download_wrong", kind="PNG")
