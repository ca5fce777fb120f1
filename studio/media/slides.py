"""Pictures with their own times as one movie: PNGs in a QuickTime track, nothing lost, alpha kept.

One file that is opened once, with times as exact as its clock. (A list of pictures would have each
of them opened, looked at and decoded twice, and rounds their times to the pictures' own clock.)
"""

from __future__ import annotations

import struct
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from studio.media import movie_file
from studio.media.movie_file import Laid

if TYPE_CHECKING:
    from PIL.Image import Image


class Slides:
    """A movie of pictures under construction: `with Slides(path, scale=30) as s: s.add(p, 3)`."""

    def __init__(self, target: Path, *, scale: int) -> None:
        self.target, self.scale = target, scale
        self.heap = target.with_name(f"{target.name}.heap")
        self.file = self.heap.open("wb")
        self.sizes: list[int] = []
        self.times: list[int] = []
        self.size = (0, 0)

    def __enter__(self) -> Slides:
        return self

    def add(self, picture: Image, time: int) -> None:
        """One picture more, seen for so many ticks of the movie's clock."""
        before = self.file.tell()
        picture.save(self.file, format="png", compress_level=1)
        self.sizes.append(self.file.tell() - before)
        self.times.append(time)
        self.size = picture.size

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.file.close()
        if kind is None and self.sizes:
            movie_file.write(self.target, [self._laid()])
        self.heap.unlink()

    def _laid(self) -> Laid:
        sizes, times = np.array(self.sizes, np.int64), np.array(self.times, np.int64)
        starts = np.cumsum(times) - times
        return Laid(
            kind=b"vide",
            entry=_entry(*self.size),
            timescale=self.scale,
            sources=(self.heap,),
            which=np.zeros(len(sizes), np.int64),
            offsets=np.cumsum(sizes) - sizes,
            sizes=sizes,
            dts=starts,
            pts=starts,
            keys=np.ones(len(sizes), np.bool_),
            start=0,
            length=int(times.sum()),
            size=self.size,
            last=self.times[-1],
        )


def _entry(width: int, height: int) -> bytes:
    """QuickTime's description of a track of PNGs with alpha."""
    body = struct.pack(
        ">6xH16x2H3IH32s2H", 1, width, height, 0x480000, 0x480000, 0, 1, b"\3PNG", 32, 0xFFFF
    )
    return struct.pack(">I4s", len(body) + 8, b"png ") + body
