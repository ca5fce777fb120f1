"""A message with its values masked: quotes and file names first, then numbers with their units."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from studio.planner import phrases, spotting
from studio.planner.lists import lists
from studio.planner.numbers import HAN, LATIN, NUMBER, value
from studio.planner.ordinals import ordinals
from studio.planner.sheet import Sheet
from studio.planner.times import times
from studio.planner.tokens import Token
from studio.timeline.model import Material

_QUOTE = re.compile(
    r"\"([^\"\n]{1,500})\"|“([^”]{1,500})”|「([^」]{1,500})」|『([^』]{1,500})』"
    r"|《([^》]{1,500})》|‘([^’\n]{1,500})’|(?<![a-z0-9])'([^'\n]{1,200}(?:'[a-z][^'\n]{0,200})?)'"
    r"(?![a-z])|【([^】]{1,500})】"
)
_EMOJI = re.compile(  # like ❤️: a sign that is handed over as words are, not one that waves
    r"(?:(?<![a-z])(?:an?|the|this|that|like|some|add|put|write|show|insert|with|and|emoji|two|three|says?)\s+"
    r"|(?:[个個颗顆]|加上?|放上?|写上?|打上?|来|用|表情)\s*)"
    r"((?:[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)+)"
)
_NAME = re.compile(
    r"(?:https?://\S{1,300}|[^\s,，。;；:：\"“”「」、把将用给让在从到\ue000-\ue07f]{1,120})?"
    r"\.(?:mp4|mov|avi|webm|mkv|m4v|jpe?g|png|gif|webp|heic|mp3|wav|m4a|aac|flac|ogg|srt|lrc)"
    r"(?![a-z0-9])"
)
_HANDLE = re.compile(  # @lena.travels, #roadtrip: words that are written as they stand; not #f0a
    r"(?<![\w@#.&/])(?:@[a-z_][\w.]{1,40}"
    r"|#(?!(?:[0-9a-f]{3}){1,2}(?!\w))[a-z_一-龥][\w一-龥]{1,40})(?<!\.)"
)
_NOISE = re.compile(
    r"[\d.,:]{14,}|[零〇一二两三四五六七八九十百千点]{14,}|第{3,}"
)  # nobody's number
_ASPECTS = "9:16|16:9|1:1|4:5|3:4|4:3|21:9|2:3|3:2|5:4"
_ASPECT = re.compile(rf"(?<![\d:.])({_ASPECTS})(?![\d:.])")
_CLOCKWISE = re.compile(r"(?:\bat|\bfrom|\buntil|\btill|\bafter|\bbefore|\bbetween|在|从|到|@)\s*$")
_SIZE = re.compile(
    r"(?<!\d)(\d{2,4})\s*(?:[x×*]|by|乘)\s*(\d{2,4})(?!\d)"
    r"|(?<!\d)(\d{3,4})p(?![a-z0-9])|(?<![a-z0-9])([248])k(?![a-z0-9])"
)
_FPS = re.compile(
    rf"({LATIN})\s*(?:fps|frames (?:per|a) second|帧每秒|帧/秒)(?![a-z])|每秒\s*({NUMBER})\s*帧"
    r"|帧率\s*(?:改?[成为到]|是)?\s*(\d+)|(?<!\d)(24|25|30|50|60|120)\s*帧"
)
_TEMPO = re.compile(
    rf"({LATIN})\s*(?:bpm|beats (?:per|a) minute|拍(?:每分钟?|/分钟?))(?![a-z])|bpm\s*({LATIN})"
    r"|每分钟\s*(\d{2,3})\s*拍"
)
_PERCENT = re.compile(
    rf"百分之\s*({NUMBER})|({LATIN})\s*(?:%|percent|per cent|pct)(?![a-z])"
    r"|([一二两三四五六七八九\d])成(半|[一二三四五六七八九\d](?!秒|段))?(?!了)"
    rf"|({HAN}|\d+)分之({HAN}|\d+)"
)
_FRACTION = re.compile(
    r"(?<![a-z])(?:(?:a|one|two|three|1|2|3) (?:thirds?|quarters?|fifths?|tenths?)"
    r"|half(?![- ]?time)|一半)(?![a-z])"
)
_DECIBEL = re.compile(
    rf"(?:([-+−–]|minus |plus |负|正)\s*)?({NUMBER})\s*(?:db|decibels?|分贝)(?![a-z])"
)
_FACTOR = re.compile(
    rf"({LATIN})\s*(?:x|×|times|倍)(?![a-z])|({HAN})倍(半)?|(?<![a-z0-9])[x×]\s*(\d+(?:\.\d+)?)(?![a-z0-9])"
    r"|(?<![a-z])(twice|doubled?|tripled?|thrice|quadruple)(?![a-z])|(翻倍|加倍|翻一番)"
)
_AND_A_HALF = re.compile(  # one and a half times
    rf"({LATIN}) and a (half|quarter) (?:times|x)(?![a-z])"
)
_WORDS = {"twice": 2, "double": 2, "doubled": 2, "triple": 3, "tripled": 3, "thrice": 3,
          "quadruple": 4}  # fmt: skip
_BARS = re.compile(rf"({NUMBER})[ -]?(bars?|measures?|beats?|小节|拍)(?![a-z])(?! per)")
_ONE_BAR = re.compile(r"(?<![a-z])(?:last|first|final|one|a)\s+(bar|measure|beat)(?![a-z])(?! per)")
_COUNT = re.compile(
    r"(?<![\w.])\d+(?:\.\d+)?(?![\w%])"
    r"|(?<![a-z])(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|fifteen)(?![a-z])"
    r"|[两三四五六七八九十](?=张|步|次|个|份|首|句|遍|下|段|等份|部分)"
    r"|(?<=[一-龥])\d+(?:\.\d+)?|\d+(?:\.\d+)?(?=[一-龥])"
)
_COMMA = re.compile(  # 1,5 seconds
    r"(?<=\d),(?=\d{1,2}\s*(?:s(?![a-z])|secs?|seconds?|mins?|minutes?|x(?![a-z])|times|%|db|秒|分|倍))"
)
_VALUES = "[\ue100-\ue77f]"
_HEDGED = re.compile(  # "at like 20%" is at 20%
    r"(?<![a-z])(?:(?:like|maybe|perhaps|roughly|approximately|approx\.?|about|say|ish|more like)"
    rf"|(?<=at )around|(?<=for )around|(?<=to )around|大概|大约|差不多)\s*(?:like\s+)?({_VALUES})"
    rf"|({_VALUES})\s*(?:左右|上下(?![移方面])|-?ish(?![a-z]))"
)


_BY = re.compile(r"(?:\bby|了|[高低大小多少增减])\s*$")
_MORE = re.compile(
    r"\s*(?:louder|quieter|softer|more|less|lower|higher|faster|slower|bigger|smaller)"
)


def lex(message: str, materials: Iterable[Material] = ()) -> Sheet:
    """The message with its values masked."""
    return _masked(message, tuple((material.id, material.name) for material in materials))


@lru_cache(maxsize=16)  # a message is looked at as a whole again once its parts were read
def _masked(message: str, names: tuple[tuple[str, str], ...]) -> Sheet:
    sheet = Sheet(message)
    sheet.text = sheet.norm = _COMMA.sub(".", sheet.norm)
    sheet.mask(_QUOTE, lambda m: _text(sheet, m))
    sheet.mask(_EMOJI, lambda m: Token("text", sheet.said(m, 1), text=sheet.said(m, 1)), group=1)
    _files(sheet, names)
    sheet.mask(_HANDLE, lambda m: Token("text", sheet.said(m), text=sheet.said(m)))
    lists(sheet)
    sheet.mask(_NOISE, lambda m: Token("noise", sheet.said(m)))
    sheet.mask(_SIZE, lambda m: _size(sheet, m))
    sheet.mask(_ASPECT, lambda m: _aspect(sheet, m))
    sheet.mask(_FPS, lambda m: _number(sheet, m, "fps"))
    sheet.mask(_TEMPO, lambda m: _number(sheet, m, "tempo"))
    sheet.mask(_PERCENT, lambda m: _percent(sheet, m))
    sheet.mask(_DECIBEL, lambda m: _decibel(sheet, m))
    times(sheet)
    sheet.mask(_FRACTION, lambda m: _fraction(sheet, m))
    sheet.mask(_AND_A_HALF, lambda m: _and_a_half(sheet, m))
    sheet.mask(_FACTOR, lambda m: _factor(sheet, m))
    sheet.mask(
        _BARS,
        lambda m: Token("bars", sheet.said(m), value(m[1]), text="beat" if _beat(m[2]) else ""),
    )
    sheet.mask(_ONE_BAR, lambda m: Token("bars", sheet.said(m), 1.0, text=_unit(m[1])))
    ordinals(sheet)
    sheet.mask(_COUNT, lambda m: Token("num", sheet.said(m), value(m[0])))
    sheet.mask(_HEDGED, lambda m: _hedged(sheet, m))
    return sheet


def _hedged(sheet: Sheet, match: re.Match[str]) -> Token:
    """A value said roughly: a loudness to come to, unless it is "by" so much, or so much more."""
    token = sheet.tokens[match[1] or match[2]]
    relative = _BY.search(sheet.text[: match.start()]) or _MORE.match(sheet.text, match.end())
    return token if token.kind != "share" or relative else replace(token, role="to")


def _unit(said: str) -> str:
    return "beat" if said == "beat" else ""


def _beat(unit: str) -> bool:
    return unit.startswith("beat") or unit == "拍"


_CAMERA = re.compile(r"[a-z]_\d")


def _text(sheet: Sheet, match: re.Match[str]) -> Token | None:
    group = next(n for n, found in enumerate(match.groups(), 1) if found is not None)
    inside = sheet.said(match, group).strip()
    return Token("text", sheet.said(match), text=inside) if inside else None


def _files(sheet: Sheet, names: tuple[tuple[str, str], ...]) -> None:
    """Names of the session's files, then whatever else looks like a file's name."""
    known: dict[str, str] = {}
    for id, called in names:
        name = phrases.plain(called)
        stem = name.rsplit(".", 1)[0]
        for form in (name,) if _everyday(stem) else (name, stem):
            if len(form) >= (2 if re.search(r"[一-龥]", form) else 3):
                known.setdefault(form, id)
    if known:
        forms = sorted(known, key=len, reverse=True)[:500]
        joined = "|".join(
            rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])" if form.isascii() else re.escape(form)
            for form in forms
        )
        sheet.mask(
            re.compile(joined), lambda m: Token("file", sheet.said(m), text=known.get(m[0], ""))
        )
    sheet.mask(_NAME, lambda m: Token("file", sheet.said(m)))


def _everyday(stem: str) -> bool:
    """Whether a file is called as everything is: "cuts" in a sentence is not cuts.mp4.

    IMG_5, as cameras count, is nothing else's name.
    """
    if _CAMERA.search(stem):
        return False
    return spotting.said("names.common", stem) or spotting.said("names.common", stem.rstrip("s"))


def _size(sheet: Sheet, match: re.Match[str]) -> Token:
    said = sheet.said(match)
    if match[1]:
        return Token("size", said, float(match[1]), float(match[2]))
    height = float(match[3]) if match[3] else {"2": 1440.0, "4": 2160.0, "8": 4320.0}[match[4]]
    return Token("size", said, 0, height)


def _aspect(sheet: Sheet, match: re.Match[str]) -> Token | None:
    before = sheet.text[max(match.start() - 10, 0) : match.start()]
    after = sheet.text[match.end() : match.end() + 3]
    both = re.match(rf"\s*(?:to|到|改成|换成)\s*(?:{_ASPECTS})", sheet.text[match.end() :])
    if (
        _CLOCKWISE.search(before)
        and not both
        and not re.search(r"(?:改|换|变|调|转)[成到为]?\s*$", before)
    ):
        return None
    if re.match(r"\s*(?:-|–|到|至)", after):
        return None
    width, height = match[1].split(":")
    return Token("aspect", sheet.said(match), float(width), float(height))


def _number(sheet: Sheet, match: re.Match[str], kind: str) -> Token:
    said = next(found for found in match.groups() if found is not None)
    return Token("fps" if kind == "fps" else "tempo", sheet.said(match), value(said))


def _percent(sheet: Sheet, match: re.Match[str]) -> Token | None:
    said = sheet.said(match)
    if match[1] or match[2]:
        return Token("share", said, value(match[1] or match[2]) / 100)
    if match[3]:
        part = 0.05 if match[4] == "半" else value(match[4]) / 100 if match[4] else 0.0
        return Token("share", said, value(match[3]) / 10 + part)
    whole = value(match[5])
    return Token("share", said, value(match[6]) / whole) if whole else None


def _fraction(sheet: Sheet, match: re.Match[str]) -> Token:
    said = match[0]
    if said in ("half", "一半"):
        return Token("share", sheet.said(match), 0.5)
    count, name = said.split(" ")
    parts = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}[name.rstrip("s")]
    top = 1.0 if count == "a" else value(count)
    return Token("share", sheet.said(match), top / parts)


def _decibel(sheet: Sheet, match: re.Match[str]) -> Token:
    sign = -1 if (match[1] or "").strip() in ("-", "−", "–", "minus", "负") else 1
    explicit = "signed" if match[1] else ""
    return Token("db", sheet.said(match), sign * value(match[2]), text=explicit)


def _and_a_half(sheet: Sheet, match: re.Match[str]) -> Token:
    more = 0.25 if match[2] == "quarter" else 0.5
    return Token("times", sheet.said(match), value(match[1]) + more)


def _factor(sheet: Sheet, match: re.Match[str]) -> Token | None:
    if match[5]:
        return Token("times", sheet.said(match), _WORDS[match[5]])
    if match[6]:
        return Token("times", sheet.said(match), 2)
    factor = value(match[1] or match[2] or match[4]) + (0.5 if match[3] else 0)
    return Token("times", sheet.said(match), factor, text="倍" if "倍" in match[0] else "")
