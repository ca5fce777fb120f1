"""What people say about visuals, and what comes of it on the timeline."""

from __future__ import annotations

import pytest
from visual_talk import COVER, MIX, SONG, Talk

from studio.timeline import facts
from studio.timeline.model import Material
from studio.timeline.operations import AddClip


@pytest.mark.parametrize(
    "said",
    [
        "turn my music track into a visual video with synced visuals and beat drops highlighted",
        "make a visualizer for my song",
        "create an audio visualization of this track",
        "make a lyric video",
        "I need a music visualiser for youtube",
        "waveform video, square, with the title Episode 12",
        "turn this song into a video",
        "make an audiogram of this podcast",
        "音乐可视化",
        "把这首歌做成竖屏的音乐可视化视频",
        "给这首歌做个歌词视频",
        "把我的歌变成视频，高潮部分要突出",
        "幫我做音樂視覺化影片",
        "幫我整一條直度嘅歌詞片",
        "把這首歌變成霓虹粉色嘅圓環視覺",
        "a calm background video that pulses with my music in pastel pink",
        "stars flying by in time with the music, purple and blue",
    ],
)
def test_a_song_becomes_a_visual_as_long_as_it_is(said: str) -> None:
    talk = Talk(SONG)
    assert talk.say(said).question is None
    assert talk.picture.style == "visual"
    assert facts.duration(talk.now) == SONG.duration
    assert [s.source for s in facts.sounds(talk.now)] == [SONG.id]


@pytest.mark.parametrize(
    ("said", "scene"),
    [
        ("use ink", "ink"),
        ("rings instead", "rings"),
        ("换成水墨", "ink"),
        ("make it particles", "particles"),
        ("try the waveform look", "wave"),
        ("kinetic typography please", "type"),
        ("改成频谱", "spectrum"),
        ("用粒子效果", "particles"),
        ("换成波形", "wave"),
        ("circle spectrum please", "rings"),
        ("改成圆形频谱", "rings"),
        ("use the kinetic type look instead", "type"),
        ("use the type look", "type"),
        ("the watercolor style please", "ink"),
    ],
)
def test_another_look_is_taken_by_name(said: str, scene: str) -> None:
    talk = Talk(SONG)
    talk.say("make a visualizer")
    talk.say(said)
    assert talk.picture.scene == scene
    assert len(facts.clips(talk.now)) == 1


def test_the_look_that_is_there_already_is_told_so() -> None:
    talk = Talk(SONG)
    talk.say("make a visualizer")
    talk.say("use ink")
    again = talk.say("use ink")
    assert again.question is None and again.hints and not again.steps


@pytest.mark.parametrize(
    ("said", "colours"),
    [
        ("blue and gold", ("#2f7bff", "#ffc94d")),
        ("make it red and black", ("#ff3b30", "#000000")),
        ("use purple tones", ("#af52de",)),
        ("配色换成蓝色和金色", ("#2f7bff", "#ffc94d")),
        ("neon green please", ("#39ff14",)),
        ("use #00ffcc and #f0a", ("#00ffcc", "#ff00aa")),
        ("turquoise and coral", ("#40e0d0", "#ff7f60")),
        ("make the background black and the bars gold", ("#000000", "#ffc94d")),
        ("背景黑色，线条金色", ("#000000", "#ffc94d")),
    ],
)
def test_colours_are_taken_by_name(said: str, colours: tuple[str, ...]) -> None:
    talk = Talk(SONG)
    talk.say("make a visualizer")
    talk.say(said)
    assert talk.picture.colours == colours


def test_shape_title_and_artist_can_be_said_at_once_or_later() -> None:
    talk = Talk(SONG)
    talk.say("waveform video, square, with the title Episode 12")
    assert (talk.now.canvas.width, talk.now.canvas.height) == (1080, 1080)
    assert (talk.picture.scene, talk.picture.title) == ("wave", "Episode 12")
    talk.say("9:16")
    assert (talk.now.canvas.width, talk.now.canvas.height) == (1080, 1920)
    talk.say("change the title to Neon Rain by The Fields")
    assert (talk.picture.title, talk.picture.artist) == ("Neon Rain", "The Fields")


def test_a_picture_sent_along_is_the_cover() -> None:
    talk = Talk(SONG, COVER)
    talk.say("make a visualizer with this cover")
    assert talk.picture.cover == COVER.id
    assert [c.source for c in facts.clips(talk.now)] == [""]


@pytest.mark.parametrize(
    ("said", "start", "length"),
    [
        ("make a visualizer of the first 30 seconds", 0, 30_000),
        ("make a visualizer from 1:00 to 1:30", 60_000, 30_000),
    ],
)
def test_a_part_of_the_song_can_be_asked_for(said: str, start: int, length: int) -> None:
    talk = Talk(SONG)
    talk.say(said)
    (sound,) = facts.sounds(talk.now)
    assert (sound.in_point, sound.duration) == (start, length)
    assert facts.duration(talk.now) == length


