"""A part of a message that fails takes nothing else with it, and is named."""

from __future__ import annotations

import io
import wave
from typing import Any, get_args

import pytest

from studio import api
from studio.jobs import Crew
from studio.planner.values import AnyStep
from studio.words import LANGS, Lang, say


class Broken(Crew):
    """A crew whose every piece of work breaks."""

    def do(self, work: Any, /, *args: Any) -> Any:
        raise ZeroDivisionError("nobody expected that")


@pytest.fixture
def person(make, wiring):
    studio = make()
    object.__setattr__(studio, "crew", Broken())
    return wiring(api.build(studio)).person()


def texts(state: dict[str, Any]) -> list[str]:
    return [s["x"] for t in state["draft"]["t"] if t["tt"] == 7 for s in t["sg"]]


def song(seconds: int = 5) -> bytes:
    raw = io.BytesIO()
    with wave.open(raw, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(16000 * seconds))
    return raw.getvalue()


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ('make a 10-second lo-fi video with the title "Hello"', "composing the music"),
        ("做一个 10 秒的 lo-fi 视频，标题叫“Hello”", "创作音乐"),
        ("做一個 10 秒的 lo-fi 影片，標題叫「Hello」", "創作音樂"),
    ],
)
def test_what_was_done_before_something_broke_is_kept(person, said: str, named: str) -> None:
    session = person.session()
    told = person.say(session, said)
    state = person.state(session)
    assert texts(state) == ["Hello"] and state["draft"]["d"] == 10_000
    assert not [t for t in state["draft"]["t"] if t["tt"] == 1]
    assert named in told.text() and "Hello" in told.text()
    assert not [event for event in told.events() if "errorCode" in event]
    assert "undo" in said or person.say(session, "undo").text()


def test_what_comes_after_something_broke_is_still_tried(person) -> None:
    session = person.session()
    person.say(session, "make a 10-second video with a plain background")
    person.upload(session, ("song.wav", song()))
    person.say(session, "add song.wav as the music")
    told = person.say(session, 'sync the music to the cuts, and add the title "After"')
    assert "fitting the music" in told.text() and "After" in told.text()
    assert texts(person.state(session)) == ["After"]


def test_a_step_that_is_refused_is_named_beside_others_and_they_are_done(person) -> None:
    session = person.session()
    person.say(session, 'make a 10-second video with the title "Hello"')
    told = person.say(session, "undo 7 times and make it 9:16").text()
    assert person.state(session)["canvas_config"]["width"] == 1080, told


def test_an_undo_behind_a_step_that_failed_undoes_nothing_else(person) -> None:
    session = person.session()
    person.say(session, 'make a 10-second video with the title "Hello"')
    person.upload(session, ("song.wav", song()))
    person.say(session, "add song.wav as the music")
    before = person.state(session)
    told = person.say(session, "sync the music to the cuts and then undo that").text()
    after = person.state(session)
    assert after["draft"] == before["draft"] and after["version"] == before["version"]
    assert "the undo" in told


class Wrong:
    """Settings of a model that break whatever reads them."""

    name = "wrong"

    @property
    def url(self) -> str:
        raise ZeroDivisionError("nobody expected that")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("flurb the zorgle", "could not read"),
        ("呜啦啦呼噜噜", "没能读懂"),
        ("嗚啦啦呼嚕嚕囉", "沒能讀懂"),
    ],
)
def test_a_message_whose_reading_breaks_is_told_and_changes_nothing(
    make, wiring, said: str, told: str
) -> None:
    person = wiring(api.build(make(model=Wrong()))).person()
    session = person.session()
    person.say(session, "make a 10-second video with a plain background")
    before = person.state(session)
    answer = person.say(session, said)
    assert told in answer.text()
    assert not [event for event in answer.events() if "errorCode" in event]
    assert person.state(session)["draft"] == before["draft"]


@pytest.mark.parametrize("lang", LANGS)
def test_every_step_has_a_name_for_when_it_fails(lang: Lang) -> None:
    for kind in get_args(AnyStep):
        assert say(f"steps.{kind.__struct_config__.tag}", lang)
