"""The beats of a song: tempo with a second guess, beat times to the millisecond, downbeats.

Tempo by a comb over the autocorrelation of the rises; its level (double, half) by what stands
between the beats; beats by dynamic programming (Ellis 2007), then each drawn to the attack it
belongs to. Nothing here needs trained weights.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.analysis.spectrum import FRAME, HIGH, LOW, MID, Spectrum
from studio.analysis.values import Floats, Rhythm

SLOWEST, FASTEST = 45.0, 200.0  # beats a minute that people tap
_FAST = 184.0  # the family is looked for in the octave below this, then perhaps halved
_TIGHT, _SAID = 60.0, 400.0  # how even beats are: as found, and where the user said the tempo
LATENCY = 0.008  # seconds by which a window sees an attack before it comes
# Weights of `signs`, fitted by benchmarks/tempo.py on songs it makes itself.
_WEIGHTS = np.array(
    [
        1.754, 2.196, 1.804, 0.463, 8.133, 2.197, 2.715, 7.684, -3.017, -4.599, 1.035, -0.599,
        -6.83, 19.458, -36.077, 2.074, -0.402, 0.297,
    ],
    np.float32,
)  # fmt: skip
_BIAS = 2.595


def track(spectrum: Spectrum, *, bpm: float | None = None, first: float | None = None) -> Rhythm:
    """The rhythm of this spectrum; a tempo or a first beat that the user gave wins."""
    strength = _strength(spectrum)
    if len(strength) < int(2.0 / FRAME) or strength.max(initial=0.0) <= 0:
        return Rhythm(0.0, 0.0, 0.0, (), ())
    fast, clear = _family(spectrum)
    level, half = _level(spectrum, strength, fast)
    chosen, second = level, fast if level < fast else fast / 2
    confidence = _sure(clear, half) * _struck(spectrum, strength)
    if bpm is not None:
        chosen, second, confidence = _near(strength, bpm), level, 1.0
    tight = _TIGHT if bpm is None else _SAID
    frames = _follow(strength, 60.0 / chosen / FRAME, tight=tight)
    if first is not None:
        frames = _anchored(frames, first / FRAME, 60.0 / chosen / FRAME, len(strength))
    beats = _sharpen(strength, frames)
    bar, phase = _bars(spectrum, frames)
    times = tuple(float(b) for b in beats)
    return Rhythm(
        bpm=round(_median_tempo(beats, chosen) if bpm is None else chosen, 2),
        second_bpm=round(second, 2),
        confidence=round(float(confidence), 3),
        beats=times,
        downbeats=times[phase::bar],
        meter=bar,
        steady=_steady(beats),
    )


def _strength(spectrum: Spectrum) -> Floats:
    """One onset curve: rises of all bands, locally evened out so that quiet bars count, too."""
    weights = np.array([1.3, 1.0, 1.0, 1.0, 0.9, 0.7], np.float32)
    curve = spectrum.rise @ weights
    return _even(curve)


def _even(curve: Floats) -> Floats:
    wide = max(3, int(3.0 / FRAME))
    local = _smooth(np.abs(curve), wide)
    floor = 0.25 * float(np.mean(curve)) + 1e-9
    level = curve / (local + floor)
    flat: Floats = np.maximum(level - _smooth(level, max(3, int(0.25 / FRAME))) * 0.6, 0.0).astype(
        np.float32
    )
    return flat


def _smooth(curve: Floats, width: int) -> Floats:
    """A running mean of this width, as long as the curve."""
    summed = np.cumsum(np.pad(curve.astype(np.float64), (width // 2 + 1, width - width // 2)))
    mean: Floats = ((summed[width:] - summed[:-width]) / width)[: len(curve)].astype(np.float32)
    return mean


def _autocorrelation(curve: Floats, longest: int) -> Floats:
    size = 1 << (len(curve) + longest).bit_length()
    spectrum = np.fft.rfft(curve - curve.mean(), size)
    full = np.fft.irfft(np.abs(spectrum) ** 2, size)[: longest + 1]
    lags = np.arange(longest + 1)
    full = full / np.maximum(len(curve) - lags, 1) * len(curve)
    scaled: Floats = (full / max(float(full[0]), 1e-9)).astype(np.float32)
    return scaled


def _repetition(spectrum: Spectrum, longest: int) -> Floats:
    """How alike the song is to itself at each lag, band by band, so that a snare is no kick."""
    total = np.zeros(longest + 1, np.float32)
    for band in range(spectrum.rise.shape[1]):
        total += _autocorrelation(_smooth(_even(spectrum.rise[:, band]), 3), longest)
    mean: Floats = total / spectrum.rise.shape[1]
    return mean


def _family(spectrum: Spectrum) -> tuple[float, float]:
    """A beat between FAST / 2 and FAST whose bars repeat, and how much of the song that explains.

    Bars tell three quarters from four: at two thirds of the true tempo single notes still fall on
    the grid, but four such beats are no bar.
    """
    longest = min(len(spectrum.rise) - 1, int(13.0 / FRAME))
    alike = _repetition(spectrum, longest)
    tempi = np.geomspace(_FAST / 2 * 0.97, _FAST * 1.03, 500)
    score = _comb(alike, (60.0 / tempi / FRAME).astype(np.float32))
    best = int(np.argmax(score))
    # Noise repeats itself a little at every tempo: what counts is what stands out of the rest.
    plain = float(score[best]) - max(0.0, float(np.median(score))) * 1.2
    return _exact(alike, float(tempi[best])), plain


def _comb(alike: Floats, period: Floats) -> Floats:
    """How well a pulse of each period explains the repetition: notes, half bars, bars, phrases."""
    total = np.zeros(len(period), np.float32)
    grid = np.arange(len(alike), dtype=np.float32)
    for multiple, weight in ((1, 0.5), (2, 0.7), (4, 1.0), (8, 1.2), (16, 0.8)):
        at = period * multiple
        inside = at < len(alike) - 1
        total += weight * np.where(inside, np.interp(at, grid, alike, right=0.0), 0.0)
    return total


def _exact(correlation: Floats, bpm: float) -> float:
    """This tempo made exact on its longest multiple within reach."""
    period = 60.0 / bpm / FRAME
    for multiple in (2, 4, 8, 16):
        at = period * multiple
        reach = max(2, int(0.02 * at))
        low = round(at) - reach
        if low + 2 * reach + 2 > len(correlation):
            break
        piece = correlation[low : low + 2 * reach + 1]
        peak = int(np.argmax(piece))
        period = (low + peak + _bend(piece, peak)) / multiple
    return 60.0 / period / FRAME


def _bend(curve: Floats, peak: int) -> float:
    """Where the top lies between samples, -0.5..0.5, by a parabola."""
    if not 0 < peak < len(curve) - 1:
        return 0.0
    left, top, right = (float(curve[peak + i]) for i in (-1, 0, 1))
    curvature = left - 2 * top + right
    return 0.0 if curvature >= 0 else max(-0.5, min(0.5, 0.5 * (left - right) / curvature))


def _near(strength: Floats, bpm: float) -> float:
    longest = min(len(strength) - 1, int(11.0 / FRAME))
    return _exact(_autocorrelation(_smooth(strength, 3), longest), bpm)


def signs(spectrum: Spectrum, strength: Floats, bpm: float) -> Floats:
    """What tells a true beat from twice its tempo, as numbers for `_WEIGHTS`.

    Of four band groups each: how much stronger every second beat is, how much one of every four
    stands out (a backbeat comes every second true beat), and how much happens halfway between;
    then whether harmony changes with every fourth beat or every eighth, how much of the song
    repeats after four against after eight, and the tempo in octaves from the middle, bent.
    """
    frames = _follow(strength, 60.0 / bpm / FRAME)
    middles = (frames[:-1] + frames[1:]) / 2
    groups = [_even(spectrum.rise[:, b].mean(axis=1)) for b in (LOW, MID, HIGH, slice(0, 6))]
    on = [_at(group, frames) for group in groups]
    first = int(on[3][::2].mean() < on[3][1::2].mean())  # the stronger half comes first
    turns = [
        _share(float(beat[first::2].mean()), float(beat[1 - first :: 2].mean())) for beat in on
    ]
    fourths = [_one_of(beat, 4) - _one_of(beat, 2) for beat in on]
    between = [
        _share(float(_at(group, middles).mean()), float(beat.mean()))
        for group, beat in zip(groups, on, strict=True)
    ]
    change = _harmony_turns(spectrum, frames)
    harmony = [_one_of(change, 4), _one_of(change, 8) - _one_of(change, 4)]
    busy = float((spectrum.rise.sum(axis=1) > _busy_limit(spectrum)).mean()) * 60 / bpm / FRAME / 10
    pace = float(np.log2(bpm / 130.0))
    bent = [pace, pace * pace * 4, max(0.0, pace - 0.15) * 4]
    return np.array([*turns, *fourths, *between, *harmony, busy, *bent], np.float32)


def _one_of(values: Floats, count: int) -> float:
    """How far the strongest of so many phases stands above the others, 0..1."""
    if len(values) < 2 * count:
        return 0.0
    means = np.sort([float(values[phase::count].mean()) for phase in range(count)])
    return _share(float(means[-1]), float(means[:-1].mean()))


def _harmony_turns(spectrum: Spectrum, frames: Floats) -> Floats:
    """How much the harmony changes at each of these beats."""
    edges = np.clip(np.round(frames).astype(int), 0, len(spectrum.chroma) - 1)
    summed = np.concatenate([np.zeros((1, 12)), np.cumsum(spectrum.chroma, axis=0)])
    ends = np.concatenate([edges[1:], [len(spectrum.chroma)]])
    parts = summed[np.maximum(ends, edges + 1)] - summed[edges]
    parts = parts / (np.linalg.norm(parts, axis=1, keepdims=True) + 1e-9)
    turns: Floats = np.concatenate([[0.0], 1 - (parts[1:] * parts[:-1]).sum(axis=1)]).astype(
        np.float32
    )
    return turns


def _busy_limit(spectrum: Spectrum) -> float:
    rises = spectrum.rise.sum(axis=1)
    return float(rises.mean() + 1.5 * rises.std())


def _share(one: float, other: float) -> float:
    return (one - other) / (one + other + 1e-6)


def _level(spectrum: Spectrum, strength: Floats, fast: float) -> tuple[float, float]:
    """The tempo at the level people tap, and how sure it is half of `fast`, 0..1."""
    if 60.0 / fast / FRAME * 12 > len(strength):
        return fast, 0.5
    lean = float(signs(spectrum, strength, fast) @ _WEIGHTS + _BIAS)
    half = 1.0 / (1.0 + float(np.exp(-lean)))
    return (fast / 2 if half > 0.5 else fast), half


def _at(curve: Floats, frames: NDArray[np.floating[Any]]) -> Floats:
    """The strongest value within two frames of each time."""
    where = np.clip(np.round(frames).astype(int), 2, len(curve) - 3)
    near: Floats = np.max([curve[where + shift] for shift in (-2, -1, 0, 1, 2)], axis=0)
    return near


def _sure(clear: float, half: float) -> float:
    """Confidence 0..1: how well bars repeat, and how plain the level was."""
    plain = abs(half - 0.5) * 2
    return max(0.0, min(1.0, (clear - 0.6) / 2.2)) * (0.5 + 0.5 * plain)


def _struck(spectrum: Spectrum, strength: Floats) -> float:
    """0..1: whether anything is struck at all. Noise rises a little everywhere, notes at once."""
    rises = spectrum.rise.sum(axis=1)
    peaks, middle = np.percentile(rises, 97), np.percentile(rises, 50)
    enough = min(1.0, len(strength) * FRAME / 8.0)
    return enough * float(np.clip((peaks / max(float(middle), 1e-9) - 2.2) / 2.5, 0.0, 1.0))


def _follow(strength: Floats, period: float, *, tight: float = _TIGHT) -> Floats:
    """Beat frames of the best path through the onset curve near this period."""
    smooth = _smooth(strength, 3)
    smooth = smooth / (smooth.std() + 1e-9)
    count = len(smooth)
    shortest, longest = max(1, round(period * 0.7)), max(2, round(period * 1.45))
    steps = np.arange(shortest, longest + 1)
    penalty = -tight * np.log(steps / period) ** 2
    score, back = smooth.astype(np.float64).copy(), np.full(count, -1)
    for frame in range(shortest, count):
        first = max(0, frame - longest)
        last = frame - shortest + 1
        choices = score[first:last] + penalty[frame - np.arange(first, last) - shortest]
        best = int(np.argmax(choices))
        if choices[best] > 0:
            score[frame] += choices[best]
            back[frame] = first + best
    tail = count - longest if count > longest else 0
    frame = tail + int(np.argmax(score[tail:]))
    path = [frame]
    while back[frame] >= 0:
        frame = int(back[frame])
        path.append(frame)
    return np.array(path[::-1], np.float32)


def _anchored(frames: Floats, first: float, period: float, count: int) -> Floats:
    """An even grid through the first beat that the user named."""
    start = first - int(first / period) * period
    return np.arange(start, count, period, dtype=np.float32)


def _sharpen(strength: Floats, frames: Floats) -> NDArray[np.float64]:
    """Beat times in seconds, each drawn to the top of its attack between the frames."""
    times = np.empty(len(frames))
    for index, frame in enumerate(frames):
        low = max(0, round(float(frame)) - 2)
        piece = strength[low : low + 5]
        if not len(piece) or piece.max() <= 0:
            times[index] = frame * FRAME
            continue
        peak = int(np.argmax(piece))
        times[index] = (low + peak + _bend(piece, peak)) * FRAME + LATENCY
    return times


def _bars(spectrum: Spectrum, frames: Floats) -> tuple[int, int]:
    """Beats a bar, and which beat is the first of a bar: low attacks and new harmony say so."""
    if len(frames) < 8:
        return 4, 0
    low = _at(_even(spectrum.rise[:, LOW].mean(axis=1)), frames)
    edges = np.round(frames).astype(int)
    chroma = np.array([
        spectrum.chroma[a:max(b, a + 1)].mean(axis=0)
        for a, b in zip(edges, [*edges[1:], len(spectrum.chroma)], strict=True)
    ])  # fmt: skip
    chroma /= np.linalg.norm(chroma, axis=1, keepdims=True) + 1e-9
    change = np.concatenate([[0.0], 1 - np.sum(chroma[1:] * chroma[:-1], axis=1)])
    evidence = low / (low.std() + 1e-6) * 0.5 + change / (change.std() + 1e-6)
    best = (-1e9, 4, 0)
    for bar in (4, 3):
        for phase in range(bar):
            inside = evidence[phase::bar].mean() - evidence.mean()
            best = max(best, (float(inside) * (1.0 if bar == 4 else 0.8), bar, phase))
    return best[1], best[2]


def _median_tempo(beats: NDArray[np.float64], otherwise: float) -> float:
    """The tempo of the beats found: by a line through them when it is even, else the median."""
    if len(beats) < 4:
        return otherwise
    gaps = np.diff(beats)
    middle = float(np.median(gaps))
    numbers = np.concatenate([[0], np.cumsum(np.maximum(1, np.round(gaps / middle)))])
    slope = float(np.polyfit(numbers, beats, 1)[0])
    return 60.0 / (slope if abs(slope / middle - 1) < 0.05 else middle)


def _steady(beats: NDArray[np.float64]) -> bool:
    if len(beats) < 8:
        return True
    gaps = np.diff(beats)
    local = np.array([np.median(part) for part in np.array_split(gaps, max(1, len(gaps) // 8))])
    return bool(np.ptp(local) / np.median(gaps) < 0.02)
