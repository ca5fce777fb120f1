"""Tempi for cuts, and accents on those that no tempo reaches."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.sync import tempi

_CUTS = st.lists(
    st.tuples(st.integers(1, 60), st.integers(1, 4)), max_size=9, unique_by=lambda one: one[0]
)


@given(_CUTS)
def test_accents_stand_apart_and_no_others_that_do_are_worth_more(drawn):
    cuts = [(at / 10, float(weight)) for at, weight in drawn]
    kept = tempi.accents(cuts)
    assert all(b[0] - a[0] >= tempi.APART - 1e-6 for a, b in itertools.pairwise(kept))
    choices = (
        row
        for count in range(len(cuts) + 1)
        for row in itertools.combinations(sorted(cuts), count)
        if all(b[0] - a[0] >= tempi.APART - 1e-6 for a, b in itertools.pairwise(row))
    )
    most = max(sum(weight for _, weight in row) for row in choices)
    assert sum(weight for _, weight in kept) == most


@pytest.mark.parametrize(
    ("frames", "fps", "middle", "bpm"),
    [
        (8, 30, 118.0, 112.5),  # a cut an eighth
        (15, 30, 118.0, 120.0),  # a cut a beat
        (12, 24, 126.0, 120.0),
        (6, 25, 118.0, 125.0),
        (30, 30, 75.0, 60.0),
    ],
)
def test_even_cuts_get_a_tempo_that_they_divide(frames, fps, middle, bpm):
    cuts = [(n * frames / fps, 1.0) for n in range(1, 61)]
    found = tempi.likely(cuts, cuts[15][0], middle, (0.14, 0.3))
    assert any(abs(tempo - bpm) < 0.2 for tempo, _ in found)
