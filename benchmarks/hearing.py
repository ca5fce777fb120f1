"""What listening and looking cost: a song of three minutes, a film of one, beside decoding alone.

    python -m benchmarks.hearing [FILM] [SONG]

Without files a pattern of drums and a test picture of 1080p are made. CPU seconds of the whole
work; looking is said as a ratio to decoding the same frames and throwing them away.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import tempo
from studio import analysis
from studio.media import engine, frames, probing


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this work, its processes included."""

    def spent() -> float:
        both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, both))

    before = spent()
    work()
    return spent() - before


def ffmpeg(*arguments: str) -> None:
    argv = [engine.executable(), "-v", "error", "-nostdin", "-y", *arguments]
    subprocess.run(argv, check=True)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="hearing-"))
    film = Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "film.mp4"
    if not film.exists():
        source = "testsrc2=s=1920x1080:r=30:d=30,noise=alls=12:allf=t"
        ffmpeg("-f", "lavfi", "-i", source, "-preset", "veryfast", "-pix_fmt", "yuv420p", str(film))
    song = np.tile(tempo.drawn(3).sound, 8)[: 180 * analysis.RATE]
    analysis.listen(song[: 10 * analysis.RATE])  # libraries loaded before the clock starts
    spent = cpu(lambda: analysis.listen(song))
    print(f"listening to {len(song) / analysis.RATE:.0f} s: {spent:.2f} s")
    probe = probing.probe(film)
    plain = cpu(lambda: ffmpeg("-i", str(film), "-map", "0:v:0", "-f", "null", "-"))
    print(f"decoding {probe.duration / 1000:.0f} s of film alone: {plain:.2f} s")
    for which in ("all", "some"):
        looked = cpu(
            lambda which=which: analysis.watch(
                frames.small(film, probe, which=which), exact=which == "all"
            )
        )
        print(f"looking at {which} frames: {looked:.2f} s, {looked / plain:.2f} of decoding")


if __name__ == "__main__":
    main()
