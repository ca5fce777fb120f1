"""A file of a stretch alone: the film is cut to it, and that is said."""

from __future__ import annotations

import pytest
from planner_scenes import scene

from studio import planner
from studio.planner.values import Render
from studio.timeline.operations import Cut, Keep


@pytest.mark.parametrize(
    ("text", "start", "end", "form"),
    [
        ("make me a gif of the first three seconds", 0, 3000, "gif"),
        ("export only the first 10 seconds", 0, 10000, ""),
        ("export from 0:02 to 0:06 as mp4", 2000, 6000, "mp4"),
        ("导出前5秒", 0, 5000, ""), ("把前三秒导出成动图", 0, 3000, "gif"),
    ],
)  # fmt: skip
def test_the_film_is_cut_to_what_the_file_is_to_show(
    text: str, start: int, end: int, form: str
) -> None:
    before, materials, _ = scene("video")
    found = planner.understand(text, timeline=before, materials=materials)
    keep, render = found.steps
    assert keep == Keep(start=start, end=end)
    assert isinstance(render, Render) and render.format == form
    assert found.hints


def test_what_is_cut_out_first_is_no_stretch_to_export() -> None:
    before, materials, _ = scene("video")
    found = planner.understand(
        "cut the first 2 seconds and export", timeline=before, materials=materials
    )
    assert [type(step) for step in found.steps] == [Cut, Render]
