"""A file's sound as analysis hears it: one channel, few samples a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.media import engine
from studio.media.process import FILE_ONLY, Limits, started
from studio.media.sound import HOLES, stereo
from studio.media.staging import staged
from studio.media.values import SoundStream

_BLOCK = 1 << 20


def mono(
    path: Path, stream: SoundStream, rate: int, *, seconds: float | None = None
) -> NDArray[np.float32]:
    """The sound as one row of samples, or no more than its beginning. Time 0 is the file's own."""
    whole = bytearray()  # grows in its place: never there twice
    for part in blocks(path, stream, rate, seconds=seconds):
        whole += part.data
    made = np.frombuffer(whole, np.float32)
    made.flags.writeable = False
    return made


def blocks(
    path: Path,
    stream: SoundStream,
    rate: int,
    *,
    start: float = 0.0,
    seconds: float | None = None,
) -> Iterator[NDArray[np.float32]]:
    """The same in parts of some seconds, from `start` on: memory stays flat."""
    with staged(path) as file:
        length = ["-ss", f"{start:.6f}"] if start else []
        length += ["-t", f"{seconds:.3f}"] if seconds is not None else []
        mixed = f"{stereo(stream.channels, stream.layout)},pan=mono|c0=0.5*c0+0.5*c1"
        argv = [
            engine.executable(), "-hide_banner", "-nostdin", "-v", "error", *FILE_ONLY, *length,
            "-i", file.name, "-map", f"0:{stream.stream}", "-vn", "-af",
            f"aresample={rate}:{HOLES},{mixed},aformat=sample_fmts=flt", "-f", "f32le",
            "pipe:1",
        ]  # fmt: skip
        with started(argv, cwd=file.parent, limits=Limits()) as process:
            assert process.stdout is not None
            while raw := process.stdout.read(_BLOCK):
                yield np.frombuffer(raw[: len(raw) // 4 * 4], np.float32)
