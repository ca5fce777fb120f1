"""How loud a finished file is: measured on the file itself, by ffmpeg's own EBU R128 meter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from studio.media.process import FILE_ONLY, Asked, Limits, ffmpeg, never

_NEAR = -2.0  # dBFS: samples above it may hide a true peak above -1


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS (None for silence), and the highest point in dB.

    `true`: the point was sought between the samples too (dBTP); else no sample is near enough to
    the top for that to matter.
    """

    integrated: float | None
    peak: float | None
    true: bool
    complaints: tuple[str, ...] = ()


def measure(file: Path, *, seconds: float = 600.0, cancelled: Asked = never) -> Loudness:
    """The loudness of a file under a safe name. Decodes all of its sound."""
    found = _measure(file, "sample", seconds, cancelled)
    if found.peak is not None and found.peak > _NEAR:
        return _measure(file, "true", seconds, cancelled)
    return found


def _measure(file: Path, kind: str, seconds: float, cancelled: Asked) -> Loudness:
    done = ffmpeg(
        [
            *FILE_ONLY, "-vn", "-i", file.name, "-map", "0:a:0",
            "-af", f"ebur128=framelog=quiet:peak={kind}", "-f", "null", "-",
        ],
        cwd=file.parent,
        limits=Limits(seconds=seconds),
        level="info",
        cancelled=cancelled,
    )  # fmt: skip
    text = "\n".join(done.words)
    summary = text[text.rfind("Summary:") :]
    complaints = tuple(line for line in done.words if "rror" in line or "nvalid" in line)
    level = _number(r"I:\s+(-?[\d.]+|-?inf|nan) LUFS", summary)
    top = _number(r"Peak:\s+(-?[\d.]+|-?inf|nan) dBFS", summary)
    silent = level is None or level <= -69.9
    return Loudness(None if silent else level, top, kind == "true", complaints)


def _number(pattern: str, text: str) -> float | None:
    found = re.search(pattern, text)
    if found is None or not re.search(r"\d", found[1]):
        return None
    return float(found[1])
