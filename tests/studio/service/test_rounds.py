"""A song that is shorter than the show: it goes on at a bar line, and the photos with it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from studio.analysis import RATE
from studio.media import sound as sounds
from studio.service import crossings_told, slides, songs, timelines
from studio.sync import attacks
from studio.timeline import facts
from studio.timeline.model import Clip, Sound
from tests.studio.analysis.songs import song
from tests.studio.service.evenings import delivered


def photo(number: int) -> tuple[str, bytes]:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (25 * number, 220 - 20 * number, 90)).save(out, "JPEG")
    return f"p{number}.jpg", out.getvalue()


@pytest.mark.slow
def test_photos_stay_on_the_beat_of_a_song_that_begins_again(wire: Any, studio: Any) -> None:
    tune = song("house", 121, seconds=13, first=0.2).sound[: 13 * RATE]
    out = io.BytesIO()
    soundfile.write(out, tune / np.abs(tune).max() * 0.8, RATE, format="WAV")
    person = wire.person()
    session = person.session()
    person.upload(session, *map(photo, range(10)), ("tune.wav", out.getvalue()))
    told = person.say(session, "make a slideshow with my photos and this song").text()
    assert "looped" in told and "9 changes" in told
    receipt, file = delivered(studio, session)
    assert receipt["sync"]["count"] == 9 == receipt["sync"]["within_40_ms"]
    person.say(session, "crossfade the photos for half a second")
    crossing, _ = delivered(studio, session, "crossing")
    assert crossing["sync"]["within_40_ms"] == 9
    assert "Looked at frame by frame, 9 of them" in person.say(session, "what was measured?").text()
    heard = sounds.pcm(file).mean(axis=1)
    first, last = heard[48_000 : 8 * 48_000], heard[:]
    beat = 60 / 121  # by which attacks lie apart, also across the joins
    whole = round(36 * beat * 48_000)
    late, alike = attacks.lag(first, last[48_000 + whole : 8 * 48_000 + whole], 48_000, most=0.1)
    assert abs(late) < 0.015 and alike > 0.4


@pytest.mark.parametrize(
    ("text", "laid"),
    [("slideshow", 1), ("slideshow on the beat", 1), ("slideshow, no music please", 0),
     ("把照片做成幻灯片，不要音乐", 0), ("做幻燈片", 1)],
)  # fmt: skip
def test_a_song_that_came_with_the_photos_is_under_them(
    wire: Any, studio: Any, tone: bytes, text: str, laid: int
) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, *map(photo, range(3)), ("tone.wav", tone))
    person.say(session, text)
    now = timelines.now(studio, studio.store.session(session))[0]
    assert len(facts.clips(now)) == 3 and len(facts.music(now)) == laid


def test_what_a_picture_follows_is_what_is_rendered() -> None:
    """The same rounds, whether bar lines are known or the end goes over into the beginning."""
    n = np.arange(3 * RATE) / RATE
    tone = (np.sin(2 * np.pi * 90 * n) * (n % 0.5 < 0.1)).astype(np.float32)
    plain = songs._again(tone, 10 * RATE, RATE, None)
    assert np.array_equal(plain[:RATE], tone[1 : RATE + 1]) and len(plain) == 10 * RATE
    turned = songs._again(tone, 10 * RATE, RATE, (0.5, 2.5))
    struck, step = attacks.rises(turned, RATE)
    times = np.flatnonzero((struck[1:-1] > 1) & (struck[1:-1] >= struck[2:])) * step
    assert len(times) and np.abs((times - times[0] + 0.25) % 0.5 - 0.25).max() < 0.01


def test_a_sound_without_a_turn_has_none() -> None:
    assert facts.turn(Sound(id="s", start=0, duration=9)) is None
    assert facts.turn(Sound(id="s", start=0, duration=9, metadata={"turn": [1, 8]})) == (1, 8)


ROW = {"at": 3.25, "beat": 3.2, "off_ms": -50.0, "frames": -1.5, "planned_ms": 0.0,
       "sound_ms": 0.0, "picture_ms": 0.0}  # fmt: skip


def test_a_change_is_where_it_is_seen() -> None:
    proof = {"asked": False, "count": 2, "within_40_ms": 0, "cuts": [ROW, {**ROW, "at": 9.0}]}
    made = crossings_told.told(proof, [(3.25, 3.21)])
    assert made["cuts"][0]["at"] == 3.21 and made["cuts"][0]["off_ms"] == -10.0
    assert made["cuts"][0]["frames"] == -0.3 and made["cuts"][0]["picture_ms"] == 40.0
    assert made["cuts"][1]["at"] == 9.0 and (made["seen"], made["laid_ms"]) == (1, 40.0)
    assert made["within_40_ms"] == 1


def test_photos_that_cross_change_in_the_middle_where_they_changed_before() -> None:
    def still(id: str, start: int, cross: int = 0) -> Clip:
        return Clip(id=id, start=start, duration=2000, source=id, crossfade=cross,
                    metadata={"kind": "image"})  # fmt: skip

    before = (still("a", 0), still("b", 2000), still("c", 4000))
    now = (still("a", 0), still("b", 2000, 500), still("c", 4000, 500))
    (edit,) = slides.centred(before, now)
    assert edit.targets == ("a", "b", "c") and edit.cuts == (1750, 3750)
    assert [e.cuts for e in slides.centred(now, before)] == [(2250, 4250)]
    assert not list(slides.centred(before, before))
