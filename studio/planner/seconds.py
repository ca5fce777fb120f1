"""Seconds of the video that are said as bare numbers: "freeze at 10", "from the 3rd to the 8th"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from studio.planner.numbers import value
from studio.planner.phrases import pattern
from studio.planner.sheet import Sheet
from studio.planner.tokens import Token

_T = pattern("{time}")
_MARK = re.compile(  # at the 4 second mark
    rf"(?:(?<=at )|(?<=from )|(?<=until )|(?<=after )|(?<=before )|(?<=to ))(?:the )?({_T})[ -]?"
    r"(?:marks?|points?|position)(?![a-z])"
)
_NTHS = re.compile(  # from the 3rd to the 8th second
    r"(?<![a-z\d])(?:from |between )?(?:the )?(\d{1,3})(?:st|nd|rd|th)(?: second)? "
    r"(?:to|until|till|through|and) (?:the )?(\d{1,3})(?:st|nd|rd|th) seconds?(?![a-z])"
)
_COUNTED = re.compile(r"crossfade|dissolve|transition|clips?(?![a-z])|move|insert|put|place|fade")
_SECONDS = re.compile(  # seconds 3 to 5 and 9 to 12
    r"(?<=[\ue180-\ue1ff])(?:\s*,\s*|\s*(?:,\s*)?(?:and|&)\s*)(?:from\s+)?"
    r"((\d{1,4}(?:\.\d+)?)\s*(?:to|-|–|until|till)\s*(\d{1,4}(?:\.\d+)?))(?![\w:.%])"
)
_TIMELY = re.compile(  # what is done at a time, rather than to a loudness
    r"(?<![a-z])(?:cut|split|freeze|start|begin|end|stop|appear|disappear|show|come|pop|go|gone"
    r"|title|text|caption|word|fade|slow|speed|reverse|pause|trim|keep|remove|delete|chop|move"
    r"|hit|reach|normal|mute|unmute|silence|duck|kick|second|photo|effect)(?:s|es|p?ing|t?ing|ed)?(?![a-z])|[\ue000-\ue07f]"
)
_LOUD = re.compile(
    r"(?<![a-z])(?:volume|loud\w*|quiet\w*|level|percent|(?:music|speed) at|at speed)(?![a-z])|%"
)
_NUMBER = r"(\d{1,3}(?:\.\d+)?)"
_ENDS = r"(?=\s*$|\s*[,;.](?!\d)|\s+(?:and|then|please|pls|for|instead"
_AT = re.compile(  # freeze at 10; half speed from 5 on; until 12
    r"(?:(?<=\bat )|(?<=\bfrom )|(?<=\bafter )|(?<=\buntil )|(?<=\btill )|(?<=\bbefore )"
    rf"|(?<=\bstarting )|(?<=\bat about )|(?<=\bat around )){_NUMBER}"
    rf"{_ENDS}|on|onwards?|saying|with|to the end|until|in|it|the|but|already)(?![a-z]))"
)
_WITHIN = re.compile(  # show the title between 6 and 9
    rf"(?<![a-z])between {_NUMBER} and {_NUMBER}{_ENDS})(?![a-z]))"
)
_ON = re.compile(rf"(?<=\bfrom ){_NUMBER}(?= on(?:wards?)?(?![a-z]))")
_LIST = re.compile(  # at 3, 8 and 15
    rf"(?<={_T})\s*(?:,\s*and|,|and|&|、|和)\s*(?:at\s+)?{_NUMBER}{_ENDS})(?![a-z]))"
)
_MOST = 6  # times of one list


_NTH = re.compile(  # from its 20th second
    r"(?:(?<=at )|(?<=from )|(?<=until )|(?<=after )|(?<=before )|(?<=on )|(?<=in ))"
    r"(?:the |its )?(\d{1,3})(?:st|nd|rd|th) second(?!s)(?![a-z])(?! (?:clip|title|shot|photo))"
)


def marks(sheet: Sheet) -> None:
    """Masks "the 4 second mark", and the 3rd to the 8th second."""
    sheet.mask(_MARK, lambda m: replace(sheet.tokens[m[1]], raw=sheet.said(m), clock=True))
    sheet.mask(_NTHS, lambda m: _range(sheet.said(m), m[1], m[2]))
    sheet.mask(_NTH, lambda m: Token("time", sheet.said(m), value(m[1]) * 1000, clock=True))


def bare(sheet: Sheet) -> None:
    """Masks numbers that are seconds, where something is done at a time."""
    sheet.mask(_WITHIN, lambda m: _between(sheet, m))
    sheet.mask(_ON, lambda m: _second(sheet, m), group=1)
    sheet.mask(_AT, lambda m: _second(sheet, m) if _timely(sheet, m) else None, group=1)
    _one_by_one(sheet, _LIST, lambda m: _next(sheet, m))


def _between(sheet: Sheet, match: re.Match[str]) -> Token | None:
    """From one second to another, where neither clips nor a loudness are spoken of."""
    if _COUNTED.search(sheet.text[: match.start()]) or not _timely(sheet, match):
        return None
    return _range(sheet.said(match), match[1], match[2])


def ranges(sheet: Sheet) -> None:
    """Masks further stretches of seconds behind one that has its unit."""
    _one_by_one(sheet, _SECONDS, lambda m: _range(sheet.said(m, 1), m[2], m[3]))


def _one_by_one(
    sheet: Sheet, row: re.Pattern[str], made: Callable[[re.Match[str]], Token | None]
) -> None:
    """Masks what is only known by the one before it, the first group of it, as long as there is
    more."""
    for _ in range(_MOST):
        known = len(sheet.tokens)
        sheet.mask(row, made, group=1)
        if len(sheet.tokens) == known:
            break


def _timely(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether what stands before, up to the last stop, is done at a time."""
    start = max(sheet.text.rfind(stop, 0, match.start()) for stop in ".;!?\n") + 1
    before = sheet.text[start : match.start()]
    return _TIMELY.search(before) is not None and _LOUD.search(before) is None


def _second(sheet: Sheet, match: re.Match[str]) -> Token:
    return Token("time", sheet.said(match, 1), value(match[1]) * 1000, clock=True)


def _next(sheet: Sheet, match: re.Match[str]) -> Token | None:
    """One more second of a list of them."""
    before = sheet.tokens[sheet.text[match.start() - 1]]
    return _second(sheet, match) if before.clock else None


def _range(said: str, first: str, last: str) -> Token | None:
    """From one second to a later one."""
    start, end = value(first) * 1000, value(last) * 1000
    return Token("range", said, start, end) if start < end else None
