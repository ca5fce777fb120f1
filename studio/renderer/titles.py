"""The film's words, drawn: pictures with durations for every title, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from studio.media import text
from studio.media.slides import Slides
from studio.media.text import Look, Set
from studio.renderer.canvas import Frame
from studio.renderer.picture import Words
from studio.renderer.plan import RenderPlan
from studio.timeline.model import Place, Title

if TYPE_CHECKING:
    from PIL.Image import Image

_TALL = 1.5  # a standing picture of this shape is meant for TikTok, Reels, Shorts
_PLAIN = (0.05, 0.05, 0.05, 0.05)  # left, top, right, bottom: the usual title-safe margins
# What the three apps lay over a standing video (their own guides for advertisers, 2024: at most
# 130 px at the top, 370 at the bottom, 140 on the right of 1080 x 1920), with some air
_APPS = (0.07, 0.09, 0.14, 0.20)
_COME, _GO, _CAPTION = 0.4, 0.35, 0.12  # seconds that words take to come and to go
_LETTER = 0.055  # seconds a letter takes to be typed
_RISE = 0.5  # of the size, how far rising words come up
_STATES = 24  # pictures of one movement at most


@dataclass(frozen=True, slots=True)
class Area:
    """Where words may stand, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left


def safe(frame: Frame) -> Area:
    """The part of the picture that no player and no app lays anything over."""
    tall = frame.height / frame.width >= _TALL
    left, top, right, bottom = _APPS if tall else _PLAIN
    return Area(
        round(frame.width * left),
        round(frame.height * top),
        round(frame.width * (1 - right)),
        round(frame.height * (1 - bottom)),
    )


def draw(plan: RenderPlan, folder: Path) -> tuple[tuple[Words, ...], tuple[str, ...]]:
    """The words as they are laid over the picture, and warnings about what could not be drawn."""
    made, missing = [], dict[str, None]()
    for number, title in enumerate(plan.titles):
        words, look = lay(title, plan.frame)
        missing |= dict.fromkeys(words.missing)
        if words.letters:
            made.append(_drawn(plan, title, words, look, folder, f"words{number}"))
    warnings = (f"missing-glyphs:{''.join(missing)}",) if missing else ()
    return tuple(made), warnings


def lay(title: Title, frame: Frame) -> tuple[Set, Look]:
    """The title's words in lines, and how they look in a picture of this size."""
    area = safe(frame)
    style = title.style
    look = Look(
        size=max(10, round(style.size * frame.short)),
        colour=style.colour,
        outline=style.outline,
        box=style.box,
        bold=style.bold,
        align=_align(title.place),
    )
    width = area.width - look.size
    if look.align == "center":  # stays in the middle of the picture, clear of both sides
        width = frame.width - 2 * max(area.left, frame.width - area.right) - look.size // 2
    share = 0.8 if title.role in ("title", "credits") else 0.4
    words = text.lay(
        title.text.strip(), look, width=width, height=round((area.bottom - area.top) * share)
    )
    return words, words.look


def size(title: Title, frame: Frame) -> tuple[int, int]:
    """How large the words are, drawn in a picture of this size."""
    return text.draw(lay(title, frame)[0]).size


def _align(place: Place) -> Literal["left", "center", "right"]:
    if place.endswith("left") or place == "lower-third":
        return "left"
    return "right" if place.endswith("right") else "center"


def _drawn(
    plan: RenderPlan, title: Title, words: Set, look: Look, folder: Path, name: str
) -> Words:
    """The title as a movie of its states in our folder."""
    first = plan.grid.frame(title.start)
    last = max(first + 1, plan.grid.frame(title.start + title.duration))
    states = _states(title, words, look, last - first, float(plan.frame.rate))
    size = states[0][0].size
    with Slides(folder / name, scale=plan.frame.fps[0]) as slides:
        for picture, count in states:
            slides.add(picture, count * plan.frame.fps[1])
    x, y = place(title, plan.frame, size)
    return Words(name, first, last, str(x), str(y))


def place(title: Title, frame: Frame, size: tuple[int, int]) -> tuple[int, int]:
    """The corner of a picture of words of this size; whole steps of two, as colours are stored."""
    area = safe(frame)
    wide, tall = size
    middle = (frame.width - wide) // 2
    x = {"left": area.left, "center": middle, "right": area.right - wide}[_align(title.place)]
    y = (frame.height - tall) // 2
    if title.place.startswith("top"):
        y = area.top
    elif title.place.startswith("bottom"):
        y = area.bottom - tall
    elif title.place == "lower-third":
        y = min(round(frame.height * 0.78), area.bottom) - tall
    return max(0, x) // 2 * 2, max(0, y) // 2 * 2


def _states(
    title: Title, words: Set, look: Look, frames: int, rate: float
) -> list[tuple[Image, int]]:
    """Pictures and for how many frames each is seen; they come, stay, and go."""
    whole = text.draw(words)
    kind = title.style.animation
    if kind == "none" or frames < 6:
        return [(whole, frames)]
    caption = title.role == "caption"
    going = min(frames // 3, round((_CAPTION if caption else _GO) * rate))
    going = 0 if title.role == "watermark" else going
    if kind == "type":
        coming = min(frames * 3 // 5, round(words.letters * _LETTER * rate))
        opening = _typed(words, max(1, coming))
    else:
        coming = min(frames // 3, round((_CAPTION if caption else _COME) * rate))
        rise = look.size * _RISE if kind == "rise" else 0.0
        opening = [(_shown(whole, _eased(share), rise), count) for share, count in _steps(coming)]
    closing = [(_shown(whole, 1 - _eased(share), 0.0), count) for share, count in _steps(going)]
    used = sum(count for _, count in [*opening, *closing])
    return [*opening, (whole, frames - used), *closing]


def _steps(frames: int) -> list[tuple[float, int]]:
    """A movement in at most so many states: how far it is, and for how many frames."""
    states = min(frames, _STATES)
    bounds = [round(n * frames / states) for n in range(states + 1)] if states else []
    return [((n + 1) / (states + 1), bounds[n + 1] - bounds[n]) for n in range(states)]


def _eased(share: float) -> float:
    return 1 - (1 - share) ** 2


def _shown(picture: Image, share: float, rise: float) -> Image:
    """The picture as far as it has come: clearer, and on its way up."""
    from PIL import Image

    made = picture.copy()
    made.putalpha(picture.getchannel("A").point([round(v * share) for v in range(256)]))
    if rise:
        moved = Image.new("RGBA", picture.size)
        moved.paste(made, (0, round(rise * (1 - share))))
        return moved
    return made


def _typed(words: Set, frames: int) -> list[tuple[Image, int]]:
    """The letters one after the other, in at most so many states."""
    states = max(1, min(words.letters, _STATES * 2, frames))
    bounds = [round(n * frames / states) for n in range(states + 1)]
    return [
        (text.draw(words, letters=round(words.letters * n / states)), bounds[n + 1] - bounds[n])
        for n in range(states)
        if bounds[n + 1] > bounds[n]
    ]
