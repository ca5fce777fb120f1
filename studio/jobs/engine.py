"""The engine at home: threads that wait on ffmpeg; and one that works at once, for tests."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from studio.jobs.port import Task

log = logging.getLogger("studio.jobs")


class ThreadEngine:
    """At most `workers` pieces of work at a time, first come, first served."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="job")
        self._lock = threading.Lock()
        self._tasks: dict[str, Task] = {}

    def submit(self, key: str, work: Callable[[Task], None], task: Task) -> bool:
        with self._lock:
            if key in self._tasks:
                return False
            self._tasks[key] = task
        self._pool.submit(self._run, key, work, task)
        return True

    def _run(self, key: str, work: Callable[[Task], None], task: Task) -> None:
        try:
            work(task)
        except Exception:
            log.exception("a job broke", extra={"job": key})
        finally:
            with self._lock:
                self._tasks.pop(key, None)

    def cancel(self, key: str) -> bool:
        with self._lock:
            task = self._tasks.get(key)
        if task is None:
            return False
        task.cancel()
        return True

    def busy(self) -> int:
        return len(self._tasks)

    def close(self) -> None:
        with self._lock:
            for task in self._tasks.values():
                task.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)


class InlineEngine:
    """Does the work while it is being submitted: for tests that want no threads."""

    def submit(self, key: str, work: Callable[[Task], None], task: Task) -> bool:
        work(task)
        return True

    def cancel(self, key: str) -> bool:
        return False

    def busy(self) -> int:
        return 0

    def close(self) -> None:
        return None
