"""What goes into a process and comes out of it, each by a thread of its own."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import BufferedReader
from typing import IO

from studio.pages import Pages, room

Part = bytes | memoryview | Pages
Progress = Callable[[float], None]
Hear = Callable[[bytes], None]
_LINES, _LINE = 2000, 500  # how much of stderr is kept: the first complaint tells most
_REPORT = re.compile(rb"[a-z_0-9]+=\s*\S*\s*$")  # a line of ffmpeg's report on its progress


def hear(pipe: IO[bytes], words: list[str], progress: Progress | None) -> None:
    for line in pipe:
        if progress is not None and _REPORT.match(line):
            _report(line, progress)
            continue
        text = line[:_LINE].decode("utf-8", "replace").rstrip()
        if text and len(words) < _LINES:
            words.append(text)


def collect(pipe: IO[bytes], hears: Hear, broken: list[Exception]) -> None:
    _widen(pipe)
    while part := pipe.read(1 << 20):
        try:
            if not broken:
                hears(part)
        except Exception as error:  # told once the process has ended: it must be able to
            broken.append(error)


def follow(pipe: BufferedReader, progress: Progress) -> None:
    """`progress` hears every report at once; `read` would wait until four thousand bytes are in."""
    rest = b""
    while part := pipe.read1(4096):
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            _report(line, progress)


def _report(line: bytes, progress: Progress) -> None:
    key, _, value = line.partition(b"=")
    if key == b"out_time_us" and value.strip().isdigit():
        progress(int(value) / 1e6)


def _widen(pipe: IO[bytes]) -> None:
    """Room for a megabyte in the pipe, where the system has a say: fewer turns for big frames."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError, ValueError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def feed(pipe: IO[bytes], parts: Iterable[Part], words: list[str]) -> None:
    _widen(pipe)
    try:
        holds = room(pipe.fileno())
        for part in parts:
            if isinstance(part, Pages):
                pipe.flush()
                if part.given(pipe.fileno(), holds):
                    continue
                part = part.bytes.data
            view = memoryview(part).cast("B")
            while view:
                view = view[pipe.write(view) :]
    except (BrokenPipeError, OSError, ValueError):
        pass  # it has heard enough, or has ended; its exit code tells
    except Exception as error:  # a generator of ours failed: the process must not look successful
        words.append(f"feed: {type(error).__name__}")
        raise
    finally:
        with suppress(OSError):
            pipe.close()
