"""Times of a message masked: clock times, lengths, ranges, firsts and lasts, with their role."""

from __future__ import annotations

import re
from dataclasses import replace

from studio.planner import seconds
from studio.planner.moments import moments, past_edges
from studio.planner.numbers import HAN, LATIN, NUMBER, value
from studio.planner.phrases import pattern
from studio.planner.sheet import Sheet
from studio.planner.tokens import Role, Token, kind_of

_CLOCK = re.compile(r"(?<![\d:.])(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:[.:](\d{1,3}))?(?![\d:])")
_HALF = r"(?: and (?:a half|a quarter))?"
_THING = (
    r"clips?|videos?|titles?|tracks?|songs?|photos?|images?|pictures?|music|b-roll|one|part|shots?"
    r"|text|captions?|version|time\b|scene"
)
_APART = r"(?![a-z]+(?:s|m)(?![a-z]))(?!an?[ -]m(?![a-z]))"  # "ones", "am": no times
_MINUTES = re.compile(
    rf"(?<![a-z0-9.]){_APART}(?:(half)(?: an?)?|(an?)|({LATIN})({_HALF}))[ -]?"
    r"(?:minutes?|mins?|m)(?![a-z])"
    rf"(?:\s*(?:and\s+)?({LATIN})\s*(?:seconds?|secs?|s)(?![a-z])|( and a half)"
    r"|\s+(twenty|thirty|forty|fifty|fifteen|ten)(?=\s*(?:$|[,.;]|to|until|till|and|mark)))?"
)
_SECONDS = re.compile(
    rf"(?<![a-z0-9.])(?:(?:a )?(half) (?:an? |of a )?(?:second|sec)(?!\s+(?:{_THING}))"
    rf"|(an?) (?:second|sec)(?!s)( and a (?:half|quarter))?(?!\s+(?:{_THING}))"
    rf"|a (couple) (?:of )?seconds|{_APART}({LATIN})({_HALF})[ -]?"
    r"(?:(?:additional|extra|more|further|full|whole) )?"
    r"(seconds?|secs?|s|ms|milliseconds?|frames?)"
    r"(?:( and a half))?)(?![a-z])"
)
_HAN_TIME = re.compile(
    rf"(第)?\s*(?:(半)分钟|({LATIN}|{HAN})\s*个?(?:半)?分(?:钟)?(半)|({LATIN})\s*分(?!之|贝)(?:钟)?"
    rf"(?:零?\s*({NUMBER})\s*秒?)?|({HAN})\s*分(?:钟(?:零?({NUMBER})\s*秒)?|零?({NUMBER})\s*秒))"
    rf"|(第)?\s*(?:(半)秒钟?|({LATIN}|{HAN})\s*(个半)?\s*(秒|毫秒|帧)(?:钟)?(半)?)"
)
_T = pattern("{time}")
_NUMBER = rf"(?:{_T}|{LATIN}|第?{HAN}秒?)"
_END = r"(?:the )?(?:very )?end(?! title| card| credits)(?: of (?:the )?(?:video|clip|film|movie|song|music|track))?|结尾|最后|末尾|片尾|片末|尾声"  # noqa: E501
_START = r"(?:the )?(?:very )?(?:start|beginning)|开头|一开始|开始"
_RANGE = re.compile(
    rf"(?:(?:from|between|从|由|自|在)\s*)?(?P<a>{_T}|(?<![a-z\d.]){LATIN}|(?:{_START}))\s*"
    rf"(?:to|through|until|till|-|–|—|~|(?:剪|截|裁|播|放)?到|至)\s*(?P<b>{_T}|(?:{_END}))(?:\s*之?间)?"
    rf"|between\s+(?P<c>{_T}|{LATIN})\s+and\s+(?P<d>{_T})"
)
_BESIDE = re.compile(  # 3 to 5 and 10 to 12 seconds
    r"(?<![\w:.%-])(?:(?:from|between|从)\s*)?(\d{1,4}(?:\.\d+)?)\s*(?:to|-|–|~|到|至|and)\s*"
    r"(\d{1,4}(?:\.\d+)?)(?=\s*(?:,|and|&|、|和|跟|再)\s*(?:also\s+|then\s+|from\s+|从)*"
    r"[\ue180-\ue1ff])"
)
_COUNTED = re.compile(  # seconds 4 through 11
    rf"(?<![a-z\d])(?:second|minute)s?\s+({LATIN})\s*(?:to|through|until|till|and|-|–|—)\s*(?:(?:second|minute)\s+)?({LATIN})"
    r"(?![a-z\d.:])|(?<![a-z])from\s+(\d+(?:\.\d+)?)\s*(?:to|until|till|-|–)\s*(\d+(?:\.\d+)?)"
    r"(?=\s*$|\s+(?:to|at|by|down|in half|then|and then)\b|\s*[,;])"
    r"|(?:(?<=[\ue000-\ue07f])|(?<=[\ue000-\ue07f][ ,])|(?<=[\ue000-\ue07f], ))"
    r"(?:from\s+|在|从)?(\d+(?:\.\d+)?)\s*(?:to|-|–|~|到|至)\s*(\d+(?:\.\d+)?)(?![\d:.%\w])"
)
_SLOWED = re.compile(  # slow-mo 6 to 8
    r"(?<![a-z])(?:slow-?mo|slow(?:er)?(?: down)?|fast(?:er)?|speed up"
    r"|(?:mute|silence)(?:\s+(?:everything|it|all|all of it|(?:the |my )?[a-z]+))?)\s+"
    r"(?P<span>(\d+(?:\.\d+)?)\s*(?:to|-|–)\s*(\d+(?:\.\d+)?))(?=\s*$|\s*[,;.]|\s+and(?![a-z]))"
)
_PLAYED = re.compile(  # play 2 to 4 in reverse
    r"(?<![a-z])(?:play|run|show|make|turn|put|keep)\s+(?:it\s+|from\s+)?"
    r"(?P<span>(\d+(?:\.\d+)?)\s*(?:to|-|–)\s*(\d+(?:\.\d+)?))"
    r"(?=\s+(?:in (?:reverse|slow)|backwards?|slower|faster|silent|mute|at))"
)
_LINED = re.compile(  # 0-3 "Hello"; captions: 0-3 Hello, 3-6 …
    r"(?<![\w:.%-])(\d{1,4}(?:\.\d+)?)\s*(?:to|-|–|~|到|至)\s*(\d{1,4}(?:\.\d+)?)"
    r"(?=\s*[:：]?\s*(?P<word>[\ue000-\ue07fa-z一-龥]))"
)
_CAPTIONED = re.compile(r"(?<![a-z])(?:captions?|subtitles?|subs|lyrics)(?![a-z])|字幕|歌词")
_ELIDED = re.compile(  # two seconds off the start and one off the end
    rf"(?<![a-z0-9.:])({LATIN})(?=\s+(?:off|from|at)\s+(?:of\s+)?the\s+(?:start|beginning|front|end|tail|back)(?![a-z]))"
)
_PLACE = re.compile(  # at second 3
    r"(?:(?<=at )|(?<=from )|(?<=on )|(?<=until )|(?<=its )|(?<=song's )|(?<=up to )|(?<=till )"
    r"|(?<=after )|(?<=before )|(?<=past ))second\s+(\d+(?:\.\d+)?)"
    r"(?![\w:.%]|\s*(?:to|through|-|s|sec))"
)
_PAIR = re.compile(  # 从1分半开始，到3分钟结束; starts at 2s and ends at 9s
    rf"(?:从|由|自|在)\s*(?P<a>{_T})\s*(?:开始|起)\s*[,，]?\s*(?:一直)?(?:到|至)\s*(?P<b>{_T})"
    r"(?:结束|为止|止|停)?"
    rf"|(?:start(?:s|ing)?|begin(?:s|ning)?|appears?|shows? up|pops? up|comes? (?:in|up|on))\s+"
    rf"(?:it\s+|the video\s+)?(?:at|from)\s+(?P<c>{_T})"
    r"\s*(?:,|and|then|,\s*and)\s+(?:it\s+|the video\s+)?"
    r"(?:end(?:s|ing)?|stop(?:s|ping)?|finish(?:es|ing)?|disappears?|vanish(?:es)?|leaves?|hides?"
    r"|(?:goes|go)(?: away| out)?|(?:be |is )?gone)\s+(?:it\s+|the video\s+)?"
    rf"(?:at|by|after)\s+(?P<d>{_T})"
)
_BARE = re.compile(  # end it at 15
    r"(?<![a-z])(?:start|begin|end|stop|finish|appear|disappear|split|cut|mute|silence)(?:s|ing)?\s+(?:\w+\s+){0,3}"
    r"(?:at|on|after)\s+(\d{1,3}(?:\.\d+)?)(?=\s*$|\s*[,;]|\s+(?:and|then|please))"
)
_SINGLE = re.compile(  # the first second, the last minute
    rf"(?:the )?(?:(first|opening)|(last|final)) (second|minute)( and a half)?(?!s)"
    rf"(?!\s+(?:{_THING}))(?![a-z])"
)
_BOTH = re.compile(
    rf"((?:the )?first(?:\s+({LATIN}))?)\s*(?:and|&|,)\s*(?:the\s+)?last\s+({_T})"
    rf"(?!\s*(?:{_THING}))"
)
_FIRST = r"first|1st|initial|opening|beginning|leading|最?开头[的那这]?|最?前面[的那这]?|最前[的那这]?|最初[的那这]?|头|最?开始[的那这]?|(?<![之以提往目当从])前"  # noqa: E501
_LAST = r"last|final|(?<![片结末最])尾(?=\s*[\ue100-\ue77f])|ending|closing|最后面?[的那这]?|最尾的?|结尾[的那这]?|末尾[的那这]?|(?<![然之以])后面?[的那这]?|末"  # noqa: E501
_EDGE = re.compile(
    rf"(?:the )?(?:(?P<first>{_FIRST})|(?P<last>{_LAST}))\s*(?P<t>{_T})(?!\s*(?:{_THING}))"
    rf"|(?P<t2>{_T})\s*(?:off|from|at|of)?\s*(?:of )?(?:the )?"
    r"(?:(?P<head>start|beginning|front|head)|(?P<tail>end|tail|back))(?! title| card)(?![a-z])"
)
_PUSHED = re.compile(r"(?:push|move|shift|slide)\s+(?:\w+\s+){1,3}(?:by\s+)?$")
_VERB = re.compile(r"(?:photo|image|clip|it|title|them|each|shot|video|text|should|to|\ue000)\s+$")
_COUNTS = re.compile(
    r"(?:clip|shot|photo|scene|part|title|video|caption|picture|image|no\.|#)s?\s*$|第$"
)
_PART = re.compile(
    r"(?:the )?(?:(?P<first>first|前|上|opening)|(?P<last>last|final|latter|后|下|second))"
    r"\s*"
    r"(?:(?P<half>half|半部分|半段|一半)|(?P<third>third|三分之一)|(?P<quarter>quarter|四分之一)"
    r"|(?P<most>(?:three|3) quarters|四分之三)|(?P<more>two thirds|2 thirds|三分之二))"
    r"(?![a-z])"
)
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("each", re.compile(r"(?:each|per \w+|every(?: \w+)?|每(?:张|个|段|幅|页)[^,，]{0,6})\s*$")),
    ("from", re.compile(r"(?:from|start(?:s|ing)?(?: at)?|begin(?:s|ning)? at|从|由|自)\s*$")),
    ("at", re.compile(
        r"(?:\bat|@|在|喺|于|around|\bon|\bhits|\breaches|gets to)\s*(?:the\s+)?$"
    )),
    ("after", re.compile(r"(?:after|past|beyond)\s*(?:the\s+)?$")),
    ("before", re.compile(r"(?:before|prior to)\s*$")),
    ("until", re.compile(
        r"(?:until|till|up to|直到|放到|播放?到|显示到|停留到|保持到|持续到|[留撑待]到|一直到"
        r"|(?:停|久)[^,，。]{0,4}[,，]?\s*到|\b(?:stop|end|finish)(?:s|ing|es)?"
        r"(?: it| the (?:music|song|track))?"
        r"(?: (?:dead|abruptly|suddenly|right|exactly|hard))?(?: at)?)\s*$"
    )),
    ("by", re.compile(r"\bby\s*$")),
    ("for", re.compile(r"(?:for|last(?:s|ing)?|over|within|持续|显示|停留|时长|共|保持|停)\s*$")),
    ("to", re.compile(r"(?:\bto|[成到为])\s*$")),
)  # fmt: skip
_FOLLOWED: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("until", re.compile(r"(?:恢复|还原|回到|就?(?:正常|结束|停止|为止))")),
    ("each", re.compile(r"\s*(?:each|per|apiece|一张|一幅|/张)")),
    ("after", re.compile(r"(?:以后|之后|后(?!面|半))")),
    ("before", re.compile(r"(?:以前|之前|前(?!面))")),
    ("at", re.compile(
        r"(?:的(?:地方|位置|时候|那)|处|时|那里|位置| mark"
        r"| in(?: to|to)?(?=\s*$|[,.]| (?:the|my) (?:video|clip|film|movie)))"
    )),
)  # fmt: skip
_RESUMED = re.compile(  # from 3s, back to normal at 5s
    r"(?:back(?: on| to normal| again)?|normal(?: again)?|resum(?:e|es|ing)|on again)\s+"
    r"(?:at|from|after)\s*$"
)
_ALSO = re.compile(rf"{_T}\s*(?:,|，|、|and|&|,\s*and|和)\s*$")  # at 4s and 9s
_BOUND = re.compile(r"(?:after|past|beyond|before|until|till|up to|prior to)\s*(?:the\s+)?$")


