"""Everything that can be heard in a piece of sound, in one pass."""

from __future__ import annotations

import numpy as np

from studio.analysis import drops, form, loudness, rhythm, spectrum, speech
from studio.analysis.spectrum import FRAME, RATE
from studio.analysis.values import UNSURE, Floats, Hearing, Rhythm


def listen(
    mono: Floats,
    *,
    bpm: float | None = None,
    first: float | None = None,
    taps: tuple[float, ...] = (),
    meter: int = 0,
) -> Hearing:
    """What is heard in this sound at RATE; a tempo, a first beat, tapped beats, bars given win."""
    duration = len(mono) / RATE
    seen = spectrum.analyse(mono)
    found: Rhythm | None = rhythm.track(seen, bpm=bpm, first=first, taps=taps, meter=meter)
    if found is not None and (found.confidence < UNSURE or len(found.beats) < 8):
        found = None
    talk = () if _plainly_music(found) and not speech.throughout(mono) else speech.spans(mono)
    talks = sum(span.end - span.start for span in talk) > 0.5 * duration
    talks = talks and (found is None or not speech.deep(mono))  # else there is a band, too
    if talks and not (bpm or first is not None or taps or meter):
        found = None  # syllables, however even
    bars = form.grid(found, duration)
    heard = form.bars_heard(seen, bars)
    parts = form.sections(bars, heard, duration)
    bar = float(np.median(np.diff(bars))) if len(bars) > 1 else duration
    curve, whole = loudness.measured(mono, RATE)
    return Hearing(
        duration=duration,
        rhythm=found,
        onsets=onsets(seen),
        phrases=tuple(part.start for part in parts),
        sections=parts,
        drops=() if talks else drops.find(seen, bar),
        speech=talk,
        silence=speech.silence(mono),
        loudness=curve,
        bars=tuple(float(bar) for bar in bars),
        colours=heard["colour"].astype(np.float32) if len(bars) > 1 else None,
        integrated=round(whole, 2),
    )


_PLAINLY = 0.85  # no speech repeats itself bar by bar like this


def _plainly_music(found: Rhythm | None) -> bool:
    """Whether the beat is so clear that gliding pitches are drums and singing, not speech."""
    return found is not None and found.confidence >= _PLAINLY


def onsets(seen: spectrum.Spectrum) -> tuple[float, ...]:
    """The times of clear attacks."""
    curve = seen.rise.sum(axis=1)
    if len(curve) < 3:
        return ()
    limit = curve.mean() + 1.0 * curve.std()
    peak = (curve[1:-1] >= curve[:-2]) & (curve[1:-1] > curve[2:]) & (curve[1:-1] > limit)
    return tuple(float(i) * FRAME for i in np.flatnonzero(peak) + 1)
