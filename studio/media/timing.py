"""How long a file lasts, and how its frames follow each other: from its index or its packets."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from studio.media import listing, movie_index, rates
from studio.media.errors import Empty, EngineFailed, TimedOut, TooLong
from studio.media.process import FILE_ONLY, Limits, ffmpeg

LONGEST = 12 * 3600 * 1000  # ms
SECONDS = 10.0  # that any look may take
_COUNTED = {"mp3", "aac", "webp_anim", "ac3", "amr"}  # whose length is guessed, or not said at all
_TIMED = {"matroska", "avi", "mpegts", "flv", "asf", "ogg", "mpeg"}  # may hide an unsteady rate
_UNSTEADY = 0.02  # share by which printed rates may differ before the frames are looked at


def rate(
    file: Path, line: listing.Line, container: str, movie: movie_index.Movie | None
) -> tuple[tuple[int, int], bool]:
    """The frame rate and whether it is unsteady."""
    track = movie.track(line.number) if movie and not movie.fragmented else None
    if track and len(track.pts) > 1 and track.tick:
        rate = Fraction(track.timescale, track.tick)
        if track.steady:
            return rates.nearest(rate), False
        return rates.usual(min(float(rate), 60.0)), True
    counted, guessed = line.rate("fps"), line.rate("tbr")
    rate_printed = counted or guessed
    if container in _TIMED and rate_printed:
        times = _timestamps(file, line.number)
        if len(times) > 2 and not _regular(times):
            gaps = sorted(b - a for a, b in pairwise(times))
            return rates.usual(min(1 / max(gaps[len(gaps) // 2], 1e-3), 60.0)), True
    return (rates.nearest(rate_printed, within=0.001) if rate_printed else (0, 1)), False


def _timestamps(file: Path, stream: int, *, seconds: int = 30) -> list[float]:
    """When the first pictures are shown, in order, from the packets alone."""
    done = _packets(file, ["-t", str(seconds)], ["-map", f"0:{stream}", "-f", "framecrc", "-"])
    base, times = Fraction(1, 1000), []
    for row in done.decode("ascii", "replace").splitlines():
        if row.startswith("#tb"):
            base = Fraction(row.split(":")[1].strip())
        elif not row.startswith("#"):
            times.append(float(int(row.split(",")[2]) * base))
    return sorted(times)


def _packets(file: Path, before: list[str], after: list[str]) -> bytes:
    try:
        return ffmpeg(
            [*FILE_ONLY, *before, "-i", file.name, "-c", "copy", *after],
            cwd=file.parent,
            limits=Limits(seconds=SECONDS),
            check=False,
        ).out
    except (EngineFailed, TimedOut):
        return b""


def _regular(times: list[float]) -> bool:
    """Whether the gaps are alike; containers that count in milliseconds round by one."""
    gaps = [b - a for a, b in pairwise(times)]
    return max(gaps) - min(gaps) <= max(0.0021, min(gaps) * _UNSTEADY)


def duration(
    file: Path,
    seen: listing.Listing,
    line: listing.Line | None,
    container: str,
    movie: movie_index.Movie | None,
    *,
    name: str,
) -> int:
    """How long it is in ms: the picture's length, where the two hardly differ."""
    whole = seen.duration or 0
    if not whole or container in _COUNTED:
        whole = _counted(file) or whole
    own = lasts(line, movie)[1] if line else 0
    if own and (abs(own - whole) < 500 or not whole):
        whole = own
    if whole <= 0:
        raise Empty(name=name)
    if whole > LONGEST:
        raise TooLong(name=name, hours=LONGEST // 3_600_000)
    return whole


def lasts(line: listing.Line, movie: movie_index.Movie | None) -> tuple[int, int]:
    """The ms before a stream's first moment, and how long it lasts; 0 where it is not said."""
    track = movie.track(line.number) if movie else None
    if track is None or not len(track.pts):
        return 0, line.duration
    cut = sum(span for span, media in track.edits if media >= 0) / track.movie_scale
    return round(track.late * 1000), round(min(track.seconds, cut or track.seconds) * 1000)


def _counted(file: Path) -> int:
    """The length found by going through every packet, in ms."""
    heard: list[float] = [0.0]
    with suppress(TimedOut):
        ffmpeg(
            [*FILE_ONLY, "-i", file.name, "-c", "copy", "-f", "null", "-"],
            cwd=file.parent,
            limits=Limits(seconds=SECONDS),
            progress=heard.append,
            check=False,
        )
    return round(max(heard) * 1000)
