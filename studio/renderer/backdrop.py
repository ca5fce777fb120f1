"""Pictures where there is no moving file: gradients that breathe, stills that move slowly. Pure."""

from __future__ import annotations

from studio.renderer import gradient as drawn
from studio.renderer.canvas import Frame, even
from studio.renderer.fitting import colour_name
from studio.timeline.model import Background, Clip

_ZOOM = 0.12  # how much closer a still comes over its whole time


def plain(background: Background) -> str:
    """Its one colour, if it has only one; "" for what moves."""
    colours = {colour_name(colour) for colour in background.colours}
    if background.style == "colour" or len(colours) < 2:
        return colour_name(background.colours[0]) if background.colours else "0x1b2440"
    return ""


def one_colour(colour: str, frame: Frame, count: int) -> str:
    """A source of so many frames of a colour."""
    rate = f"{frame.fps[0]}/{frame.fps[1]}"
    size = f"{frame.width}x{frame.height}"
    return f"color=c={colour}:s={size}:r={rate},format=yuv420p,setsar=1,trim=end_frame={count}"


def gradient(frame: Frame) -> tuple[list[str], str]:
    """The options that open a drawn round, and the filters that make it as large as the film."""
    wide, tall = drawn.size(frame)
    options = ["-stream_loop", "-1", "-f", "rawvideo", "-pix_fmt", "yuv420p"]
    options += ["-s", f"{wide}x{tall}", "-framerate", f"{frame.fps[0]}/{frame.fps[1]}"]
    large = f"scale=w={frame.width}:h={frame.height}:flags=bilinear"
    return options, f"{large},format=yuv420p,setsar=1"


def blurred(frame: Frame) -> str:
    """The picture made to fill the frame, out of focus and a little darker."""
    small = (even(frame.width / 8), even(frame.height / 8))
    return (
        f"scale=w={small[0]}:h={small[1]}:force_original_aspect_ratio=increase:flags=area,"
        f"crop={small[0]}:{small[1]},gblur=sigma=5,eq=brightness=-0.06:saturation=0.9,"
        f"scale=w={frame.width}:h={frame.height}:flags=bicubic,setsar=1"
    )


def moved(clip: Clip, frame: Frame, *, offset: int, count: int, total: int) -> str:
    """A slow movement over a still: frames `offset` on of `total`."""
    share = f"((on+{offset})/{max(1, total - 1)})"
    centre = ("iw/2-(iw/zoom/2)", "ih/2-(ih/zoom/2)")
    zoom, x, y = f"1+{_ZOOM}*{share}", *centre
    match clip.motion:
        case "zoom-out":
            zoom = f"{1 + _ZOOM}-{_ZOOM}*{share}"
        case "pan-left":
            zoom, x = f"{1 + _ZOOM}", f"(iw-iw/zoom)*(1-{share})"
        case "pan-right":
            zoom, x = f"{1 + _ZOOM}", f"(iw-iw/zoom)*{share}"
    large = (frame.width * 2, frame.height * 2)
    return (
        f"scale=w={large[0]}:h={large[1]}:flags=bicubic,"
        f"zoompan=z='{zoom}':x='{x}':y='{y}':d={count}:s={frame.width}x{frame.height}"
        f":fps={frame.fps[0]}/{frame.fps[1]},setsar=1,format=yuv420p"
    )
