"""Photos as they come: sixteen bits, panoramas, every orientation, broken ones in the middle."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.media import images, probing
from studio.renderer import slideshow
from studio.renderer.canvas import Frame

WIDE = Frame(width=320, height=180, fps=(30, 1))
# How a picture is stored that is upright once it was turned as its EXIF says.
STORED = {
    1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
}  # fmt: skip


def corners(seen: Image.Image) -> list[int]:
    grey = np.asarray(seen.convert("L"), np.int16)
    high, wide = grey.shape
    return [int(grey[y, x]) for y in (4, high - 5) for x in (4, wide - 5)]


@pytest.mark.parametrize("orientation", STORED)
def test_every_orientation_is_upright(orientation: int, tmp_path: Path) -> None:
    made = np.zeros((120, 200), np.uint8)
    made[:60, :100], made[:60, 100:], made[60:, :100], made[60:, 100:] = 10, 80, 160, 240
    whole = Image.fromarray(made)
    turn = STORED[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "photo.jpg"
    (whole if turn is None else whole.transpose(turn)).save(path, exif=exif, quality=95)
    seen = images.upright(path)
    assert seen.size == (200, 120)
    assert corners(seen) == pytest.approx([10, 80, 160, 240], abs=8)


def test_sixteen_bits_of_grey_are_not_cut_off_at_white(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None, :] * np.ones((20, 1), np.uint16)
    path = tmp_path / "grey.png"
    Image.fromarray(ramp).save(path)
    seen = np.asarray(images.upright(path))[10, :, 0].astype(int)
    assert abs(seen - np.arange(256)).max() <= 1


@pytest.mark.parametrize("size", [(1200, 200), (640, 480), (300, 1200)])
def test_a_panorama_is_passed_along_and_nothing_else(size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    ramp = np.linspace(0, 255, size[0]).astype(np.uint8)[None, :] * np.ones((size[1], 1), np.uint8)
    Image.fromarray(ramp).convert("RGB").save(path)
    kept = slideshow._prepared(path, None, "auto", WIDE, seconds=4)
    still = slideshow._prepared(path, None, "", WIDE, seconds=4)
    assert kept.long == (size[0] > 1000) and not still.long
    assert (kept.planes.size[0] > 1.5 * still.planes.size[0]) == kept.long


def test_a_panorama_moves_by_far_more_than_a_photo_and_keeps_its_shape(tmp_path: Path) -> None:
    from studio.renderer import camera
    from studio.visuals.planes import Planes

    made = np.zeros((200, 1200, 3), np.uint8)
    made[80:120, 100:1100:100] = made[80:120, 120:1120:100] = 255  # marks as wide as they are high
    for x in range(100, 1100, 100):
        made[80:120, x : x + 40] = 255
    path = tmp_path / "photo.png"
    Image.fromarray(made).save(path)
    kept = slideshow._prepared(path, None, "auto", WIDE, seconds=4)
    into = Planes.blank(WIDE.width, WIDE.height, (0, 0, 0))
    seen = []
    for share in (0.0, 1.0):
        slideshow._warp(kept.planes, camera.view("pan-right", share, kept.focus), WIDE, into)
        seen.append(into.y.copy())
    lit = seen[0] > 128
    rows, columns = lit.any(axis=1).sum(), lit[90].sum() / max(1, (np.diff(lit[90]) > 0).sum() / 2)
    assert columns == pytest.approx(rows, rel=0.35)
    assert np.abs(seen[0].astype(int) - seen[1]).mean() > 5


@pytest.mark.slow
def test_broken_photos_in_the_middle_are_named_and_the_others_shown(wire: Any) -> None:
    person = wire.person()
    session = person.session()
    for number in range(5):
        out = io.BytesIO()
        Image.fromarray(np.full((60, 80, 3), 40 * number, np.uint8)).save(out, "PNG")
        data = b"\xff\xd8\xffbroken" * 40 if number == 2 else out.getvalue()
        person.upload(session, (f"p{number}.png", data))
    person.say(session, "make a slideshow from these photos")
    row = [s for t in person.state(session)["draft"]["t"] for s in t["sg"] if t["tt"] == 0]
    assert len(row) == 4


def test_sixteen_bit_photos_are_probed(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(np.zeros((20, 30), np.uint16)).save(path)
    assert probing.material(path, "m1", "a.png").kind == "image"
