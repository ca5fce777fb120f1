"""Text as a terminal can take it: how wide it is, what it may hold, whether colours are wanted."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

GREEN, RED, CYAN, GREY = 32, 31, 36, 90

_PLAIN = str.maketrans({
    "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "→": "->", "·": "-",
    "×": "x", "−": "-", "✓": "ok", "⏳": "", "🎵": "", "█": "#", "▓": "=", "░": ".", "│": "|",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """What the other end of standard output is: a person's terminal, or a pipe."""

    terminal: bool = False
    colours: bool = False
    unicode: bool = True
    han: bool = True  # whether Chinese can be shown at all
    width: int = 80

    @classmethod
    def of(cls, out: TextIO, environ: Mapping[str, str]) -> Screen:
        terminal = out.isatty()
        coding = out.encoding or "ascii"
        dumb = environ.get("TERM", "") == "dumb"
        if terminal and os.name == "nt":
            _escapes_on_windows()
        return cls(
            terminal=terminal and not dumb,
            colours=terminal and not dumb and not environ.get("NO_COLOR"),
            han=_has_han(coding),
            unicode=coding.lower().replace("-", "").startswith("utf"),
            width=_columns(out, environ) if terminal else 80,
        )

    def coloured(self, text: str, colour: int) -> str:
        """The text in one of the sixteen colours, where colours are wanted."""
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colours else text

    def fits(self, text: str) -> str:
        """The text in characters that this screen has."""
        return text if self.unicode else text.translate(_PLAIN)


def _escapes_on_windows() -> None:
    """Has an old Windows console obey escape sequences (ENABLE_VIRTUAL_TERMINAL_PROCESSING)."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetConsoleMode(kernel.GetStdHandle(-11), 7)


def _has_han(coding: str) -> bool:
    try:
        "中".encode(coding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _columns(out: TextIO, environ: Mapping[str, str]) -> int:
    try:
        return max(20, int(environ.get("COLUMNS") or os.get_terminal_size(out.fileno()).columns))
    except (ValueError, OSError):
        return 80


def forgiving(*streams: TextIO) -> None:
    """From now on no character can make writing to these fail."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def shown(text: str) -> str:
    """A word of the user's, safe to say back: one line, nothing that a terminal would obey."""
    return "".join(c if c.isprintable() else "?" for c in text[:200])


def columns(text: str) -> int:
    """How many columns of a terminal this text takes."""
    return len(text) if text.isascii() else sum(map(_column, text))


def _column(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, width: int, *, more: str = "…") -> str:
    """The text in at most so many columns; `more` stands for what was cut off."""
    if columns(text) <= width:
        return text
    room, kept = width - columns(more), ""
    for char in text:
        room -= _column(char)
        if room < 0:
            break
        kept += char
    return (kept.rstrip() + more) if width >= columns(more) else ""


def padded(text: str, width: int) -> str:
    """The text in exactly so many columns."""
    short = cut(text, width)
    return short + " " * (width - columns(short))


def is_interactive() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
