"""A song by its parts: films of them, photos paced by them, told drops, cuts on its beats."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from studio.analysis import RATE
from studio.service import shots, timelines
from studio.sync.paces import Stretch, edges
from studio.timeline import curves, facts
from studio.timeline.model import Clip, Sound, Timeline
from tests.studio.analysis.songs import of_loudness, song
from tests.studio.media.footage import ffmpeg
from tests.studio.service.evenings import delivered

# intro, verse, chorus, verse, chorus: from 0, 8, 16, 24, 32 on, to 40
PARTS = (("no drums", 8, -16.0), ("hiphop", 8, -9.0), ("hiphop", 8, 0.0), ("hiphop", 8, -9.0),
         ("hiphop", 8, 0.0))  # fmt: skip


@pytest.fixture(scope="module")
def tune() -> bytes:
    """Forty seconds at 120 beats a minute in five parts."""
    loud = song("hiphop", 120, seconds=8, first=0.0).sound
    rows = [
        of_loudness(song(kind, 120, seconds=lasts, first=0.0, seed=lasts).sound, loud, level)
        for kind, lasts, level in PARTS
    ]
    sound = np.concatenate(rows)
    out = io.BytesIO()
    soundfile.write(out, sound / np.abs(sound).max() * 0.9, RATE, format="WAV")
    return out.getvalue()


@pytest.fixture(scope="module")
def photos() -> tuple[tuple[str, bytes], ...]:
    made = []
    for number in range(12):
        out = io.BytesIO()
        Image.new("RGB", (64, 48), (20 * number, 90, 200)).save(out, "JPEG")
        made.append((f"IMG_{number + 1:02}.jpg", out.getvalue()))
    return tuple(made)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[str, bytes], ...]:
    """Three clips of eight seconds."""
    folder = tmp_path_factory.mktemp("clips")
    for name, colour in (("a", "red"), ("b", "green"), ("c", "blue")):
        ffmpeg("-f", "lavfi", "-i", f"color=c={colour}:s=64x48:r=30:d=8", "-c:v", "libx264",
               "-preset", "ultrafast", f"{name}.mp4", cwd=folder)  # fmt: skip
    return tuple((path.name, path.read_bytes()) for path in sorted(folder.glob("*.mp4")))


def now(studio: Any, session: str) -> Timeline:
    return timelines.now(studio, studio.store.session(session))[0]


def music(studio: Any, session: str) -> Sound:
    return facts.music(now(studio, session))[0]


def row(studio: Any, session: str) -> tuple[Clip, ...]:
    return facts.clips(now(studio, session))


def near(found: list[int], wanted: list[int], most: int = 60) -> bool:
    return len(found) == len(wanted) and all(
        abs(a - b) <= most for a, b in zip(found, wanted, strict=True)
    )


@pytest.mark.slow
def test_a_told_drop_is_kept_and_the_picture_lights_up_there(wire, studio, tune) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("tune.wav", tune))
    person.say(session, "make a small visual video of my song, 320x180")
    assert "lights up" in person.say(session, "the drop is at 0:06").text()
    assert near(list(facts.drops(music(studio, session)) or ()), [6000])
    person.say(session, "use rings")
    told = person.say(session, "only the first 9 seconds").text()
    assert "0:00–0:09" in told
    lit = delivered(studio, session)[0]["lit"]["drops"]
    assert [round(one["heard"], 1) for one in lit] == [6.0]
    assert abs(lit[0]["off_ms"]) <= 40
    assert "no drop" in person.say(session, "0:30 isn't a drop").text().lower()
    person.say(session, "go by the drops you heard")
    assert facts.drops(music(studio, session)) is None
    person.say(session, "undo")
    assert near(list(facts.drops(music(studio, session)) or ()), [6000])


@pytest.mark.slow
def test_a_film_of_a_part_of_the_song_is_that_part_and_all_of_it_again(wire, studio, tune) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("tune.wav", tune))
    told = person.say(session, "make a visual video of just the chorus").text()
    assert "The film is 0:16–" in told and "2 of these" in told
    sound = music(studio, session)
    assert near([sound.in_point, sound.duration], [16_000, 8000], most=600)
    assert row(studio, session)[0].duration == sound.duration
    person.say(session, "only the second chorus")
    assert near([music(studio, session).in_point], [32_000])
    person.say(session, "the whole song again")
    sound = music(studio, session)
    assert (sound.in_point, sound.duration, sound.loop) == (0, 40_000, False)
    assert "outro" in person.say(session, "skip the outro").text()  # there is none: what there is
    assert row(studio, session)[0].duration == 40_000
    person.say(session, "gold until 0:20, then red")
    person.say(session, "skip the intro")
    picture = row(studio, session)[0].background
    assert picture is not None and near([one.at for one in picture.shades], [12_000])


@pytest.mark.slow
def test_a_part_that_is_not_there_is_a_question_and_no_export_goes_past_it(wire, tune) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("tune.wav", tune))
    person.say(session, "make a visual video of this song")
    told = person.say(session, "skip the bridge").text()
    assert "bridge" in told and "chorus" in told
    assert person.state(session)["awaiting_answer"] is True
    person.say(session, "start at the chorus")
    assert not person.state(session)["awaiting_answer"]


def test_photos_are_paced_by_parts_and_stay_so(wire, studio, tune, photos) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, *photos, ("tune.wav", tune))
    person.say(session, "make a slideshow of my photos with the music, 2 seconds each")
    told = person.say(session, "in the chorus, two beats per photo").text()
    assert "2 beats in the chorus" in told
    starts = [clip.start for clip in row(studio, session)]
    assert near(starts, [0, 2000, 4000, 6000, 8000, 10_000, 12_000, 14_000, 16_000, 17_000,
                         18_000, 19_000])  # fmt: skip
    person.say(session, "remove photo 2")
    starts = [clip.start for clip in row(studio, session)]
    assert near(starts[-5:], [12_000, 14_000, 16_000, 17_000, 18_000])
    assert "4 beats" in person.say(session, "same pace everywhere").text()
    lengths = {round(clip.duration, -2) for clip in row(studio, session)}
    assert lengths == {2000}
    assert not facts.pace(now(studio, session))


@pytest.mark.slow
def test_clips_are_cut_every_so_many_beats_in_turn_and_begin_at_the_chorus(
    wire, studio, tune, clips
) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, *clips, ("tune.wav", tune))
    person.say(session, "put the three clips together and add the music")
    told = person.say(session, "start the music at the chorus").text()
    assert "0:16" in told
    told = person.say(session, "cut every four beats").text()
    assert "12 shots" in told
    made = row(studio, session)
    assert near([clip.start for clip in made], [2000 * n for n in range(12)], most=40)
    assert [clip.source for clip in made[:3]] == [clip.source for clip in made[3:6]]
    again = [clip for clip in made if clip.source == made[0].source]
    for one, next_ in pairwise(again):  # nothing of a clip is left out, nothing seen twice
        assert next_.in_point == one.in_point + one.duration
    once = person.say(session, "1").text()
    assert "once" in once
    assert len(row(studio, session)) == 3
    assert facts.picture_end(now(studio, session)) == pytest.approx(6000, abs=60)


@pytest.mark.slow
def test_clips_are_cut_faster_in_the_chorus_and_evenly_again(wire, studio, tune, clips) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, *clips, ("tune.wav", tune))
    person.say(session, "put the three clips together and add the music")
    assert "12 shots" in person.say(session, "cut every four beats").text()
    told = person.say(session, "cut twice as fast in the chorus").text()
    assert "on every 4 beats, and in the chorus on every 2" in told
    starts = [clip.start for clip in row(studio, session)]  # the chorus: 16 to 24 s
    wanted = [*range(0, 16_000, 2000), *range(16_000, 24_000, 1000)]
    assert near(starts, wanted[: len(starts)], most=40) and len(starts) >= 14
    told = person.say(session, "cut twice as fast in the chorus").text()  # once more: only there
    assert "on every 4 beats, and in the chorus on every 1" in told and "Split" not in told
    assert "The clips are as they were" in person.say(session, "undo").text()
    assert "12 shots" in person.say(session, "cut every four beats").text()


@pytest.mark.slow
def test_a_file_of_a_part_shows_what_is_seen_while_it_is_heard(wire, studio, tune, clips) -> None:
    """Drawn from the song or filmed: the film is cut to the part, and undo brings the rest back."""
    person = wire.person()
    session = person.session()
    person.upload(session, *clips, ("tune.wav", tune))
    person.say(session, "put the three clips together and add the music")
    told = person.say(session, "export the first chorus as a gif").text()
    assert "0:16–0:24" in told and "undo" in told
    assert near([clip.in_point for clip in row(studio, session)], [0], most=60)
    receipt, _ = delivered(studio, session)
    assert receipt["duration"] == pytest.approx(8000, abs=60)
    assert near([music(studio, session).in_point], [16_000])
    person.say(session, "undo")
    assert facts.picture_end(now(studio, session)) == 24_000
    missing = person.say(session, "export the bridge").text()
    assert "chorus" in missing and person.state(session)["awaiting_answer"] is True


@pytest.mark.slow
def test_a_piece_taken_out_of_a_song_is_told_as_that(wire, tune) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("tune.wav", tune))
    person.say(session, "make a small visual video of my song, 320x180")
    told = person.say(session, "cut out 0:20 to 0:28").text()
    assert 'A piece was left out of "tune.wav".' in told and "another file" not in told
    assert '"tune.wav" is whole again.' in person.say(session, "undo").text()


# -- the plans alone ------------------------------------------------------------------------------

BEATS = [500 * n for n in range(80)]


def test_another_pace_begins_where_its_part_does() -> None:
    fast = (Stretch(8000, 12_000, 2.0),)
    found = edges(BEATS, fast, 8, 6.0)
    assert found == [3000, 6000, 8000, 9000, 10_000, 11_000, 12_000, 15_000]
    assert edges(BEATS, (), 3, 4.0) == [2000, 4000, 6000]


def test_shots_come_out_of_the_clips_in_turn_as_long_as_there_is_enough() -> None:
    found = shots.turned([5000, 2000, 4000], [0, 2000, 4000, 6000, 8000, 10_000, 12_000])
    assert [one.clip for one in found] == [0, 1, 2, 0, 2]
    assert {one.lasts for one in found} == {2000}
    found = shots.single([5000, 1500], [0, 2000, 4000])
    assert [(one.clip, one.lasts) for one in found] == [(0, 2000), (1, 1500)]


def test_the_edges_of_shots_lie_on_frames() -> None:
    made = shots.framed([0, 2005, 4017], Fraction(30))
    assert made == [0, 2000, 4033]


@pytest.mark.slow
def test_a_drop_told_before_a_fit_or_after_it_is_the_one_that_meets_the_cut(
    wire, studio, clips, tune
) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, *clips, ("tune.wav", tune))
    person.say(session, "add this song to my clips")
    first = person.say(session, "the drops are at 0:06 and 0:30").text()
    assert "0:06.0 of the song" in first or "0:30.0 of the song" in first
    assert near(list(facts.said_drops(music(studio, session)) or ()), [6000, 30_000])
    again = person.say(session, "the drop is at 0:10, make it hit the second cut").text()
    assert "(at 0:10.0 of the song) lands on the cut at 0:16.0" in again
    trimmed = person.say(session, "remove the first 2 seconds of the video").text()
    assert "(at 0:10.0 of the song) lands on the cut at 0:14.0" in trimmed
    assert "0:10.0" not in person.say(session, "go by the drops you heard").text()


@pytest.mark.slow
def test_louder_in_a_part_is_louder_there_each_time_and_nowhere_else(wire, studio, tune) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("tune.wav", tune))
    person.say(session, "make a small visual video of my song, 320x180")
    told = person.say(session, "louder in the chorus").text()
    assert "0:16–0:24, 0:32–0:40" in told
    loud = music(studio, session)
    gains = [curves.at(loud.curve, at) * loud.gain for at in (8000, 20_000, 28_000, 36_000)]
    assert gains == pytest.approx([1.0, 1.4, 1.0, 1.4])
    assert not any(clip.curve or clip.gain != 1 for clip in row(studio, session))
    assert "no bridge" in person.say(session, "softer in the bridge").text()


@pytest.mark.slow
def test_music_of_ours_is_composed_in_the_sections_that_are_wished(wire, studio, clips) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, clips[0])
    person.say(session, "add upbeat corporate music")

    def heard() -> list[str]:
        sound = music(studio, session)
        rows = {stock.id: stock for stock in studio.store.stocks(session)}
        path = studio.file(rows[sound.source].path).parent / "plan.json"
        plan = json.loads(path.read_text(encoding="utf-8"))
        return [section["name"] for section in plan["sections"]]

    assert "verse" in heard()
    assert "nothing but chorus" in person.say(session, "just use the chorus").text()
    assert set(heard()) <= {"chorus", "ending"} and music(studio, session).duration == 8000
    person.say(session, "whole song again")
    assert "verse" in heard()
    person.say(session, "start with the chorus")
    assert heard()[0] == "chorus"
    assert "no bridge" in person.say(session, "leave out the bridge").text()
    alone = person.session()
    person.say(alone, "compose 40 seconds of lofi")
    person.say(alone, "only the chorus")
    short = music(studio, alone).duration
    assert 4000 <= short < 40_000
    person.say(alone, "whole song again")
    assert music(studio, alone).duration == 40_000


@pytest.mark.slow
def test_a_piece_out_of_the_middle_of_a_drawn_film_goes_out_of_its_song_at_bar_lines(
    wire, studio, tune
) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("tune.wav", tune))
    person.say(session, "make a small visual video of my song, 320x180")
    person.say(session, "the drop is at 0:32")
    person.say(session, 'add the title "Late" at 0:30')
    told = person.say(session, "cut out 0:10.2 to 0:17.9").text()
    assert "0:10–0:18 of the song" in told and "at 0:10." in told
    sound, (clip,) = music(studio, session), row(studio, session)
    assert sound.duration == clip.duration == pytest.approx(32_000, abs=60)
    assert near(list(facts.drops(sound) or ()), [24_000])
    (late,) = facts.titles(now(studio, session))
    assert late.start == pytest.approx(22_000, abs=60)
    rows = {stock.id: stock for stock in studio.store.stocks(session)}
    joined, rate = soundfile.read(studio.file(rows[sound.source].path), always_2d=True)
    song, own = soundfile.read(io.BytesIO(tune), always_2d=True)
    for at, then in ((4, 4), (12, 20), (28, 36)):  # seconds now, and in the song
        heard = np.abs(joined[at * rate : (at + 1) * rate, 0]).reshape(-1, rate // 100).mean(1)
        there = np.abs(song[then * own : (then + 1) * own, 0])
        there = there[: own // 100 * 100].reshape(-1, own // 100).mean(1)
        assert np.corrcoef(heard[:99], there[:99])[0, 1] > 0.95
    person.say(session, "whole song again")
    assert music(studio, session).duration == pytest.approx(40_000, abs=60)


@pytest.mark.slow
def test_another_song_comes_and_the_photos_go_to_its_beats(wire, studio, photos, tune) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, *photos[:6])
    person.say(session, "make a slideshow")
    person.say(session, "add upbeat music and change the photos on the beat")
    person.upload(session, ("tune.wav", tune))
    told = person.say(session, "use tune.wav instead and change the photos on the beat").text()
    assert "5 changes, 120 BPM" in told and "?" not in told
    assert facts.song(music(studio, session)) == music(studio, session).source
    person.say(session, "sync the music to the photos")
    assert facts.song(music(studio, session)) != music(studio, session).source
    person.say(session, "now sync the photos to the music")
    assert facts.song(music(studio, session)) == music(studio, session).source
    proof = delivered(studio, session)[0]["sync"]
    assert proof["within_40_ms"] == proof["count"] == 5
