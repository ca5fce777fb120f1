"""Who may knock at all."""

from __future__ import annotations

import pytest

from studio import api

HEALTH = "/health"
KEY = "the-key"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200), ("localhost:8765", 200), ("[::1]:8765", 200), ("10.0.0.7", 200),
        ("evil.example", 403), ("127.0.0.1.evil.example", 403), ("localhost.evil.example", 403),
        ("", 403), ("[", 403),
    ],
)  # fmt: skip
def test_only_names_of_this_server_are_answered(wire, host: str, status: int) -> None:
    assert wire.ask("GET", HEALTH, Host=host).status == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:8765", 200), ("http://evil.example", 403), ("null", 403),
        ("http://localhost:3000", 403), ("http://127.0.0.1:9999", 403),
    ],
)  # fmt: skip
def test_pages_of_other_sites_are_not_answered(wire, origin: str, status: int) -> None:
    assert wire.ask("GET", HEALTH, Origin=origin).status == status


def test_a_server_behind_a_proxy_is_called_by_its_public_name(studio, wiring) -> None:
    hosts = frozenset({"studio.example.com"})
    wire = wiring(api.build(studio, hosts=hosts, public="https://studio.example.com/"))
    assert wire.ask("GET", HEALTH, Host="studio.example.com").status == 200
    page = "https://studio.example.com"
    assert wire.ask("GET", HEALTH, Host="studio.example.com", Origin=page).status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/auth/anonymous-token"), ("POST", "/run_sse"), ("GET", "/openapi.json"),
        ("GET", "/version"), ("GET", "/api/credits/balance/simple"), ("POST", "/api/studio/stop"),
        ("GET", "/nothing"),
    ],
)  # fmt: skip
def test_an_embedded_studio_does_nothing_without_its_key(make, wiring, method, path) -> None:
    wire = wiring(api.build(make(embedded=True), key=KEY, stop=lambda: None))
    for shown in ("", "wrong", KEY + "x", "kéy"):
        told = wire.ask(method, path, X_Studio_Key=shown, X_Client_Id="client-0001")
        assert (told.status, told.json()["code"]) == (403, 403), shown


def test_a_stranger_learns_of_an_embedded_studio_only_that_it_is_one(make, wiring) -> None:
    wire = wiring(api.build(make(embedded=True), key=KEY, stop=lambda: None))
    assert wire.ask("GET", HEALTH).json() == {"code": 0, "status": "ok", "version": "1.0.0+test"}
    assert "pid" in wire.ask("GET", HEALTH, X_Studio_Key=KEY).json()


def test_it_proves_that_it_knows_the_key_without_being_shown_it(make, wiring) -> None:
    import hashlib
    import hmac

    wire = wiring(api.build(make(embedded=True), key=KEY, stop=lambda: None))
    told = wire.ask("GET", HEALTH, X_Studio_Challenge="abc").json()
    assert told["proof"] == hmac.new(KEY.encode(), b"abc", hashlib.sha256).hexdigest()


def test_only_an_embedded_studio_is_stopped_and_a_busy_one_only_by_force(make, wiring) -> None:
    import threading

    stopped: list[bool] = []
    studio = make(embedded=True)
    wire = wiring(
        api.build(studio, key=KEY, stop=lambda: stopped.append(True)), {"X-Studio-Key": KEY}
    )
    waiting = threading.Event()
    studio.lanes.put("a", lambda: waiting.wait(5) and None)
    busy = wire.ask("POST", "/api/studio/stop", {})
    assert (busy.status, stopped) == (409, [])
    assert wire.ask("POST", "/api/studio/stop", {"force": True}).status == 200
    assert stopped == [True]
    waiting.set()
    team = wiring(api.build(make()))
    assert team.ask("POST", "/api/studio/stop", {}).status == 403


@pytest.mark.parametrize(("path", "status"), [("/x", 404), ("/run_sse", 405)])
def test_what_is_not_there_is_said_in_the_envelope(wire, path: str, status: int) -> None:
    told = wire.ask("GET", path)
    assert told.status == status
    assert told.json()["message"]


def test_what_breaks_inside_is_a_sentence_with_a_mark_and_no_trace(studio, wire, caplog) -> None:
    person = wire.person()
    del studio.store._people  # the store is broken
    told = person.ask("GET", "/api/credits/balance/simple")
    assert told.status == 500
    message = told.json()["message"]
    assert "Traceback" not in message and "_people" not in message
    mark = message.rpartition("(")[2].rstrip(").")
    assert any(getattr(record, "mark", "") == mark for record in caplog.records)
