"""Tokens, sessions, credits, claims."""

from __future__ import annotations

import re
import time

import pytest

from studio import api

TOKEN = "/api/auth/anonymous-token"
OPEN = "/api/tasks/me/with-session/nemo_agent"
DAY = 86_400


def test_a_token_comes_with_100_credits_for_seven_days(wire) -> None:
    told = wire.ask("POST", TOKEN, X_Client_Id="client-0001").data
    assert told["token"].startswith("nmv_usr_")
    assert told["user_id"].startswith("anon_")
    assert told["credits"] == 100
    assert told["expires_at"] == "1970-01-19T13:46:40+00:00"  # the clock's 1 000 000 s, 7 days on


def test_without_a_client_id_it_is_400(wire) -> None:
    told = wire.ask("POST", TOKEN)
    assert (told.status, told.json()["code"]) == (400, 400)


@pytest.mark.parametrize("client", ["short", "a" * 129, "with space", "ünïcödé-client"])
def test_a_client_id_that_is_none_is_400(wire, client: str) -> None:
    assert wire.ask("POST", TOKEN, X_Client_Id=client).status == 400


def test_a_client_gets_one_token_in_seven_days_and_then_the_same_person_again(wire, clock) -> None:
    first = wire.ask("POST", TOKEN, X_Client_Id="client-0001").data
    again = wire.ask("POST", TOKEN, X_Client_Id="client-0001")
    assert (again.status, again.json()["code"]) == (429, 429)
    assert again.headers["retry-after"] == str(7 * DAY)
    clock.now += 7 * DAY + 1
    renewed = wire.ask("POST", TOKEN, X_Client_Id="client-0001").data
    assert renewed["user_id"] == first["user_id"]
    assert renewed["token"] != first["token"]
    assert renewed["credits"] == 100


def test_an_address_gets_ten(wire) -> None:
    answers = [wire.ask("POST", TOKEN, X_Client_Id=f"client-{n:04}") for n in range(11)]
    assert [a.status for a in answers] == [200] * 10 + [429]


def test_with_the_key_two_skills_share_a_client_id(make, wiring) -> None:
    wire = wiring(api.build(make(embedded=True), key="k3y"), {"X-Studio-Key": "k3y"})
    first, second = (wire.ask("POST", TOKEN, X_Client_Id="client-0001").data for _ in range(2))
    assert first["token"] != second["token"]
    assert first["user_id"] == second["user_id"]
    mine = wiring(wire.app, {**wire.headers, "Authorization": f"Bearer {first['token']}"})
    session = mine.session()
    theirs = wiring(wire.app, {**wire.headers, "Authorization": f"Bearer {second['token']}"})
    assert theirs.state(session)["session_id"] == session


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nmv_usr_x", "Basic abc"])
def test_without_a_good_token_it_is_1001(wire, header: str) -> None:
    told = wire.ask("GET", "/api/credits/balance/simple", Authorization=header)
    assert (told.status, told.json()["code"]) == (401, 1001)


def test_a_token_ends_after_seven_days(wire, clock) -> None:
    person = wire.person()
    clock.now += 7 * DAY
    assert person.ask("GET", "/api/credits/balance/simple").json()["code"] == 1001


def test_the_balance_has_available_frozen_and_total(wire) -> None:
    told = wire.person().ask("GET", "/api/credits/balance/simple").data
    assert told == {"available": 100, "frozen": 0, "total": 100}


@pytest.mark.parametrize("body", [{"task_name": "project"}, {"language": "zh"}, {}])
def test_a_session_opens_with_and_without_a_language(wire, body) -> None:
    told = wire.person().ask("POST", OPEN, body).data
    assert told["task_id"] and told["session_id"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"language": 5}', b"\xff"])
def test_a_body_that_cannot_be_read_is_400_in_the_envelope(wire, body: bytes) -> None:
    told = wire.person().ask("POST", OPEN, body)
    assert (told.status, told.json()["code"]) == (400, 400)


def test_a_session_is_nobody_elses(wire) -> None:
    session = wire.person("client-0001").session()
    other = wire.person("client-0002")
    for method, path in [
        ("GET", f"/api/state/nemo_agent/me/{session}/latest"),
        ("POST", f"/api/upload-video/nemo_agent/me/{session}"),
    ]:
        told = other.ask(method, path)
        assert (told.status, told.json()["code"]) == (404, 1002), path
        assert told.json()["detail"] == f"Session not found: {session}"
    assert other.say(session, "hello").json()["code"] == 1002