def times(sheet: Sheet) -> None:
    """Masks every time of the message."""
    sheet.mask(_CLOCK, lambda m: _clock(sheet, m))
    sheet.mask(_MINUTES, lambda m: _minutes(sheet, m))
    sheet.mask(_SECONDS, lambda m: _seconds(sheet, m))
    sheet.mask(_HAN_TIME, lambda m: _han(sheet, m))
    moments(sheet)
    seconds.marks(sheet)
    sheet.mask(_PLACE, lambda m: Token("time", sheet.said(m), value(m[1]) * 1000, clock=True))
    sheet.mask(
        _BARE, lambda m: Token("time", sheet.said(m, 1), value(m[1]) * 1000, clock=True), group=1
    )
    seconds.bare(sheet)
    listed = _CAPTIONED.search(sheet.text) is not None
    sheet.mask(_LINED, lambda m: _lined(sheet, m, listed=listed))
    sheet.mask(_COUNTED, lambda m: _counted(sheet, m))
    if any(token.kind == "time" for token in sheet.tokens.values()) or "off the" in sheet.text:
        sheet.mask(_ELIDED, lambda m: Token("time", sheet.said(m), value(m[1]) * 1000))
    sheet.mask(_SLOWED, lambda m: _seconds_apart(sheet, m), group="span")
    sheet.mask(_PLAYED, lambda m: _seconds_apart(sheet, m), group="span")
    sheet.mask(_PAIR, lambda m: _range(sheet, m))
    sheet.mask(_RANGE, lambda m: _range(sheet, m))
    sheet.mask(_BESIDE, lambda m: _beside(sheet, m))
    seconds.ranges(sheet)
    sheet.mask(_SINGLE, lambda m: _single(sheet, m))
    sheet.mask(_BOTH, lambda m: _one_of_two(sheet, m), group=1)
    sheet.mask(_PART, lambda m: _part(sheet, m))
    sheet.mask(_EDGE, lambda m: _edge(sheet, m))
    past_edges(sheet)
    _label(sheet)


