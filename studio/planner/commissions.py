"""A wish for music that takes several parts to say: "synthwave, key of A minor, 100 bpm, 1:30".

Neighbouring parts about nothing but music are one wish, however many commas stand between them.
"""

from __future__ import annotations

import itertools

from studio.planner import briefs, clauses, music_words
from studio.planner.sheet import Clause
from studio.planner.tokens import Kind

_OTHERS = (
    "common.title", "common.caption", "common.photo", "common.original", "telling.export",
    "telling.just_music", "ducking.duck", "volume.volume", "syncing.sync", "moods.match",
    "history.undo", "history.redo", "telling.show", "slideshow.slides", "crossfade.crossfade",
)  # fmt: skip
_TOKENS: tuple[Kind, ...] = ("share", "db", "file", "text", "ord", "size", "times")
LONGEST = 600  # characters of one wish for music


def gathered(row: list[Clause]) -> list[Clause]:
    """The parts of a message, those of one wish for music as one."""
    if len(row) < 2:
        return row
    kinds = [_kind(clause) for clause in row]
    made: list[Clause] = []
    number = 0
    for musical, group in itertools.groupby(kinds, key=lambda kind: kind != "other"):
        size = len(list(group))
        run = row[number : number + size]
        whole = clauses.joined(run[0], run[-1]) if musical and size > 1 else None
        if whole and ("strong" in kinds[number : number + size] or about(whole)):
            made.append(whole)
        else:
            made += run
        number += size
    return made


def about(clause: Clause, *, loosely: bool = False) -> bool:
    """Whether a part is about nothing but the music that is wanted, and says which."""
    if _elsewhere(clause):
        return False
    return len(clause.raw) <= LONGEST and briefs.commissioned(clause.raw, loosely=loosely)


def _elsewhere(clause: Clause) -> bool:
    """Whether a part speaks of what is no music: "half" is a number, too, but of a tempo here."""
    paced = {"half", "double"} & {cue.kind for cue in music_words.cues(clause.plain)}
    kinds = [kind for kind in _TOKENS if kind != "times" or not paced]
    return any(clause.all(kind) for kind in kinds) or clause.says(*_OTHERS)


def _kind(clause: Clause) -> str:
    """`strong`: music is named; `more`: it may say more of it; `other`: something else."""
    if _elsewhere(clause):
        return "other"
    if about(clause):
        return "strong"
    if briefs.musical(clause.raw):
        return "more"
    aside = not clauses.own(clause) and not clause.tokens and len(clause.raw) < 40
    return "more" if aside else "other"
