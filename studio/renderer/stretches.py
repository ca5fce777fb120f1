"""The stretches of frames that are encoded one after the other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from studio.renderer import shots
from studio.renderer.canvas import Frame
from studio.renderer.grid import Grid
from studio.renderer.parts import Encoded
from studio.renderer.shots import Shot
from studio.timeline import facts

_INPUTS = 12  # files that one encoding opens
_HELD = 192 << 20  # bytes of pictures that are held to be turned round


def windows(
    laid: Sequence[Shot], grid: Grid, last: int, frame: Frame, *, first: int = 0
) -> tuple[Encoded, ...]:
    """The stretches that are encoded one after the other, none with too many files at once.

    Pictures that run backwards are held in memory, so those stretches are short.
    """
    zones = shots.uncuttable(laid, grid)
    held = max(8, _HELD // (frame.width * frame.height * 3 // 2))
    bounds = [first]
    opened, drawn = 0, False
    for shot in laid:
        if shot.last <= first or shot.first >= last:
            continue
        opened += 1
        reversed_ = shot.clip is not None and shot.clip.reverse and not shot.clip.freeze
        start = max(shot.first, first)
        still = shot.clip is not None and facts.kind(shot.clip) == "image"
        other, drawn = still != drawn, still  # stills are drawn by ourselves
        mixed = shot.cross > 0 and shot.first > first and not _drawn(shot, still, other=other)
        other = other or mixed
        if start > bounds[-1] and (opened > _INPUTS or reversed_ or other) and _free(start, zones):
            bounds.append(start)
            opened = 1
        over = start + shot.cross  # a crossing that we do not draw is a stretch of its own
        if mixed and over < min(shot.last, last) and bounds[-1] == start and _free(over, zones):
            bounds.append(over)
        if reversed_:
            at = start
            while (at := at + held) < min(shot.last, last):
                if _free(at, zones):
                    bounds.append(at)
            opened = _INPUTS
    bounds.append(last)
    return tuple(Encoded(a, b) for a, b in pairwise(bounds) if b > a)


def _drawn(shot: Shot, still: bool, *, other: bool) -> bool:
    """Whether one hand draws how a shot comes out of the one before: ffmpeg two films, and we two
    stills that fade."""
    clip = shot.clip
    return not other and (not still or (clip is not None and clip.transition in shots.CROSSES))


def _free(frame: int, zones: Sequence[tuple[int, int]]) -> bool:
    return not any(start < frame < end for start, end in zones)
