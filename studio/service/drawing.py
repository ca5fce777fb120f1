"""What is noted of a film while it is drawn, for who measures the finished file later.

Where the drops lie, and where it flashed most: so that only those moments have to be decoded again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from studio.media.frames import HEIGHT, WIDTH
from studio.renderer.canvas import Frame
from studio.renderer.flashing import Watch

if TYPE_CHECKING:
    from studio.visuals import Stage
    from studio.visuals.planes import Planes

_STRUCK = 0.3  # a drop's light rises by more than this from one frame to the next


class Seen:
    """Frames on their way to the encoder, seen in passing."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._watch = Watch(frame)
        self._rows = [_spread(HEIGHT, side) for side in (frame.height, frame.height // 2)]
        self._columns = [_spread(WIDTH, side) for side in (frame.width, frame.width // 2)]

    def through(self, shown: Iterable[Planes]) -> Iterator[Planes]:
        """The same frames."""
        for planes in shown:
            self._watch.see(self._small(planes))
            yield planes

    def _small(self, planes: Planes) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Some pixels of each plane: where it flashes is found by them, how much is measured."""
        many = zip((planes.y, planes.u, planes.v), (0, 1, 1), strict=True)
        return np.stack([one[self._rows[n][:, None], self._columns[n]] for one, n in many], axis=-1)

    def worst(self) -> list[float]:
        """When it flashed most, in seconds."""
        return [round(frame / float(self._frame.rate), 4) for frame in self._watch.worst]


def _spread(count: int, side: int) -> np.ndarray[Any, np.dtype[np.intp]]:
    return ((np.arange(count) + 0.5) * side / count).astype(np.intp)


def note(film: Path, seen: Seen, play: Stage) -> None:
    """Lays what was noted beside the film."""
    light = play.drive.impact
    rises = np.flatnonzero(np.diff(light, prepend=0.0) > _STRUCK)
    drops = [round((int(frame) + 0.5) / play.drive.fps, 4) for frame in rises]
    facts = {"drops": drops, "worst": seen.worst()}
    _beside(film).write_bytes(msgspec.json.encode(facts))


def noted(film: Path) -> dict[str, Any]:
    """What was noted of this film; nothing of one that was drawn before anything was."""
    try:
        return msgspec.json.decode(_beside(film).read_bytes(), type=dict[str, Any])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def _beside(film: Path) -> Path:
    return film.with_suffix(".json")
