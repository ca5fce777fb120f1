"""The acceptance battery over drawn cases (prompt, seed, length, drops): its table, what failed.

Every case is a sentence in English or Chinese, a length to the millisecond, none to three drops, a
seed; judged are the sound, the MIDI file and the plan alone.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "studio" / "composer")]

import battery  # noqa: E402

from studio import brief as briefs  # noqa: E402
from studio import composer  # noqa: E402
from studio.brief import Brief  # noqa: E402
from studio.composer import tables  # noqa: E402
from studio.planner import briefs as reading  # noqa: E402

Results = dict[str, tuple[float, bool]]

CALLED = {
    "ambient": ("ambient music", "氛围音乐"), "chillhop": ("chillhop", "咖啡馆爵士"),
    "cinematic": ("an epic trailer", "史诗预告片配乐"), "comedy": ("comedy music", "搞笑配乐"),
    "corporate": ("corporate music", "企业宣传片配乐"), "dnb": ("drum and bass", "鼓打贝斯"),
    "festive": ("a Chinese new year track", "喜庆的过年音乐"), "folk": ("indie folk", "民谣"),
    "funk": ("funk", "放克"), "futurebass": ("future bass", "未来贝斯"),
    "guofeng": ("guofeng", "古风"), "guofengepic": ("epic guofeng", "国风史诗"),
    "guofenglofi": ("chinese lo-fi", "国风 lo-fi"), "house": ("house", "浩室舞曲"),
    "latin": ("reggaeton", "拉丁音乐"), "lofi": ("lo-fi", "lofi 音乐"),
    "piano": ("emotional piano", "抒情钢琴"), "rnb": ("r&b", "节奏布鲁斯"),
    "rock": ("rock", "摇滚"), "synthwave": ("synthwave", "合成器浪潮"),
    "tension": ("tense documentary music", "悬疑配乐"), "trap": ("trap", "陷阱说唱伴奏"),
    "travel": ("travel vlog music", "旅行 vlog 音乐"),
    "tropical": ("tropical house", "热带浩室"), "zen": ("zen music", "禅意音乐"),
}  # fmt: skip
ASIDES = (
    ("", ""), ("", ""), (", calm", "，平静一点"), (", upbeat", "，欢快一点"),
    (", no drums", "，不要鼓"), (", with piano", "，加钢琴"), (", happier", "，再快乐一点"),
)  # fmt: skip


class Drawn(NamedTuple):
    said: str
    genre: str  # that was meant
    brief: Brief


def drawn(count: int, seed: int, longest: float) -> list[Drawn]:
    """Cases as somebody else would draw them."""
    draw = random.Random(seed)
    genres = draw.sample(composer.genres(), len(composer.genres()))
    made = []
    for index in range(count):
        genre, lang = genres[index % len(genres)], draw.randrange(2)
        said = CALLED[genre][lang] + draw.choice(ASIDES)[lang]
        most = longest if draw.random() < 0.4 else min(45.0, longest)
        length = draw.randint(8_000, round(1000 * most))
        drops: list[float] = []
        for _ in range(draw.randint(0, 3)):
            at = float(draw.randint(1_500, length - 1_000))
            if all(abs(at - other) >= 3_000 for other in drops):
                drops.append(at)
        understood = reading.understand(said) or Brief()
        brief = briefs.changed(
            understood, length_ms=float(length), drops=tuple(sorted(drops)),
            seed=draw.randint(1, 9999),
        )  # fmt: skip
        made.append(Drawn(said, genre, brief))
    return made


def measured(case: Drawn, *, aac: bool) -> tuple[Results, float]:
    plan = composer.plan(case.brief)
    score = composer.score(plan)
    start = time.thread_time()
    sound = composer.render(score)
    took = time.thread_time() - start
    heard = battery.Case(np.asarray(sound.samples), composer.document(plan), composer.midi(score))
    results = battery.judged(heard, aac=aac)
    results["understood"] = (float(plan.genre == case.genre), plan.genre == case.genre)
    if "lra" in results and plan.brief.energy is None:
        low, high = map(float, tables.genre(plan.genre)["range"])
        spread = results["lra"][0]
        results["lra_window"] = (spread, low - 0.5 <= spread <= high + 0.5)
    return results, took


def told(case: Drawn, results: Results, wrong: list[str]) -> str:
    """What failed, in a line."""
    said = ", ".join(f"{name} {results[name][0]:.3g}" for name in wrong)
    drops = ", ".join(f"{drop / 1000:g}" for drop in case.brief.drops) or "none"
    seconds = case.brief.length_ms / 1000
    return f"{case.said} | seed {case.brief.seed} | {seconds:.3f} s | drops {drops} | {said}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100, help="how many are drawn (100)")
    parser.add_argument("--seed", type=int, default=11, help="of the draw (11)")
    parser.add_argument("--longest", type=float, default=180.0, help="of a piece, seconds (180)")
    parser.add_argument("--minutes", type=float, default=600.0, help="stop drawing after so long")
    parser.add_argument("--aac", action="store_true", help="decode an AAC encoding as well")
    parser.add_argument("--quiet", action="store_true", help="the table alone, no failed cases")
    asked = parser.parse_args()
    table: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    clean = hard = count = 0
    until = time.monotonic() + 60 * asked.minutes
    for case in drawn(asked.cases, asked.seed, asked.longest):
        if time.monotonic() > until:
            break
        results, _ = measured(case, aac=asked.aac)
        for name, result in results.items():
            table[name].append(result)
        wrong = battery.failed(results)
        count += 1
        clean += not wrong
        hard += not set(wrong) & set(battery.HARD)
        if wrong and not asked.quiet:
            print(told(case, results, wrong), flush=True)
    print(f"\n{'check':18} {'passed':>9} {'worst 5 %':>10} {'median':>9} {'best 5 %':>10}")
    for name, values in table.items():
        numbers = np.array([value for value, _ in values], dtype=float)
        passed = sum(ok for _, ok in values)
        low, mid, high = np.percentile(numbers, [5, 50, 95])
        print(f"{name:18} {passed:4}/{len(values):4} {low:10.3g} {mid:9.3g} {high:10.3g}")
    print(f"\n{clean} of {count} cases pass everything, {hard} the hard checks")


if __name__ == "__main__":
    main()
