"""What the wire costs: linear streams, big files in constant memory, a turn that says a word.

    python3 benchmarks/wire.py [MEGABYTES]

Printed side by side in one run: our decoder beside sseclient as its manual shows it and as it is
fastest, by size; the peak memory (VmHWM) of a process that sends and fetches a file of that many
megabytes through the real client, beside one that only opens a session; and the CPU of a turn
that says something, beside `import requests, yaml`. CPU seconds, for machines are shared.
"""

from __future__ import annotations

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from client.events import Fold  # noqa: E402
from client.stream import Frames  # noqa: E402
from tests.wire import answers  # noqa: E402
from tests.wire.fake import DRAFT, MP4, Fake  # noqa: E402

CHILD = """
import sys; sys.path.insert(0, {root!r})
from pathlib import Path
from tests.wire.stage import Stage
class There: url = {url!r}
stage = Stage(There, Path({folder!r}))
{act}
print(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')))
"""


def cpu(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def pieces(whole: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(whole), size):
        yield whole[at : at + size]


def ours(whole: bytes) -> int:
    frames, fold = Frames(), Fold()
    return sum(
        len(list(fold.feed(frame)))
        for piece in pieces(whole, 16384)
        for frame in frames.feed(piece)
    )


def theirs(whole: bytes, size: int) -> int:
    from sseclient import SSEClient

    return sum(1 for _ in SSEClient(pieces(whole, size)).events())  # type: ignore[arg-type]


def streams() -> None:
    """One event of each size: twice the size should be twice the time."""
    print(f"\n{'one event of':>14} {'ours':>10} {'sseclient 64k':>14} {'sseclient 128 B':>16}")
    for size in (200_000, 2_000_000, 8_000_000):
        whole = answers.text("a" * size)
        slow = f"{cpu(lambda w=whole: theirs(w, 128)):.3f} s" if size <= 2_000_000 else "-"
        row = (cpu(lambda w=whole: ours(w)), cpu(lambda w=whole: theirs(w, 65536)))
        print(f"{size // 1000:>11} kB {row[0]:>8.3f} s {row[1]:>12.3f} s {slow:>16}")
    many = answers.text("Added a title.") * 60_000
    took = cpu(lambda: ours(many))
    print(
        f"{len(many) / 1e6:.1f} MB of small events: {took:.2f} s, {took / 60_000 * 1e6:.0f} µs each"
    )


def peak(fake: Fake, folder: Path, act: str) -> int:
    """The most memory, in MB, of a process that does this."""
    code = CHILD.format(root=str(ROOT), url=fake.url, folder=str(folder), act=act)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(run.stdout.split()[-1]) // 1024


def memory(megabytes: int) -> None:
    with tempfile.TemporaryDirectory() as place, Fake() as fake:
        folder = Path(place)
        clip = folder / "clip.mp4"
        clip.write_bytes(MP4)
        with clip.open("r+b") as hole:
            hole.truncate(megabytes * 1024 * 1024 - 1)
        alone = peak(fake, folder, "assert stage.do('credits')")
        skill = "stage.turn.skill = stage.turn.client.rules.skills['music-cog-online']"
        send = f"{skill}; assert stage.upload({str(clip)!r}), stage.told.errors"
        up = peak(fake, folder, send)
        fake.session["draft"] = DRAFT
        block = MP4 * 64

        def file(_seen: object) -> answers.Stream:
            count = megabytes * 1024 * 1024 // len(block)
            length = {"Content-Length": str(count * len(block))}
            return answers.Stream([block] * count, headers=length, chunked=False)

        fake.script("file", file)
        down = peak(fake, folder, "assert stage.export(), stage.told.errors")
    print(f"\npeak memory: session alone {alone} MB, {megabytes} MB up {up} MB, down {down} MB")


def turn(runs: int = 7) -> None:
    """The CPU of a whole turn that says something and is answered from the state."""
    with tempfile.TemporaryDirectory() as place, Fake() as fake:
        fake.on_message = lambda _state, _words: answers.Stream([answers.text("Added Lo-fi.")])
        folder = Path(place)
        say = CHILD.format(
            root=str(ROOT), url=fake.url, folder=str(folder), act="assert stage.say('add music')"
        )
        base: list[float] = []
        said: list[float] = []
        for _ in range(runs):
            for code, into in (("import requests, yaml", base), (say, said)):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                into.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    first, second = sorted(base)[runs // 2], sorted(said)[runs // 2]
    print(f"a turn that says a word: {second * 1000:.0f} ms CPU, {second / first:.2f} × the import")


def main() -> None:
    print(json.dumps({"machine": platform.machine(), "python": platform.python_version()}))
    streams()
    memory(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    turn()


if __name__ == "__main__":
    main()
