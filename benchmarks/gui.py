"""What translating a backend's reply costs, beside what a single pass of regular expressions would.

    python -m benchmarks.gui [FILE.jsonl …]

Each reply is translated with the memory of stock sentences emptied before every call ("new") and
kept ("known"); the best of several rounds counts. The yardstick is one `re.findall` of words over
the same text: the least that any reading of it costs in Python.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import gui_translate  # noqa: E402
from gui import clauses  # noqa: E402

ROUNDS = 15
WORDS = re.compile(r"\w+")
Translate = Callable[[str], object]


def best(work: Translate, text: str, before: Callable[[], None]) -> float:
    """Microseconds of the quickest round."""
    spent = []
    for _ in range(ROUNDS):
        before()
        begun = time.perf_counter()
        work(text)
        spent.append(time.perf_counter() - begun)
    return min(spent) * 1e6


def line(name: str, values: list[float], yardstick: list[float]) -> None:
    middle = statistics.median(values)
    print(f"{name:28} median {middle:8.1f} us   worst {max(values):9.1f} us   "
          f"{middle / statistics.median(yardstick):5.1f} x findall")  # fmt: skip


def replies(files: list[str]) -> list[str]:
    paths = [Path(f) for f in files] or [ROOT / "tests" / "skill" / "gui_examples.jsonl"]
    return [
        json.loads(one)["text"] for p in paths for one in p.read_text("utf-8").splitlines() if one
    ]


def cold() -> None:
    """What the first translation of a process costs on top of importing yaml."""
    code = ("import time, yaml; a = time.perf_counter(); import gui_translate as g; "
            "b = time.perf_counter(); g.translate('The song is set.'); c = time.perf_counter(); "
            "g.translate('Click Export to save it.'); d = time.perf_counter(); "
            "print(*(round(x * 1e3, 1) for x in (b - a, c - b, d - c)))")  # fmt: skip
    runs = [
        [float(x) for x in subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True,
                                          capture_output=True, text=True).stdout.split()]
        for _ in range(5)
    ]  # fmt: skip
    first = [min(column) for column in zip(*runs, strict=True)]
    print(f"cold: import {first[0]} ms, a text without GUI talk {first[1]} ms, with {first[2]} ms")


def main() -> None:
    texts = replies(sys.argv[1:])
    nothing, empty = (lambda: None), clauses.translate.cache_clear
    gui_translate.translate("Click Export. 点击导出。")
    yard = [best(WORDS.findall, t, nothing) for t in texts]
    print(f"{len(texts)} replies, {statistics.median(map(len, texts)):.0f} characters the median")
    line("findall", yard, yard)
    line("translate, new", [best(gui_translate.translate, t, empty) for t in texts], yard)
    line("translate, known", [best(gui_translate.translate, t, nothing) for t in texts], yard)
    pages = {"10 kB of prose": "The strings come in at 0:20, soft and slow, under it. " * 180,
             "10 kB, one sentence GUI": "The strings come in at 0:20. " * 340 + "Click Export.",
             "10 kB, all GUI": " ".join(texts)[:10_000]}  # fmt: skip
    for name, page in pages.items():
        cost = [best(gui_translate.translate, page, empty)]
        line(name, cost, [best(WORDS.findall, page, nothing)])
    cold()


if __name__ == "__main__":
    main()
