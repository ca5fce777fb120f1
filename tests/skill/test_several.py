"""One film in several shapes: each is made, and delivered, in turn."""

from __future__ import annotations

import pytest

from router import route


@pytest.mark.parametrize(
    ("said", "edits"),
    [
        ("export both 16:9 and 9:16", ["export both 16:9", "make it 9:16"]),
        ("export as 16:9, 9:16 and square", ["export as 16:9", "make it 9:16", "make it square"]),
        ("export a vertical and a square version", ["export a vertical version", "make it square"]),
        ("export 16:9 and then 9:16", ["export 16:9", "make it 9:16"]),
        ("横屏和竖屏都导出", ["横屏都导出", "画面改成竖屏"]),
        ("導出16:9和9:16兩個版本", ["導出16:9兩個版本", "畫面改成9:16"]),
        (
            "make it blue, then export both 9:16 and 1:1",
            ["make it blue, then export both 9:16", "make it 1:1"],
        ),
    ],
)
def test_every_shape_that_is_named_is_delivered(said: str, edits: list[str]) -> None:
    steps = route(said).steps
    assert [step.intent for step in steps] == ["sse", "export"] * len(edits)
    assert [step.text for step in steps if step.intent == "sse"] == edits


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        ("change it from 16:9 to 9:16 and export", ("sse", "export")),
        ("export vertical", ("sse", "export")),
        ("做成直式", ("sse",)),
        ("做成橫式", ("sse",)),
        ("下一首也做成这样", ("sse",)),
        ("show the lyrics", ("sse",)),
        ("显示歌词", ("sse",)),
        ("show me the timeline", ("state",)),
        ("export", ("export",)),
        ("square and vertical please", ("sse",)),
    ],
)
def test_one_shape_is_delivered_once(said: str, intents: tuple[str, ...]) -> None:
    assert route(said).intents == intents


@pytest.mark.parametrize(
    ("said", "files"),
    [
        ("export webm and mp3", [("webm", None), ("mp3", None)]),
        ("export both mp4 and webm", [("mp4", None), ("webm", None)]),
        ("add a title Hello and export mp4, gif and wav",
         [("mp4", None), ("gif", None), ("wav", None)]),
        ("导出mp4和gif", [("mp4", None), ("gif", None)]),
        ("export 720p and 1080p", [(None, 720), (None, 1080)]),
        ("导出1080p和4k两个版本", [(None, 1080), (None, 2160)]),
        ("export as mp4", [("mp4", None)]),
        ("export the mp4, not the gif", [("mp4", None)]),
        ("export an mp4 instead of a gif", [("mp4", None)]),
    ],
)  # fmt: skip
def test_every_format_and_size_that_is_named_is_delivered(
    said: str, files: list[tuple[str | None, int | None]]
) -> None:
    found = [step.wishes for step in route(said).steps if step.intent == "export"]
    assert [(wish.format, wish.height) for wish in found if wish] == files
