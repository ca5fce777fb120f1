"""Memory that a pipe takes as it is: its pages are handed over instead of copied, where that goes.

On Linux a file that lives in memory can be written like an array and spliced into a pipe, which
spares the writer's half of the way. What lies in the pipe is the memory itself: it must not be
written again before it was read. So only what is larger than the pipe is handed over: once the next
pages have all gone in, the ones before have come out, and two that take turns never meet.
"""

from __future__ import annotations

import mmap
import os
import sys
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[Any]  # of uint8


class Pages:
    """So many bytes, to be written in turns with others of their kind."""

    def __init__(self, size: int) -> None:
        self._file: int | None = _in_memory(size)
        if self._file is None:
            self.bytes: Bytes = np.zeros(size, np.uint8)
        else:
            self.bytes = np.frombuffer(mmap.mmap(self._file, size), np.uint8)

    def __del__(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)

    def given(self, pipe: int, holds: int) -> bool:
        """Whether this pipe has them now; False where it has none of them and wants a copy.

        `holds`: its `room`. To ask for it anew would have to wait until the reader has read.
        """
        if sys.platform != "linux" or self._file is None or len(self.bytes) <= holds:
            return False
        gone = 0
        while gone < len(self.bytes):
            try:
                gone += os.splice(self._file, pipe, len(self.bytes) - gone, offset_src=gone)
            except OSError as error:
                if gone or isinstance(error, BrokenPipeError):
                    raise
                return False  # a system that has the call, but not for this
        return True


def _in_memory(size: int) -> int | None:
    """A file of this size that lies nowhere but in memory; None where there is no such thing."""
    if sys.platform != "linux" or not hasattr(os, "splice"):
        return None
    try:
        file = os.memfd_create("pages")
    except OSError:
        return None
    try:
        os.ftruncate(file, size)
    except OSError:
        os.close(file)
        return None
    return file


def room(pipe: int) -> int:
    """How much this pipe holds at once; for what is no pipe, more than anybody has."""
    if sys.platform != "linux":
        return sys.maxsize
    import fcntl

    try:
        return fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ)
    except OSError:
        return sys.maxsize
