"""A process run to its end: within limits, cancelled within a second, never through a shell.

Every ffmpeg that the studio starts is started here. Arguments are made by our own code from staged
names (see `staging`), so that nothing a user wrote is ever read as an option, a filter or a URL.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from studio.media import chatter, engine, waiting
from studio.media.chatter import Hear
from studio.media.chatter import Part as Part
from studio.media.chatter import Progress as Progress
from studio.media.errors import Cancelled, EngineFailed, TimedOut

FILE_ONLY = ("-protocol_whitelist", "file,pipe,fd")  # stands before every -i

Asked = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one process may take. Memory and output: bytes, where the system can hold it."""

    seconds: float = 600.0
    memory: int = 6 << 30
    output: int = 1 << 40


@dataclass(frozen=True, slots=True)
class Done:
    """How a process ended: its exit code, what it wrote, the last lines it complained with."""

    code: int
    out: bytes
    words: tuple[str, ...]


def never() -> bool:
    return False


def ffmpeg(
    arguments: Sequence[str],
    *,
    cwd: Path,
    limits: Limits | None = None,
    feed: Iterable[Part] | None = None,
    progress: Progress | None = None,
    hear: Hear | None = None,
    cancelled: Asked = never,
    level: str = "error",
    check: bool = True,
) -> Done:
    """How this ffmpeg ended. `progress` hears the seconds done.

    `hear` gets what is written to stdout, a megabyte at a time, instead of `Done.out`; who asks for
    neither `hear` nor `Done.out` hears of the progress on stdout, the others between complaints.
    """
    head = [engine.executable(), "-hide_banner", "-nostats", "-y", "-loglevel", level]
    if feed is None:
        head.append("-nostdin")
    if progress is not None:
        head += ["-progress", "pipe:2" if hear else "pipe:1", "-stats_period", "0.25"]
    done = _run(
        [*head, *arguments],
        cwd=cwd,
        limits=limits or Limits(),
        feed=feed,
        progress=progress,
        hear=hear,
        cancelled=cancelled,
    )
    if check and done.code != 0:
        raise EngineFailed(reason=_reason(done))
    return done


def _reason(done: Done) -> str:
    """The line that tells most: the first complaint; a full disk is told by its own name."""
    for line in done.words:
        if "No space left" in line:
            return line.strip()
    return done.words[0].strip()[:300] if done.words else f"exit code {done.code}"


def _run(
    argv: list[str],
    *,
    cwd: Path,
    limits: Limits,
    feed: Iterable[Part] | None,
    progress: Progress | None,
    hear: Hear | None,
    cancelled: Asked,
) -> Done:
    words: list[str] = []
    out: list[bytes] = []
    broken: list[Exception] = []
    deadline = time.monotonic() + limits.seconds
    with started(argv, cwd=cwd, limits=limits, feeds=feed is not None) as process:
        told = progress if hear else None
        threads = [threading.Thread(target=chatter.hear, args=(process.stderr, words, told))]
        if progress is None or hear is not None:
            taken = (process.stdout, hear or out.append, broken)
            threads.append(threading.Thread(target=chatter.collect, args=taken))
        else:
            threads.append(threading.Thread(target=chatter.follow, args=(process.stdout, progress)))
        if feed is not None:
            threads.append(threading.Thread(target=chatter.feed, args=(process.stdin, feed, words)))
        for thread in threads:
            thread.daemon = True
            thread.start()
        try:
            _wait(process, deadline=deadline, seconds=limits.seconds, cancelled=cancelled)
        finally:  # nobody may read from a pipe that is closed below
            if process.poll() is None:
                kill(process)
            for thread in threads:
                thread.join(timeout=5)
    if broken:
        raise broken[0]
    return Done(process.returncode, b"".join(out), tuple(words))


def _wait(
    process: subprocess.Popen[bytes], *, deadline: float, seconds: float, cancelled: Asked
) -> None:
    """Nothing, once the process has ended; it is ended here when nobody wants it any more."""
    with waiting.ending(process) as ended:
        while not ended():
            if cancelled():
                kill(process)
                raise Cancelled()
            if time.monotonic() > deadline:
                kill(process)
                raise TimedOut(seconds=round(seconds))
    process.wait()


@contextmanager
def started(
    argv: list[str], *, cwd: Path, limits: Limits, feeds: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """A running process in a group of its own; gone, with its children, when the block is left."""
    process: subprocess.Popen[bytes] = subprocess.Popen(
        argv,
        cwd=cwd,
        stdin=subprocess.PIPE if feeds else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        bufsize=-1,
        start_new_session=sys.platform != "win32",
        creationflags=0x200 if sys.platform == "win32" else 0,  # CREATE_NEW_PROCESS_GROUP
    )
    try:
        _bound(process.pid, limits)
        yield process
    finally:
        if process.poll() is None:
            kill(process)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _environment() -> dict[str, str]:
    """The environment less everything that could send ffmpeg elsewhere or tell it a secret."""
    kept = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "HOME")
    own = {name: os.environ[name] for name in kept if name in os.environ}
    return own | {"AV_LOG_FORCE_NOCOLOR": "1"}


def _bound(pid: int, limits: Limits) -> None:
    if sys.platform != "linux":
        return
    import resource

    bounds = ((resource.RLIMIT_DATA, limits.memory), (resource.RLIMIT_FSIZE, limits.output))
    for kind, value in bounds:
        with suppress(OSError, ValueError):  # it is gone already, or a lower limit holds
            resource.prlimit(pid, kind, (value, value))
    with suppress(OSError):
        # its threads hand each other thousands of small pieces: none is worth an interruption,
        # which takes a twentieth off the work, and off what others on this machine feel of it
        os.sched_setscheduler(pid, os.SCHED_BATCH, os.sched_param(0))


def kill(process: subprocess.Popen[bytes]) -> None:
    """Nothing is left of the process and of what it started."""
    try:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
