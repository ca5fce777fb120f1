"""How fast a song is: tempi whose bars repeat, in threes, fours or fives, and which one is tapped.

Combs over the autocorrelation of the rises find the tempi; `levels` tells at which one it is
counted. Nothing here needs trained weights of a network: tables of numbers are fitted by
`benchmarks/tempo.py` on songs it makes itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.analysis import curves, levels
from studio.analysis.levels import THREES, Reading
from studio.analysis.spectrum import FRAME, Spectrum
from studio.analysis.values import Floats

_OCTAVE = (95.0, 190.0)  # where the family is looked for; it is perhaps halved then
_WALTZES = (76.0, 184.0)  # three beats a bar are not halved, so they are looked for at once
_FIVE = (84.0, 200.0)
_COMPOUND, _SLOW = (40.0, 125.0), 66.0  # of 6/8, counted in twos
_LENIENT = 0.3  # of 6/8, what it costs to be an octave away from the usual
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
_FIVES: _Bars = ((1, 0.5), (5, 1.5), (10, 1.3))
_SLOWS: _Bars = ((1 / 3, 0.5), (1, 0.6), (2, 1.0), (4, 1.1), (8, 0.6), (0.5, -0.5), (1.5, -0.3))
_SPLITS = (0.35, 0.5, 0.65)  # of a song, where its tempo may have turned
_FAR_BETTER, _LONG_ENOUGH = 1.5, 16.0  # times as plain in parts; seconds
_PLAIN, _OFTEN = 0.025, 0.5  # of likeness, by which one way to come again leads; a song that does
_NO_WALTZ, _CERTAIN = 0.02, 0.85  # the same of threes, up to which a reading not so sure is none;
_NEVER = -0.06  # however sure
_HEARD_TWICE = 0.75  # of a short song, up to which it can be told how well it comes again
_TURN = 0.4  # octaves between two tempi of one song at most
_RELATED = (1 / 3, 1 / 2, 2 / 3, 3 / 4, 1.0, 4 / 3, 3 / 2, 2.0, 3.0)
_NONE = np.zeros(0, np.float32)
_ALIKE = 0.04  # tempi nearer than this are one
_LONGEST = 13.0  # seconds of the longest repetition looked for


@dataclass(frozen=True, slots=True)
class Tempo:
    """A tempo with the next best, and how plain the choice was."""

    bpm: float
    second: float
    meter: int
    clear: float  # how much of the song its bars explain
    level: float  # 0..1, how sure it is that it is this one and not another
    parts: int = 2  # of a beat
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
    possible = readings(alike)
    made = levels.told(spectrum, strength, alike, possible)
    if not made:
        fast, clear = possible[1].bpm, possible[1].clear
        return Tempo(fast, fast / 2, 4, clear, 0.5)
    made = _reasonable(alike, made)
    bpm, sure = _tapped(made)
    best = next(one for one in made if abs(one.bpm / bpm - 1) < _ALIKE)
    best = _waltzed(alike, best, made)
    other = next((one.bpm for one in made if abs(one.bpm / best.bpm - 1) >= _ALIKE), best.bpm / 2)
    meter, parts = (2, 3) if best.meter == THREES else (best.meter, 2)
    return Tempo(best.bpm, other, meter, max(one.clear for one in made), sure, parts)


def _waltzed(alike: Floats, best: Reading, made: list[Reading]) -> Reading:
    """This reading, or three beats a bar where the song plainly comes again as waltzes do.

    Beats in thirds come again in pairs, where a waltz that goes one in a bar does in every bar.
    """
    if best.meter == 4:
        return replace(best, meter=3) if _in_threes(alike, best.bpm) > _PLAIN else best
    waltz = [one for one in made if one.meter == 3 and abs(one.bpm / best.bpm / 3 - 1) < _ALIKE]
    if best.meter == THREES and waltz and waltz[0].sure > best.sure / 3:
        again = _again(alike, 60.0 / best.bpm / FRAME)
        in_pairs = (again[1] + again[3] - again[0] - again[2]) / 2
        if again[0] > _OFTEN and in_pairs < _PLAIN:
            return waltz[0]
    return best


def _reasonable(alike: Floats, made: list[Reading]) -> list[Reading]:
    """The readings less those in three that nothing speaks for, and how sure the rest is then."""
    kept = [one for one in made if not _no_waltz(alike, one)] or made
    whole = sum(one.sure for one in kept) / sum(one.sure for one in made)
    return [replace(one, sure=one.sure / max(whole, 1e-6)) for one in kept]


def _no_waltz(alike: Floats, one: Reading) -> bool:
    """Whether this is counted in three without a reason."""
    if one.meter != 3:
        return False
    threes = _in_threes(alike, one.bpm)
    return threes < _NEVER or (threes < _NO_WALTZ and one.sure < _CERTAIN)


def _in_threes(alike: Floats, bpm: float) -> float:
    """How much better the song comes again after three, six, nine beats than after two, four, eight
    and ten: what is in fours does not."""
    again = _again(alike, 60.0 / bpm / FRAME)
    threes, fours = again[[2, 5, 8]], again[[1, 3, 7, 9]]
    if np.isnan(threes).all() or np.isnan(fours).all():
        return 0.0
    known = 1 - np.isnan([*threes, *fours]).mean()
    return float(known * (np.nanmean(threes) - np.nanmean(fours)))


def _again(alike: Floats, period: float) -> NDArray[np.float64]:
    """How well the song comes again after one to ten beats; NaN beyond what was looked at.

    Between two frames a beat comes again as well as on one: the top of the curve through the three
    frames around it counts, or tempi of whole frames would seem to come again better.
    """
    whole = len(alike) > int(_LONGEST / FRAME)
    most = len(alike) - 5 if whole else round(_HEARD_TWICE * len(alike))
    lags = [period * many for many in range(1, 11)]
    return np.array([_top(alike, lag) if lag <= most else np.nan for lag in lags])


def _top(alike: Floats, lag: float) -> float:
    """The highest point of the likeness near this lag."""
    first = max(1, round(lag) - 3)
    place = first + int(alike[first : round(lag) + 4].argmax())
    left, top, right = (float(alike[place + by]) for by in (-1, 0, 1))
    bent = 2 * top - left - right
    return top + (left - right) ** 2 / (8 * bent) if bent > abs(left - right) / 2 else top


def _tapped(made: list[Reading]) -> tuple[float, float]:
    """The tempo that is surest however its bars are counted, and how sure that is."""
    return max(
        ((one.bpm, sum(o.sure for o in made if abs(o.bpm / one.bpm - 1) < _ALIKE)) for one in made),
        key=lambda pair: pair[1],
    )


def readings(alike: Floats) -> list[Reading]:
    """Every way in which this song may be counted; the likeliest of fours come first."""
    (fast, four), (waltz, three) = fours(alike), in_threes(alike)
    (five, fifth), (slow, compound) = in_fives(alike), in_compound(alike)
    made = [Reading(fast * by, 4, four) for by in (0.5, 1, 2)]
    made += [Reading(waltz * by, 3, three) for by in (1, 2, 0.5)]
    made += [Reading(fast * by, 3, explained(alike, fast * by, _THREES)) for by in (0.5, 1)]
    slows = (waltz / 3, waltz * 2 / 3, slow, slow * 2, slow / 2, fast / 1.5, fast / 3)
    made += [Reading(bpm, THREES, compound) for bpm in slows]
    return [*made, *(Reading(five * by, 5, fifth) for by in (1, 0.5, 2))]


def in_fours(spectrum: Spectrum, strength: Floats, alike: Floats) -> float:
    """The tempo of a song of which the user said that its bars have two or four beats."""
    possible = [one for one in readings(alike) if one.meter == 4]
    made = levels.told(spectrum, strength, alike, possible)
    return made[0].bpm if made else possible[1].bpm


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


def in_fives(alike: Floats) -> tuple[float, float]:
    """The beat whose bars of five repeat, and how much of the song it explains."""
    tempi = np.geomspace(*_FIVE, 500)
    rare = _RARE * np.log2(tempi / _USUAL) ** 2
    return _best(alike, tempi, comb(alike, _periods(tempi), _FIVES) - rare, _FIVES)


def in_compound(alike: Floats) -> tuple[float, float]:
    """The beat of three parts that repeats, and how much of the song it explains."""
    tempi = np.geomspace(*_COMPOUND, 640)
    score = comb(alike, _periods(tempi), _SLOWS) - _LENIENT * np.log2(tempi / _SLOW) ** 2
    best = int(np.argmax(score))
    plain = float(score[best]) - max(0.0, float(np.median(score))) * 1.2
    return exact(alike, float(tempi[best]), (1, 2, 4, 8)), plain


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
        total += weight * curves.read(alike, period * multiple)
    return total


def explained(alike: Floats, bpm: float, bars: _Bars) -> float:
    """How much of the song bars of this tempo explain, where no other was looked for."""
    score = comb(alike, _periods(np.geomspace(*_WALTZES, 160)), bars)
    here = comb(alike, _periods(np.array([bpm])), bars)
    return float(here[0]) - max(0.0, float(np.median(score))) * 1.2


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
