"""Whether music and picture meet, measured on the finished file: decoded, seen and heard anew.

Two ledgers a cut: what the sound adds (the beat is heard later or earlier than it was laid) and
what the picture adds (the cut stands on another frame than it was planned for).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.analysis import rises
from studio.analysis.cuts import Look, find_in, looks
from studio.analysis.rhythm import LATENCY
from studio.analysis.spectrum import FRAME, RATE
from studio.analysis.values import Cut
from studio.media import ears, frames, probing
from studio.renderer.crossings import Lookout
from studio.renderer.flashing import Watch
from studio.renderer.promise import Promise, Times
from studio.timeline import facts
from studio.timeline.model import Sound

Shown = Iterable[tuple[float, NDArray[np.uint8]]]
NEAR = 0.040  # seconds within which a cut counts as met
_HEARD = 0.030  # seconds around its place in which a beat is looked for
_FAR = 0.25  # seconds from its place, from which on a cut is another one
_STRUCK = 1.5  # times the usual rise, from which on something is struck there
_PART, _OVER = 6000, 1200  # frames that are looked through at once; more than any fade lasts


def measured(file: Path, promise: Promise, watch: Watch) -> dict[str, Any]:
    """What the finished file shows and lets hear of its promise, as JSON values."""
    probe = probing.probe(file)
    fps = Fraction(*probe.picture.fps) if probe.picture and probe.picture.fps[0] else Fraction(30)
    lookout = Lookout(promise.joins, float(fps))
    shown = lookout.seen(cuts(_watched(lookout.passing(frames.small(file, probe)), watch)))
    seen = [cut for cut in shown if cut.kind != "flash" and _under(promise.sound, cut.at)]
    sound = ears.blocks(file, probe.sound, RATE) if probe.sound else ()
    rise = rises.together(sound)
    heard = attacks(rise, promise.places)
    rows = [_row(cut.at, promise, heard, float(fps)) for cut in seen]
    proof = {"cuts": rows, **_summed(rows, float(fps)), "drop_ms": _drop(promise, rise, seen)}
    proof |= {"loudest": True} if promise.loudest and proof["drop_ms"] is not None else {}
    return {key: value for key, value in proof.items() if value is not None}


def _under(sound: Sound, at: float) -> bool:
    """Whether there is any music at this cut that could meet it."""
    return sound.start / 1000 - NEAR <= at <= facts.end(sound) / 1000 + NEAR


def beside(file: Path, promise: Promise, fps: Fraction) -> dict[str, Any]:
    """How far the cuts that clips make are from the beats that are heard in the finished file."""
    sound = probing.probe(file).sound
    rise = rises.together(ears.blocks(file, sound, RATE) if sound else ())
    heard = attacks(rise, promise.places)
    melting = {join.middle for join in promise.joins if join.lasts}  # finer than frames
    rows = [
        _row(at if at in melting else float(round(Fraction(at) * fps) / fps), promise, heard,
             float(fps))
        for at in promise.cuts
    ]  # fmt: skip
    return {"asked": False, "cuts": rows, **_summed(rows, float(fps))}


def _watched(shown: Shown, watch: Watch) -> Shown:
    for at, frame in shown:
        watch.see(frame)
        yield at, frame


def cuts(shown: Shown, *, part: int = _PART, over: int = _OVER) -> list[Cut]:
    """The cuts of a film of any length: long ones are looked through in parts that overlap."""
    seen: list[Look] = []
    found: list[Cut] = []
    since = 0.0  # the moment up to which cuts are found
    for look, _ in looks(shown):
        seen.append(look)
        if len(seen) >= part + over:
            until = seen[-over // 2].at
            found += (cut for cut in find_in(seen) if since <= cut.at < until)
            since, seen = until, seen[-over:]
    return [*found, *(cut for cut in find_in(seen) if cut.at >= since)]


def attacks(rise: NDArray[np.float32], places: Times, *, around: float = _HEARD) -> Times:
    """Where each place is really heard: at the attack beside it, if there is one."""
    if len(rise) * FRAME < 1 or not len(places):
        return places
    usual = float(rise.mean() + _STRUCK * rise.std())
    found = places.copy()
    for index, place in enumerate(places):
        low = max(1, round((place - around - LATENCY) / FRAME))
        high = min(len(rise) - 1, round((place + around - LATENCY) / FRAME) + 1)
        if high <= low:
            continue
        top = low + int(rise[low:high].argmax())
        if rise[top] >= usual and rise[top] >= max(
            rise[top - 1], rise[min(top + 1, len(rise) - 1)]
        ):
            found[index] = (top + _bend(rise, top)) * FRAME + LATENCY
    return found


def _bend(curve: NDArray[np.float32], peak: int) -> float:
    if not 0 < peak < len(curve) - 1:
        return 0.0
    left, top, right = (float(curve[peak + i]) for i in (-1, 0, 1))
    round_ = left - 2 * top + right
    return 0.0 if round_ >= 0 else max(-0.5, min(0.5, 0.5 * (left - right) / round_))


def _row(at: float, promise: Promise, heard: Times, fps: float) -> dict[str, Any]:
    """One cut: its distance to its beat, in ms and frames, and where that comes from."""
    if not len(heard):
        return {"at": round(at, 4)}
    planned = min(promise.cuts, key=lambda c: abs(c - at), default=at)
    planned = planned if abs(planned - at) <= 2.5 / fps else at
    place = int(np.abs(promise.places - planned).argmin())
    off = float(heard[place] - at)
    return {
        "at": round(at, 4),
        "beat": round(float(heard[place]), 4),
        "off_ms": round(off * 1000, 1),
        "frames": round(off * fps, 2),
        "planned_ms": round(float(promise.places[place] - planned) * 1000, 1),
        "sound_ms": round(float(heard[place] - promise.places[place]) * 1000, 1),
        "picture_ms": round((planned - at) * 1000, 1),
    }


def _summed(rows: Sequence[Mapping[str, Any]], fps: float) -> dict[str, Any]:
    """All cuts together; planned hits by themselves, since the others were never promised."""
    off = np.array([abs(row["off_ms"]) for row in rows if "off_ms" in row])
    if not len(off):
        return {"count": len(rows)}
    hits = np.array(
        [abs(r["off_ms"]) for r in rows if abs(r.get("planned_ms", 1e3)) <= NEAR * 1000]
    )
    made: dict[str, Any] = {
        "count": len(off),
        "within_40_ms": int((off <= NEAR * 1000 + 0.05).sum()),
        "mean_ms": round(float(off.mean()), 1),
    }
    if len(hits):
        made["hits"] = len(hits)
        made["hits_mean_ms"] = round(float(hits.mean()), 1)
        made["hits_p95_ms"] = round(float(np.percentile(hits, 95)), 1)
        made["frame_ms"] = round(1000 / fps, 1)
    return made


def _drop(promise: Promise, rise: NDArray[np.float32], seen: Sequence[Cut]) -> float | None:
    """How far the drop is heard from the cut it is for, in ms; music late is positive."""
    if promise.hero is None or not promise.drops or not seen:
        return None
    hero = promise.hero
    laid = min(promise.drops, key=lambda d: abs(d - hero))
    cut = min((c.at for c in seen), key=lambda at: abs(at - hero))
    if abs(cut - hero) > _FAR:  # that cut is not seen: another one says nothing of it
        return None
    heard = attacks(rise, np.array([laid]))
    return round(float(heard[0] - cut) * 1000, 1)
