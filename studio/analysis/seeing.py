"""Everything that can be seen in a film, in one pass over its small frames."""

from __future__ import annotations

from collections.abc import Iterable

from studio.analysis import mood
from studio.analysis.cuts import Frame, Look, find_in, looks
from studio.analysis.values import Film

_PAUSE = 0.2  # seconds between the frames that mood is read from


def watch(frames: Iterable[tuple[float, Frame]], *, exact: bool) -> Film:
    """The cuts and the looks of a film. `exact`: these are all of its frames."""
    seen: list[Look] = []
    samples: list[tuple[float, Frame]] = []
    for look, frame in looks(frames):
        seen.append(look)
        if not samples or look.at - samples[-1][0] >= _PAUSE - 1e-3:
            samples.append((look.at, frame))
    last = seen[-1].at if seen else 0.0
    step = last / max(1, len(seen) - 1)
    return Film(last + step, find_in(seen), mood.glances(samples), exact)
