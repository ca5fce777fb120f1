"""The language that a session was last spoken in, for messages that do not show one: "👍", "2"."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import words


class Spoken:
    """One small file a session in the cache folder; without a folder nothing is remembered."""

    def __init__(self, cache: Path | None, session: str) -> None:
        name = hashlib.sha256(session.encode("utf-8", "replace")).hexdigest()[:24]
        self._file = cache / "spoken" / name if cache else None

    def last(self, otherwise: words.Lang) -> words.Lang:
        """The session's language; the other one before anything was said."""
        if self._file is None:
            return otherwise
        with contextlib.suppress(OSError, UnicodeDecodeError):
            lang = self._file.read_text(encoding="ascii")
            if lang in words.LANGS:
                return lang
        return otherwise

    def now(self, lang: words.Lang) -> None:
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(mode=0o700, exist_ok=True)
            self._file.write_text(lang, encoding="ascii")
