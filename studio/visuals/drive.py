"""What moves the picture: for every frame, how hard kick, snare and hats strike, and the rest.

Made once from the sound and what was heard in it; the scenes read rows of it and nothing else.
Every value is 0..1. Strikes rise at once, on the frame in which the sound is, and fall slowly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio import fourier
from studio.analysis import spectrum
from studio.analysis.spectrum import FRAME, HIGH, LOW, RATE
from studio.analysis.values import Hearing

Floats = NDArray[Any]  # of float32

BARS = 72  # columns of a spectrum
_LOWEST, _HIGHEST = 45.0, 12000.0 * 0.9
_FALL = {"kick": 0.16, "snare": 0.14, "hat": 0.09, "impact": 0.9}  # seconds to a third


@dataclass(frozen=True, slots=True)
class Drive:
    """One row a frame."""

    fps: float
    kick: Floats
    snare: Floats
    hat: Floats
    energy: Floats  # the song's own dynamics, slow
    bright: Floats  # how high the sound sits
    impact: Floats  # 1 at a drop, falling over two seconds
    tension: Floats  # rises over the four seconds before a drop
    beat: Floats  # position within the beat, 0 at the beat
    bar: Floats  # position within the bar
    section: NDArray[np.int32]
    columns: Floats  # frames x BARS
    wave: Floats  # frames x WAVE, -1..1: the sound itself around the frame

    def __len__(self) -> int:
        return len(self.kick)


WAVE = 256


def drive(mono: Floats, heard: Hearing, *, fps: float, frames: int) -> Drive:
    """The drive of so many frames of this sound at the analysis rate."""
    seen = spectrum.analyse(mono)
    at = np.arange(frames) / fps
    strikes = {
        "kick": _strikes(seen.rise[:, LOW].sum(axis=1), at, fps, _FALL["kick"]),
        "snare": _strikes(seen.rise[:, 2:5].sum(axis=1), at, fps, _FALL["snare"]),
        "hat": _strikes(seen.rise[:, HIGH].sum(axis=1), at, fps, _FALL["hat"]),
    }
    beats = heard.rhythm.beats if heard.rhythm else heard.onsets
    bars = heard.rhythm.downbeats if heard.rhythm else heard.phrases
    drops = [d.at for d in heard.drops]
    return Drive(
        fps=fps,
        **strikes,
        energy=_energy(heard, at),
        bright=_bright(seen, at),
        impact=_decays(drops, at, _FALL["impact"], fps),
        tension=_tension(drops, at),
        beat=_phase(beats, at),
        bar=_phase(bars, at),
        section=np.searchsorted([s.start for s in heard.sections], at, "right").astype(np.int32),
        columns=_columns(mono, at, fps),
        wave=_waves(mono, at),
    )


def _strikes(rise: Floats, at: NDArray[np.float64], fps: float, fall: float) -> Floats:
    """Attacks as the frames in which they are heard, each falling off from there."""
    limit = max(float(np.percentile(rise, 98.5)), 1e-6) if len(rise) else 1.0
    level = np.clip(rise / limit, 0.0, 1.0)
    level[level < 0.25] = 0.0
    hits = np.zeros(len(at), np.float32)
    frame = np.clip(np.floor(np.arange(len(level)) * FRAME * fps + 1e-6).astype(int), 0, None)
    inside = frame < len(hits)
    np.maximum.at(hits, frame[inside], level[inside])
    return _falling(hits, fps, fall)


def _falling(hits: Floats, fps: float, fall: float) -> Floats:
    keep = float(np.exp(-1.1 / (fall * fps)))
    out = np.empty_like(hits)
    level = 0.0
    for index, hit in enumerate(hits):
        level = max(float(hit), level * keep)
        out[index] = level
    return out


def _decays(moments: list[float], at: NDArray[np.float64], fall: float, fps: float) -> Floats:
    hits = np.zeros(len(at), np.float32)
    for moment in moments:
        frame = round(moment * fps)  # the frame that begins nearest to it
        if 0 <= frame < len(hits):
            hits[frame] = 1.0
    return _falling(hits, fps, fall)


def _tension(drops: list[float], at: NDArray[np.float64]) -> Floats:
    out = np.zeros(len(at), np.float32)
    for drop in drops:
        before = drop - at
        out = np.maximum(out, np.where((before > 0) & (before < 4), 1 - before / 4, 0.0))
    return (out**2).astype(np.float32)


def _phase(moments: tuple[float, ...], at: NDArray[np.float64]) -> Floats:
    """0..1 between one moment and the next; 0 where there are none."""
    if len(moments) < 2:
        return np.zeros(len(at), np.float32)
    marks = np.array(moments)
    numbers = np.interp(at, marks, np.arange(len(marks)), left=0.0, right=len(marks) - 1)
    return (numbers % 1.0).astype(np.float32)


def _energy(heard: Hearing, at: NDArray[np.float64]) -> Floats:
    curve = heard.loudness
    if not len(curve):
        return np.zeros(len(at), np.float32)
    low, high = np.percentile(curve, 10), np.percentile(curve, 97)
    level = np.clip((curve - low) / max(float(high - low), 3.0), 0.0, 1.0)
    wide = np.convolve(np.pad(level, 5, "edge"), np.ones(11) / 11, "valid")
    return np.interp(at, np.arange(len(wide)) * 0.1 + 0.2, wide).astype(np.float32)


def _bright(seen: spectrum.Spectrum, at: NDArray[np.float64]) -> Floats:
    weights = np.linspace(0.0, 1.0, seen.energy.shape[1], dtype=np.float32)
    log = np.sqrt(seen.energy)
    centre = (log @ weights) / (log.sum(axis=1) + 1e-6)
    wide = np.convolve(np.pad(centre, 10, "edge"), np.ones(21) / 21, "valid")
    low, high = np.percentile(wide, 5), np.percentile(wide, 95)
    level = np.clip((wide - low) / max(float(high - low), 1e-3), 0, 1)
    made: Floats = np.interp(at, np.arange(len(level)) * FRAME, level).astype(np.float32)
    return made


def _columns(mono: Floats, at: NDArray[np.float64], fps: float) -> Floats:
    """A spectrum for every frame, log in pitch and level, quick to rise and slow to fall."""
    size = 2048
    window = np.hanning(size).astype(np.float32)
    padded = np.pad(mono, (size // 2, size))
    edges = np.geomspace(_LOWEST, _HIGHEST, BARS + 1) / RATE * size
    low = np.floor(edges[:-1]).astype(int)
    out = np.empty((len(at), BARS), np.float32)
    starts = np.clip((at * RATE).astype(int), 0, max(0, len(padded) - size))
    view = np.lib.stride_tricks.sliding_window_view(padded, size)
    for first in range(0, len(at), 512):
        block = view[starts[first : first + 512]] * window
        power = fourier.powers(block)
        sums = np.add.reduceat(power, low, axis=1)
        out[first : first + 512] = np.log10(sums + 1e-3)
    tilt = np.linspace(0.0, 1.3, BARS, dtype=np.float32)  # high notes carry less power
    out += tilt
    low_level, high_level = np.percentile(out, 30), np.percentile(out, 99.3)
    out = np.clip((out - low_level) / max(float(high_level - low_level), 1.0), 0.0, 1.0)
    return _settled(out**1.4, fps)


def _settled(columns: Floats, fps: float) -> Floats:
    keep = float(np.exp(-1.0 / (0.13 * fps)))
    level = columns[0].copy() if len(columns) else columns
    for index in range(len(columns)):
        level = np.maximum(columns[index], level * keep)
        columns[index] = level
    return columns


def _waves(mono: Floats, at: NDArray[np.float64]) -> Floats:
    span = 1024
    padded = np.pad(mono, (span, span))
    starts = np.clip((at * RATE).astype(int) + span // 2, 0, len(padded) - span)
    picks = (np.arange(WAVE) * (span / WAVE)).astype(int)
    peak = max(float(np.abs(mono).max(initial=0.0)), 1e-3)
    made: Floats = (padded[starts[:, None] + picks[None, :]] / peak).astype(np.float32)
    return made
