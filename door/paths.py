"""Words that are paths: found out with the standard library alone, before any package is there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

PATHLIKE = re.compile(r"(?:~|\.{1,2})?[/\\]|[A-Za-z]:[/\\]")


def surely_path(word: str) -> bool:
    """Whether a word can be nothing but a path, be it there or not."""
    if word[:7].lower() == "file://":
        return True
    return bool(PATHLIKE.match(word)) and not any(c.isspace() for c in word)


def missing(words: Iterable[str]) -> str | None:
    """The first word that is a path to nothing."""
    return next((word for word in words if surely_path(word) and placed(word) is None), None)


def placed(word: str) -> str | None:
    """The absolute path or the URL that this word is; None when there is no such thing."""
    if re.match(r"https?://\S+$", word, re.IGNORECASE):
        return word
    local = from_url(word) if word[:7].lower() == "file://" else word
    if local is None:
        return None
    try:
        path = Path(local).expanduser()
        return os.path.abspath(path) if path.exists() else None  # noqa: PTH100 - links stay links
    except (OSError, ValueError, RuntimeError):  # too long, a NUL, an unknown ~user
        return None


def from_url(url: str) -> str | None:
    """The path in a `file://` URL of this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.hostname not in {None, "", "localhost"}:
        return None
    path = unquote(url[7 + len(parts.netloc) :])
    return path[1:] if re.match(r"/[A-Za-z]:[/\\]", path) else path
