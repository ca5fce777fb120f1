"""What a part says more of the wish before it, and what it says of something else."""

from __future__ import annotations

import re

from studio.planner import clauses, commissions
from studio.planner.scene import Reading
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.timeline.operations import AddSound, Volume

_BUT = ("but", "但", "但是", "但系", "不过")
_BUT_IS = re.compile(r"but |但[是系]?|不过")
_SMALL = re.compile(  # what a part that only names a thing may say beside its name
    r"[\ue000-\uf8ff.!]|(?<![a-z])(?:and|the|one|also|too|clip|please|pls|photo|title)(?![a-z])"
)


def more_of(reading: Reading, clause: Clause) -> bool:
    """Whether a part only says how loud the music just laid is to be, or from when to when."""
    laid = any(isinstance(step, AddSound) for step in reading.steps)
    laid = laid and not clause.says("music.in_song")
    if not laid or (clauses.begins(clause.text) and not clauses.only_times(clause)):
        return False
    others = ("common.original", "common.voice", "common.clip", "common.title", "fades.fade")
    loud = clause.all("share") or clause.all("db")
    return clauses.only_times(clause) or (bool(loud) and not clause.says(*others))


def named(clause: Clause) -> list[Token]:
    """The clips that a part names, or counts."""
    return [token for token in clause.tokens.values() if token.kind in ("ord", "file")]


def contrasted(clause: Clause, before: Clause, reading: Reading) -> bool:
    """Whether a part says of something else, or of the rest, how that is to be instead."""
    if any(isinstance(step, AddSound) for step in reading.steps):
        return commissions.for_a_while(clause)
    targeted = any(hasattr(step, "target") or hasattr(step, "targets") for step in reading.steps)
    if _turned(clause) and all(isinstance(step, Volume) for step in reading.steps):
        return True  # "softer, but after 8 seconds louder again"
    if not targeted or clause.all("time"):
        return False
    if clause.says("leaving.others") and not before.says("leaving.others"):
        return True
    left = _SMALL.sub("", clause.text).split()
    return bool(named(clause)) and len(left) == 1 and left[0].isascii()


def _turned(clause: Clause) -> bool:
    """Whether a part says behind a "but" what is otherwise at another time."""
    behind = clause.sheet.text[: clause.at].rstrip(" ,，").endswith(_BUT)
    if not (behind or _BUT_IS.match(clause.text)) or not clause.tokens:
        return False
    if clause.says("correcting.only", "common.negative"):
        return False
    return not clauses.only_times(clause, slack=0)


def softens(reading: Reading) -> bool:
    """Whether something becomes softer, and nothing else is done."""
    steps = reading.steps
    volumes = [step for step in steps if isinstance(step, Volume)]
    return 0 < len(volumes) == len(steps) and all((step.factor or 1) < 1 for step in volumes)


def retargeted(before: Reading | None, found: Reading) -> bool:
    """Whether another sound than before would be softer, or silent."""
    was = {step.targets for step in before.steps if isinstance(step, Volume)} if before else set()
    now = {step.targets for step in found.steps if isinstance(step, Volume)}
    return bool(was) and was != now


def same(alone: Reading | None, together: Reading) -> bool:
    """Whether a part says all by itself that it says with the part before."""
    return alone is not None and not alone.question and alone.steps == together.steps
