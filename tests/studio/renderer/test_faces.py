"""A title over photos: where it hides nobody's face."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageDraw

from studio.renderer import faces
from studio.renderer.canvas import Frame
from studio.timeline.model import Clip, Title

FRAME = Frame(width=640, height=360, fps=(30, 1))
HELLO = Title(id="t", start=0, duration=2000, text="Our Summer")
STILL = Clip(id="c", start=0, duration=3000, source="p", motion="still")


def photo(folder: Path, *heads: tuple[float, float]) -> Path:
    """Heads in front of a blue sky, each at these shares of width and height."""
    made = Image.new("RGB", (1280, 720), (70, 120, 200))
    for x, y in heads:
        at = (1280 * x, 720 * y)
        box = (at[0] - 120, at[1] - 150, at[0] + 120, at[1] + 150)
        ImageDraw.Draw(made).ellipse(box, (224, 172, 145))
    made.save(folder / "p.png")
    return folder / "p.png"


@pytest.mark.parametrize(
    ("heads", "place"),
    [
        (((0.5, 0.5),), "bottom"),
        (((0.5, 0.65),), "top"),
        (((0.3, 0.45), (0.7, 0.4)), "bottom"),
        ((), None),
        (((0.1, 0.25),), None),  # beside the words
    ],
)
def test_words_go_where_no_face_is(
    tmp_path: Path, heads: tuple[tuple[float, float], ...], place: str | None
) -> None:
    path = photo(tmp_path, *heads)
    assert faces.clear(HELLO, [STILL], {"p": path}, FRAME) == place


def test_it_is_the_worst_of_the_photos_under_the_words_that_counts(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    paths = {"p": photo(tmp_path / "a"), "q": photo(tmp_path, (0.5, 0.5))}
    row = [STILL, replace(STILL, id="d", source="q", start=3000)]
    assert faces.clear(HELLO, row, paths, FRAME) == "bottom"
