"""Events to happenings, by the reading rules of the stream's specification."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.events import Beat, Failed, Fold, Happening, Said, Worked
from client.stream import Frame


def folded(*events: Any) -> tuple[list[Happening], Fold]:
    fold = Fold()
    happened: list[Happening] = []
    for event in events:
        data = event if isinstance(event, str) else json.dumps(event)
        happened += fold.feed(Frame(data))
    happened += fold.close()
    return happened, fold


def shown(*events: Any) -> str:
    return "".join(h.text for h in folded(*events)[0] if isinstance(h, Said))


def kit(*texts: str, **more: Any) -> dict[str, Any]:
    parts = [{"text": text} for text in texts]
    return {"content": {"parts": parts, "role": "model"}, "author": "nemo_agent", **more}


CALL = {"functionCall": {"id": "c1", "name": "add_music", "args": {}}}
ANSWER = {"functionResponse": {"id": "c1", "name": "add_music", "response": {"ok": 1}}}
THOUGHT = {"text": "hm, let me think", "thought": True}

TEXTS = [
    ("one event", [kit("Hello.")], "Hello.\n"),
    ("two events are two lines", [kit("Done."), kit("Done.")], "Done.\nDone.\n"),
    ("parts of one event are one text", [kit("Hel", "lo")], "Hello\n"),
    ("partials, then the whole", [kit("Hel", partial=True), kit("lo", partial=True), kit("Hello")],
     "Hello\n"),
    ("partials, whole says partial false", [kit("Hel", partial=True), kit("Hello", partial=False)],
     "Hello\n"),
    ("partials without a whole", [kit("Hel", partial=True), kit("lo", partial=True)], "Hello\n"),
    ("partials of two speakers",
     [kit("A", partial=True), kit("B", partial=True, author="music_agent"), kit("A1"),
      kit("B1", author="music_agent")], "A1\nB1\n"),
    ("a call between keeps what waits",
     [kit("Hel", partial=True), {"content": {"parts": [CALL]}, "author": "nemo_agent"},
      kit("Hello")], "Hello\n"),
    ("thoughts stay inside", [{"content": {"parts": [THOUGHT, {"text": "Hi"}]}}], "Hi\n"),
    ("echoes of the user", [kit("me", author="user"), kit("Hi")], "Hi\n"),
    ("results have the role user", [{"content": {"role": "user", "parts": [{"text": "x"}]}}], ""),
    ("inline data, code", [{"content": {"parts": [{"inlineData": {"data": "AAAA"}},
      {"executableCode": {"code": "rm"}}, {"codeExecutionResult": {"output": "o"}}]}}], ""),
    ("blank text", [kit(""), kit("  \n")], ""),
    ("vendor text", [{"type": "text", "text": "Hi."}], "Hi.\n"),
    ("vendor text under content", [{"type": "text", "content": "Hi."}], "Hi.\n"),
    ("vendor pieces", [{"type": "text", "text": "Add"}, {"type": "text", "text": "ed it."}],
     "Added it.\n"),
    ("vendor sentences", [{"type": "text", "text": "One."}, {"type": "text", "text": "Two."}],
     "One.\nTwo.\n"),
    ("vendor tools", [{"type": "tool_call", "name": "x"}, {"type": "tool_result"}], ""),
    ("half a character", [kit("ok \ud83d")], "ok \ufffd\n"),
    ("noise after an answer",
     [kit("Added it."), kit("I encountered a temporary issue. Please try again.")], "Added it.\n"),
    ("noise at the end of an answer",
     [kit("Added it.\n\nI've encountered a temporary issue, try later.")], "Added it.\n"),
    ("noise in Chinese", [kit("已添加。"), kit("抱歉，我遇到了一个临时问题。")], "已添加。\n"),
    ("the words inside an answer stay",
     [kit("The scene where I encountered a temporary issue is cut.")],
     "The scene where I encountered a temporary issue is cut.\n"),
    ("not JSON", ["heartbeat", "[DONE]", "null", "[]", "42", "{", '"x"', kit("Hi")], "Hi\n"),
    ("odd shapes", [{"content": None}, {"content": {"parts": None}}, {"content": []},
      {"content": {"parts": [None, 5, {"text": 7}]}}, {"parts": 3}, {}, kit("Hi")], "Hi\n"),
    ("after an error nothing is believed", [{"error": "boom"}, kit("All done!")], ""),
    ("after a broken error frame neither",
     ['{"error": "bad "quoted" value', kit("All done!")], ""),
    ("what was said before an error stays", [kit("Working."), {"error": "boom"}], "Working.\n"),
    ("parts said before an error stay", [kit("Work", partial=True), {"error": "x"}], "Work\n"),
    ("an error of null is none", [{"error": None, **kit("Hi")}], "Hi\n"),
    ("code zero is none", [{"code": 0, **kit("Hi")}], "Hi\n"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "text"), [r[1:] for r in TEXTS], ids=[r[0] for r in TEXTS])
def test_each_stream_is_read_as_a_careful_person_would(events: list[Any], text: str) -> None:
    assert shown(*events) == text


FAILURES = [
    ("error frame", {"error": "ValueError: boom"}, None, "ValueError: boom"),
    ("error frame with details", {"error": "x", "error_details": {"error_type": "E"}}, None, "x"),
    ("model error", {"errorCode": "SAFETY", "errorMessage": "no"}, None, "no"),
    ("code in an event", {"code": 2001, "message": "no credits"}, 2001, "no credits"),
    ("code as text", {"code": "1002", "message": "gone"}, 1002, "gone"),
    ("vendor error", {"type": "error", "message": "no"}, None, "no"),
    ("vendor error with a code", {"type": "error", "code": 2001}, 2001, ""),
    ("ansi in the message", {"error": "\x1b[31mred\x1b[0m"}, None, "red"),
    ("broken frame", '{"error": "bad "quoted"', None, ""),
]


@pytest.mark.parametrize(
    ("event", "code", "detail"), [r[1:] for r in FAILURES], ids=[r[0] for r in FAILURES]
)
def test_each_failure_is_seen(event: Any, code: int | None, detail: str) -> None:
    happened, fold = folded(event, kit("All done!"))
    assert fold.failed is not None
    assert (fold.failed.code, fold.failed.detail) == (code, detail)
    assert happened == [fold.failed]


def test_only_a_refusal_before_any_work_is_one_to_be_cured() -> None:
    gone = {"code": 1002}
    assert folded(gone)[0] == [Failed(1002, "", refused=True)]
    assert folded(kit("Working."), gone)[0][-1] == Failed(1002, "")
    assert folded({"errorCode": "1002"})[0] == [Failed(1002, "")]


def test_calls_count_once_and_never_while_partial() -> None:
    partial = {"content": {"parts": [CALL]}, "partial": True}
    whole = {"content": {"parts": [CALL]}, "partial": False}
    answer = {"content": {"parts": [ANSWER], "role": "user"}}
    happened, fold = folded(partial, whole, whole, answer)
    assert fold.tools == 1
    assert happened == [Worked()] * 4
    assert folded(partial)[1].tools == 0


def test_the_only_words_are_no_noise_to_be_thrown_away_unseen() -> None:
    _, fold = folded(kit("I encountered a temporary issue."))
    assert not fold.said
    assert fold.noise == "I encountered a temporary issue."


@pytest.mark.parametrize("frame", ["", "   "])
def test_a_heartbeat_is_a_sign_of_life_and_nothing_else(frame: str) -> None:
    happened, fold = folded(frame)
    assert happened == [Beat()]
    assert fold.untouched


KEYS = st.sampled_from(
    ["content", "parts", "text", "type", "error", "errorCode", "code", "author", "partial", "role",
     "functionCall", "id", "invocationId", "thought", "message"]
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(events=st.lists(ANYTHING | st.text(max_size=20), max_size=5))
def test_no_event_whatsoever_stops_the_reading(events: list[Any]) -> None:
    _, fold = folded(*events)
    assert fold.failed is None or isinstance(fold.failed, Failed)
