"""Where a finished file comes to lie: a safe name under the chosen folder, no file replaced."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import unicodedata
from pathlib import Path

from client import Problem, clean

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
_LONGEST = 120  # bytes: room is left for " (2)", a suffix and a file system that counts shorter
_TRIES = 1000


def fit(wanted: str, *, suffix: str, otherwise: str = "video") -> str:
    """A file name that is only that, on every system: `My  trip?/../x` → `My trip .. x.mp4`."""
    name = unicodedata.normalize("NFC", clean.line(wanted, most=400))
    name = _UNFIT.sub(" ", name)
    stem, dot, ending = name.rpartition(".")
    if dot and ending.strip().lower() == suffix:
        name = stem
    name = " ".join(name.split()).strip(" .-~")
    while len(name.encode()) > _LONGEST:
        name = name[:-1].rstrip()
    if not name or _RESERVED.match(name):
        name = f"{otherwise} {name}".strip()
    return f"{name}.{suffix}"


def ready(folder: Path) -> None:
    """The folder is there and takes files; said before a render, not after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "not writable")
    except OSError as error:
        raise blamed(error, folder) from None


def blamed(error: OSError, folder: Path) -> Problem:
    """What went wrong with a folder, as a person can mend it."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return Problem("disk_full" if full else "not_writable", folder=folder)


def settled(part: Path, target: Path, *, force: bool) -> Path:
    """The path where the part now lies whole: `target`, or its next free number."""
    try:
        if force and not target.is_dir():
            part.replace(target)
            _sync(target.parent)
            return target
        for number in range(1, _TRIES):
            place = target if number == 1 else _numbered(target, number)
            if _claimed(part, place):
                _sync(target.parent)
                return place
    except OSError as error:
        raise blamed(error, target.parent) from None
    raise Problem("not_writable", folder=target.parent)


def _numbered(target: Path, number: int) -> Path:
    return target.with_name(f"{target.stem} ({number}){target.suffix}")


def _claimed(part: Path, place: Path) -> bool:
    """Whether the part got this name. A link is made whole or not at all, and replaces nothing."""
    try:
        os.link(part, place)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links: take the name, then put the file there
        try:
            os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            return False
        part.replace(place)
        return True
    part.unlink()
    return True


def _sync(folder: Path) -> None:
    """The rename on disk, too, where a folder can be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
