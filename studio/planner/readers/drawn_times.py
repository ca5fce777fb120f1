"""Of a picture that is drawn from a song: what is kept of it, or cut off, as times."""

from __future__ import annotations

import re

from studio.planner import song_words, stretches
from studio.planner.phrases import pattern
from studio.planner.readers import cutting
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.planner.values import Part, Stretch
from studio.timeline.operations import Cut, Keep

_ASKS = re.compile(  # what only says that something is wanted
    r"^(?:(?:i (?:just |only )?(?:want|need)|give me|just|only|please|let's (?:do|have|take)"
    r"|take|use|我?(?:只|就)?想?要|给我|就|用)\s*)+"
    r"|(?:\s*(?:of (?:the |my |this )?(?:song|track|music)|only|please|alone"
    r"|就好|就行|就可以了?|吧))+$"
)
_SPAN = re.compile(
    rf"(?P<for>{pattern('{time}')})\s*(?:long\s*)?(?:starting |beginning |counted )?"
    rf"(?:from|at)\s*(?P<at>{pattern('{time}')})(?: on)?"
    rf"|(?:从|由)(?P<han_at>{pattern('{time}')})(?:起|开始)?(?:的|，|,)?"
    rf"(?P<han_for>{pattern('{time}')}|{pattern('{edge}')})"  # 开始10秒 may be read as one word
)
_ON = re.compile(
    rf"(?:from|starting at|从|由)\s*({pattern('{time}')})\s*"
    r"(?:on|onwards?|to the end|起|开始|往后|以后)"
)


def stretch(clause: Clause, scene: Scene) -> Stretch | None:
    """What is to be left of the song, and of the picture with it."""
    if song_words.named(clause) and not any(clause.all(k) for k in ("edge", "range", "time")):
        return None
    length = scene.length
    bare = _ASKS.sub("", clause.text).strip()
    if len(bare) == 1 and (clause.all("edge") or clause.all("range")):
        start, end = stretches.named(clause, scene)[0]  # nothing but "the first 10 seconds"
        return Stretch(target="", part=Part(start=start, end=end))
    on = _ON.fullmatch(bare)
    if on is not None:  # nothing but "from 0:20 on"
        return Stretch(target="", part=Part(start=round(clause.tokens[on[1]].number), end=length))
    span = _SPAN.fullmatch(bare)
    if span is not None:  # "10 seconds from 0:12"
        start = round(clause.tokens[span["at"] or span["han_at"]].number)
        lasts = round(clause.tokens[span["for"] or span["han_for"]].number)
        return Stretch(target="", part=Part(start=start, end=min(length, start + lasts)))
    found = cutting.read(clause, scene)
    if found is None or found.question or len(found.steps) != 1:
        return None
    match found.steps[0]:
        case Keep(start=start, end=end):
            return Stretch(target="", part=Part(start=start, end=end))
        case Cut(start=0, end=end):
            return Stretch(target="", part=Part(start=end, end=length))
        case Cut(start=start, end=end) if end >= length:
            return Stretch(target="", part=Part(start=0, end=start))
        case Cut(start=start, end=end):
            return Stretch(target="", part=Part(start=start, end=end), without=True)
    return None
