"""A person at a terminal: a real one, made with `pty`, with the real program in it."""

from __future__ import annotations

import codecs
import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from door import mishap
from tests.wire import answers
from tests.wire.fake import DRAFT, MP4, Fake

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

import pty

ROOT = Path(__file__).resolve().parents[2]


class Person:
    """Types into a terminal and reads what stands there."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self.master, self.process, self.seen = master, process, ""
        self._text = codecs.getincrementaldecoder("utf-8")("replace")

    def types(self, text: str) -> None:
        os.write(self.master, text.encode())

    def sees(self, wanted: str, *, patience: float = 30.0) -> str:
        """What was shown up to and with these words since the last look."""
        until = time.monotonic() + patience
        while wanted not in self.seen:
            assert self._more(until), f"{wanted!r} is not in {self.seen!r}"
        shown, self.seen = self.seen.split(wanted, 1)
        return shown + wanted

    def _more(self, until: float) -> bool:
        ready, _, _ = select.select([self.master], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            found = os.read(self.master, 65536)
        except OSError:  # the other end is closed
            return False
        self.seen += self._text.decode(found)
        return bool(found)

    def presses_ctrl_c(self, done: Callable[[], bool]) -> None:
        """As people do, again until something happens: in the blink in which a prompt is put up,
        readline loses one."""
        for _ in range(20):
            with contextlib.suppress(OSError):
                os.write(self.master, b"\x03")
            for _ in range(20):
                if done():
                    return
                self._more(time.monotonic() + 0.05)

    def leaves(self) -> int:
        return self.process.wait(30)


@contextmanager
def person(fake: Fake, folder: Path, *words: str, **environ: str) -> Iterator[Person]:
    master, slave = pty.openpty()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEMO_", "LC_", "XDG_"))}
    env = kept | {"HOME": str(folder), "LANG": "C.UTF-8", "TERM": "xterm", "COLUMNS": "70"}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "chat.py"), "--backend", fake.url, *words],
        cwd=folder, env=env | environ, stdin=slave, stdout=slave, stderr=slave,
        start_new_session=True, preexec_fn=lambda: _own_terminal(slave),
    )  # fmt: skip
    os.close(slave)
    try:
        yield Person(master, process)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(master)


def _own_terminal(slave: int) -> None:
    """Makes the terminal the new session's own, so that Ctrl-C typed into it is a signal."""
    import fcntl
    import termios

    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake() as service:
        service.on_message = lambda state, _: state.update(draft=DRAFT)
        yield service


def test_a_conversation_greets_answers_draws_and_says_goodbye(fake: Fake, tmp_path: Path) -> None:
    (tmp_path / "my clip.mp4").write_bytes(MP4)
    with person(fake, tmp_path) as anna:
        greeting = anna.sees("›")
        assert "Music Maker" in greeting
        assert "create an upbeat background track" in greeting
        anna.types(f"'{tmp_path}/my clip.mp4'\n")
        anna.sees("Uploaded my clip.mp4")
        anna.types("add lo-fi music\n")
        anna.sees("├ city timelapse")
        anna.sees("├ Lo-fi 35% ─")
        anna.sees("›")
        anna.types("exit\n")
        assert anna.leaves() == 0
    history = tmp_path / ".cache" / "nemovideo" / "history"
    assert "add lo-fi music" in history.read_text(encoding="utf-8")
    assert history.stat().st_mode & 0o077 == 0


def test_ctrl_c_stops_the_work_in_hand_and_not_the_program(fake: Fake, tmp_path: Path) -> None:
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        over.wait(30)

    fake.script("say", answers.Stream([answers.text("Working on it"), hold]))
    with person(fake, tmp_path) as anna:
        anna.sees("›")
        anna.types("add music\n")
        assert begun.wait(30)
        anna.types("\x03")
        anna.sees("Stopped.")
        over.set()
        assert not (tmp_path / ".cache" / "nemovideo" / "last-error.txt").exists()
        anna.sees("›")
        anna.types("credits\n")
        anna.sees("80")
        anna.sees("›")
        anna.presses_ctrl_c(lambda: "Ctrl-C once more" in anna.seen)
        anna.sees("Ctrl-C once more")
        anna.presses_ctrl_c(lambda: anna.process.poll() is not None)
        assert anna.leaves() == 0


def test_the_end_of_input_leaves(fake: Fake, tmp_path: Path) -> None:
    with person(fake, tmp_path, LANG="zh_CN.UTF-8") as anna:
        assert "可以这样说" in anna.sees("›")
        anna.types("\x04")
        assert anna.leaves() == 0


def test_a_message_on_a_terminal_is_one_turn(fake: Fake, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(MP4)
    with person(fake, tmp_path, "add music, then export", "a.mp4") as anna:
        anna.sees("Working with")
        anna.sees("100%")
        anna.sees("├ city timelapse")
        assert anna.leaves() == 0


def test_no_colours_where_none_are_wanted(fake: Fake, tmp_path: Path) -> None:
    with person(fake, tmp_path, "export", NO_COLOR="1") as anna:
        assert anna.leaves() == 1
        assert "\x1b[3" not in anna.sees("nothing to export")


def test_a_dumb_terminal_gets_plain_lines(fake: Fake, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(MP4)
    with person(fake, tmp_path, "a.mp4", TERM="dumb") as anna:
        assert anna.leaves() == 0
        assert "\x1b" not in anna.sees("Uploaded a.mp4")


def test_ctrl_c_during_a_call_is_an_exit_code(fake: Fake, tmp_path: Path) -> None:
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        over.wait(30)

    fake.script("say", answers.Stream([hold]))
    with person(fake, tmp_path, "add music") as anna:
        assert begun.wait(30)
        anna.process.send_signal(signal.SIGINT)
        anna.sees("Stopped.")
        assert anna.leaves() == 1
        over.set()


def test_an_error_that_ctrl_c_left_behind_is_told_from_others() -> None:
    def failing(*, within: type[BaseException] | None) -> Exception:
        try:
            try:
                raise within() if within else OSError
            finally:
                raise RuntimeError("release unlocked lock")
        except RuntimeError as error:
            return error

    assert mishap.interrupted(failing(within=KeyboardInterrupt))
    assert not mishap.interrupted(failing(within=None))
