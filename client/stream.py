"""Bytes of an event stream become whole events, however the bytes were cut. Pure, and linear.

Own code rather than sseclient: the reasons are in docs/decisions/reading-the-stream.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE_END = re.compile(rb"\r\n|\n|\r")  # and nothing else: JSON may hold U+2028 and U+0085 raw
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Frame:
    """One event: its data, "" for a heartbeat or a comment, and the last id that was said."""

    data: str
    id: str = ""


HEARTBEAT = ""


class Frames:
    """Takes chunks, gives frames. What is unfinished at the end is no event, but it is noted."""

    def __init__(self, *, most: int = 32 * 1024 * 1024) -> None:
        self._most = most
        self._line: list[bytes] = []  # pieces of the line that has not ended, joined once
        self._size = 0  # bytes held for the event under way
        self._data: list[bytes] = []
        self._has_data = False
        self._too_long = False  # of the event under way: it is let go, not kept in memory
        self._cut_line = False  # the line under way is not whole any more
        self._after_cr = False
        self._first = True
        self.last_id = ""
        self.dropped = 0  # events too long to be taken

    def feed(self, chunk: bytes) -> Iterator[Frame]:
        if self._after_cr and chunk[:1] == b"\n":  # the second half of a CRLF that was cut
            chunk = chunk[1:]
            self._after_cr = False
        if not chunk:
            return
        self._after_cr = chunk.endswith(b"\r")
        *ended, rest = _LINE_END.split(chunk)
        for piece in ended:
            self._hold(piece)
            if self._cut_line:
                self._cut_line, self._has_data = False, True
                continue
            line = b"".join(self._line)
            self._line.clear()
            yield from self._take(line)
        self._hold(rest)

    def close(self) -> bool:
        """Whether the stream ended inside an event: a sign that it was cut."""
        return bool(self._line) or self._has_data

    def _hold(self, piece: bytes) -> None:
        if not piece:
            return
        self._size += len(piece)
        if self._size > self._most:
            self._too_long = self._cut_line = True
            self._line.clear()
            self._data.clear()
        else:
            self._line.append(piece)

    def _take(self, line: bytes) -> Iterator[Frame]:
        if self._first:
            line, self._first = line.removeprefix(_BOM), False
        if not line:
            yield from self._dispatch()
            return
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        match name:
            case b"data":
                self._data.append(value)
                self._has_data = True
            case b"id" if b"\0" not in value:
                self.last_id = value.decode("utf-8", "replace")
            case b"":  # a comment: somebody is there
                yield Frame(HEARTBEAT, self.last_id)
        if not self._has_data:
            self._size = 0

    def _dispatch(self) -> Iterator[Frame]:
        data, self._data = self._data, []
        has_data, self._has_data = self._has_data, False
        too_long, self._too_long = self._too_long, False
        self._size = 0
        if too_long:
            self.dropped += 1
        elif has_data:
            yield Frame(b"\n".join(data).decode("utf-8", "replace"), self.last_id)
