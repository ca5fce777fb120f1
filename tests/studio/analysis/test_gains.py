"""How loud a part stands in a mix: found back from the mix alone."""

from __future__ import annotations

import numpy as np
import pytest

from studio.analysis import RATE, gains
from tests.studio.analysis.songs import song


@pytest.mark.parametrize("depth", [-3.0, -9.0, -15.0])
def test_a_duck_is_found_back_under_a_voice(depth: float) -> None:
    music = song("rock", 110, seconds=16).sound
    level = np.zeros(len(music))
    level[6 * RATE : 10 * RATE] = depth
    dice = np.random.default_rng(2)
    voice = np.zeros(len(music))
    voice[6 * RATE : 10 * RATE] = 0.08 * dice.standard_normal(4 * RATE)
    mix = (music * 10 ** (level / 20) * 0.7 + voice).astype(np.float32)
    found = 20 * np.log10(gains.over_time(mix, music))
    before, under = np.median(found[10:50]), np.median(found[65:95])
    assert under - before == pytest.approx(depth, abs=0.6)


def test_a_straight_fade_is_found_back() -> None:
    music = song("house", 120, seconds=12).sound
    fade = np.clip((12 - np.arange(len(music)) / RATE) / 4, 0, 1)
    found = gains.over_time((music * fade).astype(np.float32), music)
    assert found[85] == pytest.approx(0.86, abs=0.08)  # a beat counts for its surroundings
    assert found[100] == pytest.approx(0.49, abs=0.08)
