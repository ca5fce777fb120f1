"""What `/run_sse` takes and refuses, as the Agent Development Kit does."""

from __future__ import annotations

import json

import pytest

from studio.api import bodies

JSON = "application/json"


def body(**changes: object) -> bytes:
    plain = {
        "app_name": "nemo_agent", "user_id": "me", "session_id": "s",
        "new_message": {"role": "user", "parts": [{"text": "hello"}]},
    }  # fmt: skip
    return json.dumps({k: v for k, v in (plain | changes).items() if v != "DROP"}).encode()


@pytest.mark.parametrize(
    "raw",
    [
        body(),
        body(extra="ignored"),
        body(streaming=True),
        body(streaming="yes"),
        body(new_message={"parts": [{"text": "hel"}, {"text": "lo"}]}),
        json.dumps({
            "appName": "nemo_agent", "userId": "me", "session_id": "s",
            "newMessage": {"parts": [{"text": "hello"}]},
        }).encode(),
    ],
)  # fmt: skip
def test_snake_and_camel_and_mixed_are_taken(raw: bytes) -> None:
    found = bodies.message(raw, JSON)
    assert (found.app, found.user, found.session) == ("nemo_agent", "me", "s")
    assert (found.text or "").replace("\n", "") == "hello"


@pytest.mark.parametrize(
    ("raw", "kind", "loc"),
    [
        (body(session_id="DROP"), "missing", ["body", "sessionId"]),
        (body(user_id="DROP"), "missing", ["body", "userId"]),
        (body(app_name="DROP"), "missing", ["body", "appName"]),
        (body(new_message="DROP"), "missing", ["body", "newMessage"]),
        (body(session_id=5), "string_type", ["body", "sessionId"]),
        (body(streaming=3), "bool_type", ["body", "streaming"]),
        (body(streaming=None), "bool_type", ["body", "streaming"]),
        (
            body(new_message={"parts": [{"type": "text", "text": "x"}]}),
            "extra_forbidden", ["body", "newMessage", "parts", 0, "type"],
        ),
        (body(new_message=[]), "model_attributes_type", ["body", "newMessage"]),
        (body(new_message={"parts": {}}), "list_type", ["body", "newMessage", "parts"]),
        (b"{", "json_invalid", ["body", 1]),
        (b"", "missing", ["body"]),
        (b"[]", "model_attributes_type", ["body"]),
    ],
)  # fmt: skip
def test_what_is_no_message_is_422_with_the_place(raw: bytes, kind: str, loc: list) -> None:
    with pytest.raises(bodies.Details) as refused:
        bodies.message(raw, JSON)
    assert [(d["type"], d["loc"]) for d in refused.value.details] == [(kind, loc)]


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data; boundary=x"])
def test_another_content_type_is_422(kind: str) -> None:
    with pytest.raises(bodies.Details):
        bodies.message(body(), kind)


def test_a_422_is_an_answer_in_the_kits_shape(wire) -> None:
    person = wire.person()
    told = person.ask("POST", "/run_sse", {"app_name": "nemo_agent"})
    assert told.status == 422
    assert {d["loc"][-1] for d in told.json()["detail"]} == {"userId", "sessionId", "newMessage"}


def test_a_body_that_is_not_utf8_is_400(wire) -> None:
    told = wire.person().ask("POST", "/run_sse", b'{"a":"\xff"}', Content_Type=JSON)
    assert (told.status, told.json()) == (400, {"detail": "There was an error parsing the body"})


def test_an_unknown_session_is_404_and_1002(wire) -> None:
    told = wire.person().say("nowhere", "hello")
    assert told.status == 404
    assert told.json()["detail"] == "Session not found: nowhere"
    assert told.json()["code"] == 1002


@pytest.mark.parametrize("message", [{}, {"parts": []}])
def test_a_message_without_parts_is_a_stream_with_one_error(wire, message) -> None:
    person = wire.person()
    session = person.session()
    told = person.ask("POST", "/run_sse", json.loads(body(session_id=session, new_message=message)))
    assert told.status == 200
    assert told.headers["content-type"].startswith("text/event-stream")
    assert told.events() == [{"error": "No parts in the new_message."}]


def test_a_message_beyond_the_limit_is_refused_and_the_session_lives(wire) -> None:
    person = wire.person()
    session = person.session()
    assert person.say(session, "x" * 1_000_001).json()["code"] == 400
    assert person.state(session)["version"] == 0


def test_another_app_has_no_sessions_here(wire) -> None:
    person = wire.person()
    session = person.session()
    asked = json.loads(body(session_id=session, app_name="other"))
    assert person.ask("POST", "/run_sse", asked).status == 404
