"""The acceptance battery over drawn cases (genre, seed, length, drops): its table, what failed.

python benchmarks/battery.py --cases 100 --seed 11 [--aac]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "studio" / "composer")]

import battery  # noqa: E402

from studio import composer  # noqa: E402
from studio.brief import Brief  # noqa: E402


def drawn(count: int, seed: int) -> list[Brief]:
    """Cases as somebody else would draw them."""
    draw = random.Random(seed)
    genres = composer.genres()
    made = []
    for index in range(count):
        genre = genres[index % len(genres)] if count >= len(genres) else draw.choice(genres)
        length = float(
            draw.randint(8_000, 180_000) if draw.random() < 0.5 else draw.randint(8_000, 60_000)
        )
        drops: list[float] = []
        for _ in range(draw.randint(0, 3)):
            at = float(draw.randint(3_000, max(3_001, int(length) - 3_000)))
            if all(abs(at - other) >= 3_000 for other in drops) and 3_000 <= at <= length - 3_000:
                drops.append(at)
        made.append(
            Brief(
                genre=genre,
                length_ms=length,
                drops=tuple(sorted(drops)),
                seed=draw.randint(1, 9999),
            )
        )
    return made


def measured(brief: Brief, *, aac: bool) -> tuple[dict[str, tuple[float, bool]], float]:
    plan = composer.plan(brief)
    score = composer.score(plan)
    start = time.perf_counter()
    sound = composer.render(score)
    took = time.perf_counter() - start
    case = battery.Case(np.asarray(sound.samples), composer.document(plan), composer.midi(score))
    return battery.judged(case, aac=aac), took


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--aac", action="store_true", help="decode an AAC encoding as well")
    parser.add_argument("--quiet", action="store_true")
    asked = parser.parse_args()
    table: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    clean = hard = 0
    rows = drawn(asked.cases, asked.seed)
    for brief in rows:
        results, took = measured(brief, aac=asked.aac)
        for name, result in results.items():
            table[name].append(result)
        wrong = battery.failed(results)
        clean += not wrong
        hard += not set(wrong) & set(battery.HARD)
        if wrong and not asked.quiet:
            said = ", ".join(f"{name} {results[name][0]:.3g}" for name in wrong)
            drops = [d / 1000 for d in brief.drops]
            print(
                f"{brief.genre:12} seed {brief.seed:5} {brief.length_ms / 1000:8.3f} s "
                f"drops {drops}: {said}",
                flush=True,
            )
        table["seconds a minute"].append((took * 60_000 / brief.length_ms, True))
    print(f"\n{'check':18} {'passed':>9} {'worst 5 %':>10} {'median':>9} {'best 5 %':>10}")
    for name, values in table.items():
        numbers = np.array([value for value, _ in values], dtype=float)
        passed = sum(ok for _, ok in values)
        low, mid, high = np.percentile(numbers, [5, 50, 95])
        print(f"{name:18} {passed:4}/{len(values):4} {low:10.3g} {mid:9.3g} {high:10.3g}")
    print(f"\n{clean} of {len(rows)} cases pass everything, {hard} the hard checks")


if __name__ == "__main__":
    main()
