"""Planning and editing, side by side: a sentence understood, a session of 600 segments edited.

    python benchmarks/planning.py

Prints milliseconds (best and median of many) and what share of the time a turn may take they are:
the issue allows 5 ms for an edit of 600 segments and 150 ms until the first words of an answer.
A sentence that was read before is partly known by heart, so that each is said with other numbers
and words every time; and a few hundred different ones, those of the tests, are said once each.
The first sentence of a process, which reads the phrases, is measured in processes of its own.
"""

from __future__ import annotations

import itertools
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from studio import planner, timeline
from studio.timeline import operations as op
from studio.timeline.model import (
    AudioTrack,
    Clip,
    Material,
    Sound,
    TextTrack,
    Timeline,
    Title,
    VideoTrack,
)

ROOT = Path(__file__).resolve().parent.parent
EDIT, ANSWER = 5.0, 150.0  # ms
SENTENCES = 300  # different ones, each said once
FIRST = """
import time
from studio import planner
from studio.timeline.model import Timeline
understand = planner.understand  # its modules are read when it is first named
begun = time.process_time()
understand(
    "trim the first 3 seconds, add lo-fi at 35% and fade it out over 2s", timeline=Timeline()
)
print((time.process_time() - begun) * 1000)
"""
GARBAGE = (
    "x " * 2000,
    "fade title cut the speed " * 160,
    "add the title and fade music at 3s to 5% for clip 2, " * 80,
    "把音乐和标题剪掉淡出加速第二段，" * 250,
    "order 1, 2, 3, " * 260,
)


def long_session() -> Timeline:
    """A timeline of 600 segments: 300 clips, 200 captions, 100 sounds."""
    clips = tuple(
        Clip(
            id=f"c{n}",
            start=n * 2000,
            duration=2000,
            source=f"m{n % 7}",
            metadata={"name": f"clip {n % 7}", "len": 9000, "kind": "video", "sound": True},
        )
        for n in range(300)
    )
    words = tuple(
        Title(id=f"t{n}", start=n * 3000, duration=2500, text=f"line {n}", role="caption")
        for n in range(200)
    )
    sounds = tuple(
        Sound(id=f"s{n}", start=n * 6000, duration=5000, source="fx", role="effect")
        for n in range(100)
    )
    tracks = (VideoTrack(segments=clips), AudioTrack(segments=sounds), TextTrack(segments=words))
    return timeline.check(Timeline(tracks=tracks))


def varied(text: str, number: int) -> str:
    """The sentence with other numbers in it, and a word that was not in it before."""
    other = re.sub(r"\d+", lambda m: str(int(m[0]) + number % 7), text)
    return f"{other}, take {number}" if text.isascii() else f"{other}，第{number}版"


def said_once() -> list[str]:
    """Different sentences, as people type them."""
    rows = [
        line.split(" | ")[2].split(" => ")[0]
        for path in sorted((ROOT / "tests/studio/planner").glob("fresh.*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line.count(" | ") == 3 and not line.startswith("#")
    ]
    return rows[:: max(len(rows) // SENTENCES, 1)]


def measured(work: Callable[[], object], times: int = 60) -> tuple[float, float]:
    """Best and median milliseconds."""
    work()
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    return min(spent), statistics.median(spent)


def first(times: int = 5) -> tuple[float, float]:
    """Best and median milliseconds of the processor for the first sentence of a process."""
    spent = [
        float(subprocess.run([sys.executable, "-c", FIRST], cwd=ROOT, capture_output=True,
                             check=True).stdout)
        for _ in range(times)
    ]  # fmt: skip
    return min(spent), statistics.median(spent)


def main() -> None:
    """The table."""
    session = long_session()
    files = tuple(
        Material(id=f"m{n}", name=f"clip {n}.mp4", kind="video", duration=9000) for n in range(7)
    )
    edits: dict[str, op.Operation] = {
        "cut 3 s off the start": op.Cut(start=0, end=3000),
        "cut 1 s out of the middle": op.Cut(start=300_500, end=301_500),
        "remove a clip": op.RemoveClips(targets=("c150",)),
        "last clip to the start": op.Reorder(order=("c299", *(f"c{n}" for n in range(299)))),
        "everything 1.5x": op.Speed(rate=1.5),
        "crossfade everywhere": op.Crossfade(duration=300),
        "volume of one sound": op.Volume(targets=("s5",), gain=0.5),
        "a title": op.AddTitle(id="t900", text="x", start=0, duration=900),
    }
    print(f"{'edit of 600 segments':<34}{'best ms':>9}{'median':>9}{'of 5 ms':>9}")
    for name, wish in edits.items():
        best, median = measured(lambda wish=wish: timeline.apply(session, wish))  # type: ignore[misc]
        print(f"{name:<34}{best:>9.2f}{median:>9.2f}{median / EDIT:>9.2f}")
    after = timeline.apply(session, op.Cut(start=0, end=3000))
    for name, work in (
        ("difference", lambda: timeline.difference(session, after)),
        ("summary", lambda: timeline.summary(session, files)),
        ("draft", lambda: timeline.draft(session)),
    ):
        best, median = measured(work)
        print(f"{name:<34}{best:>9.2f}{median:>9.2f}{median / EDIT:>9.2f}")
    small = timeline.apply(
        Timeline(), op.AddClip(id="c1", source="m0", duration=20000, length=20000, has_sound=True)
    )
    print(f"\n{'sentence understood':<50}{'best ms':>9}{'median':>9}{'of 150':>9}")
    for text in (
        "trim the first 3 seconds, add lo-fi at 35% and fade it out over 2s",
        "给视频加一段轻快的音乐，音量三成五，结尾淡出3秒",
        "make it quieter",
        *GARBAGE,
    ):
        for where, start in (("", small), (" (600 segments)", session)):
            said = (varied(text, number) for number in itertools.count())
            best, median = measured(
                lambda said=said, start=start: planner.understand(  # type: ignore[misc]
                    next(said), timeline=start, materials=files
                ),
                10,
            )
            shown = f"{text[:30]}{where}"
            print(f"{shown:<50}{best:>9.1f}{median:>9.1f}{median / ANSWER:>9.2f}")

    spent = []
    for text in said_once():
        begun = time.process_time()
        planner.understand(text, timeline=small, materials=files)
        spent.append((time.process_time() - begun) * 1000)
    name = f"{len(spent)} different sentences"
    print(f"{name:<50}{min(spent):>9.1f}{statistics.median(spent):>9.1f}"
          f"{statistics.median(spent) / ANSWER:>9.2f}")  # fmt: skip
    print(f"{'  on average, and the slowest':<50}{statistics.fmean(spent):>9.1f}{max(spent):>9.1f}")
    best, median = first()
    print(f"{'first sentence of a process':<50}{best:>9.1f}{median:>9.1f}{median / ANSWER:>9.2f}")


if __name__ == "__main__":
    main()
