"""A message becomes an edit: kept before it is told, told once, resumed, queued, charged."""

from __future__ import annotations

import asyncio
import threading

import msgspec
import pytest

from studio import api
from studio.api import stream
from studio.service import say as talk
from studio.store import Turn

TITLE = 'make a 10-second video with the title "Hello"'


@pytest.fixture
def person(wire):
    return wire.person()


def test_an_edit_is_a_call_a_response_with_the_new_state_and_words_about_it(person) -> None:
    session = person.session()
    told = person.say(session, TITLE)
    events = told.events()
    assert told.headers["content-type"] == "text/event-stream; charset=utf-8"
    call, response, words = events
    assert call["content"]["role"] == "model"
    assert call["content"]["parts"][0]["functionCall"]["name"] == "edit_timeline"
    assert response["content"]["role"] == "user"
    assert response["author"] == "nemo_agent"
    delta = response["actions"]["stateDelta"]
    state = person.state(session)
    assert {key: state[key] for key in delta} == delta
    assert state["draft"]["d"] == 10_000
    assert "Hello" in words["content"]["parts"][0]["text"]
    for event in events:
        assert set(event["actions"]) == {
            "stateDelta", "artifactDelta", "requestedAuthConfigs", "requestedToolConfirmations",
        }  # fmt: skip
        assert event["invocationId"].startswith("e-")
        assert isinstance(event["timestamp"], float)
    assert len({event["id"] for event in events}) == len(events)


def test_a_frame_is_an_id_line_one_line_of_json_and_a_blank_line(person) -> None:
    raw = person.say(person.session(), "给我做一个 10 秒的视频，标题叫“你好 👋”").body
    assert b"\r" not in raw
    frames = raw.split(b"\n\n")
    assert frames.pop() == b""
    spoken = [frame for frame in frames if frame != b"data:"]  # without heartbeats
    for number, frame in enumerate(spoken, 1):
        name, data = frame.split(b"\n")
        assert name.startswith(b"id: e-") and name.endswith(b":%d" % number)
        assert data.startswith(b"data: {")
    assert "你好 👋".encode() in raw  # as it is, not escaped


def test_a_question_back_changes_nothing_and_asks(person) -> None:
    session = person.session()
    told = person.say(session, "make a flurb")
    assert "flurb" in told.text()
    assert person.state(session)["version"] == 0


def test_undo_redo_and_older_versions(person) -> None:
    session = person.session()
    person.say(session, TITLE)
    person.say(session, 'change the title to "Bye"')
    before = person.state(session)["draft"]
    assert person.state(session)["version"] == 2
    assert "Hello" in person.say(session, "undo").text()
    assert person.state(session)["version"] == 1
    person.say(session, "redo")
    assert person.state(session)["draft"] == before
    person.say(session, "undo")
    person.say(session, 'change the title to "Third"')
    state = person.state(session)
    assert [(v["version"], v["parent"]) for v in state["versions"]] == [(1, 0), (2, 1), (3, 1)]
    assert "nothing" in person.say(session, "redo").text().lower()


def test_several_wishes_with_an_undo_between_them(person) -> None:
    session = person.session()
    person.say(session, TITLE)
    person.say(session, "make it 9:16 and then undo that")
    assert person.state(session)["canvas_config"]["width"] == 0


def test_a_wish_for_a_format_becomes_an_offer_to_export_it(person) -> None:
    session = person.session()
    person.say(session, TITLE)
    assert "GIF" in person.say(session, "export as gif").text()
    assert person.state(session)["export_wish"] == {"format": "gif"}


@pytest.mark.parametrize(
    ("said", "words"),
    [("做一个 5 秒的视频，标题叫“你好”", "你好"), ("做一個 5 秒的影片，標題叫「你好」", "你好")],
)
def test_the_answer_is_in_the_language_of_the_message(person, said: str, words: str) -> None:
    assert words in person.say(person.session(), said).text()


def test_control_characters_and_lone_surrogates_poison_nothing(person) -> None:
    session = person.session()
    asked = (
        b'{"app_name":"nemo_agent","user_id":"me","session_id":"' + session.encode() +
        b'","new_message":{"parts":[{"text":"add a title \\ud83d \\u0000 x"}]}}'
    )  # fmt: skip
    told = person.ask("POST", "/run_sse", asked, Content_Type="application/json")
    assert told.status == 200 and told.events()
    assert person.state(session)["session_id"] == session
    assert person.say(session, TITLE).text()


