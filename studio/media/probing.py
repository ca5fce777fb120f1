"""What a file is and holds, or the reason why it cannot be used; within seconds, whatever it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from studio.media import containers, images, listing, movie_index, streams, timing
from studio.media.errors import Empty, TimedOut, Unsupported
from studio.media.process import FILE_ONLY, Limits, ffmpeg
from studio.media.staging import staged
from studio.media.values import Kind, Picture, Probe
from studio.timeline.model import Material

_KNOWN = (  # the demuxers that a user's file may be opened with: no playlists, no scripts, no SVG
    "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,rm,dv,mxf,nut,gif,apng,webp_anim,mp3,"
    "aac,wav,w64,flac,aiff,au,caf,ac3,eac3,amr,ape,wv,tta,h264,hevc"
)


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
    moving = [
        s for s in seen.streams if s.kind == "Video" and s not in covers and streams.usable(s)
    ]
    moving.sort(key=lambda s: ("default" not in s.flags, s.number))
    sounds = streams.sounds(seen, container, movie)
    if not moving and not sounds:
        raise Empty(name=name) if seen.streams and not covers else Unsupported(name=name)
    picture = streams.picture(file, moving[0], container, movie, name=name) if moving else None
    duration = timing.duration(
        file, seen, moving[0] if moving else None, container, movie, name=name
    )
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
            limits=Limits(seconds=timing.SECONDS),
            level="info",
            check=False,
        )
    except TimedOut:
        raise Unsupported(name=name) from None
    return done.words


def _index(file: Path) -> movie_index.Movie | None:
    try:
        return movie_index.read(file)
    except movie_index.Broken:
        return None


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
