"""How strongly a visual answers its song, whether in time; its names; what its scene settles."""

from __future__ import annotations

import numpy as np
import pytest
from visual_talk import COVER, SONG, Talk

from studio import analysis, planner
from studio.planner.values import JustMusic, Stretch
from studio.service import turning, visuals
from studio.timeline import facts
from studio.timeline.model import Background, Clip, Material, Shade
from studio.timeline.operations import ReplaceSound
from studio.visuals import drive
from studio.visuals.dose import dosed

OTHER = Material(id="m9", name="Next.mp3", kind="audio", duration=90_000, has_sound=True)


def shown() -> Talk:
    talk = Talk(SONG)
    talk.say("make a visualizer")
    return talk


@pytest.mark.parametrize(
    ("said", "drops", "beats"),
    [
        ("less flashing", -1, -1),
        ("it flashes too much", -1, -1),
        ("no flashing please", -1, -1),
        ("slower movement", -1, -1),
        ("闪得太厉害了", -1, -1),
        ("不要閃", -1, -1),
        ("the drops should hit harder", 1, 0),
        ("make the drop explode", 1, 0),
        ("高潮再强一点", 1, 0),
        ("高潮弱一点", -1, 0),
        ("more intense", 0, 1),
    ],
)
def test_drops_and_beats_show_more_or_less(said: str, drops: int, beats: int) -> None:
    talk = shown()
    found = talk.say(said)
    now = talk.picture
    assert (np.sign(now.drops - 1), np.sign(now.beats - 1)) == (drops, beats)
    assert found.question is None and found.hints and now.colours == ()


def test_stronger_and_stronger_comes_to_an_end() -> None:
    talk = shown()
    for _ in range(8):
        found = talk.say("stronger drops")
    assert talk.picture.drops == 2.5 and not found.steps


@pytest.mark.parametrize(
    ("said", "early"),
    [
        ("the beat feels late", 60),
        ("the visuals are 100 ms late", 100),
        ("the picture is behind the music", 60),
        ("拍子感觉慢了一点", 60),
        ("the visuals come too early", -60),
    ],
)
def test_the_picture_comes_sooner_or_later(said: str, early: int) -> None:
    talk = shown()
    talk.say(said)
    assert talk.picture.early == early


@pytest.mark.parametrize(
    ("said", "title", "artist"),
    [
        (
            "change the title to Neon Rain – Extended Mix and the artist to The Fields ft. A. O'N",
            "Neon Rain – Extended Mix", "The Fields ft. A. O'N",
        ),
        ("set the artist to Mia and the title to Lost", "Lost", "Mia"),
        ("call it Neon Rain by The Fields", "Neon Rain", "The Fields"),
        ("change the artist to mia", "", "mia"),
        ("标题改成《霓虹雨》，歌手改成周小明", "霓虹雨", "周小明"),
        ("標題叫 夜行 歌手叫 小明", "夜行", "小明"),
        ("歌名改成 夜行", "夜行", ""),
    ],
)  # fmt: skip
def test_title_and_artist_are_told_apart_and_name_no_colour(
    said: str, title: str, artist: str
) -> None:
    talk = shown()
    found = talk.say(said)
    assert (talk.picture.title, talk.picture.artist) == (title, artist)
    assert talk.picture.colours == () and found.question is None


def test_a_cover_that_nobody_sent_is_asked_for() -> None:
    for said in ("take the colors from the cover", "use my photo as background"):
        found = shown().say(said)
        assert found.question is not None and "Send me the picture" in found.question.text
    talk = Talk(SONG, COVER)
    talk.say("make a visualizer with this cover")
    talk.say("blue and gold")
    talk.say("take the colors from the cover")
    assert talk.picture.colours == ()


def test_a_title_that_shall_stand_elsewhere_becomes_one_of_the_film() -> None:
    talk = shown()
    talk.say("call it Neon Rain")
    found = talk.say("move the title to the top")
    assert found.question is not None and len(found.question.offers) == 1
    talk.say("1")
    assert talk.picture.title == "-"
    assert [(t.text, t.place) for t in facts.titles(talk.now)] == [("Neon Rain", "top")]


def test_a_progress_bar_is_no_scene() -> None:
    talk = shown()
    before = talk.picture
    talk.say("add a progress bar")
    assert talk.picture == before


def test_a_dose_keeps_within_bounds_and_does_what_it_says() -> None:
    dice = np.random.default_rng(1)
    sound = (dice.standard_normal(8 * analysis.RATE) * 0.02).astype(np.float32)
    for number in range(8, 16):  # kicks from the fourth second on
        at = number * analysis.RATE // 2
        sound[at : at + 2000] += np.sin(np.arange(2000) * 0.02) * np.linspace(1, 0, 2000)
    plain = drive(sound, analysis.listen(sound), fps=30, frames=240)
    assert dosed(plain) is plain
    at = round(float(np.argmax(plain.impact))) if plain.impact.any() else 120
    for drops, beats in ((0.3, 0.3), (2.5, 2.5), (1.6, 1.0), (1.0, 0.6)):
        made = dosed(plain, drops=drops, beats=beats)
        for row in (made.kick, made.snare, made.hat, made.impact, made.energy):
            assert row.dtype == np.float32 and row.min() >= 0 and row.max() <= 1.0001
    strong = dosed(plain, drops=2.0)
    assert strong.impact.sum() >= plain.impact.sum()
    assert strong.kick[max(0, at - 30) : at].sum() <= plain.kick[max(0, at - 30) : at].sum()
    assert dosed(plain, beats=0.5).kick.max() <= plain.kick.max() * 0.51


