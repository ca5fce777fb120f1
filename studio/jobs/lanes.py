"""Lanes: work in one lane is done one after the other, in order; different lanes side by side.

A session is a lane. That is how a session has one writer: a second message waits for the first,
and nothing of either is lost.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

log = logging.getLogger("studio.jobs")


class Lanes:
    """A few threads for many lanes."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="lane")
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[Callable[[], None]]] = {}

    def put(self, lane: str, work: Callable[[], None]) -> int:
        """How many pieces of work are before this one in its lane."""
        with self._lock:
            queue = self._waiting.get(lane)
            if queue is not None:
                queue.append(work)
                return len(queue)
            self._waiting[lane] = deque([work])
        self._pool.submit(self._drive, lane)
        return 0

    def _drive(self, lane: str) -> None:
        """Does one piece of the lane's work, and comes back for the next: lanes take turns."""
        work = self._waiting[lane][0]
        try:
            work()
        except Exception:
            log.exception("work in a lane broke")
        with self._lock:
            queue = self._waiting[lane]
            queue.popleft()
            if not queue:
                del self._waiting[lane]
                return
        self._pool.submit(self._drive, lane)

    def length(self, lane: str) -> int:
        """How many pieces of work wait or run in this lane."""
        with self._lock:
            return len(self._waiting.get(lane, ()))

    def busy(self) -> int:
        """How many pieces of work wait or run."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    def close(self) -> None:
        """Returns when what was running is done; what waited is dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)
