"""Strokes at hit-points: heard by themselves, nothing loud a moment beside them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from studio import brief as briefs
from studio import composer
from studio.brief import Brief

RATE, HOP, WIDE = 48_000, 240, 1024
BANDS = (0, 120, 300, 800, 2000, 5000, 10_000, 18_000)


def attacks(sound: np.ndarray) -> np.ndarray:
    """How much more is heard in seven bands than 10 ms before, every 5 ms."""
    mono = np.pad(sound.mean(axis=0), (WIDE // 2, WIDE // 2))
    frames = np.lib.stride_tricks.sliding_window_view(mono, WIDE)[::HOP] * np.hanning(WIDE)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    edges = [round(edge * WIDE / RATE) for edge in BANDS]
    bands = np.stack([power[:, a:b].sum(axis=1) for a, b in itertools.pairwise(edges)], 1)
    level = 10 * np.log10(bands / bands.max(axis=0) + 1e-5)
    rise = np.maximum(0, level[2:] - level[:-2]) * np.maximum(0, level[2:] + 40) / 40
    return np.pad(rise.sum(axis=1), (1, 1))


def loudest(rises: np.ndarray, start: float, end: float) -> float:
    return float(rises[round(start * 200) : round(end * 200) + 1].max(initial=0.0))


@pytest.mark.parametrize(("genre", "bpm"), [("rock", 140), ("tropical", 110), ("funk", 100)])
def test_nothing_loud_stands_beside_a_hit(genre, bpm):
    beat = 60 / bpm
    hits = [(4 + 5 * n + away) * beat for n, away in enumerate((0.12, -0.14, 0.39, 0.11, -0.1))]
    asked = tuple(hit * 1000 for hit in hits)
    brief = Brief(genre=genre, bpm=bpm, length_ms=15_000, seed=5, hits=asked)
    rises = attacks(composer.render(composer.score(composer.plan(brief))).samples)
    strong = np.percentile(rises, 90)
    for hit in hits:
        own = loudest(rises, hit - 0.02, hit + 0.02)
        before = loudest(rises, hit - 0.09, hit - 0.03)
        after = loudest(rises, hit + 0.03, hit + 0.085)
        assert own >= strong and max(before, after) < 0.5 * own


def test_a_stroke_beside_a_hit_is_played_on_it_and_the_others_stay():
    brief = Brief(genre="house", bpm=124.0, length_ms=20_000, seed=3)
    hit = round((16 * 60 / 124 + 0.06) * 1000, 3)
    plain = composer.score(composer.plan(brief))
    struck = composer.score(composer.plan(briefs.changed(brief, hits=(hit,))))
    before, after = set(plain.kicks), set(struck.kicks)
    assert len(before) == len(after) and round(hit * 48) in after
    assert len(before - after) == 1


@pytest.mark.parametrize("genre", ["lofi", "house"])
def test_a_roll_is_heard_stroke_by_stroke(genre):
    hits = [3.03 + 0.17 * n for n in range(40)]
    brief = Brief(genre=genre, length_ms=12_000, seed=4, hits=tuple(h * 1000 for h in hits))
    rises = attacks(composer.render(composer.score(composer.plan(brief))).samples)
    strong = np.percentile(rises, 80)
    heard = 0
    for hit in hits:
        own = loudest(rises, hit - 0.025, hit + 0.025)
        beside = max(loudest(rises, hit + at - 0.025, hit + at + 0.025) for at in (-0.06, 0.06))
        heard += own >= max(strong, beside)
    assert heard >= 36


def test_what_is_struck_right_beside_a_cut_is_struck_on_it():
    beats = [60 / 120 * n for n in range(8, 24, 3)]
    cuts = [beat + away for beat, away in zip(beats, (0.02, -0.02, 0.024) * 2, strict=True)]
    brief = Brief(genre="house", bpm=120.0, length_ms=14_000, seed=2)
    leaning = briefs.changed(brief, leans=tuple(at * 1000 for at in cuts))
    plain, leant = (composer.score(composer.plan(one)) for one in (brief, leaning))
    assert len(plain.kicks) == len(leant.kicks)
    assert (
        sum(round(at * RATE) in leant.kicks for at in cuts)
        == len(set(leant.kicks) - set(plain.kicks))
        >= 4
    )
