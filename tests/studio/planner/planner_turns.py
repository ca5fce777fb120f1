"""Sentences said one after the other, and what is true of the timeline when all are carried out.

A row is `class | scene | a sentence => the next one | facts`, with the facts of `planner_outcomes`.
Run by itself, it tells how many of a file's rows are right, by class, and what the others are:
`asked` back needlessly, done in `part`, or `WRONG`: something else was done without a word.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import msgspec
import planner_outcomes as outcomes
import planner_scenes as scenes

from studio import planner
from studio import timeline as room
from studio.planner.values import Begin, Memory, Redo, Restore, Understanding, Undo
from studio.timeline import history as versions
from studio.timeline.history import History
from studio.timeline.model import Timeline

HERE = Path(__file__).parent


class Row(NamedTuple):
    """What is said over one scene, turn by turn, and the facts expected at the end."""

    kind: str
    over: str
    turns: tuple[str, ...]
    wanted: tuple[str, ...]


def load(name: str) -> list[Row]:
    """The rows of one file."""
    rows = []
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, over, said, wanted = line.split(" | ")
            turns = tuple(part.strip() for part in said.split(" => "))
            rows.append(Row(kind, over, turns, tuple(w.strip() for w in wanted.split(";"))))
    return rows


def walked(past: History, found: Understanding) -> History:
    """The history after an understanding's steps: edits are one version, walks go at once."""
    now = past.now
    for step in found.steps:
        match step:
            case Undo(count=count):
                past = versions.undo(versions.grown(past, now) if now != past.now else past, count)
                now = past.now
            case Redo(count=count):
                past = versions.redo(past, count)
                now = past.now
            case Restore(version=version):
                past = versions.restore(past, version)
                now = past.now
            case Begin():
                now = Timeline()
            case planner.Intent():
                pass
            case _:
                now = room.apply(now, step)
    return versions.grown(past, now) if now != past.now else past


def played(row: Row) -> tuple[Timeline, Timeline, Understanding]:
    """The timeline before and after all turns, and what the last one was understood as."""
    before, materials, tempo = scenes.scene(row.over)
    past, memory = versions.grown(versions.begun(), before), Memory()
    for said in row.turns:
        found = planner.understand(
            said, timeline=past.now, materials=materials, memory=memory, tempo=tempo, history=past
        )
        last, past = past, walked(past, found)
        memory = msgspec.json.decode(msgspec.json.encode(found.memory), type=Memory)
    return (before if len(row.turns) > 1 else last.now), past.now, found


def wrong(row: Row) -> str:
    """What is not as expected after these sentences; "" where all is."""
    before, after, found = played(row)
    return outcomes.problem(row.wanted, before=before, after=after, found=found)


def verdict(row: Row) -> str:
    """One word for a row that is not right: what a user would meet."""
    before, after, found = played(row)
    if (found.question or found.hints) and before == after and not found.intents:
        return "asked"
    return "part" if found.question else "WRONG"


def main(name: str, *, quiet: bool) -> None:
    """The score by class, after what is not right."""
    rows = load(name)
    right, ends = Counter[str](), Counter[str]()
    for row in rows:
        problem = wrong(row)
        if not problem:
            right[row.kind] += 1
            continue
        ends[verdict(row)] += 1
        if not quiet:
            said = " => ".join(row.turns)
            print(f"- {verdict(row)} [{row.over}] {said}\n    {'; '.join(row.wanted)}")
            print(f"    {problem[:420]}")
    for kind, count in Counter(row.kind for row in rows).items():
        print(f"{kind:<12}{right[kind]:>4} of {count}")
    print(f"{'all':<12}{right.total():>4} of {len(rows)}; {dict(ends)}")


if __name__ == "__main__":
    main(sys.argv[1], quiet="quiet" in sys.argv)
