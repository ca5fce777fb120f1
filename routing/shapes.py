"""An export in another shape than the film has: "export for TikTok", 导出竖屏. The frame is changed
first, which is said to the backend."""

from __future__ import annotations

from routing.clauses import Clause
from routing.reading import Reading
from routing.view import Verdict
from routing.wording import wording

_SHAPE = (
    r"\b(?:vertical(?:ly)?|portrait|upright|square|landscape|horizontal|widescreen)\b"
    r"|(?<![\d:.])(?:9\s?[:x]\s?16|16\s?[:x]\s?9|1\s?[:x]\s?1|4\s?[:x]\s?5|3\s?[:x]\s?4|4\s?[:x]\s?3)(?![\d:.])"
    r"|\b(?:tik ?tok|reels?|shorts|snapchat|(?:instagram|insta|ig|facebook|fb) stor(?:y|ies))\b"
    r"|竖屏|豎屏|竖版|豎版|竖的|直式|直度|直向|橫屏|横屏|横版|橫版|橫式|方形|正方形|抖音|(?:发|成|为|给|到|發|為|給)快手|快手(?=版|尺寸|用|格式|比例)|小红书|小紅書|视频号|視頻號"
)
_LIKE = r"[做整弄變变]成(?:这样|這樣|一样|一樣|那样|那樣|同样|同樣)"  # 下一首也做成这样
_MADE = r"[做整弄變变改]成"
_FILM = r"\b(?:show|highlight|my|the|this|that|demo|film)[ -]?reel\b"  # a film is called so


def wished(verdict: Verdict, clause: Clause, reading: Reading) -> Verdict:
    """The verdict on this clause; an edit as well, where what is exported has its own shape."""
    if verdict.act == "export" and wording(_LIKE).search(reading.text(clause.first, clause.last)):
        return Verdict("sse", why="made like another")
    rendered = verdict.act == "sse" and verdict.why == "render a picture"
    if not (verdict.act == "export" or rendered) or clause.question or verdict.why == "publish":
        return verdict
    if rendered and wording(_MADE).search(reading.text(clause.first, clause.last)):
        return verdict  # 做成直式 is how it is to be, no wish for the file
    text = wording(_FILM).sub(" ", reading.text(clause.first, clause.last))
    if not wording(_SHAPE).search(text):
        return verdict
    return Verdict("edited export", why="in another shape")
