"""At which level songs are counted that repeat at several."""

from __future__ import annotations

import pytest

from benchmarks import others
from studio.analysis import rhythm, spectrum

SLOW = ("rnb", "lo-fi", "slow soul", "neo soul", "sparse ballad", "trap")
THREES = ("six8 ballad", "six8 no drums", "twelve8 soul")
ODD = ("jazz waltz", "waltz, one in a bar", "fast swing", "five4 jazz")


@pytest.mark.parametrize("kind", [*SLOW, *THREES, *ODD])
def test_a_song_is_counted_as_people_tap_it(kind: str) -> None:
    made = others.drawn(9000, kind=kind, real=False)
    found = rhythm.track(spectrum.analyse(made.sound))
    assert found.bpm == pytest.approx(made.bpm, rel=0.04)


@pytest.mark.parametrize("kind", THREES[:2])
def test_beats_of_three_parts_are_said_to_have_three(kind: str) -> None:
    made = others.drawn(9001, kind=kind, real=False)
    assert rhythm.track(spectrum.analyse(made.sound)).parts == 3


@pytest.mark.parametrize("seed", [9003, 9006])
def test_bars_of_five_are_bars_of_five(seed: int) -> None:
    made = others.drawn(seed, kind="five4", real=False)
    assert rhythm.track(spectrum.analyse(made.sound)).meter == 5


@pytest.mark.parametrize("kind", ["house", "slow soul", "lo-fi"])
def test_bars_of_four_are_no_bars_of_six(kind: str) -> None:
    made = others.drawn(9003, kind=kind, real=False)
    found = rhythm.track(spectrum.analyse(made.sound))
    assert (found.meter, found.parts) == (4, 2)
