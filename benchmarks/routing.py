"""How long routing takes, as a table: per message, long and hostile messages, cold import.

    python3 benchmarks/routing.py

All in one run on one machine, the examples of the tests as messages. When `gui_translate` is
there, it is measured beside the router: a message may cost both together 50 microseconds.
"""

from __future__ import annotations

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

REPEATS = 7
TEN_KB = (
    "Make the opening calmer and let the piano come in slowly. "
    "然后把第二段的音乐调小一点，字幕再大一些。"
    "The cut at 0:12 should hit the drop; add a soft fade at the end. "
)
HOSTILE = {
    "quotes": '"' * 100_000,
    "open quotes": "“" * 100_000,
    "slashes": "/ " * 50_000,
    "letters": "a" * 100_000,
    "digits": "1:" * 50_000,
    "blanks": " " * 100_000,
    "exports": "export " * 14_000,
    "thens": "export then " * 8_000,
    "导出的": "导出的" * 33_000,
    "addresses": "https://" * 12_000,
}


def seconds(call: Callable[[], object]) -> float:
    """The best of a few runs, in processor time."""
    best = float("inf")
    for _ in range(REPEATS):
        begin = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - begin)
    return best


def per_message(handle: Callable[[str], object], messages: list[str]) -> tuple[float, float]:
    """Median and 95th percentile in microseconds."""
    # type: ignore[misc]
    times = sorted(seconds(lambda m=message: handle(m)) * 1e6 for message in messages)
    return statistics.median(times), times[int(len(times) * 0.95)]


def cold(code: str) -> float:
    """Milliseconds that a line of code takes in a fresh interpreter, above an interpreter that
    has PyYAML; compiled files are there, as on any second start."""
    script = (
        f"import sys, time; sys.path.insert(0, {str(ROOT)!r}); import yaml, re, dataclasses, t"
        f"yping\n"
        f"t = time.process_time(); {code}\nprint((time.process_time() - t) * 1e3)"
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as compiled:
        environment["PYTHONPYCACHEPREFIX"] = compiled
        runs = [
            float(
                subprocess.run(
                    [sys.executable, "-c", script],
                    capture_output=True,
                    check=True,
                    env=environment,
                ).stdout
            )
            for _ in range(9)
        ]
    return min(runs)


def row(what: str, value: float, unit: str, target: str = "") -> None:
    print(f"  {what:<44}{value:>10.1f} {unit:<4}{target:>16}")


def main() -> None:
    from router import route

    lines = (ROOT / "tests/skill/routing_examples.jsonl").read_text(encoding="utf-8").splitlines()
    messages = [json.loads(line)["text"] for line in lines]
    for message in messages:
        route(message)
    print(f"routing, {len(messages)} messages, Python {sys.version.split()[0]}")
    median, high = per_message(route, messages)
    row("a message, median", median, "µs", "25")
    row("a message, 95th percentile", high, "µs")
    long = (TEN_KB * 100)[:6500]
    assert len(long.encode()) > 8_000
    row("a message of 10 kB", seconds(lambda: route(long)) * 1e3, "ms", "0.5")
    for name, text in HOSTILE.items():
        # type: ignore[misc]
        row(f"100 kB of {name}", seconds(lambda t=text: route(t)) * 1e3, "ms", "25")
    row(
        "cold: import and an English message",
        cold("import router; router.route('export')"),
        "ms",
        "20",
    )
    row(
        "cold: import and a Chinese message",
        cold("import router; router.route('导出')"),
        "ms",
        "20",
    )
    row(
        "cold: import and a Cantonese message",
        cold("import router; router.route('匯出俾我')"),
        "ms",
        "20",
    )
    if importlib.util.find_spec("gui_translate"):
        from gui_translate import translate

        gui_median, gui_high = per_message(translate, messages)
        row("translate, median", gui_median, "µs")
        row("translate, 95th percentile", gui_high, "µs")
        row("route + translate, median", median + gui_median, "µs", "50")
        both = seconds(lambda: (route(long), translate(long))) * 1e3
        row("route + translate, 10 kB", both, "ms", "1.0")


if __name__ == "__main__":
    main()
