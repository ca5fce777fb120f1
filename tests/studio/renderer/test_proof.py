"""A long film is proved as a short one is, and in hardly more memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.analysis import rises, spectrum
from studio.renderer import proof
from studio.renderer.proof import Shown

RATE = spectrum.RATE


def music(seconds: float) -> Iterator[NDArray[np.float32]]:
    """Noise that is struck twice a second, in parts."""
    dice = np.random.default_rng(3)
    for _ in range(round(seconds)):
        n = np.arange(RATE) / RATE
        yield (dice.normal(0, 0.1, RATE) * np.exp(-((n * 2) % 1) * 5)).astype(np.float32)


@pytest.mark.parametrize("size", [700, 40_000])
def test_rises_heard_in_parts_are_those_of_the_whole(size: int) -> None:
    whole = np.concatenate([*music(9), np.zeros(123, np.float32)])
    parts = (whole[first : first + size] for first in range(0, len(whole), size))
    assert np.array_equal(rises.together(parts), spectrum.analyse(whole).rise.sum(axis=1))
    assert len(rises.together(iter(()))) == 1


def shots(count: int, *, every: int = 45) -> Shown:
    """Frames of shots that are cut every second and a half."""
    dice = np.random.default_rng(5)
    for frame in range(count):
        if frame % every == 0:
            picture = dice.integers(20, 230, (9, 16, 3)).repeat(4, 0).repeat(4, 1)
        yield frame / 30, picture.astype(np.uint8)


def test_cuts_seen_in_parts_are_those_of_the_whole() -> None:
    whole = [cut.at for cut in proof.cuts(shots(1500))]
    assert len(whole) == 1500 // 45
    assert [cut.at for cut in proof.cuts(shots(1500), part=200, over=120)] == whole


def most(work: Callable[[], object]) -> int:
    """The most bytes that are held at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_film() -> None:
    """Neither for its sound nor for its picture: six times as long, hardly more."""
    heard = [most(lambda s=s: rises.together(music(s))) for s in (20, 120)]
    assert heard[1] < 1.6 * heard[0], heard
    seen = [most(lambda n=n: proof.cuts(shots(n), part=240, over=60)) for n in (480, 2880)]
    assert seen[1] < 1.2 * seen[0], seen
