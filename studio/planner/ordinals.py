"""Which of several, masked: second, 2nd, last, clip 2, clips 2 and 3, 第二, 倒数第二."""

from __future__ import annotations

import re

from studio.planner.numbers import HAN, NUMBER, ORDINALS, value
from studio.planner.phrases import pattern
from studio.planner.sheet import Sheet
from studio.planner.tokens import Token

LATIN_ONES = "two|three|four|five|six|seven|eight|nine|ten"
_WORD = re.compile(
    r"(?<![a-z])(?<!\ba )(?<!\ban )(?<!another )(?<!\bat )(?:the )?("
    + "|".join(sorted((re.escape(w) for w in ORDINALS), key=len, reverse=True))
    + r")(?![a-z])(?!\s+(?:version|thing|time|of all|step|change|edit)s?\b)"
    r"(?!\s*[\ue100-\ue17f\ue200-\ue27f])(?!(?<!and last)(?<!and first)(?<!& last)"
    r"(?<!the second)(?<!the third)(?<!the first)(?<!the last)\s*,)"
    r"(?!\s+(?:cut|trim|add|remove|delete|put|make|mute|split|speed|slow|turn|set|change|let|fade)\b)"
)
_NOUN = (
    r"clips?|shots?|scenes?|segments?|parts?|photos?|pictures?|images?|pics?|videos?|titles?|captions?"
    r"|ones|of them"
)
_SEVERAL = re.compile(  # the first two clips; the last 3
    rf"(?<![a-z])(?:the )?(first|last|final|opening|closing) (\d{{1,2}}|{LATIN_ONES})(?![\w:.%])"
    rf"(?=\s+(?:{_NOUN})(?![a-z])|\s*$|\s*[,.;!?]"
    r"|\s+(?:and|then|to|together|with|in|at|by|from|instead|please|too|should|only|off|go|a)(?![a-z]))"
    r"|(?:最?(前|后)面?|(头)|(末尾|最尾))(?:的)?([两二三四五六七八九十]|\d{1,2})(?=[个段张条句](?!月|小时|字))"
)
_NTH = re.compile(r"(?<![a-z0-9])(?:the )?(\d{1,3})(?:st|nd|rd|th)(?![a-z0-9])")
_CLIPS = re.compile(
    rf"(?<![a-z])(?:clips?|shots?|scenes?|segments?|parts?|photos?|videos?|titles?|number|no\.|#)\s*"
    rf"#?({NUMBER})(?![a-z0-9.])"
)
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten"
_MORE = re.compile(
    rf"(?<={pattern('{ord}')})"
    r"\s*(?:,\s*(?:and\s+|then\s+)?|and\s+|then\s+|with\s+|&\s*|和|、|跟|与|再|->|→|>|-)\s*"
    rf"(\d{{1,3}}|{_ONES})"
    r"(?![\w%:.]|\s*(?:s|secs?|min|times|x|percent|db|of|[a-z]+s)(?![a-z])|秒|分|倍|次|成)"
)
_ROW = re.compile(  # the order 3, 1, 2
    r"(?:order|sequence|arrange[ds]?|sort|顺序|次序|排列?)[^\d,.;，。；\ue000-\uf8ff]{0,30}?"
    rf"(?<![a-z\d])(\d{{1,2}}|{_ONES})"
    r"(?=\s*(?:,|，|、|-|->|→|>|then|and|跟|和|再|\s)+"
    rf"\s*(?:\d{{1,2}}|{_ONES})(?![\w%:.]))"
)
_SWAPPED = re.compile(
    r"(?<![a-z])(?:swap|switch|exchange|trade)\s+(?:clips?\s+)?(\d{1,2})"
    r"(?=\s*(?:and|&|with|for)\s+\d{1,2}(?![\w:.%]))"
)
_BETWEEN = re.compile(
    r"(?<![a-z])between\s+(?:clips?\s+)?(\d{1,2})(?=\s+and\s+\d{1,2}(?![\w%:.]|\s*(?:s|sec|min|%)))"
)
_BARE = re.compile(rf"(?<={pattern('{ord}')})\s+(\d{{1,2}}|{_ONES})(?=\s*$|\s+(?:\d|{_ONES}))")
_LISTED = 12  # numbers of one list
_HAN = re.compile(rf"(?<!换过)第\s*({HAN}|\d{{1,3}})(?!秒|分|次|步)|倒数第\s*({HAN}|\d{{1,3}})")
_BACK = re.compile(rf"倒数第\s*({HAN}|\d{{1,3}})")
_LAST = re.compile(r"(?:最后|最尾|末尾|最末)的?(?=一?(?:段|个|张|条|幅|片段|镜头|首|句|行))一?")
_TOP = re.compile(r"(?:最前面?|最开头|首)的?(?=一(?:段|个|张|条|幅|句|行))一|首(?=段)")


def ordinals(sheet: Sheet) -> None:
    """Masks every ordinal of the message; its number counts from 0, or from -1 backwards."""
    sheet.mask(_BACK, lambda m: _token(sheet, m, -value(m[1])))
    sheet.mask(_HAN, lambda m: _token(sheet, m, value(m[1]) - 1))
    sheet.mask(_SEVERAL, lambda m: _several(sheet, m))
    sheet.mask(_LAST, lambda m: _token(sheet, m, -1))
    sheet.mask(_TOP, lambda m: _token(sheet, m, 0))
    sheet.mask(_NTH, lambda m: _token(sheet, m, value(m[1]) - 1))
    sheet.mask(_WORD, lambda m: _token(sheet, m, ORDINALS[m[1]]))
    sheet.mask(_CLIPS, lambda m: _token(sheet, m, value(m[1]) - 1), group=1)
    sheet.mask(_SWAPPED, lambda m: _token(sheet, m, value(m[1]) - 1), group=1)
    sheet.mask(_BETWEEN, lambda m: _token(sheet, m, value(m[1]) - 1), group=1)
    sheet.mask(_ROW, lambda m: _token(sheet, m, value(m[1]) - 1), group=1)
    if any(word in sheet.text for word in ("order", "sequence", "顺序", "次序")):
        for _ in range(_LISTED):
            sheet.mask(_BARE, lambda m: _token(sheet, m, value(m[1]) - 1), group=1)
    for _ in range(_LISTED):
        known = len(sheet.tokens)
        sheet.mask(_MORE, lambda m: _token(sheet, m, value(m[1]) - 1), group=1)
        if len(sheet.tokens) == known:
            break


def _several(sheet: Sheet, match: re.Match[str]) -> Token | None:
    """The first or the last so many, as one value from one number to another."""
    count = int(value(match[2] or match[6]))
    if not 2 <= count <= 100:
        return None
    first = match[1] in ("first", "opening") or match[3] == "前" or match[4] is not None
    number, other = (0.0, count - 1.0) if first else (-float(count), -1.0)
    return Token("ord", sheet.said(match), number, other)


def _token(sheet: Sheet, match: re.Match[str], number: float) -> Token | None:
    if not -1000 < number < 1000:
        return None
    return Token("ord", sheet.said(match), number)
