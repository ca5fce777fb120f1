"""A wish for music in its parts: what each names, how it is wished for, and when."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from studio.planner import music_words
from studio.planner.music_words import Time, Word

_STOPS = re.compile(
    r"[,，.。;；!！?？\n、:：]+(?!\d)|(?<=\d)[,，、](?=\d{1,2}:)|\s-\s"
    r"|(?<!anything )(?<!nothing )(?<!everything )(?<!everyone )(?<!all )\bbut\b|\band then\b"
    r"|但是?|不过|然后|\s[/|]\s|(?<![\d秒分s\s])\s*[,，、]\s*(?=\d)"
    r"|(?<=[秒s])\s*[,，]\s*(?=\d+(?:\.\d+)?\s*(?:秒|s\b)\s*[^\s,，、和&.。\d])"
)
_LISTED = re.compile(
    r"\s*(?:,|，|、|/|\+|&|\band\b|\bthen\b|和|与|跟|及|以及|还有)*\s*(?:and\s+|at\s+|在|第)*"
)
_BINDS = re.compile(r"&|\band\b|和|与|跟|及|还有|、|/|\+")
_EXCEPT = re.compile(r"除了[^，,。;；]{1,20}[，,]")  # 除了钢琴，其他都不要
_HELD = "\x1f"  # stands for a comma inside a list of times, which divides nothing
_IS = re.compile(  # what may stand between a player and how loud it is: "the bass could be louder"
    r"\s*(?:(?:is|are|was|be|being|should|could|can|must|needs? to|has to|sounds?|seems?|feels?"
    r"|go|come"
    r"|a|an|bit|little|touch|tad|way|much|far|lot|just|still|really|kind of)\b\s*)*"
    r"|[的声音还有点再要得更部分调能也就]{0,4}"
)
_WISHES = ("no", "only", "less", "more", "with")


class Part(NamedTuple):
    text: str
    things: list[Word]
    cues: list[Word]
    times: list[Time]

    def has(self, kind: str) -> bool:
        return any(cue.kind == kind for cue in self.cues)

    def first(self, kind: str) -> Word | None:
        return next((cue for cue in self.cues if cue.kind == kind), None)


def parts(said: str, total: float = 0.0) -> list[Part]:
    """The wish, part by part; a list of times stays in one piece. "Halfway" is a time where the
    whole is known."""
    pieces = _STOPS.split(_bound(said))
    return [_part(piece, total) for piece in pieces if piece and piece.strip()]


def _part(piece: str, total: float) -> Part:
    things, cues = music_words.things(piece), music_words.cues(piece)
    inside = [(w.start, w.end) for w in things if w.kind in ("genres", "uses", "instruments")]
    times = [  # "80s" and "808s" are no times
        time
        for time in music_words.times(piece, total=total)
        if not any(start <= time.start and time.end <= end for start, end in inside)
    ]
    return Part(piece, things, cues, times)


def _bound(said: str) -> str:
    """The text with the commas held that divide nothing: in a list of times, after "除了"."""
    text = list(said)
    for run in _runs(said):
        if len(run) < 2:
            continue
        for early, later in itertools.pairwise(run):
            for place in range(early.end, later.start):
                if text[place] in ",，、":
                    text[place] = _HELD
    for match in _EXCEPT.finditer(said):
        text[match.end() - 1] = _HELD
    return "".join(text)


def _runs(said: str) -> Iterator[list[Time]]:
    """Times that follow each other as a list. Two with a bare comma between them are one only
    where both are places on a clock: "drop at 12 s, 30 s" is a place and a length."""
    found = music_words.times(said)
    run: list[Time] = []
    bound = False
    for time in found:
        gap = said[run[-1].end : time.start] if run else ""
        closed = bound and not _BINDS.search(gap)  # "3 and 7 s, 12 s": the list ended with "and"
        if run and (closed or not _LISTED.fullmatch(gap)):
            yield from _whole(said, run)
            run, gap = [], ""
        bound = bool(_BINDS.search(gap))
        run.append(time)
    yield from _whole(said, run)


def _whole(said: str, run: list[Time]) -> Iterator[list[Time]]:
    if len(run) < 2:
        return
    bound = any(_BINDS.search(said[a.end : b.start]) for a, b in itertools.pairwise(run))
    if bound or len(run) > 2 or all(time.clock for time in run):
        yield run


def listed(part: Part) -> bool:
    """Whether the part's times are several of a kind."""
    return len(part.times) > 1 and all(
        _LISTED.fullmatch(part.text[a.end : b.start].replace(_HELD, ","))
        for a, b in itertools.pairwise(part.times)
    )


def wished(word: Word, part: Part) -> str:
    """What is wished of a thing: no, only, less, more, with; "" where it is only named."""
    before = [cue for cue in part.cues if cue.kind in _WISHES and cue.end <= word.start]
    after = [c for c in part.cues if c.kind in ("less", "more") and c.start >= word.end]
    han = not word.text.isascii()
    if after and _IS.fullmatch(part.text[word.end : after[0].start]):
        return after[0].kind
    behind = [c for c in part.cues if c.kind in ("only", "no") and c.start >= word.end]
    if behind and not before and _alone(part.text[word.end : behind[0].start], han):
        if behind[0].kind == "only":
            return "only"
        rest = part.text[behind[0].end :].strip(" 了吧掉的啦")
        return "no" if han and not rest else ""  # 鼓不要了
    joined = [cue.kind for cue in before[-2:]] == ["no", "with"]
    if joined and not part.text[before[-2].end : before[-1].start].strip():
        before = [*before[:-2], before[-1]._replace(kind="no")]  # nothing with synths
    between = part.text[before[-1].end : word.start] if before else ""
    if before and _near(between) and not ("的" in between and music_words.things(between)):
        return before[-1].kind  # 没有鼓的爵士 is jazz
    return ""


def _alone(between: str, han: bool) -> bool:
    """Whether nothing stands between a thing and the "only" behind it."""
    return between.strip() == "" and (not han or len(between) <= 1)


def _near(between: str) -> bool:
    """Whether a cue still speaks of a thing so many words later: "no drums or bass"."""
    return len(between.split()) <= 5 and len(between) <= 36


def ends_with(text: str, kind: str) -> bool:
    """Whether the words right before a place are such a cue."""
    found = [cue for cue in music_words.cues(text) if cue.kind == kind]
    return bool(found) and not text[found[-1].end :].strip(" the第大约")


def starts_with(text: str, kind: str) -> bool:
    """Whether the words right behind a place are such a cue, in the languages that say it so."""
    found = [cue for cue in music_words.cues(text) if cue.kind == kind]
    return bool(found) and not text[: found[0].start].strip() and not found[0].text.isascii()
