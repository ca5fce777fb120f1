"""How fast a song is: a family of tempi whose bars repeat, in threes or fours, and its level.

A comb over the autocorrelation of the rises finds the family; what stands on, between and every
second beat tells its level (double, half). Nothing here needs trained weights of a network: a few
numbers are fitted by `benchmarks/tempo.py` on songs it makes itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.analysis import beats, curves
from studio.analysis.spectrum import FRAME, HIGH, LOW, MID, Spectrum
from studio.analysis.values import Floats

_OCTAVE = (95.0, 190.0)  # where the family is looked for; it is perhaps halved then
_WALTZES = (76.0, 184.0)  # three beats a bar are not halved, so they are looked for at once
_COMPOUND, _SLOW = (40.0, 125.0), 66.0  # of 6/8, counted in twos
_USUAL, _RARE = 130.0, 0.45  # of waltzes, what it costs to be an octave away from the usual
_Bars = tuple[tuple[float, float], ...]
_FOURS: _Bars = (
    (1, 0.5),
    (2, 0.7),
    (4, 1.0),
    (8, 1.2),
    (16, 0.8),
)  # beats a repetition, its weight
_THREES: _Bars = ((1, 0.5), (3, 1.3), (6, 1.2), (12, 1.2))
_SPLITS = (0.35, 0.5, 0.65)  # of a song, where its tempo may have turned
_FAR_BETTER, _LONG_ENOUGH = 1.5, 16.0  # times as plain in parts; seconds
_TURN = 0.4  # octaves between two tempi of one song at most
_RELATED = (1 / 3, 1 / 2, 2 / 3, 3 / 4, 1.0, 4 / 3, 3 / 2, 2.0, 3.0)
_NONE = np.zeros(0, np.float32)
_LONGEST = 13.0  # seconds of the longest repetition looked for
# Weights of `signs`: what tells a true beat from twice its tempo.
_HALF = np.array(
    [
        1.905, 2.026, 0.708, 1.614, 12.601, -6.379, -0.067, 5.113, -2.458, -2.327,
        -0.493, -1.707, -4.514, 13.849, -21.114, 1.762, -1.167, 1.661,
    ],
    np.float32,
)  # fmt: skip
_HALF_BIAS = -1.148
# Weights of `threes`: what tells three beats a bar from four.
_WALTZ = np.array(
    [
        1.87, -1.585, 8.174, -2.469, 0.673, 11.458, -0.883, -6.166, -3.459, 0.486,
        -10.289, -2.608, -0.198,
    ],
    np.float32,
)  # fmt: skip
_WALTZ_BIAS = -1.209


@dataclass(frozen=True, slots=True)
class Tempo:
    """A tempo with the next best, and how plain the choice was."""

    bpm: float
    second: float
    meter: int
    clear: float  # how much of the song its bars explain
    level: float  # 0..1, how sure it is that it is this one and not double or half
    bars: float  # 0..1, how sure it is that bars have so many beats
    middle: float = 0.0  # of a song that turns to another tempo: what lies between the two


def find(spectrum: Spectrum, strength: Floats) -> Tempo:
    """The tempo at the level people tap; of a song that turns, that of its plainer part."""
    alike = repetition(spectrum)
    parts = _turned(spectrum, alike)
    if parts is None:
        return _plainly(spectrum, strength, alike)
    leads = max(parts, key=lambda part: part.clear)
    found = _plainly(_part(spectrum, leads), strength[leads.start : leads.end], leads.alike)
    other = parts[0] if leads is parts[1] else parts[1]
    ways = [other.bpm * way for way in _RELATED]
    nearest = min(ways, key=lambda bpm: abs(np.log2(bpm / found.bpm)))
    if abs(np.log2(nearest / found.bpm)) > _TURN:
        return found
    return replace(found, middle=float(np.sqrt(nearest * found.bpm)))


@dataclass(frozen=True, slots=True)
class _Part:
    """Frames of a song, how alike they are to themselves, the family of their tempo."""

    start: int
    end: int
    alike: Floats
    bpm: float
    clear: float


def _turned(spectrum: Spectrum, alike: Floats) -> tuple[_Part, _Part] | None:
    """The two parts of a song whose tempo steps or drifts: each repeats far better than all of it
    does, for the bars of one are not those of the other."""
    count = len(spectrum.rise)
    if count * FRAME < _LONG_ENOUGH:
        return None
    whole = max(fours(alike)[1], in_threes(alike)[1])
    pairs = []
    for share in _SPLITS:
        at = round(count * share)
        pairs.append((_family(spectrum, 0, at), _family(spectrum, at, count)))
    best = max(pairs, key=lambda pair: min(part.clear for part in pair))
    plain = min(part.clear for part in best)
    return best if plain > _FAR_BETTER * whole + 0.3 else None


def _family(spectrum: Spectrum, start: int, end: int) -> _Part:
    alike = repetition(_part(spectrum, _Part(start, end, _NONE, 0.0, 0.0)))
    (fast, clear), (waltz, third) = fours(alike), in_threes(alike)
    return _Part(start, end, alike, fast if clear >= third else waltz, max(clear, third))


def _part(spectrum: Spectrum, part: _Part) -> Spectrum:
    inside = slice(part.start, part.end)
    return Spectrum(spectrum.energy[inside], spectrum.rise[inside], spectrum.chroma[inside])


def _plainly(spectrum: Spectrum, strength: Floats, alike: Floats) -> Tempo:
    """The tempo of a song that keeps to one."""
    fast, clear = fours(alike)
    waltz, third = in_threes(alike)
    lean = float(threes(alike, waltz, third, fast, clear) @ _WALTZ + _WALTZ_BIAS)
    if lean > 0:
        return Tempo(waltz, fast, 3, third, 1.0, _sure(lean))
    chosen, other, level = _leveled(spectrum, strength, fast)
    return Tempo(chosen, other, 4, clear, level, _sure(lean))


def _leveled(spectrum: Spectrum, strength: Floats, fast: float) -> tuple[float, float, float]:
    """A tempo of the fast octave or its half, the other of them, and how sure the choice is."""
    if 60.0 / fast / FRAME * 12 > len(strength):
        return fast, fast / 2, 0.5
    slower = float(signs(spectrum, strength, fast) @ _HALF + _HALF_BIAS)
    chosen, other = (fast / 2, fast) if slower > 0 else (fast, fast / 2)
    return chosen, other, _sure(slower)


def in_fours(spectrum: Spectrum, strength: Floats, alike: Floats) -> float:
    """The tempo of a song of which the user said that its bars have two or four beats."""
    fast, _ = fours(alike)
    return _leveled(spectrum, strength, fast)[0]


def _sure(lean: float) -> float:
    return 1.0 / (1.0 + float(np.exp(-abs(lean))))


def near(strength: Floats, bpm: float) -> float:
    """The tempo nearest to the one that the user said, made exact."""
    longest = min(len(strength) - 1, int(11.0 / FRAME))
    return exact(curves.autocorrelation(curves.smooth(strength, 3), longest), bpm)


def repetition(spectrum: Spectrum) -> Floats:
    """How alike the song is to itself at each lag, band by band, so that a snare is no kick."""
    longest = min(len(spectrum.rise) - 1, int(_LONGEST / FRAME))
    total = np.zeros(longest + 1, np.float32)
    for band in range(spectrum.rise.shape[1]):
        rise = curves.smooth(curves.even(spectrum.rise[:, band]), 3)
        total += curves.autocorrelation(rise, longest)
    mean: Floats = total / spectrum.rise.shape[1]
    return mean


def fours(alike: Floats) -> tuple[float, float]:
    """A beat in the fast octave whose bars of four repeat, and how much of the song it explains.

    Bars tell three quarters from four: at two thirds of the true tempo single notes still fall on
    the grid, but four such beats are no bar.
    """
    tempi = np.geomspace(*_OCTAVE, 500)
    return _best(alike, tempi, comb(alike, _periods(tempi), _FOURS), _FOURS)


def in_threes(alike: Floats) -> tuple[float, float]:
    """The beat whose bars of three repeat, and how much of the song it explains."""
    tempi = np.geomspace(*_WALTZES, 640)
    rare = _RARE * np.log2(tempi / _USUAL) ** 2
    return _best(alike, tempi, comb(alike, _periods(tempi), _THREES) - rare, _THREES)


def in_bars(alike: Floats, meter: int, *, thirds: bool = False) -> float:
    """The beat whose bars of so many beats repeat, where the user said how many there are.

    `thirds`: each beat has three parts, as in 6/8, and is slow.
    """
    tempi = np.geomspace(*_COMPOUND, 640) if thirds else np.geomspace(*_WALTZES, 640)
    usual = _SLOW if thirds else _USUAL
    rare = _RARE * np.log2(tempi / usual) ** 2
    bars: _Bars = ((1, 0.6), (meter, 1.3), (2 * meter, 1.2), (4 * meter, 0.8))
    if thirds:
        bars = ((1 / 3, 0.4), *bars)
    score = comb(alike, _periods(tempi), bars) - rare
    return exact(alike, float(tempi[int(np.argmax(score))]), (1, meter, 2 * meter))


def _best(
    alike: Floats, tempi: NDArray[np.float64], score: NDArray[np.floating[Any]], bars: _Bars
) -> tuple[float, float]:
    best = int(np.argmax(score))
    # Noise repeats itself a little at every tempo: what counts is what stands out of the rest.
    plain = float(score[best]) - max(0.0, float(np.median(score))) * 1.2
    return exact(alike, float(tempi[best]), tuple(int(m) for m, _ in bars[1:])), plain


def _periods(tempi: NDArray[np.float64]) -> Floats:
    periods: Floats = (60.0 / tempi / FRAME).astype(np.float32)
    return periods


def comb(alike: Floats, period: Floats, bars: _Bars) -> Floats:
    """How well a pulse of each period explains the repetition: notes, half bars, bars, phrases."""
    total = np.zeros(len(period), np.float32)
    for multiple, weight in bars:
        total += weight * _read(alike, period * multiple)
    return total


def _read(alike: Floats, lags: Floats) -> Floats:
    """The curve at these lags, 0 beyond its end."""
    grid = np.arange(len(alike), dtype=np.float32)
    inside = lags < len(alike) - 1
    values: Floats = np.where(inside, np.interp(lags, grid, alike, right=0.0), 0.0)
    return values


def exact(alike: Floats, bpm: float, multiples: tuple[int, ...] = (2, 4, 8, 16)) -> float:
    """This tempo made exact on its longest multiple within reach."""
    period = 60.0 / bpm / FRAME
    for multiple in multiples:
        at = period * multiple
        reach = max(2, int(0.02 * at))
        low = round(at) - reach
        if low + 2 * reach + 2 > len(alike):
            break
        piece = alike[low : low + 2 * reach + 1]
        peak = int(np.argmax(piece))
        period = (low + peak + curves.top(piece, peak)) / multiple
    return 60.0 / period / FRAME


def threes(alike: Floats, waltz: float, third: float, fast: float, clear: float) -> Floats:
    """What tells three beats a bar from four, as numbers for `_WALTZ`: how much either reading
    explains, what repeats after so many of its beats, and how far apart the two are."""
    three, four = 60.0 / waltz / FRAME, 60.0 / fast / FRAME
    lags = [n * three for n in (1, 1.5, 2, 3, 6)] + [n * four for n in (1, 2, 3, 4, 8)]
    apart = float(np.log2(waltz / fast))
    return np.array([third, clear, *_read(alike, np.array(lags, np.float32)), apart], np.float32)


def signs(spectrum: Spectrum, strength: Floats, bpm: float) -> Floats:
    """What tells a true beat from twice its tempo, as numbers for `_HALF`.

    Of four band groups each: how much stronger every second beat is, how much one of every four
    stands out (a backbeat comes every second true beat), and how much happens halfway between;
    then whether harmony changes with every fourth beat or every eighth, how much of the song
    repeats after four against after eight, and the tempo in octaves from the middle, bent.
    """
    frames = beats.follow(strength, 60.0 / bpm / FRAME)
    middles = beats.between(frames)
    bands = (LOW, MID, HIGH, slice(0, 6))
    groups = [curves.even(spectrum.rise[:, b].mean(axis=1)) for b in bands]
    on = [curves.at(group, frames) for group in groups]
    first = int(on[3][::2].mean() < on[3][1::2].mean())  # the stronger half comes first
    turns = [
        curves.share(float(beat[first::2].mean()), float(beat[1 - first :: 2].mean()))
        for beat in on
    ]
    fourths = [curves.stands_out(beat, 4) - curves.stands_out(beat, 2) for beat in on]
    halfway = [
        curves.share(float(curves.at(group, middles).mean()), float(beat.mean()))
        for group, beat in zip(groups, on, strict=True)
    ]
    change = beats.harmony_turns(spectrum, frames)
    by_four = curves.stands_out(change, 4)
    harmony = [by_four, curves.stands_out(change, 8) - by_four]
    rises = spectrum.rise.sum(axis=1)
    many = float((rises > rises.mean() + 1.5 * rises.std()).mean())
    busy = many * 60 / bpm / FRAME / 10
    pace = float(np.log2(bpm / 130.0))
    bent = [pace, pace * pace * 4, max(0.0, pace - 0.15) * 4]
    return np.array([*turns, *fourths, *halfway, *harmony, busy, *bent], np.float32)
