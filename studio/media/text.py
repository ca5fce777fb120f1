"""Words as a picture with alpha: wrapped, outlined, boxed or shadowed; emoji in colour."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from studio.media import typefaces

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw as Draw

_LEADING = 1.28  # of the size, from one baseline to the next
_ASCENT = 1.0  # of the size, from a line's top to its baseline
_ROOM = 0.05  # of the size, what a line's letters may reach beyond their place without more margin
_EMOJI = 1.12  # of the size, how large an emoji is drawn
_HAN = "\u2e80-\u303f\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_HAN += "\U00020000-\U0003ffff"
_CHINESE = re.compile(f"[{_HAN}]")
_CLOSING = "，。、；：？！）】》」』〉”’…—·,.!?;:)%％℃"
_OPENING = "（【《「『〈“‘(［"
# Where a word that is too long must not be broken: before vowels and marks that belong to the
# letter before, after vowels that are written before theirs (Thai), within what is joined (Hindi)
_CLINGING, _LEADING_VOWELS = "ะาำๅๆฯ\u200c\u200d", "เแโใไ\u094d\u200d"
_WORD = re.compile(f"[{re.escape(_OPENING)}]*(?:[{_HAN}]|[^\\s{_HAN}]+)[{re.escape(_CLOSING)}]*")


@dataclass(frozen=True, slots=True)
class Look:
    """How words are drawn; lengths in pixels, colours as #rrggbb, "" for none."""

    size: int
    colour: str = "#ffffff"
    outline: str = "#000000"
    box: str = ""
    bold: bool = True
    align: Literal["left", "center", "right"] = "center"


@dataclass(frozen=True, slots=True)
class Set:
    """Words set in lines: what is drawn, and what could not be."""

    lines: tuple[str, ...]
    look: Look
    width: int
    missing: tuple[str, ...]

    @property
    def letters(self) -> int:
        return sum(len(line) for line in self.lines)


def lay(text: str, look: Look, *, width: int, height: int) -> Set:
    """The words in as few lines as fit, of even length; smaller where they would not fit at all."""
    text = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\r", ""))
    pieces, missing = typefaces.runs(text, bold=look.bold)
    drawable = "".join(part for part, _ in pieces) if missing else text
    missing = list(dict.fromkeys(missing))
    while True:
        lines = [line for row in drawable.split("\n") for line in _wrapped(row, look, width)]
        tall = len(lines) * look.size * _LEADING
        wide = max((measure(line, look) for line in lines), default=0)
        if look.size <= 10 or (tall <= height and wide <= width):
            break
        look = _smaller(look)
    return Set(tuple(lines), look, round(max(wide, 1)), tuple(missing))


def _smaller(look: Look) -> Look:
    size = max(10, int(look.size * 0.92))
    return Look(size, look.colour, look.outline, look.box, look.bold, look.align)


def measure(line: str, look: Look) -> float:
    """How wide a line is drawn."""
    way = typefaces.way(line)
    pieces, _ = typefaces.runs(line, bold=look.bold)
    return sum(_length(part, name, look, way) for part, name in pieces)


def _length(part: str, name: str, look: Look, way: typefaces.Way) -> float:
    length = typefaces.font(name, look.size).getlength(part, direction=way)
    return length * _scale(look) if name == typefaces.EMOJI else length


def _scale(look: Look) -> float:
    return look.size * _EMOJI / 128  # the pictures are 136 by 128


