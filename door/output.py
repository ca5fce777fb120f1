"""Where results go: a folder, or the very file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import contract

RESULTS = ("gif", "webm", "mp4", "mov", "mp3", "wav", "m4a")  # what a name must end in to be a file


@dataclass(frozen=True, slots=True)
class Place:
    path: Path
    is_file: bool = False


def place(out: str | None) -> Place:
    """What `--out` means; without it, the current folder.

    A folder that is there is a folder whatever it is called; otherwise a name that ends like a
    result is one.
    """
    if out is None:
        return Place(Path.cwd())
    path = Path(os.path.abspath(Path(out).expanduser()))  # noqa: PTH100 - links stay links
    if path.is_dir() or out.endswith(("/", os.sep)):
        return Place(path)
    suffix = path.suffix[1:].lower()
    known = suffix in RESULTS or suffix in contract.load().formats
    return Place(path, is_file=known or path.is_file())
