"""Beats a minute as people say them: 120, one twenty, a hundred and forty, 一百五, 90 to 100."""

from __future__ import annotations

import re

from studio.planner import numbers

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_LATIN = (
    rf"(?:(?:an?|one|two) )?hundred(?:(?: and)? (?:(?:{_TENS})(?:[ -](?:{_ONES}))?|ten|fifteen"
    rf"|{_ONES}))?"
    rf"|one[ -](?:(?:oh )(?:{_ONES})|(?:{_TENS})(?:[ -](?:{_ONES}))?|ten|fifteen)"
    rf"|(?:{_TENS})(?:[ -](?:{_ONES}))?"
)
COUNT = rf"(?:\d{{2,3}}(?:\.\d+)?|\b(?:{_LATIN})\b|[一二两三四五六七八九十百零]{{2,6}})"
_TO = r"\s*(?:-|–|—|~|\bto\b|\bor\b|到|至)\s*"
_UNIT = r"(?:bpm|b\.p\.m\.?|beats (?:per|a) min(?:ute)?|拍(?!子))"
_SAID = re.compile(
    rf"\bbetween\s+(?P<least>{COUNT})\s+and\s+(?P<most>{COUNT})[\s-]*{_UNIT}"
    rf"|(?P<low>{COUNT}){_TO}(?P<high>{COUNT})[\s-]*(?:or so\s*)?{_UNIT}"
    rf"|(?P<one>{COUNT})[\s-]*(?:ish)?[\s-]*{_UNIT}"
    rf"|(?:bpm|tempo)(?: of| is| at| around| up| down| to| should be|:)*\s*(?:about |around "
    rf"|roughly )?(?P<from>{COUNT})"
    rf"(?:{_TO}(?P<until>{COUNT}))?"
    rf"|\b(?:at|around|about|roughly)\s+(?P<plainly>(?:an? "
    rf"|one )?hundred(?:(?: and)? (?:(?:{_TENS})"
    rf"(?:[ -](?:{_ONES}))?|ten|fifteen))?)\b(?!\s*(?:sec|min|per|%))"
    rf"|速度(?:为|是|在|到|改成|改到|调到|调成|换成|变成|提到|降到|大概|大约|约|：|:)*\s*(?P<han>{COUNT})(?!\s*(?:%|秒|分|度|个"
    rf"|倍|半))"
)
_DECADE = re.compile(
    r"\b(?:bpm|tempo)\b.{0,24}?\b(?:in )?the (?P<where>low|mid|high|upper)?[ -]?"
    r"(?P<ten>\d{1,2}0)s\b"
)
_WHERE = {"low": 2.0, "mid": 5.0, "high": 8.0, "upper": 8.0}
_BARE = re.compile(
    r"(?:(?:at|to|like|around|about|roughly|say|maybe|~|@)\s*)?(\d{2,3})\s*(?:-?ish|or so)?$"
)
_SLOWEST, _FASTEST = 40.0, 220.0


def tempo(said: str) -> float | None:
    """The tempo that is named with its unit; the middle of two."""
    if decade := _DECADE.search(said):
        return float(decade["ten"]) + _WHERE[decade["where"] or "mid"]
    found = _SAID.search(said)
    if not found:
        return None
    first = (
        found["least"]
        or found["low"]
        or found["one"]
        or found["from"]
        or found["plainly"]
        or found["han"]
    )
    second = found["most"] or found["high"] or found["until"]
    value = spoken(first)
    other = spoken(second) if second else value
    return (value + other) / 2 if _fits(value) and _fits(other) else other if second else value


def spans(said: str) -> list[tuple[int, int]]:
    """Where such tempi stand."""
    return [match.span() for p in (_SAID, _DECADE) for match in p.finditer(said)]


def bare(part: str) -> float | None:
    """The tempo of a part that is a number and nothing else: "orchestral dnb, 174"."""
    found = _BARE.fullmatch(part.strip())
    value = float(found[1]) if found else 0.0
    return value if 55 <= value <= 210 else None


def spoken(said: str) -> float:
    """The number that these words are, as they are said of a tempo."""
    text = said.strip().lower()
    if text[-1:] and "百" in text and text[-2:-1] == "百" and text[-1] not in "十百零":
        return numbers.value(text[:-1]) + 10 * numbers.value(
            text[-1]
        )  # 一百五: a hundred and fifty
    text = re.sub(r"\bone[ -]oh\b", "one hundred", text)
    text = re.sub(rf"^one[ -](?=(?:{_TENS}|ten|fifteen)\b)", "one hundred ", text)
    whole, hundred, rest = text.partition("hundred")
    if hundred:
        rest = rest.replace(" and ", " ").strip(" -")
        return (numbers.value(whole.strip() or "one") or 1) * 100 + (
            numbers.value(rest) if rest else 0
        )
    return numbers.value(text)


def _fits(value: float) -> bool:
    return _SLOWEST <= value <= _FASTEST
