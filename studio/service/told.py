"""What the user said about a song and its film, kept, and laid over what was heard and seen.

Their word wins: a drop, a shift of all beats, cuts that were overlooked, the cut that is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import msgspec

from studio.planner import values as plan
from studio.service import seams
from studio.service.intake import Taken
from studio.service.seams import Seam
from studio.timeline import facts

if TYPE_CHECKING:
    from studio.analysis.values import Hearing
    from studio.timeline.model import Timeline

_KEPT = (  # leave to move cuts is given for one time
    "level", "bpm", "first", "taps", "meter", "late", "drop", "hero", "which", "nth", "cuts",
    "whole", "still",
)  # fmt: skip
_COUNTED = ("level", "bpm", "first", "taps")  # each says how fast; the last word counts
NEXT = 99  # of a song's drops: the one behind the one that met its cut
_SAME = 0.15  # seconds between a cut that was told and one that was seen, that are one
_USUAL = plan.Sync(target="")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user wants of a fit, what was said before included."""

    level: float = 1.0
    bpm: float = 0.0
    first: int = -1
    taps: tuple[int, ...] = ()
    meter: int = 0
    late: int = 0
    drop: int = -1
    hero: int = -1
    which: int = 0
    nth: int = 0
    cuts: tuple[int, ...] = ()
    whole: bool = False
    still: bool = False
    slack: int = -1


def settled(step: plan.Sync, before: Taken | None) -> Asked:
    """What was said now, on top of what was said before about the same song."""
    known: dict[str, Any] = {}
    if before is not None:
        known = dict(before.material.metadata.get("sync", {}).get("asked", {}))
    now = {key: getattr(step, key) for key in _KEPT if getattr(step, key) != getattr(_USUAL, key)}
    if "taps" in now or "bpm" in now:
        known = {key: value for key, value in known.items() if key not in _COUNTED}
    if "level" in now and known.get("bpm"):
        now["bpm"] = known["bpm"] * now.pop("level")
    elif "level" in now and known.get("taps"):
        taps = known.pop("taps")
        now["bpm"] = 60_000 * (len(taps) - 1) / (taps[-1] - taps[0]) * now.pop("level")
        now["first"] = taps[0]
    elif "level" in now:
        now["level"] *= known.get("level", 1.0)
    if "late" in now:
        now["late"] += known.get("late", 0)
    if "cuts" in now and not now.get("whole"):
        now["cuts"] = (*known.get("cuts", ()), *now["cuts"])
    if "hero" in now or "which" in now:
        known = {key: value for key, value in known.items() if key not in ("hero", "which")}
    kept = {key: value for key, value in (known | now).items() if key in _KEPT}
    return msgspec.convert({**kept, "slack": step.slack}, Asked)


def known(notes: Mapping[str, Any]) -> Asked:
    """What was asked of a fit, by what was noted of it."""
    return msgspec.convert(notes.get("asked", {}), Asked)


def heard(found: Hearing, asked: Asked) -> Hearing:
    """What was heard, with the beats and the drop where the user hears them."""
    from studio.analysis.values import Drop

    if asked.late and found.rhythm is not None:
        by = asked.late / 1000
        moved = replace(
            found.rhythm,
            beats=tuple(beat - by for beat in found.rhythm.beats if beat >= by),
            downbeats=tuple(beat - by for beat in found.rhythm.downbeats if beat >= by),
        )
        bars = tuple(max(0.0, bar - by) for bar in found.bars)
        found = replace(found, rhythm=moved, bars=bars)
    if asked.drop >= 0 and asked.drop < found.duration * 1000:
        found = replace(
            found, drops=(Drop(place(found, asked.drop / 1000, near=nearness(asked.drop)), 1.0),)
        )
    return found


def one_drop(found: Hearing, asked: Asked, now: float) -> Hearing:
    """What was heard, with only the drop that was chosen; all of them where that one is not."""
    if not asked.nth or len(found.drops) < 2:
        return found
    number = asked.nth - 1 if asked.nth > 0 else len(found.drops) + asked.nth
    if asked.nth == NEXT:
        near = [abs(drop.at - now) for drop in found.drops]
        number = (near.index(min(near)) + 1) % len(found.drops)
    return replace(found, drops=(found.drops[number],)) if 0 <= number < len(found.drops) else found


def place(found: Hearing, at: float, *, near: float) -> float:
    """The moment that was meant: a time said roughly is one near which something begins."""
    rhythm = found.rhythm
    places = tuple(drop.at for drop in found.drops)
    downbeats, beats = (rhythm.downbeats, rhythm.beats) if rhythm else ((), ())
    for choice, reach in ((places, near), (downbeats, near * 0.6), (beats, near)):
        best = min(choice, key=lambda place: abs(place - at), default=None)
        if best is not None and abs(best - at) <= reach:
            return best
    return at


def nearness(said: int) -> float:
    """How far from a time that was said, in ms, the moment may lie that is meant; seconds."""
    return 0.6 if said % 1000 == 0 else 0.12 if said % 100 == 0 else 0.03


def cuts(
    seen: tuple[Seam, ...], asked: Asked | plan.Sync, now: Timeline, fps: Fraction
) -> tuple[Seam, ...]:
    """The cuts that were seen and those that the user told of, or only these."""
    row = [(clip, clip.start / 1000, facts.end(clip) / 1000) for clip in facts.clips(now)]
    made: list[Seam] = []
    for said in asked.cuts:
        at = float(round(said * fps / 1000) / fps)
        near = [cut for cut in seen if abs(cut.at - at) <= _SAME]
        inside = [clip.id for clip, start, end in row if start < at < end]
        if near:
            made.append(min(near, key=lambda cut: abs(cut.at - at)))
        elif inside:
            made.append(Seam(at, 1.0, inside[0], True))
    if asked.whole and made:
        return tuple(sorted(made, key=lambda cut: cut.at))
    return tuple(sorted({*seen, *made}, key=lambda cut: cut.at))


def lead(found: tuple[Seam, ...], film: float, asked: Asked | plan.Sync) -> Seam | None:
    """The cut that the drop is for: the one that was named, by its time or its number."""
    if found and asked.which and -len(found) <= asked.which <= len(found):
        return found[asked.which - 1 if asked.which > 0 else asked.which]
    return seams.hero(found, film, near=asked.hero / 1000 if asked.hero >= 0 else None)
