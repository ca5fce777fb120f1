"""What one warm turn costs from process start to exit, beside what any Python with requests costs.

    python3 benchmarks/start.py [RUNS]

Side by side in one run, in turns, so that a busy machine burdens both alike: a credits turn and a
status turn against the fake service, a plan, the help, and `python -c "import requests, yaml"`.
The target is two times the last. CPU seconds are the steadier figure on a shared machine.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import prepare  # noqa: E402


def cost(command: list[str], env: dict[str, str], folder: str) -> tuple[float, float]:
    """Wall and CPU seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, env=env, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int) -> None:
    """Prints the table."""
    prepare.ready("dev", print)
    from tests.wire.fake import Fake

    with tempfile.TemporaryDirectory() as home, Fake() as fake:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "NEMO_"))}
        env |= {"HOME": home, "XDG_CACHE_HOME": f"{home}/cache"}
        chat = [sys.executable, str(ROOT / "chat.py")]
        commands = {
            'python -c "import requests, yaml"': [
                sys.executable, "-X", f"pycache_prefix={home}/base", "-c", "import requests, yaml",
            ],
            "chat.py credits": [*chat, "--backend", fake.url, "credits"],
            "chat.py status": [*chat, "--backend", fake.url, "status"],
            "chat.py --plan": [*chat, "--plan", "add lo-fi, then export"],
            "chat.py --help": [*chat, "--help"],
        }  # fmt: skip
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for turn in range(runs + 2):
            for name, command in commands.items():
                spent = cost(command, env, home)
                if turn >= 2:  # the first two compile and connect
                    taken[name].append(spent)
    base = _medians(next(iter(taken.values())))
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {runs} runs")
    print(f"{'':36} {'wall':>9} {'ratio':>6} {'CPU':>9} {'ratio':>6}")
    for name, spent in taken.items():
        wall, cpu = _medians(spent)
        print(
            f"{name:36} {wall * 1000:6.1f} ms {wall / base[0]:6.2f}"
            f" {cpu * 1000:6.1f} ms {cpu / base[1]:6.2f}"
        )


def _medians(spent: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(w for w, _ in spent), statistics.median(c for _, c in spent)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
