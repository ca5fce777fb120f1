"""What is wished for by its name alone: "slideshow, then export", 幻灯片，然后导出."""

from __future__ import annotations

from routing.clauses import Clause
from routing.reading import Reading
from routing.view import Verdict
from routing.wording import wording

_LONGEST = 60  # characters of a clause that is a name and nothing else
_NAMED = (
    r"^\s*(?:(?:just|only|please|ok|okay|an?|one|some|quick|simple|nice|short|little|full|your"
    r"|best|this|these|photos?|pictures?|pics?) )*"
    r"(?:(?:[\w-]+ ){0,2}(?:slide ?shows?|photo (?:video|movie|film|show)s?|photo ?montage"
    r"|montages?|collages?|visuali[sz]ers?|visuali[sz]ation|lyrics? (?:video|film)s?|music videos?"
    r"|karaoke(?: video)?|time-?\s?lapse|hyper-?lapse|split screen|picture in picture)"
    r"|(?:in )?(?:black (?:and|&) white|b ?& ?w|gr[ae]y-?scale|monochrome|sepia))"
    r"(?: (?:please|video|film|look|style|thanks|first))*\s*$"
    r"|^\s*(?:请|請)?(?:(?:来|來|做|要)(?:个|個|一个|一個)|一个|一個)?(?:照片|相片|图片|圖片)?"
    r"(?:幻灯片|幻燈片|(?:照片|相片|图片|圖片|相册|相冊|相簿)(?:视频|影片|短片|秀|轮播|輪播)"
    r"|(?:音乐|音樂)?(?:可视化|视觉化|視覺化|可視化)(?:视频|影片)?|(?:歌词|歌詞)(?:视频|影片|短片)"
    r"|(?:音乐|音樂)(?:视频|影片)|拼贴|拼貼|延时摄影|縮時(?:攝影)?|分屏|画中画|子母畫面"
    r"|黑白(?:片|电影|電影|效果|风格|風格)?|单色|單色|复古棕|復古棕)(?:吧|呗|谢谢|謝謝)?\s*$"
)
_MINE = r"\b(?:the|my|our|that|finished|final) |这|那|這|我的|我们的|我們的"


def wished(clause: Clause, verdict: Verdict, reading: Reading) -> Verdict:
    """The verdict on this clause; an edit where nothing is said but what is to be made."""
    if (verdict.act == "sse" and not verdict.weak) or clause.question:
        return verdict
    text = reading.text(clause.first, clause.last)
    if len(text) > _LONGEST or wording(_MINE).search(text) or not wording(_NAMED).match(text):
        return verdict
    return Verdict("sse", why="named alone")
