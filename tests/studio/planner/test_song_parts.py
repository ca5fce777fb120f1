"""What is said of a song's parts, its drops, and of changing with its beats, as steps."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from studio import timeline
from studio.planner import understand
from studio.planner.values import Drops, Pace, Part, Shots, Stretch, Sync, Understanding
from studio.timeline.model import Background, Material, Timeline
from studio.timeline.operations import (
    AddClip,
    AddSound,
    ClipLength,
    Keep,
    Operation,
    RemoveClips,
    ReplaceSound,
    SetPace,
    Slide,
    Slideshow,
)

SONG = Material(id="m9", name="tune.wav", kind="audio", duration=80_000)
CLIPS = tuple(
    Material(id=f"m{n}", name=f"{name}.mp4", kind="video", duration=14_000)
    for n, name in enumerate(("beach", "city", "night"), 1)
)
PHOTOS = tuple(Material(id=f"m{n}", name=f"IMG_{n}.jpg", kind="image") for n in range(1, 7))
VISUAL = Background(style="visual", scene="spectrum", title="Tune")


def laid(*steps: Operation, song: bool = True) -> Timeline:
    made = Timeline()
    for step in steps:
        made = timeline.apply(made, step)
    if not song:
        return made
    return timeline.apply(made, AddSound(id="s1", source="m9", name="tune.wav", length=80_000))


DRAWN = laid(AddClip(id="c1", duration=80_000, background=VISUAL, kind="background"))
ROW = laid(*(AddClip(id=f"c{n}", source=m.id, name=m.name, duration=14_000, length=14_000)
             for n, m in enumerate(CLIPS, 1)))  # fmt: skip
SHOW = laid(Slideshow(slides=tuple(Slide(f"c{m.id[1:]}", m.id, m.name, 3000) for m in PHOTOS)))
SCENES = {
    "drawn": (DRAWN, (SONG,)), "row": (ROW, (*CLIPS, SONG)), "show": (SHOW, (*PHOTOS, SONG)),
    "sent": (Timeline(), (SONG,)),
}  # fmt: skip


def understood(scene: str, said: str) -> Understanding:
    now, materials = SCENES[scene]
    return understand(said, timeline=now, materials=materials)


def only(found: Understanding, kind: type) -> Any:
    made = [step for step in found.steps if isinstance(step, kind)]
    assert len(made) == 1, found
    assert found.question is None, found
    return made[0]


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("the drop is at 0:16", {"at": (16_000,)}),
        ("you got the drop wrong, it hits at 0:24.5", {"at": (24_500,)}),
        ("there are two drops, at 0:24 and 0:56", {"at": (24_000, 56_000)}),
        ("the bass kicks in at 0:16, not where you lit it", {"at": (16_000,)}),
        ("let the picture explode at 0:30", {"at": (30_000,)}),
        ("no, the beat drops at 0:40", {"at": (40_000,)}),
        ("you missed a drop at 0:40", {"at": (40_000,), "how": "also"}),
        ("0:56 isn't a drop", {"at": (56_000,), "how": "not"}),
        ("the second drop is at 0:58", {"at": (58_000,), "which": 1}),
        ("nothing drops at 0:56, remove that flash", {"at": (56_000,), "how": "not"}),
        ("light up at 0:08 as well", {"at": (8000,), "how": "also"}),
        ("把高潮改到0:16", {"at": (16_000,)}),
        ("副歌是從0:40開始的", {"at": (40_000,)}),
        ("go by the drops you heard", {"how": "heard"}),
        ("高潮在0:40", {"at": (40_000,)}),
        ("drop 在第16秒", {"at": (16_000,)}),
        ("真正的高潮是0分16秒", {"at": (16_000,)}),
        ("你漏了一个高潮，在0:40", {"at": (40_000,), "how": "also"}),
        ("0:56那裡不是高潮", {"at": (56_000,), "how": "not"}),
    ],
)
def test_over_a_drawn_picture_a_drop_is_the_users_word_about_the_song(
    said: str, wish: dict[str, Any]
) -> None:
    assert only(understood("drawn", said), Drops) == Drops(target="s1", **wish)


def test_over_photos_it_is_too_and_over_clips_it_is_about_the_cuts() -> None:
    assert only(understood("show", "the drop is at 0:12"), Drops).at == (12_000,)
    assert only(understood("row", "the drop is at 0:12"), Sync).drop == 12_000


@pytest.mark.parametrize(
    ("said", "part", "more"),
    [
        ("just use the chorus", Part("chorus"), {}),
        ("trim this down to just the hook", Part("chorus"), {}),
        ("could you make it only the second chorus?", Part("chorus", 1), {}),
        ("start at the chorus", Part("chorus", side="from"), {}),
        ("begin with the drop", Part("drop", side="from"), {}),
        ("stop right before the outro", Part("outro", side="before"), {}),
        ("skip the intro", Part("intro"), {"without": True}),
        ("drop the first verse", Part("verse", 0), {"without": True}),
        ("a 15 second version starting at the drop", Part("drop", side="from"), {"length": 15_000}),
        ("make a 15 second version, starting at the drop", Part("drop", side="from"),
         {"length": 15_000}),
        ("I want a 30-second teaser with the drop in it", Part("drop"),
         {"length": 30_000, "around": True}),
        ("first 10 seconds only", Part(start=0, end=10_000), {}),
        ("only the first 10 seconds", Part(start=0, end=10_000), {}),
        ("the last 15 seconds is enough", Part(start=65_000, end=80_000), {}),
        ("cut the first 8 seconds", Part(start=8000, end=80_000), {}),
        ("use 0:24 to 0:40 only", Part(start=24_000, end=40_000), {}),
        ("from 0:20 on please", Part(start=20_000, end=80_000), {}),
        ("end the video after the first chorus", Part("chorus", 0, side="through"), {}),
        ("I want it to open on the chorus and last 20 seconds", Part("chorus", side="from"),
         {"length": 20_000}),
        ("the intro can go", Part("intro"), {"without": True}),
        ("我要後半段", Part(start=40_000, end=80_000), {}),
        ("只要前10秒", Part(start=0, end=10_000), {}),
        ("只用副歌部分", Part("chorus"), {}),
        ("从副歌开始", Part("chorus", side="from"), {}),
        ("前奏太长了，去掉", Part("intro"), {"without": True}),
        ("我只想要高潮前后一共20秒", Part("drop"), {"length": 20_000, "around": True}),
        ("剪成只有第二段副歌", Part("chorus", 1), {}),
        ("只保留最後一段副歌", Part("chorus", -1), {}),
        ("做一個15秒的短版，從高潮切入", Part("drop", side="from"), {"length": 15_000}),
    ],
)  # fmt: skip
def test_a_stretch_of_the_song_is_the_whole_film(
    said: str, part: Part, more: dict[str, Any]
) -> None:
    found = only(understood("drawn", said), Stretch)
    assert found == Stretch(target="s1", part=part, **more)


def test_a_picture_is_drawn_of_a_part_alone() -> None:
    for said, part in (
        ("make a visual video of just the chorus", Part("chorus")),
        ("turn my song into a visual but skip the intro", Part("intro")),
        ("幫我把高潮那段做成視覺影片", Part("drop")),
    ):
        found = understood("sent", said)
        assert only(found, Stretch).part == part
        assert only(found, AddClip).background.style == "visual"


@pytest.mark.parametrize(
    ("said", "part", "without"),
    [
        ("start the music at the chorus", Part("chorus", side="from"), False),
        ("let the song begin with the drop", Part("drop", side="from"), False),
        ("skip the song's intro", Part("intro"), True),
        ("音乐从副歌开始放", Part("chorus", side="from"), False),
        ("音樂跳過前奏", Part("intro"), True),
    ],
)
def test_under_clips_the_music_begins_there(said: str, part: Part, without: bool) -> None:
    found = only(understood("row", said), Stretch)
    assert (found.part, found.without) == (part, without)


@pytest.mark.parametrize(
    ("said", "beats", "bars"),
    [
        ("cut every four beats", 4, False),
        ("a cut on every bar", 1, True),
        ("change shots every two bars", 2, True),
        ("cut on every second beat", 2, False),
        ("can the footage cut once per bar?", 1, True),
        ("have the film cut faster, every two beats", 2, False),
        ("every two bars", 2, True),
        ("I'd like a new shot on every downbeat", 1, True),
        ("每四拍切一次", 4, False),
        ("两拍一切", 2, False),
        ("跟著節拍，每四拍剪一刀", 4, False),
        ("每兩小節切換一次畫面", 2, True),
    ],
)
def test_clips_change_every_so_many_beats(said: str, beats: float, bars: bool) -> None:
    found = only(understood("row", said), Shots)
    assert (found.beats, found.bars) == (beats, bars)


@pytest.mark.parametrize(
    ("said", "paces"),
    [
        ("photos faster in the chorus", [("chorus", 0.0, 1 / 1.5)]),
        ("slower photos in the verse", [("verse", 0.0, 1.5)]),
        ("in the chorus, two beats per photo", [("chorus", 2.0, 1.0)]),
        ("make it more hectic once the drop hits", [("drop", 0.0, 1 / 1.5)]),
        ("photos slower in the verse and faster in the chorus",
         [("verse", 0.0, 1.5), ("chorus", 0.0, 1 / 1.5)]),
        ("副歌里照片换快一点", [("chorus", 0.0, 1 / 1.5)]),
        ("前奏放慢点，副歌加快", [("intro", 0.0, 1.5), ("chorus", 0.0, 1 / 1.5)]),
        ("副歌時每張照片兩拍", [("chorus", 2.0, 1.0)]),
        ("the photos change too fast in the verse", [("verse", 0.0, 1.5)]),
    ],
)  # fmt: skip
def test_photos_are_paced_by_parts(said: str, paces: list[tuple[str, float, float]]) -> None:
    found = understood("show", said)
    assert found.question is None, found
    made = [
        (part.kind, step.beats, pytest.approx(step.times))
        for step in found.steps
        if isinstance(step, Pace)
        for part in step.parts
    ]
    assert made == paces


def test_photos_of_a_stretch_that_is_told_by_times_are_paced_too() -> None:
    found = only(understood("show", "the pictures should change twice as fast after 0:10"), Pace)
    assert (found.parts, found.times) == ((Part(start=10_000, end=-1),), 0.5)


def test_so_many_seconds_of_a_photo_are_for_its_part_alone() -> None:
    found = only(understood("show", "in the verse four seconds per photo"), Pace)
    assert (found.parts, found.each) == ((Part("verse"),), 4000)
    found = understood("show", "one picture every 2 seconds")
    assert {step.duration for step in found.steps if isinstance(step, ClipLength)} == {2000}


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("cut faster in the chorus", {"times": 0.5}),
        ("switch clips twice as often in the chorus", {"times": 0.5}),
        ("cut every beat in the chorus", {"part_beats": 1.0}),
        ("副歌剪得快一点", {"times": 0.5}),
        ("副歌切換快一點", {"times": 0.5}),
    ],
)
def test_clips_are_cut_by_parts(said: str, wish: dict[str, Any]) -> None:
    step = only(understood("row", said), Shots)
    assert step.parts == (Part("chorus"),) and step.beats == 0
    assert {name: getattr(step, name) for name in wish} == wish


def test_all_of_a_film_and_a_part_of_it_are_cut_in_one_message() -> None:
    whole, part = understood("row", "cut every bar, twice as fast in the chorus").steps
    assert isinstance(whole, Shots) and whole.bars and not whole.parts
    assert isinstance(part, Shots) and part.parts == (Part("chorus"),) and part.times == 0.5


def test_how_fast_clips_play_does_not_follow_the_song_and_that_is_said() -> None:
    found = understood("row", "make the video faster in the chorus")
    assert not found.steps and "cut faster in the chorus" in found.hints[0]


def test_all_photos_have_one_pace_again_where_they_had_several() -> None:
    pace = {"base": 6.0, "rules": []}
    now = timeline.apply(SHOW, SetPace(pace=pace))
    found = understand("same speed everywhere please", timeline=now, materials=SCENES["show"][1])
    assert only(found, Pace).even


@pytest.mark.parametrize("said", ["每小节换一张照片", "one photo per bar", "a new photo every bar"])
def test_all_photos_stay_so_many_beats(said: str) -> None:
    found = understood("show", said)
    assert {step.beats for step in found.steps if isinstance(step, ClipLength)} == {4.0}


@pytest.mark.parametrize(
    ("scene", "said"),
    [
        ("drawn", "blue until the drop, then red"),
        ("drawn", "make the drops stand out more"),
        ("drawn", "louder in the chorus"),
        ("row", "drop the second clip"),
        ("row", "it has four beats to the bar"),
        ("row", "Line the music up with my edits so every cut hits a beat"),
        ("row", "I want the drop to land on the last cut"),
        ("row", "cut on the beat"),
        ("row", "keep only the first 10 seconds"),
        ("show", "remove the second photo"),
    ],
)
def test_what_only_sounds_alike_is_read_as_before(scene: str, said: str) -> None:
    found = understood(scene, said)
    assert not [s for s in found.steps if isinstance(s, Stretch | Drops | Pace | Shots)], found


def test_what_is_cut_of_clips_stays_theirs() -> None:
    assert only(understood("row", "first 10 seconds only"), Keep) == Keep(start=0, end=10_000)
    assert only(understood("row", "drop the second clip"), RemoveClips).targets == ("c2",)


def test_a_part_that_is_too_long_is_asked_about() -> None:
    found = understood("drawn", "the intro is too long")
    assert found.question is not None
    step = found.question.offers[0].steps[0]
    assert step == Stretch(target="s1", part=Part("intro"), without=True)
    assert msgspec.convert(msgspec.to_builtins(step), Stretch) == step


def test_a_stretch_in_the_middle_of_a_drawn_picture_goes_out_of_its_song() -> None:
    for said in ("cut out 0:20 to 0:30", "剪掉0:20到0:30"):
        step = only(understood("drawn", said), Stretch)
        assert step == Stretch(target="s1", part=Part(start=20_000, end=30_000), without=True)


@pytest.mark.parametrize(
    "said",
    [
        "change the photos on the beat", "photos should change on the beat",
        "sync the photos to the music", "make the photos change with the music",
        "照片跟着节拍切换", "照片卡點",
    ],
)  # fmt: skip
def test_photos_go_to_the_beats_and_music_to_the_photos(said: str) -> None:
    assert only(understood("show", said), Pace).snap
    assert only(understood("show", "sync the music to the photos"), Sync)


def test_a_song_that_takes_anothers_place_is_laid_and_nothing_is_asked_of_it() -> None:
    new = Material(id="m20", name="other.mp3", kind="audio", duration=30_000)
    now, materials = SCENES["show"]
    found = understand(
        "add this music and change the photos on the beat", timeline=now,
        materials=(*materials, new), arrived=("m20",),
    )  # fmt: skip
    laid, pace = found.steps
    assert isinstance(laid, ReplaceSound) and laid.source == "m20"
    assert isinstance(pace, Pace) and pace.snap
    assert found.question is None and found.memory.question is None
