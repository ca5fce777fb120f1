"""A visual whose song is replaced follows the new one; what the user chose of it stays."""

from __future__ import annotations

from typing import Any

import pytest

from studio.words import say
from tests.studio.visuals.conftest import track, wav

WISH = "make a visual video of my song, rings"


def looks(person: Any, session: str) -> tuple[dict[str, Any], int]:
    """What is drawn, and for how long."""
    (shown,) = next(t for t in person.state(session)["draft"]["t"] if t["tt"] == 0)["sg"]
    return shown["bgr"], shown["d"]


@pytest.fixture
def other() -> bytes:
    return wav(track(8, drop=4.0, seed=3))


def test_a_visual_is_as_long_and_called_as_the_song_that_takes_the_place_of_its_own(
    wire, song_file, other
) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("Night Drive.wav", song_file))
    person.say(session, WISH)
    before = person.state(session)["draft"]
    person.upload(session, ("Low Tide.wav", other))
    told = person.say(session, "replace the music with this song").text()
    assert "Low Tide" in told and "Heard:" in told and "looped" not in told
    now, length = looks(person, session)
    assert (now["ti"], now["sc"]) == ("Low Tide", "rings") and length == 8000
    music = next(t for t in person.state(session)["draft"]["t"] if t["tt"] == 1)["sg"][0]
    assert music["d"] == 8000
    person.say(session, "undo")
    assert person.state(session)["draft"] == before


def test_a_title_and_colours_of_the_users_own_stay(wire, song_file, other) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("Night Drive.wav", song_file))
    person.say(session, f"{WISH}, title it “Rain” by Me, blue and gold")
    before, _ = looks(person, session)
    person.upload(session, ("Low Tide.wav", other))
    person.say(session, "replace the music with this song")
    now, _ = looks(person, session)
    assert {key: now.get(key) for key in ("ti", "ar", "colours")} == {
        key: before.get(key) for key in ("ti", "ar", "colours")
    }


def test_a_visual_needs_no_cuts_to_be_met(wire, song_file) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("Night Drive.wav", song_file))
    person.say(session, WISH)
    before = person.state(session)["draft"]
    told = person.say(session, "sync the music to the cuts").text()
    assert say("visuals.lit_already", "en") in told
    assert person.state(session)["draft"] == before


def captions(person: Any, session: str) -> list[str]:
    rows = [t["sg"] for t in person.state(session)["draft"]["t"] if t["tt"] not in (0, 1)]
    return [one.get("tx") or one.get("x") or "" for row in rows for one in row]


def test_the_lyrics_of_the_song_before_do_not_stay_over_another(wire, song_file, other) -> None:
    person = wire.person()
    session = person.session()
    sung = b"[00:01.00]City lights\n[00:03.00]We walk along\n"
    person.upload(session, ("Night Drive.wav", song_file), ("words.lrc", sung))
    person.say(session, WISH)
    assert len(captions(person, session)) == 2
    person.upload(session, ("Low Tide.wav", other))
    told = person.say(session, "replace the music with this song").text()
    assert "The lyrics were those of Night Drive.wav" in told
    assert captions(person, session) == []
    person.say(session, "undo")
    assert len(captions(person, session)) == 2
