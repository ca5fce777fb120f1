"""Events as JSON lines: one object a line, whatever is in it."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import plan
from door import planned
from door.events import JsonLines, line, within


def told() -> tuple[JsonLines, io.StringIO]:
    out = io.StringIO()
    return JsonLines(out), out


def test_every_event_is_an_object_on_its_own_line() -> None:
    tell, out = told()
    tell.text("two\nlines \u2028 and “你好”")
    tell.progress("Uploading", 0.25)
    tell.progress("Rendering", None)
    tell.file(Path("/x/a.mp4"), "video")
    tell.picture(Path("/x/a.png"))
    tell.offer("export", "Say export.")
    tell.error("offline", "No network.")
    tell.done(ok=False)
    events = [json.loads(text) for text in out.getvalue().splitlines()]
    assert events == [
        {"event": "text", "text": "two\nlines \u2028 and “你好”"},
        {"event": "progress", "label": "Uploading", "fraction": 0.25},
        {"event": "progress", "label": "Rendering", "fraction": None},
        {"event": "file", "path": "/x/a.mp4", "kind": "video"},
        {"event": "picture", "path": "/x/a.png"},
        {"event": "offer", "action": "export", "text": "Say export."},
        {"event": "error", "code": "offline", "text": "No network."},
        {"event": "done", "ok": False},
    ]


def test_chinese_is_written_so_that_it_can_be_read() -> None:
    assert "导出" in line({"text": "导出"})


def test_blank_texts_are_no_events() -> None:
    tell, out = told()
    tell.text(" \n")
    assert out.getvalue() == ""


def test_progress_that_does_not_move_is_said_once() -> None:
    tell, out = told()
    for fraction in (None, None, 0.5, 0.50001, 1.0, 1.0):
        tell.progress("Rendering", fraction)
    fractions = [json.loads(text)["fraction"] for text in out.getvalue().splitlines()]
    assert fractions == [None, 0.5, 1.0]
    tell.text("Saved.")
    tell.progress("Rendering", 1.0)
    assert len(out.getvalue().splitlines()) == 5


def test_an_event_is_flushed_as_it_happens() -> None:
    flushed: list[str] = []

    class Watched(io.StringIO):
        def flush(self) -> None:
            flushed.append(self.getvalue())

    JsonLines(Watched()).text("hello")
    assert flushed
    assert flushed[0].endswith("\n")


@given(st.dictionaries(st.text(), st.text() | st.floats(allow_nan=False) | st.none(), max_size=4))
def test_any_value_comes_back_from_its_line(value: dict[str, object]) -> None:
    text = line(value)
    assert len(text.splitlines()) == len(text.rstrip("\n").splitlines())
    assert json.loads(text) == value


def test_a_path_that_is_no_text_keeps_its_bytes() -> None:
    tell, out = told()
    tell.file(Path(os.fsdecode(b"/x/caf\xe9.mp4")), "video")
    out.getvalue().encode("utf-8")
    path = json.loads(out.getvalue())["path"]
    assert path.encode("utf-8", "surrogateescape") == b"/x/caf\xe9.mp4"


@pytest.mark.parametrize(
    ("given_", "meant"),
    [(None, None), (0.5, 0.5), (-1.0, 0.0), (2.0, 1.0), (float("nan"), None), (float("inf"), None)],
)
def test_a_fraction_is_between_nothing_and_all(given_: float | None, meant: float | None) -> None:
    assert within(given_) == meant


def test_a_plan_is_its_steps_with_what_they_have() -> None:
    wanted = plan.Plan(
        (
            plan.Step("upload", files=("/x/a.mp4",)),
            plan.Step("sse", "add music"),
            plan.Step("export", "export", wishes=plan.Wishes(format="gif")),
            plan.Step("state"),
        )
    )
    assert json.loads(planned.as_json(wanted)) == {
        "steps": [
            {"intent": "upload", "files": ["/x/a.mp4"]},
            {"intent": "sse", "text": "add music"},
            {"intent": "export", "text": "export", "wishes": {"format": "gif"}},
            {"intent": "state"},
        ]
    }
