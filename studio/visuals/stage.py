"""What a scene gets to play with: the size, the drive, colours, words as masks, a cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.visuals.drive import Drive
from studio.visuals.palette import Palette, Rgb, mix
from studio.visuals.planes import Plane, Planes
from studio.visuals.printed import Piece, Printed

_SHADE = 0.008  # of the shorter side: half of how far a word's shade reaches


@dataclass(frozen=True, slots=True)
class Line:
    """Words to be shown for a while, already drawn as a mask: a lyric, a caption."""

    start: float
    end: float
    mask: Plane
    colour: Rgb | None = None  # where one was asked for; else the palette's


@dataclass(frozen=True, slots=True)
class Stage:
    width: int
    height: int
    drive: Drive
    palette: Palette
    seed: int = 0
    title: Plane | None = None  # masks, drawn by whoever knows fonts
    artist: Plane | None = None
    column: Plane | None = None  # a Chinese title from top to bottom
    words: tuple[Plane, ...] = ()  # the title word by word, large
    lines: tuple[Line, ...] = ()
    cover: NDArray[np.uint8] | None = None  # RGB
    seal: Plane | None = None  # a character for a seal
    turns: tuple[Turn, ...] = ()  # other colours, another scene

    @property
    def short(self) -> int:
        return min(self.width, self.height)

    @property
    def upright(self) -> bool:
        return self.height > self.width

    @property
    def wide(self) -> bool:
        return self.width > self.height * 1.2


@dataclass(frozen=True, slots=True)
class Turn:
    """From so many seconds on this scene on this stage, which has the same drive and size."""

    at: float
    scene: str
    stage: Stage

    @property
    def look(self) -> tuple[str, Palette]:
        return self.scene, self.stage.palette


class Scene(Protocol):
    """Draws one frame after the other, in order, into the planes it is given."""

    def draw(self, frame: int, planes: Planes) -> None: ...


class Credit:
    """Title and artist at the left within the safe area, under a short line in the accent.

    They stand low; where lines are sung there, they stand high. `room`: of the width, at most.
    """

    def __init__(self, stage: Stage, *, room: float = 0.88) -> None:
        self._stage = stage
        self._left = round(stage.width * 0.06) & ~1
        gap = self._gap = round(stage.short * 0.018)
        rows: list[tuple[Plane, Rgb]] = []
        if stage.title is not None:
            rows.append((within(tight(stage.title), stage.width * room), stage.palette.light))
        if stage.artist is not None:
            soft = mix(stage.palette.light, stage.palette.accent, 0.45)
            rows.append((within(tight(stage.artist), stage.width * room), soft))
        self.right = self._left + max((shape.shape[1] for shape, _ in rows), default=0)
        tall = sum(shape.shape[0] + gap for shape, _ in rows)
        high = round(stage.height * (0.09 if stage.upright else 0.065)) + gap
        low = round(stage.height * (0.80 if stage.upright else 0.925)) - tall + gap
        top = high if stage.lines else low
        self.top = top - gap
        self._printed = Printed(self._pieces(rows, top), (stage.width, stage.height))

    def _pieces(self, rows: list[tuple[Plane, Rgb]], top: int) -> Iterator[Piece]:
        """Every line of words on its shade, and the short line above them all."""
        stage = self._stage
        for shape, colour in rows:
            yield from on_shade(Piece(shape, colour, self._left, top), stage)
            top += shape.shape[0] + self._gap
        if rows:
            tall = max(2, round(stage.short * 0.004)) & ~1
            line = np.full((tall, round(stage.short * 0.06) & ~1), 255, np.uint8)
            yield Piece(line, stage.palette.accent, self._left, self.top & ~1)

    def lay(self, planes: Planes) -> None:
        self._printed.lay(planes)


def tight(shape: Plane) -> Plane:
    """The mask without its empty edges, its corner on even pixels."""
    rows, columns = np.flatnonzero(shape.max(axis=1)), np.flatnonzero(shape.max(axis=0))
    if not len(rows):
        return shape
    cut: Plane = np.ascontiguousarray(shape[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    return cut


def within(shape: Plane, wide: float) -> Plane:
    """The mask no wider than this."""
    part = wide / shape.shape[1]
    if part >= 1:
        return shape
    size = (max(2, round(shape.shape[1] * part)), max(2, round(shape.shape[0] * part)))
    return cv2.resize(shape, size, interpolation=cv2.INTER_AREA)


def on_shade(words: Piece, stage: Stage) -> Iterator[Piece]:
    """Words on the soft shade that keeps them readable on whatever is behind them."""
    reach = round(stage.short * _SHADE) * 2
    wide = cv2.dilate(np.pad(words.mask, reach), np.ones((3, 3), np.uint8))
    shade: Plane = cv2.GaussianBlur(wide, (0, 0), reach / 2.4)
    yield Piece(shade, (0, 0, 0), words.left - reach, words.top - reach, 0.5)
    yield words
