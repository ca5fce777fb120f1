"""A film's frames, small and with the time at which each is shown: what analysis looks at.

One pass of the decoder, hardly dearer than decoding alone: the deblocking filter is left out
(nobody sees 64 x 36 pixels that closely) and frames are made small before they leave ffmpeg.
"""

from __future__ import annotations

import queue
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal

import numpy as np
from numpy.typing import NDArray

from studio.media import engine, glimpses
from studio.media.errors import EngineFailed
from studio.media.process import FILE_ONLY, Limits, started
from studio.media.staging import staged
from studio.media.values import Probe

Frame = NDArray[np.uint8]  # HEIGHT x WIDTH x 3: Y, Cb, Cr
Which = Literal[  # every frame; those others lean on; here and there; those that stand alone
    "all", "some", "glimpses", "keys"
]  # fmt: skip

WIDTH, HEIGHT = 64, 36
SMALLER = f"scale={WIDTH}:{HEIGHT}:flags=area,format=yuv444p"
BYTES = WIDTH * HEIGHT * 3
_TIME = re.compile(rb"\] n:\s*\d+ pts:\s*(-?\d+|NOPTS)")
_BASE = re.compile(rb"config in time_base: (\d+)/(\d+)")
_SKIPPED = {"all": "none", "some": "bidir", "glimpses": "bidir", "keys": "nokey"}


def small(
    path: Path,
    probe: Probe,
    *,
    which: Which = "all",
    start: float = 0.0,
    seconds: float | None = None,
) -> Iterator[tuple[float, Frame]]:
    """Each frame's time in seconds and its small picture, in order; memory stays flat.

    `seconds`: no more than so much, from `start` on, which is time 0 then. "glimpses" of a heavy
    film are some frames here and there, of any other the same as "some".
    """
    assert probe.picture is not None
    stream = probe.picture.stream
    with tempfile.TemporaryDirectory(prefix="glimpses-") as folder, staged(path) as file:
        there = Path(folder) / "film.mp4"
        if which == "glimpses" and glimpses.written(file, stream, there):
            file, stream = there, 0
        length = ["-ss", f"{start:.3f}"] if start else []
        length += ["-t", f"{seconds:.3f}"] if seconds is not None else []
        argv = [
            engine.executable(), "-hide_banner", "-nostdin", "-nostats", "-loglevel", "info",
            "-skip_loop_filter", "all", "-skip_frame", _SKIPPED[which], *length, *FILE_ONLY, "-i",
            file.name, "-map", f"0:{stream}", "-vf",
            f"{SMALLER},showinfo=checksum=0",
            "-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1",
        ]  # fmt: skip
        with started(argv, cwd=file.parent, limits=Limits()) as process:
            yield from _read(process)


def frame(raw: bytes | memoryview) -> Frame:
    """A small picture from its planes, as they come."""
    return np.frombuffer(raw, np.uint8).reshape(3, HEIGHT, WIDTH).transpose(1, 2, 0)


def _read(process: subprocess.Popen[bytes]) -> Iterator[tuple[float, Frame]]:
    assert process.stdout is not None and process.stderr is not None
    times: queue.Queue[float | None] = queue.Queue()
    words: list[bytes] = []
    clock = threading.Thread(target=_clock, args=(process.stderr, times, words), daemon=True)
    clock.start()
    count, last = 0, -1.0
    while len(raw := process.stdout.read(BYTES)) == BYTES:
        at = times.get(timeout=60)
        if at is None:
            break
        if at > last:  # a frame whose time goes back, or is not known, tells nothing
            yield at, frame(raw)
            last = at
        count += 1
    process.wait(timeout=60)
    clock.join(timeout=5)
    if not count:
        raise EngineFailed(reason=b" ".join(words[:1]).decode("utf-8", "replace")[:300])


def _clock(pipe: IO[bytes], times: queue.Queue[float | None], words: list[bytes]) -> None:
    """Puts the time of each frame, as the filter tells them; None when there are no more."""
    base = 0.0
    for line in pipe:
        if found := _TIME.search(line):
            times.put(-1.0 if found[1] == b"NOPTS" else int(found[1]) * base)
        elif found := _BASE.search(line):
            base = int(found[1]) / int(found[2])
        elif b"Error" in line or b"nvalid" in line:
            words.append(line.strip()[:300])
    times.put(None)
