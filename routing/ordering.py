"""The verdicts of the clauses as one order of work: what was asked for, when it is to be done."""

from __future__ import annotations

from typing import NamedTuple

from routing.clauses import Clause
from routing.signs import SIGN, signs
from routing.view import Act, Verdict

Judged = tuple[Clause, Verdict]


class Wish(NamedTuple):
    """One act to carry out, and the clauses that asked for it."""

    act: str
    clauses: tuple[Clause, ...]


_NOTHING = Verdict()
_NO_STEP = signs("praise", "is", "done", "past")
_LATER, _PARTICLE, _REQUEST = SIGN["later"], SIGN["particle"], SIGN["request"]
_LOOKS = signs("show", "filler", "me", "first", "now", "again", "weak then", "preview", "part")
_TWO = ("edited export", "export and state")
_FAULT = signs("broken", "dead")
_HANDS = signs("deliver", "hand me", "handover")
_EDITS = signs("edit", "edited")
_BOTH = ("edit and export", "edit and hand me", "edit and hand over")


def ordered(judged: list[Judged]) -> list[Wish]:
    """The wishes in execution order, adjacent equal ones merged."""
    if len(judged) == 1 and judged[0][0].role == "main" and judged[0][1].act not in _TWO:
        clause, verdict = judged[0]
        return [Wish(verdict.act, (clause,))] if verdict.act else []
    wishes: list[Wish] = []
    held: list[Wish] = []  # what a fronted "before …" puts behind the next wish
    asides: list[
        Wish
    ] = []  # money asked about inside a condition: counts when nothing else was wished
    for clause, verdict in _settled(_parted(judged)):
        if not verdict.act:
            continue
        wish = Wish(verdict.act, (clause,))
        fronted = not any(w.clauses[0].sentence == clause.sentence for w in wishes)
        match clause.role:
            case "if":
                if verdict.act == "credits":
                    wishes.insert(len(wishes) if fronted else len(wishes) - 1, wish)
            case "after" if verdict.act != "sse":
                asides += [wish] if verdict.act == "credits" else []
            case "after" if not fronted:
                wishes.insert(len(wishes) - 1, wish)
            case "before" if wishes and wishes[-1].clauses[-1].asks and wishes[-1].act == "sse":
                pass  # what would you change before exporting?
            case "before" if fronted:
                held.append(wish)
            case _:
                _place(wishes, wish, clause)
                if wish.act != "credits":
                    wishes += held
                    held = []
    if wishes and all(wish.act == "credits" for wish in wishes):
        held = []  # before I export, how much is it?
    return merged(wishes + held if wishes else []) or asides[:1]


def _parted(judged: list[Judged]) -> list[Judged]:
    """An edit and an export in one clause, and an export of what the draft is not yet, as two."""
    parted: list[Judged] = []
    for clause, verdict in judged:
        if verdict.act == "export and state":
            parted.append((clause, Verdict("export", why=verdict.why)))
            parted.append((clause, Verdict("state", why=verdict.why)))
            continue
        if verdict.act != "edited export":
            parted.append((clause, verdict))
            continue
        edit = export = clause
        edited = next((at for at, sign in enumerate(clause.signs) if sign in _EDITS), 0)
        at = next((at for at, sign in enumerate(clause.signs) if sign in _HANDS and at > edited), 0)
        if verdict.why in _BOTH and at:
            edit = clause._replace(signs=clause.signs[:at], last=clause.first + at - 1)
            export = clause._replace(signs=clause.signs[at:], first=clause.first + at)
        parted.append((edit, Verdict("sse", why=verdict.why)))
        parted.append((export, Verdict("export", why=verdict.why)))
    return parted


def _place(wishes: list[Wish], wish: Wish, clause: Clause) -> None:
    """Appends; but an edit named behind an export without a "then" is done before it."""
    late = wish.act == "sse" and wishes and wishes[-1].act == "export" and not clause.then
    wishes.insert(len(wishes) - 1 if late else len(wishes), wish)


