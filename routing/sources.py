"""Which of a message's paths and URLs are material to bring in, and which one is the result's."""

from __future__ import annotations

from routing import opaque
from routing.clauses import Clause
from routing.reading import Reading
from routing.signs import SIGN, pattern, signs
from routing.wording import wording

_PLACES = signs("url", "path", "file")
_GIVEN = signs("upload", "offering", "idiom upload", "uploaded")
_LOCAL = ("/", "~", "file:", "\\")
_LIKENESS = (  # a URL beside these is a style to follow, no material
    r"\b(?:like|similar|vibes?|inspired|reference|resembl\w+|imitat\w+|style|look of|feel of)\b"
    r"|参考|參考|风格|風格|类似|類似|像|仿|照着|照著|感觉|感覺|一样|一樣|借鉴|借鑑|对标|對標"
)
_SHOWN = (  # and beside these it is written on the picture
    r"\b(?:on[ -]?screen|end card|captions?|text|title|qr|lower third|bottom|corner|urls?|website"
    r"|web address|handle|show|display|write)\b"
    r"|打上|写上|寫上|显示|顯示|字幕|二维码|網址|网址|官网|官網|文字|角落"
)
_SAVE_TO = "<save>[<to><word><filler><me><definite><pronoun><finished><result><article><spec>]*$"
_AS_FILE = (
    "^<word>[<definite><me>]*[<pronoun><result><finished><spec>]+<to>[<me><definite>]*$|"
    "[<deliver><render><save><handover><finished><deliver noun><hand me><result><idiom export>]"
    ".*<to>[<definite><me><word><article><filler>]*$"
)
_INTO = tuple(  # 导出到 and its like are one word, the preposition within
    f"{verb}{into}"
    for verb in (
        "导出",
        "放",
        "拷",
        "写",
        "下载",
        "保存",
        "存",
        "另存",
        "命名",
        "输出",
        "渲染",
        "匯出",
        "儲存",
        "輸出",
        "下載",
    )
    for into in ("到", "成", "为", "為")
)


def places(reading: Reading, clauses: list[Clause]) -> tuple[list[str], str | None]:
    """The sources in order of mention, and the path or name the result is to have, if one is."""
    sources: list[str] = []
    output: str | None = None
    for clause in clauses:
        if _PLACES.isdisjoint(clause.signs):
            continue
        for at, sign in enumerate(clause.signs):
            if sign not in _PLACES:
                continue
            span = reading.spans[reading.starts[clause.first + at]]
            if _is_output(reading, clause.signs[:at], span):
                output = span.value
            elif _is_source(reading, clause, span):
                sources.append(span.value)
    return sources, output


def _is_output(reading: Reading, before: str, span: opaque.Span) -> bool:
    if span.kind == "url":
        return False
    if reading.message[: span.start].rstrip(" \"'“「").endswith(_INTO):
        return True
    return bool(pattern(_SAVE_TO).search(before) or pattern(_AS_FILE).search(before))


def _is_source(reading: Reading, clause: Clause, span: opaque.Span) -> bool:
    if span.kind == "file":
        return not _GIVEN.isdisjoint(clause.signs)
    if span.value.lower().startswith("www."):
        return opaque.is_media(span.value)
    if SIGN["on screen"] in clause.signs:
        return False
    if span.value.startswith(_LOCAL):
        return True
    around = reading.text(clause.first, clause.last).replace(span.value, " ")
    shown = not opaque.is_media(span.value) and wording(_SHOWN).search(around)
    return not shown and not wording(_LIKENESS).search(around)
