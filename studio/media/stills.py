"""Small pictures to look at: out of a film near a moment, or of a photo."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from studio.errors import StudioError
from studio.media import images, probing
from studio.media.process import FILE_ONLY, Limits, ffmpeg
from studio.media.staging import staged
from studio.timeline.model import Material


def near(path: Path, material: Material, at: float, width: int, height: int) -> Image.Image | None:
    """The picture that stands by itself nearest before a moment: one frame is decoded, no more."""
    probe = probing.known(material) or probing.probe(path)
    if probe.picture is None:
        return None
    size = f"scale={width}:{height}:force_original_aspect_ratio=increase,crop={width}:{height}"
    try:
        with staged(path) as file:
            done = ffmpeg(
                [*FILE_ONLY, "-skip_frame", "nokey", "-skip_loop_filter", "all", "-noaccurate_seek",
                 "-ss", f"{at:.3f}", "-i", file.name, "-map", f"0:{probe.picture.stream}",
                 "-frames:v", "1", "-fps_mode", "passthrough", "-vf", f"{size},format=rgb24", "-f",
                 "rawvideo", "pipe:1"],
                cwd=file.parent,
                limits=Limits(seconds=20),
            )  # fmt: skip
    except StudioError:
        return None
    if len(done.out) < width * height * 3:
        return None
    return Image.frombytes("RGB", (width, height), done.out[: width * height * 3])


def photo(path: Path, width: int, height: int) -> Image.Image | None:
    """A photo made small, upright."""
    try:
        return images.upright(path, within=(width * 2, height * 2)).convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None
