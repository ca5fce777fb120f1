"""Three takes of one wish: composed, kept, told, chosen among, changed, exported, never lost."""

from __future__ import annotations

import pytest

from tests.studio.service.evenings import brief


@pytest.fixture
def person(wire):
    return wire.person()


def source(person, session):
    row = [t for t in person.state(session)["draft"]["t"] if t["tt"] == 1]
    return row[0]["sg"][0]["src"]


@pytest.mark.parametrize(
    ("asked", "second", "third", "listed"),
    [
        (
            "three options of a calm lofi beat, 6 seconds",
            "take 2",
            "the third one",
            "what were the options?",
        ),
        ("来三个版本的国风音乐，6秒", "第二个", "用第三版吧", "有哪些版本？"),
    ],
)
def test_three_takes_are_told_and_chosen_among(person, asked, second, third, listed):
    session = person.session()
    told = person.say(session, asked).text()
    assert all(f"\n{number}. " in told for number in (1, 2, 3))
    first = brief(person, session)
    person.say(session, second)
    other = brief(person, session)
    person.say(session, third)
    last = brief(person, session)
    assert len({first.get("seed", 1), other["seed"], last["seed"]}) == 3
    assert first.get("genre") == other.get("genre") == last.get("genre")
    assert "\n3. " in person.say(session, listed).text()


def test_a_take_is_changed_further_and_found_again_as_it_was_left(person):
    session = person.session()
    person.say(session, "give me two versions of a lofi track, 6 seconds")
    person.say(session, "take 2")
    person.say(session, "less drums")
    changed = brief(person, session)
    assert changed["amounts"] == [["drums", 0.5]]
    person.say(session, "the first one")
    assert "amounts" not in brief(person, session)
    person.say(session, "option 2")
    assert brief(person, session) == changed


def test_undo_loses_no_take(person):
    session = person.session()
    person.say(session, "a house track, 6 seconds")
    one = source(person, session)
    person.say(session, "give me three options")
    assert source(person, session) == one  # the first take is what was there
    person.say(session, "take 3")
    third = brief(person, session)
    person.say(session, "undo")
    assert brief(person, session).get("seed", 1) == 1
    person.say(session, "take 3")
    assert brief(person, session)["seed"] == third["seed"]


def test_another_take_is_one_more_to_choose(person):
    session = person.session()
    person.say(session, "a funk track, 6 seconds")
    person.say(session, "another take")
    assert brief(person, session)["seed"] == 2
    told = person.say(session, "take 1").text()
    assert "1" in told and brief(person, session).get("seed", 1) == 1


def test_what_is_no_choice_is_none(person):
    session = person.session()
    person.say(session, "give me two versions of a lofi track, 6 seconds")
    before = brief(person, session)
    for text in ("take 7", "remove the second clip", "make the second part calmer"):
        person.say(session, text)
    assert brief(person, session).get("seed", 1) == before.get("seed", 1)
