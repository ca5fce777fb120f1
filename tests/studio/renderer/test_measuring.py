"""What is measured on the delivered file: its fade, its duck, its flashes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.studio.media.footage import Footage
from tests.studio.renderer.conftest import Film, clip, sound
from tests.studio.renderer.test_sound import AS_IS, _talk

RATE = 48_000


def slope(seconds: float) -> float:
    """The dB a second of a fade of half a cosine, between 3 and 20 dB below its beginning."""
    high, low = (math.acos(1 - 2 * 10 ** (level / 20)) / math.pi for level in (-3, -20))
    return -17 / (seconds * (high - low))


def hiss(footage: Footage, seconds: float, level: float = 0.05) -> Path:
    noise = np.random.default_rng(7).normal(0, level, (round(seconds * RATE), 2))
    return footage.samples(f"hiss-{seconds}.wav", noise.astype(np.float32))


FADES: dict[str, dict[str, Any]] = {
    "plain": {"duration": 6000},
    "from the middle of the song": {"duration": 6000, "in_point": 1500},
    "looped": {"duration": 6000, "loop": True, "source": "short"},
    "slower": {"duration": 6000, "speed": 0.8},
    "ends before the film does": {"duration": 5000, "start": 500},
}


@pytest.mark.parametrize("how", FADES)
@pytest.mark.slow
def test_the_slope_of_a_fade_is_measured_whatever_else_is_heard(
    film: Film, footage: Footage, how: str
) -> None:
    source = footage.made("hissing.mp4", "-i", footage.silent(6).name, "-i", hiss(footage, 6).name,
                          "-c:v", "copy", "-c:a", "aac")  # fmt: skip
    wanted = {"source": "m", **FADES[how]}
    files = {"v": source, wanted["source"]: footage.music(2.5 if how == "looped" else 9)}
    made = film(clip(duration=6000), sound(fade_out=2000, **wanted), **files)
    assert made.receipt.way == "copy" and made.receipt.duck is None
    assert made.receipt.fade == pytest.approx(slope(2), rel=0.12)


def test_a_films_own_sound_fades_measurably_and_a_hard_end_is_no_fade(
    film: Film, footage: Footage
) -> None:
    source = footage.clip(3)
    made = film(clip(sound_fade_out=1000), v=source, output=AS_IS)
    assert made.receipt.fade == pytest.approx(slope(1), rel=0.1)
    assert film(clip(), v=source, output=AS_IS).receipt.fade is None


def test_how_far_music_makes_room_is_measured(film: Film, footage: Footage) -> None:
    made = film(
        clip(duration=8000), sound(duration=8000, duck=12.0, gain=0.5, fade_out=1000),
        v=_talk(footage), m=footage.tone(9, hz=3000),
    )  # fmt: skip
    assert made.receipt.duck == pytest.approx(12, abs=1)
    assert made.receipt.fade == pytest.approx(slope(1), rel=0.15)


def flashing(footage: Footage, *, every: int, size: str, lit: str, dark: str) -> Path:
    """Three seconds that change between two colours after so many frames."""
    first, second = (f"color={one}:s={size}:r=30:d=3" for one in (dark, lit))
    name = f"flashing-{every}-{size}-{lit}.mp4"
    return footage.made(
        name, "-f", "lavfi", "-i", first, "-f", "lavfi", "-i", second, "-filter_complex",
        f"[0][1]overlay=enable='gte(mod(n,{2 * every}),{every})',format=yuv420p", "-c:v",
        "libx264", "-preset", "ultrafast",
    )  # fmt: skip


@pytest.mark.parametrize(("every", "flashes"), [(3, 5.0), (5, 3.0), (15, 1.0)])
@pytest.mark.slow
def test_flashes_are_counted_where_the_picture_is_encoded(
    film: Film, footage: Footage, every: int, flashes: float
) -> None:
    source = flashing(footage, every=every, size="320x180", lit="white", dark="black")
    made = film(clip(), v=source, output={"height": 90, **AS_IS})
    assert made.receipt.way == "full"
    assert made.receipt.flashes == pytest.approx(flashes, abs=0.5) and made.receipt.reds == 0
    kept = film(clip(), v=source, output=AS_IS)
    assert kept.receipt.way == "copy" and kept.receipt.flashes is None


@pytest.mark.parametrize("form", ["mp4", "webm", "gif"])
@pytest.mark.slow
def test_red_flashes_of_an_upright_picture_are_counted_in_every_format(
    film: Film, footage: Footage, form: str
) -> None:
    source = flashing(footage, every=5, size="90x160", lit="red", dark="black")
    made = film(clip(), v=source, output={"height": 72, "format": form, **AS_IS})
    assert made.receipt.reds == pytest.approx(3, abs=0.5)
