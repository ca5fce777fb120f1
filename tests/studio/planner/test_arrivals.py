"""Files that come with a message while a film is there: a part of it, or another film."""

from __future__ import annotations

import msgspec
import pytest

from studio import planner, timeline
from studio.planner.values import Begin, Memory, Restore, ShowTimeline, Understanding, Undo
from studio.timeline.model import Material, Timeline
from studio.timeline.operations import (
    AddClip,
    AddSound,
    AddTitle,
    Crossfade,
    Cut,
    Fade,
    Operation,
    ReplaceClip,
    ReplaceSound,
    SetCanvas,
    Slideshow,
)

OLD = Material(
    id="old", kind="video", name="phone.mp4", duration=14000, width=1280, height=720, has_sound=True
)
CLIPS = tuple(
    Material(
        id=f"v{n}", kind="video", name=f"clip{n}.mp4", duration=6000, width=1280, height=720,
        has_sound=True,
    )
    for n in (1, 2, 3)
)  # fmt: skip
SONG = Material(id="song", kind="audio", name="song.mp3", duration=30000, has_sound=True)
PHOTOS = tuple(
    Material(id=f"p{n}", kind="image", name=f"{n}.jpg", width=4000, height=3000) for n in (1, 2)
)


def film() -> Timeline:
    """One clip of the user's with music that was composed for it."""
    now = timeline.apply(
        Timeline(), AddClip(id="c1", source="old", name="phone.mp4", length=14000, duration=14000)
    )
    music = AddSound(id="s1", source="made", name="Upbeat", length=14000, brief={"genre": "pop"})
    return timeline.apply(now, music)


def said(
    text: str, *came: Material, over: Timeline | None = None, memory: Memory | None = None
) -> Understanding:
    return planner.understand(
        text, timeline=film() if over is None else over, materials=(OLD, *came), memory=memory,
        arrived=tuple(one.id for one in came),
    )  # fmt: skip


def made(*wishes: str) -> tuple[Timeline, Memory]:
    """The film that these wishes make of the first clip, and what is in mind then."""
    now, memory = Timeline(), Memory()
    for wish in wishes:
        found = planner.understand(wish, timeline=now, materials=(OLD,), memory=memory)
        memory = found.memory
        for step in found.operations:
            now = timeline.apply(now, step)
    return now, memory


def kinds(found: Understanding) -> list[type]:
    return [type(step) for step in found.steps]


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("add something upbeat and fade it out, then export", {AddSound, Fade}),
        ("make it vertical", {SetCanvas}), ("trim the first 2 seconds", {Cut}),
        ("add a title Hello", {AddTitle}), ("make a video of this with lo-fi", {AddSound}),
        ("add background music to my video", {AddSound}), ("加一段轻快的音乐", {AddSound}),
        ("給這個影片配上音樂", {AddSound}), ("剪掉前两秒，加个标题“你好”", {Cut, AddTitle}),
    ],
)  # fmt: skip
def test_a_sentence_that_comes_with_a_video_is_about_that_video(text: str, then: set[type]) -> None:
    found = said(text, CLIPS[0])
    assert found.steps[0] == Begin()
    clip = found.steps[1]
    assert isinstance(clip, AddClip) and clip.source == "v1"
    assert then <= set(kinds(found))
    assert found.question is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("add this clip at the end", -1), ("put this first", 0), ("use this as the intro", 0),
        ("and this one too", -1), ("also add this one", -1), ("append it", -1), ("add this", -1),
        ("another clip for the end", -1), ("insert this after the first clip", -1),
        ("here is the second clip", -1), ("cut to this at 5 seconds", 5000), ("here it is", -1),
        ("this one goes before the first clip", 0), ("把这个加到后面", -1), ("这个放在最前面", 0),
        ("用这个做片尾", -1), ("再加一个视频", -1), ("把這個接在後面", -1), ("還有這個", -1),
    ],
)  # fmt: skip
def test_a_video_that_is_to_be_a_part_of_the_film_becomes_one(text: str, at: int) -> None:
    found = said(text, CLIPS[0])
    assert kinds(found) == [AddClip], found.question
    step = found.steps[0]
    assert isinstance(step, AddClip) and (step.source, step.at) == ("v1", at)


@pytest.mark.parametrize(
    "text",
    ["replace the video with this one", "swap the first clip for this one", "use this instead"],
)
def test_a_video_takes_the_place_of_a_clip(text: str) -> None:
    found = said(text, CLIPS[0])
    assert kinds(found) == [ReplaceClip]


@pytest.mark.parametrize(
    "text",
    [
        "put these three together with a soft dissolve between them and calm music",
        "make a travel video from these clips with crossfades and calm music",
        "join the three clips with crossfades and calm music",
        "把这三段合在一起，加转场和舒缓的音乐",
    ],
)  # fmt: skip
def test_several_videos_to_be_joined_are_a_film_of_their_own(text: str) -> None:
    found = said(text, *CLIPS)
    assert found.steps[0] == Begin()
    assert [s.source for s in found.steps if isinstance(s, AddClip)] == ["v1", "v2", "v3"]
    assert {Crossfade, AddSound} <= set(kinds(found))
    assert found.question is None


def test_photos_are_a_show_of_their_own_unless_they_are_added() -> None:
    assert kinds(said("make a slideshow with these", *PHOTOS))[:2] == [Begin, Slideshow]
    assert kinds(said("把这些照片做成视频", *PHOTOS))[:2] == [Begin, Slideshow]
    assert kinds(said("add these at the end", *PHOTOS)) == [AddClip, AddClip]


