"""A drop that is wanted without a time comes where it fits, and is told."""

from __future__ import annotations

import pytest

from studio import planner, timeline
from studio.brief import Brief, decode
from studio.planner import briefs
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import AddSound, RemoveSounds

WANTED = [
    ("compose a 40 second synthwave track with a big drop", (16,)),
    ("house, 60 seconds, with two drops", (18, 41)),
    ("30 seconds of trap where the beat drops", (12,)),
    ("something epic that builds up to a massive drop, 20 s", (8,)),
    ("a 3 minute house track with a drop", (60,)),
    ("40 seconds of house with a late drop", (25,)),
    ("做一首40秒的电子舞曲，要有一个大高潮", (16,)),
    ("做一首40秒的電子舞曲，帶兩個高潮", (12, 27)),
    ("house, 30 seconds, a drop at 0:21", (21,)),
    ("house, 30 seconds, without a drop", ()),
    ("calm piano, 30 seconds, drop the drums", ()),
    ("house for 30 seconds with a drop in volume at the end", ()),
    ("house for 9 seconds with a drop", (4.5,)),
    ("a house jingle of 5 seconds with a drop", ()),
]


@pytest.mark.parametrize(("text", "places"), WANTED)
def test_it_lands_where_it_fits(text, places):
    read = briefs.understand(text)
    assert read is not None
    assert [at / 1000 for at in read.drops] == pytest.approx(places, abs=0.5)


def test_a_piece_that_is_there_gets_one():
    brief = Brief(genre="house")
    for text in ("give it a big drop", "add a drop", "加一个高潮"):
        changed = briefs.change(text, brief)
        assert changed is not None and changed.drops == (12_000.0,), text
    louder = briefs.change("make the drop bigger", brief)
    assert louder is None or not louder.drops


def test_over_a_film_it_lands_within_it():
    film = Material(id="m1", name="trip.mp4", kind="video", duration=20_000)
    found = planner.understand(
        "add house music with a big drop", timeline=Timeline(), materials=(film,)
    )
    made = [step for step in found.steps if isinstance(step, AddSound)]
    assert [decode(step.brief).drops for step in made if step.brief] == [(8_000.0,)]


SONG = Material(id="m2", name="song.mp3", kind="audio", duration=40_000)
LOFI = AddSound(id="s1", brief={"genre": "lofi"}, name="Lo-fi", duration=30_000)


def test_a_visual_of_a_new_song_is_not_heard_under_the_old_one():
    there = timeline.apply(Timeline(), LOFI)
    words = "turn my music track into a visual video with beat drops highlighted"
    new = planner.understand(words, timeline=there, materials=(SONG,), arrived=("m2",))
    assert [step.targets for step in new.steps if isinstance(step, RemoveSounds)] == [("s1",)]
    assert [step.source for step in new.steps if isinstance(step, AddSound)] == ["m2"]


def test_a_visual_is_made_of_the_music_that_is_there():
    """A song that was sent long ago, and never used, is not what "my music" means then."""
    there = timeline.apply(Timeline(), LOFI)
    found = planner.understand(
        "turn the music into a visual video", timeline=there, materials=(SONG,)
    )
    assert found.steps
    assert not [step for step in found.steps if isinstance(step, AddSound | RemoveSounds)]


@pytest.mark.parametrize(
    "text",
    [
        "把我的音乐做成可视化视频，画面跟着音乐动，高潮要突出",
        "turn my song into a visual, the picture should move with the music, with the drops lit",
        "做一個音樂可視化，畫面要隨著節奏動起來",
    ],
)
def test_what_a_visual_does_anyway_is_not_asked_about(text):
    found = planner.understand(text, timeline=Timeline(), materials=(SONG,), arrived=("m2",))
    assert found.steps and found.question is None and not found.hints
