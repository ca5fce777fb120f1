"""Everything that can be seen in a film, in one pass over its small frames."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

from studio.analysis import mood
from studio.analysis.cuts import Frame, Look, find_in, looks
from studio.analysis.values import Cut, Film, Glance

_GAP = 0.6  # seconds between two frames that were not looked at together
_LIGHT, _COLOUR = 0.1, 0.3  # by how much two looks differ that are no longer the same scene
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
    found, glances = find_in(seen), mood.glances(samples)
    if not exact:
        times = [look.at for look in seen]
        found = tuple(cut for cut in found if _cut(cut, times, glances))
    return Film(last + step, found, glances, exact)


def _cut(cut: Cut, times: list[float], glances: Sequence[Glance]) -> bool:
    """Whether a cut was seen as one, or lies in a gap between two looks that differ in light or
    colour: what moved in between looks like another shot, too."""
    place = bisect.bisect_left(times, cut.at - 1e-3)
    if not 0 < place < len(times) or times[place] - times[place - 1] <= _GAP:
        return True
    before = [glance for glance in glances if glance.at < times[place] - 1e-3]
    after = [glance for glance in glances if glance.at >= times[place] - 1e-3]
    if not before or not after:
        return False
    one, other = before[-1], after[0]
    return (
        abs(one.brightness - other.brightness) > _LIGHT
        or abs(one.saturation - other.saturation) > _LIGHT
        or abs(one.warmth - other.warmth) > _COLOUR
    )
