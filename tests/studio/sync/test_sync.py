"""A song and cuts: what is met, what may bend, and that nothing is claimed that does not hold."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.sync import align, bend, recut, solve
from studio.sync.values import NEAR, Fit, Grid, Piece, Target


def grid(bpm: float, seconds: float = 180.0, *, drop_bar: int = 16) -> Grid:
    beats = np.arange(0.3, seconds, 60 / bpm)
    bars = beats[::4]
    return align.grid(
        tuple(beats), tuple(bars), (float(bars[min(drop_bar, len(bars) - 2)]),), seconds
    )


def cuts(seed: int, film: float = 60.0) -> list[float]:
    dice = np.random.default_rng(seed)
    found, now = [], 0.0
    while (now := now + float(np.clip(dice.lognormal(np.log(2.1), 0.5), 0.4, 8))) < film - 2:
        found.append(now)
    return found


def targets(seed: int, *, slack: float = 0.0) -> list[Target]:
    found = cuts(seed)
    return [Target(at, 1.0, i == len(found) // 2, slack) for i, at in enumerate(found)]


def holds(fit: Fit, film: float, *, limit: float = solve.BEND) -> None:
    """What every fit keeps: no gap, no overlap, no bend beyond the limit, no time before zero."""
    for one, two in zip(fit.pieces[:-1], fit.pieces[1:], strict=True):
        assert two.at == pytest.approx(one.ends, abs=1e-6)
    for piece in fit.pieces:
        assert abs(piece.speed - 1) <= limit + 1e-6
        assert piece.song_start >= -1e-6
        assert piece.song_end > piece.song_start
    assert fit.pieces[0].at == 0.0
    assert fit.pieces[-1].ends <= film + 1e-6


@given(
    bpm=st.floats(60, 180), seed=st.integers(0, 10_000), slack=st.sampled_from([0.0, 0.04, 0.08])
)
@settings(max_examples=8, deadline=None)
def test_a_fit_keeps_its_laws(bpm: float, seed: int, slack: float) -> None:
    wanted = targets(seed, slack=slack)
    fit = solve.fit(wanted, grid(bpm), 60.0)
    holds(fit, 60.0)
    assert all(abs(m.moved) <= slack + 1e-9 for m in fit.meetings)
    met = sum(abs(m.error) <= NEAR for m in fit.meetings)
    assert fit.after == pytest.approx(met / len(wanted), abs=0.001)


@pytest.mark.slow
def test_bending_meets_many_more_cuts_than_the_best_plain_offset() -> None:
    fits = [solve.fit(targets(seed), grid(80 + 3.5 * seed), 60.0) for seed in range(16)]
    gain = float(np.mean([f.after - f.before for f in fits]))
    assert gain >= 0.25


@pytest.mark.slow
def test_with_cuts_that_may_move_nine_of_ten_are_met() -> None:
    fits = [solve.fit(targets(s, slack=0.08), grid(80 + 3.5 * s), 60.0) for s in range(16)]
    assert float(np.mean([f.after for f in fits])) >= 0.90


def test_the_drop_meets_its_cut_even_when_the_song_must_be_re_cut_for_it() -> None:
    song = grid(120, 40.0, drop_bar=2)  # the drop comes after four seconds, the cut at thirty
    wanted = targets(7)
    colours = np.stack([np.arange(len(song.bars)) % 4, np.arange(len(song.bars)) // 8], 1)
    fit = align.align(wanted, song, 60.0, alike=recut.alikeness(colours.astype(float)))
    holds(fit, 60.0)
    assert fit.hero is not None
    assert abs(fit.hero) < 0.02
    assert fit.pieces[-1].ends > 59.0


def test_a_drop_that_is_on_no_bar_line_is_not_lost_where_the_song_is_re_cut() -> None:
    """Its bar is counted from another beat: the drop is the last beat of the bar before."""
    song = grid(96, 31.0, drop_bar=4)
    early = dataclasses.replace(song, drops=(song.drops[0] - 60 / 96,))
    wanted = [Target(at, 1.0, at == 16.0) for at in (2.1, 5.3, 9.0, 12.2, 16.0, 19.1)]
    colours = np.stack([np.arange(len(song.bars)) // 4, np.arange(len(song.bars)) % 2], 1)
    fit = align.align(wanted, early, 22.0, alike=recut.alikeness(colours.astype(float)))
    holds(fit, 22.0)
    assert fit.hero is not None and abs(fit.hero) < 0.02


def test_without_a_beat_the_song_is_laid_straight() -> None:
    song = Grid((), (), (), (), 90.0)
    fit = solve.fit(targets(1), song, 60.0)
    assert fit.pieces == (Piece(0.0, 0.0, 60.0, 1.0),)
    assert fit.unmet


def test_without_cuts_the_song_is_laid_straight() -> None:
    assert solve.fit([], grid(100), 30.0).pieces == (Piece(0.0, 0.0, 30.0, 1.0),)


def test_clicks_land_where_the_plan_says_within_ten_milliseconds() -> None:
    rate = 48000
    sound = np.zeros((rate * 20, 2), np.float32)
    time = np.arange(len(sound)) / rate
    sound += (0.15 * np.sin(2 * np.pi * 220 * time))[:, None].astype(np.float32)
    strike = np.random.default_rng(0).standard_normal(2000) * np.exp(-np.arange(2000) / 300)
    clicks = np.arange(0.25, 19.5, 0.5)
    for click in clicks:
        start = int(click * rate)
        sound[start : start + 2000] += (0.8 * strike)[:, None].astype(np.float32)
    first = Piece(0.0, 1.0, 7.0, 1.03)
    second = Piece(first.ends, 7.0, 13.0, 0.975)
    third = Piece(second.ends, 4.25, 8.25, 1.0)
    out = bend.sound(sound, rate, [first, second, third], third.ends)
    assert len(out) == round(third.ends * rate)
    attack = np.abs(np.diff(out[:, 0], prepend=0))
    for piece in (first, second, third):
        for click in clicks[(clicks > piece.song_start + 0.05) & (clicks < piece.song_end - 0.05)]:
            at = piece.at + (click - piece.song_start) / piece.speed
            low = int((at - 0.03) * rate)
            near = attack[low : low + int(0.06 * rate)]
            heard = (low + int(np.argmax(near > 0.25 * near.max()))) / rate
            assert abs(heard - at) < 0.010


def test_a_jump_makes_no_click() -> None:
    rate = 48000
    time = np.arange(rate * 10) / rate
    tone = np.stack([0.5 * np.sin(2 * np.pi * 330 * time)] * 2, 1).astype(np.float32)
    pieces = [Piece(0.0, 0.0, 3.0, 1.0), Piece(3.0, 6.1007, 9.0, 1.0)]
    out = bend.sound(tone, rate, pieces, 5.9)
    assert np.abs(np.diff(out[:, 0])).max() < 2.0 * np.abs(np.diff(tone[:, 0])).max()


def test_met_cuts_lie_near_their_beats_not_only_within_reach() -> None:
    fits = [solve.fit(targets(seed), grid(84 + 9.0 * seed), 60.0) for seed in range(3)]
    near = [abs(m.error) for f in fits for m in f.meetings if abs(m.error) <= NEAR]
    assert float(np.mean(near)) < 0.010


def test_a_song_made_in_parts_is_the_song_made_as_a_whole() -> None:
    rate = 8000
    dice = np.random.default_rng(4)
    song = dice.standard_normal((rate * 9, 2)).astype(np.float32)
    pieces = [Piece(0.2, 1.0, 3.0, 1.02), Piece(2.161, 3.0, 4.0, 0.98), Piece(3.3, 0.5, 3.0, 1.0)]
    whole = bend.sound(song, rate, pieces, 6.0)
    parts = list(bend.parts(song, rate, pieces, 6.0))
    assert len(parts) > len(pieces) and sum(len(part) for part in parts) == 6 * rate
    softened, done = whole.copy(), 0
    bend.edges(softened, rate, fade=1.5)
    for part in parts:
        bend.edges(part, rate, fade=1.5, first=done, total=len(whole))
        assert np.array_equal(part, softened[done : done + len(part)])
        done += len(part)


def test_a_bent_piece_hears_only_its_own_stretch_of_the_song() -> None:
    """The same piece of a song of ten seconds and of one of a minute is the same sound."""
    rate = 8000
    dice = np.random.default_rng(5)
    long = dice.standard_normal((rate * 60, 2)).astype(np.float32)
    near, far = [Piece(0.0, 2.0, 7.0, 1.03)], [Piece(0.0, 42.0, 47.0, 1.03)]
    short = bend.sound(long[40 * rate : 50 * rate], rate, near, 4.8)
    assert np.array_equal(short, bend.sound(long, rate, far, 4.8))


@pytest.mark.slow
def test_a_thousand_cuts_are_fitted_as_well_as_a_few() -> None:
    dice = np.random.default_rng(6)
    times = np.cumsum(dice.uniform(0.6, 1.0, 1000))
    film = float(times[-1]) + 1.0
    wanted = [Target(float(at), 1.0, i == 300) for i, at in enumerate(times)]
    song = grid(118, 240.0)
    colours = np.stack([np.arange(len(song.bars)) % 4, np.arange(len(song.bars)) // 8], 1)
    fit = align.align(wanted, song, film, alike=recut.alikeness(colours.astype(float)))
    holds(fit, film)
    assert fit.after >= fit.chance + 0.2
    assert fit.hero is not None and abs(fit.hero) < 0.02
    halves = [
        [abs(m.error) <= NEAR for m in part] for part in (fit.meetings[:500], fit.meetings[500:])
    ]
    assert abs(float(np.mean(halves[0])) - float(np.mean(halves[1]))) < 0.1  # no worse at the end


@pytest.mark.parametrize("seed", range(6))
def test_cuts_that_moved_by_whole_frames_are_met_as_was_promised(seed: int) -> None:
    """The room that is left in the bend takes what whole frames add."""
    from studio.service import loosening, sync

    found, song, film = cuts(seed, 40.0), grid(85.0 + 9 * seed), 40.0
    shots = np.diff([0.0, *found, film])
    loose = align.align(
        [Target(at, 1.0, n == len(found) // 2, min(0.08, 0.09 * min(shots[n : n + 2])))
         for n, at in enumerate(found)],
        song, film, bend=loosening.SHARES[0] * sync.BEND,
    )  # fmt: skip
    moved = [
        round((at + (met.moved if met.hit else 0.0)) * 30) / 30
        for at, met in zip(found, loose.meetings, strict=True)
    ]
    rows = [Target(at, 1.0, n == len(found) // 2) for n, at in enumerate(moved)]
    assert align.align(rows, song, film, bend=sync.BEND).after >= loose.after - 0.01
