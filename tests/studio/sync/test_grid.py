"""Where music can meet a cut: beats and eighths, attacks, the pulse of a composed piece."""

from __future__ import annotations

import numpy as np
import pytest

from studio import composer
from studio.brief import Brief
from studio.sync import align, bend, pulse
from studio.sync.values import Piece, Target


def test_without_a_beat_phrases_lead_and_attacks_follow() -> None:
    found = align.free([1.0, 2.0, 2.03, 5.0], [0.0, 2.02], [], 8.0)
    assert found.times == (1.0, 2.02, 5.0)
    assert max(found.worth) == found.worth[1]


def test_a_drop_between_the_beats_is_met_exactly() -> None:
    beats = [0.5 * n for n in range(80)]
    song = align.grid(beats, beats[::4], [14.13], 40.0)
    fit = align.align([Target(7.0, 1.0, True), Target(9.0)], song, 20.0)
    assert fit.hero is not None and abs(fit.hero) < 0.02


def test_beats_are_heard_where_their_piece_is_played_and_as_often() -> None:
    pieces = [Piece(0.0, 10.0, 12.0, 1.0), Piece(2.0, 10.0, 11.0, 0.5)]
    assert align.heard_at(pieces, [10.5, 11.5, 30.0]) == [0.5, 1.5, 3.0]


def test_the_pulse_of_a_plan_passes_through_its_drops() -> None:
    planned = composer.plan(Brief(genre="house", length_ms=40_000, drops=(12_345.0,)))
    places = np.array(pulse.places(planned))
    assert np.all(np.diff(places) > 0)
    assert np.abs(places - 12.345).min() < 1e-3
    assert 60 / np.median(np.diff(places[::2])) == pytest.approx(planned.bpm, rel=0.05)


def test_a_song_begun_in_its_middle_starts_and_ends_softly() -> None:
    out = np.ones((48_000, 2), np.float32)
    bend.edges(out, 48_000, fade=0.5)
    assert out[0, 0] == 0 and out[-1, 0] < 1e-6
    assert out[24_000 - 400, 0] == 1 and 0.4 < out[36_000, 0] < 0.6
