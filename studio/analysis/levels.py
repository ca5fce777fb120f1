"""At which level a song is counted: beats of two or three parts, bars of three, four or five.

Nobody hears this from how often something repeats alone: slow soul repeats at twice its beat, a
slow 6/8 at its eighths. So every reading is laid along the song, and what stands on its beats, on
their halves, thirds and quarters, on every second to fifth beat, where harmony turns, and how much
is struck in a beat tell which one people tap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.analysis import beats, curves
from studio.analysis.level_weights import WEIGHTS
from studio.analysis.spectrum import FRAME, HIGH, LOW, Spectrum
from studio.analysis.values import Floats

THREES = 6  # the meter of bars whose beats have three parts, however many there are
_RANGES = {4: (40.0, 245.0), 3: (60.0, 210.0), THREES: (40.0, 125.0), 5: (80.0, 200.0)}
_SAME = 0.03  # tempi nearer than this are one
_ENOUGH = 9  # beats that a reading has to have
_PARTS = 12  # of a beat, at which the song is looked at
_LONGEST = 60.0  # seconds in the middle of a song that tell its level
_BANDS = (LOW, slice(1, 3), HIGH, slice(0, 6))
_SNARE = slice(3, 4)
_SHARES = (1 / 3, 1 / 2, 2 / 3, 1, 1.5, 2, 3, 4, 5, 6, 8)  # beats, after which it may repeat
_HARMONY = (2, 3, 4, 5, 6, 8)  # beats, with which chords may turn


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to count a song, how much of it such bars explain, and how sure it is, 0..1."""

    bpm: float
    meter: int  # 6: beats of three parts
    clear: float
    sure: float = 0.0


def told(
    spectrum: Spectrum, strength: Floats, alike: Floats, readings: list[Reading]
) -> list[Reading]:
    """The readings that can be laid along the song, the surest first."""
    middle = _middle(len(strength))
    piece = Spectrum(spectrum.energy[middle], spectrum.rise[middle], spectrum.chroma[middle])
    possible, rows = signs(piece, strength[middle], alike, distinct(readings))
    if not possible:
        return []
    leans = np.array([lean(row, one.meter) for one, row in zip(possible, rows, strict=True)])
    shares = np.exp(leans - leans.max())
    shares /= shares.sum()
    made = [
        Reading(one.bpm, one.meter, one.clear, float(share))
        for one, share in zip(possible, shares, strict=True)
    ]
    return sorted(made, key=lambda one: -one.sure)


def lean(signs: Floats, meter: int) -> float:
    """How much these signs speak for a reading of this meter."""
    column = {4: None, 3: 1, THREES: 2, 5: 3}[meter]
    told = float(signs @ WEIGHTS[:-1, 0])
    if column is None:
        return told
    return told + float(signs @ WEIGHTS[:-1, column] + WEIGHTS[-1, column])


def distinct(readings: list[Reading]) -> list[Reading]:
    """Each tempo once in each meter, where such tempi are counted."""
    kept: list[Reading] = []
    for one in readings:
        low, high = _RANGES[one.meter]
        if not low <= one.bpm <= high:
            continue
        if all(k.meter != one.meter or abs(k.bpm / one.bpm - 1) >= _SAME for k in kept):
            kept.append(one)
    return kept


def signs(
    spectrum: Spectrum, strength: Floats, alike: Floats, readings: list[Reading]
) -> tuple[list[Reading], list[Floats]]:
    """The readings that can be laid along the song, and the signs of each: `WEIGHTS` names them."""
    bands = [curves.even(spectrum.rise[:, band].mean(axis=1)) for band in (*_BANDS, _SNARE)]
    wide = [np.max([np.roll(band, shift) for shift in (-1, 0, 1)], axis=0) for band in bands]
    possible: list[Reading] = []
    rows: list[Floats] = []
    known: dict[float, list[float] | None] = {}
    for reading in readings:
        if reading.bpm not in known:  # however its bars are counted, the beats are the same
            period = 60.0 / reading.bpm / FRAME
            known[reading.bpm] = _laid(spectrum, strength, alike, period, bands, wide)
        row = known[reading.bpm]
        if row is not None:
            possible.append(reading)
            rows.append(np.array([*row, *_pace(reading.bpm), reading.clear], np.float32))
    return possible, rows


