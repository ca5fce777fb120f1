"""Frames that we draw ourselves, as H.264 in a movie: planes go to the encoder through a pipe.

Raw yuv420p planes cost a fifth of what RGB costs on the way (benchmarks/visuals.py). The encoder
runs beside the drawing, so that two cores have something to do each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from studio.media.process import Asked, Limits, Part, Progress, ffmpeg, never
from studio.pages import Pages

Plane = NDArray[np.uint8]
Quality = Literal["draft", "final"]

_TAGS = (
    "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709",
    "-color_trc", "bt709",
)  # fmt: skip
# Measured on drawn scenes (benchmarks/visuals.py). A constant quantiser leaves out the look ahead,
# which takes as long as coding a still frame does; what is drawn needs no more or fewer bits from
# scene to scene. Key frames are far finer, so that they keep the grain that keeps gradients from
# banding, and the frames between have nothing to do but to let it be. At 25 they are about as near
# to what was drawn as x264's own defaults come; codes of variable length take a quarter more bits
# than arithmetic ones and spare a sixth of the work. Frames at once are done sooner than slices of
# one, by a twentieth, where the drawing wants its share of two cores; four sooner than two, a
# fortieth. Most of a drawn frame is skipped, block by block; for that, vectors of 512 bits have to
# be woken up for little: without them a calm film is done a thirtieth sooner, a busy one as soon as
# with them, and each is the same byte for byte. (Filmed pictures take a seventh longer without.)
_QUANTISER = "25"
_CODING: dict[Quality, str] = {
    "draft": "ipratio=2",
    "final": "deblock=0,0:merange=4:ipratio=6.3",
}


class Frame(Protocol):
    """A picture as planes: luma, and the two colours at half its size."""

    y: Plane
    u: Plane
    v: Plane
    pages: Pages | None  # where the three lie one after the other, if they do


def coding(quality: Quality, fps: tuple[int, int]) -> list[str]:
    """The arguments that encode drawn frames; a key frame every two seconds, for later joints."""
    second = max(1, round(fps[0] / fps[1]))
    factor = -(-10_000 // fps[0]) if fps[0] < 10_000 else 1
    return [
        "-c:v", "libx264", "-preset", "ultrafast", "-qp", _QUANTISER,
        "-x264-params", _CODING[quality] + _vectors(), "-threads", "4",
        "-pix_fmt", "yuv420p", "-g", str(second * 2), *_TAGS, "-video_track_timescale",
        str(fps[0] * factor), "-bitexact", "-map_metadata", "-1",
    ]  # fmt: skip


@cache
def _vectors() -> str:
    """What keeps the encoder to vectors of 256 bits on a machine that has wider ones too."""
    with suppress(OSError):
        flags = Path("/proc/cpuinfo").read_text("utf-8").split()  # of Linux; elsewhere nothing
        if "avx512bw" in flags and "avx2" in flags:
            return ":asm=AVX2"
    return ""


def incoming(size: tuple[int, int], fps: tuple[int, int]) -> list[str]:
    """The arguments that open the pipe as a source."""
    return [*raw(size, fps), "-i", "pipe:0"]


def raw(size: tuple[int, int], fps: tuple[int, int]) -> list[str]:
    """What has to be said of a source of bare planes."""
    return [
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{size[0]}x{size[1]}",
        "-framerate", f"{fps[0]}/{fps[1]}", *_TAGS[:4],
    ]  # fmt: skip


def film(
    frames: Iterable[Frame],
    target: Path,
    *,
    size: tuple[int, int],
    fps: tuple[int, int],
    count: int,
    quality: Quality = "final",
    progress: Progress = lambda share: None,
    cancelled: Asked = never,
) -> None:
    """A movie of these frames at `target`, all of it or nothing. `progress` hears shares."""
    beside = target.with_name(f".{target.name}.part")
    seconds = count * fps[1] / fps[0]
    try:
        ffmpeg(
            [*incoming(size, fps), *coding(quality, fps), "-f", "mp4", beside.name],
            cwd=target.parent,
            limits=Limits(seconds=120 + 60 * seconds),
            feed=_handed(frames),
            progress=lambda done: progress(min(1.0, done / max(seconds, 1e-3))),
            cancelled=cancelled,
        )  # fmt: skip
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def planes(frames: Iterable[Frame]) -> Iterator[memoryview]:
    """The bytes of every frame, as the pipe takes them, without a copy."""
    for frame in frames:
        yield np.ascontiguousarray(frame.y).data
        yield np.ascontiguousarray(frame.u).data
        yield np.ascontiguousarray(frame.v).data


def _handed(frames: Iterable[Frame]) -> Iterator[Part]:
    """Every frame as its pages where it has some, as its bytes else."""
    for frame in frames:
        if frame.pages is None:
            yield from planes((frame,))
        else:
            yield frame.pages
