"""Text from outside, made safe to show: no control or ANSI characters, no secrets, no halves."""

from __future__ import annotations

import re
from collections.abc import Iterable

# ESC sequences whole (CSI, OSC and the other string kinds, two-character ones), then what is left
# of C0 and C1, and the marks that turn the reading direction of everything behind them. Each
# alternative is bounded: a hostile text cannot make the search walk it twice.
_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]?"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\\\|\x9c)?"
    "|\x1b[ -/]{0,4}[0-~]?"
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_HALVES = re.compile("[\ud800-\udfff]")
_TOKENS = re.compile(r"\bnmv_[A-Za-z0-9_.\-]{6,}")
HIDDEN = "•••"


def text(raw: str, secrets: Iterable[str] = ()) -> str:
    """The text without anything that a terminal would obey or that must not be seen."""
    shown = _LINE_ENDS.sub("\n", raw)
    shown = _CONTROLS.sub("", _ESCAPES.sub("", shown))
    shown = whole(shown)
    return scrubbed(shown, secrets)


def line(raw: object, secrets: Iterable[str] = (), *, most: int = 200) -> str:
    """A name or a short message: one line, blanks made one, cut where it gets long."""
    shown = " ".join(text(str(raw)[: most * 20], secrets).split())
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def whole(raw: str) -> str:
    """The text with lone surrogates replaced: half a character poisons a session for good."""
    return _HALVES.sub("�", raw)


def scrubbed(raw: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        if len(secret) >= 6:
            raw = raw.replace(secret, HIDDEN)
    return _TOKENS.sub(HIDDEN, raw)
