"""Where it drops when only that it does was said: "with a big drop", 要有一个大高潮."""

from __future__ import annotations

import re

from studio import brief as briefs
from studio.brief import Brief

_KIND = (
    r"(?:(?:really|very|super|big|huge|massive|heavy|hard|strong|epic|sick|crazy|nice|good|proper"
    r"|single|clear|bass|beat|edm|dubstep|trap|powerful|dramatic|insane|killer|late|early|solid"
    r"|real|sudden|hard-hitting)[ -]){0,4}"
)
_COUNT = r"(?P<count>an?|one|two|three|[1-3]|some|several|a couple of|a few)"
_ELSE = r"(?! ?(?:at|by|to|the|it|out|off|down|in (?:volume|tempo|pitch|speed|key)|of)\b)"
_WANTED = re.compile(
    rf"\b(?:with|into|has|have|having|add|want|need|includ\w+|featuring|to|plus|and|then|give it"
    rf"|give me) (?:just |only )?{_COUNT} {_KIND}drops?\b{_ELSE}"
    rf"|\b(?:with|into) (?:the )?{_KIND}drops?\b{_ELSE}"
    rf"|\b(?:where|until|till|before|so) the (?:beat|bass) drops\b{_ELSE}"
    r"|(?:有|带|来|加|要|含|配|推到|冲到|进入)上?(?P<zh>[一两二三123几]?个)?"
    r"(?:[^，,。；;]{0,5}的|[大超强小])*(?:drop|高潮|爆点|落点)(?![部时处在到放里前后])"
)
_NUMBERS = {
    "two": 2, "2": 2, "a couple of": 2, "three": 3, "3": 3, "some": 2, "several": 3, "a few": 3,
    "两个": 2, "二个": 2, "2个": 2, "三个": 3, "3个": 3, "几个": 2,
}  # fmt: skip
_LATE, _EARLY = re.compile(r"\blate drop|晚一?点"), re.compile(r"\bearly drop|早一?点")
# shares of the piece, for as many drops as are wanted: time to rise to the first, and to enjoy the
# last; a single one comes no later than after a minute
_PLACES = {1: (0.4,), 2: (0.3, 0.68), 3: (0.22, 0.5, 0.78)}
_LATEST = 60_000.0
_APART = 6_000.0  # ms that a drop needs to be one


def landed(said: str, brief: Brief, length: float) -> Brief:
    """The brief with its drops where they fit, if some are wanted and no time was named."""
    found = _WANTED.search(said)
    if found is None or brief.drops or length < _APART:
        return brief
    word = found["count"] or found["zh"] or ("two" if found[0].endswith("drops") else "")
    if "beat drops" in found[0] or "bass drops" in found[0]:
        word = ""
    many = min(_NUMBERS.get(word, 1), max(1, int(length / _APART / 2)))
    places = (0.62,) if _LATE.search(said) else (0.2,) if _EARLY.search(said) else _PLACES[many]
    drops = [share * length for share in places]
    if len(drops) == 1:
        drops = [max(min(drops[0], _LATEST), min(_APART, 0.5 * length))]
    return briefs.changed(brief, drops=tuple(round(drop / 500) * 500.0 for drop in drops))
