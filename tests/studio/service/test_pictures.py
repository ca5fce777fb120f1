"""Music after the picture: told in words, shown as a picture, changed scene by scene."""

from __future__ import annotations

import io

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
    assert uri.startswith("/pictures/")
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
        f"/pictures/{key}/{until}/{'0' * len(signature)}/{name}",
        f"/pictures/{'0' * 40}/{until}/{signature}/{name}",
        f"/pictures/..%2f..%2fsecret/{until}/{signature}/{name}",
        f"/files/{key}/{until}/{signature}/{name}",
    ):
        assert person.ask("GET", wrong).status in (403, 404)
    clock.now += 90_000
    assert person.ask("GET", uri).status == 403
