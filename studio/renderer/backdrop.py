"""Pictures where there is no moving file: gradients that breathe, stills that move slowly. Pure."""

from __future__ import annotations

from studio.renderer import gradient as drawn
from studio.renderer.canvas import Frame, even
from studio.renderer.fitting import colour_name
from studio.timeline.model import Background, Clip

_ZOOM = 0.12  # how much closer a still comes over its whole time
_ROOM = 1.08  # how much larger than the frame it is moved: sharp enough, a third of the work
_EASE = 0.45  # 0: the same pace all along; 1: from a stand to a stand


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
    """A slow movement over a still, exact to a fraction of a pixel: frames `offset` on of `total`.

    (The filter made for it, zoompan, crops at whole pixels, which is seen as trembling.)
    """
    over = f"((on+{offset})/{max(1, total - 1)})"
    share = f"({over}+({over}*{over}*(3-2*{over})-{over})*{_EASE})"  # softly off, softly to a stop
    zoom, x = f"(1+{_ZOOM}*{share})", "0.5"
    match clip.motion:
        case "still":
            zoom = "1"
        case "zoom-out":
            zoom = f"(1+{_ZOOM}*(1-{share}))"
        case "pan-left":
            zoom, x = f"{1 + _ZOOM}", f"(1-{share})"
        case "pan-right":
            zoom, x = f"{1 + _ZOOM}", share
    left, top = f"(W-W/{zoom})*{x}", f"(H-H/{zoom})*0.5"
    right, bottom = f"{left}+W/{zoom}", f"{top}+H/{zoom}"
    corners = ((left, top), (right, top), (left, bottom), (right, bottom))
    places = ":".join(f"x{n}='{one[0]}':y{n}='{one[1]}'" for n, one in enumerate(corners))
    large = (even(frame.width * _ROOM), even(frame.height * _ROOM))
    return (
        f"scale=w={large[0]}:h={large[1]}:flags=bicubic,format=yuv420p,"
        f"loop=loop=-1:size=1:start=0,trim=end_frame={count},setpts=N,"
        f"perspective={places}:interpolation=linear:sense=source:eval=frame,"
        f"scale=w={frame.width}:h={frame.height}:flags=bilinear,setsar=1"
    )
