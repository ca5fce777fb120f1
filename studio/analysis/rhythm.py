"""The beats of a song: tempo with a second guess, beat times to the millisecond, downbeats.

`tempo` finds how fast, `beats` where; here both come together, with what the user said about it,
and with how sure all of it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.analysis import beats, curves, tempo
from studio.analysis.spectrum import FRAME, Spectrum
from studio.analysis.tempo import Tempo
from studio.analysis.values import Floats, Rhythm

SLOWEST, FASTEST = 45.0, 200.0  # beats a minute that people tap
LATENCY = beats.LATENCY
_NOTHING = Rhythm(0.0, 0.0, 0.0, (), ())
_COMPOUND = (6, 9, 12)  # beats a bar that are counted in threes
_EVEN, _EVEN_SHARE = 0.03, 0.06  # seconds, beats off an even grid that are no drift
_SHORTEST = 2.0  # seconds in which a beat can be heard
# Bars that repeat so plainly, struck, for so long, have a beat, though perhaps at another level.
_PLAIN, _STRUCK, _PLAINLY_LONG, _AT_LEAST = 1.9, 0.9, 16.0, 0.42
# Weights of `evidence`, fitted by benchmarks/tempo.py on songs with and without a beat.
_SURE = np.array([-0.026, -1.296, 9.59, 8.363, 3.635, -0.569, 1.361], np.float32)
_SURE_BIAS = -15.957


def track(
    spectrum: Spectrum,
    *,
    bpm: float | None = None,
    first: float | None = None,
    taps: tuple[float, ...] = (),
    meter: int = 0,
) -> Rhythm:
    """The rhythm of this spectrum; a tempo, a first beat, tapped beats, bars of the user's win."""
    strength = onset_strength(spectrum)
    if len(strength) < int(_SHORTEST / FRAME) or strength.max(initial=0.0) <= 0:
        return _NOTHING
    found = tempo.find(spectrum, strength)
    tapped = len(taps) > 1
    as_found = meter == 0 or (meter == found.meter and found.parts == 2)
    if bpm is None and first is None and not tapped and as_found:
        return _heard(spectrum, strength, found)
    bar, parts = (meter // 3, 3) if meter in _COMPOUND else (meter, 2)
    if not meter:
        bar, parts = found.meter, found.parts
    if bpm is None and tapped:
        bpm = 60.0 / float(np.median(np.diff(taps)))
    elif bpm is None and meter and (parts == 3 or (bar, parts) != (found.meter, found.parts)):
        bpm = _barred(spectrum, strength, bar, parts)
    chosen = tempo.near(strength, bpm) if bpm is not None else found.bpm
    said = Tempo(chosen, found.bpm, bar, found.clear, 1.0, parts)
    frames = beats.follow(strength, 60.0 / chosen / FRAME)
    if tapped:
        frames = beats.tapped(frames, (np.array(taps) - LATENCY) / FRAME)
    one: int | None = None
    if first is not None:
        frames, one = beats.through(frames, (first - LATENCY) / FRAME)
    elif not tapped:
        frames, _ = beats.on_beat(spectrum, frames)
    return _told(spectrum, strength, frames, said, 1.0, bpm=bpm, one=one)


def _barred(spectrum: Spectrum, strength: Floats, bar: int, parts: int) -> float | None:
    """The tempo whose bars have so many beats; None where bars of two or four are told anyway."""
    alike = tempo.repetition(spectrum)
    if parts == 2 and bar in (2, 4):
        return tempo.in_fours(spectrum, strength, alike)
    return tempo.in_bars(alike, bar, thirds=parts == 3)


def _heard(spectrum: Spectrum, strength: Floats, found: Tempo) -> Rhythm:
    """The rhythm as it is heard, where nobody said anything about it."""
    frames = beats.follow(strength, 60.0 / (found.middle or found.bpm) / FRAME)
    frames, footing = beats.on_beat(spectrum, frames)
    if not found.middle:
        frames = beats.evened(spectrum, frames)
    signs = evidence(spectrum, strength, found, frames, footing)
    sure = 1.0 / (1.0 + float(np.exp(-float(signs @ _SURE + _SURE_BIAS))))
    if len(strength) * FRAME > _PLAINLY_LONG and signs[0] > _PLAIN and signs[1] > _STRUCK:
        sure = max(sure, _AT_LEAST)
    sure *= attacked(spectrum)
    return _told(spectrum, strength, frames, found, sure)


def attacked(spectrum: Spectrum) -> float:
    """Whether anything begins at all, 0..1: tones that only swell and sink rise by less."""
    return float(np.clip((np.percentile(spectrum.rise.sum(axis=1), 97) - 0.5) / 0.2, 0.0, 1.0))


def _told(
    spectrum: Spectrum,
    strength: Floats,
    frames: Floats,
    found: Tempo,
    confidence: float,
    *,
    bpm: float | None = None,
    one: int | None = None,
) -> Rhythm:
    """All of it told; `one` is the beat at which the user begins to count."""
    times = beats.sharpen(strength, frames)
    bar, phase = beats.bars(spectrum, frames, found.meter)
    phase = phase if one is None else one % bar
    even = _steady(times)
    kept = bpm is not None or found.middle > 0
    counted = found.bpm if kept else _counted(times, found.bpm, even=even)
    told = tuple(float(time) for time in times)
    return Rhythm(
        bpm=round(counted, 2),
        second_bpm=round(found.second, 2),
        confidence=round(confidence, 3),
        beats=told,
        downbeats=told[phase::bar],
        meter=bar,
        steady=even,
        parts=found.parts,
    )


def onset_strength(spectrum: Spectrum) -> Floats:
    """One onset curve: rises of all bands, locally evened out so that quiet bars count, too."""
    weights = np.array([1.3, 1.0, 1.0, 1.0, 0.9, 0.7], np.float32)
    return curves.even(spectrum.rise @ weights)


def evidence(
    spectrum: Spectrum, strength: Floats, found: Tempo, frames: Floats, footing: float
) -> Floats:
    """What makes sure of a beat, as numbers for `_SURE`: bars that repeat, a plain level, beats
    that are not as well between the beats, attacks on the beats, and something struck at all."""
    there = float(curves.at(strength, frames).mean()) if len(frames) else 0.0
    usual = float(curves.at(strength, np.arange(2.0, len(strength) - 3, 7)).mean())
    rises = spectrum.rise.sum(axis=1)
    peaks, middle = np.percentile(rises, 97), np.percentile(rises, 50)
    struck = float(np.clip((peaks / max(float(middle), 1e-9) - 2.2) / 2.5, 0.0, 1.0))
    long = min(1.0, len(strength) * FRAME / 12.0)
    clear = float(np.clip(found.clear, 0.0, 2.5))
    repeats = min(clear, 1.5) * struck  # bars that repeat, and are struck: drones only do the first
    return np.array(
        [clear, struck, found.level, footing, curves.share(there, usual), long, repeats], np.float32
    )


def _counted(times: NDArray[np.float64], otherwise: float, *, even: bool) -> float:
    """The tempo of the beats found: by a line through them when it is even, else the median."""
    if len(times) < 4:
        return otherwise
    gaps = np.diff(times)
    middle = float(np.median(gaps))
    if not even:
        return 60.0 / middle
    numbers = _numbered(times, middle)
    slope = float(np.polyfit(numbers, times, 1)[0])
    return 60.0 / (slope if abs(slope / middle - 1) < 0.05 else middle)


def _steady(times: NDArray[np.float64]) -> bool:
    """Whether it is one tempo from beginning to end: nine of ten beats lie on one even grid."""
    if len(times) < 8:
        return True
    middle = float(np.median(np.diff(times)))
    numbers = _numbered(times, middle)
    away = np.abs(times - np.polyval(np.polyfit(numbers, times, 1), numbers))
    return bool(np.percentile(away, 90) < max(_EVEN, _EVEN_SHARE * middle))


def _numbered(times: NDArray[np.float64], gap: float) -> NDArray[np.float64]:
    """The beats counted, where one that is missing counts, too."""
    steps = np.maximum(1, np.round(np.diff(times) / gap))
    return np.concatenate([[0.0], np.cumsum(steps)])
