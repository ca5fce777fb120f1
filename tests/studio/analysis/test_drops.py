"""Drops of arranged songs: found where they are, and not where something only begins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import arranged, arranged_forms, others
from studio import analysis
from studio.analysis import RATE, Drop, drops, spectrum, steps

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


@pytest.mark.parametrize("form", arranged_forms.NONE)
def test_what_only_begins_swells_or_promises_is_no_drop(form: str) -> None:
    made = arranged.arranged(9001, form=form)
    assert analysis.listen(made.sound).drops == ()


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("kicks, riser", "house"), ("kicks, riser", "festival"), ("kicks, roll", "techno"),
        ("loud riser", "pop"), ("bass in", "house"), ("swept in", "house"),
        ("half-time, loud riser", "dubstep"),
    ],
)  # fmt: skip
def test_a_drop_is_found_behind_a_riser_as_loud_as_itself(form: str, kind: str) -> None:
    made = arranged.arranged(9102, form=form, kind=kind)
    heard = [drop.at for drop in analysis.listen(made.sound).drops]
    assert heard == pytest.approx(made.drops, abs=NEAR)


@pytest.mark.parametrize("form", ["riser to nothing", "kicks, verse", "soft", "plays on"])
def test_a_riser_to_nothing_and_what_plays_on_are_no_drops(form: str) -> None:
    assert analysis.listen(arranged.arranged(9103, form=form).sound).drops == ()


@pytest.mark.parametrize(
    ("form", "kind"),
    [("long break", "festival"), ("pre-chorus", "rock"), ("four, half-time", "dubstep")],
)
def test_a_drop_is_found_behind_a_break_a_pre_chorus_and_a_roll_over_kicks(
    form: str, kind: str
) -> None:
    made = arranged.arranged(9105, form=form, kind=kind)
    heard = [drop.at for drop in analysis.listen(made.sound).drops]
    assert heard == pytest.approx(made.drops, abs=NEAR)


@pytest.mark.parametrize("form", ["slow", "slow, beat in", "rests"])
def test_bars_of_one_stroke_and_rests_are_no_drops(form: str) -> None:
    made = arranged.arranged(9105, form=form, kind="hip-hop")
    assert analysis.listen(made.sound).drops == ()


@pytest.mark.parametrize("levels", [(1.0, 0.5, 0.63), (0.4, 1.0, 0.6)])
def test_a_song_that_is_quieter_in_a_mix_has_its_drop(levels: tuple[float, ...]) -> None:
    """4 to 8 dB quieter than the songs around it."""
    forms = (("riser", "house"), ("long break", "festival"), ("half-time", "dubstep"))
    made = [arranged.arranged(9106 + n, form=f, kind=k) for n, (f, k) in enumerate(forms)]
    sound = np.concatenate([one.sound * level for one, level in zip(made, levels, strict=True)])
    seen = spectrum.analyse(sound.astype(np.float32))
    found = np.array([drop.at for drop in drops.find(seen, 1.9)])
    begins = np.cumsum([0.0, *(len(one.sound) / RATE for one in made)])
    for start, one in zip(begins, made, strict=False):
        assert np.abs(found - start - one.drops[0]).min() < NEAR


@given(st.lists(st.floats(0.0, 400.0), max_size=12))
def test_drops_lie_far_apart_or_come_in_twos(times: list[float]) -> None:
    """Three that follow each other within a few bars are none; what is left was there before."""
    found = [Drop(at, 1.0) for at in sorted(times)]
    left = drops._rare(found, 2.0)
    assert set(left) <= set(found)
    for one, two, three in zip(left, left[1:], left[2:], strict=False):
        assert two.at - one.at >= 14.0 or three.at - two.at >= 14.0


@pytest.mark.parametrize("kind", ["waltz piano", "lo-fi", "sparse ballad", "piano", "jazz waltz"])
def test_calm_songs_that_go_on_have_no_drop(kind: str) -> None:
    made = others.drawn(9101, seconds=40.0, kind=kind, real=False)
    assert analysis.listen(made.sound).drops == ()


def test_each_song_of_a_long_mix_has_its_drop() -> None:
    """One song nine times over, now and then quieter."""
    made = arranged.arranged(9104, form="kicks, riser", kind="house")
    levels = (1.0, 1.0, 0.8, 1.0, 0.8, 0.8, 1.0, 1.0, 0.8)
    seen = spectrum.analyse(np.concatenate([made.sound * level for level in levels]))
    assert len(seen.rise) * spectrum.FRAME > 360
    found = [drop.at for drop in drops.find(seen, 2.0)]
    whole = len(made.sound) / RATE
    assert found == pytest.approx([made.drops[0] + n * whole for n in range(9)], abs=NEAR)


def _kicks_then_all(bpm: float) -> np.ndarray:
    """Four bars of kicks, four with a riser over them, then bass, claps, hats and chords."""
    beat, dice = 60 / bpm, np.random.default_rng(3)
    made = np.zeros(int((64 * beat + 1) * RATE))

    def put(sound: np.ndarray, at: float, gain: float) -> None:
        first = round(at * RATE)
        made[first : first + len(sound)] += gain * sound[: len(made) - first]

    def noise(seconds: float, fade: float) -> np.ndarray:
        n = int(seconds * RATE)
        return np.diff(dice.standard_normal(n), prepend=0) * np.exp(-np.arange(n) / RATE / fade)

    t = np.arange(int(0.25 * RATE)) / RATE
    kick = np.sin(2 * np.pi * np.cumsum(48 + 170 * np.exp(-t / 0.02)) / RATE) * np.exp(-t / 0.12)
    riser = np.diff(dice.standard_normal(int(16 * beat * RATE)), prepend=0)
    put(riser * np.linspace(0, 1, len(riser)) ** 1.5, 16 * beat, 0.35)
    for number in range(64):
        at, full = number * beat, number >= 32
        put(kick, at, 1.0 if full else 0.8)
        if not full:
            continue
        root = 55 * 2 ** ((0, -4, -9, -2)[number // 4 % 4] / 12)
        put(noise(0.06, 0.02), at + beat / 2, 0.3)
        put(noise(0.2, 0.06), at, 0.35 * (number % 2))
        put(_tone(root, 0.45 * beat, 9.0, 3), at + beat / 2, 0.5)
        for third in (1, 1.26, 1.5):
            put(_tone(8 * root * third, 0.4 * beat, 0.3, 6), at, 0.08)
    return (0.8 * np.tanh(made)).astype(np.float32)


@pytest.mark.parametrize("bpm", [112.0, 120.0, 128.0])
def test_a_drop_is_heard_where_a_riser_over_kicks_gives_way_to_bass(bpm: float) -> None:
    heard = [drop.at for drop in analysis.listen(_kicks_then_all(bpm)).drops]
    assert heard == pytest.approx([32 * 60 / bpm], abs=NEAR)


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
