"""Every version of a timeline, and where one stands among them. Undo is a value, too.

v0 --trim--> v1 --music--> v2
              ^at           an edit made here forgets v2 as a future, never as a version
"""

from __future__ import annotations

from typing import Any

import msgspec

from studio.errors import NothingToRedo, NothingToUndo, NotThere
from studio.timeline import facts
from studio.timeline.model import Timeline


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A timeline as it stood, which version it grew out of, and what was asked."""

    timeline: Timeline
    parent: int = -1
    cause: str = ""


class History(msgspec.Struct, frozen=True, kw_only=True):
    """All versions ever, by number, with the way that undo and redo walk."""

    versions: tuple[Version, ...] = (Version(timeline=Timeline()),)
    at: int = 0
    undone: tuple[int, ...] = ()  # where redo goes, the nearest last

    @property
    def now(self) -> Timeline:
        """The timeline as it stands."""
        return self.versions[self.at].timeline


def begun(timeline: Timeline | None = None) -> History:
    """A history with one version in it."""
    return History(versions=(Version(timeline=timeline or Timeline()),))


def grown(history: History, timeline: Timeline, *, cause: str = "") -> History:
    """The history with a version more, where one now stands; unchanged where it is equal."""
    if timeline == history.now:
        return history
    new = Version(timeline=timeline, parent=history.at, cause=cause[:500])
    return History(versions=(*history.versions, new), at=len(history.versions))


def undo(history: History, count: int = 1) -> History:
    """The history so many versions back; as far back as there are versions is far enough."""
    at, undone = history.at, list(history.undone)
    for _ in range(max(count, 1)):
        parent = history.versions[at].parent
        if parent < 0:
            break
        undone.append(at)
        at = parent
    if at == history.at:
        raise NothingToUndo
    return History(versions=history.versions, at=at, undone=tuple(undone))


def redo(history: History, count: int = 1) -> History:
    """The history so many versions forward again."""
    undone = list(history.undone)
    if not undone:
        raise NothingToRedo
    at = history.at
    for _ in range(max(count, 1)):
        if undone:
            at = undone.pop()
    return History(versions=history.versions, at=at, undone=tuple(undone))


def restore(history: History, number: int) -> History:
    """The history with an older version's timeline as its newest; undo takes that back."""
    shown = [version for version in history.versions if version.timeline.tracks]
    if not 1 <= number <= len(shown):
        raise NotThere(what=f"#{number}")
    return grown(history, shown[number - 1].timeline, cause=f"#{number}")


def encode(history: History) -> dict[str, Any]:
    """The history as JSON values."""
    plain: dict[str, Any] = msgspec.to_builtins(history)
    return plain


def decode(values: object) -> History:
    """The history out of JSON values."""
    return msgspec.convert(values, History)


def empty(timeline: Timeline) -> bool:
    """Whether nothing is on it."""
    return not any(True for _ in facts.every(timeline))