def _clock(sheet: Sheet, match: re.Match[str]) -> Token:
    hours, minutes, seconds, rest = match.groups()
    part = int((rest or "0").ljust(3, "0")[:3])
    ms = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + part
    return Token("time", sheet.said(match), float(ms), clock=True)


def _extra(half: str | None) -> float:
    return 0.0 if not half else 0.25 if "quarter" in half else 0.5


def _minutes(sheet: Sheet, match: re.Match[str]) -> Token:
    half, single, count, more, seconds, late, spoken = match.groups()
    seconds = seconds or spoken
    minutes = 0.5 if half else 1.0 if single else value(count)
    minutes += _extra(more) + _extra(late)
    ms = minutes * 60_000 + (value(seconds) * 1000 if seconds else 0)
    return Token("time", sheet.said(match), round(ms))


def _seconds(sheet: Sheet, match: re.Match[str]) -> Token:
    half, single, longer, couple, count, more, unit, late = match.groups()
    number = 0.5 if half else 1.0 if single else 2.0 if couple else value(count)
    number += _extra(more) + _extra(late) + _extra(longer)
    scale = 1000.0
    if unit and unit.startswith(("ms", "milli")):
        scale = 1.0
    elif unit and unit.startswith("frame"):
        scale = 1000 / 30
    return Token("time", sheet.said(match), round(number * scale))


