"""Beats laid along a song: the best path through its attacks, its phase, and where bars begin.

Dynamic programming over frames and steps, then each beat is drawn to its attack. A path may walk
between the beats as well as on them; `on_beat` tells the two apart by drums, bass and harmony.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from studio.analysis import curves
from studio.analysis.spectrum import FRAME, HIGH, LOW, MID, Spectrum
from studio.analysis.values import Floats

LATENCY = 0.008  # seconds by which a window sees an attack before it comes
_REACH = 0.2  # how far a step may be from the period
_EVEN, _STRAY, _LEAP = 5000.0, 15.0, 15.0  # what it costs to change step, to stray, to leap
_SLIP = 0.06  # seconds between our beat and the user's that are one and the same
# Weights of `footing`, fitted by benchmarks/tempo.py on songs it makes itself.
_ON_BEAT = np.array([1.373, 5.218, -4.63, 5.697, 5.244, -2.557, 5.578, -1.518], np.float32)
_ENOUGH = 16  # beats from which on a slip can be told
_OFF, _OFF_SHARE = 0.03, 0.06  # seconds, beats that most of them may lie off the grid
_SLIPPED = 0.04  # share of beats on the other half, from which on it is a slip


def follow(strength: Floats, period: float) -> Floats:
    """Beat frames of the best path through the onset curve near this period."""
    return _best_path(_eased(strength), period)


def through(frames: Floats, first: float) -> tuple[Floats, int]:
    """The path moved so that it passes where the user heard a beat, and which beat that is.

    All of it moves by the same share of a beat: a drifting song goes on being followed.
    """
    if len(frames) < 2:
        return frames, 0
    gaps = np.diff(frames)
    index = int(np.clip(np.searchsorted(frames, first, side="right") - 1, 0, len(gaps) - 1))
    share = float((first - frames[index]) / gaps[index])
    whole = round(share) if abs(share - round(share)) * gaps[index] < _SLIP / FRAME else 0
    if whole or abs(share) * gaps[index] < _SLIP / FRAME:  # said to a tenth of a second or so
        return frames, max(0, index + whole)
    moved = frames + share * np.append(gaps, gaps[-1])
    before = np.arange(moved[0] - gaps[0], 0.0, -gaps[0])[::-1]
    made: Floats = np.concatenate([before, moved]).astype(np.float32)
    return made, index + len(before)


def tapped(frames: Floats, taps: NDArray[np.float64]) -> Floats:
    """The user's beats where they tapped, a left-out one filled in, and the path before and after
    them moved so that it goes on from there."""
    gap = float(np.median(np.diff(taps)))
    made: list[float] = [float(taps[0])]
    for one, two in itertools.pairwise(taps):
        count = max(1, round(float(two - one) / gap))
        made += [float(one + (two - one) * n / count) for n in range(1, count + 1)]
    before, _ = through(frames, float(taps[0]))
    after, _ = through(frames, float(taps[-1]))
    whole = [*before[before < taps[0] - gap / 2], *made, *after[after > taps[-1] + gap / 2]]
    return np.array(whole, np.float32)


def _eased(strength: Floats) -> NDArray[np.float64]:
    smooth = curves.smooth(strength, 3).astype(np.float64)
    eased: NDArray[np.float64] = smooth / (smooth.std() + 1e-9)
    return eased


def _best_path(eased: NDArray[np.float64], period: float) -> Floats:
    """The best chain of frames, each a step after the one before.

    Every frame has a score for each step that may have led there, so that a change of step costs
    something: a song that drifts is followed, but nobody slips half a beat because the notes
    between the beats are louder for a while. A jump to another tempo costs no more than `_LEAP`.
    No step is shorter than the shortest, so as many frames are worked out at once. Steps further
    apart than `near` cost a whole leap, so of those only the best score of all counts. Which step
    came before is asked only on the way back, of the few frames that lie on it.
    """
    count = len(eased)
    low, high = max(2, int(period * (1 - _REACH))), max(3, int(np.ceil(period * (1 + _REACH))))
    steps = np.arange(low, high + 1)
    change = np.maximum(-_EVEN * np.log(steps[:, None] / steps[None, :]) ** 2, -_LEAP)
    near = int(high * (1 - np.exp(-np.sqrt(_LEAP / _EVEN)))) + 1
    rows = np.arange(len(steps)) + np.arange(2 * near + 1)[:, None]  # of steps that lie near each
    close = np.pad(change, ((near, near), (0, 0)))[rows, np.arange(len(steps))]
    stray = -_STRAY * np.log(steps / period) ** 2
    score = np.full((len(steps) + 2 * near, high + count), -np.inf)  # nothing before the beginning
    score[near:-near, high:] = eased
    top = np.full(high + count, -np.inf)
    top[high:] = eased
    for start in range(low, count, low):
        frames = np.arange(start, min(start + low, count)) + high
        before = frames - steps[:, None]
        choices = (score[rows[..., None], before] + close[..., None]).max(axis=0)
        better = np.maximum(choices, top[before] - _LEAP) + stray[:, None]
        score[near:-near, frames] += np.maximum(better, 0.0)
        top[frames] = score[near:-near, frames].max(axis=0)
    score = score[near:-near]
    tail = max(0, count - high)
    step, last = divmod(int(score[:, tail + high :].argmax()), count - tail)
    path = [tail + last]
    while path[-1] >= low:
        found = score[:, path[-1] - steps[step] + high] + change[:, step]
        if found.max() + stray[step] <= 0:  # it began here
            break
        path.append(path[-1] - int(steps[step]))
        step = int(found.argmax())
    return np.array(path[::-1], np.float32)


def between(frames: Floats) -> Floats:
    """The frames halfway between beats."""
    return (0.5 * (frames[:-1] + frames[1:])).astype(np.float32)


def footing(spectrum: Spectrum, frames: Floats) -> Floats:
    """What tells beats from the places halfway between them, as numbers for `_ON_BEAT`.

    Kick, bass, middle and hats, all together; then new harmony, new bass notes, and how long what
    is struck there lasts.
    """
    middles = between(frames)
    groups = [LOW, slice(1, 2), MID, HIGH, slice(0, 6)]
    rises = [curves.even(spectrum.rise[:, bands].mean(axis=1)) for bands in groups]
    pairs = [(curves.at(rise, frames[:-1]), curves.at(rise, middles)) for rise in rises]
    both = np.sort(np.concatenate([frames[:-1], middles]))
    turns = harmony_turns(spectrum, both)
    pairs.append((turns[::2], turns[1::2]))
    for band in (LOW, slice(1, 3)):
        lasting = np.sqrt(spectrum.energy[:, band].sum(axis=1))
        lasting = curves.smooth(lasting, 7)
        gains = [_after(lasting, where) for where in (frames[:-1], middles)]
        pairs.append((gains[0], gains[1]))
    made = [curves.share(float(on.mean()), float(off.mean())) for on, off in pairs]
    return np.array(made, np.float32)


def _after(curve: Floats, frames: Floats) -> Floats:
    """How much more there is just after these frames than just before, nothing where less."""
    where = np.clip(np.round(frames).astype(int), 6, max(6, len(curve) - 7))
    gain: Floats = np.maximum(curve[where + 5] - curve[where - 4], 0.0).astype(np.float32)
    return gain


def on_beat(spectrum: Spectrum, frames: Floats) -> tuple[Floats, float]:
    """The path moved half a beat where it walked between the beats, and how sure that is, 0..1."""
    if len(frames) < 8:
        return frames, 0.5
    lean = float(footing(spectrum, frames) @ _ON_BEAT)
    sure = 1.0 / (1.0 + float(np.exp(-abs(lean))))
    if lean >= 0:
        return frames, sure
    middles = between(frames)
    first = frames[0] - (frames[1] - frames[0]) / 2
    moved = np.concatenate([[first], middles]) if first >= 0 else middles
    return moved.astype(np.float32), sure


def harmony_turns(spectrum: Spectrum, frames: Floats) -> Floats:
    """How much the harmony changes at each of these frames."""
    edges = np.clip(np.round(frames).astype(int), 0, len(spectrum.chroma) - 1)
    summed = np.concatenate([np.zeros((1, 12)), np.cumsum(spectrum.chroma, axis=0)])
    ends = np.concatenate([edges[1:], [len(spectrum.chroma)]])
    parts = summed[np.maximum(ends, edges + 1)] - summed[edges]
    parts = parts / (np.linalg.norm(parts, axis=1, keepdims=True) + 1e-9)
    turns: Floats = np.concatenate([[0.0], 1 - (parts[1:] * parts[:-1]).sum(axis=1)]).astype(
        np.float32
    )
    return turns


def evened(spectrum: Spectrum, frames: Floats) -> Floats:
    """The beats without slips: where a steady song was followed half a beat off for a while.

    Beats that all lie on the half beats of one even grid, but not on the same halves, slipped where
    little was struck. Songs that are played freely lie on no such grid, and stay as they are.
    """
    if len(frames) < _ENOUGH:
        return frames
    usual = float(np.median(np.diff(frames)))
    gaps = usual * np.linspace(0.985, 1.015, min(6000, 30 * len(frames)) | 1)
    turns = np.concatenate([_turns(frames, few) for few in np.array_split(gaps, len(gaps) // 32)])
    best = int(np.abs(turns).argmax())
    gap, start = float(gaps[best]), float(np.angle(turns[best]) / (4 * np.pi) * gaps[best])
    places = (frames - start) / (gap / 2)
    near = np.abs(places - np.round(places)) * gap / 2 * FRAME
    if np.percentile(near, 85) > max(_OFF, _OFF_SHARE * gap * FRAME):
        return frames
    odd = float((np.round(places) % 2 == 1).mean())
    if min(odd, 1 - odd) < _SLIPPED:
        return frames
    first = start + (gap / 2 if odd > 0.5 else 0.0)
    number = np.arange(np.ceil((frames[0] - first) / gap), (frames[-1] - first) / gap + 1e-6)
    grid, _ = on_beat(spectrum, (first + number * gap).astype(frames.dtype))
    nearest = frames[np.abs(frames[None, :] - grid[:, None]).argmin(axis=1)]
    kept = np.abs(nearest - grid) * FRAME < 2 * _OFF
    return np.where(kept, nearest, grid).astype(frames.dtype)


def _turns(frames: Floats, gaps: NDArray[np.float64]) -> NDArray[np.complex128]:
    """How much these frames agree on where half beats so far apart lie: 0..1, and where."""
    made: NDArray[np.complex128] = np.exp(4j * np.pi * frames / gaps[:, None]).mean(axis=1)
    return made


def sharpen(strength: Floats, frames: Floats) -> NDArray[np.float64]:
    """Beat times in seconds, each drawn to the top of its attack between the frames."""
    times = np.empty(len(frames))
    for index, frame in enumerate(frames):
        low = max(0, round(float(frame)) - 2)
        piece = strength[low : low + 5]
        if not len(piece) or piece.max() <= 0:
            times[index] = frame * FRAME
            continue
        peak = int(np.argmax(piece))
        times[index] = (low + peak + curves.top(piece, peak)) * FRAME + LATENCY
    return times


def bars(spectrum: Spectrum, frames: Floats, meter: int) -> tuple[int, int]:
    """Beats a bar, and which beat is the first of a bar: low attacks and new harmony say so."""
    if len(frames) < 8:
        return meter, 0
    low = curves.at(curves.even(spectrum.rise[:, LOW].mean(axis=1)), frames)
    change = harmony_turns(spectrum, frames)
    evidence = low / (low.std() + 1e-6) * 0.5 + change / (change.std() + 1e-6)
    firsts = [float(evidence[phase::meter].mean()) for phase in range(meter)]
    return meter, int(np.argmax(firsts))
