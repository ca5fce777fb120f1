"""A slideshow that is there: its order, one photo of it, its length, what lies beside photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from visual_talk import SONG, Talk

from studio.media import images, probing
from studio.renderer import cutouts, slideshow
from studio.renderer.canvas import Frame
from studio.service import slides
from studio.timeline import facts
from studio.timeline.model import Clip, Material


def photo(number: int, *, taken: str = "", size: tuple[int, int] = (1600, 1200)) -> Material:
    known = {"probe": {"taken": taken}} if taken else {}
    return Material(
        id=f"p{number}", name=f"IMG_{number}.jpg", kind="image", width=size[0], height=size[1],
        metadata=known,
    )  # fmt: skip


PHOTOS = (
    photo(1, taken="2024:07:05 10:00:00"),
    photo(2, taken="2024:07:01 10:00:00"),
    photo(3, taken="2024:07:03 10:00:00", size=(900, 900)),
    photo(10, taken="2024:07:02 10:00:00", size=(900, 1600)),
)
WAVE = Material(id="g1", name="wave.gif", kind="video", duration=1200, width=400, height=300)


def show(*files: Material) -> Talk:
    talk = Talk(*(files or PHOTOS), SONG)
    talk.say("make a slideshow with my song")
    return talk


def seen(talk: Talk) -> list[str]:
    return [clip.source for clip in facts.clips(talk.now)]


def lasts(talk: Talk) -> list[int]:
    return [clip.duration for clip in facts.clips(talk.now)]


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("photos in order of date", "p2 p10 p3 p1"),
        ("sort them by date", "p2 p10 p3 p1"),
        ("newest first", "p1 p3 p10 p2"),
        ("照片按日期排", "p2 p10 p3 p1"),
        ("照片從舊到新", "p2 p10 p3 p1"),
        ("sort by name", "p1 p2 p3 p10"),
        ("IMG_3 first", "p3 p1 p2 p10"),
        ("put IMG_2.jpg first", "p2 p1 p3 p10"),
        ("start with IMG_10", "p10 p1 p2 p3"),
        ("end on IMG_1", "p2 p3 p10 p1"),
        ("the square photo first", "p3 p1 p2 p10"),
        ("the upright one at the end", "p1 p2 p3 p10"),
        ("方的那张放最前面", "p3 p1 p2 p10"),
        ("leave out IMG_2", "p1 p3 p10"),
        ("skip the third one", "p1 p2 p10"),
        ("第三張不要", "p1 p2 p10"),
    ],
)
def test_photos_stand_in_the_order_that_is_said(said: str, order: str) -> None:
    talk = show()
    talk.say(said)
    assert seen(talk) == order.split()


def test_photos_without_dates_stand_by_their_names_and_that_is_said() -> None:
    talk = show(photo(10), photo(2), photo(1))
    found = talk.say("in order of date")
    assert seen(talk) == ["p1", "p2", "p10"]
    assert "do not say when" in found.hints[0]


@pytest.mark.parametrize(
    ("said", "lengths"),
    [
        ("stay longer on the last one", [3000, 3000, 3000, 6000]),
        ("the first photo three times as long", [9000, 3000, 3000, 3000]),
        ("最后一张停久一点", [3000, 3000, 3000, 6000]),
        ("IMG_2 shorter", [3000, 1500, 3000, 3000]),
        ("2 seconds each", [2000] * 4),
        ("every second beat please", [1000] * 4),
        ("make it as long as the song", [45_000] * 4),
        ("make the slideshow fit the song", [45_000] * 4),
        ("跟歌一樣長", [45_000] * 4),
        ("let the last photo stay until the music ends", [3000, 3000, 3000, 171_000]),
    ],
)
def test_photos_stay_as_long_as_is_said(said: str, lengths: list[int]) -> None:
    talk = show()
    talk.say(said)
    assert lasts(talk) == lengths


def test_photos_go_round_until_the_song_is_over() -> None:
    talk = show()
    talk.say("loop the photos until the song ends")
    assert facts.picture_end(talk.now) == SONG.duration
    assert seen(talk)[:5] == ["p1", "p2", "p3", "p10", "p1"]


def test_a_gif_among_photos_does_not_make_clips_of_them() -> None:
    talk = show(*PHOTOS, WAVE)
    talk.say("the photos change too slowly, every second beat please")
    assert len(seen(talk)) == 5
    assert [c.duration for c in facts.clips(talk.now) if c.source != "g1"] == [1000] * 4
    talk.say("no zoom")
    assert {c.motion for c in facts.clips(talk.now) if c.source != "g1"} == {"still"}


def test_black_borders_go_and_no_head_is_cut_off() -> None:
    for said in ("remove the black borders", "show the whole photos", "去掉黑边", "不要裁切照片"):
        talk = show()
        talk.say(said)
        assert talk.now.canvas.fit == "blur", said


def test_photos_behind_a_clip_end_on_beats_again() -> None:
    beats = [500 * n for n in range(40)]
    found = {"bpm": 120.0, "beats": beats, "bars": beats[::4]}
    talk = show(*PHOTOS[:2], WAVE, *PHOTOS[2:])
    row = tuple(clip for clip in facts.clips(talk.now) if clip.source != "g1")
    laid = slides._counted(talk.now, row, found, 2.0, "en")
    ends = [facts.end(c) for c in facts.clips(laid.now) if c.source != "g1"]
    assert all(end in beats for end in ends), ends
    assert min(c.duration for c in facts.clips(laid.now)) >= 500


def test_when_a_photo_was_taken_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2024:07:05 10:00:00"
    Image.new("RGB", (64, 48)).save(path, exif=exif)
    assert images.probe_still(path, name="a.jpg").taken == "2024:07:05 10:00:00"
    material = probing.material(path, "m1", "a.jpg")
    assert material.metadata["probe"]["taken"] == "2024:07:05 10:00:00"
    plain = tmp_path / "b.png"
    Image.new("RGB", (64, 48)).save(plain)
    assert images.probe_still(plain, name="b.png").taken == ""


@pytest.mark.parametrize(("tone", "light"), [((200, 60, 40), False), ((10, 10, 12), True)])
def test_what_is_cut_out_stands_on_its_own_colours(tone: tuple[int, ...], light: bool) -> None:
    pixels = np.zeros((80, 120, 4), np.uint8)
    pixels[20:60, 30:90] = (*tone, 255)
    found = cutouts.cutout(Image.fromarray(pixels))
    assert found is not None
    shown = found.laid(found.behind)
    assert tuple(shown[40, 60]) == tone
    corner = shown[2, 2].astype(int)
    assert (corner.mean() > 160) == light and corner.max() > 60
    assert cutouts.cutout(Image.new("RGB", (8, 8))) is None


def test_a_clip_among_footage_is_no_show() -> None:
    long = Material(id="v1", name="walk.mp4", kind="video", duration=60_000, width=640, height=360)
    talk = Talk(PHOTOS[0], long, SONG)
    talk.say("put them together with my song")
    before = [(c.id, c.duration) for c in facts.clips(talk.now)]
    talk.say("make it as long as the song")
    clips: tuple[Clip, ...] = facts.clips(talk.now)
    assert [(c.id, c.duration) for c in clips if c.source == "v1"] == [
        row for row, c in zip(before, clips, strict=False) if c.source == "v1"
    ]


def test_which_of_two_square_photos_is_asked_and_then_moved() -> None:
    talk = show(*PHOTOS, photo(7, size=(800, 800)))
    found = talk.say("the square photo first")
    assert found.question is not None and len(found.question.offers) == 2
    talk.say("2")
    assert seen(talk)[0] == "p7"


def test_a_colour_stands_behind_the_photos() -> None:
    talk = show()
    talk.say("white background")
    assert talk.now.canvas.colour == "#ffffff"
    assert {clip.fit for clip in facts.clips(talk.now)} == {"fit"}


@pytest.mark.parametrize(
    ("said", "each"),
    [("too fast", 4500), ("slower please", 4000), ("a bit faster", 2000), ("太快了", 4500)],
)
def test_how_fast_is_said_of_photos_that_were_spoken_of_and_not_of_their_music(
    said: str, each: int
) -> None:
    talk = show()
    sound = facts.sounds(talk.now)[0]
    talk.say("no zoom")
    talk.say(said)
    assert lasts(talk) == [each] * 4
    assert facts.sounds(talk.now)[0].speed == sound.speed


def test_a_drop_in_a_song_is_nothing_dropped() -> None:
    talk = Talk(*PHOTOS)
    talk.say("make a slideshow")
    for said in ("add an upbeat pop song with a drop", "the drop should be louder"):
        talk.say(said)
    assert len(facts.sounds(talk.now)) == 1 and facts.sounds(talk.now)[0].gain >= 0.8


def test_a_photo_that_was_left_out_stops_no_wish_about_the_others() -> None:
    talk = show()
    talk.say("skip the third one")
    talk.say("stay longer on the last one")
    assert lasts(talk) == [3000, 3000, 6000]
    talk.say("no zoom")
    assert {clip.motion for clip in facts.clips(talk.now)} == {"still"}


def test_photos_that_are_soon_over_cross_for_a_third_of_that() -> None:
    talk = show()
    talk.say("crossfade them")
    assert {clip.crossfade for clip in facts.clips(talk.now)[1:]} == {500}
    talk = show()
    talk.say("every beat please")
    talk.say("crossfade them")
    assert {clip.crossfade for clip in facts.clips(talk.now)[1:]} == {166}


@pytest.mark.parametrize(
    ("said", "motion"),
    [
        ("the third should not move", "still"),
        ("the third photo should stand still", "still"),
        ("pan right on the third photo", "pan-right"),
    ],
)
def test_one_photo_moves_as_is_said(said: str, motion: str) -> None:
    talk = show()
    talk.say(said)
    assert [clip.motion for clip in facts.clips(talk.now)] == ["auto", "auto", motion, "auto"]


def test_a_photo_is_meant_by_its_name_and_a_panorama_by_its_shape() -> None:
    logo = Material(id="l1", name="logo.png", kind="image", width=800, height=600)
    wide = Material(id="w1", name="hills.jpg", kind="image", width=4000, height=900)
    talk = show(*PHOTOS, logo, wide)
    talk.say("the logo first")
    assert seen(talk)[0] == "l1"
    talk.say("make the panorama stay twice as long")
    assert lasts(talk)[-1] == 6000


def test_what_is_cut_out_is_seen_whole(tmp_path: Path) -> None:
    pixels = np.zeros((200, 200, 4), np.uint8)
    pixels[2:198, 60:140] = (220, 40, 40, 255)
    path = tmp_path / "cut.png"
    Image.fromarray(pixels).save(path)
    frame = Frame(width=160, height=120, fps=(30, 1))
    made = slideshow._prepared(path, None, "auto", frame)
    assert made.whole
    luma = made.planes.y
    assert abs(int(luma[0, 0]) - int(luma[luma.shape[0] // 2, 4])) < 40  # no box is seen
