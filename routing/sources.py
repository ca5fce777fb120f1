"""Which of a message's paths and URLs are material to bring in, and which one the result is to be saved under."""

from __future__ import annotations

import re

from routing import opaque
from routing.clauses import Clause
from routing.reading import Reading
from routing.signs import SIGN, pattern, signs

_PLACES = signs("url", "path", "file")
_LIKENESS = re.compile(
    r"\blike\b|similar|vibe|inspired|in the style|style of|reference|mood of|look of|feel of|as in\b|resembl|imitat|copy the style"
    r"|参考|參考|风格|風格|类似|類似|像|仿|照着|学|感觉|感覺|跟.{0,6}一样|一樣|借鉴|對標|对标|似",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"on screen|onscreen|end card|\bcaption|\btext\b|\btitle|\bqr\b|watermark|lower third|at the bottom|at the end\b.*\burl|\bshow\b|display"
    r"|in the corner|\burl\b|website|web address|handle|打上|写上|寫上|显示|顯示|字幕|水印|浮水印|二维码|網址|网址|官网|官網|文字|角落",
    re.IGNORECASE,
)
_SAVES = signs("deliver", "render", "save", "handover", "hand me", "finished", "result", "deliver noun", "idiom export")


def places(reading: Reading, clauses: list[Clause]) -> tuple[list[str], str | None]:
    """The sources in order of mention, and the output path, if one is named."""
    sources: list[str] = []
    output: str | None = None
    for clause in clauses:
        if _PLACES.isdisjoint(clause.signs):
            continue
        for at, sign in enumerate(clause.signs):
            if sign not in _PLACES:
                continue
            span = reading.spans[reading.starts[clause.first + at]]
            if _is_output(clause.signs, at):
                output = span.value
            elif _is_source(reading, clause, span, at):
                sources.append(span.value)
    return sources, output


def _is_output(text: str, at: int) -> bool:
    before = text[:at]
    if pattern("<save>(<to>|<word>|<filler>)*$").search(before):
        return True
    if pattern("[<deliver><render><save><handover><finished><deliver noun><hand me><result><idiom export>].*<to>(<definite>|<me>|<word>|<article>|<filler>)*$").search(before):
        return True
    return bool(pattern("^(<definite>|<han>|<word>|<filler>)*<to>?$").search(before) and "name" == "")


def _is_source(reading: Reading, clause: Clause, span: opaque.Span, at: int) -> bool:
    if span.kind == "file":
        given = signs("upload", "offering", "idiom upload", "uploaded")
        return not given.isdisjoint(clause.signs)
    text = reading.text(clause.first, clause.last)
    around = text.replace(span.value, " ")
    if span.value.lower().startswith("www."):
        return opaque.is_media(span.value)
    if span.kind == "url" and not opaque.is_media(span.value) and _SHOWN.search(around):
        return False
    if SIGN["on screen"] in clause.signs:
        return False
    return not (_LIKENESS.search(around) and not span.value.startswith(("/", "~", "file:")))
