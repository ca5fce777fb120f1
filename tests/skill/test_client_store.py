"""What is kept on disk: whole, private, safe with two at once, and never a reason to stop."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
import uuid
from pathlib import Path

import pytest

from client import Problem, Store, lock
from client.store import _job_file


def test_the_client_id_is_made_once_and_the_file_holds_only_it(tmp_path: Path) -> None:
    first = Store(tmp_path).client_id()
    assert Store(tmp_path).client_id() == first
    assert (tmp_path / "client_id").read_text() == f"{uuid.UUID(first)}\n"


@pytest.mark.parametrize("content", [b"", b"not a uuid", b"\xff\xfe", b"{}"])
def test_a_damaged_client_id_is_set_aside_and_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "client_id").write_bytes(content)
    store = Store(tmp_path)
    assert uuid.UUID(store.client_id())
    assert store.damaged == ["client_id.damaged-1"]
    assert (tmp_path / "client_id.damaged-1").read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_damaged_files_are_set_aside_one_after_the_other(tmp_path: Path, content: bytes) -> None:
    store = Store(tmp_path)
    for number in (1, 2):
        (tmp_path / "tokens.json").write_bytes(content)
        assert store.token("o") is None
        assert (tmp_path / f"tokens.json.damaged-{number}").exists()
    assert store.damaged == ["tokens.json.damaged-1", "tokens.json.damaged-2"]
    store.keep_token("o", {"token": "t"})
    assert store.token("o") == {"token": "t"}


@pytest.mark.parametrize(
    "name", ["default", "../../evil", "a/b", "\0", "城市", "x" * 5000, "\ud800"]
)
def test_no_session_name_leaves_the_folder(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path)
    store.keep_session("o", "s", name, {"session_id": "1"})
    found = store.session("o", "s", name)
    assert found and found["session_id"] == "1"
    assert store.session("o", "s", name + "x") is None
    assert [path.parent.name for path in tmp_path.rglob("*.json")] == ["sessions"]


def test_origins_and_skills_have_sessions_of_their_own(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep_session("o", "s", "n", {"session_id": "1"})
    assert store.session("p", "s", "n") is None
    assert store.session("o", "t", "n") is None
    store.keep_session("o", "s", "n", None)
    assert store.session("o", "s", "n") is None


def test_jobs_come_back_oldest_first_and_can_be_dropped(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep_job("b", {"begun": 2})
    store.keep_job("a", {"begun": 1})
    (tmp_path / "jobs" / "x.json").write_text("{broken")
    assert [job["id"] for job in Store(tmp_path).jobs()] == ["a", "b"]
    store.drop_job("a")
    store.drop_job("a")
    assert [job["id"] for job in store.jobs()] == ["b"]


def _work(folder: str, job: str, begun: object, end: object) -> None:
    with Store(Path(folder)).working_on(job) as ours:
        assert ours
        begun.set()  # type: ignore[attr-defined]
        end.wait(30)  # type: ignore[attr-defined]


def test_a_job_is_worked_on_by_one_process_and_free_when_that_one_dies(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    begun, end = context.Event(), context.Event()
    other = context.Process(target=_work, args=(str(tmp_path), "j", begun, end))
    other.start()
    assert begun.wait(30)
    with Store(tmp_path).working_on("j") as ours:
        assert not ours
    other.kill()
    other.join()
    until = time.monotonic() + 5
    free = False
    while not free and time.monotonic() < until:
        with Store(tmp_path).working_on("j") as free:
            pass
    assert free


def _count(folder: str, times: int) -> None:
    store = Store(Path(folder))
    for number in range(times):
        store.keep_token(f"{os.getpid()}-{number}", {"token": "t"})


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_count, args=(str(tmp_path), 20)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert len(json.loads((tmp_path / "tokens.json").read_text())) == 40
    assert not list(tmp_path.glob(".tokens.json.*"))


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem, match="config_unwritable"):
        Store(tmp_path / "file" / "config").client_id()


def test_a_lock_waits_for_as_long_as_it_is_told(tmp_path: Path) -> None:
    with lock.held(tmp_path / "l") as first, lock.held(tmp_path / "l", patience=0.05) as second:
        assert first and not second
    with lock.held(tmp_path / "l") as again:
        assert again


def test_two_jobs_never_share_a_file() -> None:
    assert _job_file("a") != _job_file("b")
    assert "/" not in _job_file("../../x").removeprefix("jobs/")
