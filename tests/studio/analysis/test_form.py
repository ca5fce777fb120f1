"""Drops, sections, loudness and speech where they are known."""

from __future__ import annotations

import numpy as np
import pytest

from studio import analysis
from studio.analysis import RATE, loudness, speech
from tests.studio.analysis.songs import of_loudness, song


@pytest.mark.parametrize(("pattern", "bpm"), [("house", 120), ("rock", 96), ("house", 128)])
def test_a_drop_is_found_to_within_twenty_milliseconds(pattern: str, bpm: float) -> None:
    bars = 32 * 60 / bpm
    loud = song(pattern, bpm, seconds=bars, first=0).sound
    quiet = of_loudness(song("no drums", bpm, seconds=bars, first=0).sound, loud, -7)
    heard = analysis.listen(np.concatenate([quiet, loud]))
    assert min(abs(drop.at - bars) for drop in heard.drops) < 0.020


def test_a_song_that_goes_on_the_same_has_no_drop() -> None:
    assert analysis.listen(song("rock", 110, seconds=60).sound).drops == ()


def test_silence_is_minus_seventy_and_a_louder_copy_is_louder_by_as_much() -> None:
    made = song("rock", 100, seconds=12).sound
    assert loudness.integrated(np.zeros(RATE, np.float32), RATE) == -70.0
    difference = loudness.integrated(made, RATE) - loudness.integrated(made * 0.5, RATE)
    assert difference == pytest.approx(6.02, abs=0.05)


def test_a_full_scale_sine_of_997_hertz_is_minus_three() -> None:
    """EBU Tech 3341: a stereo sine at -23 dBFS measures -23 LUFS; one channel is 3 LU less."""
    time = np.arange(RATE * 10 * 2) / (2 * RATE)
    sine = (10 ** (-23 / 20) * np.sin(2 * np.pi * 997 * time)).astype(np.float32)
    assert loudness.integrated(np.stack([sine, sine], 1), 2 * RATE) == pytest.approx(-23, abs=0.1)


def test_music_is_not_taken_for_speech() -> None:
    heard = analysis.listen(song("house", 124, seconds=30).sound)
    assert heard.speech == ()


def test_a_gliding_broken_voice_is_taken_for_speech() -> None:
    """A buzz whose pitch glides, in syllables: what a voice is, without a voice."""
    time = np.arange(RATE * 6) / RATE
    pitch = 120 + 25 * np.sin(2 * np.pi * 0.7 * time) + 12 * np.sin(2 * np.pi * 2.3 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    buzz = sum(np.sin(k * phase) / k for k in range(1, 20))
    syllables = np.clip(np.sin(2 * np.pi * 4.1 * time) * 2, 0, 1)
    voice = np.concatenate([np.zeros(RATE * 2), 0.1 * buzz * syllables, np.zeros(RATE * 2)])
    voice += np.random.default_rng(0).normal(0, 0.0008, len(voice))
    found = speech.spans(voice.astype(np.float32))
    covered = sum(span.end - span.start for span in found)
    assert covered > 4.5
    assert found[0].start > 1.5
    assert found[-1].end < 8.6
