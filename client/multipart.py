"""A multipart body that is read from disk while it is sent, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from client.values import Problem

_PIECE = 65536


class FileForm:
    """One file as the form field of an upload, with a length known before the first byte.

    Not an io class: with `tell` on it, requests would send it chunked instead of with its length.
    """

    def __init__(
        self,
        path: Path,
        *,
        boundary: str,
        field: str,
        name: str,
        mime: str,
        sent: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        self._file = path.open("rb")
        self._size = path.stat().st_size
        self._left = self._size
        self._path = path
        self._sent = sent
        opening = (
            f"--{boundary}\r\nContent-Disposition: form-data; "
            f'name="{field}"; filename="{_quoted(name)}"\r\nContent-Type: {mime}\r\n\r\n'
        )
        self._head = opening.encode("utf-8", "replace")
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._length = len(self._head) + self._size + len(self._tail)
        self._done = 0

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(_PIECE):
            yield piece

    def read(self, size: int = -1) -> bytes:
        piece = self._next(size if size > 0 else _PIECE)
        self._done += len(piece)
        self._sent(self._done, self._length)
        return piece

    def _next(self, wanted: int) -> bytes:
        if self._head:
            piece, self._head = self._head[:wanted], self._head[wanted:]
            return piece
        if self._left:
            piece = self._file.read(min(wanted, self._left))
            if not piece:  # it was longer when we measured it
                raise Problem("file_changed", name=self._path.name)
            self._left -= len(piece)
            return piece
        piece, self._tail = self._tail[:wanted], self._tail[wanted:]
        return piece

    def close(self) -> None:
        self._file.close()


def _quoted(name: str) -> str:
    """A file name inside a header's quotation marks, as browsers write it."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
