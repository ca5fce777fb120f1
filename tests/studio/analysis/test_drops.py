"""Drops of arranged songs: found where they are, and not where something only begins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import arranged
from studio import analysis
from studio.analysis import RATE, spectrum, steps

NEAR = 0.1  # seconds


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("break", "house"), ("riser", "festival"), ("no break", "pop"), ("two", "dubstep"),
        ("half-time", "trap"), ("gap", "trailer"), ("false, true", "rock"),
        ("quiet, loud", "hip-hop"), ("sweep", "techno"),
    ],
)  # fmt: skip
def test_a_drop_is_found_where_it_is_and_nowhere_else(form: str, kind: str) -> None:
    made = arranged.arranged(9002, form=form, kind=kind)
    heard = [drop.at for drop in analysis.listen(made.sound).drops]
    assert heard == pytest.approx(made.drops, abs=NEAR)


@pytest.mark.parametrize("form", arranged.NONE)
def test_what_only_begins_swells_or_promises_is_no_drop(form: str) -> None:
    made = arranged.arranged(9001, form=form)
    assert analysis.listen(made.sound).drops == ()


def _tone(hertz: float, seconds: float, fade: float, harmonics: int) -> np.ndarray:
    t = np.arange(int(seconds * RATE)) / RATE
    made = sum(np.sin(2 * np.pi * hertz * k * t + k) / k for k in range(1, harmonics + 1))
    return np.asarray(made * np.exp(-t / fade))


def _with_the_same_drums(bpm: float, drop: int) -> np.ndarray:
    """Soft kicks and hats over a pad, a roll of claps and a riser; from this beat on all of it."""
    beat, dice = 60 / bpm, np.random.default_rng(3)
    made = np.zeros(int(((drop + 32) * beat + 1) * RATE))

    def put(sound: np.ndarray, at: float, gain: float) -> None:
        first = round(at * RATE)
        made[first : first + len(sound)] += gain * sound[: len(made) - first]

    def noise(seconds: float, fade: float) -> np.ndarray:
        n = int(seconds * RATE)
        return np.diff(dice.standard_normal(n), prepend=0) * np.exp(-np.arange(n) / RATE / fade)

    t = np.arange(int(0.25 * RATE)) / RATE
    swept = np.cumsum(45 + 110 * np.exp(-t / 0.03)) / RATE
    kick = np.sin(2 * np.pi * swept) * np.exp(-t / 0.09)
    for number in range(drop + 32):
        at, full = number * beat, number >= drop
        root = 220 * 2 ** ((0, -4, -9, -2)[number // 4 % 4] / 12)
        for third in (1, 1.26, 1.5):
            put(_tone(root * third, beat, 9.0, 5), at, 0.06 if full else 0.05)
        put(kick, at, 0.8 if full else 0.22)
        put(noise(0.06, 0.015), at + beat / 2, 0.15 if full else 0.06)
        if not full:
            put(_tone(root * 2, 0.8 * beat, 0.3, 1), at, 0.12)
        if full:
            put(noise(0.2, 0.06), at, 0.3 * (number % 2))
            for half in (0.0, 0.5):
                put(_tone(root / 4, 0.4 * beat, 0.15, 13), at + half * beat, 0.25)
            put(_tone(root * 2, 0.45 * beat, 0.2, 13), at, 0.16)
    for number in range(8):
        put(noise(0.2, 0.06), (drop - 4 + number / 2) * beat, 0.05 + 0.014 * number)
    return (0.8 * np.tanh(1.1 * made)).astype(np.float32)


@pytest.mark.parametrize(("bpm", "beat"), [(124, 24), (96, 16), (100, 24)])
def test_a_drop_is_heard_over_drums_that_go_on(bpm: float, beat: int) -> None:
    heard = [drop.at for drop in analysis.listen(_with_the_same_drums(bpm, beat)).drops]
    assert heard == pytest.approx([beat * 60 / bpm], abs=NEAR)


@given(st.floats(0.0, 1e6))
def test_a_bar_is_counted_as_long_as_bars_last(bar: float) -> None:
    assert 1.5 <= steps.bar_like(bar) <= 3.2


def test_a_second_of_sound_has_no_attack_to_drop_at() -> None:
    seen = spectrum.analyse(np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32))
    assert not len(steps.attacks(seen, 2.0))