def test_the_user_in_a_path_is_me_or_the_user_id(wire) -> None:
    person = wire.person()
    opened = person.ask("POST", OPEN, {}).data
    session, user = opened["session_id"], opened["user_id"]
    assert person.ask("GET", f"/api/state/nemo_agent/{user}/{session}/latest").status == 200
    assert person.ask("GET", f"/api/state/nemo_agent/you/{session}/latest").status == 404


def test_a_claim_token_stands_for_a_session_for_seven_days(wire, studio) -> None:
    person = wire.person()
    opened = person.ask("POST", OPEN, {}).data
    asked = {"task_id": opened["task_id"], "session_id": opened["session_id"]}
    told = person.ask("POST", "/api/auth/claim-token", asked).data
    assert told["claim_token"].startswith("clm_")
    assert told["expires_in"] == 604_800
    assert person.ask("POST", "/api/auth/claim-token", asked | {"task_id": "x"}).status == 404
    assert told["claim_token"] not in repr(studio.store.__dict__)  # kept as a hash only
    assert told["claim_url"] == (f"http://127.0.0.1:8765/workspace/claim?ct={told['claim_token']}")


def page(wire, path: str, **headers: str):
    """What a browser gets, which has neither token nor key."""
    return type(wire)(wire.app).ask("GET", path, **headers)


def test_a_claim_link_shows_its_project_and_nothing_else_to_whoever_holds_it(
    wire, studio, clock
) -> None:
    person = wire.person()
    opened = person.ask("POST", OPEN, {}).data
    session = opened["session_id"]
    person.say(session, 'make a 2-second video with the title "<b>Hello & 你好</b>"')
    wish = {"format": "mp4", "quality": "draft", "resolution": "144p"}
    order = {"id": "render_1", "sessionId": session, "output": wish}
    person.ask("POST", "/api/render/proxy/lambda", order)
    for _ in range(400):
        if person.ask("GET", "/api/render/proxy/lambda/render_1").json()["status"] == "completed":
            break
        time.sleep(0.03)
    asked = {"task_id": opened["task_id"], "session_id": session}
    secret = person.ask("POST", "/api/auth/claim-token", asked).data["claim_token"]
    shown = page(wire, f"/workspace/claim?ct={secret}")
    text = shown.body.decode()
    assert shown.status == 200 and shown.headers["content-type"].startswith("text/html")
    assert "&lt;b&gt;Hello &amp; 你好&lt;/b&gt;" in text and "<b>" not in text
    assert shown.headers["referrer-policy"] == "no-referrer"
    link = re.search(r'href="([^"]+)"', text)
    assert link and page(wire, link[1]).body[4:8] == b"ftyp"
    for wrong in ("", secret + "x", "clm_", "%00", secret.upper()):
        assert page(wire, f"/workspace/claim?ct={wrong}").status == 404
    bearer = {"Authorization": f"Bearer {secret}"}
    assert page(wire, "/api/credits/balance/simple", **bearer).status == 401  # no access token
    clock.now += 7 * 86_400 + 1
    assert page(wire, f"/workspace/claim?ct={secret}").status == 404


@pytest.mark.parametrize(
    ("site", "mode", "dest", "status"),
    [
        ("cross-site", "navigate", "document", 200), ("none", "navigate", "document", 200),
        ("cross-site", "no-cors", "image", 403), ("cross-site", "cors", "empty", 403),
        ("same-site", "navigate", "iframe", 403),
    ],
)  # fmt: skip
def test_a_link_may_be_followed_from_anywhere_but_not_embedded(
    wire, site: str, mode: str, dest: str, status: int
) -> None:
    person = wire.person()
    opened = person.ask("POST", OPEN, {}).data
    asked = {"task_id": opened["task_id"], "session_id": opened["session_id"]}
    secret = person.ask("POST", "/api/auth/claim-token", asked).data["claim_token"]
    sent = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": mode, "Sec_Fetch_Dest": dest}
    assert page(wire, f"/workspace/claim?ct={secret}", **sent).status == status
    if site != "none":
        assert page(wire, "/health", **sent).status == 403


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "token is missing"), ("zh-CN", "令牌"), ("zh-TW,zh;q=0.9", "權杖")]
)
def test_a_refusal_speaks_the_readers_language(wire, lang: str, words: str) -> None:
    told = wire.ask("GET", "/api/credits/balance/simple", Accept_Language=lang)
    assert words in told.json()["message"]
