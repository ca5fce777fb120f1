"""Photos as phones take them: HEIC, whole or in tiles, turned or not; boxes written by hand."""

from __future__ import annotations

import struct
from pathlib import Path

import msgspec
import numpy as np
import pytest

from studio.analysis.values import Film
from studio.media import images, probing, stills
from studio.media.errors import MediaError
from studio.media.process import ffmpeg
from studio.service import hearing

COLOURS = ("red", "lime", "blue", "yellow")
RGB = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}
WIDE, TALL = 256, 192  # of a tile


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def full(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def coded(folder: Path, colour: str) -> tuple[bytes, bytes]:
    """One picture of a colour as HEVC: its description and its packet."""
    ffmpeg(
        ["-f", "lavfi", "-i", f"color=c={colour}:s={WIDE}x{TALL}", "-frames:v", "1", "-c:v",
         "libx265", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p", "-tag:v", "hvc1",
         "tile.mp4"], cwd=folder,
    )  # fmt: skip
    data = (folder / "tile.mp4").read_bytes()
    found = []
    for kind in (b"hvcC", b"mdat"):
        at = data.index(kind)
        size = struct.unpack(">I", data[at - 4 : at])[0]
        found.append(data[at + 4 : at - 4 + size])
    return found[0], found[1]


def heic(folder: Path, colours: tuple[str, ...], *, turned: bool = False) -> Path:
    """A photo of one colour, or of two by two tiles."""
    tiles = [coded(folder, colour) for colour in colours]
    count, grid = len(tiles), len(tiles) > 1
    last = count + 1
    items = [(n + 1, b"hvc1") for n in range(count)] + ([(last, b"grid")] if grid else [])
    data = [packet for _, packet in tiles]
    size = (WIDE * 2, TALL * 2) if grid else (WIDE, TALL)
    if grid:
        data.append(struct.pack(">4B2H", 0, 0, 1, 1, *size))
    entries = b"".join(
        full(b"infe", 2, int(grid and kind == b"hvc1"), struct.pack(">HH4s", id, 0, kind), b"\0")
        for id, kind in items
    )
    named = full(b"iinf", 0, 0, struct.pack(">H", len(items)), entries)
    properties = box(
        b"ipco", box(b"hvcC", tiles[0][0]), full(b"ispe", 0, 0, struct.pack(">II", WIDE, TALL)),
        full(b"ispe", 0, 0, struct.pack(">II", *size)), box(b"irot", b"\1"),
    )  # fmt: skip
    owned = {id: [1, 2] for id, kind in items if kind == b"hvc1"} | ({last: [3]} if grid else {})
    owned[items[-1][0]] += [4] * turned
    rows = b"".join(
        struct.pack(">HB", id, len(own)) + bytes(0x80 | n for n in own) for id, own in owned.items()
    )
    linked = struct.pack(f">{2 + count}H", last, count, *range(1, count + 1))
    parts = full(b"iref", 0, 0, box(b"dimg", linked)) if grid else b""

    def meta(first: int) -> bytes:
        at, places = first, b""
        for (id, _), one in zip(items, data, strict=True):
            places += struct.pack(">3H2I", id, 0, 1, at, len(one))
            at += len(one)
        return full(
            b"meta", 0, 0,
            full(b"hdlr", 0, 0, struct.pack(">I4s12s", 0, b"pict", b""), b"\0"),
            full(b"pitm", 0, 0, struct.pack(">H", items[-1][0])),
            full(b"iloc", 0, 0, b"\x44\0", struct.pack(">H", len(items)), places),
            named, parts,
            box(b"iprp", properties, full(b"ipma", 0, 0, struct.pack(">I", len(owned)), rows)),
        )  # fmt: skip

    head = box(b"ftyp", b"heic", b"\0\0\0\0", b"mif1heic")
    target = folder / "photo.heic"
    target.write_bytes(head + meta(len(head) + len(meta(0)) + 8) + box(b"mdat", *data))
    return target


@pytest.mark.slow
@pytest.mark.parametrize(
    ("colours", "turned", "size", "corners"),
    [
        (("red",), False, (WIDE, TALL), ("red",) * 4),
        (COLOURS, False, (2 * WIDE, 2 * TALL), COLOURS),
        (COLOURS, True, (2 * TALL, 2 * WIDE), ("lime", "yellow", "red", "blue")),
    ],
)
def test_a_photo_of_a_phone_is_read_whole_and_upright(
    tmp_path: Path,
    colours: tuple[str, ...],
    turned: bool,
    size: tuple[int, int],
    corners: tuple[str, ...],
) -> None:
    path = heic(tmp_path, colours, turned=turned)
    assert images.is_still(path)
    found = images.upright(path)
    assert found.size == size
    seen = np.asarray(found, int)
    places = [(10, 10), (10, -10), (-10, 10), (-10, -10)]
    for (row, column), name in zip(places, corners, strict=True):
        assert np.abs(seen[row, column] - RGB[name]).max() < 12
    material = probing.material(path, "m1", path.name)
    assert (material.kind, material.width, material.height) == ("image", *size)


def test_a_photo_cut_short_is_refused(tmp_path: Path) -> None:
    path = heic(tmp_path, ("red",))
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(MediaError):
        probing.probe(path)


@pytest.mark.slow
def test_the_mood_of_a_phones_photo_is_seen(tmp_path: Path) -> None:
    seen = [
        msgspec.msgpack.decode(hearing._glanced(str(heic(tmp_path, (colour,))), b""), type=Film)
        for colour in ("red", "blue")
    ]
    warm, cold = (one.glances[0] for one in seen)
    assert warm.warmth > cold.warmth
    shown = stills.photo(tmp_path / "photo.heic", 64, 36)
    assert shown is not None and shown.getpixel((20, 20))[2] > 200  # type: ignore[index]
