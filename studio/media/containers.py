"""Whether a file is whole: its containers' own lengths against the bytes that are there.

A file that was cut off or is still being written is refused at once, with the reason, instead of
being edited into a film whose end is missing.
"""

from __future__ import annotations

import struct
import time
from pathlib import Path
from typing import BinaryIO

from studio.media import movie_index
from studio.media.errors import Growing, Truncated, Unsupported

HEIC = (b"heic", b"heix", b"heim", b"heis", b"mif1")
PHOTOS = (b"avif", *HEIC)  # brands of stills that lie in a movie's boxes
_RECENT = 3.0  # seconds since the last change within which a file may still be growing
_WATCH = 0.3  # seconds that such a file is watched


def check_whole(path: Path, *, name: str) -> None:
    """Nothing, for a file whose end is there. One that keeps no length is watched."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(16)
        photo = head[4:8] == b"ftyp" and head[8:12] in PHOTOS
        if not photo and head[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip"):
            _movie(path, name=name)
            return
        stated = 0
        if head[:4] == b"\x1a\x45\xdf\xa3":
            stated = _ebml_end(file)
        elif head[:4] == b"RIFF":
            stated = _riff_end(head)
    if stated > size + 1:
        raise Growing(name=name) if _grows(path) else Truncated(name=name)
    if not stated and _grows(path):
        raise Growing(name=name)


def _grows(path: Path) -> bool:
    """Whether the file changes while it is looked at."""
    before = path.stat()
    if time.time() - before.st_mtime > _RECENT:
        return False
    time.sleep(_WATCH)
    return path.stat().st_size != before.st_size


def _movie(path: Path, *, name: str) -> None:
    try:
        movie_index.read(path)
    except movie_index.Broken as broken:
        if broken.missing:
            raise Truncated(name=name) from None
        raise Unsupported(name=name) from None
    except (struct.error, ValueError, OverflowError, MemoryError, IndexError):
        raise Unsupported(name=name) from None


def _riff_end(head: bytes) -> int:
    """Where a WAV, AVI or WebP says that it ends; 0 where it does not say (a stream)."""
    stated = int(struct.unpack_from("<I", head, 4)[0])
    return 0 if stated in (0, 0xFFFFFFFF, 0x7FFFFFFF) else stated + 8


def _ebml_end(file: BinaryIO) -> int:
    """Where a Matroska or WebM file says that it ends; 0 for a live one."""
    file.seek(4)
    length, used = _variable(file.read(8))
    at = 4 + used + length
    file.seek(at)
    if file.read(4) != b"\x18\x53\x80\x67":
        return 0
    length, used = _variable(file.read(8))
    return 0 if length == (1 << (7 * used)) - 1 else at + 4 + used + length


def _variable(raw: bytes) -> tuple[int, int]:
    """An EBML number and how many bytes it takes."""
    if not raw or not raw[0]:
        return 0, 1
    width = 9 - raw[0].bit_length()
    if len(raw) < width:
        return 0, 1
    value = int.from_bytes(raw[:width], "big")
    return value & ((1 << (7 * width)) - 1), width
