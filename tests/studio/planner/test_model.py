"""A language model's answer: edits that can be made, or nothing."""

from __future__ import annotations

import json

import pytest
from planner_scenes import scene

from studio.planner import model
from studio.planner.values import Memory, Understanding
from studio.timeline.operations import AddClip, AddSound, Cut

TIMELINE, MATERIALS, _ = scene("video")


def answered(text: str) -> Understanding | None:
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


CLIP = {"op": "add-clip", "id": "c9", "source": "m1", "duration": 3000, "length": 20000}
PAINTED = {"op": "add-clip", "id": "c9", "duration": 1000, "kind": "background"}
SOUND = {"op": "add-sound", "id": "s9", "brief": {}}
HOSTILE = {
    "a transition with an option": {"op": "crossfade", "duration": 9, "kind": "fade:duration=1[x]"},
    "music never composed": {"op": "composed", "target": "s9", "source": "m1", "length": 9},
    "a song from elsewhere": {
        "op": "fitted", "target": "s9", "source": "m1", "length": 9, "song": "/etc/passwd",
    },
    "a cover from elsewhere": {**PAINTED, "background": {"style": "visual", "co": "/etc/passwd"}},
    "a colour that is none": {**PAINTED, "background": {"style": "colour", "colours": ["red;x"]}},
    "a style that is none": {**PAINTED, "background": {"style": "../x"}},
    "a scene that is none": {**PAINTED, "background": {"style": "visual", "sc": "../x"}},
    "a day of nothing": {**PAINTED, "background": {}, "duration": 86_400_000},
    "longer than the file": {**CLIP, "duration": 3_600_000, "length": 99_999_999},
    "beyond the file": {**CLIP, "in_point": 9_000_000},
    "a movement that is none": {**CLIP, "motion": "x'"},
    "an id with a line break": {"op": "add-title", "id": "t\n1", "text": "x", "start": 0,
                                "duration": 900},
    "a film as a sound": {"op": "add-sound", "id": "s9", "source": "m1", "length": 20000},
    "a sound of nothing": {"op": "add-sound", "id": "s9"},
    "a brief of junk": {**SOUND, "brief": {"genre": ["x"]}},
    "a brief for a year": {**SOUND, "brief": {"length_ms": 3e10}},
    "slides from elsewhere": {"op": "slideshow", "slides": [["c9", "/etc/passwd", "x", 900]]},
    "what is so already": {"op": "volume", "targets": ["c1"], "gain": 1.0},
}  # fmt: skip


@pytest.mark.parametrize("row", HOSTILE.values(), ids=HOSTILE)
def test_edits_that_no_reader_of_ours_would_write_are_not_taken(row: dict[str, object]) -> None:
    assert answered(json.dumps({"operations": [row]})) is None


def test_what_a_file_is_stays_the_studios_to_say() -> None:
    row = {**CLIP, "name": "\x1b[31m", "kind": "image", "length": 7, "has_sound": False}
    found = answered(json.dumps({"operations": [row]}))
    assert found is not None
    (made,) = found.steps
    assert isinstance(made, AddClip)
    assert (made.name, made.kind, made.length, made.has_sound) == (
        "holiday.mp4", "video", 20000, True,
    )  # fmt: skip


def test_one_bad_edit_makes_the_whole_answer_bad() -> None:
    good = {"op": "cut", "start": 0, "end": 2000}
    bad = {"op": "remove-clips", "targets": ["c77"]}
    assert answered(json.dumps({"operations": [good, bad]})) is None


def test_music_that_a_model_asks_for_is_composed_like_any_other() -> None:
    found = answered(json.dumps({"operations": [{**SOUND, "gain": 0.3, "name": "Calm\x07"}]}))
    assert found is not None
    (made,) = found.steps
    assert isinstance(made, AddSound) and made.name == "Calm" and made.brief is not None


def test_the_prompt_carries_the_timeline_and_the_request_as_data() -> None:
    system, user = model.prompt('x"}', timeline=TIMELINE, materials=MATERIALS)
    assert "add-clip" in system
    assert json.loads(user)["request"] == 'x"}'
    assert json.loads(user)["files"][0]["name"] == "holiday.mp4"
