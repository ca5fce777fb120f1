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


@given(st.floats(0.0, 1e6))
def test_a_bar_is_counted_as_long_as_bars_last(bar: float) -> None:
    assert 1.5 <= steps.bar_like(bar) <= 3.2


def test_a_second_of_sound_has_no_attack_to_drop_at() -> None:
    seen = spectrum.analyse(np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32))
    assert not len(steps.attacks(seen, 2.0))
