"""Lyrics: seen or not, larger, in a colour, sooner; and where they stand beside what moves."""

from __future__ import annotations

import numpy as np
import pytest
from visual_talk import COVER, SONG, Talk

from studio import timeline as room
from studio.planner.values import Sung
from studio.renderer.canvas import Frame
from studio.service import staging
from studio.timeline import facts
from studio.timeline.model import Clip, Style, Title
from studio.timeline.operations import AddCaptions, Line
from studio.visuals import Stage, drive, palette
from studio.visuals.scenes.cover import Cover

ROWS = (Line("t1", 2000, 3000, "one line"), Line("t2", 6000, 3000, "and another"))
LONG = "Hold on to the music, we will never, ever be the same again, not in this life, not ever"


def sung(*, lyrics: bool = True) -> Talk:
    talk = Talk(SONG, COVER)
    talk.say("make a visualizer")
    if lyrics:
        talk.now = room.apply(talk.now, AddCaptions(lines=ROWS))
    return talk


def styles(talk: Talk) -> set[tuple[float, str]]:
    return {(title.style.size, title.style.colour) for title in facts.titles(talk.now)}


@pytest.mark.parametrize(
    "said",
    ["hide the lyrics", "turn the lyrics off", "no lyrics please", "把歌词关掉", "不要歌詞"],
)
def test_lyrics_are_taken_off_and_no_sound_with_them(said: str) -> None:
    talk = sung()
    sounds = facts.sounds(talk.now)
    talk.say(said)
    assert facts.titles(talk.now) == () and facts.sounds(talk.now) == sounds
    found = talk.say("show the lyrics again")
    assert [type(step) for step in found.steps] == [Sung]


@pytest.mark.parametrize(
    ("said", "size", "colour"),
    [
        ("lyrics bigger", 0.078, "#ffffff"),
        ("歌詞大一點", 0.069, "#ffffff"),
        ("lyrics in yellow", 0.06, "#ffd400"),
        ("歌词换成粉色", 0.06, "#ff6fae"),
    ],
)
def test_all_lyrics_look_as_said_and_the_picture_stays(said: str, size: float, colour: str) -> None:
    talk = sung()
    before = talk.picture
    talk.say(said)
    assert styles(talk) == {(size, colour)} and talk.picture == before


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ("the lyrics come half a second late", -500),
        ("lyrics 1 second earlier", -1000),
        ("the lyrics are too early", 300),
        ("delay the lyrics by 0.4 seconds", 400),
        ("歌词晚了半秒", -500),
        ("歌詞提前一秒", -1000),
    ],
)
def test_all_lyrics_come_sooner_or_later(said: str, by: int) -> None:
    talk = sung()
    talk.say(said)
    assert [t.start for t in facts.titles(talk.now)] == [2000 + by, 6000 + by]


def test_a_line_without_a_time_is_asked_for_one_and_the_music_stays() -> None:
    for said in ("add lyrics: the rain keeps falling", "加上歌词：雨一直下"):
        talk = sung(lyrics=False)
        found = talk.say(said)
        assert found.question is not None and ".lrc" in found.question.text
        assert not found.question.offers


def test_what_is_there_becomes_a_lyric_video() -> None:
    talk = sung()
    talk.say("make it a lyric video instead")
    assert talk.picture.scene == "type"


@pytest.mark.parametrize("size", [(1280, 720), (720, 720), (720, 1280)])
def test_a_long_line_of_lyrics_stays_clear_of_the_cover_and_its_bars(size: tuple[int, int]) -> None:
    frame = Frame(width=size[0], height=size[1], fps=(15, 1))
    title = Title(id="t1", start=0, duration=900, text=LONG, role="caption", style=Style(size=0.06))
    line = staging.line(title, Clip(id="c1", source="", start=0, duration=1000), frame)
    sound = np.zeros(22050, np.float32)
    from studio import analysis

    heard = analysis.listen(sound)
    stage = Stage(*size, drive(sound, heard, fps=15, frames=10), palette.of_mood(0.5, 0.5),
                  lines=(line,))  # fmt: skip
    top = size[1] * (0.78 if stage.upright else 0.93) - line.mask.shape[0]
    scene = Cover(stage)
    assert scene._area()[2] + 0.045 * stage.short < top or stage.wide
    assert scene._centre[1] + scene._side / 2 * 1.06 < top


def test_lyrics_have_the_colour_that_was_asked_for() -> None:
    frame = Frame(width=640, height=360, fps=(15, 1))
    clip = Clip(id="c1", source="", start=0, duration=1000)
    for colour, shown in (("#ffd400", (255, 212, 0)), ("#ffffff", None)):
        style = Style(size=0.06, colour=colour)
        title = Title(id="t1", start=0, duration=900, text="hey", role="caption", style=style)
        assert staging.line(title, clip, frame).colour == shown


def test_names_are_changed_beside_lyrics() -> None:
    talk = sung()
    talk.say("標題改成《霓虹雨》，歌手是周小明")
    assert (talk.picture.title, talk.picture.artist) == ("霓虹雨", "周小明")
    assert [t.text for t in facts.titles(talk.now)] == [row.text for row in ROWS]


@pytest.mark.parametrize("size", [(1280, 720), (720, 720), (720, 1280)])
def test_no_latin_word_of_a_title_is_torn(size: tuple[int, int]) -> None:
    frame = Frame(width=size[0], height=size[1], fps=(15, 1))
    long = staging.mask("Supercalifragilisticexpialidocious", frame, size=0.062)
    assert long is not None
    rows = np.flatnonzero(long.max(axis=1))
    assert len(rows) == rows[-1] - rows[0] + 1  # no gap between two lines
    assert [w.shape[0] < 0.5 * size[0] for w in staging.words("Supercalifragilistic", frame)] == [
        True
    ]


def test_a_long_chinese_title_is_shown_in_parts_and_not_as_one_word() -> None:
    frame = Frame(width=640, height=360, fps=(15, 1))
    assert len(staging.words("霓虹雨夜里的漫长告别 (Live)", frame)) == 4
    assert len(staging.words("霓虹雨夜", frame)) == 2
