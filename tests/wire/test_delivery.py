"""Finished files over the wire: whole or not at all, under a safe name, nobody's replaced."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from client import download
from handlers import delivery, landing
from tests.wire.answers import CUT, RESET, Json, Raw, Stream
from tests.wire.fake import DRAFT, MP4, Fake, Seen
from tests.wire.stage import Stage

# -- the download -------------------------------------------------------------------------------


def test_nothing_of_ours_goes_to_the_download_host(ready: Stage, fake: Fake) -> None:
    ready.export()
    (seen,) = fake.asked("file")
    ours = {"authorization", "accept-language", "cookie", "x-client-id"}
    assert not ours & seen.headers.keys()
    assert not [name for name in seen.headers if name.startswith("x-")]
    assert seen.target.endswith("/my%20film.mp4?sig=a%2fb%2Bc~d&x=1")


def test_a_download_at_home_carries_the_token(ready: Stage, fake: Fake) -> None:
    fake.steps = [{"status": "completed", "url": "/api/render/proxy/r1/download"}]
    assert ready.export()
    (seen,) = fake.asked("download")
    assert seen.headers["authorization"].startswith("Bearer ")


def test_a_redirect_of_a_download_drops_the_token(ready: Stage, fake: Fake) -> None:
    away = fake.keep(MP4)
    fake.steps = [{"status": "completed", "url": "/api/render/proxy/r1/download"}]
    fake.script("download", Raw(b"", 302, {"Location": away}))
    assert ready.export()
    (seen,) = fake.asked("file")
    assert "authorization" not in seen.headers


@pytest.mark.parametrize("broken", [RESET, CUT])
def test_a_broken_download_goes_on_where_it_stopped(ready: Stage, fake: Fake, broken: str) -> None:
    fake.content = MP4 * 20
    length = {"Content-Length": str(len(fake.content)), "ETag": '"v1"'}

    def half(_seen: Seen) -> Stream:
        pieces = [fake.content[:100_000], 0.05, broken]
        return Stream(pieces, headers=length, chunked=False)

    fake.script("file", half)
    assert ready.export()
    first, second = fake.asked("file")
    assert "range" not in first.headers
    start = int(second.headers["range"].removeprefix("bytes=").removesuffix("-"))
    assert 0 < start <= 100_000
    assert second.headers["if-range"] == '"v1"'
    assert [path.read_bytes() for path in ready.delivered()] == [fake.content]


def test_a_part_of_a_killed_run_is_gone_on_with(ready: Stage, fake: Fake) -> None:
    fake.content = MP4 * 20
    ready.killed()
    job = ready.turn.client.store.jobs()[0]["id"]
    ready.turn.out.mkdir(exist_ok=True)
    (ready.turn.out / f"{job}.part").write_bytes(fake.content[:50_000])
    assert ready.export()
    assert fake.asked("file")[0].headers["range"] == "bytes=50000-"
    assert [path.read_bytes() for path in ready.delivered()] == [fake.content]


@pytest.mark.parametrize(
    ("content", "size", "name"),
    [
        (b"<html>Access denied</html>", None, "download_wrong"),
        (b"", None, "download_wrong"),
        (b"RIFF0000WAVEfmt ", None, "download_wrong"),
        (MP4, len(MP4) + 1, "download_short"),
    ],
)
def test_what_is_no_finished_file_is_thrown_away(
    ready: Stage, fake: Fake, content: bytes, size: int | None, name: str
) -> None:
    fake.content = content
    url = fake.keep(content)
    fake.steps = [{"status": "completed", "url": url, "size": size}]
    assert not ready.export()
    assert ready.told.errors == [name]
    assert not ready.delivered()


def test_an_expired_link_is_asked_for_anew(ready: Stage, fake: Fake) -> None:
    fake.script("file", Raw(b"expired", 403))
    assert ready.export()
    assert len(fake.asked("file")) == 2
    assert len(fake.asked("export")) == 1


def test_where_every_link_fails_the_services_own_download_helps(ready: Stage, fake: Fake) -> None:
    fake.script("file", *[Raw(b"no", 403)] * 8)
    assert ready.export()
    assert len(fake.asked("download")) == 1
    assert [path.read_bytes() for path in ready.delivered()] == [MP4]


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://user:pw@127.0.0.1/x", "gopher:x",
     "http://[::1", "https://x y/z", "http://127.0.0.1:99999/x"],
)  # fmt: skip
def test_an_address_that_is_not_to_be_fetched_is_not(ready: Stage, fake: Fake, url: str) -> None:
    fake.steps = [{"status": "completed", "url": url}]
    fake.script("download", Raw(b"no", 500))
    assert not ready.export()
    assert ready.told.errors == ["download_address"]
    assert not ready.delivered()


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://localhost/x", "http://10.0.0.1/x",
            "http://[::1]/x", "http://printer.local/x"],
)  # fmt: skip
def test_a_remote_service_cannot_send_us_into_the_users_own_network(url: str) -> None:
    from client import Backend, Problem

    with pytest.raises(Problem, match="download_address"):
        download.checked(url, Backend("https://example.com", "hosted"))


# -- where the file lies ------------------------------------------------------------------------


def test_a_file_of_the_users_is_never_replaced_unless_told_to(ready: Stage) -> None:
    ready.turn.out.mkdir()
    mine = ready.turn.out / "Urban Dreams.mp4"
    mine.write_bytes(b"mine")
    ready.export()
    assert mine.read_bytes() == b"mine"
    assert (ready.turn.out / "Urban Dreams (2).mp4").read_bytes() == MP4
    ready.again(force=True)
    ready.export()
    assert mine.read_bytes() == MP4
    assert len(ready.delivered()) == 2


def test_a_link_under_the_files_name_is_not_written_through(ready: Stage) -> None:
    ready.turn.out.mkdir()
    victim = ready.folder / "victim"
    victim.write_bytes(b"precious")
    (ready.turn.out / "Urban Dreams.mp4").symlink_to(victim)
    ready.export()
    assert victim.read_bytes() == b"precious"
    ready.again(force=True)
    ready.export()
    assert victim.read_bytes() == b"precious"


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/evil", "..", "", "CON", "a/b\\c:d", "-rf", "\x1b[31mred",
             "x" * 400,
             "视频" * 100, ".hidden", "a\u202egpj", "nul.mp4", "good.mp4", "film.MP4"],
)  # fmt: skip
def test_no_name_leaves_the_folder(ready: Stage, name: str) -> None:
    assert ready.export(name=name)
    (path,) = ready.delivered()
    assert path.parent == ready.turn.out
    assert not path.name.startswith((".", "-"))
    assert path.suffix == ".mp4" and not path.stem.endswith(".mp4")
    assert len(path.name.encode()) < 200


def test_out_can_be_the_file_itself_and_says_the_format(fake: Fake, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "song.mp3"
    stage = Stage(fake, tmp_path, options={"out": target, "out_is_file": True})
    stage.do("credits")
    fake.session["draft"] = DRAFT
    fake.content = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 50
    assert stage.export()
    assert target.read_bytes() == fake.content
    assert fake.asked("export")[0].json["output"]["format"] == "mp3"
    assert stage.told.of("file") == [(target, "audio")]


def test_a_folder_that_takes_nothing_is_said_before_the_render(ready: Stage, fake: Fake) -> None:
    ready.turn.out.write_bytes(b"a file, not a folder")
    assert not ready.export()
    assert ready.told.errors == ["not_writable"]
    assert not fake.asked("export")


def test_a_file_that_does_not_fit_is_said_before_its_first_byte(ready: Stage, fake: Fake) -> None:
    free = shutil.disk_usage(ready.folder).free
    fake.steps = [{"status": "completed", "url": fake.keep(MP4), "size": free + 10**12}]
    assert not ready.export()
    assert ready.told.errors == ["disk_full"]
    assert not fake.asked("file")
    assert len(ready.turn.client.store.jobs()) == 1  # there is room again: say export


def test_a_disk_that_runs_full_leaves_nothing_half_written(
    ready: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(landing.Problem, match="disk_full"):
        download.fetch(ready.turn.client, ready.fake.keep(MP4), ready.folder / "x.part")
    assert not ready.delivered()


def test_a_drive_without_hard_links_gets_its_file_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "a.mp4").write_bytes(b"mine")
    (tmp_path / "p.part").write_bytes(MP4)
    path = landing.settled(tmp_path / "p.part", tmp_path / "a.mp4", force=False)
    assert path.name == "a (2).mp4"
    assert path.read_bytes() == MP4
    assert (tmp_path / "a.mp4").read_bytes() == b"mine"


# -- keeping the project ------------------------------------------------------------------------


def test_the_claim_link_is_offered_and_holds_no_access_token(ready: Stage, fake: Fake) -> None:
    ready.export()
    (offer,) = ready.told.of("offer")
    assert offer[0] == "claim"
    assert offer[1].endswith("https://nemovideo.com/workspace/claim?ct=clm_abc123")


def test_a_studio_of_ones_own_shows_the_project_itself(fake: Fake, tmp_path: Path) -> None:
    stage = Stage(fake, tmp_path, kind="custom")
    stage.do("credits")
    fake.session["draft"] = DRAFT
    own = f"{fake.url}/workspace/claim?ct=clm_abc123"
    for said, link in ((own, own), ("https://evil.example/?ct=clm_abc123", "nemovideo.com")):
        stage.told.all.clear()
        fake.script("claim", Json({"claim_token": "clm_abc123", "claim_url": said}))
        assert stage.export(name="again")
        ((_, text),) = stage.told.of("offer")
        assert link in text and "evil" not in text


@pytest.mark.parametrize(
    "claim", [{"claim_token": "nmv_usr_0123456789"}, {"claim_token": "x y"}, {}, {"claim_token": 5}]
)
def test_a_claim_token_that_is_none_is_not_offered(
    ready: Stage, fake: Fake, claim: dict[str, Any]
) -> None:
    fake.script("claim", Json(claim))
    assert ready.export()
    assert not ready.told.of("offer")


@pytest.mark.parametrize("code", [1001, 1002, 429, 500])
def test_a_claim_that_is_refused_costs_neither_time_nor_the_session(
    ready: Stage, fake: Fake, code: int
) -> None:
    fake.poll = 0.1
    fake.script("claim", Json({"code": code}))
    assert ready.export()
    assert not ready.told.of("offer")
    assert sum(ready.slept) < 1
    assert len(fake.asked("session")) == len(fake.asked("token")) == 1


def test_a_users_own_account_and_the_studio_at_home_need_no_claim(
    fake: Fake, tmp_path: Path
) -> None:
    fake.accepted.add("own-token-1")
    for stage in (
        Stage(fake, tmp_path / "a", environ={"NEMO_TOKEN": "own-token-1"}),
        Stage(fake, tmp_path / "b", kind="local"),
    ):
        stage.do("credits")
        fake.session["draft"] = DRAFT
        assert stage.export()
        assert not stage.told.of("offer")
    assert not fake.asked("claim")


def test_a_receipt_is_told_in_short_and_kept_beside_the_file(ready: Stage, fake: Fake) -> None:
    receipt = {"width": 1920, "height": 1080, "duration": 12000, "loudness": -14.02, "peak": -1.3}
    told = {"about": "1920×1080, 12 s, -14.0 LUFS", "sentences": ["The picture is as it was."]}
    url = fake.keep(MP4)
    done = {"status": "completed", "output": {"url": url}, "receipt": receipt, "told": told}
    fake.script("export_status", Json(done))
    assert ready.export()
    assert "kB, 1920×1080, 12 s, -14.0 LUFS)." in ready.told.texts
    assert "The picture is as it was." in ready.told.texts
    kept = ready.turn.out / "Urban Dreams.mp4.receipt.json"
    assert json.loads(kept.read_text()) == receipt


def test_kinds_of_file_are_told(ready: Stage) -> None:
    assert set(delivery.FORMATS.values()) <= {"video", "audio", "picture", "project"}
