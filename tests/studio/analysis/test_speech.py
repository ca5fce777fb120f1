"""A voice alone is speech, however even its syllables; music is none."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import others, songs
from studio import analysis
from studio.analysis import RATE
from tests.studio.analysis.songs import of_loudness, song


def voice(seconds: float, seed: int) -> np.ndarray:
    """Syllables as even as a beat: a breath of noise, then a buzz whose pitch glides."""
    dice = np.random.default_rng(seed)
    made: list[np.ndarray] = []
    while sum(map(len, made)) < seconds * RATE:
        long = int(dice.uniform(0.2, 0.24) * RATE)
        place = np.arange(long) / long
        glide = dice.uniform(-4, 4) + dice.choice([-7.0, -3.0, 3.0, 6.0]) * place
        phase = 2 * np.pi * np.cumsum(190 * 2 ** (glide / 12)) / RATE
        buzz = np.sum([np.sin(k * phase) / k for k in range(1, 16)], axis=0)
        loud = np.clip(np.minimum((place - 0.25) / 0.1, (1 - place) / 0.2), 0, 1)
        loud = loud * (dice.random() > 0.12)
        made.append(0.15 * buzz * loud + dice.normal(0, 0.012, long) * (place < 0.25))
    whole = np.concatenate(made)[: int(seconds * RATE)]
    return (whole + dice.normal(0, 0.0005, len(whole))).astype(np.float32)


@pytest.mark.parametrize("seconds", [5.0, 6.5, 14.0])
@pytest.mark.parametrize("seed", [0, 2, 4, 5])
def test_a_voice_alone_is_speech_and_has_no_beat(seconds: float, seed: int) -> None:
    heard = analysis.listen(voice(seconds, seed))
    assert sum(span.end - span.start for span in heard.speech) > 0.8 * seconds
    assert heard.rhythm is None
    assert heard.drops == ()


def test_a_voice_over_a_band_is_speech_and_the_band_keeps_its_beat() -> None:
    """No voice is as deep as a kick and a bass."""
    spoken = voice(14.0, 2)
    heard = analysis.listen(spoken + of_loudness(song("house", 124, seconds=14).sound, spoken, -2))
    assert sum(span.end - span.start for span in heard.speech) > 9.0
    assert heard.rhythm is not None
    assert heard.rhythm.bpm == pytest.approx(124, rel=0.02)


def test_the_user_s_word_about_its_beat_wins_over_speech() -> None:
    assert analysis.listen(voice(6.5, 0), bpm=100.0).rhythm is not None


@pytest.mark.parametrize("seed", [9015, 9070])
def test_notes_that_follow_each_other_are_no_speech(seed: int) -> None:
    """A bossa nova and a song in three that wanders were taken for speech."""
    assert analysis.listen(others.drawn(seed, real=False).sound).speech == ()


@pytest.mark.parametrize("style", ["bossa", "drum and bass", "folk"])
def test_drawn_songs_are_no_speech(style: str) -> None:
    made = songs.drawn(1015, style=style, real=False)
    assert analysis.listen(made.sound).speech == ()


@pytest.mark.parametrize("bpm", [90, 100, 124, 150])
def test_kicks_that_fall_in_pitch_are_no_speech(bpm: float) -> None:
    t = np.arange(int(0.28 * RATE)) / RATE
    kick = np.sin(2 * np.pi * (50 * t + 7 * (1 - np.exp(-t * 18)))) * np.exp(-t * 11)
    made = np.zeros(16 * RATE, np.float32)
    for number in range(int(15.5 * bpm / 60)):
        at = round(number * 60 / bpm * RATE)
        tone = np.sin(2 * np.pi * 220 * 2 ** ((0, 3, 7, 10)[number % 4] / 12) * t) * np.exp(-t * 4)
        made[at : at + len(t)] += (0.8 * kick + 0.08 * tone).astype(np.float32)
    heard = analysis.listen(made)
    assert not heard.speech and heard.rhythm is not None
