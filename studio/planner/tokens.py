"""The parts of a sentence that are values: times, shares, ordinals, quoted words.

In the text that readers search, each is one character of Unicode's private area, so that a pattern
can say "a time here" and no number is parsed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "text", "file", "time", "range", "edge", "share", "db", "times", "bars", "ord", "num",
    "aspect", "size", "fps", "tempo", "noise", "list", "metre",
]  # fmt: skip

BLOCK = 0x80  # tokens of a kind in one message; more are left as text
KINDS: tuple[Kind, ...] = get_args(Kind)
BASES: dict[Kind, int] = {kind: 0xE000 + number * BLOCK for number, kind in enumerate(KINDS)}

Role = Literal["", "at", "for", "from", "to", "after", "before", "until", "each", "by"]


@dataclass(frozen=True, slots=True)
class Token:
    """A value in a sentence, with how it was said."""

    kind: Kind
    raw: str
    number: float = 0.0  # ms, a share, dB, a factor, a count, an index
    other: float | None = None  # a range's end, a size's height; None: open
    open: bool = False  # a range that begins at the start of the video
    side: Literal["", "first", "last"] = ""
    role: Role = ""
    clock: bool = False  # a time said as on a clock, or as a place
    text: str = ""  # quoted words, a material's id, an instruction's unit


def kind_of(char: str) -> Kind | None:
    """The kind of token that this character stands for."""
    offset = ord(char) - 0xE000
    if not 0 <= offset < BLOCK * len(BASES):
        return None
    return KINDS[offset // BLOCK]
