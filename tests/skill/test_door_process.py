"""The door as a process, against the service over real HTTP: what comes out, and the exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import contract
from tests.wire import answers
from tests.wire.fake import DRAFT, MP4, Fake

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Done:
    """A finished call."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == kind]


@dataclass
class User:
    """Somebody with a home, a folder, and a service to talk to."""

    fake: Fake
    folder: Path

    @property
    def environ(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEMO_", "LC_", "XDG_"))}
        return kept | {"HOME": str(self.folder / "home"), "LANG": "C.UTF-8"}

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "chat.py"), *words],
            cwd=self.folder, env=self.environ | {"NEMO_API_URL": self.fake.url} | more,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8",
        )  # fmt: skip

    def says(self, *words: str, typed: str = "", **more: str) -> Done:
        process = self.start(*words, **more)
        out, err = process.communicate(typed, timeout=60)
        return Done(process.returncode, out, err)


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    (tmp_path / "home").mkdir()
    for name in ("a.mp4", "b.mp4", "-rf.mp4"):
        (tmp_path / name).write_bytes(MP4)
    with Fake() as fake:
        fake.on_message = lambda state, _: state.update(draft=DRAFT)
        yield User(fake, tmp_path)


def test_one_message_with_a_file_ends_in_a_file(user: User) -> None:
    done = user.says("--json", "add lo-fi music, then export", "a.mp4")
    assert done.code == 0, done.err
    assert done.events[0]["text"].startswith(f"Working with {user.fake.url}")
    assert done.events[-1] == {"event": "done", "ok": True}
    (file,) = done.of("file")
    assert Path(file["path"]).read_bytes() == MP4
    assert Path(file["path"]).parent == user.folder
    assert [seen.names for seen in user.fake.asked("upload")] == [["a.mp4"]]
    assert done.err == ""


def test_where_the_work_happens_is_said_once_a_session(user: User) -> None:
    assert "Working with" in user.says("status").out
    assert "Working with" not in user.says("status").out
    assert "Working with" in user.says("--new", "status").out
    assert "Working with" in user.says("--session", "other", "status").out


def test_two_files_are_two_works_with_a_result_each(user: User) -> None:
    done = user.says("--json", "--out", "results", "add music", "a.mp4", "b.mp4")
    assert done.code == 0, done.out
    assert [Path(event["path"]).name for event in done.of("file")] == [
        "a-edited.mp4",
        "b-edited.mp4",
    ]
    assert len(user.fake.asked("session")) == 2
    assert [seen.names for seen in user.fake.asked("upload")] == [["a.mp4"], ["b.mp4"]]
    assert len(done.of("done")) == 1


def test_one_work_that_fails_does_not_keep_the_others_from_theirs(user: User) -> None:
    (user.folder / "b.mp4").write_bytes(b"")
    (user.folder / "c.mp4").write_bytes(MP4)
    done = user.says("--json", "--out", "results", "add music", "a.mp4", "b.mp4", "c.mp4")
    assert done.code == 1
    assert [Path(event["path"]).stem for event in done.of("file")] == ["a-edited", "c-edited"]
    assert len(done.of("error")) == 1


def test_a_folder_is_a_work_for_each_of_its_videos(user: User) -> None:
    (user.folder / "clips").mkdir()
    for name in ("one.mp4", "two.mp4", "notes.txt"):
        (user.folder / "clips" / name).write_bytes(MP4)
    done = user.says("--json", "add music", "clips")
    assert done.code == 0, done.out
    assert [seen.names for seen in user.fake.asked("upload")] == [["one.mp4"], ["two.mp4"]]


def test_a_folder_that_a_message_only_mentions_is_not_sent(user: User) -> None:
    user.says("add lo-fi music")
    done = user.says("--json", f"save it to {user.folder}")
    assert user.fake.asked("upload") == []
    assert done.of("file"), done.out


def test_a_message_with_halves_of_characters_is_carried_out(user: User) -> None:
    done = user.says("--json", os.fsdecode(b"add music \xff\xfe now"))
    assert done.code == 0, done.out
    assert "\ufffd" in user.fake.asked("say")[0].json["new_message"]["parts"][0]["text"]


def test_a_file_named_like_an_option_is_a_file_behind_two_dashes(user: User) -> None:
    done = user.says("--json", "add music", "--", "-rf.mp4")
    assert done.code == 0, done.out
    assert user.fake.asked("upload")[0].names == ["-rf.mp4"]


def test_a_plan_asks_nobody_and_changes_nothing(user: User) -> None:
    before = sorted(path.name for path in user.folder.rglob("*") if "nemovideo" not in str(path))
    done = user.says("--plan", "add music, then export", "a.mp4")
    assert done.code == 0
    (steps,) = done.events
    assert [step["intent"] for step in steps["steps"]] == ["upload", "sse", "export"]
    assert user.fake.seen == []
    after = sorted(path.name for path in user.folder.rglob("*") if "nemovideo" not in str(path))
    assert [name for name in after if name != ".cache"] == before
    assert not (user.folder / "home" / ".config").exists()


def test_lines_from_a_pipe_are_messages_one_by_one(user: User) -> None:
    done = user.says("--json", typed="credits\n\nstatus\n")
    assert done.code == 0
    assert [event["ok"] for event in done.of("done")] == [True, True]
    assert len(user.fake.asked("session")) == 1


def test_a_pipe_goes_on_after_a_failure_and_ends_with_it(user: User) -> None:
    done = user.says("--json", typed="export\ncredits\n")
    assert [event["ok"] for event in done.of("done")] == [False, True]
    assert done.code == 1