def _han(sheet: Sheet, match: re.Match[str]) -> Token:
    (place, half, count, _half, digits, seconds, han, han_s, han_s2,
     place2, half2, number, and_half, unit, late) = match.groups()  # fmt: skip
    if half:
        ms = 30_000.0
    elif count:
        ms = (value(count) + 0.5) * 60_000
    elif digits or han:
        more = seconds or han_s or han_s2
        ms = value(digits or han) * 60_000 + (value(more) * 1000 if more else 0)
    elif half2:
        ms = 500.0
    else:
        scale = {"秒": 1000.0, "毫秒": 1.0, "帧": 1000 / 30}[unit]
        ms = (value(number) + (0.5 if and_half or late else 0)) * scale
    return Token("time", sheet.said(match), round(ms), clock=bool(place or place2))


def _range(sheet: Sheet, match: re.Match[str]) -> Token | None:
    counted = sheet.text[max(match.start("a") - 9, 0) : match.start("a")] if match["a"] else ""
    dashed = re.search(r"(?:part|scene)s?\s*$", counted) and re.search(r"\d\s*[-–—]", match[0])
    if counted and _COUNTS.search(counted) and not dashed:
        return None  # "trim clip 1 to 3s"
    first, last = match["a"] or match["c"], match["b"] or match["d"]
    second = sheet.tokens.get(last)
    start = sheet.tokens.get(first)
    if second is None and start is None:
        return None
    begin = 0.0
    opened = False
    if start is not None:
        begin = start.number
    elif first[0].isdigit() or value(first):
        if second is None or (second.clock and ":" in second.raw):
            return None
        scale = 60_000 if re.search(r"min|分", second.raw) else 1000
        begin = value(first) * scale
    else:
        opened = True
    end = second.number if second is not None else None
    return Token("range", sheet.said(match), begin, end, open=opened)


