"""Pictures and a song sent together: the song is heard, whether it is spoken of or not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from planner_scenes import HOLIDAY, PHOTOS, TUNE

from studio import planner
from studio.planner.values import AtPart, Understanding
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import AddClip, AddSound, Fade, Slideshow


def said(text: str, *files: Material, arrived: bool = True) -> Understanding:
    came = tuple(one.id for one in files) if arrived else ()
    return planner.understand(text, timeline=Timeline(), materials=files, arrived=came)


def songs(found: Understanding) -> list[str]:
    return [step.source for step in found.steps if isinstance(step, AddSound)]


@pytest.mark.parametrize(
    "text",
    [
        "make a slideshow of these", "make a slideshow of these on the beat",
        "turn these into a video",
        "slideshow with these photos, cut on the beat", "make a slideshow and export it",
        "把这些照片做成视频", "用這些照片做個幻燈片",
    ],
)  # fmt: skip
def test_photos_and_a_song_become_a_show_with_that_song(text):
    found = said(text, *PHOTOS, TUNE)
    assert found.question is None
    assert songs(found) == [TUNE.id]
    assert any(isinstance(step, Slideshow) for step in found.steps)


@pytest.mark.parametrize(
    "text", ["make it vertical", "trim the first 3 seconds and export", "add a title Hello",
             "speed it up 2x", "mute the video", "把它改成竖屏"],
)  # fmt: skip
def test_a_song_sent_with_a_video_lies_under_it(text):
    found = said(text, HOLIDAY, TUNE)
    assert songs(found) == [TUNE.id] and isinstance(found.steps[0], AddClip)


def test_a_short_sound_is_music_for_photos_and_not_for_a_film():
    short = replace(TUNE, duration=2000)
    assert songs(said("make a video of these", *PHOTOS, short)) == [TUNE.id]
    assert songs(said("make it vertical", HOLIDAY, short)) == []


def test_what_needs_the_song_is_done_with_it():
    found = said('make a slideshow of these and write "GO" at every drop', *PHOTOS, TUNE)
    assert found.question is None and songs(found) == [TUNE.id]
    assert [step.song for step in found.steps if isinstance(step, AtPart)] == ["s1"]
    faded = said("fade the music out", HOLIDAY, TUNE)
    assert songs(faded) == [TUNE.id]
    assert any(isinstance(step, Fade) for step in faded.steps)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("make it vertical, no music yet", []), ("做成竖屏，先不要音乐", []),
        ("add lo-fi music", [""]), ("use this song, quieter", [TUNE.id]), ("hi", []),
    ],
)  # fmt: skip
def test_it_is_not_laid_twice_nor_where_it_is_not_wanted(text, heard):
    assert songs(said(text, HOLIDAY, TUNE)) == heard


def test_a_song_that_came_long_ago_is_left_where_it_is():
    assert songs(said("make it vertical", HOLIDAY, TUNE, arrived=False)) == []