@pytest.mark.parametrize(
    "text", ["use this song", "add this", "用这首歌", "fade it out at the end"]
)
def test_a_song_goes_under_the_film_that_is_there(text: str) -> None:
    found = said(text, SONG)
    step = found.steps[0]
    assert isinstance(step, ReplaceSound) and step.source == "song"


@pytest.mark.parametrize(
    "text",
    ["turn my music track into a visual video with beat drops highlighted", "make a lyric video",
     "把这首歌做成可视化视频"],
)  # fmt: skip
def test_a_song_to_be_seen_is_a_film_of_its_own(text: str) -> None:
    found = said(text, SONG)
    assert kinds(found)[:3] == [Begin, AddClip, AddSound]


@pytest.mark.parametrize(
    ("text", "step"),
    [("what's on the timeline", ShowTimeline), ("undo", Undo), ("start over", Restore)],
)
def test_looking_and_going_back_are_about_the_film_that_is_there(text: str, step: type) -> None:
    assert kinds(said(text, CLIPS[0])) == [step]


@pytest.mark.parametrize(
    "text",
    ["make a 20-second lo-fi video with the title Hello",
     "make me a new video, 15 seconds, epic music",
     "make a 30-second lo-fi track", "做一个20秒的视频，标题是你好，配轻音乐",
     "just give me a 1 minute ambient track"],
)  # fmt: skip
def test_something_made_out_of_nothing_is_not_laid_over_the_film_that_is_there(text: str) -> None:
    found = said(text)
    assert found.steps[0] == Begin()
    assert len(found.operations) > 0


@pytest.mark.parametrize(
    "text", ["start a new project", "new video please", "新建一个项目", "开始一个新视频"]
)
def test_a_new_project_is_an_empty_one(text: str) -> None:
    assert kinds(said(text)) == [Begin]


@pytest.mark.parametrize(
    "text",
    ["create a square video", "make a vertical video for tiktok", "make the video brighter",
     "add a 5 second intro jingle", "make a copy of the first clip", "make it a 10 second video"],
)  # fmt: skip
def test_words_about_the_film_that_is_there_begin_no_other(text: str) -> None:
    assert Begin not in kinds(said(text))


def test_a_sentence_that_only_the_old_film_can_answer_is_about_it() -> None:
    found = said("make the music quieter", CLIPS[0])
    assert Begin not in kinds(found) and all(isinstance(s, Operation) for s in found.steps)
    assert found.steps


def test_on_an_empty_timeline_nothing_is_begun() -> None:
    found = said("add something upbeat", CLIPS[0], over=Timeline())
    assert Begin not in kinds(found)


@pytest.mark.parametrize(
    "text",
    ["do the same for this video", "same as last time", "same again, please",
     "exactly like the last one",
     "照上次那样做", "同样处理这个"],
)  # fmt: skip
def test_the_same_is_done_to_the_next_film(text: str) -> None:
    over, memory = made(
        "add something upbeat and fade it out", "add the title Hello", "make it square"
    )
    found = said(text, CLIPS[0], over=over, memory=memory)
    assert found.question is None
    assert kinds(found) == [Begin, AddClip, AddSound, Fade, AddTitle, SetCanvas]
    assert getattr(found.steps[1], "source", "") == "v1"
    now = Timeline()
    for step in found.operations:
        now = timeline.apply(now, step)
    assert "Hello" in str(timeline.draft(now))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("same as last time, but make it vertical", SetCanvas),
        ("same again with this, but jazz", ReplaceSound),
    ],
)
def test_the_same_with_something_else_is_that_too(text: str, last: type) -> None:
    over, memory = made("add calm piano")
    found = said(text, CLIPS[0], over=over, memory=memory)
    assert kinds(found) == [Begin, AddClip, AddSound, last]
    assert found.question is None


def test_the_same_walks_in_no_other_films_versions() -> None:
    over, memory = made("add calm piano", "undo that and make it square", "add the title Hello")
    found = said("same as last time", CLIPS[0], over=over, memory=memory)
    assert found.steps[0] == Begin() and not {Undo, Restore} & set(kinds(found))
    assert {AddTitle, SetCanvas} <= set(kinds(found))


def test_a_long_wish_is_done_again_whole() -> None:
    long = "add calm piano. " + "I filmed this by the lake. " * 20 + "Make it square"
    over, memory = made(long)
    assert SetCanvas in kinds(said("same again", CLIPS[0], over=over, memory=memory))


def test_a_short_song_under_a_film_with_sound_is_laid_as_any_song_is() -> None:
    quiet = timeline.apply(
        Timeline(),
        AddClip(id="c1", source="old", length=14000, duration=14000, has_sound=True),
    )
    short = msgspec.structs.replace(SONG, duration=5000)
    song = said("fade it out at the end", short, over=quiet).steps[0]
    assert isinstance(song, AddSound) and song.loop and song.gain == 0.35


@pytest.mark.parametrize(
    "text", ["make a video from these", "turn these clips into a short film", "用这些做个视频"]
)
def test_clips_to_become_a_video_are_one_after_the_other(text: str) -> None:
    for over in (film(), Timeline()):
        found = said(text, *CLIPS, over=over)
        clips = [s.source for s in found.steps if isinstance(s, AddClip)]
        assert clips[-3:] == ["v1", "v2", "v3"] and found.question is None


@pytest.mark.parametrize(
    "text",
    [
        "delete everything",
        "please clear the timeline",
        "清空时间线",
        "全部删掉",
        "新專案",
        "new project",
    ],
)
def test_everything_is_put_aside_at_one_word(text: str) -> None:
    assert said(text).steps == (Begin(),)


@pytest.mark.parametrize(
    "text", ["remove everything after 0:05", "delete all of the titles", "清空字幕"]
)
def test_a_part_of_everything_is_not_everything(text: str) -> None:
    assert Begin() not in said(text).steps
