"""Numbers in every form as values: 2.5, twelve, two point five, a dozen, 十二, 两百, 三点五, 半.

`NUMBER` is the pattern of one, to be built into greater ones; `value` reads what it matched.
"""

from __future__ import annotations

import re

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_HAN = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}

_ONE = "|".join(sorted(_ONES, key=len, reverse=True))
_TEN = "|".join(_TENS)
WORDS = rf"(?:(?:{_TEN})(?:[ -](?:{_ONE}))?|(?:{_ONE}|an?) hundred|{_ONE})"
LATIN = rf"(?:\d+(?:\.\d+)?|\.\d+|{WORDS}(?: point (?:{_ONE}))?)"
HAN = r"(?:[一二两三四五六七八九十百千零〇]+(?:点[零〇一二三四五六七八九]+)?)"
NUMBER = rf"(?:{LATIN}|{HAN})"
ORDINALS = {
    "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "seventh": 6,
    "eighth": 7, "ninth": 8, "tenth": 9, "eleventh": 10, "twelfth": 11, "last": -1, "final": -1,
    "second to last": -2, "second-to-last": -2, "next to last": -2,
}  # fmt: skip
MOST = 1e7  # beyond this nobody means a number


def value(said: str) -> float:
    """The number that these words are; 0 where they are none."""
    text = said.strip().lower()
    try:
        return min(float(text), MOST)
    except ValueError:
        pass
    if text and (text[0] in _HAN or text[0] in _HAN_UNITS):
        return min(_han(text), MOST)
    return min(_words(text), MOST)


def _words(text: str) -> float:
    whole, _, part = text.partition(" point ")
    total = 0.0
    for word in re.split(r"[ -]+", whole):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in ("a", "an"):
            total = 1
        else:
            total += _ONES.get(word, _TENS.get(word, 0))
    return total + _ONES.get(part, 0) / 10 if part else total


def _han(text: str) -> float:
    whole, _, part = text.partition("点")
    if not any(char in _HAN_UNITS for char in whole):
        total = float("".join(str(_HAN.get(char, 0)) for char in whole[:8]) or 0)
    else:
        total, digit = 0.0, 0.0
        for char in whole[:12]:
            if char in _HAN_UNITS:
                total += (digit or 1) * _HAN_UNITS[char]
                digit = 0
            else:
                digit = _HAN.get(char, 0)
        total += digit
    if part:
        total += float("0." + "".join(str(_HAN.get(char, 0)) for char in part[:6]))
    return total
