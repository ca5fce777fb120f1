"""A language model at a real endpoint: asked only where the grammar gives up, never believed."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from studio import api
from studio.service.studio import ModelSettings

WISH = "flurb the zorgle until it frobnicates"


class Endpoint(http.server.BaseHTTPRequestHandler):
    answer: Any = ""
    status = 200
    heard: list[tuple[str, dict[str, str], dict[str, Any]]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.append((self.path, dict(self.headers), body))
        raw = self.answer
        if not isinstance(raw, bytes):
            raw = json.dumps({"choices": [{"message": {"content": raw}}]}).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def endpoint() -> Iterator[type[Endpoint]]:
    kind = type("One", (Endpoint,), {"heard": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    kind.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    yield kind
    server.shutdown()
    server.server_close()


@pytest.fixture
def person(make, wiring, endpoint):
    settings = ModelSettings(url=endpoint.url, name="tiny", key="s3cret", seconds=5)
    return wiring(api.build(make(model=settings))).person()


TITLE = {"op": "add-title", "id": "t1", "text": "Frobnicated", "start": 0, "duration": 2000}


def test_it_helps_where_nothing_was_understood(person, endpoint) -> None:
    endpoint.answer = "Sure! " + json.dumps({"operations": [TITLE]})
    session = person.session()
    told = person.say(session, WISH).text()
    assert "Frobnicated" in told and "tiny" in told
    path, headers, body = endpoint.heard[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer s3cret"
    assert body["model"] == "tiny" and WISH in body["messages"][1]["content"]
    assert "s3cret" not in told


def test_it_is_not_asked_about_what_the_grammar_takes(person, endpoint) -> None:
    person.say(person.session(), 'make a 5-second video with the title "Hello"')
    assert endpoint.heard == []


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("no idea", 200), ('{"operations": []}', 200), ('{"operations": [{"op": "rm -rf"}]}', 200),
        (json.dumps({"operations": [{**TITLE, "duration": -5}]}), 200),
        (json.dumps({"operations": [{"op": "add-clip", "id": "c", "source": "/etc/passwd",
                                     "duration": 5}]}), 200),
        (b"<html>", 200), (b"{}", 200), (b"[]", 200), ("x", 500), ("x", 302), (b"", 200),
    ],
)  # fmt: skip
def test_nonsense_from_it_is_as_if_it_had_not_been_asked(person, endpoint, answer, status) -> None:
    endpoint.answer, endpoint.status = answer, status
    session = person.session()
    assert "flurb" in person.say(session, WISH).text()
    assert person.state(session)["version"] == 0
    assert len(endpoint.heard) == 1  # and no redirect was followed


def test_a_dead_endpoint_costs_a_question_not_an_error(make, wiring) -> None:
    for url in ("http://127.0.0.1:9/v1", "ftp://x", "nonsense"):
        wire = wiring(api.build(make(model=ModelSettings(url=url, name="x", seconds=2))))
        person = wire.person()
        assert "flurb" in person.say(person.session(), WISH).text()
