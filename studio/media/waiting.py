"""Waiting for a process to end without looking again and again, where the system can tell."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

LOOK = 0.05  # seconds that are waited before anything else is looked at


@contextmanager
def ending(process: subprocess.Popen[bytes]) -> Iterator[Callable[[], bool]]:
    """Answers whether the process has ended, a moment after it was asked or as soon as it has."""
    handle = _handle(process.pid)
    look = select.poll() if handle is not None else None
    if look is not None and handle is not None:
        look.register(handle, select.POLLIN)

    def ended() -> bool:
        if look is not None:
            return bool(look.poll(1000 * LOOK))
        try:
            process.wait(timeout=LOOK)
        except subprocess.TimeoutExpired:
            return False
        return True

    try:
        yield ended
    finally:
        if handle is not None:
            os.close(handle)


def _handle(pid: int) -> int | None:
    """What can be waited for without looking again and again, where the system has it."""
    if sys.platform == "linux":
        with suppress(OSError):  # an old kernel, or no descriptor left
            return os.pidfd_open(pid)
    return None
