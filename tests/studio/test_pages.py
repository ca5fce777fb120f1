"""Pages that go into a pipe as they are arrive as they were, also when two of them take turns."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.media import chatter
from studio.pages import Pages, room

_WIDE = 3_110_400  # a frame of 1080p, three times what a pipe holds


def _turns(size: int, count: int) -> Iterator[Pages]:
    two = (Pages(size), Pages(size))
    for number in range(count):
        two[number % 2].bytes[:] = number
        two[number % 2].bytes[-1] = 255 - number
        yield two[number % 2]


def _fed(tmp_path: Path, size: int, count: int) -> bytes:
    """What arrives at the other end, read slowly enough for the pipe to be always full."""
    code = "import sys,time\nwhile b:=sys.stdin.buffer.read1(1<<16): sys.stdout.buffer.write(b)"
    words: list[str] = []
    with (tmp_path / "out").open("wb") as out:
        process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=out)
        assert process.stdin is not None
        chatter.feed(process.stdin, _turns(size, count), words)
        assert process.wait(30) == 0 and not words
    return (tmp_path / "out").read_bytes()


@pytest.mark.parametrize("size", (_WIDE, 5000, (1 << 20) + 1), ids=("frame", "small", "odd"))
def test_every_page_arrives_as_it_was_given(tmp_path: Path, size: int) -> None:
    seen = np.frombuffer(_fed(tmp_path, size, 12), np.uint8).reshape(12, size)
    assert (seen[:, :-1] == np.arange(12)[:, None]).all()
    assert (seen[:, -1] == 255 - np.arange(12)).all()


@pytest.mark.skipif(sys.platform != "linux", reason="nowhere else are pages handed over")
def test_only_more_than_a_pipe_holds_is_handed_over() -> None:
    reading, writing = os.pipe()
    taker = threading.Thread(target=_drained, args=(reading,))
    taker.start()
    try:
        assert not Pages(4096).given(writing, room(writing))
        assert Pages(_WIDE).given(writing, room(writing))
    finally:
        os.close(writing)
        taker.join(10)


def test_what_is_no_pipe_gets_a_copy(tmp_path: Path) -> None:
    pages = Pages(_WIDE)
    with (tmp_path / "file").open("wb") as file:
        assert not pages.given(file.fileno(), room(file.fileno()))


def test_a_reader_that_ends_early_is_told_by_its_exit_code(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    chatter.feed(process.stdin, _turns(_WIDE, 4), [])
    assert process.wait(30) == 3


def _drained(pipe: int) -> None:
    while os.read(pipe, 1 << 20):
        pass
    os.close(pipe)


@pytest.mark.skipif(sys.platform != "linux", reason="nowhere else are pages handed over")
def test_where_no_file_can_be_opened_a_copy_goes(tmp_path: Path) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    reading, writing = os.pipe()
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
        pages = Pages(_WIDE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        os.close(reading)
    assert len(pages.bytes) == _WIDE and not pages.given(writing, room(writing))
    os.close(writing)
    pages.bytes[:] = 7
    assert bytes(pages.bytes.data[:3]) == b"\7\7\7"
