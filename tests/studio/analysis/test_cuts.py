"""Cuts in pictures drawn for the purpose, so that every cut is known to the frame."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks import cuts as drawings
from studio import analysis
from studio.analysis import mood

Frame = NDArray[np.uint8]


def shot(frames: int, seed: int, *, shake: float = 0.0, noise: float = 0.0) -> list[Frame]:
    """A moving pattern in colours of its own."""
    dice = np.random.default_rng(seed)
    y, x = np.mgrid[0:36, 0:64].astype(float)
    colour = dice.uniform(40, 215, 3)
    across, down = dice.uniform(0.05, 0.3, 2)
    found = []
    for index in range(frames):
        moved = index * 0.4 + shake * dice.normal()
        wave = np.sin((x + moved) * across) * np.cos((y + moved) * down)
        frame = np.stack([colour[0] + 35 * wave, colour[1] + 8 * wave, colour[2] - 8 * wave], -1)
        found.append(
            np.clip(frame + noise * dice.normal(size=frame.shape), 0, 255).astype(np.uint8)
        )
    return found


def film(*shots: list[Frame], fps: float = 30.0) -> list[tuple[float, Frame]]:
    return [(index / fps, frame) for index, frame in enumerate(f for s in shots for f in s)]


def test_hard_cuts_are_found_to_the_frame_through_shake_and_noise() -> None:
    lengths = (24, 41, 13, 60, 9, 35)
    shots = [shot(n, 10 + i, shake=0.5, noise=5) for i, n in enumerate(lengths)]
    found = [cut.frame for cut in analysis.cuts(film(*shots)) if cut.kind == "hard"]
    assert found == list(np.cumsum(lengths)[:-1])


def test_one_shot_has_no_cut() -> None:
    assert analysis.cuts(film(shot(120, 3, shake=1.0, noise=8))) == ()


def test_a_flash_is_told_from_a_cut() -> None:
    frames = shot(60, 5)
    for index in (30, 31):
        frames[index] = np.clip(frames[index].astype(int) + 110, 0, 255).astype(np.uint8)
    assert all(cut.kind == "flash" for cut in analysis.cuts(film(frames)))


def test_a_dissolve_is_a_range_around_its_middle() -> None:
    one, two = shot(70, 21), shot(70, 22)
    mixed = [
        (a * (1 - part) + b * part).astype(np.uint8)
        for a, b, part in zip(one[40:], two[:30], np.linspace(0, 1, 30), strict=True)
    ]
    found = analysis.cuts(film(one[:40], mixed, two[30:]))
    assert [cut.kind for cut in found] == ["fade"]
    assert abs(found[0].at - 55 / 30) < 0.35


@pytest.mark.parametrize("speed", [1.0, 1.6])  # of 64 pixels a frame
def test_a_camera_that_passes_along_is_no_dissolve(speed: float) -> None:
    dice = np.random.default_rng(8)
    wide = cv2.resize(dice.uniform(30, 225, (4, 26, 3)), (400, 36), interpolation=cv2.INTER_CUBIC)
    still = [wide[:, :64]] * 90
    moved = [cv2.warpAffine(wide, np.array([[1, 0, -speed * n], [0, 1, 0.0]]), (64, 36))
             for n in range(60)]  # fmt: skip
    frames = [np.clip(one, 0, 255).astype(np.uint8) for one in [*still, *moved]]
    assert analysis.cuts(film(frames)) == ()


def test_a_camera_that_comes_closer_is_no_dissolve() -> None:
    """Slowly, over a picture of stripes: what each place shows changes wholly."""
    y, x = np.mgrid[0:360, 0:640]
    bands = np.array([[40, 90, 200], [210, 160, 60], [120, 60, 90], [235, 128, 128]], float)
    photo = bands[(y // 60 + x // 200) % 4].astype(np.float32)
    frames = [np.full((36, 64, 3), (90, 128, 128), np.uint8)] * 200
    for n in range(90):
        zoom = 1 + 0.13 * n / 90
        turn = np.array([[zoom, 0, 320 * (1 - zoom)], [0, zoom, 180 * (1 - zoom)]])
        seen = cv2.warpAffine(photo, turn, (640, 360))
        frames.append(cv2.resize(seen, (64, 36), interpolation=cv2.INTER_AREA).astype(np.uint8))
    assert [cut.kind for cut in analysis.cuts(film(frames))] == ["hard"]


def test_a_fade_through_black_is_one_fade_and_no_cut() -> None:
    one, two = shot(60, 31), shot(60, 32)
    black = np.full_like(one[0], [16, 128, 128])
    down = [(f * (1 - p) + black * p).astype(np.uint8)
            for f, p in zip(one[45:], np.linspace(0, 1, 15), strict=True)]  # fmt: skip
    up = [(f * p + black * (1 - p)).astype(np.uint8)
          for f, p in zip(two[:15], np.linspace(0, 1, 15), strict=True)]  # fmt: skip
    found = analysis.cuts(film(one[:45], down, up, two[15:]))
    assert [cut.kind for cut in found] == ["fade"]
    assert abs(found[0].at - 2.0) < 0.3


def test_something_that_jumps_within_the_picture_is_no_cut() -> None:
    frames = shot(90, 6)
    for index, frame in enumerate(frames):
        left = 4 if index < 45 else 50
        frame[10:20, left : left + 10] = 230
    assert analysis.cuts(film(frames)) == ()


@pytest.mark.parametrize("seed", [101, 102, 103, 105])
def test_drawn_films_keep_their_cuts_to_the_frame(seed: int) -> None:
    """Dark, quick, shaken and mixed pictures; dissolves, fades and flashes between."""
    made = drawings.drawn(seed)
    found = {cut.frame for cut in analysis.cuts(made.frames) if cut.kind == "hard"}
    assert found == set(made.hard)


@pytest.mark.parametrize("step", [4, 6, 8])
def test_a_montage_keeps_every_cut(step: int) -> None:
    made = drawings.montage(step)
    found = [cut.frame for cut in analysis.cuts(made.frames) if cut.kind == "hard"]
    assert found == made.hard


@pytest.mark.parametrize("kind", drawings.ODD)
def test_what_hides_a_cut_or_looks_like_one_does_no_harm(kind: str) -> None:
    """A glance elsewhere and back, frames that hold both shots, bars, pop-ups, held pictures."""
    made = drawings.odd(kind, 2)
    found = {cut.frame for cut in analysis.cuts(made.frames) if cut.kind == "hard"}
    assert found == set(made.hard)


def test_times_come_from_timestamps_not_from_counting() -> None:
    shots = [shot(20, 1), shot(20, 2)]
    times = np.cumsum(np.where(np.arange(40) % 2, 0.02, 0.05))
    frames = [(float(t), f) for t, (_, f) in zip(times, film(*shots), strict=True)]
    assert analysis.cuts(frames)[0].at == float(times[20])


def test_bright_quick_pictures_have_more_energy_than_dark_still_ones() -> None:
    lively = [s for i in range(8) for s in shot(12, 40 + i, shake=2.0)]
    still = [(f * 0.3).astype(np.uint8) for f in shot(96, 60)]
    pictures = film(lively, still, fps=8)
    cuts = analysis.cuts(pictures)
    found = mood.scenes(mood.glances(pictures), cuts, 24.0)
    assert found[0].energy > found[-1].energy + 0.2
    assert found[0].start == 0.0
    assert found[-1].end == 24.0
    curve = mood.curve(found)
    assert curve[0][1] > curve[-1][1]


def test_a_scene_can_be_overruled_alone() -> None:
    pictures = film(shot(40, 1), shot(40, 2), fps=8)
    found = mood.scenes(mood.glances(pictures), analysis.cuts(pictures), 10.0)
    calmer = mood.overruled(found, 1, energy=-0.3)
    assert calmer[0] == found[0]
    assert calmer[1].energy < found[1].energy or found[1].energy == 0.0
