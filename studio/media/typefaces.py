"""Which font draws which characters: by script, checked for coverage, colour emoji included.

The fonts lie in `fonts/`, the characters that each has in `fonts/coverage.json` (both made by
`tools/fonts.py`). What no font has is reported, never drawn as an empty box.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from studio.words import detect

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Way = Literal["rtl"] | None
FOLDER = Path(__file__).resolve().parent / "fonts"
EMOJI = "NotoColorEmoji"
EMOJI_SIZE = 109  # the one size of the pictures in it
_SHAPED_BY_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"  # a flag
    "|[0-9#*]\ufe0f?\u20e3"  # a key
    "|\U0001f3f4[\U000e0020-\U000e007f]+"  # a flag of a region
    "|(?:[\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615"
    "\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2"
    "\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797"
    "\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55]|[\u00a9-\u3299](?=\ufe0f))"
    "\ufe0f?[\U0001f3fb-\U0001f3ff]?"
    "(?:\u200d[\u2190-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?)*"
)
_LETTERS = re.compile(  # a word is drawn with one font where one has it
    "[A-Za-z\u00c0-\u1fff]+(?:[\u200c\u200d][A-Za-z\u00c0-\u1fff]+)*"
)
# Scripts whose letters change by their neighbours: a font of theirs draws all of a line that it
# can, Latin too, so that it is shaped and turned as a whole
_SHAPED = (
    ("Arabic", re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")),
    ("Hebrew", re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")),
    ("Thai", re.compile("[\u0e00-\u0e7f]")),
    ("Devanagari", re.compile("[\u0900-\u097f]")),
)
_KOREAN = re.compile("[\u3130-\u318f\uac00-\ud7a3]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")


@cache
def _coverage() -> dict[str, tuple[list[int], list[int]]]:
    """For every font, where its stretches of characters begin and end."""
    raw = json.loads((FOLDER / "coverage.json").read_text(encoding="ascii"))
    return {name: (ranges[::2], ranges[1::2]) for name, ranges in raw.items()}


def has(name: str, char: str) -> bool:
    """Whether a font has a character."""
    starts, ends = _coverage()[name]
    place = bisect_right(starts, ord(char)) - 1
    return place >= 0 and ord(char) <= ends[place]


def order(text: str, *, bold: bool) -> tuple[str, ...]:
    """The fonts to try for this text, in order: its script's own forms first."""
    weight, other = ("Bold", "Regular") if bold else ("Regular", "Bold")
    scripts = ("TC", "SC") if detect(text) == "zh-Hant" else ("SC", "TC")
    shaped = [name for name, letters in _SHAPED if _shapes() and letters.search(text)]
    others = (*scripts, "", *(("KR",) if _KOREAN.search(text) else ()))
    names = [f"NotoSans{name}-{w}" for name in shaped for w in (weight, other)]
    names += [f"NotoSans{name}-{w}" for w in (weight, other) for name in others]
    return (*names, EMOJI)


def runs(text: str, *, bold: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """The text as pieces of one font each (text, font), and the characters that nobody has."""
    names = order(text, bold=bold)
    made: list[tuple[str, str]] = []
    missing: list[str] = []
    at = 0
    while at < len(text):
        found = _SHAPED_BY_EMOJI.match(text, at)
        if found and has(EMOJI, found[0][0]):
            made.append((found[0], EMOJI))
            at = found.end()
            continue
        word = _LETTERS.match(text, at)
        whole = word and next((name for name in names[:-1] if has_all(name, word[0])), None)
        if word and whole:
            _append(made, word[0], whole)
            at = word.end()
            continue
        char = text[at]
        at += 1
        if char in " \n\u00a0\u3000":
            name: str | None = made[-1][1] if made and made[-1][1] != EMOJI else names[0]
        elif _UNSEEN.match(char):
            continue
        else:
            name = next((name for name in names if has(name, char)), None)
        if name is None:
            missing.append(char)
        else:
            _append(made, char, name)
    return made, missing


def way(line: str) -> Way:
    """ "rtl" for a line that begins at the right, as Arabic and Hebrew do."""
    ways = (unicodedata.bidirectional(char) for char in line)
    first = next((way for way in ways if way in ("L", "R", "AL")), "L")
    return None if first == "L" or not _shapes() else "rtl"


def standing(line: str, *, bold: bool) -> list[tuple[str, str]]:
    """The pieces of a line from left to right; within each, its font's own order is drawn."""
    pieces, _ = runs(line, bold=bold)
    return pieces[::-1] if way(line) else pieces


def _append(made: list[tuple[str, str]], part: str, name: str) -> None:
    """The part joined to the one before where that is drawn with the same font."""
    if made and made[-1][1] == name != EMOJI:
        made[-1] = (made[-1][0] + part, name)
    else:
        made.append((part, name))


def has_all(name: str, word: str) -> bool:
    return all(has(name, char) for char in word)


@cache
def _shapes() -> bool:
    """Whether letters are shaped by their neighbours and turned where they are written so."""
    from PIL import features

    return bool(features.check("raqm"))


@cache
def font(name: str, size: int) -> FreeTypeFont:
    """The font at this size in pixels; the emoji's pictures have one size only."""
    from PIL import ImageFont

    engine = ImageFont.Layout.RAQM if _shapes() else ImageFont.Layout.BASIC
    real = EMOJI_SIZE if name == EMOJI else size
    return ImageFont.truetype(str(FOLDER / f"{name}.ttf"), real, layout_engine=engine)
