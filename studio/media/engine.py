"""Which ffmpeg is used and what it can do: the packaged one, or the system's when newer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from studio.media.errors import NoEngine

OLDEST = 5  # the oldest major version whose options we use


@cache
def executable() -> str:
    """The path of the newest ffmpeg at hand."""
    found = [(version(path), path) for path in _candidates()]
    usable = [entry for entry in found if entry[0] >= (OLDEST, 0)]
    if not usable:
        raise NoEngine()
    return max(usable, key=lambda entry: entry[0])[1]


def _candidates() -> list[str]:
    paths = [_packaged(), shutil.which("ffmpeg")]
    return list(dict.fromkeys(path for path in paths if path))


def _packaged() -> str | None:
    try:
        import imageio_ffmpeg
    except ImportError:
        return None
    folder = Path(imageio_ffmpeg.__file__).parent / "binaries"
    # not get_ffmpeg_exe(): it starts the program to try it, which version() does anyway
    names = sorted(folder.glob("ffmpeg-*"))
    return next((str(path) for path in names if os.access(path, os.X_OK)), None)


@cache
def version(path: str) -> tuple[int, int]:
    """Major and minor version, (0, 0) for what is no ffmpeg; a development build counts as old."""
    try:
        done = subprocess.run(
            [path, "-version"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return (0, 0)
    match = re.search(r"^ffmpeg version n?(\d+)\.(\d+)", done.stdout)
    return (int(match[1]), int(match[2])) if match else (0, 0)


@cache
def filters() -> frozenset[str]:
    """The names of the filters that this ffmpeg has."""
    done = subprocess.run(
        [executable(), "-hide_banner", "-filters"],
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    return frozenset(re.findall(r"^ [A-Z.|]{2,3} (\w+) ", done.stdout, re.MULTILINE))


def has(*names: str) -> bool:
    """Whether every one of these filters is there."""
    return filters().issuperset(names)
