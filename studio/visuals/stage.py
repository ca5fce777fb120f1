"""What a scene gets to play with: the size, the drive, colours, words as masks, a cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studio.visuals.drive import Drive
from studio.visuals.palette import Palette
from studio.visuals.planes import Plane, Planes


@dataclass(frozen=True, slots=True)
class Line:
    """Words to be shown for a while, already drawn as a mask: a lyric, a caption."""

    start: float
    end: float
    mask: Plane


@dataclass(frozen=True, slots=True)
class Stage:
    width: int
    height: int
    drive: Drive
    palette: Palette
    seed: int = 0
    title: Plane | None = None  # masks, drawn by whoever knows fonts
    artist: Plane | None = None
    words: tuple[Plane, ...] = ()  # the title word by word, large
    lines: tuple[Line, ...] = ()
    cover: NDArray[np.uint8] | None = None  # RGB
    seal: Plane | None = None  # a character for a seal

    @property
    def short(self) -> int:
        return min(self.width, self.height)

    @property
    def upright(self) -> bool:
        return self.height > self.width


class Scene(Protocol):
    """Draws one frame after the other, in order, into the planes it is given."""

    def draw(self, frame: int, planes: Planes) -> None: ...


def credit(stage: Stage, planes: Planes, strength: float = 1.0) -> None:
    """Title and artist in the lower left, within the safe area."""
    left = round(stage.width * 0.06)
    bottom = round(stage.height * (0.80 if stage.upright else 0.92))
    if stage.artist is not None:
        bottom -= stage.artist.shape[0]
        planes.lay(stage.artist, stage.palette.accent, left, bottom, strength)
    if stage.title is not None:
        bottom -= stage.title.shape[0] + round(stage.short * 0.01)
        planes.lay(stage.title, stage.palette.light, left, bottom, strength)
