"""What nobody needs any more is removed: old sessions, delivered files, music of no session.

Nothing that a session still uses goes: a session is forgotten as a whole, or not at all.
"""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass

import msgspec

from studio.service.studio import Studio

log = logging.getLogger("studio.tidy")
_DAY = 86_400.0
_HOUR = 3_600.0
_EXPORTS = 7 * _DAY  # how long a finished file can be fetched; it can be rendered again
_EVENTS = _DAY  # how long a stream can be resumed


@dataclass(frozen=True, slots=True)
class Removed:
    """How much of each was removed."""

    sessions: int
    exports: int
    music: int
    events: int


def tidy(studio: Studio) -> Removed:
    """Removes what is old, and says how much that was."""
    removed = Removed(_sessions(studio), _exports(studio), _music(studio), _events(studio))
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


def _events(studio: Studio) -> int:
    """What was said in turns that are long over."""
    return studio.store.forget_events(studio.clock() - _EVENTS)
