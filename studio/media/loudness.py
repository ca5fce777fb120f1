"""How loud a finished file is, measured on the file itself, which is decoded once for all of it.

The loudness is told by ffmpeg's own EBU R128 meter. The true peak is worked out here from the
samples that it hands on: ffmpeg's own way, all of it at four times the rate, takes as long as
decoding and measuring together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.media.peaks import TruePeak
from studio.media.process import Asked, Limits, ffmpeg, never


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS and true peak in dBTP; None for silence."""

    integrated: float | None
    peak: float | None


def measure(file: Path, *, seconds: float = 600.0, cancelled: Asked = never) -> Loudness:
    """The loudness of a stereo file under a safe name. Decodes all of its sound."""
    top = TruePeak()

    def hear(part: bytes) -> None:
        whole = len(part) // 8 * 8
        top.feed(np.frombuffer(part[:whole], np.float32).reshape(-1, 2))

    # read by the graph itself: on the way from one thread to another, piece by piece, a third of
    # the work would be lost
    graph = f"amovie={file.name}:format_opts=protocol_whitelist=file,"
    graph += "aformat=channel_layouts=stereo,asetnsamples=n=48000:p=0,"
    graph += "ebur128=framelog=quiet:peak=none[a]"
    done = ffmpeg(
        ["-filter_complex", graph, "-map", "[a]", "-f", "f32le", "pipe:1"],
        cwd=file.parent,
        limits=Limits(seconds=seconds),
        level="info",
        hear=hear,
        cancelled=cancelled,
    )
    text = "\n".join(done.words)
    summary = text[text.rfind("Summary:") :]
    level = _number(r"I:\s+(-?[\d.]+|-?inf|nan) LUFS", summary)
    silent = level is None or level <= -69.9
    return Loudness(None if silent else level, top.decibels())


def _number(pattern: str, text: str) -> float | None:
    found = re.search(pattern, text)
    if found is None or not re.search(r"\d", found[1]):
        return None
    return float(found[1])