def _settled(judged: list[Judged]) -> list[Judged]:
    """The verdicts that stand once all clauses are known."""
    strong: set[Act] = {v.act for c, v in judged if v.act and not v.weak and c.role != "if"}
    faulty = any(not _FAULT.isdisjoint(c.signs) for c, _ in judged)
    supposed = _supposed(judged)
    settled = []
    refused = any(v.why in ("negated", "put off") for _, v in judged)
    for at, (clause, verdict) in enumerate(judged):
        only_supposed = clause.sentence in supposed and verdict.act != "credits"
        listed = verdict.why == "part" and _then_exports(judged[at : at + 2])
        if only_supposed or (verdict.weak and not listed and _outweighed(verdict, strong)):
            verdict = _NOTHING
        elif verdict.act == "export" and clause.then and at and _waits(judged[at - 1][0], clause):
            verdict = _NOTHING  # 等客户确认再导出
        elif refused and not clause.question and _musing(clause, verdict):
            verdict = _NOTHING  # 先不要给我，还没好; 先不导出，再看看
        elif verdict.why == "hand it over" and at and judged[at - 1][1].act == "upload":
            verdict = _NOTHING if not clause.then else verdict  # … so you can get them
        elif verdict.act == "export" and _only_wondered(judged[at : at + 2]):
            verdict = _NOTHING  # 导出之后还能改吗
        elif verdict.why in ("progress", "summary") and _export_next(judged, at):
            verdict = _NOTHING  # 整好未？整好就俾我
        elif faulty and _asks_another(clause, verdict, at):
            verdict = Verdict("export", why="another one")
        settled.append((clause, verdict))
    return settled


def _musing(clause: Clause, verdict: Verdict) -> bool:
    """True beside a refusal for what only gives its reason: still not done, let me look first."""
    if verdict.act != "state":
        return False
    return verdict.why == "progress" or frozenset(clause.signs) <= _LOOKS


def _only_wondered(two: list[Judged]) -> bool:
    """True when the next clause asks what may be done after an export."""
    if len(two) < 2 or two[0][0].sentence != two[1][0].sentence:
        return False
    after, verdict = two[1]
    asks = after.question or after.signs[-1:] == _PARTICLE
    return after.then and asks and verdict.act == "sse" and _REQUEST in after.signs


def _then_exports(two: list[Judged]) -> bool:
    """True for 先配乐，后导出: what is only named, but first in a row of steps."""
    if len(two) < 2 or not _NO_STEP.isdisjoint(two[0][0].signs):
        return False
    return two[1][0].then and two[1][1].act == "export"


def _waits(before: Clause, clause: Clause) -> bool:
    """True when the clause before only says what is waited for."""
    return before.sentence == clause.sentence and before.signs[:1] == _LATER


def _outweighed(verdict: Verdict, strong: set[Act]) -> bool:
    """True when a weak sign of something stands beside a clear wish for something else."""
    return "sse" in strong or (bool(strong) and verdict.act in ("sse", "upload"))


def _supposed(judged: list[Judged]) -> set[int]:
    """The sentences that only suppose: if I made another one and exported it, how much would it
    be?"""
    return {
        clause.sentence
        for at, (clause, verdict) in enumerate(judged)
        if verdict.act == "credits"
        and any(
            c.role == "if" and v.act != "credits" and c.sentence == clause.sentence
            for c, v in judged[:at]
        )
    }


def _asks_another(clause: Clause, verdict: Verdict, at: int) -> bool:
    """True for 'try again', 'send another', 换一个, beside a failed export or a dead link."""
    if not verdict.act:
        return SIGN["again"] in clause.signs or (at > 0 and SIGN["handover"] in clause.signs)
    return at > 0 and verdict.act == "sse" and len(clause.signs) <= 2


def _export_next(judged: list[Judged], at: int) -> bool:
    """True when the next wish is to hand over what was asked about."""
    return next((v.act == "export" for _, v in judged[at + 1 :] if v.act), False)


def merged(wishes: list[Wish]) -> list[Wish]:
    """The wishes with equal neighbours made one."""
    one: list[Wish] = []
    for wish in wishes:
        if one and one[-1].act == wish.act:
            one[-1] = Wish(wish.act, one[-1].clauses + wish.clauses)
        else:
            one.append(wish)
    return one
