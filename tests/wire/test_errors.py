"""Every row of the error table, over the wire: the cure once, then one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

import words
from tests.wire.answers import Json, Raw, Reset, Stream, data, refusal, text
from tests.wire.fake import DRAFT, Fake
from tests.wire.stage import ROOT, Stage

OLD = [1001, 1010, 1011, 401]


@pytest.mark.parametrize("code", OLD)
def test_an_expired_token_is_renewed_once_and_the_call_repeated(
    stage: Stage, fake: Fake, code: int
) -> None:
    status = 401 if code == 401 else 200
    fake.script("credits", refusal(code, status=status))
    assert stage.do("credits")
    assert len(fake.asked("token")) == 2
    assert len(fake.asked("credits")) == 2
    first, second = (seen.headers["authorization"] for seen in fake.asked("credits"))
    assert first != second
    assert len({seen.headers["x-client-id"] for seen in fake.asked("token")}) == 1


def test_a_token_refused_twice_is_said_and_not_asked_for_for_ever(stage: Stage, fake: Fake) -> None:
    fake.script("credits", refusal(1001), refusal(1001))
    assert not stage.do("credits")
    assert stage.told.errors == ["token_expired"]
    assert len(fake.asked("credits")) == 2


def test_a_token_of_the_users_own_is_never_replaced(fake: Fake, tmp_path: Path) -> None:
    stage = Stage(fake, tmp_path, environ={"NEMO_TOKEN": "my-own-token-123"})
    assert not stage.do("credits")
    assert stage.told.errors == ["token_own"]
    assert "NEMO_TOKEN" in stage.told.of("error")[0][1]
    assert not fake.asked("token")


def test_a_token_of_the_users_own_is_used_and_trimmed(fake: Fake, tmp_path: Path) -> None:
    fake.accepted.add("my-own-token-123")
    stage = Stage(fake, tmp_path, environ={"NEMO_TOKEN": " my-own-token-123\n"})
    assert stage.do("credits")
    assert not fake.asked("token")


@pytest.mark.parametrize("token", ["a\nb", "schlüssel", "a b", "\x00abc"])
def test_a_token_that_no_header_can_carry_is_said_without_showing_it(
    fake: Fake, tmp_path: Path, token: str
) -> None:
    stage = Stage(fake, tmp_path, environ={"NEMO_TOKEN": token})
    assert not stage.do("credits")
    assert stage.told.errors == ["token_malformed"]
    assert token not in str(stage.told.all)


def test_a_users_token_never_goes_to_the_studio_at_home(fake: Fake, tmp_path: Path) -> None:
    stage = Stage(fake, tmp_path, kind="local", environ={"NEMO_TOKEN": "hosted-secret-1"})
    assert stage.do("credits")
    assert all("hosted-secret-1" not in str(seen.headers) for seen in fake.seen)


@pytest.mark.parametrize("lost", [refusal(1002), refusal(1002, status=404), Json({}, 404)])
def test_a_lost_session_is_opened_anew_said_and_the_message_repeated(
    stage: Stage, fake: Fake, lost: Json
) -> None:
    stage.do("state")
    fake.script("say", lost)
    assert stage.say("add music")
    asked = [seen.json["session_id"] for seen in fake.asked("say")]
    assert len(asked) == 2 and asked[0] != asked[1]
    assert words.say("connect.reopened", "en") in stage.told.texts


def test_a_session_lost_for_good_is_said_after_one_new_one(stage: Stage, fake: Fake) -> None:
    fake.script("say", refusal(1002), refusal(1002))
    assert not stage.say("add music")
    assert stage.told.errors == ["session_gone"]
    assert len(fake.asked("session")) == 2


def test_a_session_that_the_service_forgot_between_runs_is_replaced(
    stage: Stage, fake: Fake
) -> None:
    stage.say("hello")
    fake.sessions.clear()
    stage.again()
    assert stage.say("add music")
    assert "You said: add music" in stage.told.texts


def test_no_credits_tells_an_anonymous_user_where_to_register(stage: Stage, fake: Fake) -> None:
    fake.script("say", refusal(2001))
    assert not stage.say("add music")
    ((code, sentence),) = stage.told.of("error")
    task = f"t-{next(iter(fake.sessions))}"
    assert code == "no_credits"
    assert f"https://nemovideo.com/register?bind={task}" in sentence


def test_no_credits_tells_a_registered_user_to_top_up(fake: Fake, tmp_path: Path) -> None:
    fake.accepted.add("own-token-1")
    stage = Stage(fake, tmp_path, environ={"NEMO_TOKEN": "own-token-1"})
    fake.script("say", refusal(2001))
    assert not stage.say("add music")
    assert "/pricing" in stage.told.of("error")[0][1]


@pytest.mark.parametrize(
    ("endpoint", "answer", "name", "said"),
    [
        ("upload", refusal(4001), "unsupported_file", "mp3, wav, mp4, mov"),
        ("upload", refusal(4002), "too_large", "Compress"),
        ("upload", Raw(b"", 413), "too_large", "200 MB"),
        ("export", refusal(402), "plan", "credits do not change that"),
        ("export", Json({}, 402), "plan", "upgrade"),
        ("state", Raw(b"<html>", 500), "server", "few minutes"),
        ("state", Raw(b"", 403), "refused", "allow"),
        ("state", Raw(b"<html>", 200), "bad_answer", "address"),
    ],
)
def test_each_refusal_is_one_sentence_that_says_what_to_do(
    stage: Stage, fake: Fake, tmp_path: Path, endpoint: str, answer: Json, name: str, said: str
) -> None:
    stage.do("credits")
    fake.session["draft"] = DRAFT
    fake.script(endpoint, answer, answer)
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(fake.content)
    acts = {"upload": lambda: stage.upload(clip), "export": stage.export}
    assert not acts.get(endpoint, lambda: stage.do("state"))()
    ((code, sentence),) = stage.told.of("error")
    assert code == name
    assert said in sentence


def test_too_many_requests_waits_as_the_table_says_and_repeats_once(
    stage: Stage, fake: Fake
) -> None:
    fake.script("credits", refusal(429, status=429))
    assert stage.do("credits")
    assert stage.slept == [30]
    fake.script("credits", refusal(429), refusal(429))
    assert not stage.do("credits")
    assert stage.slept == [30, 30]
    assert stage.told.errors == ["too_many"]


def test_too_many_requests_waits_as_long_as_the_answer_asks(stage: Stage, fake: Fake) -> None:
    fake.script("credits", Json({"code": 429}, 429, {"Retry-After": "3"}))
    assert stage.do("credits")
    assert stage.slept == [3]


def test_a_limit_of_days_is_not_waited_for(stage: Stage, fake: Fake) -> None:
    fake.script("token", Json({"code": 429}, 429, {"Retry-After": "604800"}))
    assert not stage.do("credits")
    assert stage.slept == []
    assert stage.told.errors == ["too_many"]


def test_a_client_id_that_is_refused_is_made_anew_once(stage: Stage, fake: Fake) -> None:
    fake.script("token", Json({"code": 400}, 400))
    assert stage.do("credits")
    first, second = (seen.headers["x-client-id"] for seen in fake.asked("token"))
    assert first != second
    kept = (stage.folder / "config" / "client_id").read_text().strip()
    assert kept == second


def test_a_refusal_inside_the_stream_is_cured_like_any_other(stage: Stage, fake: Fake) -> None:
    fake.script("say", Stream([data({"code": 1001, "message": "expired"})]))
    assert stage.say("add music")
    assert len(fake.asked("say")) == 2
    assert len(fake.asked("token")) == 2


def test_a_refusal_after_work_has_begun_is_never_sent_again(stage: Stage, fake: Fake) -> None:
    fake.script("say", Stream([text("Working on it."), data({"code": 1001})]))
    assert not stage.say("add music")
    assert len(fake.asked("say")) == 1
    assert "Working on it." in stage.told.texts


def test_an_unreachable_service_offers_the_studio_at_home(stage: Stage, fake: Fake) -> None:
    fake._api.shutdown()
    fake._api.server_close()
    assert not stage.do("credits")
    assert stage.told.errors == ["unreachable"]
    assert "--backend local" in stage.told.of("error")[0][1]


def test_a_connection_lost_in_a_call_is_one_sentence(stage: Stage, fake: Fake) -> None:
    fake.script("credits", Reset())
    assert not stage.do("credits")
    assert stage.told.errors == ["cut"]


def test_a_redirect_inside_the_origin_is_followed_and_none_beyond_it(
    stage: Stage, fake: Fake
) -> None:
    here = "/api/credits/balance/simple?again=1"
    fake.script("credits", Json({}, 307, {"Location": here}))
    assert stage.do("credits")
    fake.script("credits", Json({}, 307, {"Location": f"{fake.store_url}/steal"}))
    assert not stage.do("credits")
    assert stage.told.errors == ["redirected"]
    assert not fake.asked("file")


@pytest.mark.parametrize("lang", words.LANGS)
def test_every_error_has_its_sentence_in_the_users_language(
    fake: Fake, tmp_path: Path, lang: words.Lang
) -> None:
    stage = Stage(fake, tmp_path, lang=lang)
    fake.script("credits", refusal(2001))
    stage.do("credits")
    bind = stage.turn.client.bind_id()
    link = f"https://nemovideo.com/register?bind={bind}"
    assert stage.told.of("error")[0][1] == words.say("errors.no_credits", lang, link=link)


def test_attribution_is_on_every_request_and_no_content_type_on_a_get(
    stage: Stage, fake: Fake
) -> None:
    stage.say("hello")
    stage.do("credits")
    for seen in fake.seen:
        assert seen.headers["x-skill-source"] == "music-maker"
        assert seen.headers["x-skill-version"] == "1.0.0"
        assert seen.headers["x-skill-platform"] == "unknown"
        assert seen.method == "POST" or "content-type" not in seen.headers


def test_the_studios_key_goes_to_its_origin_and_nowhere_else(fake: Fake, tmp_path: Path) -> None:
    stage = Stage(fake, tmp_path, kind="local", key="k3y-of-the-studio")
    stage.do("credits")
    fake.session["draft"] = DRAFT
    assert stage.export()
    for seen in fake.seen:
        key = seen.headers.get("x-studio-key")
        assert key == (None if seen.endpoint == "file" else "k3y-of-the-studio")


def test_netrc_never_replaces_the_token(
    stage: Stage, fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login evil password evil\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert stage.do("credits")
    assert all("Basic" not in seen.headers.get("authorization", "") for seen in fake.seen)


def test_loopback_is_reached_without_the_proxy_that_is_set(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert stage.do("credits")


def test_the_session_is_opened_with_the_language_of_the_message(stage: Stage, fake: Fake) -> None:
    stage.say("把音乐调小一点")
    assert fake.asked("session")[0].json == {"task_name": "project", "language": "zh"}


def test_a_second_run_goes_on_in_the_same_session_with_the_same_token(
    stage: Stage, fake: Fake
) -> None:
    stage.say("hello")
    stage.again()
    stage.say("again")
    assert len(fake.asked("token")) == len(fake.asked("session")) == 1
    stage.again(fresh=True)
    stage.say("anew")
    assert len(fake.asked("session")) == 2
    stage.again(session="other")
    stage.say("elsewhere")
    assert len(fake.asked("session")) == 3


def test_the_connection_is_said_once_and_shows_no_secret(stage: Stage, fake: Fake) -> None:
    stage.say("hello")
    stage.say("hello")
    stage.again()
    stage.say("hello")
    assert stage.told.texts.count("Connected") == 1
    assert "100 free credits" in stage.told.texts
    shown = json.dumps(stage.told.all, default=str)
    assert all(token not in shown for token in fake.accepted)
    assert next(iter(fake.tokens)) not in shown


def test_a_service_that_knows_no_state_of_a_new_session_is_no_trouble(
    stage: Stage, fake: Fake
) -> None:
    fake.script("state", *[refusal(1002, status=404)] * 2)
    assert stage.do("state")
    assert not stage.export()
    assert stage.told.errors == ["nothing_to_export"]
    assert stage.say("hello")
    assert len(fake.asked("session")) == 1


def test_whatever_is_damaged_on_disk_is_set_aside_said_and_gone_on_without(
    stage: Stage, fake: Fake
) -> None:
    stage.say("hello")
    kept = [path for path in (stage.folder / "config").rglob("*") if path.suffix == ".json"]
    for path in kept:
        path.write_bytes(b"{half")
    stage.again()
    assert stage.say("again")
    assert len(kept) == 2
    for path in kept:
        said = words.say("connect.damaged", "en", name=f"{path.name}.damaged-1")
        assert said in stage.told.texts


def test_a_run_killed_for_real_is_picked_up(stage: Stage, fake: Fake) -> None:
    stage.do("credits")
    fake.session["draft"] = DRAFT
    fake.steps = [{"status": "processing"}]
    run = (
        "import sys, time; from pathlib import Path; from tests.wire.stage import ROOT, Stage\n"
        "class There: url = sys.argv[1]\n"
        "stage = Stage(There, Path(sys.argv[2])); stage.turn.sleep = time.sleep\n"
        "stage.export()\n"
    )
    command = [sys.executable, "-c", run, fake.url, str(stage.folder)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        until = time.monotonic() + 30
        while not fake.asked("export_status") and time.monotonic() < until:
            time.sleep(0.02)
        process.kill()
    job = next(iter(fake.renders))
    fake.renders[job] = [{"status": "completed"}]
    stage.again()
    assert stage.do("state")
    assert len(stage.delivered()) == 1
    assert len(fake.asked("export")) == 1


def test_the_studio_at_home_keeps_its_sessions_and_jobs_on_another_port(tmp_path: Path) -> None:
    with Fake() as first, Fake() as second, Fake() as third:
        stage = Stage(first, tmp_path, kind="local")
        stage.say("hello")
        first.session["draft"] = DRAFT
        stage.killed()
        second.sessions, second.renders = first.sessions, first.renders
        for steps in second.renders.values():
            del steps[:-1]
        stage.fake = second
        stage.again()
        assert stage.do("state")
        assert "city timelapse" in stage.told.texts
        assert not second.asked("session")
        assert len(stage.delivered()) == 1
        stranger = Stage(third, tmp_path, kind="custom")
        stranger.do("credits")
        assert len(third.asked("session")) == 1
