"""A file of a stretch alone: the film is cut to it, and that is said."""

from __future__ import annotations

import pytest
from planner_scenes import scene

from studio import planner
from studio.planner.values import Drops, Part, Render, Stretch
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


@pytest.mark.parametrize("over", ["drawn", "laid", "composed"])
@pytest.mark.parametrize(
    ("text", "part", "form"),
    [
        ("export a gif of the drop only", Part("drop"), "gif"),
        ("give me just the drop as a GIF", Part("drop"), "gif"),
        ("export the second chorus as mp4", Part("chorus", 1), "mp4"),
        ("导出高潮部分的GIF", Part("drop"), "gif"),
        ("只导出副歌部分，要GIF", Part("chorus"), "gif"),
    ],
)
def test_a_part_of_the_music_is_what_the_file_is_to_show(
    over: str, text: str, part: Part, form: str
) -> None:
    before, materials, _ = scene(over)
    found = planner.understand(text, timeline=before, materials=materials)
    stretch, *renders = found.steps
    assert stretch == Stretch(target="s1", part=part, film=True)
    assert isinstance(renders[-1], Render) and renders[-1].format == form


def test_a_drop_that_is_there_is_told_and_not_denied() -> None:
    before, materials, _ = scene("drawn")
    for text, how in (
        ("there is a drop at 0:18.75 too", "also"), ("there is a drop at 0:18", "also"),
        ("there is no drop at 0:18", "not"), ("there isn't a drop at 0:18", "not"),
    ):  # fmt: skip
        (step,) = planner.understand(text, timeline=before, materials=materials).steps
        assert isinstance(step, Drops) and step.how == how, text


def test_music_under_a_stretch_is_heard_as_it_is_there() -> None:
    before, materials, _ = scene("laid")
    found = planner.understand("export 0:02 to 0:06 as mp4", timeline=before, materials=materials)
    stretch, render = found.steps
    assert stretch == Stretch(target="s1", part=Part(start=2000, end=6000), film=True)
    assert isinstance(render, Render)
