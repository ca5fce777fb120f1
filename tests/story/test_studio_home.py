"""The studio on this machine: started, shared, replaced, stopped; it answers to its owner only."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import home
from client import Backend
from home import address, starting


class Quiet:
    """A Tell that remembers."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def text(self, text: str) -> None:
        self.said.append(text)

    def progress(self, label: str, fraction: float | None) -> None:
        self.said.append(label)

    def file(self, path: Path, kind: object) -> None: ...
    def picture(self, path: Path) -> None: ...
    def offer(self, action: str, text: str) -> None: ...
    def error(self, code: str, text: str) -> None: ...


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "studio"
    monkeypatch.setenv("NEMO_STUDIO_HOME", str(folder))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield folder
    left = address.read(folder)
    if left is not None and address.is_studio(left.pid, folder):
        os.kill(left.pid, signal.SIGKILL)


def soon(fact: Callable[[], bool]) -> bool:
    """Whether it becomes true; half a minute is for a machine under load."""
    for _ in range(1500):
        if fact():
            return True
        time.sleep(0.02)
    return False


def start() -> Backend:
    return home.find_or_start(Quiet(), "en")


def asked(backend: Backend, path: str, **headers: str) -> tuple[int, dict]:
    host = backend.url.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer.status, told


@pytest.mark.slow
def test_it_is_started_once_and_found_again(place: Path, capsys) -> None:
    first, second = start(), start()
    assert first == second and first.kind == "local"
    assert home.command(["status"]) == 0
    assert first.url in capsys.readouterr().out
    assert home.command(["log"]) == 0
    assert "listening" in capsys.readouterr().out
    assert home.command(["stop"]) == 0
    assert not address.runtime(place).exists()
    assert home.command(["status"]) == 0
    assert "not running" in capsys.readouterr().out
    # it comes back at the same address: that is how clients know their sessions
    assert start().url == first.url


@pytest.mark.slow
def test_only_its_owner_can_read_where_it_is_and_use_it(place: Path) -> None:
    backend = start()
    for file in [place, *place.rglob("*")]:
        assert not file.stat().st_mode & 0o077, file
    assert asked(backend, "/api/credits/balance/simple")[0] == 403
    assert asked(backend, "/openapi.json", X_Studio_Key="guess")[0] == 403
    assert asked(backend, "/openapi.json", X_Studio_Key=backend.key)[0] == 200
    page = {"X_Studio_Key": backend.key, "Origin": "http://evil.example"}
    assert asked(backend, "/openapi.json", **page)[0] == 403
    log = (place / "logs" / "studio.log").read_text(encoding="utf-8")
    assert backend.key not in log
    assert backend.key not in " ".join(Path(f"/proc/{p}/cmdline").read_bytes().decode()
                                       for p in [address.read(place).pid])  # fmt: skip


@pytest.mark.slow
def test_two_skills_at_once_share_one(place: Path) -> None:
    found: list[Backend] = []
    threads = [threading.Thread(target=lambda: found.append(start())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 3 and len(set(found)) == 1


@pytest.mark.slow
def test_a_killed_studio_is_replaced(place: Path) -> None:
    first = start()
    known = address.read(place)
    os.kill(known.pid, signal.SIGKILL)
    assert soon(lambda: not address.is_studio(known.pid, place))
    assert address.runtime(place).exists()  # nobody took it away
    second = start()
    assert second.key != first.key
    assert asked(second, "/version", X_Studio_Key=second.key)[0] == 200


@pytest.mark.slow
def test_a_studio_that_hangs_is_replaced(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start()
    known = address.read(place)
    os.kill(known.pid, signal.SIGSTOP)
    monkeypatch.setattr(address, "SECONDS", 0.3)
    monkeypatch.setattr(starting, "_LEAVING", 0.3)
    second = start()
    assert address.read(place).pid != known.pid
    assert asked(second, "/version", X_Studio_Key=second.key)[0] == 200


@pytest.mark.slow
def test_a_studio_of_older_code_is_replaced_when_it_has_nothing_to_do(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start()
    known = address.read(place)
    monkeypatch.setattr(address, "build", lambda: "newercode")
    second = start()
    assert second.url == first.url
    now = address.read(place)
    assert now.pid != known.pid and now.version.endswith("+newercode")


def test_a_stranger_at_the_old_port_is_given_nothing(place: Path) -> None:
    """Another user of the machine listens where our studio was, and says that all is well."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def answer() -> None:
            taken, _ = listening.accept()
            heard.append(taken.recv(65536))
            body = b'{"code":0,"status":"ok","version":"1.0.0+x","proof":"00"}'
            taken.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            taken.close()

        thread = threading.Thread(target=answer)
        thread.start()
        known = address.Address(f"http://127.0.0.1:{port}", os.getpid(), "the-key", "1.0.0+x")
        assert not address.alive(known)
        thread.join(10)
    assert b"the-key" not in heard[0]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"url": 5}', b'{"url":"u","pid":"x","key":"k"}', b"\xff\xfe"]
)
def test_a_damaged_runtime_file_is_as_good_as_none(place: Path, content: bytes) -> None:
    place.mkdir(parents=True)
    address.runtime(place).write_bytes(content)
    address.runtime(place).chmod(0o600)
    assert address.read(place) is None


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_a_runtime_file_that_others_can_read_is_not_believed(place: Path) -> None:
    place.mkdir(parents=True)
    file = address.runtime(place)
    file.write_text('{"url":"http://127.0.0.1:1","pid":1,"key":"k"}')
    file.chmod(0o600)
    assert address.read(place) is not None
    file.chmod(file.stat().st_mode | stat.S_IRGRP)
    assert address.read(place) is None


@pytest.mark.parametrize("url", ["http://evil.example:80", "http://127.0.0.1", "ftp://x", "", "["])
def test_only_this_machine_is_asked(url: str) -> None:
    assert not address.alive(address.Address(url, 1, "k"))


@pytest.mark.slow
def test_it_stops_by_itself_when_nobody_needs_it(place: Path, monkeypatch) -> None:
    monkeypatch.setenv("NEMO_STUDIO_IDLE", "1")
    start()
    known = address.read(place)
    assert soon(lambda: not address.is_studio(known.pid, place))
    assert not address.runtime(place).exists()


@pytest.mark.slow
def test_one_that_cannot_start_says_why(place: Path, monkeypatch) -> None:
    from client import Problem
    from studio.store import single

    place.mkdir(parents=True)
    holding = single.hold(place)  # the folder is another's
    tell = Quiet()
    with pytest.raises(Problem):
        home.find_or_start(tell, "en")
    assert any("Another studio works in" in line for line in tell.said)
    holding.close()
