"""What is said about the sections of music that was composed, and of a recording's."""

from __future__ import annotations

from typing import Any

import planner_scenes as scenes
import pytest

from studio import planner, timeline
from studio.planner.values import Memory, Part, Stretch
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import AddSound, ReplaceSound

FILM = Material(id="m1", name="film.mp4", kind="video", duration=60_000, has_sound=True)
OURS = Material(id="m2", name="Upbeat", kind="audio", duration=60_000, metadata={"made": True})
SONG = Material(id="m3", name="song.mp3", kind="audio", duration=60_000)
BRIEF = {"genre": "corporate", "length_ms": 60_000.0}


def understood(said: str, *, film: bool = True, ours: bool = True, **more: Any) -> Any:
    now = timeline.apply(Timeline(), scenes.clip("c1", FILM, 60_000)) if film else Timeline()
    music = AddSound(id="s1", source="m2", name="Upbeat", length=60_000, brief={**BRIEF, **more})
    if not ours:
        music = AddSound(id="s1", source="m3", name="song.mp3", length=60_000)
    now = timeline.apply(now, music)
    return planner.understand(
        said, timeline=now, materials=(FILM, OURS if ours else SONG),
        memory=Memory(kind="music", targets=("s1",)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "part", "more"),
    [
        ("just use the chorus", Part("chorus"), {}),
        ("only the chorus", Part("chorus"), {}),
        ("skip the intro", Part("intro"), {"without": True}),
        ("no outro", Part("outro"), {"without": True}),
        ("compose it without an intro", Part("intro"), {"without": True}),
        ("start with the chorus", Part("chorus", side="from"), {}),
        ("skip to the chorus", Part("chorus", side="from"), {}),
        ("end with the chorus", Part("chorus"), {"last": True}),
        ("repeat the chorus at the end", Part("chorus"), {"last": True, "more": True}),
        ("bring the intro back at the end", Part("intro"), {"last": True, "more": True}),
        ("finish the song on the drop", Part("drop"), {"last": True}),
        ("以副歌结束", Part("chorus"), {"last": True}),
        ("结尾再来一遍副歌", Part("chorus"), {"last": True, "more": True}),
        ("把前奏加回来", Part("intro"), {"last": True, "more": True}),
        ("make the intro shorter", Part("intro"), {"times": 0.5}),
        ("cut the intro in half", Part("intro"), {"times": 0.5}),
        ("the intro is too long", Part("intro"), {"times": 0.5}),
        ("make the verse twice as long", Part("verse"), {"times": 2}),
        ("longer intro", Part("intro"), {"times": 1.5}),
        ("the intro should be 4 seconds", Part("intro"), {"lasts": 4000}),
        ("只要副歌", Part("chorus"), {}),
        ("不要前奏", Part("intro"), {"without": True}),
        ("跳過前奏", Part("intro"), {"without": True}),
        ("直接从副歌开始", Part("chorus", side="from"), {}),
        ("前奏短一点", Part("intro"), {"times": 0.5}),
        ("前奏长一点", Part("intro"), {"times": 1.5}),
        ("前奏改成4秒", Part("intro"), {"lasts": 4000}),
        ("前奏加长到8秒", Part("intro"), {"lasts": 8000}),
        ("let the intro last 10 seconds", Part("intro"), {"lasts": 10_000}),
        ("make the intro 2 bars", Part("intro"), {"bars": 2.0}),
    ],
)
def test_a_piece_of_ours_is_wished_in_other_sections(
    said: str, part: Part, more: dict[str, Any]
) -> None:
    for film in (True, False):
        found = understood(said, film=film)
        assert found.steps == (Stretch(target="s1", part=part, **more),)
        assert found.question is None


@pytest.mark.parametrize("said", ["whole song again", "all of the song again", "恢复整首"])
def test_all_of_it_comes_back_where_something_was_left_out(said: str) -> None:
    form = [{"how": "only", "section": "chorus"}]
    assert understood(said, form=form).steps == (Stretch(target="s1", whole=True),)
    assert understood(said).steps == () and understood(said).hints


@pytest.mark.parametrize("said", ["the chorus should come at 0:10", "the drop should come at 0:10"])
def test_a_chorus_is_brought_to_a_time(said: str) -> None:
    (step,) = understood(said).steps
    assert isinstance(step, ReplaceSound) and step.brief and step.brief["drops"] == [10_000.0]


def test_who_plays_in_a_section_is_no_section_less() -> None:
    for said in ("no drums in the intro", "only piano in the intro"):
        (step,) = understood(said).steps
        assert isinstance(step, ReplaceSound) and step.brief and step.brief["changes"]


def test_a_recording_is_offered_without_its_intro() -> None:
    found = understood("make the intro shorter", ours=False)
    assert found.steps == () and found.question is not None
    assert found.question.offers[0].steps == (
        Stretch(target="s1", part=Part("intro"), without=True),
    )


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("add upbeat music without an intro", [{"how": "without", "section": "intro"}]),
        ("add music that starts right with the chorus", [{"how": "first", "section": "chorus"}]),
        ("make a song that is just a chorus", [{"how": "only", "section": "chorus"}]),
        ("加一段没有前奏的流行音乐", [{"how": "without", "section": "intro"}]),
        ("add piano music without an intro", [{"how": "without", "section": "intro"}]),
        (
            "compose lofi with an intro of 2 bars",
            [{"how": "length", "section": "intro", "seconds": 0.0, "times": 1.0, "bars": 2}],
        ),
        (
            "add upbeat music with a short intro",
            [{"how": "length", "section": "intro", "seconds": 0.0, "times": 0.5}],
        ),
        ("add a pop song with an intro and a chorus", None),
        ("add music with no drums in the intro", None),
    ],
)
def test_music_is_composed_in_these_sections_at_once(said: str, form: Any) -> None:
    now = timeline.apply(Timeline(), scenes.clip("c1", FILM, 60_000))
    found = planner.understand(said, timeline=now, materials=(FILM,))
    (step,) = found.steps
    assert isinstance(step, AddSound) and step.brief is not None
    assert step.brief.get("form") == form
    assert not found.hints


def test_the_time_of_a_drop_is_no_start_of_the_music() -> None:
    now = timeline.apply(Timeline(), scenes.clip("c1", FILM, 60_000))
    said = "add upbeat music with a short intro and the drop at 0:10"
    (step,) = planner.understand(said, timeline=now, materials=(FILM,)).steps
    assert isinstance(step, AddSound) and step.brief is not None
    assert step.start == 0 and step.brief["drops"] == [10_000.0] and step.brief["form"]
