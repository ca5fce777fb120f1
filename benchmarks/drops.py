"""Drops of songs with the truth known: how many are found, how many too many, how near.

    python -m benchmarks.drops            on songs that no weight was fitted to
    python -m benchmarks.drops --fit      fits the weights of `analysis.drops` and prints them

Songs in styles with a verse, a break and a drop, or none (`songs.dropped`), and pieces of the
composer in every genre with none to two drops. Found is within 100 ms.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import songs, tempo
from studio import composer
from studio.analysis import drops, form, rhythm, spectrum
from studio.analysis.values import UNSURE, Drop
from studio.brief import Brief

Floats = NDArray[np.float32]
NEAR = 0.1  # seconds


class Case(NamedTuple):
    name: str
    sound: Floats
    drops: tuple[float, ...]


class Heard(NamedTuple):
    case: Case
    bar: float
    drops: tuple[Drop, ...]
    candidates: list[tuple[float, Floats]]


def styled(seeds: range) -> Iterator[Case]:
    for seed in seeds:
        made = songs.dropped(seed)
        yield Case(made.name, made.sound, made.drops)


def composed(seeds: range) -> Iterator[Case]:
    """A piece of the composer in every genre for each seed, with none, one or two drops."""
    tempo.CACHE.mkdir(exist_ok=True)
    for seed in seeds:
        for genre in composer.genres():
            file = tempo.CACHE / f"{composer.VERSION}-{genre}-{seed}-drops.npz"
            if not file.exists():
                dice = np.random.default_rng([5, seed, len(genre), ord(genre[0])])
                length = float(dice.uniform(30_000, 60_000))
                count = int(dice.choice([0, 1, 1, 2]))
                where = dice.uniform(0.25, 0.7, 1) if count == 1 else dice.uniform(0.15, 0.35, 2)
                wanted = tuple((where + [0, 0.45][: len(where)]) * length)[:count]
                wish = Brief(genre=genre, length_ms=length, seed=seed, drops=wanted)
                planned = composer.plan(wish)
                stereo = composer.render(composer.score(planned)).samples
                sound = tempo.slower(stereo.mean(axis=0)).astype(np.float16)
                np.savez(file, sound=sound, drops=np.array(planned.drops) / composer.RATE)
            kept = np.load(file)
            yield Case(genre, kept["sound"].astype(np.float32), tuple(kept["drops"].tolist()))


def heard(case: Case) -> Heard:
    seen = spectrum.analyse(case.sound)
    found = rhythm.track(seen)
    length = len(case.sound) / spectrum.RATE
    bars = form.grid(found if found.confidence >= UNSURE else None, length)
    bar = float(np.median(np.diff(bars))) if len(bars) > 1 else length
    return Heard(case, bar, drops.find(seen, bar), drops.candidates(seen, bar))


def report(name: str, rows: list[Heard]) -> None:
    truth = sum(len(row.case.drops) for row in rows)
    found = sum(len(row.drops) for row in rows)
    away = [
        min((abs(drop.at - at) for drop in row.drops), default=9.9)
        for row in rows
        for at in row.case.drops
    ]
    met = [value * 1000 for value in away if value <= NEAR]
    most = [
        max(row.drops, key=lambda d: d.strength) for row in rows if row.drops and row.case.drops
    ]
    main = sum(
        any(abs(best.at - at) <= NEAR for at in row.case.drops)
        for best, row in zip(most, [r for r in rows if r.drops and r.case.drops], strict=True)
    )
    print(
        f"{name}: {len(met)} of {truth} found, {found - len(met)} too many; off by "
        f"{np.mean(met):.1f} ms, p95 {np.percentile(met, 95):.1f}; the surest is one of them in "
        f"{main} of {len(most)}"
    )
    for row in rows:
        missed = [at for at in row.case.drops if all(abs(d.at - at) > NEAR for d in row.drops)]
        extra = [d.at for d in row.drops if all(abs(d.at - at) > NEAR for at in row.case.drops)]
        if missed or extra:
            print(f"   {row.case.name}: missed {np.round(missed, 1)}, extra {np.round(extra, 1)}")


def fit(rows: list[Heard]) -> None:
    """Weights for what tells a drop from a beginning; steps near a drop are left out."""
    signs, truth = [], []
    for row in rows:
        for moment, seen in row.candidates:
            near = min((abs(moment - at) for at in row.case.drops), default=9e9)
            if near <= NEAR or near > 1.5 * row.bar:
                signs.append(seen)
                truth.append(near <= NEAR)
    weights, bias = tempo.regression(signs, truth, [1.0] * len(truth), rounds=20_000, soft=0.001)
    print(f"drops._DROP = {np.round(weights, 3).tolist()}, bias {bias:.3f}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--fit", action="store_true")
    asked.add_argument("--songs", type=int, default=40)
    asked.add_argument("--pieces", type=int, default=2, help="of every genre")
    chosen = asked.parse_args()
    many, pieces = chosen.songs, chosen.pieces
    if chosen.fit:
        kept = [*styled(range(many)), *composed(range(301, 301 + pieces))]
        fit([heard(case) for case in kept])
        return
    report("styles", [heard(case) for case in styled(range(1000, 1000 + many))])
    report("composed", [heard(case) for case in composed(range(201, 201 + pieces))])


if __name__ == "__main__":
    main()
