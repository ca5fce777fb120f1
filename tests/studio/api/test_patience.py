"""Requests that stop half-way: let go, while everybody else is answered."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from studio import api
from studio.api import patience


class Hasty(patience.Patient):
    head_within = 0.3


@pytest.fixture
def gate(studio) -> api.Gate:
    return api.build(studio)


@pytest.fixture
def address(gate) -> Iterator[tuple[str, int]]:
    """A real server, whose patience with heads is short."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(gate, http=Hasty, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()
    server.should_exit = True
    running.join(10)


@pytest.mark.parametrize(
    "begun", [b"", b"GET /hea", b"GET /health HTTP/1.1\r\nHost: localhost\r\n"]
)
def test_a_head_that_does_not_end_is_let_go(address, begun: bytes) -> None:
    with socket.create_connection(address, timeout=10) as slow:
        slow.sendall(begun)
        assert slow.recv(100) == b""  # closed, nothing said


def test_a_second_head_on_the_same_connection_has_no_more_time_than_the_first(address) -> None:
    with socket.create_connection(address, timeout=10) as slow:
        slow.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while b"ok" not in slow.recv(4096):
            pass
        time.sleep(0.5)  # resting between two requests is another matter
        slow.sendall(b"GET /hea")
        assert slow.recv(100) == b""


def test_a_head_that_comes_in_pieces_is_answered(address) -> None:
    with socket.create_connection(address, timeout=10) as slow:
        for piece in (b"GET /hea", b"lth HTTP/1.1\r\nHost: local", b"host\r\n\r\n"):
            slow.sendall(piece)
            time.sleep(0.02)
        assert slow.recv(4096).startswith(b"HTTP/1.1 200")


def test_a_body_that_stops_coming_is_refused_and_one_that_comes_slowly_is_not() -> None:
    async def told(pauses: list[float]) -> list[Any]:
        left = iter(pauses)

        async def receive() -> dict[str, Any]:
            pause = next(left)
            await asyncio.sleep(pause)
            return {"type": "http.request", "body": b"x", "more_body": True}

        receiving = patience.hurried(receive, pause=0.2)
        return [await receiving() for _ in pauses]

    assert len(asyncio.run(told([0.05] * 8))) == 8
    with pytest.raises(Exception, match="0 s"):
        asyncio.run(told([0.05, 5.0]))


def test_whoever_waits_for_the_end_of_a_stream_waits_as_long_as_it_takes() -> None:
    async def told() -> dict[str, Any]:
        messages = iter([(0.0, {"type": "http.request", "more_body": False}),
                         (0.3, {"type": "http.disconnect"})])  # fmt: skip

        async def receive() -> dict[str, Any]:
            pause, message = next(messages)
            await asyncio.sleep(pause)
            return message

        receiving = patience.hurried(receive, pause=0.1)
        await receiving()
        return await receiving()

    assert asyncio.run(told())["type"] == "http.disconnect"


def test_half_a_message_is_refused_in_the_contract_s_envelope(address, gate, wiring) -> None:
    gate.pause = 0.3
    token = wiring(gate).ask("POST", "/api/auth/anonymous-token", X_Client_Id="client-0001")
    head = b"POST /run_sse HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
    with socket.create_connection(address, timeout=10) as slow:
        slow.sendall(
            head + f"Authorization: Bearer {token.data['token']}\r\n\r\n".encode() + b'{"a"'
        )
        said = b""
        while b"}" not in said:
            said += slow.recv(4096)
        assert said.startswith(b"HTTP/1.1 408")
        assert json.loads(said.partition(b"\r\n\r\n")[2])["code"] == 408