# -- resuming ---------------------------------------------------------------------------------


def test_a_broken_stream_goes_on_behind_the_last_event_and_edits_nothing_twice(person) -> None:
    session = person.session()
    whole = person.say(session, TITLE)
    ids = whole.ids()
    for heard in range(len(ids)):
        rest = person.say(session, "ignored: the turn is known", Last_Event_ID=ids[heard])
        assert rest.ids() == ids[heard + 1 :]
        assert rest.events() == whole.events()[heard + 1 :]
    assert person.state(session)["version"] == 1


def test_who_heard_nothing_hears_the_last_turn_from_its_beginning(person) -> None:
    session = person.session()
    whole = person.say(session, TITLE)
    assert person.say(session, "", Last_Event_ID="0").events() == whole.events()
    asked = {"app_name": "nemo_agent", "user_id": "me", "session_id": session}
    told = person.ask("POST", "/run_sse", asked, Last_Event_ID="nonsense:9")
    assert told.events() == whole.events()


def test_an_event_of_another_session_opens_nothing(person, wire) -> None:
    theirs = wire.person("client-0002")
    secret = theirs.say(theirs.session(), TITLE).ids()[0]
    told = person.say(person.session(), "", Last_Event_ID=secret)
    assert (told.status, told.json()["code"]) == (404, 404)


def test_a_message_sent_again_under_its_own_key_is_the_same_message(person) -> None:
    session = person.session()
    first = person.say(session, TITLE, Idempotency_Key="m-1")
    again = person.say(session, TITLE, Idempotency_Key="m-1")
    assert again.events() == first.events()
    assert person.state(session)["version"] == 1


def test_a_client_that_goes_away_does_not_stop_the_edit(studio, person) -> None:
    session = person.session()
    held, go = threading.Event(), threading.Event()
    studio.lanes.put(session, held.set)
    studio.lanes.put(session, lambda: go.wait(5) and None)
    held.wait(5)
    owner = studio.store.session(session)
    who = studio.store.person(owner.person)
    talk.begin(studio, who, owner, "what can you do?")
    turn = talk.begin(studio, who, owner, TITLE)

    async def leave() -> None:
        frames = stream.of_turn(studio, turn.id, after=0)
        assert b"comes next" in await anext(frames)
        assert await anext(frames) == b"data:\n\n"  # nothing to say: a heartbeat
        await frames.aclose()

    asyncio.run(leave())
    go.set()
    told = person.say(session, "", Last_Event_ID=f"{turn.id}:1")
    assert "Hello" in told.text()
    assert person.state(session)["version"] == 1


def test_two_messages_at_once_are_two_edits_in_their_order(studio, person) -> None:
    session = person.session()
    go = threading.Event()
    studio.lanes.put(session, lambda: go.wait(5) and None)
    answers: dict[int, str] = {}

    def say(number: int, words: str) -> None:
        answers[number] = person.say(session, words).text()

    first = threading.Thread(target=say, args=(1, TITLE))
    first.start()
    while studio.lanes.length(session) < 2:
        pass
    second = threading.Thread(target=say, args=(2, 'change the title to "Bye"'))
    second.start()
    while studio.lanes.length(session) < 3:
        pass
    go.set()
    first.join(10)
    second.join(10)
    assert "Bye" in answers[2] and "comes next" in answers[2]
    assert [v["version"] for v in person.state(session)["versions"]] == [1, 2]


def test_too_many_waiting_messages_are_refused_and_none_is_lost(make, wiring) -> None:
    studio = make(waiting=2)
    person = wiring(api.build(studio)).person()
    session = person.session()
    go = threading.Event()
    for _ in range(2):
        studio.lanes.put(session, lambda: go.wait(5) and None)
    told = person.say(session, TITLE)
    assert (told.status, told.json()["code"]) == (429, 429)
    go.set()


# -- credits ----------------------------------------------------------------------------------


