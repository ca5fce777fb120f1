"""A user's file under a safe name: what ffmpeg gets to see.

A name such as `-f lavfi;$(x)'.mp4` never reaches an argument, a filter graph or a list file; the
file is linked (same disk), or pointed to, or copied, as `in0`, `in1` … in a folder of our own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def stage(source: Path, target: Path) -> Path:
    """The same file's contents at `target`, without copying them where that can be done."""
    real = source.resolve(strict=True)
    for attempt in (os.link, os.symlink, shutil.copyfile):
        try:
            attempt(real, target)
        except OSError:
            if attempt is shutil.copyfile:
                raise
            continue
        return target
    return target


@contextmanager
def staged(source: Path, *, name: str = "in0") -> Iterator[Path]:
    """A folder of our own with the file in it under a safe name; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="media-") as folder:
        yield stage(source, Path(folder) / name)
