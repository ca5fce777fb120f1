"""A long film is proved as a short one is, and in hardly more memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from studio import media
from studio.analysis import rises, spectrum
from studio.renderer import Output, proof, render
from studio.renderer.proof import Shown
from studio.timeline.model import Sound
from tests.studio.media.footage import Footage
from tests.studio.renderer.conftest import clip, sound, timeline

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
    heard = [most(partial(rises.together, music(seconds))) for seconds in (20, 120)]
    assert heard[1] < 1.6 * heard[0], heard
    seen = [most(partial(proof.cuts, shots(n), part=240, over=60)) for n in (480, 2880)]
    assert seen[1] < 1.2 * seen[0], seen


def test_cuts_between_clips_are_told_beside_the_beats_of_any_song(
    footage: Footage, tmp_path: Path
) -> None:
    """Nobody asked for them to meet; how far they are apart is known all the same."""
    n = np.arange(8 * 48_000) / 48_000
    struck = np.where(n % 0.5 < 0.03, np.random.default_rng(1).normal(0, 0.3, len(n)), 0)
    song = footage.samples("struck.wav", np.stack([struck, struck], 1).astype(np.float32))
    files = {"a": footage.clip(3), "b": footage.clip(2, size="320x180", gop=30), "m": song}
    known = {id: media.material(path, id, path.name) for id, path in files.items()}
    beats = [0.5 * beat for beat in range(16)]
    known["m"] = replace(known["m"], metadata={**known["m"].metadata, "beats": beats})
    row = (
        clip("a", 1500), clip("b", 1500, start=1500), clip("a", 700, start=3000, in_point=500),
        clip("a", 500, start=3700, in_point=1200), clip("b", 800, start=4200),
    )  # fmt: skip
    made = timeline(*row, sound("m", 5000, in_point=1000))
    receipt = render(made, files, known, output=Output(height=90), into=tmp_path / "film.mp4")
    assert receipt.sync is not None and receipt.sync["asked"] is False
    rows = receipt.sync["cuts"]
    assert [row["at"] for row in rows] == [1.5, 3.0, 4.2]  # at 3.7 the same shot goes on
    assert [row["off_ms"] for row in rows] == pytest.approx([0, 0, -200], abs=8)
    alone = render(
        timeline(clip("a", 3000), sound("m", 3000)), files, known, output=Output(),
        into=tmp_path / "alone.mp4",
    )  # fmt: skip
    assert alone.sync is None


def test_only_cuts_under_the_music_are_counted() -> None:
    laid = Sound(id="s", start=10_000, duration=5000, source="m", role="music")
    found = [at for at in (2.0, 9.97, 12.0, 15.03, 17.0) if proof._under(laid, at)]
    assert found == [9.97, 12.0, 15.03]


def test_beats_of_a_song_that_begins_again_go_on(footage: Footage, tmp_path: Path) -> None:
    """Four seconds of a song from bar line to bar line, under photos of ten."""
    n = np.arange(5 * 48_000) / 48_000
    struck = np.where(n % 0.5 < 0.03, np.random.default_rng(1).normal(0, 0.3, len(n)), 0)
    struck[round(4.2 * 48_000) :] *= 0.02  # it rings out
    song = footage.samples("short.wav", np.stack([struck, struck], 1).astype(np.float32))
    files = {"a": footage.clip(3), "b": footage.clip(2, size="320x180", gop=30), "m": song}
    known = {id: media.material(path, id, path.name) for id, path in files.items()}
    beats = [0.5 * beat for beat in range(1, 9)]  # the first one was not heard
    known["m"] = replace(known["m"], metadata={**known["m"].metadata, "beats": beats})
    row = [clip("a" if at % 2 else "b", 1500, start=1500 * at) for at in range(6)]
    again = replace(sound("m", 9000), loop=True, metadata={"turn": [0, 4000]})
    receipt = render(
        timeline(*row, again), files, known, output=Output(height=90), into=tmp_path / "film.mp4"
    )
    assert receipt.sync is not None
    assert [row["off_ms"] for row in receipt.sync["cuts"]] == pytest.approx([0] * 5, abs=8)
    alone = media.sound.pcm(tmp_path / "film.mp4").mean(axis=1)
    heard = [
        np.abs(alone[round((at - 0.02) * 48_000) :][:2400]).max() for at in np.arange(0.5, 8.6, 0.5)
    ]
    assert min(heard) > 0.5 * max(heard)
