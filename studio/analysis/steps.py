"""What steps up at each attack of a song, as numbers: how loud, low, bright and busy it is from
there on against before, against the whole song, and against every other attack in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.analysis.spectrum import FRAME, HIGH, LOW, Spectrum
from studio.analysis.values import Floats

_SHORTEST, _LONGEST = 1.5, 3.2  # seconds of a bar; a longer one is halved: drops are not heard so
_ALONE = 0.08  # seconds around an attack in which none is stronger
_LEAST, _BEFORE = 2.5, 1.5  # seconds, bars of the song that lie before a drop and behind it
_FLOOR = 36.0  # dB under the loud parts of a band; below lies silence
_JUST = 0.02  # bars before an attack that may belong to it
_APART = 3.0  # bars from which on another attack is another one
_AROUND = 60.0  # seconds before and after that an attack is measured by: a mix is many songs
_GRID, _COARSE = 20, 12  # frames a place, places a step, where so long a stretch is looked at
_GROUPS = {
    "low": LOW, "body": slice(1, 2), "mid": slice(2, 4), "high": HIGH, "all": slice(0, 6),
}  # fmt: skip

# What the columns of `signs` are, in short; `drops` says it at length.
NAMES = (
    "bass_beside", "loud_behind", "crash", "loudest", "loud", "lowest", "bass_8th", "body_most",
    "alone", "bright", "tilt", "bright_2", "mid_came", "slow_behind", "bass_behind", "loud_slow",
    "bass", "body_beat", "hats_4", "loud_beat", "stroke", "bass_slow", "bright_came",
    "crash_behind", "mid_2", "loud_8th", "low_stroke", "busy_4",
)  # fmt: skip

Curve = NDArray[np.float64]
Frames = NDArray[np.int64]


def bar_like(bar: float) -> float:
    """This bar, halved or doubled until it lasts as long as bars do."""
    if not 1e-3 < bar < 1e6:
        return _SHORTEST
    octaves = np.ceil(np.log2(bar / _LONGEST)) if bar > _LONGEST else 0.0
    octaves -= np.ceil(np.log2(_SHORTEST / bar)) if bar < _SHORTEST else 0.0
    return float(bar / 2**octaves)


def attacks(spectrum: Spectrum, bar: float) -> Frames:
    """The frames of attacks with something of the song before them and behind them."""
    rises = spectrum.rise.sum(axis=1) + spectrum.rise[:, 0]
    width = max(2, round(_ALONE / FRAME))
    edge = max(_LEAST, _BEFORE * bar_like(bar)) / FRAME
    if len(rises) < 2 * edge:
        return np.zeros(0, np.int64)
    top = _around(rises, width)
    at = np.flatnonzero((rises >= top) & (rises > np.percentile(rises, 70)))
    return at[(at > edge) & (at < len(rises) - edge)]


def signs(spectrum: Spectrum, at: Frames, bar: float) -> Floats:
    """The signs of a drop at each of these frames, a row each: what `drops` weighs."""
    long = bar_like(bar) / FRAME
    heard = {name: _Heard(spectrum, bands, at, long) for name, bands in _GROUPS.items()}
    low, body, mid, high, loud = heard.values()
    rises = spectrum.rise.sum(axis=1)
    stroke = _stroke(rises, at)
    crash = np.clip(high.lasting(1.0 / FRAME) - high.before(2), -6, 12) / 6
    step, slow = loud.step(2), loud.slow_step(2)
    tilt = high.before(1, 0.1) - low.before(1, 0.1) - high.after(2) + low.after(2)
    return np.stack(
        [
            _beside(low.slow_step(2), at, long), _behind(step, at, long), crash,
            loud.reached(), loud.step(1), low.reached(), low.step(1 / 8), body.reached(),
            np.minimum(_around(rises, 2)[at] / (_around(rises, round(long / 4))[at] + 1e-9), 1.0),
            high.step(1), np.clip(tilt, -20, 20) / 6, high.step(2), mid.came(),
            _behind(slow, at, long), _behind(low.step(1), at, long), slow, low.step(1),
            body.step(1 / 4), _busier(spectrum.rise[:, HIGH].sum(axis=1), at, long),
            loud.step(1 / 4), stroke, low.slow_step(1), high.came(), _behind(crash, at, long),
            mid.step(2), loud.step(1 / 8), _stroke(spectrum.rise[:, 0], at),
            _busier(rises, at, long),
        ],
        axis=1,
    ).astype(np.float32)  # fmt: skip


class _Heard:
    """The level of a few bands around some frames; lengths are in bars."""

    def __init__(self, spectrum: Spectrum, bands: slice, at: Frames, long: float) -> None:
        power = spectrum.energy[:, bands].sum(axis=1).astype(np.float64)
        power = np.maximum(power, np.percentile(power, 97) * 10 ** (-_FLOOR / 10) + 1e-12)
        self._summed = _summed(power)
        self._logs = _summed(10 * np.log10(power))
        self._at, self._long = at, long
        grid = np.arange(0, len(power), _GRID)
        levels = 10 * np.log10(_means(self._summed, grid, grid + round(2 * long)))
        self._around = _stretches(levels)
        self._near = at // (_GRID * _COARSE)

    def after(self, bars: float) -> Curve:
        return self._level(0, bars)

    def before(self, bars: float, until: float = _JUST) -> Curve:
        return self._level(-bars, -until)

    def lasting(self, frames: float) -> Curve:
        return self._level(0, frames / self._long)

    def step(self, bars: float) -> Curve:
        """How much louder it is so long after than before."""
        return np.clip(self.after(bars) - self.before(bars), -15, 15) / 6

    def slow_step(self, bars: float) -> Curve:
        """The same by the mean of levels, in which every rest counts."""
        where, reach = self._at, round(bars * self._long)
        after = _means(self._logs, where, where + reach)
        return np.clip(after - _means(self._logs, where - reach, where), -20, 20) / 6

    def reached(self) -> Curve:
        """How near it comes to the loudest around."""
        highest = np.array([piece.max() for piece in self._around])
        return np.asarray((self.after(2) - highest[self._near]) / 6)

    def came(self) -> Curve:
        """How loud it was before, against the middle of what is around."""
        usual = np.array([np.median(piece) for piece in self._around])
        return np.asarray(np.clip(self.before(2) - usual[self._near], -15, 10) / 6)

    def _level(self, first: float, last: float) -> Curve:
        low, high = round(first * self._long), round(last * self._long)
        level: Curve = 10 * np.log10(_means(self._summed, self._at + low, self._at + high))
        return level


def _summed(curve: Curve) -> Curve:
    return np.concatenate([[0.0], np.cumsum(curve)])


def _means(summed: Curve, first: Frames, last: Frames) -> Curve:
    """Means from `first` to `last`, cut at the ends."""
    low = np.clip(first, 0, len(summed) - 2)
    high = np.maximum(np.clip(last, 1, len(summed) - 1), low + 1)
    mean: Curve = (summed[high] - summed[low]) / (high - low)
    return mean


def _around(curve: Floats, width: int) -> Floats:
    """The strongest within so many frames."""
    padded = np.pad(curve, width, "edge")
    top: Floats = np.lib.stride_tricks.sliding_window_view(padded, 2 * width + 1).max(axis=1)
    return top


def _stroke(curve: Floats, at: Frames) -> Curve:
    """How hard an attack is against the hardest of the song."""
    hardest = float(np.percentile(curve, 99.5)) + 1e-9
    return np.asarray(np.minimum(_around(curve, 2)[at] / hardest, 1.3), np.float64)


def _busier(curve: Floats, at: Frames, long: float) -> Curve:
    """How many more attacks there are in four bars after than before."""
    struck = _summed((curve > curve.mean() + 0.7 * curve.std()).astype(np.float64))
    reach = round(4 * long)
    before = _means(struck, at - reach, at - round(_JUST * long))
    return (_means(struck, at, at + reach) - before) * 8


def _stretches(levels: Curve) -> list[Curve]:
    """What lies around every so many places of the grid."""
    reach = round(_AROUND / FRAME / _GRID)
    firsts = range(0, len(levels), _COARSE)
    return [levels[max(0, at - reach) : at + _COARSE + reach] for at in firsts]


def _elsewhere(values: Curve, at: Frames, long: float) -> Curve:
    """The most of any other attack around, bars away."""
    least, most = round(_APART * long / _GRID), round(_AROUND / FRAME / _GRID)
    places = at // _GRID
    top = np.full(int(places.max(initial=0)) + 1 + 2 * most, -9.0)
    np.maximum.at(top, places + most, values)
    best = np.lib.stride_tricks.sliding_window_view(top, most - least).max(axis=1)
    return np.asarray(np.maximum(best[places], best[places + most + least + 1]))


def _beside(values: Curve, at: Frames, long: float) -> Curve:
    return np.clip(values - _elsewhere(values, at, long), -3, 1.5)


def _behind(values: Curve, at: Frames, long: float) -> Curve:
    return np.clip(values - _elsewhere(values, at, long), -3, 0)
