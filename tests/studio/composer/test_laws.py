"""What holds for every brief: exact length, drops on bar lines, the same again for the same
brief."""

from __future__ import annotations

import json

import battery
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio import brief as briefs
from studio import composer
from studio.brief import Brief
from studio.composer import brilliance, loudness, matching, waves

GENRES = composer.genres()


@st.composite
def drawn(draw):
    length = draw(st.integers(1_000, 180_000))
    drops = draw(st.lists(st.integers(0, length), max_size=4, unique=True))
    return Brief(
        genre=draw(st.sampled_from(GENRES)),
        blend=draw(st.sampled_from(["", *GENRES])),
        length_ms=float(length),
        drops=tuple(map(float, sorted(drops))),
        energy=draw(st.one_of(st.none(), st.floats(0, 1))),
        valence=draw(st.one_of(st.none(), st.floats(0, 1))),
        loop=draw(st.booleans()),
        feel=draw(st.sampled_from(["", "half", "double"])),
        density=draw(st.floats(0.4, 1.6)),
        seed=draw(st.integers(0, 2**31)),
    )


@settings(max_examples=40, deadline=None)
@given(drawn())
def test_a_plan_is_exact_and_whole(brief):
    plan = composer.plan(brief)
    assert plan.samples == round(brief.length_ms * 48)
    starts = {bar.at for bar in plan.bars}
    assert all(drop in starts for drop in plan.drops)
    ends = [s.end for s in plan.sections]
    assert [s.at for s in plan.sections] == [0, *ends[:-1]] and ends[-1] == plan.samples
    assert len(plan.chords) == len(plan.bars)
    assert all(early.at < late.at for early, late in zip(plan.bars, plan.bars[1:], strict=False))
    assert plan.final <= plan.samples


@settings(max_examples=20, deadline=None)
@given(drawn())
def test_notes_lie_inside_and_in_range(brief):
    score = composer.score(composer.plan(brief))
    for part in score.parts:
        assert part.notes
        for note in part.notes:
            assert 0 <= note.at < score.plan.samples
            assert note.length > 0 and 0 <= note.pitch <= 127 and 1 <= note.velocity <= 127


@settings(max_examples=15, deadline=None)
@given(drawn())
def test_the_same_brief_gives_the_same_midi(brief):
    first, second = (composer.midi(composer.score(composer.plan(brief))) for _ in (0, 1))
    assert first == second
    battery.midi_notes(first)  # and it is a file that can be read


@settings(max_examples=40, deadline=None)
@given(drawn())
def test_a_brief_survives_json(brief):
    assert briefs.decode(json.loads(json.dumps(briefs.encode(brief)))) == brief


def test_another_seed_is_another_piece():
    one, two = (
        composer.midi(composer.score(composer.plan(Brief(genre="lofi", seed=s)))) for s in (1, 2)
    )
    assert one != two


def test_the_same_brief_sounds_the_same():
    score = composer.score(composer.plan(Brief(genre="house", length_ms=8_000, seed=4)))
    one, two = composer.render(score), composer.render(score)
    assert np.array_equal(one.samples, two.samples)


def test_stems_add_up_to_the_master():
    score = composer.score(composer.plan(Brief(genre="travel", length_ms=9_000, seed=4)))
    sound = composer.render(score, stems=True)
    rest = sum(stem for _, stem in sound.stems) - sound.samples
    assert 20 * np.log10(np.abs(rest).max()) < -90
    assert np.array_equal(sound.samples, composer.render(score).samples)


@pytest.mark.parametrize("length", [1_000, 2_345.678, 3_000])
def test_even_a_moment_is_exact_and_finite(length):
    sound = composer.render(
        composer.score(composer.plan(Brief(genre="rock", length_ms=length, seed=2)))
    )
    assert sound.samples.shape == (2, round(length * 48))
    assert np.isfinite(sound.samples).all()


def test_a_loop_joins_its_start():
    brief = Brief(genre="lofi", length_ms=12_000, loop=True, seed=6)
    sound = composer.render(composer.score(composer.plan(brief))).samples
    twice = np.concatenate([sound, sound], axis=1)
    third = np.abs(np.diff(twice, 3, axis=1)).max(axis=0)
    seam = third[sound.shape[1] - 6 : sound.shape[1] + 3].max()
    assert seam <= np.percentile(third, 99.5)
    around = np.abs(twice[:, sound.shape[1] - 4800 : sound.shape[1] + 4800]).max()
    assert around > 0.02  # and it does not fall silent there


