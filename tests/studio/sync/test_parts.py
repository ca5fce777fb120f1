"""The parts of a song by name, told from how its sections sound."""

from __future__ import annotations

import numpy as np
import pytest

from studio.analysis.values import Drop, Hearing, Section
from studio.sync import parts

Rows = list[tuple[float, float, str]]  # seconds, energy, label


def heard(rows: Rows, drops: tuple[float, ...] = ()) -> Hearing:
    """Sections of so many seconds, one after the other."""
    made, at = [], 0.0
    for lasts, energy, label in rows:
        made.append(Section(at, at + lasts, energy, label))
        at += lasts
    return Hearing(
        duration=at, rhythm=None, onsets=(), phrases=(), sections=tuple(made),
        drops=tuple(Drop(one, 1.0) for one in drops), speech=(), silence=(),
        loudness=np.zeros(0, np.float32), integrated=-14.0,
    )  # fmt: skip


def told(rows: Rows, drops: tuple[float, ...] = ()) -> list[tuple[str, float, float]]:
    return [(p.kind, p.start, p.end) for p in parts.parts(heard(rows, drops))]


FULL: Rows = [(8, 0.0, "A"), (16, 0.4, "B"), (16, 1.0, "C"), (16, 0.4, "B"), (16, 1.0, "C"),
              (8, 0.0, "A")]  # fmt: skip


def test_a_song_is_told_from_intro_to_outro() -> None:
    wanted = [("intro", 0, 8), ("verse", 8, 24), ("chorus", 24, 40), ("verse", 40, 56),
              ("chorus", 56, 72), ("outro", 72, 80)]  # fmt: skip
    assert told(FULL, (24.0, 56.0)) == wanted
    assert told(FULL) == wanted  # by its energy, where no drop was heard


@pytest.mark.parametrize(
    ("rows", "drops", "kinds"),
    [
        ([(16, 0.4, "B"), (16, 1.0, "C"), (16, 0.4, "B"), (16, 1.0, "C")], (16.0, 48.0),
         ["verse", "chorus", "verse", "chorus"]),  # begins with what comes again: no intro
        ([(8, 0.0, "A"), (16, 0.9, "C"), (8, 0.1, "D"), (16, 0.9, "C"), (8, 0.3, "E")], (32.0,),
         ["intro", "chorus", "bridge", "chorus", "outro"]),  # what is heard once in between
        ([(30, 0.5, "A"), (10, 0.52, "B")], (), []),  # all of one kind
        ([(40, 0.5, "A")], (), []),
        ([(40, 0.5, "A")], (20.0,), ["verse", "chorus"]),  # a drop told where no section begins
    ],
)  # fmt: skip
def test_parts_are_named_so(rows: Rows, drops: tuple[float, ...], kinds: list[str]) -> None:
    assert [kind for kind, _, _ in told(rows, drops)] == kinds


def test_a_part_is_counted_from_either_end_and_a_drop_is_a_chorus_that_begins_with_one() -> None:
    row = parts.parts(heard(FULL, (56.0,)))
    assert [p.start for p in parts.named(row, "chorus", 1)] == [56]
    assert [p.start for p in parts.named(row, "chorus", -1)] == [56]
    assert parts.named(row, "chorus", 2) == ()
    assert [p.start for p in parts.named(row, "drop", drops=(56.0,))] == [56]
    assert [p.start for p in parts.named(row, "drop")] == [24, 56]
    assert parts.named(row, "bridge") == ()
