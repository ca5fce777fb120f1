"""The verdicts of the clauses as one order of work: what was asked for, when it is to be done."""

from __future__ import annotations

from dataclasses import dataclass

from routing.view import Verdict
from routing.clauses import Clause
from routing.signs import SIGN, signs


@dataclass(frozen=True, slots=True)
class Wish:
    """One act to carry out, and the clauses that asked for it."""

    act: str
    clauses: tuple[Clause, ...]


_PROGRESS = ("done yet", "done?", "summary", "progress")
_FAULT = signs("broken", "dead")


def ordered(judged: list[tuple[Clause, Verdict]]) -> list[Wish]:
    """The wishes in execution order, adjacent equal ones merged."""
    judged = _settled(_parted(judged))
    wishes: list[Wish] = []
    held: list[Wish] = []  # what a fronted "before …" puts behind the next wish
    asides: list[Wish] = []  # a money question inside a condition counts when nothing else was wished
    for clause, verdict in judged:
        wish = Wish(verdict.act, (clause,))
        if verdict.act == "credits" and clause.role == "after":
            asides.append(wish)
        if not verdict.act:
            continue
        if clause.role == "if":
            if verdict.act == "credits":
                wishes.append(wish)
            continue
        fronted = not any(w.clauses[0].sentence == clause.sentence for w in wishes)
        if clause.role == "before" and wishes and wishes[-1].act == "sse" and wishes[-1].clauses[-1].asks:
            continue
        if clause.role == "before" and fronted:
            held.append(wish)
            continue
        if clause.role == "after":
            if verdict.act != "sse":
                continue
            if not fronted:
                wishes.insert(len(wishes) - 1, wish)
                continue
        _place(wishes, wish, clause)
        if wish.act != "credits":
            wishes += held
            held = []
    if wishes and all(wish.act == "credits" for wish in wishes):
        held = []
    return _merged(wishes + held) or asides[:1]


def _parted(judged: list[tuple[Clause, Verdict]]) -> list[tuple[Clause, Verdict]]:
    """An export of what the draft is not yet, as its edit and its export."""
    parted: list[tuple[Clause, Verdict]] = []
    for clause, verdict in judged:
        if verdict.act == "edited export":
            parted += ((clause, Verdict("sse", why=verdict.why)), (clause, Verdict("export", why=verdict.why)))
        else:
            parted.append((clause, verdict))
    return parted


def _place(wishes: list[Wish], wish: Wish, clause: Clause) -> None:
    """Appends; but an edit named behind an export without a "then" is done before it."""
    last = wishes[-1] if wishes else None
    if wish.act == "sse" and last and last.act == "export" and not clause.then:
        before = len(wishes) > 1 and wishes[-2].act == "sse"
        if not before or SIGN["first"] in clause.signs or True:
            wishes.insert(len(wishes) - 1, wish)
            return
    wishes.append(wish)


def _settled(judged: list[tuple[Clause, Verdict]]) -> list[tuple[Clause, Verdict]]:
    """The verdicts that stand once all clauses are known."""
    strong = {v.act for c, v in judged if v.act and not v.weak and c.role != "if"}
    settled = []
    supposed = {
        clause.sentence
        for at, (clause, verdict) in enumerate(judged)
        if verdict.act == "credits"
        and any(c.role == "if" and v.act != "credits" and c.sentence == clause.sentence for c, v in judged[:at])
    }
    faulty = any(not _FAULT.isdisjoint(c.signs) for c, _ in judged)
    for at, (clause, verdict) in enumerate(judged):
        if clause.sentence in supposed and verdict.act != "credits":
            verdict = Verdict()
        elif verdict.weak and verdict.act == "export" and "sse" in strong:
            verdict = Verdict()
        elif verdict.weak and verdict.act == "sse" and strong:
            verdict = Verdict()
        elif verdict.weak and verdict.act == "upload" and strong:
            verdict = Verdict()
        elif verdict.act == "state" and verdict.why in _PROGRESS and _handed_next(judged, at):
            verdict = Verdict()
        elif not verdict.act and SIGN["again"] in clause.signs and faulty:
            verdict = Verdict("export", why="again")
        elif faulty and at and (verdict.act == "sse" and len(clause.signs) <= 2 or not verdict.act and SIGN["handover"] in clause.signs):
            verdict = Verdict("export", why="another one")
        settled.append((clause, verdict))
    return settled


def _handed_next(judged: list[tuple[Clause, Verdict]], at: int) -> bool:
    """True when the next wish is to hand over what was asked about: 整好未？整好就俾我."""
    for clause, verdict in judged[at + 1 :]:
        if verdict.act:
            return verdict.act == "export"
    return False


def _merged(wishes: list[Wish]) -> list[Wish]:
    merged: list[Wish] = []
    for wish in wishes:
        if merged and merged[-1].act == wish.act:
            merged[-1] = Wish(wish.act, merged[-1].clauses + wish.clauses)
        else:
            merged.append(wish)
    return merged
