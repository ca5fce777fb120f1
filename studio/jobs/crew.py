"""A worker process for what needs the processor and big libraries: composing, analysing.

The server's own process stays small and answers while somebody composes. The worker starts with
the first piece of work and is sent home when it has had nothing to do for a while.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

T = TypeVar("T")


def _follow() -> None:
    """In the worker: ends with the process that started it, even where that was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Crew:
    """One process, kept warm between pieces of work."""

    def __init__(self, *, idle: float = 120.0) -> None:
        self._idle = idle
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._running = 0
        self._rest: threading.Timer | None = None

    def do(self, work: Callable[..., T], /, *args: Any) -> T:
        """What `work(*args)` returns, worked out in the other process.

        A worker that was killed (out of memory, say) is replaced for the next call; this one
        raises `BrokenProcessPool`.
        """
        with self._lock:
            if self._rest is not None:
                self._rest.cancel()
                self._rest = None
            if self._pool is None:
                # spawn: a fork of a process with threads may hang, and macOS has no other
                spawn = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=_follow)
            pool = self._pool
            self._running += 1
        try:
            return pool.submit(work, *args).result()
        except BrokenProcessPool:
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            pool.shutdown(wait=False)
            raise
        finally:
            self._done()

    def warm(self) -> None:
        """Starts the worker ahead of its first piece of work."""
        threading.Thread(target=self.do, args=(int,), daemon=True).start()

    def _done(self) -> None:
        with self._lock:
            self._running -= 1
            if self._running == 0 and self._pool is not None:
                self._rest = threading.Timer(self._idle, self._send_home)
                self._rest.daemon = True
                self._rest.start()

    def _send_home(self) -> None:
        with self._lock:
            if self._running or self._pool is None:
                return
            pool, self._pool = self._pool, None
        pool.shutdown(wait=False)

    def close(self) -> None:
        with self._lock:
            if self._rest is not None:
                self._rest.cancel()
            pool, self._pool = self._pool, None
        if pool is not None:
            workers = list((pool._processes or {}).values())
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in workers:  # whoever waits for its work hears that it is gone
                worker.terminate()
