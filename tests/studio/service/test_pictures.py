"""Music after the picture: told in words, shown as a picture, changed scene by scene."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from PIL import Image

from studio import brief as briefs
from studio import composer
from tests.studio.media.footage import ffmpeg

RATE = composer.RATE


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Twelve seconds: dark and still, bright and moving, dark and still."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    ffmpeg(
        "-f", "lavfi", "-i", "color=c=0x101830:s=320x180:r=25:d=4",
        "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4",
        "-f", "lavfi", "-i", "color=c=0x301810:s=320x180:r=25:d=4",
        "-filter_complex", "[0][1][2]concat=n=3:v=1", "-c:v", "libx264", "-preset", "ultrafast",
        "-pix_fmt", "yuv420p", path.name, cwd=path.parent,
    )  # fmt: skip
    return path.read_bytes()


@pytest.fixture
def person(wire):
    return wire.person()


def shown(answer) -> list[str]:
    """Where the pictures of an answer lie."""
    parts = [p for e in answer.events() for p in e.get("content", {}).get("parts", [])]
    files = [p["fileData"] for p in parts if "fileData" in p]
    assert all(file["mimeType"] == "image/png" for file in files)
    return [file["fileUri"] for file in files]


def brief(person, session):
    row = [t for t in person.state(session)["draft"]["t"] if t["tt"] == 1]
    return briefs.decode(row[0]["sg"][0]["m"]["brief"])


@pytest.mark.parametrize(
    ("asked", "again"),
    [
        ("generate a background music track that matches the mood of my video",
         "make scene 2 calmer"),
        ("给我的视频配一段符合画面氛围的音乐", "第二个场景安静一点"),
    ],
)  # fmt: skip
def test_the_mood_is_told_shown_and_changed_scene_by_scene(person, film, asked, again):
    session = person.session()
    person.upload(session, ("film.mp4", film))
    told = person.say(session, asked)
    assert "3." in told.text()
    (uri,) = shown(told)
    assert uri.startswith("/given/")
    got = person.ask("GET", uri)
    assert got.status == 200 and got.headers["content-type"] == "image/png"
    picture = Image.open(io.BytesIO(got.body))
    assert picture.size == (1200, 520)
    before = brief(person, session)
    changed = person.say(session, again)
    assert len(shown(changed)) == 1 and shown(changed) != [uri]
    after = brief(person, session)
    assert [(c.start, c.end) for c in after.changes] == [(4000.0, 8000.0)]
    assert (after.seed, after.curve, after.drops) == (before.seed, before.curve, before.drops)
    old, new = (composer.score(composer.plan(b)) for b in (before, after))
    assert (
        old.plan.chords == new.plan.chords and old.plan.bars == new.plan.bars[: len(old.plan.bars)]
    )
    there = {part.name: part for part in new.parts}
    for part in old.parts:
        early = [n[:1] + n[2:] for n in part.notes if n.at < 3 * RATE]
        kept = there[part.name].notes if part.name in there else ()
        assert [n[:1] + n[2:] for n in kept if n.at < 3 * RATE] == early, part.name


def test_a_picture_needs_its_own_link(person, film, clock):
    session = person.session()
    person.upload(session, ("film.mp4", film))
    (uri,) = shown(person.say(session, "music that matches the mood of my video"))
    _, _, key, until, signature, name = uri.split("/")
    for wrong in (
        f"/given/{key}/{until}/{'0' * len(signature)}/{name}",
        f"/given/{'0' * 40}/{until}/{signature}/{name}",
        f"/given/..%2f..%2fsecret/{until}/{signature}/{name}",
        f"/files/{key}/{until}/{signature}/{name}",
    ):
        assert person.ask("GET", wrong).status in (403, 404)
    clock.now += 90_000
    assert person.ask("GET", uri).status == 403


@pytest.mark.parametrize(
    ("asked", "suffix"),
    [("give me the stems", "zip"), ("as midi please", "mid"), ("给我分轨", "zip"),
     ("導出 MIDI", "mid"), ("the chord sheet as a file", "json")],
)  # fmt: skip
def test_what_a_musician_takes_home_is_handed_over(person, asked, suffix):
    session = person.session()
    person.say(session, "a funk track, 3 seconds")
    told = person.say(session, asked)
    parts = [p for e in told.events() for p in e.get("content", {}).get("parts", [])]
    (uri,) = [p["fileData"]["fileUri"] for p in parts if "fileData" in p]
    body = person.ask("GET", uri).body
    score = composer.score(composer.plan(brief(person, session)))
    match suffix:
        case "mid":
            assert body == composer.midi(score)
        case "json":
            assert json.loads(body)["chords"]
        case _:
            names = zipfile.ZipFile(io.BytesIO(body)).namelist()
            players = [name for name in names if name.startswith("stems/")]
            assert (
                len(players) >= len(score.parts) and "music.wav" in names and "plan.json" in names
            )


def test_where_nothing_was_composed_it_says_so(person, film):
    session = person.session()
    person.upload(session, ("film.mp4", film))
    assert "composed here" in person.say(session, "give me the stems").text()
