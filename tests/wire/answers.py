"""What the fake service can be told to answer: JSON, raw bytes, streams with accidents, silence."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

CUT = "cut"  # in a stream: the connection is closed here, without a last chunk
RESET = "reset"  # in a stream: the connection is reset here


@dataclass(frozen=True)
class Json:
    body: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stream:
    """Pieces of a body: bytes are sent as they are, numbers are waited, CUT and RESET end it."""

    pieces: Sequence[bytes | float | str | Callable[[], None]]
    status: int = 200
    headers: Mapping[str, str] = field(
        default_factory=lambda: {"Content-Type": "text/event-stream; charset=utf-8"}
    )
    chunked: bool = True


@dataclass(frozen=True)
class Reset:
    """No answer: the connection is reset."""


@dataclass(frozen=True)
class Silence:
    """No answer for so many seconds, then the connection is closed."""

    seconds: float


Answer = Json | Raw | Stream | Reset | Silence


def refusal(code: int, *, status: int = 200, **data: Any) -> Json:
    return Json({"code": code, "message": f"refused with {code}", "data": data or None}, status)


def event(*parts: Mapping[str, Any], **more: Any) -> bytes:
    """One event as the kit sends it."""
    content = {"parts": list(parts), "role": "model"} if parts else None
    body = {"author": "nemo_agent", "invocationId": "e-1", **more}
    if content is not None:
        body.setdefault("content", content)
    return data(body)


def data(value: object) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n\n"


def text(words: str, **more: Any) -> bytes:
    return event({"text": words}, **more)


def call(name: str, ident: str = "c1", **more: Any) -> bytes:
    return event({"functionCall": {"id": ident, "name": name, "args": {}}}, **more)


def result(name: str, ident: str = "c1", **more: Any) -> bytes:
    answer = {"functionResponse": {"id": ident, "name": name, "response": {"ok": True}}}
    return data({"author": "nemo_agent", "content": {"role": "user", "parts": [answer]}, **more})


def send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """The answer on the wire, accidents included."""
    match answer:
        case Json(body, status, headers):
            raw = json.dumps(body).encode()
            send(handler, Raw(raw, status, {"Content-Type": "application/json", **headers}))
        case Raw(body, status, headers):
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            if "Content-Length" not in headers:
                handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        case Stream():
            _stream(handler, answer)
        case Reset():
            reset(handler)
        case Silence(seconds):
            time.sleep(seconds)
            handler.close_connection = True


def _stream(handler: BaseHTTPRequestHandler, answer: Stream) -> None:
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if answer.chunked:
        handler.send_header("Transfer-Encoding", "chunked")
    else:
        handler.send_header("Connection", "close")
        handler.close_connection = True
    handler.end_headers()
    for piece in answer.pieces:
        match piece:
            case bytes():
                framed = b"%x\r\n%s\r\n" % (len(piece), piece) if answer.chunked else piece
                if piece:
                    handler.wfile.write(framed)
                    handler.wfile.flush()
            case "cut":
                handler.close_connection = True
                return
            case "reset":
                reset(handler)
                return
            case int() | float():
                time.sleep(piece)
            case _ if callable(piece):
                piece()
    if answer.chunked:
        handler.wfile.write(b"0\r\n\r\n")


def reset(handler: BaseHTTPRequestHandler) -> None:
    """The connection gone with an RST."""
    handler.close_connection = True
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()