def test_the_usual_visual_is_written_as_before() -> None:
    assert (Background().drops, Background().beats, Background().early) == (1.0, 1.0, 0)


def test_drops_of_composed_music_are_made_stronger_where_the_picture_was_spoken_of() -> None:
    talk = Talk()
    found = talk.say("make a 40 second EDM track with a drop at 0:16 and turn it into a visualizer")
    assert not any(isinstance(step, JustMusic) for step in found.steps)
    talk.say("use rings")
    talk.say("stronger drops")
    assert talk.picture.drops > 1


def test_a_colour_from_the_drop_on_is_settled_again_when_the_drop_is_elsewhere() -> None:
    shade = Shade(at=16_000, colours=("#ff9500",), tied="drop")
    other = Shade(at=3000, colours=("#2f7bff",))
    picture = Background(style="visual", colours=("#af52de",), shades=(other, shade))
    clip = Clip(id="c1", start=0, duration=40_000, background=picture)
    again = visuals.untied(clip)
    assert again is not None and [s.when for s in again.shades] == ["", "drop"]
    song = turning.Heard(parts=(), drops=(18_000,), length=40_000)
    made = turning.settled(again, (), song)
    assert [(s.at, s.tied) for s in made] == [(3000, ""), (18_000, "drop")]
    assert visuals.untied(Clip(id="c1", start=0, duration=9, background=Background())) is None


@pytest.mark.parametrize(
    "said",
    [
        "same for this next song", "make the same video for this one", "this one too",
        "这首歌也一样", "下一首也做成這樣",
    ],
)  # fmt: skip
def test_the_same_visual_is_made_for_the_next_song(said: str) -> None:
    talk = Talk(SONG)
    talk.say("make a visualizer")
    talk.say("blue and gold, with rings")
    before = talk.picture
    talk.files = (*talk.files, OTHER)
    found = planner.understand(
        said, timeline=talk.now, materials=talk.files, memory=talk.memory, arrived=(OTHER.id,)
    )
    step = found.steps[0]
    assert isinstance(step, ReplaceSound) and len(found.steps) == 1
    assert (step.source, before.scene) == (OTHER.id, "rings")


def test_what_the_first_sentence_says_is_not_told_as_there_already() -> None:
    found = Talk(SONG).say(
        "turn my music track into a visual video with synced visuals and beat drops highlighted"
    )
    assert found.hints == () and found.question is None


@pytest.mark.parametrize(
    ("said", "colours", "scene"),
    [
        ("can you make the background black but keep the bars", ("#000000", "#ffc94d"), "rings"),
        ("I don't like the pink, make it greener", ("#34c759",), "rings"),
        ("less pink", ("#2f7bff", "#ffc94d"), "rings"),
        ("fade in from black", ("#2f7bff", "#ffc94d"), "rings"),
        ("zoom in on the drop", ("#2f7bff", "#ffc94d"), "rings"),
        ("add a subtitle under the title saying official audio", ("#2f7bff", "#ffc94d"), "rings"),
        ("put my name under the title: Ana Ruiz", ("#2f7bff", "#ffc94d"), "rings"),
    ],
)
def test_what_is_kept_or_not_liked_or_faded_to_is_no_colour_and_no_scene(
    said: str, colours: tuple[str, ...], scene: str
) -> None:
    talk = shown()
    talk.say("use rings")
    talk.say("blue and gold")
    talk.say(said)
    assert (talk.picture.colours, talk.picture.scene) == (colours, scene)
    assert facts.duration(talk.now) == SONG.duration
    assert talk.picture.title == ""


@pytest.mark.parametrize("said", ["random colors", "the colors are ugly", "换个颜色"])
def test_other_colours_are_found_where_none_is_named(said: str) -> None:
    talk = shown()
    talk.say("blue and gold")
    before = talk.picture.colours
    talk.say(said)
    assert len(talk.picture.colours) == 4 and talk.picture.colours != before
    talk.say(said)
    assert talk.picture.shades == ()


def test_the_drop_alone_has_a_colour_from_then_on() -> None:
    talk = shown()
    talk.say("blue and gold")
    talk.say("make the drop white")
    assert talk.picture.colours == ("#2f7bff", "#ffc94d")
    assert [(s.when, s.colours) for s in talk.picture.shades] == [("drop", ("#ffffff",))]


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("only 10 seconds from 0:12", 12_000, 22_000),
        ("15 seconds starting at 0:20", 20_000, 35_000),
        ("use only the second half of the song", 90_000, 180_000),
        ("从0:20开始15秒", 20_000, 35_000),
        ("只要從0:12開始的10秒", 12_000, 22_000),
    ],
)
def test_so_much_of_the_song_from_there_is_the_film(said: str, start: int, end: int) -> None:
    found = shown().say(said)
    assert found.question is None
    assert [
        (step.part.start, step.part.end) for step in found.steps if isinstance(step, Stretch)
    ] == [(start, end)]
