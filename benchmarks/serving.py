"""What the studio costs as a server: start, first word, memory, edits of a long timeline.

    python benchmarks/serving.py

Prints one line a figure, with the target and the ratio to it, measured in this run on this
machine. Beside them, in the same run: a bare Starlette app under uvicorn (the floor for starting)
and a bare round trip to it (the floor for answering).
"""

from __future__ import annotations

import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[1]
BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
async def health(request): return JSONResponse({"status": "ok"})
uvicorn.run(Starlette(routes=[Route("/health", health)]), port=int(sys.argv[1]), log_level="error")
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """The process, and how many seconds passed until its first answer."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                requests.get(f"http://127.0.0.1:{port}/health", timeout=5)
                break
            except OSError:
                time.sleep(0.002)
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(20)


def studio(port: int, data: str) -> list[str]:
    return [sys.executable, "-m", "studio", "serve", "--port", str(port), "--data", data]


def bare(port: int) -> list[str]:
    return [sys.executable, "-c", BARE, str(port)]


def memory(pid: int) -> float:
    """Resident megabytes of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


class Person:
    """Somebody who talks to a server."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.http = requests.Session()
        token = self.http.post(
            self.url + "/api/auth/anonymous-token", headers={"X-Client-Id": "benchmark-1"}
        ).json()["data"]["token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        opened = self.http.post(self.url + "/api/tasks/me/with-session/nemo_agent", json={})
        self.session = opened.json()["data"]["session_id"]

    def say(self, text: str) -> tuple[float, float]:
        """Milliseconds to the first text event, and to the end."""
        body = {
            "app_name": "nemo_agent", "user_id": "me", "session_id": self.session,
            "new_message": {"parts": [{"text": text}]},
        }  # fmt: skip
        began, first = time.perf_counter(), 0.0
        with self.http.post(self.url + "/run_sse", json=body, stream=True) as answer:
            for line in answer.iter_lines(chunk_size=1):
                if not first and line.startswith(b"data: ") and b'"text"' in line:
                    first = time.perf_counter() - began
        return first * 1000, (time.perf_counter() - began) * 1000


def long_timeline(count: int) -> float:
    """The median milliseconds of one edit, sentence to stored version, of so many segments."""
    from studio import bootstrap, timeline
    from studio.bootstrap import Serving
    from studio.service import say, sessions, timelines
    from studio.store import Person as Row
    from studio.timeline import operations as op
    from studio.timeline.model import Timeline

    with tempfile.TemporaryDirectory() as folder:
        made = bootstrap.studio(Serving(data=Path(folder)), {})
        person = Row(id="p", client="c", created=0.0, granted=100)
        made.store.keep_person(person)
        session = sessions.open_session(made, person)
        slides = tuple(op.Slide(f"c{n}", "", f"photo {n}", 1000) for n in range(count - 1))
        whole = timeline.apply(Timeline(), op.Slideshow(slides=slides, motion=""))
        title = op.AddTitle(id="t1", text="Hello", start=0, duration=1000)
        whole = timeline.apply(whole, title)
        row = timelines.row(session, 1, whole, parent=0, cause="", at=0.0)
        made.store.commit(timelines.keep_mind(session, timelines.Mind(at=1)), row)
        took = []
        for number in range(24):
            began = time.perf_counter()
            turn = say.begin(made, person, session, f'change the title to "number {number}"')
            while made.store.turn(turn.id).state != "done":  # type: ignore[union-attr]
                time.sleep(0.0002)
            took.append((time.perf_counter() - began) * 1000)
        newest = made.store.newest(session.id)
        assert newest is not None and b"number 23" in newest.draft
        made.lanes.close()
        made.crew.close()
        made.store.close()
    return statistics.median(took[4:])


def told(what: str, value: float, unit: str, target: float | None = None, more: str = "") -> None:
    aim = "" if target is None else f"  target {target:g} {unit}  ratio {value / target:.2f}"
    print(f"{what:<44}{value:>9.1f} {unit}{aim}{more}", flush=True)


def main() -> None:
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load {os.getloadavg()[0]:.1f}")
    starts: dict[str, list[float]] = {"studio": [], "bare": []}
    for _ in range(3):
        port = free_port()
        with running(bare(port), port) as (_, seconds):
            starts["bare"].append(seconds * 1000)
        port = free_port()
        with tempfile.TemporaryDirectory() as data, running(studio(port, data), port) as (_, s):
            starts["studio"].append(s * 1000)
    floor = statistics.median(starts["bare"])
    told("start to first answer, bare Starlette", floor, "ms")
    value = statistics.median(starts["studio"])
    told("start to first answer, studio", value, "ms", 1500, f"  {value / floor:.1f}x bare")
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as data,
        running(studio(port, data), port) as (process, _),
    ):
        told("memory before any work", memory(process.pid), "MB", 120)
        person = Person(port)
        first, _ = person.say('make a 20-second video with the title "Hello"')
        told("first text event, first message ever", first, "ms", 150)
        rest = [person.say(f'change the title to "number {n}"') for n in range(20)]
        told("first text event, later edits", statistics.median(f for f, _ in rest), "ms", 150)
        told("whole answer, later edits", statistics.median(w for _, w in rest), "ms")
        first, whole = person.say("add calm piano music")
        told("first text event, music to be composed", first, "ms", 150)
        told("whole answer, 20 s of music composed", whole, "ms")
        first, whole = person.say("undo")
        first, whole = person.say("add calm piano music")
        told("whole answer, the same music again", whole, "ms")
        told("memory after edits and composing", memory(process.pid), "MB", 120)
        trips = []
        for _ in range(100):
            began = time.perf_counter()
            person.http.get(person.url + "/api/credits/balance/simple")
            trips.append((time.perf_counter() - began) * 1000)
        told("a round trip with token", statistics.median(trips), "ms")
        state = person.http.get(
            f"{person.url}/api/state/nemo_agent/me/{person.session}/latest"
        ).json()
        assert json.dumps(state)
    told("an edit of 600 segments, sentence to version", long_timeline(600), "ms", 5)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
