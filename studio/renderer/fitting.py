"""How a clip's picture is brought to the film's frame, as filters. Pure.

Upright and with square pixels, in BT.709 with limited range, without bars of a pixel or two; HDR is
mapped to SDR with the highlights kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio.media.values import Picture
from studio.renderer.canvas import Frame, even
from studio.timeline.model import Fit

_NEAR = 0.01  # aspects that differ by less are filled, not barred
_MATRIX = {
    "bt709": "bt709", "smpte170m": "smpte170m", "bt470bg": "bt470bg", "bt2020nc": "bt2020",
    "smpte240m": "smpte240m", "fcc": "fcc",
}  # fmt: skip
_TRANSFER = {"hlg": "arib-std-b67", "pq": "smpte2084"}


@dataclass(frozen=True, slots=True)
class Colours:
    """What the encoded picture is tagged with; empty where the source it joins has no tags."""

    matrix: str = "bt709"
    primaries: str = "bt709"
    transfer: str = "bt709"


def matrix(picture: Picture) -> str:
    """The matrix of a picture: as tagged, else as players guess it from the size."""
    for name in picture.colours.replace("/", ",").split(","):
        if name.strip() in _MATRIX:
            return _MATRIX[name.strip()]
    return "bt709" if min(picture.width, picture.height) >= 720 else "smpte170m"


def full_range(picture: Picture) -> bool:
    return picture.pixels.startswith("yuvj") or picture.colours.startswith("pc")


def filters(
    picture: Picture, frame: Frame, fit: Fit, *, tonemap: bool, target: str = "bt709"
) -> list[str]:
    """The filters from decoded frames to frames of the film, but for blurred sides.

    `target`: the film's matrix; another than BT.709 only beside copied packets that have it.
    """
    made = ["bwdif=mode=send_frame:deint=interlaced"] if picture.interlaced else []
    size = _scaled(picture.shown, frame, fit)
    direct = size == picture.shown and picture.aspect == (1, 1)
    colour = _colour(picture, target) if picture.pixels else _drawn(target)
    if picture.hdr or (picture.bits > 8 and matrix(picture) == "bt2020"):
        made += _to_sdr(picture, size, tonemap=tonemap)
    elif not direct or colour:
        made.append(":".join([f"scale=w={size[0]}:h={size[1]}", "flags=bicubic", *colour]))
    made += ["setsar=1", "format=yuv420p", *_placed(size, frame)]
    return made


def _scaled(shown: tuple[int, int], frame: Frame, fit: Fit) -> tuple[int, int]:
    """The size that the picture is scaled to, before it is cropped or barred."""
    width, height = shown
    if abs(width - frame.width) <= 1 and abs(height - frame.height) <= 1:
        return shown if width >= frame.width and height >= frame.height else _of(frame)
    aspect, wanted = width / height, frame.width / frame.height
    if abs(aspect / wanted - 1) < _NEAR or fit == "fill":
        factor = max(frame.width / width, frame.height / height)
        return (
            max(frame.width, even(width * factor + 1)) if aspect > wanted else frame.width,
            max(frame.height, even(height * factor + 1)) if aspect < wanted else frame.height,
        )
    factor = min(frame.width / width, frame.height / height)
    return even(width * factor + 0.5), even(height * factor + 0.5)


def _of(frame: Frame) -> tuple[int, int]:
    return frame.width, frame.height


def _placed(size: tuple[int, int], frame: Frame) -> list[str]:
    """Cropped or barred to the frame."""
    width, height = size
    made = []
    if width > frame.width or height > frame.height:
        made.append(f"crop={min(width, frame.width)}:{min(height, frame.height)}")
    if width < frame.width or height < frame.height:
        colour = colour_name(frame.colour)
        made.append(f"pad={frame.width}:{frame.height}:(ow-iw)/2:(oh-ih)/2:color={colour}")
    return made


def _colour(picture: Picture, target: str) -> list[str]:
    """The options of a scale filter that bring the colours to the film's, limited range."""
    source, wide = matrix(picture), full_range(picture)
    if picture.pixels.startswith(("rgb", "bgr", "gbr", "argb", "abgr", "rgba", "bgra", "pal8")):
        return _drawn(target)
    if source == target and not wide:
        return []
    ranges = f"in_range={'pc' if wide else 'tv'}"
    return [f"in_color_matrix={source}", f"out_color_matrix={target}", ranges, "out_range=tv"]


def _drawn(target: str) -> list[str]:
    """The options that turn red, green and blue into the film's colours."""
    return [f"out_color_matrix={target}", "out_range=tv"]


def _to_sdr(picture: Picture, size: tuple[int, int], *, tonemap: bool) -> list[str]:
    """HDR made SDR: by light where this ffmpeg can, else by its colours alone."""
    scale = f"scale=w={size[0]}:h={size[1]}:flags=bicubic"
    if not tonemap or not picture.hdr:
        return [f"{scale}:in_color_matrix=bt2020:out_color_matrix=bt709:out_range=tv"]
    transfer = _TRANSFER[picture.hdr]
    return [
        scale,
        f"zscale=tin={transfer}:min=2020_ncl:pin=2020:rin=tv:t=linear:npl=203",
        "format=gbrpf32le",
        "zscale=pin=2020:tin=linear:p=709:t=linear",
        "tonemap=tonemap=hable:desat=0:peak=10",
        "zscale=tin=linear:pin=709:t=709:m=709:p=709:r=tv",
    ]


def colour_name(text: str) -> str:
    """A colour of the timeline as a filter reads it; black for what is no colour."""
    digits = text.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    valid = len(digits) == 6 and all(digit in "0123456789abcdefABCDEF" for digit in digits)
    return f"0x{digits.lower()}" if valid else "0x000000"
