"""Where the picture changes shot: hard cuts to the frame, fades as ranges, flashes told apart.

Takes small frames (luma and two colour planes, some 64 x 36) with their timestamps, so that a
variable frame rate does no harm. The rule is adaptive: a cut is a frame that differs from the one
before by far more than its neighbourhood does, all over the picture and all at once, so a shaky
hand, noise, something that jumps within the picture, or a fade is no cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.analysis import fades
from studio.analysis.values import Cut

Frame = NDArray[np.uint8]  # height x width x 3: Y, Cb, Cr

_REACH = 3  # frames on either side that make up the neighbourhood
_WIDE, _OFTEN = 12, 2.2  # frames either way; a cut differs this many times as much as they do
_RATIO = 3.0  # a cut differs this many times as much as its neighbourhood
_LEAST = 2.0  # mean difference in grey levels below which nothing is a cut
_AT_ONCE = 0.55  # of the change over five frames, that happens at a cut within one
_UNLIKE = 0.6  # of that change, by which every picture before differs from every one after
_ALIKE = 0.4  # of the mean change, from which a place counts as changed
_WHOLE = 0.25  # of the picture changes at a cut; less is something that jumps within it
_APART = 0.12  # seconds; of two cuts closer than this only the stronger counts
_BACK = 0.45  # of a flash: the frames around it are this much more alike than the jump
_FLASH = 0.25  # seconds that a flash lasts at most
_BLOCK = 4  # pixels either way that are looked at as one: grain and small motion vanish
_PLANES = 1.5  # colour planes are smoother than luma; their mean is raised to its scale

Small = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Look:
    """One frame, small, and how far it is from the one before."""

    at: float
    small: Small
    moved: float  # mean difference, grey levels
    spread: float  # share of the picture that changed about as much as the rest


def looks(frames: Iterable[tuple[float, Frame]]) -> Iterator[tuple[Look, Frame]]:
    """Each frame's look together with the frame, one at a time."""
    before: Small | None = None
    for at, frame in frames:
        small = _small(frame)
        if before is None:
            yield Look(at, small, 0.0, 1.0), frame
        else:
            places = np.abs(small - before).max(axis=2)
            spread = float((places > _ALIKE * places.mean()).mean())
            yield Look(at, small, _away(small, before), spread), frame
        before = small


def _small(frame: Frame) -> Small:
    """The frame in blocks."""
    high, wide = frame.shape[0] // _BLOCK, frame.shape[1] // _BLOCK
    cropped = frame[: high * _BLOCK, : wide * _BLOCK].astype(np.uint16)
    summed = cropped.reshape(high, _BLOCK, wide, _BLOCK, 3).sum(axis=(1, 3))
    made: Small = (summed // (_BLOCK * _BLOCK)).astype(np.int16)
    return made


def _away(one: Small, other: Small) -> float:
    return float(np.abs(one - other).mean()) * _PLANES


def find(frames: Iterable[tuple[float, Frame]]) -> tuple[Cut, ...]:
    """Every cut in these frames, in order."""
    return find_in([look for look, _ in looks(frames)])


def find_in(seen: list[Look]) -> tuple[Cut, ...]:
    if len(seen) < 3:
        return ()
    moved = np.array([look.moved for look in seen])
    hard = [
        i
        for i in range(1, len(seen))
        if moved[i] >= _LEAST
        and seen[i].spread >= _WHOLE
        and moved[i] >= _RATIO * _around(moved, i) + 0.3
        and (_for_good(seen, i) or _returns(seen, i))
    ]
    found = [_cut(seen, i) for i in hard]
    found += fades.find(seen, {c.frame for c in found})
    return _thinned(sorted(found, key=lambda c: c.at))


def _around(moved: NDArray[np.float64], at: int) -> float:
    """What the neighbourhood of this frame does, its own jump left out."""
    low, high = max(1, at - _REACH), min(len(moved), at + _REACH + 1)
    near = np.concatenate([moved[low:at], moved[at + 1 : high]])
    if not len(near):
        return 0.0
    # One jump nearby (a flash, another cut) must not hide this one: the largest is left out.
    mean = float(np.sort(near)[: max(1, len(near) - 1)].mean())
    # A shaken hand jumps now and then: what it did within the last and next moments counts, too.
    wide = np.concatenate([moved[max(1, at - _WIDE) : at], moved[at + 1 : at + 1 + _WIDE]])
    often = float(np.percentile(wide, 75)) if len(wide) > 2 * _REACH else 0.0
    return max(mean, often * _OFTEN / _RATIO)


def _for_good(seen: list[Look], at: int) -> bool:
    """Whether no picture before is like one after (a shaken hand comes back), and whether the
    change is all of the change there is (in a fade it goes much further)."""
    jump = seen[at].moved
    before, after = seen[max(0, at - _REACH) : at], seen[at : at + _REACH]
    apart = [_away(a.small, b.small) for a in before for b in after]
    return min(apart) >= _UNLIKE * jump and jump >= _AT_ONCE * _away(
        before[0].small, after[-1].small
    )


def _cut(seen: list[Look], at: int) -> Cut:
    weight = min(1.0, seen[at].moved / 60.0)
    return Cut(seen[at].at, at, round(weight, 3), "flash" if _returns(seen, at) else "hard")


def _returns(seen: list[Look], at: int) -> bool:
    """Whether the picture is soon again what it was before the jump: a flash, not a cut."""
    before, now = seen[at - 1].small, seen[at].small
    jump = _away(now, before)
    step = (seen[-1].at - seen[0].at) / max(1, len(seen) - 1)
    reach = max(2, round(_FLASH / max(step, 1e-3)))
    for later in seen[at + 1 : at + 1 + reach]:
        if _away(later.small, before) < _BACK * jump:
            return True
    return any(_away(now, e.small) < _BACK * jump for e in seen[max(0, at - reach) : at - 1])


def _thinned(cuts: list[Cut]) -> tuple[Cut, ...]:
    kept: list[Cut] = []
    for cut in cuts:
        if kept and cut.at - kept[-1].at < _APART and cut.kind == kept[-1].kind == "hard":
            if cut.weight > kept[-1].weight:
                kept[-1] = cut
            continue
        kept.append(cut)
    return tuple(kept)
