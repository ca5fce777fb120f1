"""What happens, as JSON: one object a line, written as it happens, and nothing else."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TextIO

from tell import FileKind

Value = str | float | bool | None


class JsonLines:
    """A `Tell` for programs: every event is one line on this stream, flushed at once.

    JSON escapes whatever a terminal would obey, and texts arrive clean in any case.
    """

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._last: tuple[str, float | None] | None = None  # progress is news only when it moves

    def text(self, text: str) -> None:
        if text.strip():
            self._event("text", text=text)

    def progress(self, label: str, fraction: float | None) -> None:
        now = label, within(fraction)
        if now != self._last:
            self._event("progress", label=label, fraction=now[1])
            self._last = now

    def file(self, path: Path, kind: FileKind) -> None:
        self._event("file", path=str(path), kind=kind)

    def picture(self, path: Path) -> None:
        self._event("picture", path=str(path))

    def offer(self, action: str, text: str) -> None:
        self._event("offer", action=action, text=text)

    def error(self, code: str, text: str) -> None:
        self._event("error", code=code, text=text)

    def done(self, *, ok: bool) -> None:
        """The turn's last line."""
        self._event("done", ok=ok)

    def _event(self, event: str, /, **fields: Value) -> None:
        self._last = None
        self._out.write(line({"event": event, **fields}))
        self._out.flush()


def within(fraction: float | None) -> float | None:
    """A fraction between 0 and 1, or None: JSON has no other numbers that would mean anything."""
    if fraction is None or not math.isfinite(fraction):
        return None
    return round(min(1.0, max(0.0, fraction)), 4)


def line(value: object) -> str:
    """The value as one line of JSON: readable where it can be, escaped where it has to be.

    A file name that is no valid text holds lone surrogates; escaped, it stays what it was.
    """
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value)
    # Line separators are legal in JSON and yet make two lines of one for careless readers.
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"
