"""A studio in this process, without a socket: real rooms, a store in memory, a clock to turn."""

from __future__ import annotations

import asyncio
import itertools
import json
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from studio import api, contract
from studio.jobs import Bell, Crew, Lanes, ThreadEngine
from studio.service.studio import Settings, Studio
from studio.store import MemoryStore

ATTRIBUTION = {
    "X-Skill-Source": "music-maker", "X-Skill-Version": "1.0.0", "X-Skill-Platform": "unknown",
}  # fmt: skip


class Clock:
    """A clock that stands still until somebody turns it."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def data(self) -> Any:
        told = self.json()
        assert told["code"] == 0, told
        return told["data"]

    def events(self) -> list[dict[str, Any]]:
        """The JSON of every frame that holds any."""
        lines = self.body.decode().split("\n")
        return [json.loads(line[6:]) for line in lines if line.startswith("data: ")]

    def ids(self) -> list[str]:
        lines = self.body.decode().split("\n")
        return [line[4:] for line in lines if line.startswith("id: ")]

    def text(self) -> str:
        parts = [p for e in self.events() for p in e.get("content", {}).get("parts", [])]
        return "\n".join(p["text"] for p in parts if "text" in p)


@dataclass
class Wire:
    """Asks the app as a server would, one request a call."""

    app: Any
    headers: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | dict[str, Any] | None = None,
        *,
        chunk: int = 1 << 20,
        **headers: str,
    ) -> Answer:
        sent = {"Host": "127.0.0.1:8765", **self.headers}
        if isinstance(body, dict):
            body, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(self._asked(method, path, body or b"", sent, chunk))

    async def _asked(
        self, method: str, target: str, body: bytes, headers: dict[str, str], chunk: int
    ) -> Answer:
        path, _, query = target.partition("?")
        pieces = [body[i : i + chunk] for i in range(0, len(body), chunk)] or [b""]
        incoming = iter(
            [
                {"type": "http.request", "body": piece, "more_body": n < len(pieces)}
                for n, piece in enumerate(pieces, 1)
            ]
        )
        got: dict[str, Any] = {"body": bytearray()}
        over = asyncio.Event()

        async def receive() -> Any:
            for message in incoming:
                return message
            await over.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                got["status"] = message["status"]
                got["headers"] = {k.decode(): v.decode() for k, v in message["headers"]}
            elif message["type"] == "http.response.body":
                got["body"] += message.get("body", b"")

        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1", "method": method, "scheme": "http", "path": unquote(path),
            "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [
                (k.lower().encode(), v.encode("latin-1", "replace")) for k, v in headers.items()
            ],
            "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8765), "state": {},
        }  # fmt: skip
        await self.app(scope, receive, send)
        over.set()
        return Answer(got["status"], got["headers"], bytes(got["body"]))

    def person(self, client: str = "client-0001") -> Wire:
        """The same wire with a token of its own."""
        issued = self.ask("POST", "/api/auth/anonymous-token", X_Client_Id=client)
        token = {"Authorization": f"Bearer {issued.data['token']}"}
        return Wire(self.app, {**self.headers, **ATTRIBUTION, **token})

    def session(self, **asked: str) -> str:
        body: dict[str, Any] = {"task_name": "project", **asked}
        opened = self.ask("POST", "/api/tasks/me/with-session/nemo_agent", body)
        return str(opened.data["session_id"])

    def say(self, session: str, text: str, **headers: str) -> Answer:
        message = {
            "app_name": "nemo_agent", "user_id": "me", "session_id": session,
            "new_message": {"parts": [{"text": text}]},
        }  # fmt: skip
        return self.ask("POST", "/run_sse", message, **headers)

    def state(self, session: str) -> dict[str, Any]:
        found = self.ask("GET", f"/api/state/nemo_agent/me/{session}/latest").data["state"]
        assert isinstance(found, dict)
        return found

    def upload(self, session: str, *files: tuple[str, bytes], chunk: int = 1 << 20) -> Answer:
        mark = "boundary42"
        body = b""
        for name, content in files:
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            head = f'Content-Disposition: form-data; name="files"; filename="{quoted}"'
            body += f"--{mark}\r\n{head}\r\n\r\n".encode() + content + b"\r\n"
        body += f"--{mark}--\r\n".encode()
        return self.ask(
            "POST", f"/api/upload-video/nemo_agent/me/{session}", body, chunk=chunk,
            Content_Type=f"multipart/form-data; boundary={mark}",
        )  # fmt: skip


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Studio]]:
    """Makes studios with these settings; they are closed at the end."""
    made: list[Studio] = []

    def studio(**settings: Any) -> Studio:
        chosen = Settings(data=tmp_path / "data", **({"heartbeat": 0.05} | settings))
        chosen.data.mkdir(exist_ok=True)
        numbers = itertools.count(1)
        new = Studio(
            settings=chosen, contract=contract.load(), store=MemoryStore(),
            engine=ThreadEngine(2), lanes=Lanes(2), bell=Bell(), crew=Crew(idle=0.5), clock=clock,
            fresh=lambda prefix: f"{prefix}{next(numbers):032x}", secret=b"s" * 32,
            version="1.0.0+test",
        )  # fmt: skip
        made.append(new)
        return new

    yield studio
    for each in made:
        each.closing.set()
        each.engine.close()
        each.crew.close()
        each.lanes.close()


@pytest.fixture
def studio(make: Callable[..., Studio]) -> Studio:
    return make()


@pytest.fixture
def wire(studio: Studio) -> Wire:
    return Wire(api.build(studio))


@pytest.fixture
def wiring() -> type[Wire]:
    """The way to make further wires."""
    return Wire


@pytest.fixture(scope="session")
def tone(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Half a second of a quiet tone as WAV."""
    path = tmp_path_factory.mktemp("tone") / "tone.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"".join(((i % 40) * 100).to_bytes(2, "little") for i in range(4000)))
    return path.read_bytes()
