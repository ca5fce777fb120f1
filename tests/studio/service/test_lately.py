"""What was changed, told wish by wish when somebody asks."""

from __future__ import annotations

import pytest

from studio import api

TITLE = 'make a 10-second video with the title "Hello"'


@pytest.fixture
def person(make, wiring):
    return wiring(api.build(make())).person()


def test_what_was_changed_is_told_by_the_wishes_the_newest_first(person) -> None:
    session = person.session()
    assert "Nothing has been changed yet" in person.say(session, "what did you change?").text()
    person.say(session, TITLE)
    person.say(session, "make the title yellow")
    told = person.say(session, "what did you change?").text()
    yellow, made = told.index("“make the title yellow”"), told.index(f"“{TITLE}”")
    assert yellow < made
    assert "white → yellow" in told[yellow:made]


def test_asking_changes_nothing_and_is_not_what_undo_undoes(person) -> None:
    session = person.session()
    person.say(session, TITLE)
    person.say(session, "make the title yellow")
    person.say(session, "what did you change?")
    assert "yellow → white" in person.say(session, "undo").text()


def test_undoing_what_was_not_done_last_leaves_what_was_done_since(person) -> None:
    session = person.session()
    person.say(session, TITLE)
    person.say(session, "make it square")
    told = person.say(session, "undo the title").text()
    assert 'Removed the title "Hello".' in told
    draft = person.state(session)["draft"]
    assert draft["c"]["w"] == 1080 and not [t for t in draft["t"] if t["tt"] == 7]


@pytest.mark.parametrize(
    ("text", "said"),
    [("start over", "This is how it began"), ("重新开始", "现在就是最初的样子")],
)
def test_the_beginning_is_told_where_there_is_nothing_before_it(person, text, said) -> None:
    session = person.session()
    person.say(session, TITLE)
    assert said in person.say(session, text).text()
    person.say(session, "make it square")
    assert said not in person.say(session, text).text()