def test_edits_cost_nothing_unless_the_prices_are_on(person) -> None:
    person.say(person.session(), TITLE)
    told = person.ask("GET", "/api/credits/balance/simple").data
    assert told == {"available": 100, "frozen": 0, "total": 100}


def test_with_prices_on_an_edit_costs_and_an_empty_purse_is_2001(make, wiring) -> None:
    studio = make(priced=True)
    person = wiring(api.build(studio)).person()
    session = person.session()
    balance = "/api/credits/balance/simple"
    person.say(session, TITLE)
    assert person.ask("GET", balance).data == {"available": 95, "frozen": 0, "total": 95}
    (row,) = studio.store._people.values()
    studio.store.keep_person(msgspec.structs.replace(row, spent=96))
    told = person.say(session, TITLE)
    assert told.json()["code"] == 2001
    assert "5 credits" in told.json()["message"] and "4 are left" in told.json()["message"]
    assert person.state(session)["version"] == 1


def test_what_changes_nothing_costs_nothing(make, wiring) -> None:
    person = wiring(api.build(make(priced=True))).person()
    session = person.session()
    for said in ("make a flurb", "what is on the timeline?", "undo"):
        person.say(session, said)
    assert person.ask("GET", "/api/credits/balance/simple").data["available"] == 100


def test_what_goes_wrong_costs_nothing(make, wiring) -> None:
    studio = make(priced=True)
    person = wiring(api.build(studio)).person()
    session = person.session()
    studio.store.commit = None  # keeping an edit breaks
    told = person.say(session, TITLE).events()
    assert told[-1]["errorCode"] == "500"
    data = person.ask("GET", "/api/credits/balance/simple").data
    assert data == {"available": 100, "frozen": 0, "total": 100}


# -- what a killed server leaves --------------------------------------------------------------


def test_a_turn_that_a_killed_server_left_open_ends_and_says_so(studio, person) -> None:
    session = person.session(language="zh")
    for number, state in enumerate(("waiting", "running")):
        turn = Turn(
            id=f"e-{number}", session=session, key="", text="加个标题", state=state, asked=1.0
        )
        studio.store.keep_turn(turn)
    assert talk.recover(studio) == 2
    (event,) = person.say(session, "", Last_Event_ID="e-1:0").events()
    assert event["errorCode"] == "interrupted"
    assert "时间线保持原样" in event["errorMessage"]
    assert talk.recover(studio) == 0


# -- subtitles --------------------------------------------------------------------------------

SRT = "1\n00:00:01,000 --> 00:00:03,000\n你好\n\n2\n00:00:04,000 --> 00:00:05,500\nBye\n"


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.srt", SRT.encode()), ("a.srt", SRT.encode("gb18030")), ("a.srt", SRT.encode("utf-16")),
        ("wrong name.mp4", b"\xef\xbb\xbf" + SRT.encode()),
        ("song.lrc", "[00:01.00]你好\n[00:03.00]Bye\n".encode()),
    ],
)  # fmt: skip
def test_subtitles_wait_for_a_video_and_are_laid_on_it(person, name: str, raw: bytes) -> None:
    session = person.session()
    (file,) = person.upload(session, (name, raw)).data["files"]
    assert (file["name"], file["type"], file["lines"]) == (name, "captions", 2)
    assert person.state(session)["video_infos"] == []
    person.say(session, "make a 10-second video with a plain background")
    draft = person.state(session)["draft"]
    (texts,) = [t for t in draft["t"] if t["tt"] == 7]
    assert [s["x"] for s in texts["sg"]] == ["你好", "Bye"]
    person.say(session, "make it 9:16")
    assert sum(t["tt"] == 7 for t in person.state(session)["draft"]["t"]) == 1


def test_a_text_that_is_no_subtitles_is_4001(person) -> None:
    told = person.upload(person.session(), ("a.srt", b"Dear diary, nothing with times in it."))
    assert told.json()["code"] == 4001


def test_music_made_before_there_is_a_video_is_no_wish_for_music_alone(person, tone) -> None:
    session = person.session()
    person.upload(session, ("tone.wav", tone))
    person.say(session, "add tone.wav as music")
    person.say(session, "just the music")
    assert person.state(session)["export_wish"] == {}
