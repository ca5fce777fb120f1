"""Powers by the quick way are what numpy's transforms say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.analysis import fourier


@settings(deadline=None)
@given(
    rows=st.integers(0, 9),
    size=st.sampled_from((2, 4, 64, 1024, 2048, 4096)),
    seed=st.integers(0, 2**31),
    gain=st.floats(1e-4, 10.0),
)
def test_powers_and_likeness_are_numpys(rows: int, size: int, seed: int, gain: float) -> None:
    sound = gain * np.random.default_rng(seed).standard_normal((rows, size)).astype(np.float32)
    exact = np.abs(np.fft.rfft(sound.astype(np.float64), axis=1)) ** 2
    found = fourier.powers(sound)
    assert found.shape == exact.shape
    assert found == pytest.approx(exact, abs=1e-5 * float(exact.max(initial=1e-12)))
    like = np.fft.irfft(exact, size, axis=1)
    assert fourier.likeness(found) == pytest.approx(
        like, abs=1e-5 * float(np.abs(like).max(initial=1e-12))
    )


def test_rows_of_a_view_are_read_as_they_lie() -> None:
    sound = np.sin(np.arange(4000, dtype=np.float32) / 7)
    view = np.lib.stride_tricks.sliding_window_view(sound, 256)[::64]
    exact = np.abs(np.fft.rfft(view, axis=1)) ** 2
    assert fourier.powers(view) == pytest.approx(exact, rel=1e-3, abs=1e-2)
