"""No token, key or id of ours is ever seen by anybody but its own backend."""

from __future__ import annotations

import json
import logging
import os
import stat
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from client import ApiError, Backend, Problem
from tests.wire.answers import Json, Raw, Reset, Stream, refusal, text
from tests.wire.fake import DRAFT, MP4, Fake
from tests.wire.stage import Stage

KEY = "studio-key-9f8e7d"
OWN = "own-token-1a2b3c4d"


def evening(stage: Stage, fake: Fake, folder: Path) -> None:
    """Everything a user does, with everything that goes wrong."""
    clip = folder / "clip.mp4"
    clip.write_bytes(MP4)
    echo = {"message": f"your {KEY} and {' '.join(fake.accepted)}", "code": 7777}
    stage.upload(clip)
    stage.do("credits")
    fake.session["draft"] = DRAFT
    for endpoint in ("credits", "state", "say", "export", "upload"):
        fake.script(endpoint, Json(echo), refusal(2001), Raw(b"<html>", 500), Reset())
    for _ in range(4):
        stage.do("credits")
        stage.do("state")
        stage.say("add music")
        stage.export()
        stage.upload(clip)
    fake.on_message = lambda _s, _w: Stream([text(f"{KEY} {' '.join(fake.accepted)}")])
    stage.say("what is my token")
    stage.export()


@pytest.mark.parametrize("own", [False, True])
def test_nothing_that_is_shown_written_or_logged_holds_a_secret(
    fake: Fake, tmp_path: Path, own: bool, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    if own:
        fake.accepted.add(OWN)
    environ = {"NEMO_TOKEN": OWN} if own else {}
    stage = Stage(fake, tmp_path, kind="custom", environ=environ, key=KEY)
    evening(stage, fake, tmp_path)
    secrets = {KEY, *fake.accepted}
    out, err = capfd.readouterr()
    shown = json.dumps(stage.told.all, default=str) + caplog.text + out + err
    assert not [secret for secret in secrets if secret in shown]
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "tokens.json":
            content = path.read_bytes()
            assert not [secret for secret in secrets if secret.encode() in content], path
    if own:  # the user's own token is theirs to keep
        assert not (tmp_path / "config" / "tokens.json").exists()


def test_no_secret_is_ever_in_an_address(fake: Fake, tmp_path: Path) -> None:
    stage = Stage(fake, tmp_path, kind="custom", key=KEY)
    evening(stage, fake, tmp_path)
    for seen in fake.seen:
        assert not [secret for secret in {KEY, *fake.accepted} if secret in seen.target]


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_what_is_kept_is_readable_by_its_owner_alone(fake: Fake, tmp_path: Path) -> None:
    os.umask(0)
    try:
        stage = Stage(fake, tmp_path)
        stage.say("hello")
        fake.session["draft"] = DRAFT
        fake.steps = [{"status": "failed"}]
        stage.export()
    finally:
        os.umask(0o022)
    folder = tmp_path / "config"
    for path in [folder, *folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def break_header(stage: Stage, fake: Fake) -> None:
    stage.turn.client.backend = Backend(fake.url, "local", "key\nwith a break")
    stage.turn.client.call("credits")


def break_address(stage: Stage, fake: Fake) -> None:
    stage.turn.client.token()
    stage.turn.client.backend = Backend("http://exa mple:x/", "hosted")
    stage.turn.client.call("credits")


def break_connection(stage: Stage, fake: Fake) -> None:
    fake.script("credits", Reset())
    stage.turn.client.call("credits")


@pytest.mark.parametrize("act", [break_header, break_address, break_connection])
def test_no_exception_carries_what_it_was_about(
    stage: Stage, fake: Fake, act: Callable[[Stage, Fake], None]
) -> None:
    with pytest.raises(Problem) as caught:
        act(stage, fake)
    written = "".join(traceback.format_exception(caught.value))
    assert "with a break" not in written
    assert not [token for token in fake.accepted if token in written]
    assert KEY not in repr(Backend("http://x", "local", KEY))


def test_an_error_is_its_name_and_its_code() -> None:
    error = ApiError("token_expired", 1001, detail="nmv_usr_secret")
    assert repr(error) == "ApiError('token_expired', 1001)"
