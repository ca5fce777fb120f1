"""A file's sound as analysis hears it: one channel, few samples a second."""

from __future__ import annotations

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
    with staged(path) as file:
        length = ["-t", f"{seconds:.3f}"] if seconds is not None else []
        mixed = f"{stereo(stream.channels, stream.layout)},pan=mono|c0=0.5*c0+0.5*c1"
        argv = [
            engine.executable(), "-hide_banner", "-nostdin", "-v", "error", *FILE_ONLY, *length,
            "-i", file.name, "-map", f"0:{stream.stream}", "-vn", "-af",
            f"aresample={rate}:{HOLES},{mixed},aformat=sample_fmts=flt", "-f", "f32le",
            "pipe:1",
        ]  # fmt: skip
        parts = []
        with started(argv, cwd=file.parent, limits=Limits()) as process:
            assert process.stdout is not None
            while raw := process.stdout.read(_BLOCK):
                parts.append(raw)
    whole = b"".join(parts)
    return np.frombuffer(whole[: len(whole) // 4 * 4], np.float32)
