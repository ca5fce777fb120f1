"""A file's sound as samples: float32, stereo, 48 000 a second, whatever it was before.

Mono goes to both sides at equal power; surround is mixed down by name, the voice in the centre
included (ITU-R BS.775), never by dropping channels.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.media import engine
from studio.media.process import FILE_ONLY, Limits, started
from studio.media.staging import staged
from studio.media.values import SoundStream

RATE = 48_000
Samples = NDArray[np.float32]
_BLOCK = RATE * 4
# Silence where a file has holes, from its first moment on: those of a packet, too, which is more
# than a frame of the picture; what containers round by is far less
HOLES = "async=1:first_pts=0:min_hard_comp=0.015"

# Channels by their place in ffmpeg's order: FL FR FC LFE BL BR SL SR
_DOWN = {
    3: ("c0+0.707*c2", "c1+0.707*c2"),
    4: ("c0+0.707*c2", "c1+0.707*c3"),
    5: ("c0+0.707*c2+0.707*c3", "c1+0.707*c2+0.707*c4"),
    6: ("c0+0.707*c2+0.707*c4", "c1+0.707*c2+0.707*c5"),
    8: ("c0+0.707*c2+0.5*c4+0.5*c6", "c1+0.707*c2+0.5*c5+0.5*c7"),
}
_NAMED = {"2.1": ("c0", "c1"), "4.0": ("c0+0.707*c2+0.5*c3", "c1+0.707*c2+0.5*c3")}


def stereo(channels: int, layout: str = "") -> str:
    """The filters that make two channels of these."""
    if channels == 2:
        return "aformat=channel_layouts=stereo"
    if channels == 1:
        return "pan=stereo|c0=0.7071*c0|c1=0.7071*c0"
    sides = _NAMED.get(layout.split("(")[0]) or _DOWN.get(channels)
    if sides is None:
        return "aformat=channel_layouts=stereo"
    left, right = (_softer(side) for side in sides)
    return f"pan=stereo|c0={left}|c1={right}"


def _softer(side: str) -> str:
    """A sum of channels, 3 dB down, so that it is about as loud as stereo would be."""
    parts = [part.split("*") for part in side.split("+")]
    scaled = [(float(p[0]) if len(p) == 2 else 1.0, p[-1]) for p in parts]
    return "+".join(f"{gain * 0.7071:.4f}*{name}" for gain, name in scaled)


def filters(sound: SoundStream) -> str:
    """The filters from a decoded stream to our samples; holes in time are filled with silence."""
    holes = "" if sound.even else f":{HOLES}"
    wide = stereo(sound.channels, sound.layout)
    return f"aresample={RATE}{holes},{wide},aformat=sample_fmts=fltp"


def blocks(
    path: Path, sound: SoundStream, *, start: float = 0.0, length: float | None = None
) -> Iterator[Samples]:
    """The samples of one stream in blocks of four seconds, shaped (n, 2)."""
    with staged(path) as file:
        before = ["-ss", f"{start:.6f}"] if start else []
        before += ["-t", f"{length:.6f}"] if length is not None else []
        argv = [
            engine.executable(), "-hide_banner", "-nostdin", "-v", "error", *FILE_ONLY, *before,
            "-i", file.name, "-map", f"0:{sound.stream}", "-vn", "-af", filters(sound),
            "-f", "f32le", "pipe:1",
        ]  # fmt: skip
        with started(argv, cwd=file.parent, limits=Limits()) as process:
            assert process.stdout is not None
            while raw := process.stdout.read(_BLOCK * 8):
                whole = len(raw) // 8 * 8
                yield np.frombuffer(raw[:whole], np.float32).reshape(-1, 2)


def pcm(path: Path, *, start: float = 0.0, length: float | None = None) -> Samples:
    """The whole sound, or a stretch of it, shaped (n, 2) and read-only."""
    from studio.media.probing import probe

    found = probe(path).sound
    if found is None:
        return np.zeros((0, 2), np.float32)
    parts = list(blocks(path, found, start=start, length=length))
    whole = np.concatenate(parts) if parts else np.zeros((0, 2), np.float32)
    whole.flags.writeable = False
    return whole