def _counted(sheet: Sheet, match: re.Match[str]) -> Token | None:
    scale = 60_000 if match[0].startswith("minute") else 1000
    first, last = (match[n] or match[n + 2] or match[n + 4] for n in (1, 2))
    start, end = value(first) * scale, value(last) * scale
    return Token("range", sheet.said(match), start, end) if start < end else None


def _seconds_apart(sheet: Sheet, match: re.Match[str]) -> Token | None:
    start, end = value(match[2]) * 1000, value(match[3]) * 1000
    return Token("range", sheet.said(match, "span"), start, end) if start < end else None


def _lined(sheet: Sheet, match: re.Match[str], *, listed: bool) -> Token | None:
    """From when to when a line is shown, in seconds, before its words."""
    if not (listed or kind_of(match["word"]) == "text"):
        return None
    start, end = value(match[1]) * 1000, value(match[2]) * 1000
    return Token("range", sheet.said(match), start, end) if start < end else None


def _beside(sheet: Sheet, match: re.Match[str]) -> Token | None:
    """From 3 to 5, where another such range has its unit."""
    start, end = value(match[1]) * 1000, value(match[2]) * 1000
    return Token("range", sheet.said(match), start, end) if start < end else None


def _single(sheet: Sheet, match: re.Match[str]) -> Token:
    length = (60_000.0 if match[3] == "minute" else 1000.0) * (1.5 if match[4] else 1.0)
    return Token("edge", sheet.said(match), length, side="first" if match[1] else "last")


def _one_of_two(sheet: Sheet, match: re.Match[str]) -> Token:
    last = sheet.tokens[match[3]].number
    length = value(match[2]) * 1000 if match[2] else last
    return Token("edge", sheet.said(match, 1), length, side="first")


def _part(sheet: Sheet, match: re.Match[str]) -> Token:
    shares = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "most": 0.75, "more": 2 / 3}
    share = next(shares[name] for name in shares if match[name])
    side = "first" if match["first"] else "last"
    return Token("edge", sheet.said(match), share, side=side, text="share")  # type: ignore[arg-type]


def _edge(sheet: Sheet, match: re.Match[str]) -> Token | None:
    time = sheet.tokens.get(match["t"] or match["t2"])
    if time is None or time.clock:
        return None
    if _VERB.search(sheet.text[max(match.start() - 8, 0) : match.start()]) and match["last"]:
        return None
    pushed = match["tail"] == "back" and _PUSHED.search(sheet.text[: match.start()])
    if pushed:
        return None
    first = match["first"] or match["head"]
    said = sheet.said(match)
    return Token("edge", said, time.number, side="first" if first else "last")


def _label(sheet: Sheet) -> None:
    """Says of every time what it is: a place, a length, a limit."""
    begun = False
    for place, char in enumerate(sheet.text):
        token = sheet.tokens.get(char)
        if token is None or kind_of(char) != "time":
            continue
        before = sheet.text[max(place - 16, 0) : place]
        after = sheet.text[place + 1 : place + 12]
        role: Role | None = next((r for r, p in _FOLLOWED if p.match(after)), None)
        if role == "at" and _BOUND.search(before):
            role = None  # "past the 13 second mark"
        if role is None:
            role = next((r for r, p in _ROLES if p.search(before)), None)
        if role != "until" and begun and _RESUMED.search(before):
            role = "until"
        begun = begun or role == "from"
        if role is None and _ALSO.search(before):
            first = sheet.tokens[before.rstrip(" ,，、&和and")[-1]]
            role = "at" if first.kind == "time" and first.role == "at" else None
        usual: Role = "at" if token.clock else ""
        sheet.tokens[char] = replace(token, role=usual if role is None else role)
