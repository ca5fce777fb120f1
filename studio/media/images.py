"""Still pictures: what they are, and upright pixels of the size that is wanted.

Nothing bigger than needed is ever decoded where the format allows it (JPEG in steps of two), and a
picture with more pixels than `MOST` is refused rather than tried.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from studio.media import containers
from studio.media.errors import EngineFailed, TooBig, Truncated, Unsupported
from studio.media.slides import Slides
from studio.media.values import Picture, Probe

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 300_000_000  # pixels: a 50-megapixel photograph is usual, 200 exist
_DATE = re.compile(r"(?:19|20)\d\d:\d\d:\d\d(?: \d\d:\d\d:\d\d)?")
_HEAD = 1 << 20  # bytes in which the EXIF of a HEIC is looked for
_TURNED = {5: 90, 6: 90, 7: 270, 8: 270}  # EXIF orientations that swap the sides
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"II*\0", b"MM\0*")


def is_still(path: Path) -> bool:
    """Whether the file is a picture that does not move, by its contents."""
    with path.open("rb") as file:
        head = file.read(64)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return not _frames(path) > 1
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return not _frames(path) > 1
    if head[4:8] == b"ftyp" and head[8:12] in containers.PHOTOS:
        return True
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return not _frames(path) > 1
    return head.startswith(_SIGNS)


def _open(path: Path) -> Image:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own bound is checked before anything is decoded
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp" and head[8:] in containers.HEIC:
        return Image.open(BytesIO(_decoded(path)))
    return Image.open(path)


def _decoded(path: Path) -> bytes:
    """A photo as phones take them (HEIC), its tiles laid together, upright, as a bitmap.

    By ffmpeg, which is there anyway: the wheels that read HEIC bring an encoder under GPL along.
    """
    from studio.media.process import FILE_ONLY, Limits, ffmpeg
    from studio.media.staging import staged

    with staged(path) as file:
        try:
            done = ffmpeg(
                [*FILE_ONLY, "-i", file.name, "-frames:v", "1", "-update", "1", "-c:v", "bmp",
                 "-pix_fmt", "bgr24", "-f", "image2pipe", "-"],
                cwd=file.parent, limits=Limits(seconds=60, output=MOST * 4),
            )  # fmt: skip
        except EngineFailed as error:
            raise OSError(str(error)) from None
    return done.out


def _frames(path: Path) -> int:
    """How many pictures the file holds; 1 where it cannot be told."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _open(path) as image:
                return int(getattr(image, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, EOFError):
        return 1


def probe_still(path: Path, *, name: str) -> Probe:
    """What a still picture is; its pixels are read once, to know that they all are there."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _open(path) as image:
                width, height = image.size
                if width * height > MOST:
                    raise TooBig(name=name, width=width, height=height)
                turned = _TURNED.get(int(image.getexif().get(0x0112, 1)), 0)
                container = (image.format or "").lower()
                taken = _taken(image)
                alpha = "A" in image.getbands() or "transparency" in image.info
                image.draft("RGB", (256, 256))  # JPEG: an eighth of the size is enough to know
                image.load()
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if "truncated" in str(error).lower():
            raise Truncated(name=name) from None
        raise Unsupported(name=name) from None
    picture = Picture(
        stream=0, codec=container, width=width, height=height, rotation=turned, alpha=alpha
    )
    notes = ("rotated",) * bool(turned) + ("large",) * (width * height > 24_000_000)
    return Probe(
        kind="image",
        container=container,
        size=path.stat().st_size,
        picture=picture,
        taken=taken or _written(path),
        notes=notes,
    )


def _taken(image: Image) -> str:
    """When a photo was taken, by its EXIF; "" where that is not told."""
    exif = image.getexif()
    said = exif.get_ifd(0x8769).get(0x9003) or exif.get(0x0132) or ""
    found = _DATE.match(str(said))
    return found[0] if found else ""


def _written(path: Path) -> str:
    """The same of a phone's photo (HEIC), whose EXIF stands in it as it is."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head[4:8] != b"ftyp":
        return ""
    found = re.search(rb"(?<!\d)(?:19|20)\d\d:\d\d:\d\d \d\d:\d\d:\d\d", head)
    return found[0].decode("ascii") if found else ""


def upright(path: Path, *, within: tuple[int, int] | None = None, cover: bool = False) -> Image:
    """The picture as RGB or RGBA, upright; no larger than needed to fit in (or cover) a frame."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with _open(path) as image:
            if within:
                longest = max(within) * (2 if cover else 1)
                image.draft("RGB", (longest, longest))
            picture = ImageOps.exif_transpose(image)
            picture = _eight(picture)
            has_alpha = "A" in picture.getbands() or "transparency" in picture.info
            picture = picture.convert("RGBA" if has_alpha else "RGB")
    if within:
        sides = (within[0] / picture.width, within[1] / picture.height)
        scale = max(sides) if cover else min(sides)
        if scale < 1:
            size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
            picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def _eight(picture: Image) -> Image:
    """A picture of sixteen bits of grey in eight, which converting it would cut off at white."""
    if not picture.mode.startswith("I"):
        return picture
    import numpy as np
    from PIL import Image

    grey = np.asarray(picture).astype(np.int64)
    return Image.fromarray((grey.clip(0, 65535) >> 8).astype(np.uint8))


def prepare(
    source: Path, target: Path, probe: Probe, *, within: tuple[int, int], colour: str
) -> Probe:
    """What the still is once it lies at `target`: upright, without alpha, of a bounded size."""
    picture = _flat(upright(source, within=within, cover=True), colour)
    picture.save(target, format="png", compress_level=1)
    shown = Picture(
        stream=0, codec="png", pixels="rgb24", width=picture.width, height=picture.height
    )
    return msgspec.structs.replace(probe, picture=shown)


def _flat(picture: Image, colour: str) -> Image:
    """The picture as RGB, what shines through it being this colour."""
    from PIL import Image

    if picture.mode == "RGB":
        return picture
    behind = Image.new("RGBA", picture.size, colour)
    return Image.alpha_composite(behind, picture.convert("RGBA")).convert("RGB")


def unfold(source: Path, target: Path, probe: Probe, *, colour: str) -> Probe:
    """What an animated picture is once it is a movie at `target`: every frame at its own time."""
    with (
        warnings.catch_warnings(),
        _open(source) as image,
        Slides(target, scale=1000) as slides,
    ):
        warnings.simplefilter("ignore")
        for number in range(int(getattr(image, "n_frames", 1))):
            image.seek(number)
            picture = _flat(image.convert("RGBA"), colour)
            # known once the frame is decoded; a frame without a time, or with almost none, is seen
            # for a tenth of a second, as in browsers
            delay = round(float(image.info.get("duration", 0) or 0))
            slides.add(picture, delay if delay > 10 else 100)
        size = image.size
    assert probe.picture is not None
    shown = msgspec.structs.replace(
        probe.picture, codec="png", pixels="rgb24", width=size[0], height=size[1], alpha=False,
        aspect=(1, 1), variable=True,
    )  # fmt: skip
    return msgspec.structs.replace(probe, picture=shown)
