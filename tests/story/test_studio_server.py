"""A studio for a team: evenings over HTTP, a server killed in the middle, a stream that broke."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
HEADERS = {"X-Skill-Source": "music-maker", "X-Skill-Version": "1.0.0", "X-Skill-Platform": "x"}
RENDER = "/api/render/proxy/lambda"


def ffmpeg(*args: str) -> None:
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *args]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of a moving picture with a tone."""
    path = tmp_path_factory.mktemp("clip") / "假日 holiday.mp4"
    ffmpeg(
        "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=4", "-f", "lavfi", "-i", "sine=330:d=4",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", str(path),
    )  # fmt: skip
    return path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """A real server process, and a person who talks to it."""

    data: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    session: str = ""
    more: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers.update(HEADERS)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Server:
        command = [
            sys.executable, "-m", "studio", "serve", "--data", str(self.data), "--port",
            str(self.port), *self.more,
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(600):
            try:
                requests.get(self.url + "/health", timeout=2)
                return self
            except requests.ConnectionError:
                assert self.process.poll() is None, "it did not start"
                time.sleep(0.05)
        raise AssertionError("it does not answer")

    def end(self, with_signal: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(with_signal)
        return self.process.wait(30)

    def arrive(self, client: str = "client-0001") -> None:
        answer = self.http.post(
            self.url + "/api/auth/anonymous-token", headers={"X-Client-Id": client}, timeout=10
        )
        self.http.headers["Authorization"] = f"Bearer {answer.json()['data']['token']}"
        opened = self.http.post(
            self.url + "/api/tasks/me/with-session/nemo_agent", json={}, timeout=10
        )
        self.session = opened.json()["data"]["session_id"]

    def upload(self, path: Path) -> dict:
        with path.open("rb") as file:
            answer = self.http.post(
                f"{self.url}/api/upload-video/nemo_agent/me/{self.session}",
                files={"files": (path.name, file)}, timeout=60,
            )  # fmt: skip
        return answer.json()["data"]["files"][0]

    def listen(self, text: str | None, **headers: str) -> requests.Response:
        body: dict = {"app_name": "nemo_agent", "user_id": "me", "session_id": self.session}
        if text is not None:
            body["new_message"] = {"parts": [{"text": text}]}
        return self.http.post(
            self.url + "/run_sse", json=body, stream=True, timeout=120, headers=headers
        )

    def say(self, text: str) -> str:
        return words(self.listen(text).content)

    def state(self) -> dict:
        path = f"/api/state/nemo_agent/me/{self.session}/latest"
        return self.http.get(self.url + path, timeout=10).json()["data"]["state"]

    def order(self, id: str, **output: object) -> dict:
        body = {"id": id, "sessionId": self.session, "draft": self.state()["draft"],
                "output": {"format": "mp4", "quality": "high"} | output}  # fmt: skip
        return self.http.post(self.url + RENDER, json=body, timeout=30).json()

    def watch(self, id: str) -> dict:
        for _ in range(1200):
            told = self.http.get(f"{self.url}{RENDER}/{id}", timeout=10).json()
            if told["status"] not in ("pending", "processing"):
                return told
            time.sleep(0.05)
        raise AssertionError("it never ended")


def words(raw: bytes) -> str:
    found = []
    for line in raw.decode().split("\n"):
        if line.startswith("data: "):
            event = json.loads(line[6:])
            found += [p.get("text", "") for p in event.get("content", {}).get("parts", [])]
            found.append(event.get("errorMessage", ""))
    return "\n".join(filter(None, found))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path / "data").start()
    yield found
    if found.process is not None and found.process.poll() is None:
        found.end()


@pytest.mark.slow
def test_a_quick_edit_from_a_clip_to_a_finished_file(server: Server, clip: Path, tmp_path) -> None:
    server.arrive()
    assert server.upload(clip)["name"] == clip.name
    told = server.say("add lo-fi background music to my video and fade it out at the end")
    assert "Lo-fi" in told and clip.stem in told
    server.order("r1")
    done = server.watch("r1")
    assert done["status"] == "completed", done
    answer = requests.get(done["output"]["url"], timeout=30)
    assert len(answer.content) == done["output"]["size"]
    assert answer.content[4:8] == b"ftyp"
    assert abs(done["receipt"]["duration"] - 4000) <= 34
    assert server.end() == 0


@pytest.mark.slow
def test_an_evening_of_refining_keeps_every_version(server: Server, clip: Path) -> None:
    server.arrive()
    server.upload(clip)
    server.say('add a title "Hello" for 2 seconds')
    before = server.state()
    for number, wish in enumerate(("cut off the first 1.5 seconds", "make the title bigger"), 2):
        told = server.say(wish)
        assert server.state()["version"] == number, told
    server.say("undo")
    server.say("undo")
    assert server.state()["draft"] == before["draft"]
    assert "做" in server.say("把标题改成“做完了”")
    server.order("first", quality="draft")
    assert server.watch("first")["status"] == "completed"


@pytest.mark.slow
def test_a_batch_of_messages_at_once_loses_none(server: Server, clip: Path) -> None:
    server.arrive()
    server.upload(clip)
    server.say('add a title "zero"')
    streams = [server.listen(f'change the title to "number {n}"') for n in range(5)]
    for stream in streams:
        assert words(stream.content)
    state = server.state()
    assert len(state["versions"]) == 6
    assert "number" in json.dumps(state["draft"])


@pytest.mark.slow
def test_a_server_killed_while_it_renders_finishes_the_render_when_it_is_back(
    server: Server,
) -> None:
    server.arrive()
    server.say('make an 8-second video with the title "Hello"')
    server.order("r1", resolution="720p", quality="draft")
    while server.http.get(f"{server.url}{RENDER}/r1", timeout=10).json()["status"] == "pending":
        time.sleep(0.02)
    server.end(signal.SIGKILL)
    server.start()
    done = server.watch("r1")
    assert done["status"] == "completed", done
    assert abs(done["receipt"]["duration"] - 8_000) <= 34
    assert "Hello" in json.dumps(server.state()["draft"])


@pytest.mark.slow
def test_a_server_told_to_stop_takes_its_renders_up_again(server: Server) -> None:
    server.arrive()
    server.say('make an 8-second video with the title "Hello"')
    server.order("r1", resolution="720p", quality="draft")
    while server.http.get(f"{server.url}{RENDER}/r1", timeout=10).json()["status"] == "pending":
        time.sleep(0.02)
    assert server.end() == 0
    server.start()
    assert server.watch("r1")["status"] == "completed"


@pytest.mark.slow
def test_a_server_killed_while_it_composes_says_so_and_the_wish_can_be_said_again(
    server: Server, clip: Path
) -> None:
    server.arrive()
    server.upload(clip)
    stream = server.listen("add calm piano music")
    name = next(stream.iter_lines()).decode().removeprefix("id: ")
    server.end(signal.SIGKILL)
    stream.close()
    server.start()
    told = words(server.listen(None, **{"Last-Event-ID": name}).content)
    if "stopped while" in told:  # unless it was done before the kill
        assert server.state()["version"] == 0
        server.say("add calm piano music")
    assert server.state()["version"] == 1


@pytest.mark.slow
def test_a_client_that_went_away_comes_back_and_hears_the_rest(server: Server, clip: Path) -> None:
    server.arrive()
    server.upload(clip)
    stream = server.listen("add calm piano music")
    name = next(stream.iter_lines()).decode().removeprefix("id: ")
    stream.close()
    told = words(server.listen(None, **{"Last-Event-ID": name}).content)
    assert "Added" in told
    assert server.state()["version"] == 1


@pytest.mark.slow
def test_two_servers_do_not_share_a_folder(server: Server) -> None:
    command = [sys.executable, "-m", "studio", "serve", "--data", str(server.data), "--port", "1"]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert second.returncode == 3
    assert "Another studio works in" in second.stderr


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_killed_server_leaves_no_process_behind(server: Server, clip: Path) -> None:
    server.arrive()
    server.upload(clip)
    server.say("add calm piano music")  # the composing worker is there now
    assert server.process is not None
    parent = server.process.pid
    mine = [pid for pid in _pids() if _parent(pid) == parent]
    assert mine
    server.end(signal.SIGKILL)
    for _ in range(300):
        left = [pid for pid in mine if _lives(pid)]
        if not left:
            break
        time.sleep(0.05)
    assert not left


def _pids() -> list[int]:
    return [int(found.name) for found in Path("/proc").iterdir() if found.name.isdecimal()]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return 0


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda file: sqlite3.connect(file).execute("PRAGMA user_version=99").close(), "newer"),
        (lambda file: file.write_bytes(b"this is no database" * 100), "not a database"),
    ],
    ids=["newer", "spoiled"],
)
def test_data_that_cannot_be_used_is_said_in_one_line(tmp_path: Path, spoil, words: str) -> None:
    spoil(tmp_path / "studio.sqlite3")
    command = [sys.executable, "-m", "studio", "serve", "--data", str(tmp_path), "--port", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 5
    assert words in done.stderr and len(done.stderr.splitlines()) == 1
