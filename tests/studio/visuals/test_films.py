"""From a message and a song to a file: what is told, what is delivered, what is not drawn twice."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from studio.media import pipe, probing
from studio.media.errors import Cancelled
from studio.media.process import FILE_ONLY, ffmpeg
from studio.visuals import flashes
from studio.visuals.planes import Planes

WISH = "make a small visual video of my song with the beat drops highlighted"


def film(count: int = 20) -> list[Planes]:
    return [Planes.blank(64, 48, (n * 10 % 250, 40, 90)) for n in range(count)]


def test_planes_become_a_movie_of_as_many_frames(tmp_path: Path) -> None:
    heard: list[float] = []
    target = tmp_path / "a.mp4"
    pipe.film(film(), target, size=(64, 48), fps=(30, 1), count=20, progress=heard.append)
    found = probing.probe(target)
    assert found.picture is not None
    assert (found.picture.codec, found.picture.shown) == ("h264", (64, 48))
    assert found.duration == pytest.approx(667, abs=2)
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]


def test_a_film_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    def endless():
        while True:
            yield Planes.blank(64, 48, (0, 0, 0))

    began = time.monotonic()
    with pytest.raises(Cancelled):
        pipe.film(
            endless(), tmp_path / "a.mp4", size=(64, 48), fps=(30, 1), count=10**6,
            cancelled=lambda: time.monotonic() - began > 0.3,
        )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def delivered(person, session: str, studio, **output) -> tuple[Path, dict]:
    """The finished file of an export, and its record."""
    asked = {"id": f"x{time.monotonic_ns()}", "sessionId": session, "draft": {}, "output": output}
    started = person.ask("POST", "/api/render/proxy/lambda", asked)
    assert started.status == 200, started.body
    while True:
        found = person.ask("GET", f"/api/render/proxy/lambda/{asked['id']}").json()
        found = found.get("data", found)
        if found["status"] not in ("pending", "processing"):
            break
        time.sleep(0.05)
    assert found["status"] == "completed", found
    newest = max((studio.settings.data / "exports").rglob("*.mp4"), key=lambda p: p.stat().st_mtime)
    return newest, found


@pytest.mark.slow
def test_a_song_is_heard_told_drawn_once_and_lights_up_at_its_drop(wire, studio, song_file) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("Night Drive.wav", song_file))
    told = person.say(session, f"{WISH}, 320x180").text()
    assert " BPM" in told
    assert "0:06" in told
    assert "Night Drive" in told
    path, record = delivered(person, session, studio)
    raw = ffmpeg(
        [*FILE_ONLY, "-i", path.name, "-vf", "scale=64:36:flags=area", "-pix_fmt", "gray",
         "-f", "rawvideo", "-"], cwd=path.parent,
    ).out  # fmt: skip
    seen = np.frombuffer(raw, np.uint8).reshape(-1, 36, 64).astype(int)
    assert len(seen) == 360
    moved = np.abs(np.diff(seen, axis=0)).mean(axis=(1, 2))
    assert abs(int(np.argmax(moved[60:300])) + 61 - 180) <= 1
    flashing = max(flashes.rates(seen.astype(np.uint8), 30))
    assert flashing <= flashes.MOST
    receipt = record["receipt"]
    (row,) = receipt["lit"]["drops"]  # measured on the file, beside what is seen in it here
    assert row["shown"] == pytest.approx((int(np.argmax(moved[60:300])) + 61) / 30, abs=1e-3)
    assert row["heard"] == pytest.approx(6.0, abs=0.012)
    assert row["off_ms"] == pytest.approx((row["shown"] - row["heard"]) * 1000, abs=0.2)
    assert receipt["lit"]["within_a_frame"] == 1
    assert receipt["flashes"] == pytest.approx(flashing, abs=0.5)
    (said,) = record["told"]["sentences"]  # and nothing of a picture that was kept
    assert "within one frame" in said
    films = list((studio.settings.data / "films").iterdir())
    person.say(session, "make the music quieter")
    again, record = delivered(person, session, studio)
    assert again != path
    assert list((studio.settings.data / "films").iterdir()) == films
    assert record["receipt"]["way"] == "copy"
    assert "blue, gold" in person.say(session, "use ink, blue and gold").text()
    before = person.state(session)["draft"]
    assert "ink" in person.say(session, "undo").text().lower()
    person.say(session, "redo")
    assert person.state(session)["draft"] == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("silence", np.zeros(3 * 22050, np.float32)),
        ("short", 0.3 * np.sin(np.arange(2 * 22050) * 0.05).astype(np.float32)),
    ],
)
def test_silence_and_scraps_of_sound_are_a_result_with_a_sentence(
    wire, studio, name: str, sound: np.ndarray
) -> None:
    from tests.studio.visuals.conftest import wav

    person = wire.person()
    session = person.session()
    person.upload(session, (f"{name}.wav", wav(sound)))
    told = person.say(session, f"{WISH}, 160x90").text()
    assert ("silent" if name == "silence" else "five seconds") in told
    assert ("nothing is heard" in told) is (name == "silence") and "strongest beats" not in told
    path, _ = delivered(person, session, studio)
    assert probing.probe(path).duration == pytest.approx(len(sound) / 22.05, abs=60)
