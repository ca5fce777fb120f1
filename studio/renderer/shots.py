"""What is seen when: the video tracks laid over each other, as shots on the frame grid. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from studio.renderer.grid import Grid
from studio.timeline.model import Clip, Timeline, VideoTrack

CROSSES = ("fade", "dissolve")  # ways from one still to the next that we draw ourselves


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of frames that shows one clip, or the canvas's colour where there is none.

    `offset`: how many of the clip's own frames lie before it (it may start behind another).
    `cross`: over its first frames the shot before is still seen.
    """

    first: int
    last: int  # one past
    clip: Clip | None
    offset: int = 0
    cross: int = 0

    @property
    def frames(self) -> int:
        return self.last - self.first


class Fade(NamedTuple):
    """Frames over which a picture comes from black, or goes to it."""

    first: int
    last: int
    into: bool


def shots(timeline: Timeline, grid: Grid, total: int) -> tuple[Shot, ...]:
    """Every frame from 0 to `total`, shot by shot. A later track hides the ones before it."""
    rows = [track.segments for track in timeline.tracks if isinstance(track, VideoTrack)]
    laid: tuple[Shot, ...] = (Shot(0, total, None),)
    for row in rows:
        for clip in row:
            laid = _over(laid, _shot(clip, grid, total))
    return tuple(shot for shot in _tidy(laid) if shot.frames > 0)


def _shot(clip: Clip, grid: Grid, total: int) -> Shot:
    first = grid.frame(clip.start)
    last = min(total, max(first + 1, grid.frame(clip.start + clip.duration)))
    cross = min(grid.frame(clip.crossfade), last - first)
    return Shot(first, last, clip, 0, max(0, cross))


def _over(laid: tuple[Shot, ...], top: Shot) -> tuple[Shot, ...]:
    """
    ======a======   +   --b--   ->   ==a==--b--=a=
    """
    if top.frames <= 0:
        return laid
    made = []
    for shot in laid:
        if shot.first < top.first:
            last = min(shot.last, top.first)
            made.append(replace(shot, last=last, cross=min(shot.cross, last - shot.first)))
        if shot.last > top.last:
            start = max(shot.first, top.last)
            kept = replace(shot, first=start, offset=shot.offset + start - shot.first)
            made.append(replace(kept, cross=max(0, shot.cross - (start - shot.first))))
    made.append(top)
    return tuple(sorted((shot for shot in made if shot.frames > 0), key=lambda s: s.first))


def _tidy(laid: tuple[Shot, ...]) -> tuple[Shot, ...]:
    """The same frames in fewer shots: a clip that was only split is one shot again."""
    made: list[Shot] = []
    for shot in laid:
        before = made[-1] if made else None
        if not before and shot.cross:
            shot = replace(shot, cross=0)
        if before and _goes_on(before, shot):
            made[-1] = replace(before, last=shot.last)
        else:
            made.append(shot)
    return tuple(made)


def _goes_on(a: Shot, b: Shot) -> bool:
    if a.clip is None or b.clip is None:
        return a.clip is b.clip
    one, two = a.clip, b.clip
    plain = not (b.cross or one.picture_fade_out or two.picture_fade_in or one.reverse)
    same = (
        one.source == two.source != ""
        and one.speed == two.speed == 1.0
        and not (two.reverse or one.freeze or two.freeze or one.motion or two.motion)
        and one.fit == two.fit
        and not two.picture_fade_out
    )
    joined = abs((one.in_point + one.duration) - two.in_point) <= 1
    whole = one.start + one.duration == two.start and a.offset == 0 and b.offset == 0
    return plain and same and joined and whole and not _faded(one)


def _faded(clip: Clip) -> bool:
    return bool(clip.picture_fade_in or clip.picture_fade_out)


def uncuttable(laid: Sequence[Shot], grid: Grid) -> tuple[tuple[int, int], ...]:
    """The frames at which no encoding may start anew: inside crossfades and fades to black."""
    zones = []
    for shot in laid:
        if shot.cross:
            zones.append((shot.first, shot.first + shot.cross))
        zones += [(fade.first, fade.last) for fade in fades(shot, grid)]
    return tuple(sorted(zones))


def fades(shot: Shot, grid: Grid) -> list[Fade]:
    """Where a shot comes from black or goes to it."""
    if shot.clip is None:
        return []
    found = []
    into, out = grid.frame(shot.clip.picture_fade_in), grid.frame(shot.clip.picture_fade_out)
    if into > shot.offset:
        found.append(Fade(shot.first, min(shot.last, shot.first + into - shot.offset), True))
    begins = shot.first + grid.frame(shot.clip.duration) - out - shot.offset
    if out and begins < shot.last:
        found.append(Fade(max(shot.first, begins), shot.last, False))
    return found


def come(shot: Shot, at: int, grid: Grid) -> float:
    """How far a shot has come in this frame: by its own time, which is finer than frames, so that
    the middle of a crossing is where it was laid, on the beat."""
    clip = shot.clip
    assert clip is not None
    gone = grid.seconds(2 * at + 1) * 500 - clip.start  # ms, in the middle of the frame
    return min(1.0, max(0.0, gone / max(1, min(clip.crossfade, clip.duration))))
