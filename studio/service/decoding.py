"""The text of a file of words, in whichever of the usual encodings it is.

What is no Unicode is told by how such a text looks: single accents among plain letters are Latin;
of the scripts of two bytes, the one in which the letters would be common ones.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_HIGH = re.compile(rb"[\x80-\xff]+")
_ALONE = 0.85  # share of high bytes that stand alone, from which on a text is Latin
_SURE = 0.97  # share of a script's own letters in a text of it
_USUAL = frozenset(
    "이가는을를에의도다고하지니요은한사아어나서그내너대로만"
)  # one in four of any Korean text
_KANA = 0.2  # share of kana in a Japanese text
_SEEN = 20_000  # bytes that are looked at


def text(raw: bytes) -> str:
    """The words of a file; what cannot be read of it is left a mark."""
    for mark, codec in _MARKED:
        if raw.startswith(mark):
            return raw.decode(codec, "replace")
    if b"\0" in raw[:_SEEN]:  # no text has one, but for those of two bytes a letter
        little = raw[1:_SEEN:2].count(0) >= raw[0:_SEEN:2].count(0)
        return raw.decode("utf-16-le" if little else "utf-16-be", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_codec(raw[:_SEEN]), "replace")


def _codec(raw: bytes) -> str:
    runs = [len(run) for run in _HIGH.findall(raw)]
    if sum(run == 1 for run in runs) >= _ALONE * len(runs):
        east, west = (_share(raw, codec, str.isalpha) for codec in ("cp1250", "cp1252"))
        return "cp1250" if east > west else "cp1252"
    if _share(raw, "cp949", _hangul) >= _SURE and _share(raw, "cp949", _USUAL.__contains__) >= 0.1:
        return "cp949"
    if _share(raw, "cp932", lambda letter: "぀" <= letter <= "ヿ") >= _KANA:
        return "cp932"
    if _share(raw, "cp1251", lambda letter: "а" <= letter <= "я") >= 0.6:
        return "cp1251"
    simple = _share(raw, "gb18030", lambda letter: _common(letter, "gb2312", 0xB0, 0xD7))
    full = _share(raw, "big5hkscs", lambda letter: _common(letter, "big5", 0xA4, 0xC6))
    return "big5hkscs" if full > simple else "gb18030"


def _share(raw: bytes, codec: str, like: Callable[[str], bool]) -> float:
    """How much of what is not plain would be such letters; punctuation does not count."""
    decoded = raw.decode(codec, "replace")
    letters = [one for one in decoded if one >= "\x80" and not _punctuation(one)]
    return sum(map(like, letters)) / len(letters) if letters else 0.0


def _punctuation(letter: str) -> bool:
    return "\u2010" <= letter <= "\u2040" or "\u3000" <= letter <= "\u301f" or letter >= "\uff00"


def _hangul(letter: str) -> bool:
    return "가" <= letter <= "힣" and _common(letter, "euc_kr", 0xB0, 0xC8)


def _common(letter: str, codec: str, first: int, last: int) -> bool:
    """Whether a letter lies among those that its standard puts first, which are the common ones."""
    try:
        return first <= letter.encode(codec)[0] <= last
    except UnicodeEncodeError:
        return False
