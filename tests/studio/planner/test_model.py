"""A language model's answer: edits that can be made, or nothing."""

from __future__ import annotations

import json

import pytest
from planner_scenes import scene

from studio.planner import model
from studio.planner.values import Memory
from studio.timeline.operations import Cut

TIMELINE, MATERIALS, _ = scene("video")


def answered(text: str) -> object:
    return model.understood(text, timeline=TIMELINE, materials=MATERIALS, memory=Memory())


def test_edits_in_an_answer_are_taken() -> None:
    text = 'Sure! {"operations": [{"op": "cut", "start": 0, "end": 2000}]} Done.'
    found = answered(text)
    assert found is not None and found.steps == (Cut(start=0, end=2000),)


@pytest.mark.parametrize(
    "text",
    [
        "", "no", "[]", "{}", '{"operations": []}', '{"operations": 3}',
        '{"operations": [{"op": "shell", "run": "rm"}]}',
        '{"operations": [{"op": "undo"}]}',
        '{"operations": [{"op": "cut", "start": 0, "end": 99000}]}',
        '{"operations": [{"op": "add-clip", "id": "c9", "duration": 5, "source": "/etc/passwd"}]}',
        '{"operations": [' + ",".join(['{"op": "cut", "start": 0, "end": 1}'] * 21) + "]}",
        "{" * 5000,
    ],
)  # fmt: skip
def test_anything_else_is_not(text: str) -> None:
    assert answered(text) is None


def test_the_prompt_carries_the_timeline_and_the_request_as_data() -> None:
    system, user = model.prompt('x"}', timeline=TIMELINE, materials=MATERIALS)
    assert "add-clip" in system
    assert json.loads(user)["request"] == 'x"}'
    assert json.loads(user)["files"][0]["name"] == "holiday.mp4"
