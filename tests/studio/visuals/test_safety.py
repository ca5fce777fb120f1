"""Flashes are counted as WCAG 2.3.1 counts them, and no scene has too many, whatever is played."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from studio import analysis, visuals
from studio.visuals import flashes, palette
from studio.visuals.planes import Planes
from studio.visuals.safety import Guard
from tests.studio.visuals.conftest import track

FPS = 30
SIZE = (320, 180)
RATE = analysis.RATE
RED = palette.of_hexes(("#100404", "#300808", "#ff2020", "#e01010"))
WHITE = palette.of_hexes(("#000000", "#101010", "#ffffff", "#f0f0f0"))


def blinking(hertz: float, part: float = 1.0, *, low: int = 16, high: int = 235) -> np.ndarray:
    """Three seconds of 64 x 36 luma in which so much of the width blinks so fast."""
    made = np.full((3 * FPS, 36, 64), 90, np.uint8)
    for number in range(len(made)):
        on = int(number / FPS * hertz * 2 + 1e-6) % 2
        made[number, :, : round(64 * part)] = high if on else low
    return made


@pytest.mark.parametrize(
    ("hertz", "part", "low", "high", "most"),
    [
        (2.0, 1.0, 16, 235, 2.5),  # two a second, all of the picture
        (5.0, 1.0, 16, 235, 5.5),
        (5.0, 0.02, 16, 235, 0.0),  # a strip: less than a quarter of ten degrees
        (5.0, 0.12, 16, 235, 5.5),  # an eighth of the picture is more than that
        (5.0, 1.0, 100, 118, 0.0),  # too faint
        (5.0, 1.0, 222, 235, 0.0),  # bright on bright
    ],
)
def test_flashes_are_counted_by_area_depth_and_second(
    hertz: float, part: float, low: int, high: int, most: float
) -> None:
    light, _ = flashes.rates(blinking(hertz, part, low=low, high=high), FPS)
    assert abs(light - most) <= 0.5


def test_red_that_blinks_is_counted_and_red_that_stays_is_not() -> None:
    red, dark = (
        np.full((36, 64, 3), palette.yuv(colour), np.uint8) for colour in ((150, 5, 5), (8, 8, 8))
    )
    assert flashes.rates([red if (n // 3) % 2 else dark for n in range(60)], FPS)[1] > flashes.MOST
    assert flashes.rates([red] * 60, FPS)[1] == 0


@pytest.mark.parametrize("luma", range(0, 256, 5))
def test_no_red_that_could_flash_is_passed_over(luma: int) -> None:
    blue, red = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    bright = np.full_like(blue, luma)
    value, pure = flashes.redness(np.stack([bright, blue, red], axis=-1))
    for low in range(256):
        column = (bright[:, low], blue[:, low], red[:, low])
        strong = (pure[:, low] > 0) & (value[:, low] >= 0.04)
        for part in np.flatnonzero(strong):
            assert flashes.may_be_red(*(one[part : part + 1] for one in column)), (luma, low, part)


def small(frame: Planes) -> np.ndarray:
    planes = (
        cv2.resize(p, (64, 36), interpolation=cv2.INTER_AREA) for p in (frame.y, frame.u, frame.v)
    )
    return np.stack(list(planes), axis=-1)


@pytest.mark.parametrize("hertz", [3.4, 5, 7.5, 15])
@pytest.mark.parametrize("part", [0.15, 1.0])
@pytest.mark.parametrize("tone", [(255, 255, 255), (230, 0, 0)])
def test_the_guard_lets_nothing_through_that_flashes(
    hertz: float, part: float, tone: tuple[int, int, int]
) -> None:
    def shown(*, guarded: bool) -> Iterator[np.ndarray]:
        guard = Guard(FPS, SIZE)
        pictures = [Planes.blank(*SIZE, (0, 0, 0)) for _ in range(2)]
        for number in range(3 * FPS):
            frame = pictures[number % 2]
            frame.box(0, 0, *SIZE, (0, 0, 0))
            lit = int(number / FPS * hertz * 2 + 1e-6) % 2
            frame.box(0, 0, round(SIZE[0] * part), SIZE[1], tone if lit else (6, 6, 6))
            if guarded:
                guard.pass_(frame)
            yield small(frame)

    assert max(flashes.rates(shown(guarded=False), FPS)) > flashes.MOST
    assert max(flashes.rates(shown(guarded=True), FPS)) <= flashes.MOST


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (324, 180), (256, 256), (306, 180)])
@pytest.mark.parametrize("tone", [(255, 255, 255), (230, 0, 0)])
def test_half_of_a_mirrored_picture_tells_all(
    size: tuple[int, int], tone: tuple[int, int, int]
) -> None:
    dice, middle = np.random.default_rng(4), size[0] // 2
    guards = [Guard(FPS, size, mirrored=mirrored) for mirrored in (False, True)]
    pictures = [[Planes.blank(*size, (0, 0, 0)) for _ in range(2)] for _ in guards]
    for number in range(2 * FPS):
        reach = int(dice.integers(1, middle // 2)) * 2
        made = []
        for guard, two in zip(guards, pictures, strict=True):
            frame = two[number % 2]
            frame.box(0, 0, *size, (6, 6, 6))
            lit = tone if number % 4 < 2 else (20, 4, 4)
            frame.box(middle - reach, 20, middle + reach, size[1] - 20, lit)
            guard.pass_(frame)
            made.append(frame)
        one, other = (np.concatenate([p.y.ravel(), p.u.ravel(), p.v.ravel()]) for p in made)
        assert np.abs(one.astype(int) - other).max() <= 3  # where the middle is half a cell


@pytest.mark.parametrize("whole", [False, True])
def test_where_letters_are_large_all_of_the_picture_waits_or_none(whole: bool) -> None:
    guard, torn = Guard(FPS, SIZE, whole=whole), 0
    pictures = [Planes.blank(*SIZE, (0, 0, 0)) for _ in range(2)]
    before = 16
    for number in range(2 * FPS):
        frame, lit = pictures[number % 2], (number // 3) % 2
        side = 20 + 2 * number  # never twice the same, too dark to flash
        frame.box(0, 0, *SIZE, (side, side, side))
        wished = int(frame.y[90, 310])
        frame.box(0, 0, SIZE[0] // 2, SIZE[1], (255, 255, 255) if lit else (6, 6, 6))
        left = int(frame.y[90, 10])
        guard.pass_(frame)
        held, calm = int(frame.y[90, 10]) != left, int(frame.y[90, 310]) == wished
        torn += held and calm and before != wished
        before = int(frame.y[90, 310])
    assert (torn == 0) == whole


def clicks(hertz: float) -> np.ndarray:
    """Five seconds of bursts of noise, so many a second, silence between."""
    t = np.arange(5 * RATE) / RATE
    noise = np.random.default_rng(3).standard_normal(len(t)).astype(np.float32)
    return (0.7 * noise * np.exp(-((t * hertz) % 1.0) * 9)).astype(np.float32)


SONGS = {
    "clicks at 5 Hz": lambda: clicks(5),
    "clicks at 12 Hz": lambda: clicks(12),
    "drum and bass": lambda: track(5, bpm=174, drop=1.0),
    "twice as fast": lambda: track(5, bpm=235, drop=1.0),
    "noise": lambda: 0.4 * np.random.default_rng(2).standard_normal(5 * RATE).astype(np.float32),
}


USUAL = ("clicks at 12 Hz", "drum and bass")


@pytest.mark.parametrize("scene", visuals.SCENES)
@pytest.mark.parametrize("tones", [RED, WHITE], ids=["red", "white"])
@pytest.mark.parametrize(
    "song", [s if s in USUAL else pytest.param(s, marks=pytest.mark.slow) for s in SONGS]
)
def test_no_scene_flashes_more_than_three_times_a_second(
    scene: str, tones: palette.Palette, song: str
) -> None:
    sound = SONGS[song]()
    drive = visuals.drive(sound, analysis.listen(sound), fps=FPS, frames=5 * FPS)
    word = np.zeros((24, 90), np.uint8)
    word[4:20, 4:86] = 255
    play = visuals.Stage(*SIZE, drive, tones, title=word, artist=word, words=(word, word[:, :50]))
    seen = (small(frame) for frame in visuals.frames(scene, play))
    assert max(flashes.rates(seen, FPS)) <= flashes.MOST
