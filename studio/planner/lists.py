"""Times told one after the other ("the beats are at 0.5, 1.02, 1.54"), and bars as "6/8".

Both are masked before anything else reads their numbers: the commas of such a list part nothing.
"""

from __future__ import annotations

import itertools
import re

from studio.planner import phrases, spotting
from studio.planner.sheet import Sheet
from studio.planner.tokens import Token

_ONE = r"(?:\d{1,2}:\d{2}:\d{2}(?:\.\d{1,3})?|\d{1,3}:\d{2}(?:[.:]\d{1,3})?|\d{1,5}(?:\.\d{1,4})?)"
_UNIT = r"(?:\s*(?:ms|milliseconds?|毫秒|s|secs?|seconds?|秒钟?)(?![a-z]))?"
_APART = r"(?:\s*[,，、;；/|]\s*(?:and\s+|和)?|\s+and\s+|\s*(?:和|跟|及|然后)\s*|\s+)"
_LIST = re.compile(
    rf"(?P<cue>(?:@)[^\d\n,，。.]{{0,24}}?)(?P<list>(?<![\d.])(?<!\d:){_ONE}{_UNIT}(?:{_APART}{_ONE}{_UNIT})+)"
    r"(?![\d:%.]|\s*(?:bpm|beats?|times|x\b|拍每))"
)
_EACH = re.compile(rf"({_ONE})\s*(ms|milliseconds?|毫秒)?")
_METRE = re.compile(
    r"(?<![\d./:])(1[0-2]|[2-9])\s*/\s*(2|4|8|16)(?![\d/.:])"
    r"(?=\s*(?:time\b|beats?\b|metre|meter|song|tune|track|piece|waltz|rhythm|groove|拍|的))"
    r"|(?:\b(?:in|it'?s|is|a|an|as|count)\s+|(?:是|为|按|用)\s*)(1[0-2]|[2-9])\s*/\s*(2|4|8|16)"
    r"(?![\d/.:])(?!\s*(?:of|the|way|through|speed|size|volume|倍|速))"
)
_WHOLE = 8  # numbers without a point or a unit are counted beats rather than times, if this few
_LONGEST = 6 * 3600 * 1000


def lists(sheet: Sheet) -> None:
    """Masks every list of times that is told of beats or cuts, and every time signature."""
    if sum(char.isdigit() for char in sheet.text) < 2:
        return
    sheet.mask(_METRE, lambda m: _metre(sheet, m))
    for meaning in ("syncing.tapped", "syncing.cuts_told"):
        if not spotting.said(meaning, sheet.text):
            continue
        cue = phrases.compiled(meaning).pattern
        told = re.compile(_LIST.pattern.replace("@", cue, 1))
        sheet.mask(told, lambda m: _times(sheet, m), group="list")


def _metre(sheet: Sheet, match: re.Match[str]) -> Token:
    beats, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
    return Token("metre", sheet.said(match), float(beats), float(unit))


def _times(sheet: Sheet, match: re.Match[str]) -> Token | None:
    """The list as its milliseconds in `text`; None where they are not times one after another."""
    said = match["list"]
    each = list(_EACH.finditer(said))
    plain = [one[1] for one in each]
    thousandth = any(one[2] for one in each)
    if not thousandth and all("." not in p and ":" not in p for p in plain):
        thousandth = max(float(p) for p in plain) >= 200  # 500, 1020, 1540: nobody taps for hours
        if not thousandth and "s" not in said and "秒" not in said and len(plain) < _WHOLE:
            return None
    made = [round(_ms(one, thousandth=thousandth)) for one in plain]
    rising = all(a < b for a, b in itertools.pairwise(made))
    if not rising or len(made) < 2 or made[-1] > _LONGEST:
        return None
    text = " ".join(str(at) for at in made)
    return Token("list", sheet.said(match, "list"), float(made[0]), text=text)


def _ms(said: str, *, thousandth: bool) -> float:
    if ":" not in said:
        return float(said) * (1 if thousandth else 1000)
    parts = said.split(":")
    if len(parts) == 3 and len(parts[-1]) == 3:  # 0:01:500 as some players write it
        parts[1:] = [f"{parts[1]}.{parts[2]}"]
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + float(part)
    return seconds * 1000
