"""One clip becomes the next: when that is seen, in frames that are made here and in real films."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from studio import media
from studio.analysis.values import Cut
from studio.media import frames, probing
from studio.renderer import Output, render
from studio.renderer.crossings import Join, Lookout, Shown
from tests.studio.renderer.conftest import clip, timeline

FPS = 30


def film(share: Callable[[float], float], *, plain: bool = False, count: int = 60) -> Shown:
    """Two pictures, of which the second has come so far at the middle of every frame."""
    dice = np.random.default_rng(4)
    one, two = dice.integers(20, 230, (2, 36, 64, 3)).astype(float)
    if plain:
        two = one + 1
    for frame in range(count):
        part = share((frame + 0.5) / FPS)
        yield frame / FPS, (one * (1 - part) + two * part).astype(np.uint8)


def melting(start: float, lasts: float) -> Callable[[float], float]:
    return lambda at: min(1.0, max(0.0, (at - start) / lasts))


@pytest.mark.parametrize("start", [0.7, 0.711, 0.7166, 0.73])
@pytest.mark.parametrize("lasts", [0.2, 0.25, 0.5])
def test_the_middle_of_a_crossing_is_seen_finer_than_frames(start: float, lasts: float) -> None:
    lookout = Lookout((Join(start, lasts),), FPS)
    list(lookout.passing(film(melting(start, lasts))))
    (found,) = lookout.seen([Cut(start, 21, 0.4, "fade")])
    assert found.at == pytest.approx(start + lasts / 2, abs=0.003)


@pytest.mark.parametrize("near", [-1, 0, 1])
def test_a_hard_cut_that_nobody_found_is_on_its_frame(near: int) -> None:
    lookout = Lookout((Join((30 + near) / FPS),), FPS)
    list(lookout.passing(film(lambda at: float(at > 1.0))))
    assert [round(cut.at * FPS) for cut in lookout.seen([])] == [30]
    found = [Cut(1.0, 30, 0.9)]
    assert lookout.seen(found) == found  # and one that was found stays as it was


def test_two_pictures_alike_make_no_change() -> None:
    lookout = Lookout((Join(1.0), Join(1.0, 0.4)), FPS)
    list(lookout.passing(film(lambda at: float(at > 1.0), plain=True)))
    assert lookout.seen([]) == []


def test_photos_that_cross_are_half_seen_where_that_was_laid(tmp_path: Path) -> None:
    """Decoded again: wherever a crossing begins between two frames, its middle is to the ms."""
    row, files = [], {}
    for number, colour in enumerate(((200, 40, 30), (20, 60, 190), (210, 200, 40), (10, 120, 40))):
        files[f"p{number}"] = tmp_path / f"p{number}.png"
        Image.new("RGB", (320, 180), colour).save(files[f"p{number}"])
    borders, cross = (0, 1250, 2516, 3733, 5000), 500
    for number in range(4):
        still = clip(f"p{number}", borders[number + 1] - borders[number], start=borders[number])
        row.append(replace(still, crossfade=cross if number else 0, motion="still"))
    known = {id: media.material(path, id, path.name) for id, path in files.items()}
    row = [replace(one, id=f"c{n}") for n, one in enumerate(row)]
    into = tmp_path / "film.mp4"
    render(timeline(*row), files, known, output=Output(height=180), into=into)
    joins = tuple(Join(at / 1000, cross / 1000) for at in borders[1:4])
    lookout = Lookout(joins, float(Fraction(30)))
    list(lookout.passing(frames.small(into, probing.probe(into))))
    found = [cut.at for cut in lookout.seen([])]
    assert found == pytest.approx([join.middle for join in joins], abs=0.004)