def test_hours_of_music_are_asked_about_and_a_part_of_them_is_taken() -> None:
    talk = Talk(MIX)
    asked = talk.say("make a visualizer")
    assert asked.question is not None
    assert not asked.steps
    talk.say("1")
    assert facts.duration(talk.now) == 180_000


def test_without_a_song_one_is_asked_for_and_with_a_genre_one_is_composed() -> None:
    asked = Talk().say("turn my music track into a visual video")
    assert asked.question is not None
    assert not asked.steps
    talk = Talk()
    talk.say("make a lofi visualizer, 30 seconds")
    (sound,) = facts.sounds(talk.now)
    assert (facts.brief(sound) or {})["genre"] == "lofi"


def test_drops_that_are_lit_already_are_said_to_be() -> None:
    talk = Talk(SONG)
    talk.say("make a visualizer with rings")
    found = talk.say("highlight the beat drops")
    assert found.hints
    assert not found.steps


@pytest.mark.parametrize(
    "said",
    ["make the music quieter", 'add the title "Hello" for 3 seconds', "fade out at the end"],
)
def test_other_wishes_are_not_taken_for_a_look(said: str) -> None:
    talk = Talk(SONG)
    talk.say("make a visualizer")
    before = talk.picture
    assert talk.say(said).steps
    assert talk.picture == before


def test_a_film_with_music_is_no_visual() -> None:
    film = Material(id="m4", name="a.mp4", kind="video", duration=9000, has_sound=True, width=640,
                    height=360)  # fmt: skip
    found = Talk(film, SONG).say("make a music video from this clip with my song")
    assert not any(isinstance(s, AddClip) and s.background for s in found.steps)


def test_colours_said_as_one_word_in_chinese_are_both_taken() -> None:
    talk = Talk(SONG)
    talk.say("音乐可视化")
    talk.say("换成光环，蓝金配色")
    assert (talk.picture.scene, talk.picture.colours) == ("rings", ("#2f7bff", "#ffc94d"))


@pytest.mark.parametrize(
    ("said", "title", "artist"),
    [
        ("no text on it", "-", "-"),
        ("不要标题", "-", "-"),
        ("hide the artist name", "Neon Rain", "-"),
        ("不要显示歌手", "Neon Rain", "-"),
        ("歌手名写陈默", "Neon Rain", "陈默"),
    ],
)
def test_words_that_are_not_wanted_are_left_out(said: str, title: str, artist: str) -> None:
    talk = Talk(SONG)
    talk.say("make a visualizer")
    talk.say("change the title to Neon Rain by The Fields")
    talk.say(said)
    assert (talk.picture.title, talk.picture.artist) == (title, artist)


def test_so_long_from_a_time_on_is_taken() -> None:
    talk = Talk(SONG)
    talk.say("make a 30 second teaser visual of my track starting at 1:00")
    (sound,) = facts.sounds(talk.now)
    assert (sound.in_point, sound.duration) == (60_000, 30_000)


@pytest.mark.parametrize(
    ("said", "scene", "title"),
    [
        ('particles visualizer, vertical, title "Neon" by The Fields', "particles", "Neon"),
        ('make a visualizer, title it "Neon Rain"', "", "Neon Rain"),
        ("visual, rings, 1:1", "rings", ""),
        ("visual, spectrum, 9:16", "spectrum", ""),
        ("turn this track into a visual with rings and the cover art", "rings", ""),
    ],
)  # fmt: skip
def test_a_list_of_words_makes_one_visual_with_one_title(said: str, scene: str, title: str) -> None:
    talk = Talk(SONG, COVER)
    talk.say(said)
    assert (talk.picture.scene, talk.picture.title) == (scene, title)
    assert not facts.titles(talk.now) and len(facts.clips(talk.now)) == 1


@pytest.mark.parametrize(
    "said", ["用这张照片做一个视频，配上这首歌，竖屏", "make a video of this photo with this song"]
)
def test_one_photo_is_seen_for_all_of_a_song(said: str) -> None:
    talk = Talk(COVER, SONG)
    talk.say(said)
    assert facts.duration(talk.now) == SONG.duration


def test_how_long_photos_stay_is_no_length_of_their_music() -> None:
    photos = [Material(id=f"m{n}", name=f"{n}.jpg", kind="image") for n in range(4, 8)]
    talk = Talk(*photos)
    talk.say("make a slideshow of these photos with background music, each photo 1 second")
    assert facts.duration(talk.now) == 4000
    assert [facts.end(sound) for sound in facts.sounds(talk.now)] == [4000]


def test_the_time_of_a_cut_is_not_where_the_music_begins() -> None:
    film = Material(id="m9", name="v.mp4", kind="video", duration=24_000, has_sound=True)
    talk = Talk(film, SONG)
    talk.say("sync the drop to the cut at 0:10")
    assert [sound.start for sound in facts.sounds(talk.now)] == [0]
