"""What is said of a drawn film: every half of a sentence counts."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from planner_scenes import DRAWN, LAID, TUNE

from studio import planner, timeline
from studio.timeline.model import Background, Shade, Timeline
from studio.timeline.operations import AddClip, Repaint


def painted(text: str, drawn: AddClip = DRAWN) -> Background:
    """The drawn film after a sentence."""
    now = timeline.apply(timeline.apply(Timeline(), drawn), LAID)
    found = planner.understand(text, timeline=now, materials=(TUNE,))
    made = [step.background for step in found.steps if isinstance(step, Repaint)]
    assert made, (text, found)
    return made[-1]


@pytest.mark.parametrize(
    "text",
    [
        "the same colors throughout please", "no color changes", "one look for the whole thing",
        "keep the look the same all the way", "颜色从头到尾不变",
    ],
)  # fmt: skip
def test_changes_are_taken_back(text):
    row = (Shade(at=9000, colours=("#ff0000",), tied="in:chorus"),)
    turned = replace(DRAWN, background=replace(DRAWN.background, shades=row))
    assert painted(text, turned).shades == ()


BEFORE = DRAWN.background
assert BEFORE is not None


@pytest.mark.parametrize(
    ("text", "drops", "beats"),
    [
        ("i want the drop to hit harder and the background darker", 1.6, 1.0),
        ("stronger drops and a black background", 1.6, 1.0),
        ("make the drop bigger and the bars purple", 1.6, 1.0),
        ("更有冲击力的爆点和更暗的背景", 1.6, 1.0),
        ("爆點更強，而且背景要黑色", 1.6, 1.0),
        ("less flashing and warmer colors", 0.754, 0.625),
        ("less flashing but stronger drops", 1.6, 0.625),
        ("make the drops stronger and the movement slower", 1.6, 0.625),
    ],
)
def test_movement_and_what_stands_beside_it(text, drops, beats):
    made = painted(text)
    assert (made.drops, made.beats) == (drops, beats)
    about_colours = any(word in text for word in ("ground", "purple", "colors", "背景"))
    assert (made.colours != BEFORE.colours) == about_colours


def test_a_picture_that_is_late_and_too_dark():
    made = painted("the picture comes late and it's too dark")
    assert made.early == 60 and made.colours != BEFORE.colours


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("make the drop flash white", "#ffffff"),
        ("flash gold on every drop", "#ffc94d"),
        ("the drop should light up red", "#ff3b30"),
        ("爆点闪白光", "#ffffff"),
    ],
)
def test_what_a_drop_lights_up_in_is_no_colour_for_all_of_it(text, colour):
    made = painted(text)
    assert made.colours[2] == colour and colour not in (made.colours[0], made.colours[1])
