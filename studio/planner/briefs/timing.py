"""How long it is, where it drops and strikes, and how it ends."""

from __future__ import annotations

import re
from typing import Literal

from studio import brief as briefs
from studio.brief import Brief
from studio.planner.briefs.parts import Part, ends_with, listed
from studio.planner.music_words import Time

_LONG = re.compile(r"\s*(?:-?\s*long\b|each\b|in length|total|长|时长)")
_LONG_BEFORE = re.compile(r"(?:\blong|\blength|\blasts?|\blasting|长|时长|总长)\D{0,6}$")
Meant = Literal["", "drops", "hits"]


def timed(row: list[Part], brief: Brief) -> Brief:
    """The brief with the length, the drops and the accents that are named."""
    drops: list[float] = []
    hits: list[float] = []
    length: float | None = None
    open_: Meant = ""  # what the part before spoke of, without or with times that may go on
    for part in row:
        named = _named(part)
        meant: Meant = named or (open_ if _bare(part) else "")
        for number, time in enumerate(part.times):
            if time.share and not meant:
                continue
            if _lasts(part, time) and not time.share:
                length = time.ms
            elif meant and (named or number or _placed(part, time)) and _fits(part, time, named):
                (drops if meant == "drops" else hits).append(time.ms)
            elif not _placed(part, time) or not meant:
                length = time.ms
        open_ = meant
    if length is not None:
        brief = briefs.changed(brief, length_ms=length)
    if drops:
        brief = briefs.changed(brief, drops=tuple(sorted(set(drops))))
    if hits:
        brief = briefs.changed(brief, hits=tuple(sorted({*brief.hits, *hits})))
    return brief


def _named(part: Part) -> Meant:
    """Drops or accents; where both are named, what stands nearer to the first time."""
    found = [cue for cue in part.cues if cue.kind in ("drop", "hit")]
    if not found:
        return ""
    at = part.times[0].start if part.times else 0
    near = min(found, key=lambda cue: abs(cue.start - at))
    return "drops" if near.kind == "drop" else "hits"


def _bare(part: Part) -> bool:
    """Whether a part is nothing but times: it goes on with what the part before spoke of."""
    return (
        not part.things and not part.has("music") and all(_placed(part, t) for t in part.times[:1])
    )


def _lasts(part: Part, time: Time) -> bool:
    before = part.text[max(0, time.start - 16) : time.start]
    return bool(_LONG.match(part.text[time.end :])) or bool(_LONG_BEFORE.search(before))


def _placed(part: Part, time: Time) -> bool:
    """Whether a time is said as a place: "at 12 s", "0:12", 第12秒."""
    before = part.text[max(0, time.start - 10) : time.start]
    return time.clock or ends_with(before, "at") or before.rstrip().endswith(("第", "at", "@"))


def _fits(part: Part, time: Time, named: Meant) -> bool:
    """Whether a time in a part with a drop in it is the drop's: "30 second track with drops at
    12 s" has a length before the drop is spoken of."""
    if not named or _placed(part, time) or listed(part):
        return True
    cue = next(c for c in part.cues if c.kind in ("drop", "hit"))
    if time.start > cue.start:
        return True
    if cue.kind == "hit":
        return False  # a sting of 20 seconds
    gap = part.text[time.end : cue.start]
    return len(gap.strip()) <= 4 and not part.has("music")


def ended(part: Part, brief: Brief) -> Brief:
    """The brief with the ending that a part asks for, and whether a voice needs room."""
    if part.has("no_loop"):
        brief = briefs.changed(brief, loop=False)
    elif part.has("loop"):
        brief = briefs.changed(brief, loop=True)
    if part.has("fade"):
        brief = briefs.changed(brief, ending="fade")
    if part.has("button"):
        brief = briefs.changed(brief, ending="button")
    if part.has("voice"):
        brief = briefs.changed(brief, voice=True)
    return brief
