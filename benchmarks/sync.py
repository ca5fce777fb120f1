"""Songs fitted to cuts: how many meet, by a plain start, bent, with cuts that may move, re-cut.

    python -m benchmarks.sync [--trials 20] [--seed 1]

Songs of 80 to 140 beats a minute, films of a minute whose shots last 2.1 s in the middle
(log-normal). Chance stands beside it: music laid at random meets that many, too.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from studio.sync import align, recut
from studio.sync.values import NEAR, Fit, Grid, Target

FILM = 60.0
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


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--trials", type=int, default=20)
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args()
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
