"""A song's title and who plays it, said side by side: "title Lost, artist Mia"."""

from __future__ import annotations

import re
from typing import NamedTuple

from studio.planner import phrases
from studio.planner.sheet import Clause

LONGEST = 80  # letters of a name
_TO = r"\s*(?:should (?:be|say|read)|is called|reads|says|:|=|to be|into|to|as)\s*"
_HAN_TO = r"\s*(?:应该)?(?:改成|改为|换成|换为|写成|设为|设成|变成|叫做?|:)\s*"
_TITLE = (
    r"(?:the |my |its |a )?(?:(?:song|track|video)(?:'s)? )?(?:title|song name|track name)"
    r"(?: of (?:the |my |this )?(?:song|track|video))?" + _TO
)
_ARTIST = r"(?:the |my |its )?(?:artist|band|singer|performer|musician)(?:'s)?(?: name)?" + _TO
_CALL = r"(?:call|name|title) (?:it|this|that|(?:the|my|this) (?:song|track|video))\s+(?:as )?"
_UNDER = (
    r"(?:put|write|show|add|set) (?:my|the artist'?s?|the band'?s?|the singer'?s?) name"
    r"(?: (?:under|below|beneath|next to|beside) the title)?\s*[:,]\s*"
)
_HAN_TITLE = r"(?:标题|歌名|曲名|题目|歌曲名)" + _HAN_TO
_HAN_ARTIST = r"(?:歌手名?|艺人|演唱者?|乐队|歌手的?名字)" + _HAN_TO
_OPEN = re.compile(
    rf"(?<![a-z])(?P<artist>{_ARTIST}|{_UNDER}|{_HAN_ARTIST})|(?<![a-z])(?P<title>{_TITLE}|{_CALL}|{_HAN_TITLE})"
)
_BETWEEN = re.compile(
    r"[\s,，;；。、]*(?:(?:and|with|then|change|set|make|put)[\s,]+)*(?:和|并且?|把|将)?\s*$"
)
_POLITE = re.compile(r"[\s,，]*(?:please|thanks|thank you|谢谢|吧)?[\s.!。！]*$", re.IGNORECASE)
_NO_NAME = re.compile(  # how a title is to look, or where it is to stand
    r"(?:the |an? |in |at |on )?(?:very )?(?:top|bottom|cent(?:er|re)|middle|left|right|front|back"
    r"|end|beginning|start|corner|upper|lower|big|bigger|small|smaller|large|larger|bold|white|black"
    r"|red|blue|green|gold|yellow|pink|purple|orange|appear|disappear|fade|stay|be|show|last|come|go"
    r"|sync|match|fit|hide|nothing|something|make|put|add)(?![a-z])"
)
_HAN_NO_NAME = re.compile(
    r"[大小粗细](?:一?点|些|号)|[左右顶底][边上下部面]|[红黄蓝绿白黑金紫粉橙]色|上面|下面|中间|居中"
)


class Names(NamedTuple):
    title: str = ""
    artist: str = ""


def told(clause: Clause) -> Names:
    """What is said as the one and as the other; "" for what is not."""
    opened = list(_OPEN.finditer(clause.text))
    found: dict[str, str] = {}
    for number, match in enumerate(opened):
        last = number + 1 == len(opened)
        end = len(clause.text) if last else opened[number + 1].start()
        between = _BETWEEN.search(clause.text, match.end(), end)
        stop = end if last or between is None else between.start()
        said = _words(clause, match.end(), stop)
        if said:
            found.setdefault("artist" if match["artist"] else "title", said)
    title, artist = found.get("title", ""), found.get("artist", "")
    by = re.search(r"\s+by\s+(?=\S)", title)
    if by is not None and not artist:
        title, artist = title[: by.start()], title[by.end() :]
    return Names(title, artist)


def _words(clause: Clause, start: int, end: int) -> str:
    """The user's own words there, where they can be a name."""
    for place, token in clause.placed():
        if token.kind == "text" and start <= place <= start + 1:
            return token.text
    said = _POLITE.sub("", clause.own_words(start, end)).strip(" :：\"'“”《》「」『』")
    plain = phrases.plain(said)
    if not said or len(said) > LONGEST or _NO_NAME.match(plain) or _HAN_NO_NAME.match(plain):
        return ""
    return said
