"""The streams of a file as values, from what ffmpeg prints of them and from its own index."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from studio.media import listing, movie_index, timing
from studio.media.errors import TooBig
from studio.media.values import Picture, SoundStream

MOST_PIXELS = 8192 * 8192  # of a moving picture


def usable(line: listing.Line) -> bool:
    width, height = line.size
    return line.codec != "none" and width > 0 and height > 0 and line.pixels[0] not in ("", "none")


def _even(number: int, container: str, movie: movie_index.Movie | None) -> bool:
    """Whether a stream of sound has neither a late start nor holes, as far as can be told."""
    track = movie.track(number) if movie and not movie.fragmented else None
    if track is None or len(track.edits) > 1:
        return container in ("wav", "mp3", "flac", "aac", "w64", "aiff")
    gaps = np.diff(track.dts)[:-1]
    return track.first < 0.1 * track.timescale and bool(len(gaps) < 1 or np.ptp(gaps) == 0)


def sounds(
    seen: listing.Listing, container: str, movie: movie_index.Movie | None
) -> tuple[SoundStream, ...]:
    """The streams of sound, the default one first, then as they come."""
    found = []
    for line in seen.streams:
        if line.kind != "Audio" or line.codec == "none" or len(line.parts) < 3:
            continue
        rate = line.parts[1].removesuffix(" Hz")
        found.append(
            SoundStream(
                stream=line.number,
                codec=line.codec,
                rate=int(rate) if rate.isdigit() else 48000,
                channels=channels(line.parts[2]),
                layout=line.parts[2],
                language="" if line.language == "und" else line.language,
                title=line.title,
                default="default" in line.flags,
                even=_even(line.number, container, movie),
            )
        )
    return tuple(sorted(found, key=lambda sound: (not sound.default, sound.stream)))


def channels(layout: str) -> int:
    """How many channels a printed layout has: mono 1, stereo 2, 5.1(side) 6, `4 channels` 4."""
    bare = layout.split("(")[0].strip()
    if bare in ("mono", "stereo"):
        return 1 if bare == "mono" else 2
    if bare.endswith("channels"):
        return int(bare.split()[0])
    numbers = [int(part) for part in bare.split(".") if part.isdigit()]
    return sum(numbers) or {"quad": 4, "hexagonal": 6, "octagonal": 8}.get(bare, 2)


def picture(
    file: Path,
    line: listing.Line,
    container: str,
    movie: movie_index.Movie | None,
    *,
    name: str,
) -> Picture:
    width, height = line.size
    if width * height > MOST_PIXELS:
        raise TooBig(name=name, width=width, height=height)
    pixels, colours = line.pixels
    fps, variable = timing.rate(file, line, container, movie)
    return Picture(
        stream=line.number,
        codec=line.codec,
        profile=line.profile,
        pixels=pixels,
        width=width,
        height=height,
        rotation=line.rotation,
        aspect=line.aspect,
        fps=fps,
        variable=variable,
        interlaced="first" in colours or "interlaced" in colours,
        bits=10 if "10" in pixels else 12 if "12" in pixels else 8,
        hdr="hlg" if "arib-std-b67" in colours else "pq" if "smpte2084" in colours else "",
        colours=colours,
        alpha=pixels.startswith(("yuva", "rgba", "argb", "bgra", "abgr", "gbrap", "pal8")),
        ends=sum(timing.lasts(line, movie)),
    )
