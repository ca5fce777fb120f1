"""A second video in the same session: another film, with nothing of the first lost or mixed in."""

from __future__ import annotations

import pytest

from tests.studio.media.footage import ffmpeg


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Two short videos of different pictures."""
    made = {}
    folder = tmp_path_factory.mktemp("clips")
    for name, hue in (("first.mp4", "red"), ("second.mp4", "blue")):
        source = f"color={hue}:s=64x64:r=10:d=2"
        ffmpeg("-f", "lavfi", "-i", source, name, cwd=folder)
        made[name] = (folder / name).read_bytes()
    return made


@pytest.fixture
def person(wire):
    return wire.person()


def said(person, session: str, text: str, *files: tuple[str, bytes]) -> str:
    if files:
        assert person.upload(session, *files).status == 200
    return str(person.say(session, text).text())


def test_a_second_video_begins_another_film_and_undo_brings_the_first_back(person, clips) -> None:
    session = person.session()
    first, second = (("first.mp4", clips["first.mp4"]), ("second.mp4", clips["second.mp4"]))
    said(person, session, "trim the first second, export as gif", first)
    told = said(person, session, "add the title Hello", second)
    assert "Began a new video" in told and "first.mp4" in told.partition("kept")[0]
    assert "Removed" not in told
    state = person.state(session)
    assert "second.mp4" in str(state["draft"]) and "first.mp4" not in str(state["draft"])
    assert state["draft"]["d"] == 2000
    told = said(person, session, "undo")
    draft = person.state(session)["draft"]
    assert "first.mp4" in str(draft) and "second.mp4" not in str(draft) and draft["d"] == 1000


def test_what_was_wished_for_the_first_films_export_is_not_for_the_second(person, clips) -> None:
    session = person.session()
    said(person, session, "mute it, export as gif", ("first.mp4", clips["first.mp4"]))
    told = said(person, session, "mute it, then export", ("second.mp4", clips["second.mp4"]))
    assert "GIF" not in told.upper().replace("“", "")


def test_the_same_file_sent_again_goes_on_with_its_film(person, clips) -> None:
    session = person.session()
    file = ("first.mp4", clips["first.mp4"])
    said(person, session, "add the title Hello", file)
    told = said(person, session, "make it vertical", file)
    assert "Began" not in told
    assert "Hello" in str(person.state(session)["draft"])
    told = said(person, session, "make it square", ("copy.mp4", file[1]))
    assert "Began" not in told
    kept = [one["name"] for one in person.state(session)["video_infos"]]
    assert kept.count("first.mp4") == 1


def test_a_file_waits_for_the_sentence_that_says_what_it_is_for(person, clips) -> None:
    session = person.session()
    said(person, session, "add the title Hello", ("first.mp4", clips["first.mp4"]))
    said(person, session, "what is on the timeline?", ("second.mp4", clips["second.mp4"]))
    told = said(person, session, "add this at the end")
    assert "Began" not in told
    draft = str(person.state(session)["draft"])
    assert "first.mp4" in draft and "second.mp4" in draft and "Hello" in draft


def test_files_of_a_film_put_aside_do_not_come_into_the_next(person, clips, tone) -> None:
    session = person.session()
    both = (("first.mp4", clips["first.mp4"]), ("song.wav", tone))
    said(person, session, "add the title Hello", *both)
    said(person, session, "make it vertical", ("second.mp4", clips["second.mp4"]))
    told = said(person, session, "add the song")
    assert "song.wav" not in told
