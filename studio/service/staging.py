"""What a visual is drawn from, gathered: the music heard, words as masks, the cover, colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from studio.media import text
from studio.media.text import Look
from studio.planner.visual_words import NONE
from studio.renderer.canvas import Frame
from studio.service import films, hearing, songs, visuals
from studio.service.intake import Taken
from studio.timeline import facts
from studio.timeline.model import Background, Clip, Timeline, Title
from studio.timeline.operations import AddCaptions
from studio.visuals import Line, Stage, Turn, drive, palette
from studio.visuals.dose import dosed

Plane = NDArray[np.uint8]
_WORDS = 12  # of a title that are shown one by one
_LINES = 2  # that a title has at most, before it is set smaller
_LEAST = 0.5  # of its size
_SAID = 0.7  # the same of who plays it, which is small anyway
_SUNG = (
    2  # lines that a caption has at most, one more in a narrow picture, before it is set smaller
)
_SMALL = 0.66  # of its size
_LARGE = 2.0  # times a caption's size, for lyrics in type
_USUAL = AddCaptions(lines=()).style
_USUAL_COLOURS = palette.hexes(palette.of_mood(0.5, 0.5))
Align = Literal["left", "center"]


def staged(
    clip: Clip, now: Timeline, taken: Mapping[str, Taken], frame: Frame, data: Path
) -> Stage:
    """Everything that the scenes need for this clip."""
    wish = clip.background
    assert wish is not None
    end = facts.end(clip)
    early = wish.early
    sound = songs.mono(songs.pieces(now, taken, data), clip.start + early, end + early)
    fps = frame.fps[0] / frame.fps[1]
    count = max(1, round(clip.duration * fps / 1000))
    drops = songs.drops(now, clip.start + early, end + early)
    heard = songs.with_drops(hearing.laid(data, sound), drops)
    song = next((taken[s.source] for s in songs.leading(now) if s.source in taken), None)
    cover = visuals.pictured(visuals.plain(taken.get(wish.cover) or song, data))
    bare = Stage(
        width=frame.width,
        height=frame.height,
        drive=dosed(drive(sound, heard, fps=fps, frames=count), drops=wish.drops, beats=wish.beats),
        palette=palette.of_hexes(_USUAL_COLOURS),
        seed=wish.seed,
        cover=cover,
    )
    lines = films.captions(now, clip)

    @cache
    def dressed(scene: str, colours: tuple[str, ...]) -> Stage:
        made = _dressed(bare, scene, colours or wish.colours or _USUAL_COLOURS, wish, frame)
        large = scene == "type"
        return replace(made, lines=tuple(line(one, clip, frame, large=large) for one in lines))

    turns = tuple(
        Turn(one.at / 1000, scene, dressed(scene, one.colours))
        for one in wish.shades if not one.when
        for scene in (one.scene or wish.scene,)
    )  # fmt: skip
    return replace(dressed(wish.scene, wish.colours), turns=turns)


def _dressed(
    bare: Stage, scene: str, colours: tuple[str, ...], wish: Background, frame: Frame
) -> Stage:
    """The stage with the colours and the words as this scene shows them."""
    title = "" if wish.title == NONE else wish.title
    artist = "" if wish.artist == NONE else wish.artist
    ink = scene == "ink"
    narrow = frame.width <= frame.height * 1.2
    middle = scene in ("wave", "type") or (scene == "cover" and narrow)
    return replace(
        bare,
        palette=palette.of_hexes(colours, ink=ink),
        title=mask(title, frame, size=0.062, middle=middle),
        artist=mask(artist, frame, size=0.036, bold=False, middle=middle, least=_SAID),
        column=column(title, frame) if ink else None,
        words=words(title, frame) if scene == "type" else (),
        seal=seal(frame) if ink else None,
    )


def mask(
    words: str, frame: Frame, *, size: float, bold: bool = True, middle: bool = False,
    least: float = _LEAST,
) -> Plane | None:  # fmt: skip
    """Words as a mask, wrapped to the width there is, smaller where they are many; None for none.

    Lines stand under each other at the left, or in the `middle`.
    """
    if not words.strip():
        return None
    width, height = round(frame.width * _width(frame)), round(frame.height * 0.3)
    most = 1 if least > _LEAST and width > height else _LINES
    for part in np.linspace(1.0, least, 6):
        large = max(12, round(size * float(part) * frame.short))
        align: Align = "center" if middle else "left"
        look = Look(size=large, outline="", bold=bold, align=align)
        laid = text.lay(words, look, width=width, height=height)
        if len(laid.lines) <= most and not torn(words, laid):
            break
    return _alpha(laid) if laid.letters else None


def _width(frame: Frame) -> float:
    """How much of a picture's width its title may take."""
    return 0.52 if frame.width > frame.height * 1.2 else 0.76


