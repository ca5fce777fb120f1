"""Moments that are said by where the video ends, or halfway: numbers once its length is known."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from studio.planner.phrases import pattern
from studio.planner.scene import Scene
from studio.planner.sheet import Clause, Sheet
from studio.planner.tokens import Token

_T = pattern("{time}")
_WHOLE = r"(?:video|clip|film|movie|picture|footage|song|music|whole thing|it|everything|that)"
_BEFORE_END = re.compile(
    rf"(?P<t>{_T})\s*(?:before|ahead of|prior to)\s+(?:(?:the|my)\s+)?(?:very\s+)?"
    rf"(?:{_WHOLE}(?:'s)?\s+)?(?:end(?:s|ing)?|finish(?:es)?|is over|is done|stops?"
    r"|closes?|does(?![a-z]))"
    rf"(?:\s+of\s+(?:the\s+|my\s+)?{_WHOLE})?(?![a-z])"
    rf"|(?:离|距离?)?(?:视频|影片|片子|画面|全片|整个视频|条片)?(?:结束|结尾|完结|片尾|播完|末尾)(?:之?前|还有|还剩)?(?:的)?\s*(?P<han>{_T})(?:的?(?:时候|地方|处))?"
)
_HALFWAY = re.compile(
    r"(?:at |in )?(?:the )?half[- ]?way(?: (?:point|mark|through|in|into))?"
    r"(?: (?:the |my )?(?:video|clip|film|movie|it))?(?![a-z])"
    r"|(?:at|in|from|after) the (?:exact |very )?middle(?: of the (?:video|clip|film|movie|thing))"
    r"|(?:视频|影片|片子|全片)的?(?:一半|正?中间|中点)(?=开始|起|处|切|剪|插|加|放|停|$)"
    r"|(?:视频|影片|片子)?(?:播|放|走|进行)?(?:到)?(?:一半|正中间?|中点)(?:的?(?:时候|地方|处|位置))"
)
_E = pattern("{edge}")
_PAST = re.compile(  # after the first 6 seconds; until the last 3
    rf"(?<![a-z])(?:after|past|beyond)\s+(?P<after>{_E})"
    rf"|(?<![a-z])(?:before|until|till|up to)\s+(?P<until>{_E})"
    rf"|(?P<then>{_E})(?=\s*(?:之后|以后|过后|过了|后(?![面半])))"
    rf"|(?P<ere>{_E})(?=\s*(?:之前|以前))"
)
_SECONDS = re.compile(
    r"(?:first|last|opening|final|前|后|開頭|开头|结尾)\s*[\w.]+\s*-?(?:s|secs?|seconds?|秒)"
)
_AFTERWARDS = re.compile(r"(?:then|afterwards|after that|now|next|然后|接着|之后|再|跟住)[\s,，]*$")
_THINGS = re.compile(
    r"(?:clip|shot|photo|picture|image|pic|video|title|caption|scene|segment|part|one"
    r"|of them)s?(?![a-z])"
    r"|[个段张条句]"
)


def moments(sheet: Sheet) -> None:
    """Masks such moments; what they are in ms is settled when a wish is read."""
    sheet.mask(_BEFORE_END, lambda m: _back(sheet, m))
    sheet.mask(_HALFWAY, lambda m: Token("time", sheet.said(m), 0.5, text="share", clock=True))


def past_edges(sheet: Sheet) -> None:
    """Masks the moment at which the first or the last so much ends or begins, where it is meant."""
    for group in ("after", "until", "then", "ere"):
        sheet.mask(_PAST, partial(_past, sheet, group), group=group)


def _past(sheet: Sheet, group: str, match: re.Match[str]) -> Token | None:
    edge = sheet.tokens.get(match[group] or "")
    if edge is None or (edge.side == "first") != (group in ("after", "then")):
        return None
    said, share = sheet.said(match, group), edge.text == "share"
    if share:
        number = edge.number if edge.side == "first" else 1 - edge.number
        return Token("time", said, number, text="share", clock=True)
    side = "" if edge.side == "first" else "last"
    return Token("time", said, edge.number, side=side, clock=True)  # type: ignore[arg-type]


def _back(sheet: Sheet, match: re.Match[str]) -> Token | None:
    time = sheet.tokens.get(match["t"] or match["han"])
    if time is None or time.clock:
        return None
    if match["han"] and "前" not in match[0] and not re.match(r"离|距", match[0]):
        return None
    return Token("time", sheet.said(match), time.number, side="last", clock=True)


def settled(clause: Clause, scene: Scene) -> Clause:
    """The wish with such moments in ms of the timeline as it stands."""
    if any(token.kind == "ord" and token.other is not None for token in clause.tokens.values()):
        clause = _counted(clause, scene)
    loose = {
        char: token
        for char, token in clause.tokens.items()
        if token.kind == "time" and (token.side or token.text == "share")
    }
    if not loose:
        return clause
    length = scene.length
    tokens = dict(clause.tokens)
    for char, token in loose.items():
        ms = length * token.number if token.text == "share" else length - token.number
        tokens[char] = replace(token, number=float(round(ms)), side="", text="")
    return replace(clause, tokens=tokens, known={})


def as_sent(clause: Clause, scene: Scene, order: tuple[str, ...]) -> Clause:
    """The wish with clips counted as they lay as the message began: "clip 1 last, mute clip 2"."""
    now = [clip.id for clip in scene.clips]
    kept = [id for id in order if id in now]
    if kept == [id for id in now if id in order] and len(kept) == len(order):
        return clause
    lead = clause.sheet.norm[: clause.sheet.spans[clause.at][0]] if clause.text else ""
    if _AFTERWARDS.search(lead):
        return clause
    tokens = dict(clause.tokens)
    for char, token in clause.tokens.items():
        if token.kind != "ord" or token.other is not None or not 0 <= token.number < len(order):
            continue
        id = order[int(token.number)]
        if id in now:
            tokens[char] = replace(token, number=float(now.index(id)))
    return replace(clause, tokens=tokens, known={})


def _counted(clause: Clause, scene: Scene) -> Clause:
    """The wish with "the first 3" as seconds, where it cannot be clips or seconds are spoken of."""
    spoken = any(token.kind == "edge" for token in clause.sheet.tokens.values())
    spoken = spoken or _SECONDS.search(scene.memory.said.lower()) is not None
    if not spoken and len(scene.clips) > 1:
        return clause
    tokens = dict(clause.tokens)
    for place, token in clause.placed():
        after = clause.text[place + 1 : place + 12].lstrip()
        if token.kind != "ord" or token.other is None or _THINGS.match(after):
            continue
        side = "first" if token.number == 0 else "last"
        count = token.other - token.number + 1
        tokens[clause.text[place]] = Token("edge", token.raw, count * 1000, side=side)  # type: ignore[arg-type]
    return replace(clause, tokens=tokens, known={})