@pytest.mark.parametrize("goodbye", ["quit", "Exit", "退出"])
def test_a_goodbye_ends_a_pipe_as_it_ends_a_conversation(user: User, goodbye: str) -> None:
    done = user.says("--json", typed=f"credits\n{goodbye}\nstatus\n")
    assert (done.code, [event["ok"] for event in done.of("done")]) == (0, [True])


def test_a_line_that_is_too_long_is_one_refused_message(user: User) -> None:
    done = user.says("--json", typed="x" * 2_500_000 + "\ncredits\n")
    assert [event["code"] for event in done.of("error")] == ["message_too_long"]
    assert [event["ok"] for event in done.of("done")] == [False, True]


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        ([""], 1, "empty_message"),
        (["gone.mp4"], 1, "file_missing"),
        (["add music", "gone.mp4"], 1, "file_missing"),
        (["use /nowhere/gone.mp4 as the intro"], 1, "file_missing"),
        (["add music", "home"], 1, "folder_empty"),
        (["export"], 1, "nothing_to_export"),
        (["--bogus"], 2, "usage"),
        (["add", "music"], 2, "usage"),
        (["--backend", "nonsense", "hi"], 2, "usage"),
        (["--out", "x.mp4", "add music", "a.mp4", "b.mp4"], 2, "usage"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_an_exit_code(
    user: User, words: list[str], code: int, named: str
) -> None:
    told = user.says("--json", *words)
    assert told.code == code
    assert [event["code"] for event in told.of("error")] == [named]
    assert told.events[-1] == {"event": "done", "ok": False}
    shown = user.says(*words)
    assert shown.code == code
    assert len(shown.err.strip().splitlines()) == 1
    assert "Traceback" not in shown.err


def test_a_token_in_the_environment_means_the_hosted_service(user: User) -> None:
    unsendable = "x y"  # so that nothing is asked of the real service
    done = user.says("--json", "credits", NEMO_API_URL="", NEMO_TOKEN=unsendable)
    assert done.code == 1
    assert contract.load().service["url"] in done.events[0]["text"]
    assert [event["code"] for event in done.of("error")] == ["token_malformed"]
    assert unsendable not in done.out + done.err


def test_a_file_that_is_not_there_is_said_before_anything_is_set_up(user: User) -> None:
    done = user.says("--json", "add calm music", "./gone.mp4", NEMO_API_URL="")
    assert done.code == 1 and [e["code"] for e in done.of("error")] == ["file_missing"]
    assert not list((user.folder / "home").rglob("environments")), "nothing may be laid for it"


def test_a_backend_that_is_not_there_is_said_with_the_way_out(user: User) -> None:
    done = user.says("--json", "credits", NEMO_API_URL="http://127.0.0.1:9")
    assert done.code == 1
    (error,) = done.of("error")
    assert error["code"] == "unreachable"
    assert "--backend local" in error["text"]


@pytest.mark.parametrize("url", ["not an address", "https://me:hunter2@example.com"])
def test_a_wrong_address_in_the_environment_is_wrong_usage(user: User, url: str) -> None:
    done = user.says("credits", NEMO_API_URL=url)
    assert done.code == 2
    assert "hunter2" not in done.out + done.err


@pytest.mark.parametrize(
    ("message", "found"), [("状态", "时间线"), ("狀態", "時間軸"), ("status", "imeline")]
)
def test_answers_come_in_the_language_of_the_message(user: User, message: str, found: str) -> None:
    assert found in user.says(message).out


def test_a_message_without_letters_is_answered_in_the_language_of_before(user: User) -> None:
    user.says("你好，给我做一段音乐")
    assert "没有" in user.says("👍", "gone.mp4").err


def test_backend_text_cannot_steer_the_terminal(user: User) -> None:
    user.fake.script("say", answers.Stream([answers.text("a\x1b]0;owned\x07b\x1b[2J")]))
    done = user.says("hello there")
    assert "\x1b" not in done.out
    assert "owned" not in done.out


def test_a_terminal_that_is_not_utf8_gets_ascii_and_no_crash(user: User) -> None:
    done = user.says("添加音乐", "a.mp4", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.code == 0, done.err
    assert (done.out + done.err).isascii()


@pytest.mark.parametrize("careful", ["-I", "-P"])
def test_a_careful_python_finds_the_skills_own_files(user: User, careful: str) -> None:
    done = subprocess.run(
        [sys.executable, careful, str(ROOT / "chat.py"), "--plan", "export"],
        cwd=user.folder, env=user.environ, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "export" in done.stdout


def test_events_are_utf8_whatever_the_terminal_is(user: User) -> None:
    done = user.says("--json", "", LANG="zh_CN.UTF-8", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "没有" in done.out


def test_a_reader_that_goes_away_is_no_crash(user: User) -> None:
    with user.start("--json", "add music", "a.mp4") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(60) == 1
        assert process.stderr.read() == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "kill"])
def test_a_call_that_is_told_to_end_says_so(user: User, number: int) -> None:
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        over.wait(30)

    user.fake.script("say", answers.Stream([answers.text("Working"), hold]))
    process = user.start("--json", "add music")
    assert begun.wait(30)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    over.set()
    done = Done(process.returncode, out, err)
    assert done.code == 1
    assert done.of("error")[0]["code"] == "stopped"
    assert done.events[-1] == {"event": "done", "ok": False}
    assert "Traceback" not in err


def test_the_skills_folder_stays_as_it_was_installed(user: User) -> None:
    def listing() -> set[str]:
        parts = ("door", "prepare", "client", "handlers", "routing", "language")
        return {str(p) for part in parts for p in (ROOT / part).rglob("*")} | {
            str(p) for p in ROOT.iterdir()
        }

    before = listing()
    user.says("status", PYTHONDONTWRITEBYTECODE="")
    assert listing() == before
    assert list((user.folder / "home" / ".cache" / "nemovideo" / "compiled").rglob("*.pyc"))
