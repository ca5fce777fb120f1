"""A sound in pieces is the same sound, however it is kept and read."""

from __future__ import annotations

import numpy as np
import pytest

from studio import composer
from studio.brief import Brief
from studio.composer import tape
from studio.composer.tape import Source, Tape


@pytest.fixture(params=[10**9, 0], ids=["in memory", "in a file"])
def kept(request, monkeypatch):
    monkeypatch.setattr(tape, "_SHORT", request.param)


def test_what_was_written_is_read(kept):
    sound = np.random.default_rng(1).normal(0, 1, (2, 5_000)).astype(np.float32)
    one = Tape(2, 9_000)
    one.write(3_000, sound)
    assert np.array_equal(one.read(3_500, 4_000), sound[:, 500:1_000])
    assert not one.read(0, 3_000).any() and not one.read(8_000, 9_000).any()
    one.write(3_200, sound[:, :100])
    assert np.array_equal(one.read(3_200, 3_300), sound[:, :100])


@pytest.mark.parametrize(
    ("around", "start", "stop", "heard"),
    [
        (False, -3, 2, [0, 0, 0, 1, 2]),
        (False, 3, 7, [4, 5, 0, 0]),
        (True, -3, 2, [3, 4, 5, 1, 2]),
        (True, 3, 12, [4, 5, 1, 2, 3, 4, 5, 1, 2]),
    ],
)
def test_beyond_the_ends_lies_silence_or_the_other_end(around, start, stop, heard):
    row = np.array([[1, 2, 3, 4, 5]], dtype=np.float32)
    source = Source(5, around, lambda first, last: row[:, first:last].copy())
    assert source.between(start, stop)[0].tolist() == heard


def test_a_long_piece_is_the_same_in_a_file_as_in_memory(monkeypatch):
    score = composer.score(composer.plan(Brief(genre="lofi", length_ms=11_003, seed=2)))
    one = composer.render(score, stems=True)
    monkeypatch.setattr(tape, "_SHORT", 0)
    two = composer.render(score, stems=True)
    assert np.array_equal(one.samples, two.samples)
    assert all(np.array_equal(a, b) for (_, a), (_, b) in zip(one.stems, two.stems, strict=True))
