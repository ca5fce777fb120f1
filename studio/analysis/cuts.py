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
from studio.analysis.values import Cut, CutKind

Frame = NDArray[np.uint8]  # height x width x 3: Y, Cb, Cr

_REACH = 3  # frames on either side that make up the neighbourhood
_WIDE, _OFTEN = 12, 2.5  # frames either way; a cut differs this many times as much as they do
_RATIO = 3.0  # a cut differs this many times as much as its neighbourhood
_FAINT, _FAINTLY = 9.0, 5.0  # grey levels; a jump smaller than these must stand out more
_PLAIN = 8.0  # times as much as its neighbourhood; nothing merely slid that far
_SLID = 0.5  # of the jump is left when one picture is laid over the other, moved a little
_LEAST = 2.0  # mean difference in grey levels below which nothing is a cut
_AT_ONCE = 0.55  # of the change over five frames, that happens at a cut within one
_UNLIKE = 0.6  # of that change, by which every picture before differs from every one after
_ALIKE = 0.4  # of the mean change, from which a place counts as changed
_WHOLE = 0.45  # of the picture changes at a cut; less is something that jumps within it
_APART = 3  # frames; of two cuts closer than this only the stronger counts
_BACK = 0.45  # of a flash: the frames around it are this much more alike than the jump
_FLASH = 0.25  # seconds that a flash lasts at most
_ONE_WAY = 0.6  # of a flash's change: all of the picture grows lighter, or all of it darker
_SAME = 0.6  # how alike a lit picture stays to what it was, unless it is washed out
_WASHED = 0.35  # of the contrast is left then, at most
_BARS = 6  # grey levels; a place that changes less in a whole film is a black bar
_STRAIGHT = 1.2  # times the whole way is what two steps of a cut in two halves make together
_HALVES = 0.35  # of the whole way, the larger of the two at least
_STILL = 0.25  # of the whole way, how much goes on beside such a cut
_HELD = 0.3  # grey levels; a frame that is the one before once more
_BLOCK = 4  # pixels either way that are looked at as one: grain and small motion vanish
_PLANES = 1.5  # colour planes are smoother than luma; their mean is raised to its scale

Small = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Look:
    """One frame, small, and how far it is from the one before."""

    at: float
    small: Small
    moved: float  # mean difference, grey levels


def looks(frames: Iterable[tuple[float, Frame]]) -> Iterator[tuple[Look, Frame]]:
    """Each frame's look together with the frame, one at a time."""
    before: Small | None = None
    for at, frame in frames:
        small = _small(frame)
        yield Look(at, small, 0.0 if before is None else _away(small, before)), frame
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
    shown = _shown(seen)
    moved = np.array([look.moved for look in seen]) / max(0.1, float(shown.mean()))
    found: list[Cut] = []
    for i in np.flatnonzero(moved >= _LEAST):
        kind = _kind(seen, moved, int(i), shown)
        if kind is not None:
            found.append(Cut(seen[i].at, int(i), round(min(1.0, seen[i].moved / 60.0), 3), kind))
    found += fades.find(seen, {c.frame for c in found})
    return _thinned(sorted(found, key=lambda c: c.at))


def _kind(
    seen: list[Look], moved: NDArray[np.float64], at: int, shown: NDArray[np.bool_]
) -> CutKind | None:
    """What happens at this frame: a cut, a flash, or nothing of the kind."""
    if not at or _spread(seen, at, shown) < _WHOLE:
        return None
    around = _around(moved, at)
    leap = moved[at] >= (_RATIO if moved[at] >= _FAINT else _FAINTLY) * around + 0.3
    if leap and (moved[at] >= _PLAIN * around or not _slid(seen, at)):
        lasting, back = _for_good(seen, at), _returns(seen, at)
        if back and (not lasting or _lit(seen[at - 1].small, seen[at].small, shown)):
            return "flash"
        if lasting:
            return "hard"
    return "hard" if _in_halves(seen, moved, at) else None


def _shown(seen: list[Look]) -> NDArray[np.bool_]:
    """Where there is a picture: not the bars above and below or beside it."""
    low, high = seen[0].small.copy(), seen[0].small.copy()
    for look in seen:
        np.minimum(low, look.small, out=low)
        np.maximum(high, look.small, out=high)
    places: NDArray[np.bool_] = (high - low).max(axis=2) > _BARS
    return places if places.any() else np.ones_like(places)


def _spread(seen: list[Look], at: int, shown: NDArray[np.bool_]) -> float:
    """Share of the picture that changed here about as much as the rest."""
    places = np.abs(seen[at].small - seen[at - 1].small).max(axis=2)[shown]
    return float((places > _ALIKE * places.mean()).mean())


