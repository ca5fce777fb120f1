"""What is said about beats, bars, drops and cuts, over three clips with a song under them."""

from __future__ import annotations

from typing import Any

import planner_scenes as scenes
import pytest

from studio import planner, timeline
from studio.planner.values import Memory, Sync
from studio.timeline import history as versions
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import AddSound, Fitted, PlaceSound, ReplaceSound

FILM = Material(id="m1", name="film.mp4", kind="video", duration=60_000, has_sound=True)
SONG = Material(id="m2", name="song.mp3", kind="audio", duration=180_000)


def understood(said: str) -> planner.Understanding:
    now = Timeline()
    for id in ("c1", "c2", "c3"):
        now = timeline.apply(now, scenes.clip(id, FILM, 20_000))
    song = AddSound(id="s1", source="m2", name="song.mp3", duration=60_000, length=180_000)
    now = timeline.apply(now, song)
    return planner.understand(
        said, timeline=now, materials=(FILM, SONG), memory=Memory(kind="music", targets=("s1",)),
        tempo=0.0, history=versions.grown(versions.begun(), now),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("the beats are at 0.5, 1.02, 1.54, 2.06 and 2.58",
         {"taps": (500, 1020, 1540, 2060, 2580)}),
        ("I tapped: 0.51 1.03 1.55 2.07", {"taps": (510, 1030, 1550, 2070)}),
        ("I clap at 0.62, 1.18, 1.74, 2.3", {"taps": (620, 1180, 1740, 2300)}),
        ("Here are my taps: 0:01.0, 0:01.6, 0:02.2", {"taps": (1000, 1600, 2200)}),
        ("beats at 500, 1020, 1540, 2060 ms", {"taps": (500, 1020, 1540, 2060)}),
        ("拍子在 0.5、1.02、1.54、2.06", {"taps": (500, 1020, 1540, 2060)}),
        ("我敲的拍子：0.5 1.0 1.5 2.0", {"taps": (500, 1000, 1500, 2000)}),
        ("拍點在 0.5、1.0、1.5", {"taps": (500, 1000, 1500)}),
        ("it's in 3", {"meter": 3}),
        ("the song is in 6/8", {"meter": 6}),
        ("It's a 5/4 tune", {"meter": 5}),
        ("这是三拍子的", {"meter": 3}),
        ("這首歌是6/8拍", {"meter": 6}),
        ("the beat starts at 0:03.2", {"first": 3200}),
        ("第一拍在3.2秒", {"first": 3200}),
        ("count it in half-time", {"level": 0.5}),
        ("you're hearing it at half speed, the real tempo is double", {"level": 2.0}),
        ("節奏減半", {"level": 0.5}),
        ("这首歌是96拍每分钟", {"bpm": 96.0}),
        ("the beats feel 80 ms late", {"late": 80}),
        ("节拍晚了50毫秒", {"late": 50}),
        ("The drop is at 1:02", {"drop": 62_000}),
        ("the drop kicks in at 0:48 in my song", {"drop": 48_000}),
        ("高潮在1分02秒", {"drop": 62_000}),
        ("put the drop at 1:02 of the song on the cut at 0:20", {"drop": 62_000, "hero": 20_000}),
        ("make the drop land on the cut at 0:20", {"hero": 20_000}),
        ("让高潮落在0:20的那个剪辑点上", {"hero": 20_000}),
        ("the beat drop should hit the third cut", {"which": 3}),
        ("I want the drop to land on the last cut", {"which": -1}),
        ("把高潮放在第二个剪辑点", {"which": 2}),
        ("there's a cut at 0:14.5 you missed", {"cuts": (14_500,)}),
        ("my cuts are at 2.0, 4.4, 7.1 and 9.8 seconds",
         {"cuts": (2000, 4400, 7100, 9800), "whole": True}),
        ("don't stretch the song, just find the best place to start", {"still": True}),
        ("不要变速，只找最合适的起点", {"still": True}),
        ("Line the music up with my edits so every cut hits a beat", {}),
        ("把背景音乐卡到视频的转场上", {}),
    ],
)  # fmt: skip
def test_a_sentence_about_the_beat_means_this(said: str, wish: dict[str, Any]) -> None:
    found = understood(said)
    assert found.steps == (Sync(target="s1", **wish),)
    assert found.question is None


@pytest.mark.parametrize("said", ["compose music for my cuts", "按剪辑点作曲"])
def test_music_composed_for_the_cuts_takes_the_place_of_a_song(said: str) -> None:
    new, fit = understood(said).steps
    assert isinstance(new, ReplaceSound) and new.brief
    assert fit == Sync(target="s1")


@pytest.mark.parametrize("said", ["split the video at 0:05, 0:10 and 0:15", "cut out 3, 4 and 5"])
def test_other_lists_of_times_are_left_to_others(said: str) -> None:
    assert not any(isinstance(step, Sync) for step in understood(said).steps)


def fitted(said: str) -> planner.Understanding:
    """The same where the song was bent to meet the cuts."""
    now = timeline.apply(Timeline(), scenes.clip("c1", FILM, 60_000))
    song = AddSound(id="s1", source="m2", name="song.mp3", duration=60_000, length=180_000)
    now = timeline.apply(now, song)
    bent = Material(id="m3", name="song.mp3", kind="audio", duration=60_000)
    now = timeline.apply(now, Fitted(target="s1", source="m3", length=60_000, song="m2"))
    return planner.understand(
        said, timeline=now, materials=(FILM, SONG, bent), memory=Memory(), tempo=0.0,
        history=versions.grown(versions.begun(), now),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("the beat feels late", {"late": 40}),
        ("it's a bit early now", {"late": -40}),
        ("拍子慢了一点", {"late": 40}),
        ("use the second drop instead", {"nth": 2}),
        ("no, the first drop of the song", {"nth": 1}),
        ("用第二個高潮", {"nth": 2}),
        ("put my cuts back", {"slack": 0}),
        ("keep my cuts", {"slack": 0}),
        ("can the drop come later, at 0:14?", {"hero": 14_000}),
    ],
)
def test_what_is_felt_of_a_fit_changes_it(said: str, wish: dict[str, Any]) -> None:
    found = fitted(said)
    assert found.question is None
    assert list(found.steps) == [Sync(target="s1", **wish)]


def test_a_drop_that_shall_come_later_is_asked_when() -> None:
    found = fitted("the drop should come later")
    assert not found.steps and found.question is not None


@pytest.mark.parametrize("said", ["play the song from 0:40 on", "音樂從歌曲的0:40開始"])
def test_a_place_in_the_song_is_counted_as_it_was_recorded(said: str) -> None:
    found = fitted(said)
    assert [type(step) for step in found.steps] == [ReplaceSound, PlaceSound]
    assert found.steps[1] == PlaceSound(target="s1", in_point=40_000)


def test_a_songs_own_ending_is_offered_for_the_end_of_the_picture() -> None:
    found = fitted("let the song end together with the video")
    assert found.question is not None
    assert found.question.offers[0].steps[-1] == PlaceSound(target="s1", in_point=120_000)
