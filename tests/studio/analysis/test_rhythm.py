"""The beat of songs whose beat is known."""

from __future__ import annotations

import numpy as np
import pytest

from studio import analysis
from studio.analysis import RATE, rhythm, spectrum
from tests.studio.analysis.songs import song


@pytest.mark.parametrize(
    ("pattern", "bpm"),
    [
        ("rock", 72), ("rock", 96), ("rock", 120), ("rock", 150), ("house", 112), ("house", 128),
        ("hiphop", 84), ("hiphop", 92), ("breakbeat", 172), ("sixteenths", 96), ("no drums", 100),
    ],
)  # fmt: skip
def test_the_tempo_is_found_within_four_percent_at_its_own_level(pattern: str, bpm: float) -> None:
    found = rhythm.track(spectrum.analyse(song(pattern, bpm).sound))
    assert found.bpm == pytest.approx(bpm, rel=0.04)


@pytest.mark.parametrize("bpm", [64.0, 77.7, 91.3, 105.0, 118.4, 133.3, 147.1, 168.0])
@pytest.mark.parametrize("pattern", ["rock", "house", "sixteenths"])
def test_at_a_wrong_level_the_second_guess_is_the_right_one(pattern: str, bpm: float) -> None:
    found = rhythm.track(spectrum.analyse(song(pattern, bpm, seconds=24).sound))
    assert any(guess == pytest.approx(bpm, rel=0.02) for guess in (found.bpm, found.second_bpm))


def test_beats_lie_on_the_beats_within_ten_milliseconds() -> None:
    made = song("rock", 100)
    found = np.array(analysis.listen(made.sound).rhythm.beats)
    nearest = made.beats[np.abs(made.beats[:, None] - found[None, :]).argmin(axis=0)]
    assert np.median(np.abs(found - nearest)) < 0.010


def test_the_user_s_word_about_the_tempo_wins() -> None:
    made = song("house", 128)
    assert analysis.listen(made.sound, bpm=64).rhythm.bpm == pytest.approx(64, rel=0.02)


def test_the_user_s_first_beat_wins() -> None:
    made = song("house", 120)
    found = analysis.listen(made.sound, bpm=120, first=0.45).rhythm
    phases = (np.array(found.beats[2:-2]) - 0.3) % 0.5
    assert len(found.beats) > 40
    assert np.isfinite(phases).all()


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(RATE * 8, np.float32),
        np.random.default_rng(1).normal(0, 0.1, RATE * 8).astype(np.float32),
        np.zeros(7, np.float32),
        np.zeros(0, np.float32),
        np.full(RATE * 3, 0.5, np.float32),
    ],
    ids=["silence", "noise", "seven samples", "nothing", "direct current"],
)
def test_what_has_no_beat_is_given_none(sound: np.ndarray) -> None:
    assert analysis.listen(sound).rhythm is None