def _around(moved: NDArray[np.float64], at: int, *, width: int = 1) -> float:
    """What the neighbourhood of this frame does, its own jump left out."""
    low, high = max(1, at - _REACH), min(len(moved), at + width + _REACH)
    near = np.concatenate([moved[low:at], moved[at + width : high]])
    if not len(near):
        return 0.0
    # One jump nearby (a flash, another cut) must not hide this one: the largest is left out.
    mean = float(np.sort(near)[: max(1, len(near) - 1)].mean())
    # A shaken hand jumps now and then: what it did within the last and next moments counts, too.
    wide = np.concatenate([moved[max(1, at - _WIDE) : at], moved[at + width :][:_WIDE]])
    going = wide[wide > _HELD]  # what is drawn on twos, or shown twice, stands still between
    wide = going if len(going) > _REACH else wide
    often = float(np.percentile(wide, 70)) if len(wide) > _REACH else 0.0
    return max(mean, often * _OFTEN / _RATIO)


def _slid(seen: list[Look], at: int) -> bool:
    """Whether this is the picture before, moved: a hand that jerked."""
    one, two = seen[at - 1].small, seen[at].small
    high, wide = one.shape[:2]
    return any(
        _away(one[max(0, y) : high + min(0, y), max(0, x) : wide + min(0, x)],
              two[max(0, -y) : high + min(0, -y), max(0, -x) : wide + min(0, -x)])
        < _SLID * seen[at].moved
        for y in (-2, -1, 0, 1, 2) for x in range(-4, 5)
    )  # fmt: skip


def _in_halves(seen: list[Look], moved: NDArray[np.float64], at: int) -> bool:
    """Whether this frame mixes two shots (fields, another frame rate): one cut in two steps.

    In a pan, too, the way over two frames is that of both; but a cut's shots keep still beside it.
    """
    before, after = seen[max(0, at - _REACH) : at], seen[at + 1 : at + 1 + _REACH]
    if not after:
        return False
    now, one, two = seen[at].small, before[-1].small, after[0].small
    first, second, whole = _away(now, one), _away(two, now), _away(two, one)
    if first + second > _STRAIGHT * whole or first < max(_HALVES * whole, 0.9 * second):
        return False
    going = max(_away(before[0].small, one), _away(after[-1].small, two))
    wide = whole / max(first, 1e-9) * moved[at]
    apart = min(_away(a.small, b.small) for a in before for b in after)
    return (
        going <= _STILL * whole
        and apart >= _UNLIKE * whole
        and wide >= _RATIO * _around(moved, at, width=2) + 0.3
    )


def _for_good(seen: list[Look], at: int) -> bool:
    """Whether no picture before is like one after (a shaken hand comes back), and whether the
    change is all of the change there is (in a fade it goes much further)."""
    jump = seen[at].moved
    before, after = seen[max(0, at - _REACH) : at], seen[at : at + _REACH]
    apart = [_away(a.small, b.small) for a in before for b in after]
    return min(apart) >= _UNLIKE * jump and jump >= _AT_ONCE * _away(
        before[0].small, after[-1].small
    )


def _returns(seen: list[Look], at: int) -> bool:
    """Whether the picture is soon again what it was before the jump."""
    before, now = seen[at - 1].small, seen[at].small
    jump = _away(now, before)
    step = (seen[-1].at - seen[0].at) / max(1, len(seen) - 1)
    reach = max(2, round(_FLASH / max(step, 1e-3)))
    for later in seen[at + 1 : at + 1 + reach]:
        if _away(later.small, before) < _BACK * jump:
            return True
    return any(_away(now, e.small) < _BACK * jump for e in seen[max(0, at - reach) : at - 1])


def _lit(before: Small, now: Small, shown: NDArray[np.bool_]) -> bool:
    """Whether one picture is the other in another light, rather than another picture."""
    one, two = before[shown].astype(np.float64), now[shown].astype(np.float64)
    change = two - one
    if np.abs(change.mean(axis=0)).sum() < _ONE_WAY * np.abs(change).mean(axis=0).sum():
        return False
    spreads = float(one[:, 0].std()), float(two[:, 0].std())
    if min(spreads) <= _WASHED * max(spreads):
        return True
    return float(np.corrcoef(one[:, 0], two[:, 0])[0, 1]) >= _SAME


def _thinned(cuts: list[Cut]) -> tuple[Cut, ...]:
    kept: list[Cut] = []
    for cut in cuts:
        if kept and cut.frame - kept[-1].frame < _APART and cut.kind == kept[-1].kind == "hard":
            if cut.weight > kept[-1].weight:
                kept[-1] = cut
            continue
        kept.append(cut)
    return tuple(kept)
