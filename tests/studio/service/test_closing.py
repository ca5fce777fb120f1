"""A recorded song that ends with its chorus: what is delivered keeps its beat across the join."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
import soundfile

from studio.analysis import RATE
from studio.media import sound as sounds
from studio.service import timelines
from studio.timeline import facts
from tests.studio.analysis.songs import of_loudness, song
from tests.studio.media.footage import ffmpeg
from tests.studio.service.evenings import delivered
from tests.studio.service.test_song_parts import PARTS


@pytest.fixture(scope="module")
def tune() -> bytes:
    """Intro, verse, chorus, verse, chorus from 0:32 to 0:40: 120 beats a minute."""
    loud = song("hiphop", 120, seconds=8, first=0.0).sound
    rows = [
        of_loudness(song(kind, 120, seconds=lasts, first=0.0, seed=lasts).sound, loud, level)
        for kind, lasts, level in PARTS
    ]
    whole = np.concatenate(rows)
    out = io.BytesIO()
    soundfile.write(out, whole / np.abs(whole).max() * 0.9, RATE, format="WAV")
    return out.getvalue()


def beat(path: Any, start: float, end: float) -> float:
    """Where in half a second whatever is struck lies, of 120 beats a minute; seconds."""
    mono = sounds.pcm(path, start=start, length=end - start).mean(axis=1)
    step = sounds.RATE // 1000
    level = np.square(np.diff(mono))[: len(mono) // step * step - step].reshape(-1, step).mean(1)
    rise = np.maximum(0, np.diff(np.log10(np.convolve(level, np.ones(3), "same") + 1e-7), 1))
    row = np.convolve(rise, np.ones(4), "same")[: len(rise) // 500 * 500].reshape(-1, 500)
    return (int(row.mean(axis=0).argmax()) / 1000 + start) % 0.5


def music(studio: Any, session: str) -> Any:
    return facts.music(timelines.now(studio, studio.store.session(session))[0])[0]


@pytest.mark.slow
def test_under_a_film_the_song_goes_over_to_its_chorus_in_time(wire, studio, tune, tmp_path):
    ffmpeg("-f", "lavfi", "-i", "color=c=red:s=64x48:r=30:d=29", "-c:v", "libx264", "-preset",
           "ultrafast", "film.mp4", cwd=tmp_path)  # fmt: skip
    person = wire.person()
    session = person.session()
    person.upload(session, ("film.mp4", (tmp_path / "film.mp4").read_bytes()), ("tune.wav", tune))
    person.say(session, "put this song under my video")
    told = person.say(session, "repeat the chorus at the end").text()
    assert "goes from" in told and "(0:32)" in told and "a part of it comes once more" in told
    assert music(studio, session).duration == 29_000
    receipt, file = delivered(studio, session)
    assert receipt["duration"] == pytest.approx(29_000, abs=40)
    before, after = beat(file, 15.0, 20.0), beat(file, 22.0, 28.0)
    assert abs((after - before + 0.25) % 0.5 - 0.25) < 0.006
    assert "whole again" in person.say(session, "the whole song again").text()
    assert music(studio, session).in_point == 0


@pytest.mark.slow
def test_a_film_drawn_from_a_song_is_longer_by_what_comes_once_more(wire, studio, tune):
    person = wire.person()
    session = person.session()
    person.upload(session, ("tune.wav", tune))
    person.say(session, "make a small visual video of my song, 320x180")
    person.say(session, "结尾再来一遍副歌")
    now = timelines.now(studio, studio.store.session(session))[0]
    assert facts.picture_end(now) == pytest.approx(48_000, abs=2_100)
    assert music(studio, session).duration == facts.picture_end(now)
    person.say(session, "undo")
    assert "ends with the chorus as it is" in person.say(session, "end with the chorus").text()


@pytest.mark.slow
def test_a_song_without_bars_is_begun_later_instead(wire, studio, tmp_path):
    at = np.arange(40 * RATE) / RATE
    level = np.interp(at, [0, 15, 16, 31, 32, 40], [0.05, 0.05, 0.7, 0.7, 0.08, 0.08])
    tones = [np.sin(2 * np.pi * (pitch + 3 * np.sin(at / 3)) * at) for pitch in (110, 277)]
    out = io.BytesIO()
    soundfile.write(out, sum(tones) * level / 2, RATE, format="WAV")
    ffmpeg("-f", "lavfi", "-i", "color=c=red:s=64x48:r=30:d=20", "-c:v", "libx264", "-preset",
           "ultrafast", "film.mp4", cwd=tmp_path)  # fmt: skip
    person = wire.person()
    session = person.session()
    film = ("film.mp4", (tmp_path / "film.mp4").read_bytes())
    person.upload(session, film, ("drone.wav", out.getvalue()))
    person.say(session, "put this song under my video")
    told = person.say(session, "repeat the chorus at the end").text()
    assert "no bar lines" in told and person.state(session)["awaiting_answer"] is True
    person.say(session, "1")
    sound = music(studio, session)
    assert sound.in_point > 0 and 16_000 < sound.in_point + sound.duration < 32_100
