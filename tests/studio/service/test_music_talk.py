"""Evenings of talk about composed music: what changed is told, and what is not to be heard."""

from __future__ import annotations

import pytest

from tests.studio.service.evenings import brief


@pytest.fixture
def person(wire):
    return wire.person()


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (
            [
                ("a mellow lofi beat, 6 seconds, 78 bpm", ""),
                ("less drums", "drums: as usual → 50%"),
                ("happier", "brightness: 68% → 90%"),
                ("no, sadder", "brightness: 68% → 43%"),
                ("bring the drums back", "drums: 50% → as usual"),
                ("in A minor please", "key: free → A minor"),
                ("mix take 1's melody with take 2's drums", "cannot be combined"),
                ("more reverb", "not adjustable"),
            ],
            {"bpm": 78.0, "key": 9},
        ),
        (
            [
                ("来一首轻快的尤克里里，6秒", ""),
                ("鼓小声点", "鼓点：照常 → 50%"),
                ("换个调", "升高 5 个半音"),
                ("不要贝斯", "贝斯：照常 → 没有"),
                ("贝斯还是要的", "贝斯：没有 → 照常"),
                ("前奏长一点", "这段音乐里没有前奏"),
            ],
            {"genre": "travel", "shift": 5},
        ),
    ],
)
def test_every_turn_says_what_was_and_what_is(person, turns, told):
    session = person.session()
    for message, answer in turns:
        assert answer in person.say(session, message).text(), message
    made = brief(person, session)
    assert {name: made.get(name) for name in told} == told
    assert "unwanted" not in made


def test_a_change_that_is_not_to_be_heard_is_told(person):
    session = person.session()
    person.say(session, "sad solo piano, 6 seconds")
    assert "Nothing is to be heard of that" in person.say(session, "less drums").text()
    assert "Nothing is to be heard" not in person.say(session, "slower").text()


def test_a_take_is_changed_in_the_breath_that_chooses_it(person):
    session = person.session()
    person.say(session, "give me two versions of a lofi track, 6 seconds")
    said = person.say(session, "take 2 but slower").text()
    assert "Take 2 plays now" in said and "tempo: 94% → 83%" in said
    assert brief(person, session)["pace"] < 0.9
    person.say(session, "the previous one was better")
    assert brief(person, session).get("pace", 1.0) == 1.0


def test_a_track_is_made_again_by_its_seed_and_shown_to_be_original(person):
    session = person.session()
    person.say(session, "lofi, 6 seconds")
    first = person.say(session, "is it original?").text()
    person.say(session, "make it again with seed 7")
    second = person.say(session, "is it original?").text()
    person.say(session, "seed 1 please")
    assert "seed 1;" in first and "seed 7;" in second and "MIT" in first
    hashed = [text.split("hash of the score ")[1][:16] for text in (first, second)]
    assert hashed[0] != hashed[1]
    assert hashed[0] in person.say(session, "证明是原创").text()