def _laid(
    spectrum: Spectrum, strength: Floats, alike: Floats, period: float, bands: list[Floats],
    wide: list[Floats],
) -> list[float] | None:  # fmt: skip
    """The signs of beats so far apart; None where they cannot be laid along the song."""
    frames, _ = beats.on_beat(spectrum, beats.follow(strength, period))
    if len(frames) < _ENOUGH:
        return None
    cuts = [_beats_cut(band, frames) for band in wide]
    within = [_within(cut, float(band.mean())) for cut, band in zip(cuts, wide, strict=True)]
    return [
        *(number for numbers in within[:4] for number in numbers),
        *(curves.share(*_last_thirds(cut)) for cut in cuts[1:3]),
        *_across([cut[:, [0, 11, 1]].max(axis=1) for cut in cuts]),
        *_turns(spectrum, frames),
        *curves.read(alike, np.array([period * share for share in _SHARES], np.float32)),
        *(min(_struck(band) * period, 6.0) / 2 for band in bands[:4]),
    ]


def _middle(count: int) -> slice:
    most = round(_LONGEST / FRAME)
    first = max(0, (count - most) // 2)
    return slice(first, first + most)


def _struck(band: Floats) -> float:
    """Attacks a frame."""
    limit = band.mean() + band.std()
    top = (band[1:-1] >= band[:-2]) & (band[1:-1] > band[2:]) & (band[1:-1] > limit)
    return float(top.sum()) / len(band)


def _beats_cut(band: Floats, frames: Floats) -> NDArray[np.float32]:
    """A row a beat: the band at so many parts of it."""
    places = frames[:-1, None] + np.diff(frames)[:, None] * np.arange(_PARTS) / _PARTS
    cut: NDArray[np.float32] = band[np.clip(np.round(places).astype(int), 0, len(band) - 1)]
    return cut


def _within(cut: NDArray[np.float32], usual: float) -> tuple[float, ...]:
    """How much happens on the beat, on its half, its thirds, its quarters."""
    mean = cut.mean(axis=0)
    on, half = float(mean[0]), float(mean[6])
    thirds, quarters = float(mean[4] + mean[8]) / 2, float(mean[3] + mean[9]) / 2
    return (
        on / (usual + 1e-6) / 3, curves.share(half, on), curves.share(thirds, half),
        curves.share(quarters, half), curves.share(thirds, on), curves.share(quarters, on),
    )  # fmt: skip


def _last_thirds(cut: NDArray[np.float32]) -> tuple[float, float]:
    """The last third of a beat, and the one before: swing has but the last."""
    mean = cut.mean(axis=0)
    return float(mean[8]), float(mean[4])


def _across(on_beats: list[Floats]) -> list[float]:
    """How far one beat in two, three, four, five stands out; whether kick and snare alternate."""
    told = [curves.stands_out(row, many) for row in on_beats[:4] for many in (2, 3, 4)]
    told.append(curves.stands_out(on_beats[3], 5))
    low, snare = (
        curves.share(float(row[::2].mean()), float(row[1::2].mean()))
        for row in (on_beats[0], on_beats[4])
    )
    return [*told, -low * snare, abs(low)]


def _turns(spectrum: Spectrum, frames: Floats) -> list[float]:
    """Whether harmony turns with every second, third … beat."""
    change = beats.harmony_turns(spectrum, frames)
    return [curves.stands_out(change, many) for many in _HARMONY]


def _pace(bpm: float) -> tuple[float, ...]:
    """The tempo in octaves from the middle, bent."""
    pace = float(np.log2(bpm / 110.0))
    return pace, pace * pace, max(0.0, pace - 0.55), max(0.0, -pace - 0.7)
