"""Louder and softer: in parts of a song that are named, and under the video's own sound."""

from __future__ import annotations

from typing import Any

import planner_scenes as scenes
import pytest

from studio import planner, timeline
from studio.planner.values import Memory, Part, PartLevel
from studio.timeline.model import Background, Material, Timeline
from studio.timeline.operations import AddClip, AddSound, Duck, Operation, Volume

FILM = Material(id="m1", name="film.mp4", kind="video", duration=60_000, has_sound=True)
MUTE = Material(id="m4", name="beach.mp4", kind="video", duration=60_000)
SONG = Material(id="m2", name="song.mp3", kind="audio", duration=80_000)
TUNE = AddSound(id="s1", source="m2", name="song.mp3", duration=40_000, length=80_000)
VISUAL = Background(style="visual", scene="spectrum", title="Tune")


def understood(said: str, *steps: Operation, kind: Any = "music") -> planner.Understanding:
    now = Timeline()
    for step in steps:
        now = timeline.apply(now, step)
    touched = {"music": "s1", "clip": "c1"}[kind]
    return planner.understand(
        said, timeline=now, materials=(FILM, SONG, MUTE),
        memory=Memory(kind=kind, targets=(touched,)),
    )  # fmt: skip


ROW = (scenes.clip("c1", FILM, 20_000), scenes.clip("c2", FILM, 20_000), TUNE)
DRAWN = (AddClip(id="c1", duration=40_000, background=VISUAL, kind="background"), TUNE)


@pytest.mark.parametrize(
    ("said", "part", "how"),
    [
        ("louder in the chorus", Part("chorus"), {"factor": 1.4}),
        ("turn it down in the verses", Part("verse"), {"factor": 0.7}),
        ("music at 50% in the verse", Part("verse"), {"gain": 0.5}),
        ("boost the second chorus by 3 dB", Part("chorus", 1), {"factor": 1.413}),
        ("make the drop louder", Part("drop"), {"factor": 1.4}),
        ("the music softer until the drop", Part("drop", side="before"), {"factor": 0.7}),
        ("louder from the drop on", Part("drop", side="from"), {"factor": 1.4}),
        ("mute the music in the intro", Part("intro"), {"gain": 0.0}),
        ("the intro is too loud", Part("intro"), {"factor": 0.7}),
        ("副歌大声一点", Part("chorus"), {"factor": 1.25}),
        ("副歌部分音樂大聲點", Part("chorus"), {"factor": 1.4}),
        ("从副歌开始大声一点", Part("chorus", side="from"), {"factor": 1.25}),
    ],
)
def test_a_part_is_louder_or_softer(said: str, part: Part, how: dict[str, float]) -> None:
    for steps, kind in ((ROW, "music"), (DRAWN, "clip")):
        found = understood(said, *steps, kind=kind)
        assert found.steps == (PartLevel(target="s1", targets=("s1",), parts=(part,), **how),)
        assert found.question is None


def test_two_parts_in_chinese_have_their_own_levels_too() -> None:
    one, two = understood("副歌的时候音乐大一点，主歌小一点", *ROW).steps
    assert isinstance(one, PartLevel) and one.factor == 1.25 and one.parts == (Part("chorus"),)
    assert isinstance(two, PartLevel) and two.factor == 0.8 and two.parts == (Part("verse"),)


def test_each_part_of_a_message_has_its_own_level_and_a_picture_its_own_sound() -> None:
    one, two = understood("quieter in the verses, louder in the chorus", *ROW).steps
    assert isinstance(one, PartLevel) and one.factor == 0.7 and one.parts == (Part("verse"),)
    assert isinstance(two, PartLevel) and two.factor == 1.4 and two.parts == (Part("chorus"),)
    (own,) = understood("turn the video's sound down in the chorus", *ROW).steps
    assert isinstance(own, PartLevel) and own.targets == ("c1", "c2")


@pytest.mark.parametrize("said", ["louder", "make it louder", "大声一点"])
def test_a_drawn_picture_has_no_sound_of_its_own_to_be_louder(said: str) -> None:
    (step,) = understood(said, *DRAWN, kind="clip").steps
    assert isinstance(step, Volume) and step.targets == ("s1",)


@pytest.mark.parametrize(
    "said",
    [
        "turn the song down while the video's own sound plays",
        "lower the music when there's sound in the clip",
        "make the music quieter whenever the original audio is heard",
        "music down under the video's sound",
        "视频原声出现的时候音乐小一点",
        "影片原聲播放時把音樂調小",
    ],
)
def test_under_the_videos_own_sound_only_the_music_goes_down(said: str) -> None:
    assert understood(said, *ROW).steps == (Duck(targets=("s1",), depth=9.0),)
    silent = scenes.clip("c2", MUTE, 20_000)
    (step,) = understood(said, ROW[0], silent, TUNE).steps
    assert step == Volume(targets=("s1",), factor=0.355, start=0, end=20_000)


def test_what_something_is_compared_with_or_heard_beside_stays() -> None:
    (one,) = understood("turn the video's sound down while the music plays", *ROW).steps
    assert isinstance(one, Volume) and one.targets == ("c1", "c2")
    (two,) = understood("make the music quieter than the original sound", *ROW).steps
    assert isinstance(two, Volume) and two.targets == ("s1",)
