"""A stretch of a file's sound in one channel, at the rate at which music is listened to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.media.process import FILE_ONLY, Asked, Limits, ffmpeg, never
from studio.media.sound import HOLES
from studio.media.staging import staged
from studio.media.values import Probe


def mono(
    path: Path,
    probe: Probe,
    *,
    rate: int,
    start: float = 0.0,
    length: float | None = None,
    cancelled: Asked = never,
) -> NDArray[np.float32]:
    """The samples, -1..1; none where the file has no sound. Holes in time are silence."""
    if probe.sound is None:
        return np.zeros(0, np.float32)
    before = ["-ss", f"{start:.6f}"] if start else []
    before += ["-t", f"{length:.6f}"] if length is not None else []
    with staged(path) as file:
        done = ffmpeg(
            [*FILE_ONLY, *before, "-i", file.name, "-map", f"0:{probe.sound.stream}", "-vn",
             "-af", f"aresample={rate}:{HOLES},aformat=channel_layouts=mono",
             "-f", "f32le", "pipe:1"],
            cwd=file.parent,
            limits=Limits(seconds=120),
            cancelled=cancelled,
        )  # fmt: skip
    return np.frombuffer(done.out[: len(done.out) // 4 * 4], np.float32)
