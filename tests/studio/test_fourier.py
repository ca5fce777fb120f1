"""The quick transforms say what numpy's say, for every shape and length."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio import fourier

SHAPES = st.sampled_from(((), (1,), (3,), (0,)))
SIZES = st.sampled_from((2, 4, 5, 15, 64, 1000, 1024, 2048, 4096, 4800))


def near(found: np.ndarray, exact: np.ndarray) -> bool:
    """Equal but for what float32 loses."""
    assert found.shape == exact.shape
    assert found.dtype == (np.complex64 if np.iscomplexobj(exact) else np.float32)
    most = float(np.abs(exact).max(initial=1e-20))
    return float(np.abs(found - exact).max(initial=0.0)) <= 2e-6 * most


def noise(shape: tuple[int, ...], size: int, seed: int, gain: float) -> np.ndarray:
    made = np.random.default_rng(seed).standard_normal((*shape, size))
    return (gain * made).astype(np.float32)


@settings(deadline=None)
@given(SHAPES, SIZES, st.integers(0, 2**31), st.floats(1e-4, 10.0))
def test_there_and_back(shape: tuple[int, ...], size: int, seed: int, gain: float) -> None:
    sound = noise(shape, size, seed, gain)
    exact = np.fft.rfft(sound.astype(np.float64), axis=-1)
    found = fourier.bins(sound)
    assert near(found, exact)
    assert near(fourier.sound(found, size), sound.astype(np.float64))


@settings(deadline=None)
@given(SHAPES, SIZES, SIZES, st.integers(0, 2**31))
def test_a_sound_is_cut_or_filled_up_with_silence(
    shape: tuple[int, ...], long: int, size: int, seed: int
) -> None:
    sound = noise(shape, long, seed, 1.0)
    assert near(fourier.bins(sound, size), np.fft.rfft(sound.astype(np.float64), size, axis=-1))


@settings(deadline=None)
@given(SHAPES, SIZES.filter(lambda n: n % 2 == 0), st.integers(0, 2**31), st.floats(1e-4, 10.0))
def test_powers_and_likeness(shape: tuple[int, ...], size: int, seed: int, gain: float) -> None:
    sound = noise(shape, size, seed, gain)
    exact = np.abs(np.fft.rfft(sound.astype(np.float64), axis=-1)) ** 2
    found = fourier.powers(sound)
    assert near(found, exact)
    assert near(fourier.likeness(found), np.fft.irfft(exact, size, axis=-1))


def test_what_is_given_stays_as_it_is() -> None:
    sound = noise((4,), 256, 1, 1.0)
    before = sound.copy()
    spectrum = fourier.bins(sound)
    kept = spectrum.copy()
    fourier.powers(sound)
    fourier.sound(spectrum, 256)
    assert np.array_equal(sound, before) and np.array_equal(spectrum, kept)


def test_rows_of_a_view_are_read_as_they_lie() -> None:
    sound = np.sin(np.arange(4000, dtype=np.float32) / 7)
    view = np.lib.stride_tricks.sliding_window_view(sound, 256)[::64]
    exact = np.abs(np.fft.rfft(view, axis=1)) ** 2
    assert fourier.powers(view) == pytest.approx(exact, rel=1e-3, abs=1e-2)
