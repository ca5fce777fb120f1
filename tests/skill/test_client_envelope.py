"""Answers to data or named errors: every row of the contract's table, every odd body."""

from __future__ import annotations

import json
from typing import Any

import pytest

import contract
from client import envelope
from client.values import ApiError

RULES = contract.load()


def read(status: int, body: object, endpoint: str = "credits", **headers: str) -> dict[str, Any]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return envelope.data(status, raw, endpoint=endpoint, headers=headers, rules=RULES)


def refused(status: int, body: object, endpoint: str = "credits", **headers: str) -> ApiError:
    with pytest.raises(ApiError) as caught:
        read(status, body, endpoint, **headers)
    return caught.value


@pytest.mark.parametrize(
    ("body", "data"),
    [
        ({"code": 0, "data": {"a": 1}}, {"code": 0, "a": 1}),
        ({"data": {"token": "t"}}, {"token": "t"}),
        ({"token": "t"}, {"token": "t"}),
        ({"code": "0", "data": None}, {"code": "0", "data": None}),
        ({"code": 200, "data": {"a": 1}}, {"code": 200, "a": 1}),
        ({"status": "ok", "data": {"status": "completed"}}, {"status": "completed"}),
        ({"status": "failed", "error": "disk"}, {"status": "failed", "error": "disk"}),
    ],
)
def test_data_is_found_wherever_it_stands(body: object, data: dict[str, Any]) -> None:
    assert read(200, body) == data


ROWS = [
    (code, rule.name, endpoint)
    for code, rule in RULES.errors.items()
    for endpoint in (rule.only or ("credits",))
]


@pytest.mark.parametrize(("code", "name", "endpoint"), ROWS)
def test_each_code_has_its_name_in_the_body_whatever_the_status(
    code: int, name: str, endpoint: str
) -> None:
    for status in (200, 400, 500):
        error = refused(status, {"code": code, "message": "m"}, endpoint)
        assert (error.name, error.code) == (name, code)


@pytest.mark.parametrize(("code", "name", "endpoint"), [r for r in ROWS if r[0] < 600])
def test_each_code_that_is_a_status_has_its_name_as_the_status(
    code: int, name: str, endpoint: str
) -> None:
    for body in (b"", b"<html>no</html>", {"detail": "no"}, {"detail": [{"loc": 1}]}):
        assert refused(code, body, endpoint).name == name


@pytest.mark.parametrize(
    ("status", "body", "name"),
    [
        (500, b"", "server"),
        (503, b"<html>", "server"),
        (403, b"Forbidden", "refused"),
        (404, {"detail": "Not Found"}, "not_found"),
        (422, {"detail": [{"input": {"secret": "x"}}]}, "bad_request"),
        (400, {"detail": "There was an error parsing the body"}, "bad_request"),
        (409, {"message": "busy"}, "conflict"),
        (200, {"success": False, "error": "no"}, "backend"),
        (200, {"code": 5555, "message": "odd"}, "backend"),
        (200, {"error": {"code": 2001, "message": "none"}}, "no_credits"),
        (200, b"<html>hello</html>", "bad_answer"),
        (200, b"", "bad_answer"),
        (200, b"[1]", "bad_answer"),
        (200, b"\xff\xfe", "bad_answer"),
        (200, b"[" * 100_000, "bad_answer"),
    ],
)
def test_each_odd_answer_is_a_named_error(status: int, body: object, name: str) -> None:
    assert refused(status, body).name == name


def test_a_404_means_a_lost_session_only_where_a_session_was_asked_for() -> None:
    assert refused(404, {}, "say").name == "session_gone"
    assert refused(404, {}, "export_status").name == "not_found"


def test_an_error_repeats_nothing_of_a_refused_request() -> None:
    error = refused(422, {"detail": [{"input": "my secret words"}], "message": "my secret words"})
    assert error.detail == ""
    assert "secret" not in repr(error) + str(error) + str(error.args)


def test_the_wait_that_a_refusal_asks_for_is_known() -> None:
    assert refused(429, {}, **{"retry-after": "7"}).wait == 7
    assert refused(429, {}, **{"retry-after": "soon"}).wait is None
