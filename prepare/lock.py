"""One at a time, across processes: a file held while something is made; a dead holder frees it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

LOOK_AGAIN = 0.1  # seconds


class Lock:
    """Held inside the `with`; when another has it, `waiting` is called once and this one waits."""

    def __init__(self, path: Path, waiting: Callable[[], object]) -> None:
        self._path = path
        self._waiting = waiting
        self._file = -1

    def __enter__(self) -> None:
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _taken(self._file):
            self._waiting()
            while not _taken(self._file):
                time.sleep(LOOK_AGAIN)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        os.close(self._file)  # which frees it; the file stays, for whoever waits has it open


if sys.platform == "win32":
    import msvcrt

    def _taken(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import errno
    import fcntl

    def _taken(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # A file system without locks cannot keep two apart; going on is better than never.
            return error.errno not in {errno.EWOULDBLOCK, errno.EACCES}
        return True
