"""A service that speaks the contract over real HTTP on loopback, and does what a story tells it.

By itself it is a small but whole service: tokens, sessions, uploads, a state per session, replies,
renders with progress, files on a second origin that refuses foreign headers. `script` puts other
answers in front, one call each. `seen` is everything that was asked.

    with Fake() as fake:
        fake.script("say", Stream([text("Done.")]))
        ...
        assert fake.asked("say")[0].json["session_id"]
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import uuid
from abc import abstractmethod
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import contract
from tests.wire import answers
from tests.wire.answers import Answer, Json, Raw, Stream

MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(range(256)) * 64
DRAFT: dict[str, Any] = {
    "t": [
        {"tt": 0, "sg": [{"d": 10000, "m": {"name": "city timelapse"}}]},
        {"tt": 1, "sg": [{"d": 10000, "m": {"name": "Lo-fi", "volume": 0.35}}]},
        {"tt": 7, "sg": [{"d": 3000, "m": {"text": "Urban Dreams"}}]},
    ]
}
_BLOCK = 65536


@dataclass(slots=True)
class Seen:
    """One request as it came."""

    endpoint: str
    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""
    length: int = 0
    digest: str = ""
    names: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        return json.loads(self.body or b"null")


class Fake:
    """The hosted service, on two loopback ports: the API and the place where files lie."""

    def __init__(self, *, shape: str = "top", rules: contract.Contract | None = None) -> None:
        self.rules = rules or contract.load()
        self.shape = shape  # of a render's status: top, data, plain
        self.seen: list[Seen] = []
        self.tokens: dict[str, str] = {}  # by client id
        self.accepted: set[str] = set()
        self.sessions: dict[str, dict[str, Any]] = {}
        self.renders: dict[str, list[dict[str, Any]]] = {}
        self.steps: list[dict[str, Any]] = [
            {"status": "pending"}, {"status": "processing", "progress": 50}, {"status": "completed"}
        ]  # fmt: skip
        self.files: dict[str, bytes] = {}
        self.content = MP4
        self.credits: dict[str, Any] = {"available": 80, "frozen": 20, "total": 100}
        self.poll: float | None = 0.01
        self.on_message: Callable[[dict[str, Any], str], Answer | None] | None = None
        self._scripts: dict[str, deque[Answer | Callable[[Seen], Answer]]] = defaultdict(deque)
        self._lock = threading.Lock()
        self._api = _serve(self, _Api)
        self._store = _serve(self, _Store)

    def __enter__(self) -> Fake:
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self._api, self._store):
            server.shutdown()
            server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._api.server_address[1]}"

    @property
    def store_url(self) -> str:
        return f"http://127.0.0.1:{self._store.server_address[1]}"

    def script(self, endpoint: str, *told: Answer | Callable[[Seen], Answer]) -> None:
        """These answers come first, one for each call of the endpoint."""
        self._scripts[endpoint].extend(told)

    def asked(self, endpoint: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.endpoint == endpoint]

    def new_session(self, draft: dict[str, Any] | None = None) -> str:
        ident = f"s-{uuid.uuid4()}"
        self.sessions[ident] = {"draft": draft or {}, "video_infos": {}, "generated_media": []}
        return ident

    @property
    def session(self) -> dict[str, Any]:
        """The state of the session opened last."""
        return self.sessions[next(reversed(self.sessions))]

    def keep(self, content: bytes, *, query: str = "sig=a%2fb%2Bc~d&x=1") -> str:
        """The URL of a file on the other origin; it must be asked for byte for byte."""
        target = f"/out/{len(self.files)}/my%20film.mp4?{query}"
        self.files[target] = content
        return self.store_url + target

    # -- what it answers by itself --------------------------------------------------------------

    def answer(self, seen: Seen) -> Answer:
        with self._lock:
            self.seen.append(seen)
            script = self._scripts[seen.endpoint]
            told = script.popleft() if script else None
        if told is not None:
            return told(seen) if callable(told) else told
        if seen.endpoint not in ("token", "unknown") and not self._known(seen):
            return Json({"code": 1001, "message": "token expired"}, 401)
        act: Callable[[Seen], Answer] = getattr(self, f"_{seen.endpoint}", self._unknown)
        return act(seen)

    def _known(self, seen: Seen) -> bool:
        return seen.headers.get("authorization", "").removeprefix("Bearer ") in self.accepted

    def _unknown(self, _seen: Seen) -> Answer:
        return Json({"detail": "Not Found"}, 404)

    def _token(self, seen: Seen) -> Answer:
        client = seen.headers.get("x-client-id")
        if not client:
            return Json({"code": 400, "message": "X-Client-Id missing"}, 400)
        token = f"nmv_usr_{uuid.uuid4().hex}"
        self.tokens[client] = token
        self.accepted.add(token)
        return Json({"code": 0, "data": {"token": token, "credits": 100, "user_id": "anon_1"}})

    def _session(self, _seen: Seen) -> Answer:
        ident = self.new_session()
        return Json({"code": 0, "data": {"task_id": f"t-{ident}", "session_id": ident}})

    def _credits(self, _seen: Seen) -> Answer:
        return Json({"code": 0, "data": self.credits})

    def _state(self, seen: Seen) -> Answer:
        state = self.sessions.get(seen.places["session"])
        if state is None:
            return Json({"code": 1002, "message": "no such session"}, 404)
        return Json({"code": 0, "data": {"state": state}})

    def _say(self, seen: Seen) -> Answer:
        asked = seen.json
        state = self.sessions.get(asked["session_id"])
        if state is None:
            return Json({"detail": f"Session not found: {asked['session_id']}"}, 404)
        words = asked["new_message"]["parts"][0]["text"] if "new_message" in asked else ""
        told = self.on_message(state, words) if self.on_message else None
        return told or Stream([answers.text(f"You said: {words}")])

    def _upload(self, seen: Seen) -> Answer:
        names = seen.names or seen.json["urls"]
        files = [
            {"name": name, "type": "video", "duration": 2, "width": 640, "height": 360}
            for name in names
        ]
        return Json({"code": 0, "data": {"files": files}})

    def _export(self, seen: Seen) -> Answer:
        names = ("source", "version", "platform")
        if not all(seen.headers.get(self.rules.headers[name].lower()) for name in names):
            return Json({"code": 402, "message": "attribution missing"}, 402)
        self.renders[seen.json["id"]] = [dict(step) for step in self.steps]
        return Json({"code": 0, "data": {"id": seen.json["id"], "poll": self.poll}})

    def _export_status(self, seen: Seen) -> Answer:
        steps = self.renders.get(seen.places["render"])
        if steps is None:
            return Json({"detail": "no such render"}, 404)
        step = dict(steps.pop(0) if len(steps) > 1 else steps[0])
        if step.get("status") == "completed" and "url" not in step:
            step["url"] = self.keep(self.content)
        return Json(self.shaped(step))

    def shaped(self, step: dict[str, Any]) -> dict[str, Any]:
        """A render's status in one of the forms that documents show."""
        about = {key: step[key] for key in ("progress", "error") if key in step}
        url, size = step.get("url"), step.get("size")
        hint = {"poll": self.poll} if self.poll else {}
        match self.shape:
            case "data":
                link = {"outputUrl": url} if url else {}
                return {"code": 0, "data": {"status": step["status"], **about, **link, **hint}}
            case "plain":
                link = {"outputUrl": url, "progress": 100} if url else {}
                failed = {"status": "failed"} if step["status"] == "failed" else {}
                return {"progress": 0, **about, **link, **failed, **hint}
        output = {"url": url, **({"size": size} if size else {})}
        link = {"output": output} if url else {}
        return {"status": step["status"], **about, **link, **hint}

    def _export_cancel(self, _seen: Seen) -> Answer:
        return Json({"code": 0, "data": {"status": "cancelled"}})

    def _download(self, _seen: Seen) -> Answer:
        return Raw(self.content, headers={"Content-Type": "video/mp4"})

    def _claim(self, _seen: Seen) -> Answer:
        return Json({"claim_token": "clm_abc123", "expires_in": 604800})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # two writes an answer would wait 40 ms for each other
    fake: ClassVar[Fake]

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PUT = do_HEAD = do_GET

    @abstractmethod
    def _serve(self) -> None:
        """Answers this one request."""


