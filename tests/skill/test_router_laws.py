"""Laws of the router: total, deterministic, indifferent to manners, bounded on hostile input."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan import INTENTS
from router import route
from routing import reading

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "routing_examples.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
TEXTS = st.sampled_from([row["text"] for row in ROWS])
PIECES = [
    *("export", "导出", "匯出", "然后", "then", "before", "如果", "的", "了", "credits", "😀", "İ"),
    *('"', "'", "「", "」", "/", "~/", "a.mp4", "https://", "\\", "?", ",", "\n", " "),
    *("\ud800", "\ue001", "\x00"),
]
FRAGMENTS = st.lists(st.sampled_from(PIECES), max_size=40)


@given(st.text(st.characters(), max_size=300), st.lists(st.text(max_size=20), max_size=3))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_a_plan(message: str, attachments: list[str]) -> None:
    intents = route(message, attachments).intents
    assert intents
    assert set(intents) <= set(INTENTS)


@given(FRAGMENTS)
@settings(max_examples=300, deadline=None)
def test_any_heap_of_words_gets_the_same_plan_twice_without_equal_neighbours(
    parts: list[str],
) -> None:
    message = "".join(parts)
    plan = route(message)
    assert plan == route(message)
    assert all(a != b for a, b in zip(plan.intents, plan.intents[1:], strict=False))


@given(TEXTS, st.lists(st.sampled_from(["a.mp4", "b.png"]), min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_attachments_go_up_first(message: str, attachments: list[str]) -> None:
    first = route(message, attachments).steps[0]
    assert first.intent == "upload"
    assert first.files[: len(attachments)] == tuple(attachments)


@given(TEXTS, st.sampled_from(["  ", "\n", "\t ", " \u3000"]))
@settings(max_examples=100, deadline=None)
def test_blanks_around_change_nothing(message: str, blanks: str) -> None:
    assert route(blanks + message + blanks).intents == route(message).intents


@pytest.mark.parametrize("manner", ["please {}", "{} please", "{} 🙏", "um {}", "{} thanks"])
@pytest.mark.parametrize(
    "message",
    ["export it", "add lo-fi then export", "what's my balance", "show tracks", "make it sadder"],
)
def test_manners_do_not_change_the_plan(manner: str, message: str) -> None:
    assert route(manner.format(message)).intents == route(message).intents


@pytest.mark.parametrize("manner", ["请{}", "麻烦{}", "{}谢谢", "嗯{}", "{}！"])
@pytest.mark.parametrize("message", ["导出视频", "看看时间线", "把音乐调小", "查一下余额"])
def test_chinese_manners_do_not_change_the_plan(manner: str, message: str) -> None:
    assert route(manner.format(message)).intents == route(message).intents


HOSTILE: dict[str, Callable[[int], str]] = {
    "quotes": lambda n: '"' * n,
    "single quotes": lambda n: " '" * (n // 2),
    "open quotes": lambda n: "“「" * (n // 2),
    "digits": lambda n: "1" * n,
    "digits and colons": lambda n: "1:" * (n // 2),
    "letters": lambda n: "a" * n,
    "blanks": lambda n: " " * n,
    "newlines": lambda n: "\n" * n,
    "brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "slashes": lambda n: "/ " * (n // 2),
    "path without an end": lambda n: "/a" * (n // 2),
    "tilde paths": lambda n: "~/ " * (n // 3),
    "dots": lambda n: "a." * (n // 2),
    "hyphens": lambda n: "a-" * (n // 2),
    "addresses": lambda n: "https://" * (n // 8),
    "exports": lambda n: "export " * (n // 7),
    "export of": lambda n: "导出的" * (n // 3),
    "thens": lambda n: "export then " * (n // 12),
    "befores": lambda n: "before export " * (n // 14),
    "ifs": lambda n: "if " * (n // 3),
    "commas": lambda n: "导出，" * (n // 3),
    "questions": lambda n: "export? " * (n // 8),
    "han": lambda n: "的" * n,
    "quoted words": lambda n: '"export" ' * (n // 9),
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_hundred_kilobytes_of_anything_cost_about_as_much_as_ten(shape: str) -> None:
    """Ten times the text may not cost a hundred times the work: wide margins, no stop-watch."""

    def cost(size: int) -> float:
        message = HOSTILE[shape](size)
        begin = time.process_time()
        route(message)
        return time.process_time() - begin

    route(HOSTILE[shape](1000))
    small, large = min(cost(10_000) for _ in range(3)), min(cost(100_000) for _ in range(2))
    assert large < 30 * max(small, 0.002)


def test_only_the_two_ends_of_a_long_message_are_read() -> None:
    message = "make it sad " + "word " * 300_000 + "then export"
    read = reading.read(message)
    assert len(read.message) <= reading.SPAN + 1
    assert route(message).intents == ("sse", "export")


def test_empty_and_strange_messages_go_to_the_backend_untouched() -> None:
    for message in ("", " ", "\ud83d", "\ue001\ue000", "\x00", "🔥🔥🔥"):
        plan = route(message)
        assert plan.intents == ("sse",)
        assert plan.steps[0].text == message
