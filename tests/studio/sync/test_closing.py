"""Which stretches of a song are played so that it ends with a part of it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.sync import closing

BARS = [2.0 * n for n in range(41)]  # a song of 82 s, 120 beats a minute
ALIKE = np.eye(41)
CHORUS = (32.02, 47.95)


@pytest.mark.parametrize(
    ("part", "whole", "spans"),
    [
        ((48.0, 66.0), 82.0, [(0, 66), (48, 66), (66, 82)]),  # an outro follows, and stays last
        ((64.0, 82.0), 82.0, [(0, 80), (64, 82)]),  # what rings at the end rings once
        ((16.1, 32.1), 82.0, [(0, 80), (16, 32)]),  # something else follows: all of that first
    ],
)
def test_a_part_once_more(part, whole, spans):
    assert closing.appended(BARS, part, 0.0, 80.0, whole) == spans


@pytest.mark.parametrize(
    ("onsets", "turn"),
    [
        ([0.0, 24.0], (0.0, 24.0)),  # a last stroke that rings
        ([0.0, 23.9], (0.0, 24.0)),
        ([0.0, 24.5], (0.0, 24.0)),  # a bar more would end in the middle of a phrase
        ([0.0, 30.5], (0.0, 32.0)),
        ([0.0, 3.0], None),  # too short to be repeated by bars
    ],
)
def test_a_song_begins_again_at_a_bar_line(onsets, turn):
    over = closing.sounding(BARS, onsets, 82.0)
    assert closing.turn(BARS, 0.0, over) == turn


def test_under_a_film_the_part_is_heard_where_that_ends():
    assert closing.ending(BARS, ALIKE, CHORUS, 0.0, 40.0, 80.0) == [(0.0, 24.0), (32.0, 48.0)]
    assert closing.ending(BARS, ALIKE, CHORUS, 0.0, 48.0, 80.0) == [(0.0, 48.0)]


@given(st.floats(8, 400), st.floats(0, 30), st.integers(2, 28), st.integers(2, 12))
def test_it_is_as_long_as_the_film_and_goes_over_on_bar_lines(film, first, start, count):
    part = (BARS[start], BARS[start + count])
    spans = closing.ending(BARS, ALIKE, part, first, film, 80.0)
    assert abs(sum(b - a for a, b in spans) - film) < 1e-6 and spans[0][0] == first
    for one, two in itertools.pairwise(spans):
        assert any(abs(one[1] - bar) < 1e-6 for bar in BARS) or len(spans) == 2
        assert any(abs(two[0] - bar) < 1e-6 for bar in BARS)
    assert spans[-1][0] <= part[0] + 1e-6 < spans[-1][1] or film < 12
