"""What the studio asks of whoever does long work: threads of this process, or other machines."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol


class Cancelled(Exception):
    """The work was stopped because somebody asked for it."""


class Task:
    """Work as it looks from inside: may it go on, and whom does it tell how far it is."""

    def __init__(self, told: Callable[[float], None] | None = None) -> None:
        self._stop = threading.Event()
        self._told = told

    def cancel(self) -> None:
        self._stop.set()

    def cancelled(self) -> bool:
        return self._stop.is_set()

    def progress(self, fraction: float) -> None:
        if self._told is not None:
            self._told(min(1.0, max(0.0, fraction)))


class Engine(Protocol):
    """Takes work by key and carries it out some time; the same key is never run twice at once."""

    def submit(self, key: str, work: Callable[[Task], None], task: Task) -> bool:
        """Whether the work was taken; it is not while work with this key is there."""

    def cancel(self, key: str) -> bool:
        """Whether there was such work to stop."""

    def busy(self) -> int:
        """How many pieces of work wait or run."""

    def close(self) -> None:
        """Stops taking work, and asks what runs to stop."""
