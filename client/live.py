"""A stream being read while somebody watches the clock: bytes as they come, silence noticed."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import requests

from client import wire
from client.values import ApiError, Problem

_ENOUGH = 64  # chunks read ahead; more would be memory, not speed
Open = Callable[[], AbstractContextManager[requests.Response]]


class Live:
    """Asks and reads in a thread, so that silence can be told, timed out and interrupted.

    A read with a short timeout would do it in one thread, but after a timeout the connection is
    lost, and the service takes a lost connection as "stop the work".
    """

    def __init__(self, ask: Open, check: Callable[[requests.Response], None]) -> None:
        self._ask, self._check = ask, check
        self._response: requests.Response | None = None
        self._chunks: queue.Queue[bytes | Problem] = queue.Queue(_ENOUGH)
        self._left = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def next(self, patience: float) -> bytes | None:
        """The next bytes; b"" at the end; None when nothing came within our patience."""
        try:
            chunk = self._chunks.get(timeout=max(patience, 0.001))
        except queue.Empty:
            return None
        if isinstance(chunk, Problem):
            raise chunk
        return chunk

    def close(self) -> None:
        """Lets go of the stream. The socket is shut first: a close would wait for the reader."""
        self._left.set()
        if self._response is not None:
            with contextlib.suppress(Exception):
                self._response.raw.shutdown()

    def _read(self) -> None:
        try:
            with self._ask() as response:
                self._check(response)
                self._response = response
                with wire.failures("say"):
                    for chunk in wire.arriving(response):
                        self._put(chunk)
            self._put(b"")
        except Problem as problem:
            self._put(problem)
        except Exception:  # whatever else a library raises must not leave the turn waiting
            self._put(ApiError("cut", endpoint="say"))

    def _put(self, chunk: bytes | Problem) -> None:
        while not self._left.is_set():
            with contextlib.suppress(queue.Full):
                self._chunks.put(chunk, timeout=0.5)
                return
