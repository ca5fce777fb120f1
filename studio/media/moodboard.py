"""A small picture of what music follows: the scenes as thumbnails, their energy, the music's parts.

thumbnails   |▓▓▓▓▓▓|▒▒▒|████████|
mood         1 calm   2    3 driving
energy       ___/‾‾‾\\____/‾‾‾‾‾‾
music        [intro ][verse][drop ]
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from studio.media import typefaces

WIDTH, HEIGHT = 1200, 520
_SIDE = 40
_TITLE, _THUMBS, _WORDS, _CURVE, _MUSIC, _AXIS = 20, 70, 196, 262, 410, 470  # where each row begins
_THUMB, _HILL, _BAR = 118, 130, 48  # how high they are
_PAPER, _INK, _FAINT = (250, 249, 246), (38, 40, 46), (150, 152, 158)
_CALM, _DRIVING = (92, 148, 196), (226, 92, 62)  # colours of energy 0 and 1
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)  # seconds between marks of time
_NARROW = 34  # pixels; what is narrower is not written on

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From this second to that: a scene of the picture, or a part of the music."""

    start: float
    end: float
    words: str
    energy: float
    picture: Image.Image | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """What is drawn: everything in words is in the user's language already."""

    title: str
    scenes: tuple[Stretch, ...]
    parts: tuple[Stretch, ...]
    drops: tuple[float, ...]
    legend: tuple[str, str]  # what calm and driving are called
    lang: str = "en"


def png(board: Board) -> bytes:
    """The picture as a file."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    end = max((s.end for s in (*board.scenes, *board.parts)), default=1.0)
    _text(pen, (_SIDE, _TITLE), board.title, 26, board.lang, room=WIDTH - 2 * _SIDE, bold=True)
    for number, scene in enumerate(board.scenes, 1):
        _scene(image, pen, board, scene, number, end)
    _hill(pen, board, end)
    for part in board.parts:
        left, right = _at(part.start, end), _at(part.end, end)
        box = (left, _MUSIC, max(left + 1, right - 2), _MUSIC + _BAR)
        pen.rounded_rectangle(box, 6, fill=_heat(part.energy))
        if right - left > _NARROW:
            place = (left + 8, _MUSIC + 14)
            _text(pen, place, part.words, 17, board.lang, room=right - left - 14, ink=(255,) * 3)
    for drop in board.drops:
        x = _at(drop, end)
        pen.polygon([(x - 8, _MUSIC - 14), (x + 8, _MUSIC - 14), (x, _MUSIC - 2)], fill=_INK)
    _axis(pen, board, end)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _scene(
    image: Image.Image, pen: ImageDraw.ImageDraw, board: Board, scene: Stretch, number: int,
    end: float,
) -> None:  # fmt: skip
    left, right = _at(scene.start, end), _at(scene.end, end)
    width = max(1, right - left - 2)
    if scene.picture is not None:
        image.paste(_cropped(scene.picture, width, _THUMB), (left, _THUMBS))
    else:
        pen.rectangle((left, _THUMBS, left + width, _THUMBS + _THUMB), fill=(228, 228, 224))
    pen.rectangle((left, _THUMBS + _THUMB, left + width, _THUMBS + _THUMB + 5),
                  fill=_heat(scene.energy))  # fmt: skip
    if width > 20:
        pen.ellipse((left + 5, _THUMBS + 5, left + 29, _THUMBS + 29), fill=(255, 255, 255))
        _text(pen, (left + 17, _THUMBS + 17), str(number), 16, board.lang, room=24, middle=True)
    if width > _NARROW:
        rows = _folded(scene.words, 16, board.lang, width - 4, 2)
        for row, words in enumerate(rows):
            _text(pen, (left, _WORDS + 20 * row), words, 16, board.lang, room=width)


def _hill(pen: ImageDraw.ImageDraw, board: Board, end: float) -> None:
    """The picture's energy as a surface, the music's as a line over it."""
    floor = _CURVE + _HILL
    for level in (0.0, 0.5, 1.0):
        y = floor - round(level * _HILL)
        pen.line((_SIDE, y, WIDTH - _SIDE, y), fill=(228, 228, 224))
    for scene in board.scenes:
        box = (_at(scene.start, end), floor - round(scene.energy * _HILL), _at(scene.end, end) - 1,
               floor)  # fmt: skip
        pen.rectangle(box, fill=_mixed(_heat(scene.energy), _PAPER, 0.55))
    line: list[tuple[int, int]] = []
    for part in board.parts:
        y = floor - round(part.energy * _HILL)
        line += [(_at(part.start, end), y), (_at(part.end, end), y)]
    if len(line) > 1:
        pen.line(line, fill=_INK, width=3, joint="curve")


def _axis(pen: ImageDraw.ImageDraw, board: Board, end: float) -> None:
    step = next((s for s in _STEPS if end / s <= 10), _STEPS[-1])
    for number in range(int(end // step) + 1):
        at = number * step
        x = _at(at, end)
        pen.line((x, _AXIS, x, _AXIS + 6), fill=_FAINT)
        words = f"{at // 60}:{at % 60:02}"
        _text(pen, (x, _AXIS + 18), words, 14, board.lang, room=80, ink=_FAINT, middle=True)
    low, high = board.legend
    x = WIDTH - _SIDE - 300
    for place in range(100):
        pen.line((x + 100 + place, 26, x + 100 + place, 40), fill=_heat(place / 99))
    _text(pen, (x, 23), low, 14, board.lang, room=94, ink=_FAINT)
    _text(pen, (x + 210, 23), high, 14, board.lang, room=94, ink=_FAINT)


def _at(seconds: float, end: float) -> int:
    return _SIDE + round(seconds / end * (WIDTH - 2 * _SIDE))


def _mixed(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _heat(energy: float) -> Colour:
    return _mixed(_CALM, _DRIVING, min(1.0, max(0.0, energy)))


def _cropped(picture: Image.Image, width: int, height: int) -> Image.Image:
    """The middle of a picture, as large as the place for it."""
    scale = max(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    grown = picture.convert("RGB").resize(size, Image.Resampling.BILINEAR)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return grown.crop((left, top, left + width, top + height))


@cache
def _font(text_lang: str, size: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = {"zh": "NotoSansSC", "zh-Hant": "NotoSansTC"}.get(text_lang, "NotoSans")
    weight = "Bold" if bold else "Regular"
    return ImageFont.truetype(str(typefaces.FOLDER / f"{name}-{weight}.ttf"), size)


def _text(
    pen: ImageDraw.ImageDraw, place: tuple[int, int], words: str, size: int, lang: str, *,
    room: int, ink: Colour = _INK, bold: bool = False, middle: bool = False,
) -> None:  # fmt: skip
    """One line of words, shortened where it does not fit."""
    font = _font(lang, size, bold)
    shown = words
    while shown and font.getlength(shown) > room:
        shown = shown[:-2].rstrip(" ,，、") + "…" if len(shown) > 2 else ""
    pen.text(place, shown, font=font, fill=ink, anchor="mm" if middle else None)


def _folded(words: str, size: int, lang: str, room: int, most: int) -> list[str]:
    """The words in so many lines at most; what is left over stands in the last."""
    font = _font(lang, size, False)
    pieces = words.split(" ") if " " in words else list(words)
    joint = " " if " " in words else ""
    rows = [""]
    for piece in pieces:
        longer = f"{rows[-1]}{joint}{piece}" if rows[-1] else piece
        if font.getlength(longer) <= room or not rows[-1] or len(rows) == most:
            rows[-1] = longer
        else:
            rows.append(piece)
    return rows