@pytest.mark.parametrize("genre", ["lofi", "guofeng", "dnb"])
def test_seeds_differ(genre):
    plans = [composer.plan(Brief(genre=genre, length_ms=45_000, seed=s)) for s in range(20)]
    assert len({(round(p.bpm), p.tonic, p.mode, p.progression) for p in plans}) >= 12


@pytest.mark.parametrize("genre", ["travel", "zen", "house"])
def test_tempo_and_density_rise_with_energy(genre):
    pace, density = [], []
    steps = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    for energy in steps:
        plan = composer.plan(Brief(genre=genre, length_ms=40_000, seed=5, energy=energy))
        pace.append(plan.bpm)
        notes = {n.at // 960 for part in composer.score(plan).parts for n in part.notes}
        density.append(len(notes))
    assert battery.spearman(steps, pace) >= 0.8
    assert battery.spearman(steps, density) >= 0.8


def test_the_receipt_says_where_the_sounds_are_from():
    score = composer.score(composer.plan(Brief(genre="guofeng", seed=3)))
    receipt = composer.receipt(score)
    assert receipt["seed"] == 3 and len(receipt["score_sha256"]) == 64
    assert "MIT" in receipt["sampled"]["licence"] and "strings" in receipt["sampled"]["instruments"]


def test_files_are_written_whole(tmp_path):
    composer.write(Brief(genre="piano", length_ms=4_004, seed=2), tmp_path)
    names = {p.name for p in tmp_path.iterdir()}
    assert {"plan.json", "music.wav", "music.mid", "receipt.json", "stems"} == names
    plan = json.loads((tmp_path / "plan.json").read_text())
    assert plan["samples"] == (4_004 * 48) and plan["stems"]
    assert not list(tmp_path.rglob("*.part"))


def test_every_stroke_begins_and_ends_in_silence():
    for key in (
        waves.Key("epiano", 60, 2, "", 120.0),
        waves.Key("drum", 0, 0, "snare_gated", 110.0),
        waves.Key("warmpad", 57, 2, "", 160.0),
    ):
        wave = waves.rendered(key, 24_000, 0).wave
        assert np.abs(wave[..., 0]).max() == 0.0 and np.abs(wave[..., -1]).max() < 1e-6


def test_no_stroke_is_bright_enough_for_a_coder_to_trip_over():
    sound = np.zeros((2, 48_000), dtype=np.float32)
    sound[:, 20_000:20_030] = 0.7 * (-1.0) ** np.arange(30)
    sound += np.sin(np.arange(48_000) * 0.01).astype(np.float32) * 0.2
    high = brilliance.bright(np.pad(sound, ((0, 0), (brilliance.REACH, brilliance.REACH))))
    gain = brilliance.softening(brilliance.tops(high))
    softer = sound + high * (np.repeat(gain, 48) - 1.0)
    assert np.abs(softer[:, 19_900:20_100]).max() < 0.5 < np.abs(sound).max()
    assert np.abs(softer[:, :10_000] - sound[:, :10_000]).max() < 1e-3


def test_matching_the_spectrum_moves_nothing_in_time():
    thirds = np.ones(len(loudness.CENTRES))
    kernel = matching.matching(thirds, tilt=-4.5, air=-6.0, lowpass=17_500.0)
    click = np.zeros(40_000, dtype=np.float32)
    click[20_000] = 1.0
    for shape in (kernel, matching.sideways(kernel, 1.5)):
        out = matching.shaped(click, shape)
        assert int(np.abs(out).argmax()) == 20_000 - len(shape) // 2


def test_a_narrow_mix_is_widened_but_for_its_bass():
    t = np.arange(48_000) / 48_000
    middle, side = np.sin(440 * 2 * np.pi * t), 0.05 * np.sin(660 * 2 * np.pi * t)
    assert matching.widening(float((middle**2).sum()), float((side**2).sum())) > 1.5
    flat = np.zeros(4095, dtype=np.float32)
    flat[2047] = 1.0
    response = np.abs(np.fft.rfft(matching.sideways(flat, 2.0)))
    f = np.fft.rfftfreq(4095, 1 / 48_000)
    assert response[(f > 20) & (f < 60)].max() < 0.3 and response[f > 1000].min() > 1.9
