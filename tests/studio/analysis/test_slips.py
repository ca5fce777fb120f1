"""A beat that slipped by half for a while is put right; one that is played freely is left alone."""

from __future__ import annotations

import numpy as np

from studio.analysis import RATE, beats, spectrum
from studio.analysis.rhythm import _steady
from studio.analysis.spectrum import FRAME

GAP = 0.5  # seconds between two beats


def clicks(times: np.ndarray) -> spectrum.Spectrum:
    """Low strokes at these times."""
    sound = np.zeros(int((times[-1] + 1) * RATE), np.float32)
    stroke = np.sin(2 * np.pi * 70 * np.arange(2000) / RATE) * np.exp(-np.arange(2000) / 400)
    for time in times:
        at = int(time * RATE)
        sound[at : at + 2000] += stroke.astype(np.float32)
    return spectrum.analyse(sound)


def test_beats_that_slipped_by_half_are_put_right() -> None:
    true = 0.5 + GAP * np.arange(60)
    slipped = true.copy()
    slipped[:20] += GAP / 2
    slid = np.delete(slipped, 20)  # where it slid back
    found = beats.evened(clicks(true), (slid / FRAME).astype(np.float32)) * FRAME
    off = np.abs((found - 0.5 + GAP / 2) % GAP - GAP / 2)
    assert off.max() < 0.03
    assert _steady(found.astype(np.float64)) and not _steady(slid)


def test_a_beat_that_is_played_freely_stays_as_it_was_heard() -> None:
    dice = np.random.default_rng(5)
    free = np.cumsum(GAP * (1 + 0.06 * np.sin(np.arange(60) / 5)) + dice.normal(0, 0.01, 60))
    frames = (free / FRAME).astype(np.float32)
    assert np.array_equal(beats.evened(clicks(free), frames), frames)
    assert not _steady(free)


def test_even_beats_are_not_touched() -> None:
    true = 0.5 + GAP * np.arange(60) + np.random.default_rng(1).normal(0, 0.008, 60)
    frames = (true / FRAME).astype(np.float32)
    assert np.array_equal(beats.evened(clicks(true), frames), frames)
    assert _steady(true)
