"""When several files are one work, and when each is its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import plan
from door import batch
from door.batch import Work, works


@pytest.mark.parametrize(
    ("message", "files", "each"),
    [
        ("add background music", ["a.mp4", "b.mov"], [["a.mp4"], ["b.mov"]]),
        ("add music to my videos and export", ["a.mp4", "b.mp4"], [["a.mp4"], ["b.mp4"]]),
        ("给这些视频配上音乐", ["a.mp4", "b.mp4"], [["a.mp4"], ["b.mp4"]]),
        ("use this song", ["a.mp4", "s.mp3", "b.mp4"], [["a.mp4", "s.mp3"], ["b.mp4", "s.mp3"]]),
        ("turn each into a music video", ["a.mp3", "b.flac"], [["a.mp3"], ["b.flac"]]),
        ("把歌做成视频", ["a.mp3", "b.wav"], [["a.mp3"], ["b.wav"]]),
        ("cut the first 3 seconds", ["a.mp4", "b.mp4"], [["a.mp4"], ["b.mp4"]]),
        ("give each clip a crossfade at the end", ["a.mp4", "b.mp4"], [["a.mp4"], ["b.mp4"]]),
        ("add them each a title Hello", ["a.mp4", "b.mp4"], [["a.mp4"], ["b.mp4"]]),
        ("make each a 10 second video", ["a.mp4", "b.mp4"], [["a.mp4"], ["b.mp4"]]),
        ("每个视频都加片头", ["a.mp4", "b.mp4"], [["a.mp4"], ["b.mp4"]]),
    ],
)
def test_alike_files_with_one_instruction_are_a_work_each(
    message: str, files: list[str], each: list[list[str]]
) -> None:
    assert [list(work.files) for work in works(message, files)] == each


@pytest.mark.parametrize(
    ("message", "files"),
    [
        ("add music", ["a.mp4"]),
        ("add this song to my video", ["a.mp4", "s.mp3"]),
        ("make a video from these", ["a.jpg", "b.png", "c.heic"]),
        ("join them with music", ["a.mp4", "b.mp4"]),
        ("make one video with a crossfade", ["a.mp4", "b.mp4"]),
        ("make a calm travel video from these", ["a.mp4", "b.mp4"]),
        ("create a short reel out of my clips", ["a.mp4", "b.mp4"]),
        ("add these at the end", ["a.mp4", "b.mp4"]),
        ("add them after the first clip", ["a.mp4", "b.mp4"]),
        ("把这两段加到后面", ["a.mp4", "b.mp4"]),
        ("put the second clip before the first one", ["a.mp4", "b.mp4"]),
        ("fade every clip in, then merge them", ["a.mp4", "b.mp4"]),
        ("合并成一个视频", ["a.mp4", "b.mp4"]),
        ("把它们拼接起来，配乐", ["a.mp4", "b.mp4"]),
        ("將影片剪在一起", ["a.mp4", "b.mp4"]),
        ("條片駁埋一齊，剪埋一條片", ["a.mp4", "b.mp4"]),
        ("mix these", ["a.mp3", "b.mp3"]),
        ("add music", ["a.mp4", "b.mp4", "s.mp3", "t.mp3"]),
        ("add music", ["a.mp4", "b.jpg"]),
        ("", ["a.mp4", "b.mp4"]),
        ("add captions", ["a.mp4", "a.srt"]),
        ("cut every four beats to this song", ["a.mp4", "b.mp4", "s.mp3"]),
        ("a new shot on each downbeat", ["a.mp4", "b.mp4", "s.mp3"]),
        ("alternate them with the music", ["a.mp4", "b.mp4", "s.mp3"]),
        ("每四拍切一次", ["a.mp4", "b.mp4", "s.mp3"]),
        ("兩小節一換", ["a.mp4", "b.mp4", "s.mp3"]),
    ],
)
def test_files_that_belong_together_are_one_work(message: str, files: list[str]) -> None:
    assert works(message, files) == (Work(tuple(files)),)


def test_a_call_without_files_is_one_work() -> None:
    assert works("add music", []) == (Work(()),)


def test_works_of_the_same_name_are_told_apart() -> None:
    found = works("add music", ["x/clip.mp4", "y/Clip.mp4", "https://h/clip.mp4?x=1"])
    assert [work.name for work in found] == ["clip", "Clip-2", "clip-3"]


def test_each_work_gets_its_own_file_and_a_render_named_after_it() -> None:
    wanted = plan.Plan((plan.Step("upload", files=("a.mp4", "b.mp4")), plan.Step("sse", "music")))
    steps = batch.of_work(wanted, Work(("b.mp4",), "b")).steps
    assert [step.intent for step in steps] == ["upload", "sse", "export"]
    assert steps[0].files == ("b.mp4",)
    assert steps[2].wishes == plan.Wishes(name="b-edited")


def test_what_an_export_was_asked_to_be_stays_for_each_work() -> None:
    wanted = plan.Plan((plan.Step("export", wishes=plan.Wishes(format="gif", name="all")),))
    (step,) = batch.of_work(wanted, Work(("b.mp4",), "b")).steps
    assert step.wishes == plan.Wishes(format="gif", name="b-edited")


def test_files_alone_are_only_handed_over() -> None:
    wanted = plan.Plan((plan.Step("upload", files=("a.mp4", "b.mp4")),))
    assert batch.of_work(wanted, Work(("a.mp4",), "a")).intents == ("upload",)


def test_a_folder_is_its_media_files_as_people_count_them(tmp_path: Path) -> None:
    for name in ("clip10.mp4", "clip2.MP4", "notes.txt", ".hidden.mp4", "a.srt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "deeper.mp4").mkdir()
    names = [Path(file).name for file in batch.inside(tmp_path)]
    assert names == ["a.srt", "clip2.MP4", "clip10.mp4"]
