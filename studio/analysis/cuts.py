"""Where the picture changes shot: hard cuts to the frame, fades as ranges, flashes told apart.

Takes small frames (luma and two colour planes, some 64 x 36) with their timestamps, so that a
variable frame rate does no harm. The rule is adaptive: a cut is a frame that differs from the one
before by far more than its neighbourhood does, so a shaky hand or noise is no cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.analysis.values import Cut

Frame = NDArray[np.uint8]  # height x width x 3: Y, Cb, Cr

_REACH = 3  # frames on either side that make up the neighbourhood
_RATIO = 2.6  # a cut differs this many times as much as its neighbourhood
_LEAST = 5.0  # mean difference in grey levels below which nothing is a cut
_APART = 0.12  # seconds; of two cuts closer than this only the stronger counts
_BACK = 0.45  # of a flash: the frames around it are this much more alike than the jump


@dataclass(frozen=True, slots=True)
class Look:
    """One frame as numbers: how far it is from the one before, in place and in colours."""

    at: float
    moved: float  # mean difference per place, grey levels
    shifted: float  # how different the colour histograms are, 0..2
    light: float  # mean luma


def looks(frames: Iterable[tuple[float, Frame]]) -> Iterator[tuple[Look, Frame]]:
    """Each frame's look together with the frame, one at a time: memory stays flat."""
    before: Frame | None = None
    colours = None
    for at, frame in frames:
        now = _colours(frame)
        if before is None or colours is None:
            yield Look(at, 0.0, 0.0, float(frame[..., 0].mean())), frame
        else:
            moved = float(np.abs(frame.astype(np.int16) - before).mean() * _PLANES)
            shifted = float(np.abs(now - colours).sum())
            yield Look(at, moved, shifted, float(frame[..., 0].mean())), frame
        before, colours = frame, now


_PLANES = 1.5  # colour planes are smoother than luma; their mean is raised to its scale


def _colours(frame: Frame) -> NDArray[np.float32]:
    """A joint histogram of the frame: 8 shades of luma times 4 x 4 of colour."""
    y, cb, cr = (frame[..., i].astype(np.int32) for i in range(3))
    index = (y >> 5) * 16 + (cb >> 6) * 4 + (cr >> 6)
    counts = np.bincount(index.ravel(), minlength=128).astype(np.float32)
    return counts / max(1.0, float(counts.sum()))


def find(frames: Iterable[tuple[float, Frame]]) -> tuple[Cut, ...]:
    """Every cut in these frames, in order."""
    seen: list[Look] = []
    thumbs: list[Frame] = []
    for look, frame in looks(frames):
        seen.append(look)
        thumbs.append(frame)
    return find_in(seen, thumbs)


def find_in(seen: list[Look], thumbs: list[Frame]) -> tuple[Cut, ...]:
    if len(seen) < 3:
        return ()
    score = np.array([look.moved * (0.35 + look.shifted) for look in seen])
    moved = np.array([look.moved for look in seen])
    hard = [
        i
        for i in range(1, len(seen))
        if moved[i] >= _LEAST and score[i] >= _RATIO * _around(score, i) + 0.8
    ]
    cuts = [_cut(seen, thumbs, score, i) for i in hard]
    cuts += _fades(seen, thumbs, {c.frame for c in cuts})
    return _thinned(sorted(cuts, key=lambda c: c.at))


def _around(score: NDArray[np.float64], at: int) -> float:
    """What the neighbourhood of this frame does, its own jump left out."""
    low, high = max(1, at - _REACH), min(len(score), at + _REACH + 1)
    near = np.concatenate([score[low:at], score[at + 1 : high]])
    if not len(near):
        return 0.0
    # One jump nearby (a flash, another cut) must not hide this one: the largest is left out.
    return float(np.sort(near)[: max(1, len(near) - 1)].mean())


def _cut(seen: list[Look], thumbs: list[Frame], score: NDArray[np.float64], at: int) -> Cut:
    kind = "flash" if _returns(thumbs, at) else "hard"
    weight = min(1.0, float(score[at]) / 60.0)
    return Cut(seen[at].at, at, round(weight, 3), "flash" if kind == "flash" else "hard")


def _returns(thumbs: list[Frame], at: int) -> bool:
    """Whether the picture is soon again what it was before the jump: a flash, not a cut."""
    before = thumbs[at - 1].astype(np.int16)
    jump = float(np.abs(thumbs[at] - before).mean())
    for later in range(at + 1, min(len(thumbs), at + 7)):
        if float(np.abs(thumbs[later] - before).mean()) < _BACK * jump:
            return True
    earlier = thumbs[max(0, at - 7) : at - 1]
    now = thumbs[at].astype(np.int16)
    return any(float(np.abs(now - e).mean()) < _BACK * jump for e in earlier)


_FADE = 0.35  # seconds, at least, and
_LONGEST = 2.5
_GRADUAL = 18.0  # grey levels between the ends of a fade, at least
_LINE = 0.85  # how straight the way between the ends is


def _fades(seen: list[Look], thumbs: list[Frame], taken: set[int]) -> list[Cut]:
    """Dissolves and fades: stretches over which one still picture turns into another evenly."""
    fades: list[Cut] = []
    count = len(seen)
    step = (seen[-1].at - seen[0].at) / max(1, count - 1)
    if step <= 0:
        return fades
    for seconds in (0.5, 1.0, 2.0):
        span = max(4, round(seconds / step))
        for first in range(0, count - span, max(1, span // 4)):
            last = first + span
            if any(first < t <= last for t in taken):
                continue
            if _mixed(thumbs, first, last):
                middle, lasts = (first + last) // 2, seen[last].at - seen[first].at
                fades.append(Cut(seen[middle].at, middle, 0.4, "fade", round(lasts, 3)))
    return _best_fades(fades)


def _mixed(thumbs: list[Frame], first: int, last: int) -> bool:
    """Whether each quarter of the way is the mix of the two ends that an even fade would show."""
    one, two = thumbs[first].astype(np.float32), thumbs[last].astype(np.float32)
    far = float(np.abs(two - one).mean())
    if far < _GRADUAL:
        return False
    for part in (0.25, 0.5, 0.75):
        frame = thumbs[first + round((last - first) * part)].astype(np.float32)
        if float(np.abs(frame - (one + (two - one) * part)).mean()) > (1 - _LINE) * far:
            return False
    return True


def _best_fades(fades: list[Cut]) -> list[Cut]:
    kept: list[Cut] = []
    for fade in sorted(fades, key=lambda f: f.lasts, reverse=True):
        if all(abs(fade.at - k.at) > (fade.lasts + k.lasts) / 2 for k in kept):
            kept.append(fade)
    return kept


def _thinned(cuts: list[Cut]) -> tuple[Cut, ...]:
    kept: list[Cut] = []
    for cut in cuts:
        if kept and cut.at - kept[-1].at < _APART and cut.kind == kept[-1].kind == "hard":
            if cut.weight > kept[-1].weight:
                kept[-1] = cut
            continue
        kept.append(cut)
    return tuple(kept)