def _wrapped(row: str, look: Look, width: int) -> list[str]:
    """A paragraph in lines: as few as possible, then as even as possible."""
    words = _words(row.strip())
    if not words:
        return [""] if not row.strip() else [row]
    lines = _filled(words, look, width)
    if len(lines) < 2:
        return lines
    if len(lines) == 2 and (apart := _by_language(words)):
        long, short = sorted((measure(one, look) for one in apart), reverse=True)
        if long <= width and short > long / 3:
            return apart
    low, high = width // 2, width
    while high - low > max(4, width // 100):
        middle = (low + high) // 2
        tried = _filled(words, look, middle)
        fits = len(tried) == len(lines) and max(measure(one, look) for one in tried) <= middle
        low, high = (low, middle) if fits else (middle, high)
    return _filled(words, look, high)


def _by_language(words: list[tuple[str, str]]) -> list[str]:
    """The words in two lines, Chinese and other ones, where one follows the other."""
    ours = [_CHINESE.search(word) is not None for _, word in words]
    turns = [n for n in range(1, len(words)) if ours[n] != ours[n - 1]]
    if len(turns) != 1:
        return []
    parts = (words[: turns[0]], words[turns[0] :])
    return ["".join(space + word for space, word in part).strip() for part in parts]


def _words(row: str) -> list[tuple[str, str]]:
    """The parts between which a line may end, each with the space before it."""
    found, at = [], 0
    for match in _WORD.finditer(row):
        found.append((" " if match.start() > at and at else "", match[0]))
        at = match.end()
    return found


def _filled(words: list[tuple[str, str]], look: Look, width: int) -> list[str]:
    lines, line = [], ""
    for space, word in words:
        longer = f"{line}{space}{word}" if line else word
        if not line or measure(longer, look) <= width:
            line = longer
        else:
            lines.append(line)
            line = word
        while len(line) > 1 and measure(line, look) > width and not lines_break(line, word):
            keep = _fitting(line, look, width)
            lines.append(line[:keep])
            line = line[keep:]
    return [*lines, line] if line else lines


def lines_break(line: str, word: str) -> bool:
    """Whether a line can still be broken before its last word."""
    return line != word


def _fitting(line: str, look: Look, width: int) -> int:
    """How many letters of a word that is too long fit on a line; at least one."""
    low, high = 1, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(line[:middle], look) <= width else (low, middle - 1)
    whole = low
    while whole > 1 and _clings(line[whole - 1], line[whole]):
        whole -= 1
    return whole if whole > 1 else low


def _clings(before: str, letter: str) -> bool:
    """Whether this letter cannot begin a line where that one ends the line before."""
    joined = letter in _CLINGING or before in _LEADING_VOWELS
    return joined or unicodedata.category(letter).startswith("M")


def draw(words: Set, *, letters: int | None = None) -> Image:
    """The picture of the words, or of their first letters; its size is the same for any number."""
    from PIL import Image, ImageDraw

    look = words.look
    stroke = max(1, round(look.size * 0.055)) if look.outline else 0
    margin = _margin(words)
    height = round(len(words.lines) * look.size * _LEADING)
    size = (words.width + 2 * margin, height + 2 * margin)
    fill, edge = Image.new("L", size), Image.new("L", size)
    emoji = Image.new("RGBA", size)
    left = words.letters if letters is None else letters
    for number, line in enumerate(words.lines):
        seen, left = line[: max(left, 0)], left - len(line)
        x = margin + _indent(words, line)
        if seen != line and typefaces.way(line):
            x += measure(line, look) - measure(seen, look)
        y = margin + round(number * look.size * _LEADING + look.size * _ASCENT)
        _line(seen, look, (x, y), stroke, ImageDraw.Draw(fill), ImageDraw.Draw(edge), emoji)
    return _composed(words, fill, edge, emoji, margin)


def _margin(words: Set) -> int:
    """Room on all sides for outline and shadow, more where letters reach high or far down."""
    look = words.look
    high, deep = _ASCENT + _ROOM, _LEADING - _ASCENT + _ROOM
    tops, feet = zip(*(_reach(line, look) for line in words.lines or ("",)), strict=True)
    beyond: float = max(max(tops) - high * look.size, max(feet) - deep * look.size, 0.0)
    beyond = min(beyond, look.size)  # towers of marks are cut
    return round(look.size * (0.42 if look.box else 0.3) + beyond)


def _reach(line: str, look: Look) -> tuple[float, float]:
    """How far the letters of a line stand above and hang below its foot."""
    boxes = [
        typefaces.font(name, look.size).getbbox(part, anchor="ls")
        for part, name in typefaces.runs(line, bold=look.bold)[0]
        if name != typefaces.EMOJI
    ]
    return max((-box[1] for box in boxes), default=0.0), max((box[3] for box in boxes), default=0.0)


def _indent(words: Set, line: str) -> float:
    spare = words.width - measure(line, words.look)
    return {"left": 0.0, "center": spare / 2, "right": spare}[words.look.align]


def _line(
    line: str,
    look: Look,
    at: tuple[float, int],
    stroke: int,
    fill: Draw,
    edge: Draw,
    emoji: Image,
) -> None:
    x, y = at
    way = typefaces.way(line)
    for part, name in typefaces.standing(line, bold=look.bold):
        font = typefaces.font(name, look.size)
        if name == typefaces.EMOJI:
            _emoji(part, look, (round(x), y), emoji)
        else:
            fill.text((x, y), part, fill=255, font=font, anchor="ls", direction=way)
            if stroke:
                edge.text(
                    (x, y), part, fill=255, font=font, anchor="ls", stroke_width=stroke,
                    direction=way,
                )  # fmt: skip
        x += _length(part, name, look, way)


def _emoji(part: str, look: Look, at: tuple[int, int], layer: Image) -> None:
    from PIL import Image, ImageDraw

    font = typefaces.font(typefaces.EMOJI, look.size)
    wide = max(1, round(font.getlength(part)))
    large = Image.new("RGBA", (wide, 128))
    ImageDraw.Draw(large).text((0, 0), part, font=font, embedded_color=True, anchor="lt")
    scale = _scale(look)
    size = (max(1, round(wide * scale)), max(1, round(128 * scale)))
    small = large.resize(size, Image.Resampling.LANCZOS)
    layer.alpha_composite(small, (max(0, at[0]), max(0, round(at[1] - look.size * 0.92))))


def _composed(words: Set, fill: Image, edge: Image, emoji: Image, margin: int) -> Image:
    """Box, shadow, outline, letters and emoji over each other, edges clean on any background."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    look = words.look
    made = Image.new("RGBA", fill.size)
    whole = ImageChops.lighter(ImageChops.lighter(fill, edge), emoji.getchannel("A"))
    if look.box:
        shape = Image.new("L", fill.size)
        inset = margin // 4
        frame = (inset, inset, fill.width - inset - 1, fill.height - inset - 1)
        ImageDraw.Draw(shape).rounded_rectangle(frame, look.size * 0.22, fill=200)
        made.alpha_composite(_coloured(look.box, shape))
    elif whole.getbbox():
        soft = whole.filter(ImageFilter.GaussianBlur(max(1.0, look.size * 0.07)))
        down = max(1, round(look.size * 0.04))
        soft = ImageChops.offset(soft, 0, down)
        soft.paste(0, (0, 0, soft.width, down))  # what comes out below comes in above
        made.alpha_composite(_coloured("#000000", soft.point([v * 55 // 100 for v in range(256)])))
    if look.outline:
        made.alpha_composite(_coloured(look.outline, edge))
    made.alpha_composite(_coloured(look.colour, fill))
    made.alpha_composite(emoji)
    return made


def _coloured(colour: str, mask: Image) -> Image:
    from PIL import Image, ImageColor

    try:
        rgb = ImageColor.getrgb(colour)[:3]
    except ValueError:
        rgb = (255, 255, 255)
    layer = Image.new("RGBA", mask.size, (*rgb, 0))
    layer.putalpha(mask)
    return layer
