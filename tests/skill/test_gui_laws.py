"""Laws of GUI talk: a stream equals the whole however it is cut; the innocent is untouched."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gui_translate
from gui.trigger import suspicious
from plan import Action, Translation

TEXTS = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "gui_examples.jsonl").read_text("utf-8").splitlines()
]
BITS = st.sampled_from(
    ["Click Export. ", "click ", "Export", "点击导出", "。", "！", "\n", "- ", "1. ", "**", "`",
     "```\n", '"', "“", "”", "(", ")", "（", "https://a.b/c?d=1 ", "a.mp4", " ", "  ",
     "If you like, ", "preview it in the timeline", ", ", "：", "请", "拖动", "滑块", "🎉", "👉",
     "✅\ufe0f", ".", "?", "e.g. ", "3.5", "Lyrics:\n", "> ", "|", "'", "♪", "[Export](x)",
     "《打开》", "Next steps:\n", "\t", "\r\n", "…", "\ud800", "\x1b[31m"]
)  # fmt: skip
MESSY = st.lists(BITS, max_size=24).map("".join)


def streamed(chunks: list[str]) -> Translation:
    stream = gui_translate.Stream()
    shown = "".join(stream.feed(chunk) for chunk in chunks)
    rest = stream.close()
    return Translation(shown + rest.text, rest.actions)


def cut(text: str, places: list[int]) -> list[str]:
    edges = [0, *sorted(p % (len(text) + 1) for p in places), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


@settings(max_examples=400, deadline=None)
@given(MESSY, st.lists(st.integers(0, 10_000), max_size=8))
def test_a_stream_cut_anywhere_gives_what_the_whole_text_gives(text: str, at: list[int]) -> None:
    whole = gui_translate.translate(text)
    assert streamed(cut(text, at)) == whole
    assert streamed(list(text)) == whole


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_at_all_is_taken(text: str) -> None:
    assert streamed(list(text)) == gui_translate.translate(text)


@settings(max_examples=300, deadline=None)
@given(MESSY)
def test_a_text_without_a_trigger_or_an_action_or_a_change_comes_back_untouched(text: str) -> None:
    done = gui_translate.translate(text)
    if not suspicious(text):
        assert done == Translation(text, ())
        assert streamed(list(text)) == done


def test_every_example_streams_as_it_is_translated_whole() -> None:
    chance = random.Random(5)
    for text in TEXTS:
        whole = gui_translate.translate(text)
        places = [chance.randrange(len(text)) for _ in range(6)]
        assert streamed(list(text)) == streamed(cut(text, places)) == whole


def test_the_same_text_gives_the_same_translation_again() -> None:
    first = [gui_translate.translate(t) for t in TEXTS]
    assert [gui_translate.translate(t) for t in reversed(TEXTS)] == first[::-1]


@settings(max_examples=200, deadline=None)
@given(MESSY)
def test_equal_actions_next_to_each_other_are_one(text: str) -> None:
    actions = gui_translate.translate(text).actions
    assert all(a.kind != b.kind for a, b in pairwise(actions))


@settings(max_examples=200, deadline=None)
@given(MESSY)
def test_looking_is_always_done_and_never_a_mere_offer(text: str) -> None:
    for action in gui_translate.translate(text).actions:
        assert action.kind in ("export", "credits", "summary", "edit", "state", "api")
        assert action.confidence == "do" or action.kind in ("export", "edit", "api")


@pytest.mark.parametrize(
    ("chunks", "shown"),
    [
        (["Music added. ", "Cl"], "Music added."),
        (["Music added.", " Click", " Export."], "Music added."),
        (["字幕已加好。"], "字幕已加好。"),
        (["字幕已加好。请点", "击导出"], "字幕已加好。"),
        (["Line one\n"], "Line one"),
        (["One! ", "Two? ", "Three"], "One! Two?"),
        (["```\nclick(1)\n", "x"], "```\nclick(1)\nx"),
        (["No end yet"], ""),
    ],
)
def test_a_finished_sentence_is_shown_at_once(chunks: list[str], shown: str) -> None:
    stream = gui_translate.Stream()
    assert "".join(map(stream.feed, chunks)) == shown


def test_a_sentence_without_an_end_is_not_held_back_for_ever() -> None:
    stream = gui_translate.Stream()
    shown = stream.feed("la " * 5000)
    assert len(shown) > 12_000


def test_the_actions_known_so_far_can_be_read_while_the_text_arrives() -> None:
    stream = gui_translate.Stream()
    stream.feed("Done. Click Export. And")
    assert stream.actions == (Action("export", "do"),)


HOSTILE = {
    "verbs": "click " * 17_000, "chained verbs": "click and " * 10_000,
    "places": "open the tab " * 8_000, "quotes": '"' * 100_000, "open quotes": "click “" * 15_000,
    "brackets": "click (" * 15_000, "points": ". " * 50_000, "stars": "*" * 100_000,
    "Chinese verbs": "点击" * 50_000, "conditions": "if you can " * 9_000 + "click Export",
    "backticks": "` " * 50_000, "addresses": "a." * 50_000, "file names": "a.mp4 " * 17_000,
    "one long name": "click " + "a" * 100_000 + ".mp4", "digits": "1" * 100_000 + ". click it",
    "quotation marks of verse": "> " * 50_000 + "click", "surrogates": "\ud800" * 100_000 + "tap",
    "fences": "```\n" * 25_000, "blank": " " * 100_000 + "click it",
    "labels": "title: click " * 8_000, "waiting": "wait before click " * 6_000,
    "pronouns": "click it to " * 9_000,
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_worked_through_whole_and_in_parts_alike(text: str) -> None:
    whole = gui_translate.translate(text)
    assert streamed(cut(text, list(range(0, len(text), 997)))) == whole
