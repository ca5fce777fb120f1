"""Whether a drawn picture answers the drops, measured on the finished file: seen and heard anew.

The moment at which the picture changes most, beside the moment at which the drop is struck in the
sound. Only a second around each drop is decoded, and where it flashed most while it was drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from studio.analysis import rises
from studio.analysis.spectrum import RATE
from studio.media import ears, frames, probing
from studio.media.values import Probe
from studio.renderer import flashing, proof
from studio.renderer.canvas import Frame
from studio.renderer.flashing import Flashes
from studio.timeline import facts
from studio.timeline.model import Clip, Material, Timeline

_MOST = 12  # drops that are looked at
_SEEN = 0.25  # seconds either side of a drop in which the picture answers it
_HEARD = 2.0  # seconds either side that say what is usual in the sound
_FRAME = 1.01  # frames between what is seen and heard that are as good as none


@dataclass(frozen=True, slots=True)
class Lit:
    """What was found: a row a drop, and how often the picture flashes."""

    drops: dict[str, Any] | None
    flashes: Flashes | None


def drawn(timeline: Timeline, materials: Mapping[str, Material]) -> tuple[Clip, ...]:
    """The clips that we drew ourselves, with what was noted while they were drawn."""
    known = {id for id, one in materials.items() if "drawn" in one.metadata}
    return tuple(clip for clip in facts.clips(timeline) if clip.source in known)


def measured(
    file: Path, timeline: Timeline, materials: Mapping[str, Material], frame: Frame
) -> Lit:
    """What the finished file shows of its drops, and at its worst moments."""
    row = drawn(timeline, materials)
    probe = probing.probe(file)
    places = sorted(at for clip in row for at in _moments(clip, materials, "drops"))
    with ThreadPoolExecutor(2) as pool:  # every look is a decoder of its own
        found = pool.map(lambda at: _drop(file, probe, at, frame.rate), places[:_MOST])
        rows = [one for one in found if one is not None]
    worst = [at for clip in row for at in _moments(clip, materials, "worst")]
    flashes = flashing.shown(file, frame, worst)
    watched = all("worst" in materials[clip.source].metadata["drawn"] for clip in row)
    if not worst and watched:  # nothing ever turned while it was drawn
        flashes = Flashes(0.0, 0.0)
    return Lit({"drops": rows, **_summed(rows)} if rows else None, flashes)


def _moments(clip: Clip, materials: Mapping[str, Material], key: str) -> Iterator[float]:
    """Seconds of the film at which something was noted in this clip."""
    for at in materials[clip.source].metadata["drawn"].get(key, ()):
        shown = (clip.start + (at * 1000 - clip.in_point) / clip.speed) / 1000
        if clip.start / 1000 <= shown < facts.end(clip) / 1000:
            yield shown


def _drop(file: Path, probe: Probe, at: float, rate: Fraction) -> dict[str, Any] | None:
    """One drop: when the picture answers, when it is heard; None where nothing is struck there."""
    heard, seen = _struck(file, probe, at), _answered(file, probe, at)
    if heard is None or seen is None:
        return None
    off = seen - heard
    return {
        "at": round(at, 4), "heard": round(heard, 4), "shown": round(seen, 4),
        "off_ms": round(off * 1000, 1), "frames": round(off * float(rate), 2),
    }  # fmt: skip


def _struck(file: Path, probe: Probe, at: float) -> float | None:
    if probe.sound is None:
        return None
    start = max(0.0, at - _HEARD)
    parts = ears.blocks(file, probe.sound, RATE, start=start, seconds=2 * _HEARD)
    place = np.array([at - start])
    heard = proof.attacks(rises.together(parts), place, around=0.06)
    return None if heard[0] == place[0] else start + float(heard[0])


def _answered(file: Path, probe: Probe, at: float) -> float | None:
    """The time of the frame that differs most from the one before it."""
    start = max(0.0, at - 2 * _SEEN)
    best: tuple[float, float] | None = None
    before = None
    for time, frame in frames.small(file, probe, start=start, seconds=4 * _SEEN):
        now = frame.astype(np.int16)
        if before is not None and abs(start + time - at) <= _SEEN:
            change = float(np.abs(now - before).mean())
            best = max(best or (0.0, 0.0), (change, start + time))
        before = now
    return best[1] if best is not None else None


def _summed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "count": len(rows),
        "within_a_frame": sum(abs(row["frames"]) <= _FRAME for row in rows),
        "worst_ms": max((abs(row["off_ms"]) for row in rows), default=0.0),
    }
