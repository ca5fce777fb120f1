"""Held lines are joined as players join them; what is struck is struck."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from studio import composer
from studio.brief import Brief
from studio.composer import legato, theory, waves
from studio.composer.values import RATE, Note

HALF = RATE // 2


def line(*pitches, gap=0, length=HALF):
    return [Note(index * (length + gap), length, pitch, 90) for index, pitch in enumerate(pitches)]


@pytest.mark.parametrize(
    ("notes", "slides", "styles"),
    [
        (line(62, 64, 67), False, ["", "legato", "legato"]),
        (line(62, 64, 74), True, ["", "glide-2", "legato"]),  # too far for a finger
        (line(62, 62, 64), True, ["", "", "glide-2"]),  # the same tone again is struck again
        (line(62, 64, gap=RATE // 4), True, ["", ""]),  # a breath between them
        (line(62, 64, length=RATE // 20), True, ["", ""]),  # too short to be joined
    ],
)
def test_what_follows_without_a_breath_is_joined(notes, slides, styles):
    joined = legato.joined(notes, slides=slides)
    assert [note.style for note in joined] == styles
    assert [note.at for note in joined] == [note.at for note in notes]
    for before, note in itertools.pairwise(joined):
        assert (before.at + before.length > note.at) == bool(note.style)


def test_a_sliding_finger_starts_where_the_tone_before_was():
    def pitch(key, start):
        wave = np.atleast_2d(waves.rendered(key, RATE, 0).wave)[0, start : start + 2_400]
        power = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), 1 << 16))
        f = np.fft.rfftfreq(1 << 16, 1 / RATE)
        near = (f > 350) & (f < 560)
        return 69 + 12 * np.log2(f[near][power[near].argmax()] / 440)

    plain = waves.Key("erhu", 69, 2, "legato", 180.0)
    slid = plain._replace(style="glide+3")
    assert abs(pitch(plain, 12_000) - 69) < 0.4 and abs(pitch(slid, 12_000) - 69) < 0.4
    assert pitch(slid, 0) > pitch(plain, 0) + 0.5


def test_a_soft_breath_is_duller_than_a_hard_one():
    def brightness(layer):
        wave = np.atleast_2d(waves.rendered(waves.Key("flute", 74, layer, "", 180.0), RATE, 0).wave)
        power = np.abs(np.fft.rfft(wave[0])) ** 2
        f = np.fft.rfftfreq(wave.shape[1], 1 / RATE)
        return power[f > 5_000].sum() / power.sum()

    assert brightness(0) < 0.5 * brightness(2)


@pytest.mark.parametrize("genre", ["folk", "chillhop", "rnb", "house", "zen", "rock"])
def test_the_key_is_heard_in_the_chords(genre):
    for seed in range(8):
        for length in (9_000, 40_000):
            plan = composer.plan(Brief(genre=genre, length_ms=length, seed=seed))
            minor = plan.mode in theory.MINOR_MODES
            heard = [0.0] * 12
            for chord in plan.chords:
                for tone in (0, *chord.tones):
                    heard[(chord.root + tone - plan.tonic) % 12] += chord.end - chord.at
            assert theory.clarity(heard, minor=minor) > -0.15, (seed, length, plan.progression)


def test_figures_lie_under_the_tune():
    parts = composer.score(composer.plan(Brief(genre="guofeng", length_ms=40_000, seed=3))).parts
    tune = next(part for part in parts if part.name == "Melody")
    figure = next(part for part in parts if part.name == "Guzheng")
    top = max(note.pitch for note in tune.notes)
    assert max(note.pitch for note in figure.notes) <= top
