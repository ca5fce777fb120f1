"""Drops of songs with the truth known: how many are found, how many too many, how near.

    python -m benchmarks.drops            on songs that no weight was fitted to
    python -m benchmarks.drops --fit      fits the weights of `analysis.drops` and prints them

Songs in styles with a verse, a break and a drop, or none (`songs.dropped`), half of them by real
instruments; chords to which drums come in at once (`patterned`); songs arranged in
sections with risers, sweeps, rests and what only looks like a drop (`arranged`), alone and three in
a row, some quieter; and pieces of the composer in every genre with none to two drops. Found is
within 100 ms. A chorus that comes out of a break in a piece without a drop counts neither as one
nor as none.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import arranged, arranged_forms, fitting, others, songs, tempo
from studio import composer
from studio.analysis import RATE, drops, form, rhythm, spectrum, steps
from studio.analysis.beats import LATENCY
from studio.analysis.spectrum import FRAME
from studio.analysis.values import UNSURE, Drop
from studio.brief import Brief

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
NEAR = 0.1  # seconds


class Case(NamedTuple):
    name: str
    sound: Floats
    drops: tuple[float, ...]
    either: tuple[float, ...] = ()  # neither right nor wrong


class Heard(NamedTuple):
    case: Case
    bar: float
    drops: tuple[Drop, ...]
    times: Doubles
    signs: Floats


def styled(seeds: range, *, real: bool = False) -> Iterator[Case]:
    for seed in seeds:
        made = songs.dropped(seed, real=real)
        yield Case(made.name, made.sound, made.drops)


def patterned(seeds: range) -> Iterator[Case]:
    """Chords to which a pattern of drums comes in at once, all louder; or it plays throughout."""
    for seed in seeds:
        dice = np.random.default_rng([41, seed])
        enter = float(dice.uniform(9, 22)) if seed % 4 else 0.0
        made = tempo.drawn(seed, seconds=40.0, enter=enter, under=float(dice.uniform(0.3, 1.6)))
        if made.name.split()[0] != "none":
            yield Case(f"pattern of {made.name}", made.sound, tuple(made.beats.tolist()))


def in_sections(seeds: range) -> Iterator[Case]:
    for seed in seeds:
        made = arranged.arranged(seed)
        yield Case(made.name, made.sound, made.drops)


def later(seeds: range) -> Iterator[Case]:
    """Songs in the sections that came later, form by form."""
    forms = list(arranged_forms.MORE)
    for seed in seeds:
        made = arranged.arranged(seed, form=forms[seed % len(forms)])
        yield Case(made.name, made.sound, made.drops)


def further(seeds: range) -> Iterator[Case]:
    """Songs in the sections that came last, form by form."""
    forms = list(arranged_forms.FURTHER)
    for seed in seeds:
        made = arranged.arranged(seed, form=forms[seed % len(forms)])
        yield Case(made.name, made.sound, made.drops)


def mixed(seeds: range) -> Iterator[Case]:
    """Three songs that run into one another, some of them 3 to 8 dB quieter."""
    every = list(arranged_forms.FORMS | arranged_forms.MORE | arranged_forms.FURTHER)
    for seed in seeds:
        dice = np.random.default_rng([43, seed])
        parts: list[Floats] = []
        truth: list[float] = []
        joins: list[float] = []
        now = 0
        for turn in range(3):
            made = arranged.arranged(3 * seed + turn, form=str(dice.choice(every)))
            level = 10 ** (-float(dice.choice([0, 0, 3, 5, 8])) / 20)
            truth += [now / RATE + at for at in made.drops]
            joins.append(now / RATE)
            parts.append((made.sound * level).astype(np.float32))
            now += len(made.sound)
        either = [at + bars for at in joins for bars in np.arange(0, 4, 0.4)]
        yield Case(f"mix {seed}", np.concatenate(parts), tuple(truth), tuple(either))


def plays_on(seeds: range) -> Iterator[Case]:
    """Songs by another hand in which nothing drops, once they have begun."""
    for seed in seeds:
        made = others.drawn(seed, seconds=40.0)
        yield Case(made.name, made.sound, (), (float(made.beats[0]),))


def composed(seeds: range) -> Iterator[Case]:
    """A piece of the composer in every genre for each seed, with none, one or two drops."""
    tempo.CACHE.mkdir(exist_ok=True)
    for seed in seeds:
        for genre in composer.genres():
            planned = composer.plan(_wish(genre, seed))
            file = tempo.CACHE / f"{composer.VERSION}-{genre}-{seed}-drops.npz"
            if not file.exists():
                stereo = composer.render(composer.score(planned)).samples
                sound = tempo.slower(stereo.mean(axis=0)).astype(np.float16)
                np.savez(file, sound=sound, drops=np.array(planned.drops) / composer.RATE)
            kept = np.load(file)
            parts = itertools.pairwise(planned.sections)
            back = [b.at for a, b in parts if (a.kind, b.kind) == ("break", "chorus")]
            yield Case(
                genre, kept["sound"].astype(np.float32), tuple(kept["drops"].tolist()),
                tuple(at / composer.RATE for at in back),
            )  # fmt: skip


def _wish(genre: str, seed: int) -> Brief:
    dice = np.random.default_rng([5, seed, len(genre), ord(genre[0])])
    length = float(dice.uniform(30_000, 60_000))
    count = int(dice.choice([0, 1, 1, 2]))
    where = dice.uniform(0.25, 0.7, 1) if count == 1 else dice.uniform(0.15, 0.35, 2)
    wanted = tuple((where + [0, 0.45][: len(where)]) * length)[:count]
    return Brief(genre=genre, length_ms=length, seed=seed, drops=wanted)


def heard(case: Case) -> Heard:
    seen = spectrum.analyse(case.sound)
    found = rhythm.track(seen)
    length = len(case.sound) / spectrum.RATE
    bars = form.grid(found if found.confidence >= UNSURE else None, length)
    bar = float(np.median(np.diff(bars))) if len(bars) > 1 else length
    at = steps.attacks(seen, bar)
    signs = steps.signs(seen, at, bar) if len(at) else np.zeros((0, len(steps.NAMES)), np.float32)
    return Heard(
        case, bar, drops.find(seen, bar), np.asarray(at * FRAME + LATENCY, np.float64), signs
    )


def report(name: str, rows: list[Heard]) -> None:
    truth = sum(len(row.case.drops) for row in rows)
    extras = [
        [
            d.at
            for d in row.drops
            if all(abs(d.at - at) > NEAR for at in row.case.drops + row.case.either)
        ]
        for row in rows
    ]
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
    line = f"{name}: {len(met)} of {truth} found, {sum(map(len, extras))} too many"
    if met:
        line += f"; off by {np.mean(met):.1f} ms, p95 {np.percentile(met, 95):.1f}"
        line += f"; the surest is one of them in {main} of {len(most)}"
    print(line)
    for row, extra in zip(rows, extras, strict=True):
        missed = [at for at in row.case.drops if all(abs(d.at - at) > NEAR for d in row.drops)]
        if missed or extra:
            print(f"   {row.case.name}: missed {np.round(missed, 1)}, extra {np.round(extra, 1)}")


def fit(rows: list[Heard]) -> None:
    """Weights for what tells a drop from other attacks; attacks beside a drop are left out."""
    signs, truth = [], []
    for row in rows:
        for moment, seen in zip(row.times, row.signs, strict=True):
            near = min((abs(moment - at) for at in row.case.drops), default=9e9)
            open_ = any(abs(moment - at) < 0.5 for at in row.case.either)
            if near < NEAR / 2 or (near > NEAR and not open_):
                signs.append(seen)
                truth.append(near < NEAR / 2)
    table, bias, mixed = fitting.mixtures(np.array(signs, np.float64), np.array(truth), soft=1.0)
    print("drops._SIGNS =")
    for line in np.round(table, 2).tolist():
        print(f"        {line},")
    print(f"drops._BIAS = {np.round(bias, 3).tolist()}")
    print(f"drops._MIXED = {np.round(mixed, 3).tolist()}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--fit", action="store_true")
    asked.add_argument("--songs", type=int, default=40)
    asked.add_argument("--pieces", type=int, default=2, help="of every genre")
    chosen = asked.parse_args()
    many, pieces = chosen.songs, chosen.pieces
    if chosen.fit:
        kept = [
            (1, styled(range(2 * many))), (1, in_sections(range(6 * many))),
            (2, styled(range(2000, 2000 + many), real=True)),
            (2, patterned(range(3000, 3000 + 2 * many))),
            (1, later(range(8000, 8000 + 4 * many))), (1, plays_on(range(9000, 9000 + 3 * many))),
            (1, further(range(8500, 8500 + 33 * many // 10))),
            (1, mixed(range(8700, 8700 + 3 * many // 2))),
            (5, composed(range(301, 301 + pieces // 2))),
        ]  # fmt: skip
        fit([row for often, group in kept for row in often * [heard(case) for case in group]])
        return
    report("styles", [heard(case) for case in styled(range(1000, 1000 + many))])
    report("played", [heard(case) for case in styled(range(7000, 7000 + many), real=True)])
    report("patterns", [heard(case) for case in patterned(range(4000, 4000 + many))])
    report("sections", [heard(case) for case in in_sections(range(5000, 5000 + 2 * many))])
    report("later", [heard(case) for case in later(range(6000, 6000 + many))])
    report("further", [heard(case) for case in further(range(6500, 6500 + many))])
    report("mixes", [heard(case) for case in mixed(range(6600, 6600 + many // 2))])
    report("plays on", [heard(case) for case in plays_on(range(3000, 3000 + many))])
    report("composed", [heard(case) for case in composed(range(201, 201 + pieces))])


if __name__ == "__main__":
    main()
