"""The beat of songs whose beat is known."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import songs
from studio import analysis
from studio.analysis import RATE, rhythm, spectrum
from tests.studio.analysis.songs import song, waltz


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
    """Half a beat beside where we hear it: every beat follows."""
    found = analysis.listen(song("house", 120).sound, bpm=120, first=0.55).rhythm
    away = (np.array(found.beats) - 0.3) % 0.5
    assert min(abs(beat - 0.55) for beat in found.beats) < 0.02
    assert len(found.beats) > 50
    assert np.median(away) == pytest.approx(0.25, abs=0.03)


def test_tapped_beats_win() -> None:
    """Four taps at half the tempo, a little beside the beat."""
    found = analysis.listen(song("house", 128).sound, taps=(0.31, 1.24, 2.19, 3.11)).rhythm
    assert found.bpm == pytest.approx(64, rel=0.02)
    assert found.confidence == 1.0


@pytest.mark.parametrize("seed", [1, 3, 5])
def test_songs_of_three_beats_are_counted_in_threes(seed: int) -> None:
    made = songs.drawn(300 + seed, style="waltz" if seed < 5 else "three", real=False)
    found = analysis.listen(made.sound).rhythm
    assert found.meter == 3
    assert found.bpm == pytest.approx(made.bpm, rel=0.04)


@pytest.mark.parametrize(
    ("bpm", "turns", "kicks"),
    [(60, 1, 0), (72, 1, 0), (90, 1, 0), (90, 2, 1), (90, 4, 3), (135, 2, 3), (150, 1, 1)],
)
def test_a_waltz_is_in_three_however_slow_or_even_it_is(bpm: float, turns: int, kicks: int) -> None:
    """A low note and two chords; chords turn with so many bars, so many of its beats are kicks."""
    found = analysis.listen(waltz(bpm, turns=turns, kicks=kicks)).rhythm
    assert found.meter == 3
    assert found.bpm == pytest.approx(bpm, rel=0.02)


def test_a_louder_offbeat_does_not_make_the_beat_slip() -> None:
    """The middle of the song has its loudest strokes between the beats."""
    made = song("house", 120, seconds=36)
    sound = made.sound.copy()
    strike = song("house", 120, seconds=1.0, first=0.0).sound[: RATE // 5]
    for beat in made.beats[20:50]:
        at = round((beat + 0.25) * RATE)
        sound[at : at + len(strike)] += 0.9 * strike
    found = np.array(analysis.listen(sound).rhythm.beats)
    away = np.abs(found[:, None] - made.beats[None, :]).min(axis=1)
    assert np.mean(away < 0.05) > 0.95 or np.mean(away > 0.2) > 0.95


@pytest.mark.parametrize("kind", range(len(songs.BEATLESS)))
def test_what_has_no_beat_is_said_to_have_none(kind: int) -> None:
    name, sound = songs.beatless(kind)
    assert analysis.listen(sound).rhythm is None, name


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


@pytest.mark.parametrize("seconds", [12, 20])
@pytest.mark.parametrize("bpm", [70, 96, 100, 120, 124, 136, 140, 174])
def test_kicks_and_snares_by_themselves_are_counted_in_fours(bpm: float, seconds: int) -> None:
    """Whether a bar is a whole number of frames says nothing about how many beats it has."""
    t = np.arange(int(0.28 * RATE)) / RATE
    kick = np.sin(2 * np.pi * (50 * t + 7 * (1 - np.exp(-t * 18)))) * np.exp(-t * 11)
    snare = np.random.default_rng(1).standard_normal(len(t)) * np.exp(-t * 22) * 0.5
    made = np.zeros((seconds + 1) * RATE, np.float32)
    for number in range(int(seconds * bpm / 60)):
        at = round(number * 60 / bpm * RATE)
        tone = np.sin(2 * np.pi * 220 * 2 ** ((0, 3, 7, 10)[number % 4] / 12) * t) * np.exp(-t * 4)
        made[at : at + len(t)] += (0.5 * kick + 0.5 * snare * (number % 2) + 0.05 * tone).astype(
            np.float32
        )
    found = analysis.listen(made[: seconds * RATE]).rhythm
    assert found is not None and found.bpm == pytest.approx(bpm, rel=0.04)
    assert found.meter in (2, 4)