class _Api(_Handler):
    def _serve(self) -> None:
        seen = Seen("unknown", self.command, self.path, {})
        seen.headers = {name.lower(): value for name, value in self.headers.items()}
        seen.endpoint, seen.places = _endpoint(self.fake.rules, self.command, self.path)
        try:
            self._read(seen)
            answers.send(self, self.fake.answer(seen))
        except (ConnectionError, ValueError):
            self.close_connection = True

    def _read(self, seen: Seen) -> None:
        """The body: kept when it is short, only measured when it is a file."""
        left = int(seen.headers.get("content-length") or 0)
        seen.length = left
        hashed = hashlib.sha256()
        kept = bytearray()
        while left:
            piece = self.rfile.read(min(left, _BLOCK))
            if not piece:
                break
            left -= len(piece)
            hashed.update(piece)
            if len(kept) < 16 * _BLOCK:
                kept += piece
        seen.body, seen.digest = bytes(kept), hashed.hexdigest()
        if "multipart" in seen.headers.get("content-type", ""):
            names = re.findall(rb'name="files"; filename="([^"]*)"', seen.body)
            seen.names = [name.decode("utf-8", "replace") for name in names]


class _Store(_Handler):
    """Finished files on another origin: as particular as a signed URL of a storage service."""

    def _serve(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen("file", self.command, self.path, headers)
        told = self.fake._scripts["file"]
        self.fake.seen.append(seen)
        if told:
            scripted = told.popleft()
            answers.send(self, scripted(seen) if callable(scripted) else scripted)
            return
        foreign = "authorization" in headers or any(n.startswith("x-skill") for n in headers)
        content = self.fake.files.get(self.path)
        if foreign or content is None:
            status = 400 if foreign else 403
            answers.send(self, Raw(b"<Error>SignatureDoesNotMatch</Error>", status))
            return
        answers.send(self, part_of(content, headers.get("range", "")))


def part_of(content: bytes, wanted: str) -> Raw:
    """The file, or the part that a Range header asks for."""
    span = re.fullmatch(r"bytes=(\d+)-", wanted)
    headers = {"Content-Type": "video/mp4", "ETag": '"v1"'}
    if not span:
        return Raw(content, headers=headers)
    start = int(span[1])
    if start >= len(content):
        return Raw(b"", 416, headers)
    where = f"bytes {start}-{len(content) - 1}/{len(content)}"
    return Raw(content[start:], 206, {**headers, "Content-Range": where})


def _endpoint(rules: contract.Contract, method: str, target: str) -> tuple[str, dict[str, str]]:
    """The contract's name for a request, and what stands at its path's places."""
    path = target.partition("?")[0]
    for row in sorted(rules.endpoints.values(), key=lambda row: -len(row.path)):
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(row.path))
        if row.method == method and (match := re.fullmatch(pattern, path)):
            return row.name, match.groupdict()
    return "unknown", {}


def _serve(fake: Fake, kind: type[_Handler]) -> ThreadingHTTPServer:
    handler = type(kind.__name__, (kind,), {"fake": fake})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


def lines(*pieces: bytes) -> Iterator[bytes]:
    yield from pieces