def torn(words: str, laid: text.Set) -> bool:
    """Whether a Latin word goes on in the next line."""
    whole = {word for line in laid.lines for word in line.split()}
    return any(word.isascii() and word not in whole for word in words.split())


def words(title: str, frame: Frame) -> tuple[Plane, ...]:
    """The title's words one by one, large; Chinese by two characters."""
    parts = [piece for part in title.split() for piece in _pieces(part)]
    look = Look(size=max(24, round(0.26 * frame.short)), outline="", bold=True)
    made = []
    for part in parts[:_WORDS]:
        laid = text.lay(part, look, width=frame.width * 12, height=frame.height)
        if laid.letters:
            made.append(_cropped(_alpha(laid)))
    return tuple(made)


def _pieces(word: str) -> list[str]:
    """A word as it is shown at once: Chinese by two characters, by four where they are many."""
    if len(word) <= 3 or word.isascii() or " " in word:
        return [word]
    each = 2 if len(word) <= 2 * _WORDS // 3 else 4
    return [word[n : n + each] for n in range(0, len(word), each)]


def column(title: str, frame: Frame) -> Plane | None:
    """A short Chinese title as it is written by hand: from top to bottom; None for others."""
    if not (2 <= len(title) <= 9 and all("\u3400" <= letter <= "\u9fff" for letter in title)):
        return None
    size = min(0.105 * frame.short, 0.55 * frame.height / len(title) / 1.12)
    look = Look(size=max(12, round(size)), outline="", bold=True)
    cells = [text.lay(one, look, width=frame.width, height=frame.height) for one in title]
    drawn = [_cropped(_alpha(cell)) for cell in cells if cell.letters]
    if len(drawn) < len(title):
        return None
    step = round(look.size * 1.12)
    made: Plane = np.zeros((step * len(drawn), look.size + 4), np.uint8)
    for number, shape in enumerate(drawn):
        height, width = min(shape.shape[0], step), min(shape.shape[1], look.size + 4)
        top = number * step + (step - height) // 2
        left = (made.shape[1] - width) // 2
        made[top : top + height, left : left + width] = shape[:height, :width]
    return made


def seal(frame: Frame) -> Plane | None:
    """The character for music, as it is cut into a seal."""
    look = Look(size=max(16, round(0.055 * frame.short)), outline="", bold=True)
    laid = text.lay("樂", look, width=frame.width, height=frame.height)
    return _cropped(_alpha(laid)) if laid.letters else None


def line(title: Title, clip: Clip, frame: Frame, *, large: bool = False) -> Line:
    """A caption as a line of the visual; `large` where words are all there is to see."""
    size = title.style.size * 1.15 * (_LARGE if large else 1.0) * frame.short
    wide, tall = round(frame.width * 0.84), round(frame.height * (0.50 if large else 0.34))
    most = _SUNG + (frame.width < frame.height) + (title.style.size > _USUAL.size)
    for part in (1.0,) if large else np.linspace(1.0, _SMALL, 5):  # below what moves
        look = Look(size=max(14, round(size * float(part))), outline="", bold=True)
        laid = text.lay(title.text, look, width=wide, height=tall)
        if len(laid.lines) <= most and not torn(title.text, laid):
            break
    start = (title.start - clip.start) / 1000
    shape = _alpha(laid) if laid.letters else np.zeros((2, 2), np.uint8)
    plain = title.style.colour == _USUAL.colour
    asked = None if plain else palette.of_hex(title.style.colour)
    return Line(start, start + title.duration / 1000, shape, asked)


def _alpha(laid: text.Set) -> Plane:
    """The letters alone: what is white in the picture of them, not the shade behind."""
    drawn = np.asarray(text.draw(laid), np.uint16)
    made: Plane = (drawn[..., :3].max(axis=2) * drawn[..., 3] // 255).astype(np.uint8)
    return made


def _cropped(shape: Plane) -> Plane:
    """The mask without its empty edges."""
    rows, columns = np.flatnonzero(shape.max(axis=1)), np.flatnonzero(shape.max(axis=0))
    if not len(rows):
        return shape
    return shape[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
