"""What is said about the photos that are there: how long they stay, how fast, how they move."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio import planner
from studio import timeline as room
from studio.planner.values import Understanding
from studio.service import slides
from studio.timeline import facts
from studio.timeline.model import Clip, Material, Timeline
from studio.timeline.operations import Operation, Slideshow
from tests.studio.visuals.conftest import track, wav

SONG = Material(id="m1", name="Night.mp3", kind="audio", duration=60_000, has_sound=True)
PHOTOS = tuple(
    Material(id=f"p{n}", name=f"IMG_{n}.jpg", kind="image", width=4000, height=3000)
    for n in range(4)
)


def said(*messages: str) -> tuple[tuple[Clip, ...], Understanding]:
    now, memory, found = Timeline(), None, Understanding()
    for text in ("make a slideshow from these photos", *messages):
        found = planner.understand(text, timeline=now, materials=PHOTOS, memory=memory)
        memory = found.memory
        for step in found.steps:
            if isinstance(step, Operation):
                now = room.apply(now, step)
    return facts.clips(now), found


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("the photos change too fast", True),
        ("照片停久一点", True),
        ("每張相停耐啲", True),
        ("make the photos change faster", False),
        ("照片切换快一点", False),
        ("keep each photo half as long", False),
    ],
)
def test_photos_change_faster_or_slower(text: str, longer: bool) -> None:
    before, _ = said()
    after, found = said(text)
    assert found.question is None and len(after) == 4
    assert all((b.duration > a.duration) == longer for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize(
    ("text", "motion"),
    [
        ("no zooming please", "still"),
        ("照片不要动", "still"),
        ("相片唔好郁", "still"),
        ("zoom out on all the photos", "zoom-out"),
        ("slow zoom", "auto"),
    ],
)
def test_photos_move_as_they_are_told(text: str, motion: str) -> None:
    after, found = said("no zooming please", text)
    assert found.question is None
    assert {clip.motion for clip in after} == {motion}
    assert {clip.duration for clip in after} == {3000}


@pytest.mark.parametrize(
    ("text", "beats"),
    [("make each photo stay two beats", 2), ("每张照片停四拍", 4), ("one bar each", 4)],
)
def test_so_many_beats_each_are_heard(text: str, beats: int) -> None:
    after, found = said(text)
    assert found.question is None
    assert {clip.duration for clip in after} == {beats * 500}


def test_a_part_that_cannot_be_paced_is_said_and_all_of_them_are_offered() -> None:
    _, found = said("faster photos in the chorus")
    assert found.question is not None and not found.steps
    after, _ = said("faster photos in the chorus", "1")
    assert {clip.duration for clip in after} == {2000}


def test_beats_are_counted_between_and_beyond_those_that_were_heard() -> None:
    heard = [700, 1200, 1700, 2200]
    assert [slides.counted(heard, n) for n in (0.5, 2, 2.5, 3, 10)] == [450, 1200, 1450, 1700, 5200]


def test_each_photo_stays_as_many_beats_of_the_song_as_was_said(wire: Any) -> None:
    person = wire.person()
    session = person.session()
    files = [("song.wav", wav(track(16, bpm=100, drop=0.0)))]
    for number in range(4):
        out = io.BytesIO()
        Image.fromarray(np.full((60, 80, 3), 50 * number, np.uint8)).save(out, "PNG")
        files.append((f"p{number}.png", out.getvalue()))
    for file in files:
        person.upload(session, file)
    person.say(session, "make a slideshow from these photos with my song")
    person.say(session, "make each photo stay four beats")
    row = [s for t in person.state(session)["draft"]["t"] for s in t["sg"] if t["tt"] == 0]
    assert len(row) == 4
    assert [round(segment["d"] / 40) for segment in row] == [60] * 4


def test_a_slideshow_keeps_its_beats_as_a_value() -> None:
    step = Slideshow(slides=(), beats=2.0)
    assert step.beats == 2.0


def test_clips_and_moving_pictures_stand_between_the_photos_as_they_were_sent() -> None:
    gif = Material(id="g1", name="fun.gif", kind="video", duration=960, width=480, height=360)
    clip = Material(id="v1", name="a.mp4", kind="video", duration=8000, width=640, height=360)
    sent = (PHOTOS[0], gif, PHOTOS[1], clip, PHOTOS[2])
    found = planner.understand(
        "make a slideshow from these", timeline=Timeline(), materials=sent, memory=None
    )
    now = Timeline()
    for step in found.steps:
        if isinstance(step, Operation):
            now = room.apply(now, step)
    assert [one.source for one in facts.clips(now)] == [material.id for material in sent]
