"""What a song's file says of itself: title, artist, and the cover it carries."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.media.errors import EngineFailed, TimedOut
from studio.media.process import FILE_ONLY, Limits, ffmpeg
from studio.media.staging import staged
from studio.media.values import Probe

if TYPE_CHECKING:
    from PIL.Image import Image

_SECONDS = 10.0
_LONGEST = 80  # characters of a title that are believed
_ROW = re.compile(r"^(title|artist)=((?:[^\\\n]|\\.)*)$", re.MULTILINE | re.IGNORECASE)
_COVER = 1400  # the longer side that a cover is reduced to


@dataclass(frozen=True, slots=True)
class Tags:
    """Title and artist; "" for what the file does not say."""

    title: str = ""
    artist: str = ""


def read(path: Path) -> Tags:
    """The tags of a file; empty ones where it has none or cannot be read."""
    with path.open("rb") as opened:  # Ogg and Opus keep the tags with their sound
        where = "0:s:a:0" if opened.read(4) == b"OggS" else "0"
    with staged(path) as file:
        try:
            done = ffmpeg(
                [*FILE_ONLY, "-i", file.name, "-map_metadata", where, "-f", "ffmetadata", "-"],
                cwd=file.parent,
                limits=Limits(seconds=_SECONDS),
                check=False,
            )
        except TimedOut:
            return Tags()
    text = done.out[:65536].decode("utf-8", "replace")
    found = {key.lower(): _clean(value) for key, value in reversed(_ROW.findall(text))}
    return Tags(found.get("title", ""), found.get("artist", ""))


def _clean(value: str) -> str:
    plain = re.sub(r"\\(.)", r"\1", value).replace("\ufffd", "")
    kept = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())[:_LONGEST]


def cover(path: Path, probe: Probe) -> Image | None:
    """The picture that the song carries, as RGB; None where there is none that can be read."""
    from PIL import Image

    if probe.cover < 0:
        return None
    size = f"scale=w='min(iw,{_COVER})':h='min(ih,{_COVER})':force_original_aspect_ratio=decrease"
    with staged(path) as file:
        try:
            done = ffmpeg(
                [*FILE_ONLY, "-i", file.name, "-map", f"0:{probe.cover}", "-frames:v", "1",
                 "-vf", size, "-c:v", "png", "-f", "image2pipe", "-"],
                cwd=file.parent,
                limits=Limits(seconds=_SECONDS),
            )  # fmt: skip
            return Image.open(io.BytesIO(done.out)).convert("RGB")
        except (EngineFailed, TimedOut, OSError, ValueError):
            return None
