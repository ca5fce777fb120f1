"""Flashes that could hurt, counted on the film that is delivered (WCAG 2.3.1; `visuals.flashes`).

Decoding a whole film again takes a tenth of the time that encoding it takes. So every frame is
counted small, on its way into the encoder; then the worst second is decoded from the finished file,
and what is seen there is what is told.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.errors import StudioError
from studio.media import frames
from studio.media.values import Picture, Probe
from studio.renderer.canvas import Frame
from studio.renderer.graph import Graph
from studio.visuals.flashes import Meter

log = logging.getLogger("studio.renderer")
_BEFORE, _AFTER = 2.5, 0.3  # seconds around the worst moment that are decoded again


@dataclass(frozen=True, slots=True)
class Flashes:
    """The most within any second: of light, and to or from saturated red."""

    light: float
    red: float


class Watch:
    """Sees small frames as they come, and remembers where it was worst."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._meter = Meter(float(frame.rate), frame.width / frame.height)
        self._rest = b""
        self.seen = 0
        self._most = Flashes(0.0, 0.0)
        self._worst: dict[str, int] = {}  # frames

    def tap(self, graph: Graph, label: str, count: int) -> tuple[str, Sequence[str]]:
        """Another label for the picture, and the arguments that have so many frames seen here."""
        again, aside = graph.label("v"), graph.label("v")
        graph.chains.append(f"[{label}]split[{again}][{aside}]")
        small = graph.chain(f"[{aside}]", frames.SMALLER, "v")
        return again, (
            "-map", f"[{small}]", "-frames:v", str(count), "-fps_mode", "passthrough",
            "-f", "rawvideo", "pipe:1",
        )  # fmt: skip

    def hear(self, part: bytes) -> None:
        """The next bytes of what the tap gives."""
        raw = self._rest + part
        whole = len(raw) // frames.BYTES * frames.BYTES
        for start in range(0, whole, frames.BYTES):
            self.see(frames.frame(memoryview(raw)[start : start + frames.BYTES]))
        self._rest = raw[whole:]

    def see(self, frame: NDArray[np.uint8]) -> None:
        self._meter.see(frame)
        now = Flashes(self._meter.flashes_a_second(), self._meter.reds_a_second())
        if now.light > self._most.light:
            self._worst["light"] = self.seen
        if now.red > self._most.red:
            self._worst["red"] = self.seen
        self._most = now
        self.seen += 1

    def counted(self) -> Flashes:
        """What all these frames come to."""
        return self._most

    @property
    def worst(self) -> tuple[int, ...]:
        """The frames at which it flashed most, in light and in red; () for one that never does."""
        return tuple(sorted(set(self._worst.values())))

    def delivered(self, finished: Path) -> Flashes:
        """What the finished file shows at the worst moments."""
        moments = [frame / float(self._frame.rate) for frame in self.worst]
        return shown(finished, self._frame, moments) or self._most


def shown(finished: Path, frame: Frame, moments: Sequence[float]) -> Flashes | None:
    """What a finished file shows around these moments; None where there are none, or no picture."""
    found = [_around(finished, frame, moment) for moment in moments]
    seen = [one for one in found if one is not None]
    if not seen or len(seen) < len(found):
        return None
    return Flashes(max(one.light for one in seen), max(one.red for one in seen))


def whole(finished: Path, frame: Frame) -> Flashes:
    """What all of a finished file shows; every frame of it is decoded."""
    watch = Watch(frame)
    picture = Picture(stream=0, codec="", width=frame.width, height=frame.height)
    probe = Probe(kind="video", container="", size=0, picture=picture)
    for _, small in frames.small(finished, probe):
        watch.see(small)
    return watch.counted()


def _around(finished: Path, frame: Frame, worst: float) -> Flashes | None:
    start = max(0.0, worst - _BEFORE)
    picture = Picture(stream=0, codec="", width=frame.width, height=frame.height)
    probe = Probe(kind="video", container="", size=0, picture=picture)
    meter = Meter(float(frame.rate), frame.width / frame.height)
    try:
        length = worst - start + _AFTER
        for _, small in frames.small(finished, probe, start=start, seconds=length):
            meter.see(small)
    except StudioError:
        log.exception("the worst second could not be decoded again")
        return None
    return Flashes(meter.flashes_a_second(), meter.reds_a_second())
