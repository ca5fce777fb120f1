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


def _with_the_same_drums(bpm: float, drop: int) -> np.ndarray:
    """Kick and clap throughout over soft chords; from this beat on bass and a lead."""
    beat, dice = 60 / bpm, np.random.default_rng(3)
    made = np.zeros(int((drop + 32) * beat * RATE), np.float32)
    t = np.arange(int(0.3 * RATE)) / RATE
    kick = 0.55 * np.sin(2 * np.pi * (48 * t + 6 * (1 - np.exp(-t * 20)))) * np.exp(-t * 12)
    clap = 0.25 * dice.standard_normal(len(t)) * np.exp(-t * 25)
    sustained = np.arange(int(beat * RATE)) / RATE
    for number in range(drop + 32):
        at, root = int(number * beat * RATE), 110 * 2 ** ((0, -4, 3, -2)[number // 4 % 4] / 12)
        sounds = [kick, clap * (number % 2)]
        sounds.append(0.05 * sum(np.sin(2 * np.pi * root * k * sustained) for k in (2, 2.5, 3)))
        if number >= drop:
            sounds.append(0.5 * np.sign(np.sin(2 * np.pi * root / 2 * sustained)) * 0.6)
            sounds.append(0.15 * np.sign(np.sin(2 * np.pi * root * 4 * sustained)))
        for sound in sounds:
            span = min(len(sound), len(made) - at)
            made[at : at + span] += sound[:span]
    return (0.8 * made / np.abs(made).max()).astype(np.float32)


@pytest.mark.parametrize(("bpm", "beat"), [(124, 24), (96, 16), (132, 32)])
def test_a_drop_is_heard_over_drums_that_go_on(bpm: float, beat: int) -> None:
    heard = [drop.at for drop in analysis.listen(_with_the_same_drums(bpm, beat)).drops]
    assert heard == pytest.approx([beat * 60 / bpm], abs=NEAR)


@given(st.floats(0.0, 1e6))
def test_a_bar_is_counted_as_long_as_bars_last(bar: float) -> None:
    assert 1.5 <= steps.bar_like(bar) <= 3.2


def test_a_second_of_sound_has_no_attack_to_drop_at() -> None:
    seen = spectrum.analyse(np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32))
    assert not len(steps.attacks(seen, 2.0))
