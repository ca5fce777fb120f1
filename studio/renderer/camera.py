"""How a camera moves over a still: the part of it that is seen, at every moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from studio.renderer.canvas import Frame
from studio.timeline.model import Clip, Fit

ROOM = 1.18  # how much larger than the frame a still is kept, so that coming closer stays sharp
_CLOSE = 0.13  # how much closer it comes over the whole time
_EASE = 0.45  # 0: the same pace all along; 1: from a stand to a stand
_CROP = 0.34  # share of a photo that may be cut off for it to fill the frame
_TURNS = ("zoom-in", "pan-right", "zoom-out", "pan-left")


@dataclass(frozen=True, slots=True)
class View:
    """What is seen of a still: 1/zoom of it, around a place given as shares of its room."""

    zoom: float
    x: float
    y: float


def fit(size: tuple[int, int], frame: Frame) -> Fit:
    """Fills the frame where little is lost by it, else all of the photo over its own colours."""
    shape = size[0] / size[1] / (frame.width / frame.height)
    return "fill" if 1 - min(shape, 1 / shape) <= _CROP else "blur"


def view(kind: str, share: float, focus: tuple[float, float]) -> View:
    """The view when this share of the time is over."""
    moved = _eased(min(max(share, 0.0), 1.0)) + max(0.0, share - 1.0)
    match kind:
        case "zoom-in":
            return View(1 + _CLOSE * moved, *_towards(focus, moved))
        case "zoom-out":
            return View(1 + _CLOSE * max(0.0, 1 - moved), *_towards(focus, 1 - moved))
        case "pan-left":
            return View(1 + _CLOSE, min(1.0, max(0.0, 1 - moved)), focus[1])
        case "pan-right":
            return View(1 + _CLOSE, min(1.0, moved), focus[1])
    return View(1.0, 0.5, 0.5)


def kind(clip: Clip, number: int) -> str:
    """The movement of a clip; "auto" takes turns, so that no two neighbours move alike."""
    return _TURNS[number % len(_TURNS)] if clip.motion == "auto" else clip.motion


def _towards(focus: tuple[float, float], part: float) -> tuple[float, float]:
    part = min(1.0, max(0.0, part))
    return 0.5 + (focus[0] - 0.5) * part, 0.5 + (focus[1] - 0.5) * part


def _eased(share: float) -> float:
    """Softly off and softly to a stop, without ever standing still."""
    smooth = share * share * (3 - 2 * share)
    return share + (smooth - share) * _EASE
