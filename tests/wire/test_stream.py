"""Replies over the wire: shown once, never silent, never sent twice."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

import words
from tests.wire.answers import (
    CUT,
    RESET,
    Answer,
    Json,
    Raw,
    Reset,
    Silence,
    Stream,
    call,
    data,
    event,
    result,
    text,
)
from tests.wire.fake import DRAFT, MP4, Fake
from tests.wire.stage import Stage

QUIET = {"Content-Type": "text/event-stream"}


def working(state: dict[str, Any], _words: str) -> Answer:
    """An edit without a word: about a third of them end so."""
    state["draft"] = DRAFT
    return Stream([call("add_music"), result("add_music")])


def test_a_reply_is_told_as_it_was_said(stage: Stage, fake: Fake) -> None:
    fake.script("say", Stream([text("Added Lo-fi at 35%."), text("Anything else?")]))
    assert stage.say("add music")
    assert stage.told.texts.endswith("Added Lo-fi at 35%.\nAnything else?")


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize("headers", [QUIET, {"Content-Type": "text/event-stream; charset=utf-8"}])
def test_chinese_comes_through_cut_anywhere(
    stage: Stage, fake: Fake, chunked: bool, headers: dict[str, str]
) -> None:
    whole = text("已添加背景音乐\u2028“城市”。") + text("好了。")
    pieces = [whole[at : at + 7] for at in range(0, len(whole), 7)]
    fake.script("say", Stream(pieces, headers=headers, chunked=chunked))
    assert stage.say("加音乐")
    assert "已添加背景音乐\n“城市”。" in stage.told.texts
    assert "好了。" in stage.told.texts


def test_a_silent_edit_is_answered_from_the_state(stage: Stage, fake: Fake) -> None:
    fake.on_message = working
    assert stage.say("make a film")
    assert 'Added Title: "Urban Dreams" (0-3s).' in stage.told.texts
    assert "Added BGM: Lo-fi (0-10s, 35%)." in stage.told.texts


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [b": ping\n\n", b"data:\n\n"],
        [event()],
        [text(""), text("  ")],
        [event({"text": "let me think", "thought": True})],
        [call("x"), result("x")],
    ],
    ids=["empty", "heartbeats", "no content", "blank", "thought only", "tools"],
)
def test_no_word_and_no_change_is_no_success(stage: Stage, fake: Fake, pieces: list[bytes]) -> None:
    fake.script("say", Stream(pieces))
    assert not stage.say("do something")
    assert stage.told.errors == ["nothing_changed"]
    assert len(fake.asked("say")) == 1


def test_a_change_is_told_in_words_with_before_and_after(stage: Stage, fake: Fake) -> None:
    fake.on_message = working
    stage.say("make a film")
    softer = json.loads(json.dumps(DRAFT))
    softer["t"][1]["sg"][0]["m"]["volume"] = 0.2

    def soften(state: dict[str, Any], _words: str) -> Answer:
        state["draft"] = softer
        return Stream([])

    fake.on_message = soften
    assert stage.say("softer")
    assert stage.told.texts.endswith("BGM Lo-fi volume: 35% → 20%.")


BREAKS = [
    ("reset in the middle", Stream([text("Working"), RESET])),
    ("no last chunk", Stream([text("Working"), CUT])),
    ("cut inside an event", Stream([text("Working")[:-9], CUT], chunked=False)),
    ("reset before the answer", Reset()),
]


@pytest.mark.parametrize("broken", [b[1] for b in BREAKS], ids=[b[0] for b in BREAKS])
def test_a_break_is_never_answered_by_sending_again(
    stage: Stage, fake: Fake, broken: Answer
) -> None:
    stage.do("credits")
    fake.script("say", broken)
    assert not stage.say("add music")
    assert len(fake.asked("say")) == 1
    assert stage.slept == [30, 60, 60, 60, 60]
    assert stage.told.errors == ["stream_lost"]
    assert "Nothing was sent twice" in stage.told.of("error")[0][1]


@pytest.mark.parametrize("broken", [b[1] for b in BREAKS], ids=[b[0] for b in BREAKS])
def test_after_a_break_the_work_that_went_on_is_told(
    stage: Stage, fake: Fake, broken: Answer
) -> None:
    stage.say("hello")
    unchanged = {"code": 0, "data": {"state": {"draft": {}}}}
    done = {"code": 0, "data": {"state": {"draft": DRAFT}}}
    fake.script("say", broken)
    fake.script("state", Json(unchanged), Json(unchanged), Raw(b"", 500), Json(done))
    assert stage.say("add music")
    assert stage.slept == [30, 60, 60]
    assert "the work went on" in stage.told.texts
    assert "Added BGM: Lo-fi" in stage.told.texts


def test_a_stream_with_ids_is_gone_on_with_at_once(stage: Stage, fake: Fake) -> None:
    first = b"id: 1\n" + text("One.") + b"id: 2\n" + text("Two.") + b"id: 3\ndata: {"
    fake.script(
        "say",
        Stream([first, 0.1, RESET]),
        Stream([b"id: 3\n" + text("Three."), CUT]),
        Stream([b"id: 4\n" + text("Four.")]),
    )
    assert stage.say("add music")
    assert stage.told.texts.endswith("One.\nTwo.\nThree.\nFour.")
    first_call, *resumed = fake.asked("say")
    assert "new_message" in first_call.json
    assert [seen.headers["last-event-id"] for seen in resumed] == ["2", "3"]
    assert all("new_message" not in seen.json for seen in resumed)
    assert stage.slept == []


def test_a_stream_that_cannot_be_gone_on_with_is_watched_instead(stage: Stage, fake: Fake) -> None:
    fake.script(
        "say", Stream([b"id: 1\n" + text("One."), 0.1, RESET]), Json({"detail": "gone"}, 410)
    )
    assert not stage.say("add music")
    assert stage.told.errors == ["stream_lost"]
    assert len(fake.asked("say")) == 2


def test_still_working_is_said_while_nothing_comes(fake: Fake, tmp_path: Path) -> None:
    stage = Stage(fake, tmp_path, timings={"still_working": 0.15})
    fake.script("say", Stream([0.25, b": ping\n\n", 0.25, text("Done.")]))
    assert stage.say("make a film")
    assert stage.told.texts.count("⏳ Still working…") >= 2
    assert stage.told.texts.endswith("Done.")


@pytest.mark.parametrize("timings", [{"stream": 0.3}, {"only_heartbeats": 0.3}])
def test_the_clock_ends_a_reply_that_only_beats(
    fake: Fake, tmp_path: Path, timings: dict[str, float]
) -> None:
    stage = Stage(fake, tmp_path, timings=timings)
    beats: list[Any] = [b": ping\n\n", 0.05] * 40
    fake.script("say", Stream(beats))
    begun = time.monotonic()
    assert not stage.say("make a film")
    assert time.monotonic() - begun < 1.5
    assert stage.told.errors == ["stream_timeout"]
    assert len(fake.asked("say")) == 1


def test_tools_at_work_are_no_silence(fake: Fake, tmp_path: Path) -> None:
    stage = Stage(fake, tmp_path, timings={"only_heartbeats": 0.4})
    pieces: list[Any] = []
    for number in range(4):
        pieces += [0.15, call("render", f"c{number}")]
    fake.script("say", Stream([*pieces, text("Done.")]))
    assert stage.say("make a film")


def test_a_server_that_accepts_and_says_nothing_is_left_in_the_end(
    fake: Fake, tmp_path: Path
) -> None:
    stage = Stage(fake, tmp_path, timings={"stream": 0.3, "still_working": 0.1})
    fake.script("say", Silence(1.0))
    assert not stage.say("make a film")
    assert stage.told.errors == ["stream_timeout"]


@pytest.mark.parametrize(
    ("frame", "name"),
    [
        (data({"error": "ValueError: boom"}), "backend_failed"),
        (b'data: {"error": "bad "quoted" value\nsecond line\n\n' + text("All done!"),
         "backend_failed"),
        (data({"errorCode": "SAFETY", "errorMessage": "no"}), "backend_failed"),
        (data({"code": 2001}), "no_credits"),
    ],
)  # fmt: skip
def test_a_failure_in_the_stream_is_no_success(
    stage: Stage, fake: Fake, frame: bytes, name: str
) -> None:
    fake.script("say", Stream([text("Looking at it."), frame]))
    assert not stage.say("add music")
    assert stage.told.errors == [name]
    assert "Looking at it." in stage.told.texts
    assert "All done!" not in stage.told.texts


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (Json({"code": 0, "data": {}}), "bad_answer"),
        (Raw(b"<html>Welcome</html>", headers={"Content-Type": "text/html"}), "bad_answer"),
        (Raw(b"Forbidden", 403, {"Content-Type": "text/plain"}), "refused"),
        (Json({"detail": [{"msg": "Field required", "input": {"x": 1}}]}, 422), "bad_request"),
    ],
)
def test_an_answer_that_is_no_stream_is_not_read_as_one(
    stage: Stage, fake: Fake, answer: Answer, name: str
) -> None:
    fake.script("say", answer)
    assert not stage.say("add music")
    assert stage.told.errors == [name]


def test_a_stream_without_its_content_type_is_read_all_the_same(stage: Stage, fake: Fake) -> None:
    fake.script("say", Stream([text("Done.")], headers={}))
    assert stage.say("add music")
    fake.script("say", Stream([b"<html>Welcome</html>"], headers={}))
    assert not stage.say("add music")


def test_nothing_from_the_backend_moves_the_terminal(stage: Stage, fake: Fake) -> None:
    nasty = "\x1b[2J\x1b]0;owned\x07red\x1b[31m \x9b1mbold\x00\x08 \u202egnp.exe\r\nnext\ttab"
    fake.script("say", Stream([text(nasty)]))
    assert stage.say("add music")
    shown = stage.told.texts
    assert not set(shown) & set("\x1b\x9b\x00\x08\x07\u202e\r")
    assert "red" in shown and "next\ttab" in shown


def test_half_a_character_is_never_sent(stage: Stage, fake: Fake) -> None:
    assert stage.say("caf\udce9 \ud83d!")
    assert fake.asked("say")[0].json["new_message"]["parts"] == [{"text": "caf\ufffd \ufffd!"}]


def test_media_links_in_a_reply_are_shown_and_never_fetched(stage: Stage, fake: Fake) -> None:
    link = fake.keep(MP4)
    media = {"fileData": {"fileUri": link, "mimeType": "video/mp4"}}
    fake.script("say", Stream([event({"text": f"Here: {link}"}, media)]))
    assert stage.say("make a film")
    assert link in stage.told.texts
    assert not fake.asked("file")


def test_a_token_that_the_backend_repeats_is_not_shown(stage: Stage, fake: Fake) -> None:
    stage.do("credits")
    token = next(iter(fake.accepted))
    fake.script("say", Stream([text(f"Your token is {token}.")]))
    stage.say("what is my token")
    assert token not in str(stage.told.all)


def test_a_generated_clip_is_told_in_its_two_stages(stage: Stage, fake: Fake) -> None:
    def generated(state: dict[str, Any], _words: str) -> Answer:
        state["draft"] = DRAFT
        state["generated_media"] = [{"id": "g1", "name": "city timelapse"}]
        return Stream([call("generate"), result("generate"), text("Your clip is ready.")])

    fake.on_message = generated
    assert stage.say("generate a city timelapse")
    assert "two stages" in stage.told.texts
    assert "BGM: Lo-fi, Title: Urban Dreams" in stage.told.texts
    assert stage.told.offers == ["strip"]


def test_gui_talk_that_only_reads_is_done_once(stage: Stage, fake: Fake) -> None:
    fake.on_message = lambda state, _w: Stream(
        [text("Open the timeline panel to look. Preview it in the timeline. Check the panel.")]
    )
    assert stage.say("what now")
    assert stage.told.texts.count(words.say("timeline.empty", "en")) <= 1
    assert len(fake.asked("say")) == 1


def test_gui_talk_cannot_start_an_export_an_edit_or_a_loop(stage: Stage, fake: Fake) -> None:
    stage.do("credits")
    fake.session["draft"] = DRAFT
    steer = "Click the Export button to download. Drag the clip to the start. Click Apply."
    fake.on_message = lambda _state, _words: Stream([text(steer)])
    assert stage.say("add music")
    assert len(fake.asked("say")) == 1
    assert not fake.asked("export")
    assert set(stage.told.offers) == {"export", "edit"}


def test_at_home_an_edit_that_was_asked_for_is_done_once_and_never_twice(
    fake: Fake, tmp_path: Path
) -> None:
    stage = Stage(fake, tmp_path, kind="local")
    fake.on_message = lambda _state, _words: Stream([text("Drag the clip to the start.")])
    assert stage.say("add music")
    assert len(fake.asked("say")) == 2


def test_a_message_of_a_megabyte_arrives_whole(stage: Stage, fake: Fake) -> None:
    long = "make it better " * 60_000
    seen: list[int] = []

    def count(_state: dict[str, Any], said: str) -> Answer:
        seen.append(len(said))
        return Stream([text("Done.")])

    fake.on_message = count
    assert stage.say(long)
    assert seen == [len(long)]


def test_a_long_event_comes_through(stage: Stage, fake: Fake) -> None:
    long = "a" * 200_000
    fake.script("say", Stream([text(long)]))
    assert stage.say("tell me")
    assert long in stage.told.texts
