"""A second video in the same session: another film, with nothing of the first lost or mixed in."""

from __future__ import annotations

import pytest

from tests.studio.media.footage import ffmpeg


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Two short videos of different pictures."""
    made = {}
    folder = tmp_path_factory.mktemp("clips")
    for name, hue in (("lake.mp4", "red"), ("city.mp4", "blue")):
        source = f"color={hue}:s=64x64:r=10:d=2"
        ffmpeg("-f", "lavfi", "-i", source, name, cwd=folder)
        made[name] = (folder / name).read_bytes()
    return made


@pytest.fixture
def person(wire, clock):
    own = wire.person()
    own.clock = clock
    return own


def said(person, session: str, text: str, *files: tuple[str, bytes]) -> str:
    person.clock.now += 1
    if files:
        assert person.upload(session, *files).status == 200
    person.clock.now += 1
    return str(person.say(session, text).text())


def test_a_second_video_begins_another_film_and_undo_brings_the_first_back(person, clips) -> None:
    session = person.session()
    first, second = (("lake.mp4", clips["lake.mp4"]), ("city.mp4", clips["city.mp4"]))
    said(person, session, "trim the first second, export as gif", first)
    told = said(person, session, "add the title Hello", second)
    assert "Began a new video" in told and "lake.mp4" in told.partition("kept")[0]
    assert "Removed" not in told
    state = person.state(session)
    assert "city.mp4" in str(state["draft"]) and "lake.mp4" not in str(state["draft"])
    assert state["draft"]["d"] == 2000
    told = said(person, session, "undo")
    draft = person.state(session)["draft"]
    assert "lake.mp4" in str(draft) and "city.mp4" not in str(draft) and draft["d"] == 1000


def test_what_was_wished_for_the_first_films_export_is_not_for_the_second(person, clips) -> None:
    session = person.session()
    said(person, session, "mute it, export as gif", ("lake.mp4", clips["lake.mp4"]))
    told = said(person, session, "mute it, then export", ("city.mp4", clips["city.mp4"]))
    assert "GIF" not in told.upper().replace("“", "")


def test_the_same_file_sent_again_goes_on_with_its_film(person, clips) -> None:
    session = person.session()
    file = ("lake.mp4", clips["lake.mp4"])
    said(person, session, "add the title Hello", file)
    told = said(person, session, "make it vertical", file)
    assert "Began" not in told
    assert "Hello" in str(person.state(session)["draft"])
    told = said(person, session, "make it square", ("copy.mp4", file[1]))
    assert "Began" not in told
    kept = [one["name"] for one in person.state(session)["video_infos"]]
    assert kept.count("lake.mp4") == 1


def test_a_file_waits_for_the_sentence_that_says_what_it_is_for(person, clips) -> None:
    session = person.session()
    said(person, session, "add the title Hello", ("lake.mp4", clips["lake.mp4"]))
    said(person, session, "what is on the timeline?", ("city.mp4", clips["city.mp4"]))
    told = said(person, session, "add this at the end")
    assert "Began" not in told
    draft = str(person.state(session)["draft"])
    assert "lake.mp4" in draft and "city.mp4" in draft and "Hello" in draft


def test_files_of_a_film_put_aside_do_not_come_into_the_next(person, clips, tone) -> None:
    session = person.session()
    both = (("lake.mp4", clips["lake.mp4"]), ("song.wav", tone))
    said(person, session, "add the title Hello", *both)
    said(person, session, "make it vertical", ("city.mp4", clips["city.mp4"]))
    told = said(person, session, "add the song")
    assert "song.wav" not in told


def test_a_song_sent_again_with_photos_is_their_song(person, clips, tone) -> None:
    session = person.session()
    said(person, session, "add the title Hello", ("lake.mp4", clips["lake.mp4"]))
    said(person, session, "use this song", ("song.wav", tone))
    both = (("city.mp4", clips["city.mp4"]), ("song.wav", tone))
    told = said(person, session, "make it vertical and put the song under it", *both)
    draft = str(person.state(session)["draft"])
    assert "Began" in told
    assert "city.mp4" in draft and "song.wav" in draft and "lake.mp4" not in draft


@pytest.mark.parametrize(
    "text", ["go back to the lake video", "back to the previous project", "switch to lake.mp4",
             "回到上一个视频"],
)  # fmt: skip
def test_an_earlier_film_can_be_gone_on_with(person, clips, text: str) -> None:
    session = person.session()
    said(person, session, "add the title Hello", ("lake.mp4", clips["lake.mp4"]))
    said(person, session, "add the title Goodbye", ("city.mp4", clips["city.mp4"]))
    said(person, session, "make it square")
    said(person, session, text)
    draft = str(person.state(session)["draft"])
    assert "lake.mp4" in draft and "Hello" in draft and "Goodbye" not in draft
    said(person, session, "go back to city.mp4")
    draft = str(person.state(session)["draft"])
    assert "city.mp4" in draft and "Goodbye" in draft and "Hello" not in draft


def test_a_file_of_an_earlier_film_sent_again_is_a_film_anew(person, clips) -> None:
    session = person.session()
    said(person, session, "add the title Hello", ("lake.mp4", clips["lake.mp4"]))
    said(person, session, "add the title Goodbye", ("city.mp4", clips["city.mp4"]))
    told = said(person, session, "make it square", ("lake.mp4", clips["lake.mp4"]))
    draft = str(person.state(session)["draft"])
    assert "Began" in told
    assert "lake.mp4" in draft and "Hello" not in draft and "city.mp4" not in draft


def test_the_first_version_is_that_of_the_film_at_hand(person, clips) -> None:
    session = person.session()
    said(person, session, "add the title Hello", ("lake.mp4", clips["lake.mp4"]))
    said(person, session, "add the title Goodbye", ("city.mp4", clips["city.mp4"]))
    said(person, session, "make it square")
    said(person, session, "back to the first version")
    draft = str(person.state(session)["draft"])
    assert "city.mp4" in draft and "Goodbye" in draft and "Hello" not in draft
    assert person.state(session)["canvas_config"]["height"] == 64


def test_undo_past_the_beginning_of_a_film_is_in_the_one_before(person, clips) -> None:
    session = person.session()
    said(person, session, "add the title Hello", ("lake.mp4", clips["lake.mp4"]))
    said(person, session, "make it square")
    said(person, session, "add the title Goodbye", ("city.mp4", clips["city.mp4"]))
    said(person, session, "undo")
    said(person, session, "back to the first version")
    state = person.state(session)
    assert "lake.mp4" in str(state["draft"]) and state["canvas_config"]["height"] == 64


def test_the_same_as_last_time_is_done_to_a_new_file(person, clips) -> None:
    session = person.session()
    said(person, session, "add the title Hello", ("lake.mp4", clips["lake.mp4"]))
    said(person, session, "make it square")
    told = said(person, session, "same as last time", ("city.mp4", clips["city.mp4"]))
    assert "Began" in told
    state = person.state(session)
    assert "city.mp4" in str(state["draft"]) and "Hello" in str(state["draft"])
    assert state["canvas_config"]["width"] == state["canvas_config"]["height"] == 1080


def test_a_message_that_came_to_a_question_awaits_its_answer(person, clips) -> None:
    session = person.session()
    said(person, session, "add the title Hello", ("lake.mp4", clips["lake.mp4"]))
    assert person.state(session)["awaiting_answer"] is False
    said(person, session, "make it wobbly like a jelly")
    assert person.state(session)["awaiting_answer"] is True
    said(person, session, "make it square")
    assert person.state(session)["awaiting_answer"] is False


def test_a_film_without_a_file_is_called_by_what_is_written_in_it(person, clips) -> None:
    session = person.session()
    said(person, session, "make a 3-second video with the title Summer")
    told = said(person, session, "make it square", ("city.mp4", clips["city.mp4"]))
    assert '"Summer" is kept' in told
    assert "Summer" in said(person, session, "go back to the summer video")


def test_the_same_is_what_was_wished_of_the_film_at_hand(person, clips) -> None:
    session = person.session()
    said(person, session, "add the title Hello", ("lake.mp4", clips["lake.mp4"]))
    said(person, session, "add the title Goodbye", ("city.mp4", clips["city.mp4"]))
    said(person, session, "go back to the lake video")
    said(person, session, "same as last time", ("city.mp4", clips["city.mp4"]))
    draft = str(person.state(session)["draft"])
    assert "city.mp4" in draft and "Hello" in draft and "Goodbye" not in draft


def test_back_in_a_film_without_files_there_are_no_others_files(person, clips, tone) -> None:
    session = person.session()
    said(person, session, "make a 3-second video with the title Summer")
    both = (("city.mp4", clips["city.mp4"]), ("song.wav", tone))
    said(person, session, "make it square", *both)
    said(person, session, "go back to the summer video")
    assert "song.wav" not in said(person, session, "add the song")
