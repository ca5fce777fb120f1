"""A stream being read while somebody watches the clock: bytes as they come, silence noticed."""

from __future__ import annotations

import contextlib
import queue
import threading

import requests

from client import wire
from client.values import ApiError

_ENOUGH = 64  # chunks read ahead; more would be memory, not speed


class Live:
    """Reads a response in a thread, so that silence can be told, timed out and interrupted.

    A read with a short timeout would do it in one thread, but after a timeout the connection is
    lost, and the service takes a lost connection as "stop the work".
    """

    def __init__(self, response: requests.Response) -> None:
        self._response = response
        self._chunks: queue.Queue[bytes | ApiError] = queue.Queue(_ENOUGH)
        self._left = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def next(self, patience: float) -> bytes | None:
        """The next bytes; b"" at the end; None when nothing came within our patience."""
        try:
            chunk = self._chunks.get(timeout=max(patience, 0.001))
        except queue.Empty:
            return None
        if isinstance(chunk, ApiError):
            raise chunk
        return chunk

    def close(self) -> None:
        """Lets go of the stream. The socket is shut first: a close would wait for the reader."""
        self._left.set()
        with contextlib.suppress(Exception):
            self._response.raw.shutdown()

    def _read(self) -> None:
        try:
            with wire.failures("say"):
                for chunk in wire.arriving(self._response):
                    self._put(chunk)
            self._put(b"")
        except ApiError as error:
            self._put(error)
        except Exception:  # whatever else a library raises must not leave the turn waiting
            self._put(ApiError("cut", endpoint="say"))

    def _put(self, chunk: bytes | ApiError) -> None:
        while not self._left.is_set():
            with contextlib.suppress(queue.Full):
                self._chunks.put(chunk, timeout=0.5)
                return
