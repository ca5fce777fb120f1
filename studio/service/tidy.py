"""What nobody needs any more is removed: old sessions, delivered files, what can be made again.

Nothing that a session still uses goes: a session is forgotten as a whole, or not at all. What was
worked out once and is only kept to save time (drawn films, bent songs, facts about files) stays
within a budget, and what was used longest ago goes first.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from studio.service.studio import Studio

log = logging.getLogger("studio.tidy")
_DAY = 86_400.0
_HOUR = 3_600.0
_EXPORTS = 7 * _DAY  # how long a finished file can be fetched; it can be rendered again
_EVENTS = _DAY  # how long a stream can be resumed
_DERIVED = ("films", "fitted", "facts")


@dataclass(frozen=True, slots=True)
class Removed:
    """How much of each was removed."""

    sessions: int
    exports: int
    music: int
    events: int
    derived: int


def tidy(studio: Studio) -> Removed:
    """Removes what is old, and says how much that was."""
    removed = Removed(
        _sessions(studio), _exports(studio), _music(studio), _events(studio), _derived(studio)
    )
    log.info("tidied", extra={"removed": repr(removed)})
    return removed


def _sessions(studio: Studio) -> int:
    """Sessions that nobody has touched for long, with all their files."""
    before = studio.clock() - studio.settings.keep_days * _DAY
    old = studio.store.sessions_untouched_since(before)
    for session in old:
        studio.store.forget_session(session.id)
        for room in ("sessions", "exports"):
            shutil.rmtree(studio.settings.data / room / session.id, ignore_errors=True)
    return len(old)


def _exports(studio: Studio) -> int:
    """The files of renders that were delivered long ago; the renders are still known."""
    old = studio.store.exports_ended(before=studio.clock() - _EXPORTS)
    for export in old:
        studio.file(export.file).unlink(missing_ok=True)
        studio.store.keep_export(msgspec.structs.replace(export, file=""))
    return len(old)


def _music(studio: Studio) -> int:
    """Composed music that no session has; it can be composed again."""
    used = {path.split("/")[1] for path in studio.store.paths() if path.startswith("music/")}
    room = studio.folder("music")
    fresh = studio.clock() - _HOUR  # being made, perhaps: no session has it yet
    free = [f for f in room.iterdir() if f.name not in used and f.stat().st_mtime < fresh]
    for folder in free:
        shutil.rmtree(folder, ignore_errors=True)
    return len(free)


def _derived(studio: Studio) -> int:
    """Whatever is beyond the budget of what can be worked out again, the longest unused first."""
    kept, removed = 0, 0
    needed = {studio.file(path) for path in studio.store.paths()}
    busy = studio.clock() - _HOUR  # a render may be reading it
    for used, size, file in sorted(_files(studio), reverse=True):
        kept += size
        if kept > studio.settings.derived_mb << 20 and used < busy and file not in needed:
            file.unlink(missing_ok=True)
            kept -= size
            removed += 1
    return removed


def _files(studio: Studio) -> Iterator[tuple[float, int, Path]]:
    """When a file was last used, its size, and where it lies."""
    for room in _DERIVED:
        for file in studio.folder(room).iterdir():
            if file.is_file():
                found = file.stat()
                yield max(found.st_atime, found.st_mtime), found.st_size, file


def clear(studio: Studio) -> None:
    """Removes what a killed server left half-made; before anything new is begun."""
    shutil.rmtree(studio.settings.data / "incoming", ignore_errors=True)
    for room in ("exports", "films"):
        for left in (studio.settings.data / room).rglob(".making-*"):
            shutil.rmtree(left, ignore_errors=True)


def _events(studio: Studio) -> int:
    """What was said in turns that are long over."""
    return studio.store.forget_events(studio.clock() - _EVENTS)
