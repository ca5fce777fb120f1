"""Songs fitted to cuts: how many meet, by a plain start, bent, with cuts that may move, re-cut.

    python -m benchmarks.sync [--trials 20] [--seed 1] [--montages]

With `--montages`: music composed for sixty quick cuts, even and uneven, at three frame rates.

Songs of 80 to 140 beats a minute, films of a minute whose shots last 2.1 s in the middle
(log-normal). Chance stands beside it: music laid at random meets that many, too.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import numpy as np

from studio.brief import Brief
from studio.service import scoring, seams
from studio.service.seams import Seam
from studio.sync import align, recut
from studio.sync.values import NEAR, Fit, Grid, Target

FILM = 60.0
GENRES = ("", "lofi", "cinematic", "house")
WIDTHS = (8, 8, 8, 7, 9, 9, 9)


def cuts(dice: np.random.Generator) -> list[float]:
    found, now = [], 0.0
    while (now := now + float(np.clip(dice.lognormal(np.log(2.1), 0.5), 0.4, 8))) < FILM - 2:
        found.append(round(now * 30) / 30)
    return found


def song(dice: np.random.Generator, seconds: float, *, eighths: bool) -> Grid:
    beats = np.arange(0.3, seconds, 60 / dice.uniform(80, 140))
    bars = tuple(float(b) for b in beats[::4])
    drop = bars[min(16, len(bars) - 3)]
    return align.grid(tuple(map(float, beats)), bars, (drop,), seconds, eighths=eighths)


def trial(seed: int, *, slack: float, eighths: bool, seconds: float) -> Fit:
    dice = np.random.default_rng([11, seed])
    times = cuts(dice)
    hero = int(dice.integers(len(times) // 4, 3 * len(times) // 4))
    wanted = [Target(at, 1.0, n == hero, slack) for n, at in enumerate(times)]
    grid = song(dice, seconds, eighths=eighths)
    bars = range(len(grid.bars))
    kinds = np.array([[(n // 8) % 2, n % 4 / 4, dice.normal(0, 0.05)] for n in bars])
    return align.align(wanted, grid, FILM, alike=recut.alikeness(kinds))


def montages(dice: np.random.Generator) -> Iterator[tuple[str, list[float]]]:
    """Lists of sixty quick cuts."""
    for fps in (24, 25, 30):
        for frames in (4, 6, 8, 10, 12, 15, 20):
            times = [round((n + 1) * frames / fps, 3) for n in range(60)]
            yield f"{fps} a second, every {frames}", times
    for fps in (24, 25, 30):
        for name, gaps in (
            ("6 to 20", dice.integers(6, 21, 60)),
            ("6, 8 or 12", dice.choice([6, 8, 12], 60)),
            ("about a second", np.round(np.clip(dice.lognormal(0, 0.5, 60), 0.3, 5) * fps)),
        ):
            yield f"{fps} a second, {name}", [round(float(at), 3) for at in np.cumsum(gaps) / fps]


def composed(seed: int) -> None:
    """How many of the cuts of a montage are met by music composed for them."""
    shares: list[float] = []
    for name, times in montages(np.random.default_rng([13, seed])):
        row = tuple(Seam(at, 1.0, "", False) for at in times)
        length = times[-1] + 1
        lead = seams.hero(row, length)
        assert lead is not None
        made = [
            scoring.scored(
                Brief(genre=genre, length_ms=length * 1000), list(row), lead,
                others=seams.rivals(row, length, lead),
            )
            for genre in GENRES
        ]  # fmt: skip
        shares += [one.met for one in made]
        print(f"{name:28}", *(f"{one.grid:5.2f}{one.met:5.2f}{one.bpm:7.1f}" for one in made))
    few = sum(share < 0.9 for share in shares)
    print(f"on average {np.mean(shares):.3f}, the worst {min(shares):.2f}, below 0.9: {few}")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--montages", action="store_true")
    asked.add_argument("--trials", type=int, default=20)
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args()
    if chosen.montages:
        composed(chosen.seed)
        return
    rows = (
        ("cuts fixed, beats", 0.0, False, 180.0),
        ("cuts fixed, eighths", 0.0, True, 180.0),
        ("cuts +-80 ms, eighths", 0.08, True, 180.0),
        ("song of 40 s, eighths", 0.0, True, 40.0),
    )
    heads = ("chance", "start", "fitted", "gain", "hits ms", "drop ms", "ms each")
    print(24 * " " + "".join(f"{h:>{w}}" for h, w in zip(heads, WIDTHS, strict=True)))
    for name, slack, eighths, seconds in rows:
        began = time.perf_counter()
        fits = [
            trial(chosen.seed * 1000 + n, slack=slack, eighths=eighths, seconds=seconds)
            for n in range(chosen.trials)
        ]
        each = (time.perf_counter() - began) / chosen.trials * 1000
        chance, before, after = (
            float(np.mean([getattr(f, key) for f in fits])) for key in ("chance", "before", "after")
        )
        hits = [abs(m.error) * 1000 for f in fits for m in f.meetings if abs(m.error) <= NEAR]
        drops = [abs(f.hero) * 1000 for f in fits if f.hero is not None]
        print(
            f"{name:24}{chance:8.2f}{before:8.2f}{after:8.2f}{after - before:+7.2f}"
            f"{np.mean(hits):9.1f}{max(drops, default=0):9.1f}{each:9.0f}"
        )


if __name__ == "__main__":
    main()
