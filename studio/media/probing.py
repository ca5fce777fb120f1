"""What a file is and holds, or the reason why it cannot be used; within seconds, whatever it is."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from studio.media import containers, images, listing, movie_index, rates
from studio.media.errors import Empty, EngineFailed, TimedOut, TooBig, TooLong, Unsupported
from studio.media.process import FILE_ONLY, Limits, ffmpeg
from studio.media.staging import staged
from studio.media.values import Kind, Picture, Probe, SoundStream
from studio.timeline.model import Material

LONGEST = 12 * 3600 * 1000  # ms
MOST_PIXELS = 8192 * 8192  # of a moving picture
_SECONDS = 10.0  # that any look may take
_KNOWN = (  # the demuxers that a user's file may be opened with: no playlists, no scripts, no SVG
    "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,rm,dv,mxf,nut,gif,apng,webp_anim,mp3,"
    "aac,wav,w64,flac,aiff,au,caf,ac3,eac3,amr,ape,wv,tta,h264,hevc"
)
_COUNTED = {"mp3", "aac", "webp_anim", "ac3", "amr"}  # whose length is guessed, or not said at all
_TIMED = {"matroska", "avi", "mpegts", "flv", "asf", "ogg", "mpeg"}  # may hide an unsteady rate
_UNSTEADY = 0.02  # share by which printed rates may differ before the frames are looked at


def probe(path: Path, *, name: str | None = None) -> Probe:
    """What this file is, by its contents alone. Raises a MediaError that names the reason."""
    shown = name or path.name
    try:
        size = path.stat().st_size
    except OSError:
        raise Unsupported(name=shown) from None
    if not path.is_file():
        raise Unsupported(name=shown)
    if size == 0:
        raise Empty(name=shown)
    containers.check_whole(path, name=shown)
    if images.is_still(path):
        return images.probe_still(path, name=shown)
    with staged(path) as file:
        return _moving(file, size=size, name=shown)


def material(path: Path, id: str, name: str) -> Material:
    """The file as the session knows it, under the user's own name; Probe's facts go with it."""
    found = probe(path, name=name)
    picture = found.picture
    width, height = picture.shown if picture else (0, 0)
    metadata: dict[str, Any] = {"probe": msgspec.to_builtins(found)}
    return Material(
        id=id,
        name=name,
        kind=found.kind,
        duration=found.duration,
        width=width,
        height=height,
        fps=picture.fps if picture and found.kind == "video" else (0, 1),
        has_sound=bool(found.sounds),
        notes=found.notes,
        metadata=metadata,
    )


def known(material: Material) -> Probe | None:
    """The Probe that a material carries, if it does."""
    try:
        return msgspec.convert(material.metadata.get("probe"), Probe, strict=False)
    except msgspec.ValidationError:
        return None


def _moving(file: Path, *, size: int, name: str) -> Probe:
    text = "\n".join(_look(file, name=name))
    seen = listing.read(text)
    container = seen.names[0] if seen.names else ""
    movie = _index(file) if container == "mov" else None
    covers = [s for s in seen.streams if s.kind == "Video" and "attached pic" in s.flags]
    moving = [s for s in seen.streams if s.kind == "Video" and s not in covers and _usable(s)]
    moving.sort(key=lambda s: ("default" not in s.flags, s.number))
    sounds = _sounds(seen, container, movie)
    if not moving and not sounds:
        raise Empty(name=name) if seen.streams and not covers else Unsupported(name=name)
    picture = _picture(file, moving[0], container, movie, name=name) if moving else None
    duration = _duration(file, seen, moving[0] if moving else None, container, movie, name=name)
    kind: Kind = "video" if picture else "audio"
    result = Probe(
        kind=kind,
        container=container,
        size=size,
        duration=duration,
        picture=picture,
        sounds=sounds,
        cover=covers[0].number if covers else -1,
        animated=container in ("gif", "webp_anim", "apng"),
    )
    return msgspec.structs.replace(result, notes=_notes(result, frame=_frame_ms(picture)))


def _look(file: Path, *, name: str) -> tuple[str, ...]:
    """What ffmpeg prints about the file; it always complains that no output was named."""
    try:
        done = ffmpeg(
            [*FILE_ONLY, "-format_whitelist", _KNOWN, "-i", file.name],
            cwd=file.parent,
            limits=Limits(seconds=_SECONDS),
            level="info",
            check=False,
        )
    except TimedOut:
        raise Unsupported(name=name) from None
    return done.words


def _usable(line: listing.Line) -> bool:
    width, height = line.size
    return line.codec != "none" and width > 0 and height > 0 and line.pixels[0] not in ("", "none")


def _index(file: Path) -> movie_index.Movie | None:
    try:
        return movie_index.read(file)
    except movie_index.Broken:
        return None


def _even(number: int, container: str, movie: movie_index.Movie | None) -> bool:
    """Whether a stream of sound has neither a late start nor holes, as far as can be told."""
    track = movie.track(number) if movie and not movie.fragmented else None
    if track is None or len(track.edits) > 1:
        return container in ("wav", "mp3", "flac", "aac", "w64", "aiff")
    gaps = np.diff(track.dts)[:-1]
    return track.first < 0.1 * track.timescale and bool(len(gaps) < 1 or np.ptp(gaps) == 0)


def _sounds(
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


def _picture(
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
    fps, variable = _rate(file, line, container, movie)
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
        ends=sum(_lasts(line, movie)),
    )


def _rate(
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
            limits=Limits(seconds=_SECONDS),
            check=False,
        ).out
    except (EngineFailed, TimedOut):
        return b""


def _regular(times: list[float]) -> bool:
    """Whether the gaps are alike; containers that count in milliseconds round by one."""
    gaps = [b - a for a, b in pairwise(times)]
    return max(gaps) - min(gaps) <= max(0.0021, min(gaps) * _UNSTEADY)


def _duration(
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
    own = _lasts(line, movie)[1] if line else 0
    if own and (abs(own - whole) < 500 or not whole):
        whole = own
    if whole <= 0:
        raise Empty(name=name)
    if whole > LONGEST:
        raise TooLong(name=name, hours=LONGEST // 3_600_000)
    return whole


def _lasts(line: listing.Line, movie: movie_index.Movie | None) -> tuple[int, int]:
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
            limits=Limits(seconds=_SECONDS),
            progress=heard.append,
            check=False,
        )
    return round(max(heard) * 1000)


def _frame_ms(picture: Picture | None) -> float:
    if not picture or not picture.fps[0]:
        return 40.0
    return 1000 * picture.fps[1] / picture.fps[0]


def _notes(found: Probe, *, frame: float) -> tuple[str, ...]:
    """What is odd about the file, as short words."""
    notes = []
    if picture := found.picture:
        facts = {
            "rotated": picture.rotation != 0,
            "variable-rate": picture.variable,
            "hdr": picture.hdr != "",
            "10-bit": picture.bits > 8,
            "wide-pixels": picture.aspect != (1, 1),
            "interlaced": picture.interlaced,
            "odd-size": bool(picture.width % 2 or picture.height % 2),
            "animated": found.animated,
            "one-frame": found.duration <= frame * 1.5,
            "no-sound": not found.sounds,
        }
        notes += [word for word, true in facts.items() if true]
    if found.sounds and found.sounds[0].channels > 2:
        notes.append("surround")
    if len(found.sounds) > 1:
        notes.append(f"sound-tracks:{len(found.sounds)}")
    if found.cover >= 0:
        notes.append("cover")
    return tuple(notes)
