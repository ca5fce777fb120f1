"""Whether music and picture meet, measured on the finished file: decoded, seen and heard anew.

Two ledgers a cut: what the sound adds (the beat is heard later or earlier than it was laid) and
what the picture adds (the cut stands on another frame than it was planned for).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio import analysis
from studio.analysis import gains, spectrum
from studio.analysis.rhythm import LATENCY
from studio.analysis.spectrum import FRAME, RATE
from studio.media import ears, frames, probing
from studio.renderer.promise import Promise, Times
from studio.timeline import facts
from studio.timeline.model import Sound
from studio.visuals.flashes import Meter

NEAR = 0.040  # seconds within which a cut counts as met
_HEARD = 0.030  # seconds around its place in which a beat is looked for
_STRUCK = 1.5  # times the usual rise, from which on something is struck there
_TAIL = 12.0  # seconds at the end in which a fade is looked for


def measured(file: Path, promise: Promise, source: Path) -> dict[str, Any]:
    """What the finished file shows and lets hear of its promise, as JSON values."""
    probe = probing.probe(file)
    fps = Fraction(*probe.picture.fps) if probe.picture and probe.picture.fps[0] else Fraction(30)
    meter = Meter(float(fps))
    film = analysis.watch(_metered(file, probe, meter), exact=True)
    sound = ears.mono(file, probe.sound, RATE) if probe.sound else np.zeros(0, np.float32)
    heard = _heard(sound, promise.places)
    seen = [cut for cut in film.cuts if cut.kind != "flash"]
    rows = [_row(cut.at, promise, heard, float(fps)) for cut in seen]
    proof = {
        "cuts": rows,
        **_summed(rows, float(fps)),
        "drop_ms": _drop(promise, sound, seen),
        "flashes_a_second": meter.flashes_a_second(),
        **_levels(sound, promise, source),
    }
    return {key: value for key, value in proof.items() if value is not None}


def _metered(file: Path, probe: Any, meter: Meter) -> Any:
    for at, frame in frames.small(file, probe):
        meter.see(frame[..., 0])
        yield at, frame


def _heard(sound: NDArray[np.float32], places: Times) -> Times:
    """Where each place is really heard: at the attack beside it, if there is one."""
    if len(sound) < RATE or not len(places):
        return places
    rise = spectrum.analyse(sound).rise.sum(axis=1)
    usual = float(rise.mean() + _STRUCK * rise.std())
    found = places.copy()
    for index, place in enumerate(places):
        low = max(1, round((place - _HEARD - LATENCY) / FRAME))
        high = min(len(rise) - 1, round((place + _HEARD - LATENCY) / FRAME) + 1)
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


def _drop(promise: Promise, sound: NDArray[np.float32], seen: Sequence[Any]) -> float | None:
    """How far the drop is heard from the cut it is for, in ms; music late is positive."""
    if promise.hero is None or not promise.drops or not seen:
        return None
    hero = promise.hero
    laid = min(promise.drops, key=lambda d: abs(d - hero))
    cut = min((c.at for c in seen), key=lambda at: abs(at - hero))
    heard = _heard(sound, np.array([laid]))
    return round(float(heard[0] - cut) * 1000, 1)


def _levels(sound: NDArray[np.float32], promise: Promise, source: Path) -> dict[str, Any]:
    """What fade and duck did to the music, found by comparing the mix with the music's own file."""
    probe = probing.probe(source)
    if probe.sound is None or not len(sound):
        return {}
    music = ears.mono(source, probe.sound, RATE)
    start = round((promise.sound.start - promise.sound.in_point) / 1000 * RATE)
    music = np.concatenate([np.zeros(start, np.float32), music]) if start > 0 else music[-start:]
    gain = gains.over_time(sound, music)
    known = gain[np.isfinite(gain)]
    if len(known) < 10:
        return {}
    level = 20 * np.log10(np.maximum(gain, 1e-4))
    usual = float(np.nanpercentile(level, 90))
    made: dict[str, Any] = {"music_db": round(usual, 1)}
    if promise.sound.duck:
        low = float(np.nanpercentile(level[: -round(2 / gains.STEP)], 5))
        made["duck_db"] = round(usual - low, 1)
    if promise.sound.fade_out > 300:
        made |= _fade(level, usual, promise.sound)
    return made


def _fade(level: NDArray[np.floating[Any]], usual: float, sound: Sound) -> dict[str, Any]:
    """How fast the music goes down at its end, in dB a second over the part that is heard."""
    end = facts.end(sound) / 1000
    first, last = max(0.0, end - sound.fade_out / 1000, end - _TAIL), end
    part = level[round(first / gains.STEP) : round(last / gains.STEP)]
    times = np.arange(len(part)) * gains.STEP
    heard = np.isfinite(part) & (part > usual - 30) & (part < usual - 0.5)
    if heard.sum() < 3:
        return {}
    slope = float(np.polyfit(times[heard], part[heard], 1)[0])
    return {"fade_db_a_second": round(slope, 1)}
