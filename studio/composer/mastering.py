"""The finish: a gentle match of the spectrum, sections at their levels, -14 LUFS, true peaks under
the ceiling.

Everything but the match is one gain over time, the same for both channels, so stems times that gain
add up to the
master.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from studio.composer import loudness
from studio.composer.values import RATE, ScorePlan

Wave = NDArray[np.float32]
Curve = NDArray[np.float32]

TARGET = -14.0
CEILING = 10 ** (-2.8 / 20)  # as measured between samples; AAC adds up to two and a half decibels
STEP = 48  # samples for which a gain is worked out
_TAPS = 4095  # odd, so that the middle is a sample and nothing is late
_FFT = 16_384


# --- spectrum ---------------------------------------------------------------------------------


def matching(
    spectrum: NDArray[np.float64], *, tilt: float, air: float, lowpass: float, dip: float = 0.0
) -> Wave:
    """A zero-phase FIR that brings a long-term spectrum some of the way to a slope; `dip` dB lower
    between 1 and 4 kHz, where a voice is understood."""
    f = np.fft.rfftfreq(loudness.FRAME, 1 / RATE)
    centres = 1000.0 * 2.0 ** (np.arange(-15, 13) / 3.0)
    found = []
    for centre in centres:
        inside = (f >= centre / 2 ** (1 / 6)) & (f < centre * 2 ** (1 / 6))
        found.append(spectrum[inside].mean() if inside.any() else np.interp(centre, f, spectrum))
    levels = 10 * np.log10(np.maximum(found, 1e-20))
    octaves = np.log2(centres / 1000.0)
    goal = tilt * octaves
    goal = np.where(octaves > 2, tilt * 2 + (air - tilt * 2) * (octaves - 2) / 1.5, goal)
    goal = np.where(
        octaves < -3.3, goal[np.argmin(np.abs(octaves + 3.3))] - 2.0 * (-3.3 - octaves), goal
    )
    middle = (centres > 120) & (centres < 5000)
    away = goal - levels
    away -= np.median(away[middle])
    smooth = np.convolve(np.pad(away, 2, mode="edge"), [0.1, 0.2, 0.4, 0.2, 0.1], mode="valid")
    change = np.clip(0.95 * smooth, -7.0, np.where(octaves > 2, 10.0, 7.0))
    change[octaves < -4.4] = np.minimum(change[octaves < -4.4], 2.0)
    bins = np.fft.rfftfreq(_TAPS, 1 / RATE)
    gain = np.interp(np.log2(np.maximum(bins, 20.0) / 1000.0), octaves, change)
    gain -= dip * np.exp(-((np.log2(np.maximum(bins, 20.0) / 2000.0) / 1.2) ** 4))
    response = 10 ** (gain / 20)
    response *= 1.0 / np.sqrt(1.0 + (np.maximum(bins, 1.0) / lowpass) ** 12)
    response *= 1.0 / np.sqrt(1.0 + (26.0 / np.maximum(bins, 1.0)) ** 6)
    kernel = np.fft.fftshift(np.fft.irfft(response, _TAPS)) * np.hanning(_TAPS)
    kernel -= np.hanning(_TAPS) / np.hanning(_TAPS).sum() * kernel.sum()  # nothing at 0 Hz
    return kernel.astype(np.float32)


_NARROW, _WIDE = -10.5, -3.5  # dB, the sides beside the middle


def widening(sound: Wave) -> float:
    """A gain for the sides that leaves a mix neither narrow nor hollow."""
    side = float(np.square(sound[0] - sound[1]).mean())
    middle = float(np.square(sound[0] + sound[1]).mean())
    found = 10 * np.log10(max(side, 1e-12) / max(middle, 1e-12))
    wanted = min(_WIDE, max(_NARROW, found))
    return float(10 ** (min(7.0, wanted - found) / 20))


def sideways(kernel: Wave, width: float) -> Wave:
    """The FIR for the sides: the middle's, wider above 200 Hz, nothing below 100."""
    f = np.maximum(np.fft.rfftfreq(len(kernel), 1 / RATE), 1.0)
    low = 1.0 / np.sqrt(1.0 + (110.0 / f) ** 6)
    gain = low * (1.0 + (width - 1.0) / (1.0 + (200.0 / f) ** 4))
    turned = np.fft.rfft(np.fft.ifftshift(kernel)) * gain
    out = np.fft.fftshift(np.fft.irfft(turned, len(kernel)))
    return np.asarray(out, dtype=np.float32)


def shaped(channel: Wave, kernel: Wave, *, around: bool) -> Wave:
    """The channel through the FIR, not delayed."""
    half = len(kernel) // 2
    hop = _FFT - len(kernel)
    length = len(channel)
    response = np.fft.rfft(kernel, _FFT)
    ends = (half, half + _FFT)
    padded = np.pad(channel, ends, mode="wrap") if around else np.pad(channel, ends)
    count = -(-length // hop)
    out = np.empty(count * hop, dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::hop]
    for first in range(0, count, 16):
        rows = windows[first : min(count, first + 16)]
        pieces = np.fft.irfft(np.fft.rfft(rows) * response, _FFT)
        kept = pieces[:, len(kernel) - 1 : len(kernel) - 1 + hop]
        out[first * hop : first * hop + kept.size] = kept.reshape(-1)
    return out[:length]


# --- gain over time ---------------------------------------------------------------------------


def section_gains(plan: ScorePlan, energy: NDArray[np.float64], steps: int, fades: Curve) -> Curve:
    """A gain by step that brings each section to its planned level below the loudest."""
    wanted, found = [], []
    for section in plan.sections:
        first = section.at // loudness.FRAME
        last = max(first + 1, round(section.end / loudness.FRAME))
        piece = energy[first:last]
        found.append(float(loudness.lufs(piece.mean())) if len(piece) else -70.0)
        wanted.append(section.level)
    main = [i for i, s in enumerate(plan.sections) if s.kind in ("drop", "chorus")] or [0]
    top = max(found[i] - wanted[i] for i in main)
    curve = np.zeros(steps, dtype=np.float32)
    for index, section in enumerate(plan.sections):
        change = float(np.clip(top + wanted[index] - found[index], -9.0, 6.0))
        if section.kind == "ending":
            # never louder than the band was; one stroke out of a quiet bar is what AAC trips over
            loudest = min(0.0, top + max(wanted) - max(found)) - 2.0
            change = min(float(curve[max(0, section.at // STEP - 2)]), loudest)
        curve[section.at // STEP : section.end // STEP + 1] = change
    for index, section in enumerate(plan.sections):
        if index and section.kind in ("verse", "chorus", "break", "outro"):
            _slope(curve, section.at // STEP, RATE // 4 // STEP)
    _steps_up(plan, energy, curve, fades)
    ease = 10  # steps that a jump takes, all of them before the bar line
    ahead = np.lib.stride_tricks.sliding_window_view(np.pad(curve, (0, ease), mode="edge"), ease)
    curve = np.asarray(ahead[1 : steps + 1].mean(axis=1), dtype=np.float32)
    return np.asarray(10 ** (curve / 20), dtype=np.float32)


def _slope(curve: Curve, at: int, half: int) -> None:
    low, high = max(0, at - half), min(len(curve), at + half)
    if high - low > 2:
        curve[low:high] = np.linspace(curve[low], curve[high - 1], high - low)


LEAST_STEP = 4.8  # LU between the bar before a drop and the two bars after it, before the limiter


def _steps_up(plan: ScorePlan, energy: NDArray[np.float64], curve: Curve, fades: Curve) -> None:
    """Lowers the bar before each drop until the drop is a step up."""
    for drop in plan.drops:  # a breath, so that what lands is the steepest attack around
        at, breath = drop // STEP, RATE // 12 // STEP
        if at > 2 * breath:
            curve[at - breath : at] -= np.linspace(0.0, 10.0, breath, dtype=np.float32)
    starts = [*(bar.at for bar in plan.bars), plan.samples]
    middles = (np.arange(len(energy)) + 0.5) * loudness.FRAME
    for drop in (*reversed(plan.drops), *reversed(plan.drops)):  # one near another moves both
        index = starts.index(drop) if drop in starts else 0
        if index == 0:
            continue
        bar = starts[index - 1]
        stop = starts[min(index + 2, len(starts) - 1)]
        whole = curve + 20 * np.log10(np.maximum(fades, 1e-4))
        gain = np.interp(middles, (np.arange(len(curve)) + 0.5) * STEP, whole)
        lack = LEAST_STEP - _step(energy * 10 ** (gain / 10), bar, drop, stop)
        if lack <= 0:
            continue
        last = drop // STEP
        slope = min(RATE // 3 // STEP, bar // STEP, (drop - bar) // STEP // 4)
        first = bar // STEP - slope  # the way down lies in the bar before
        ease = np.ones(last - first, dtype=np.float32)
        ease[:slope] = np.linspace(0, 1, slope)
        curve[first:last] -= min(12.0, lack * 1.12) * ease


def _step(energy: NDArray[np.float64], bar: int, drop: int, stop: int) -> float:
    """LU between what follows a drop and the bar before it."""
    frame = loudness.FRAME
    at = drop // frame
    before = energy[bar // frame : max(at, bar // frame + 1)].mean()
    after = energy[-(-drop // frame) : max(-(-stop // frame), at + 2)].mean()
    return float(loudness.lufs(after) - loudness.lufs(before))


def edges(plan: ScorePlan, steps: int) -> Curve:
    """Fades at the ends: three milliseconds in, the ring's fade or the asked-for one out."""
    out = np.ones(steps, dtype=np.float32)
    if plan.brief.loop or plan.brief.ending == "loop":
        return out
    total = plan.samples / STEP
    fade = (plan.samples - plan.final) * 0.75 / STEP
    if plan.brief.ending == "fade":
        fade = max(min(6.0 * RATE, 0.3 * plan.samples) / STEP, fade)
    fade = int(max(10.0, min(fade, total)))
    out[-fade:] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** (
        1.2 if plan.brief.ending == "fade" else 0.8
    )
    out[-1] = 0.0
    first = min(steps, RATE // 12 // STEP)  # a coder has seen nothing yet that it could measure by
    out[:first] *= np.linspace(0.6, 1.0, first, dtype=np.float32)
    return out


def peaks(sound: Wave) -> Curve:
    """The largest value of either channel in each step, between samples where that may matter."""
    steps = -(-sound.shape[1] // STEP)
    out = np.zeros(steps, dtype=np.float32)
    for channel in sound:
        whole = channel[: channel.shape[0] // STEP * STEP].reshape(-1, STEP)
        tops = np.maximum(whole.max(axis=1), -whole.min(axis=1))
        rest = channel[len(tops) * STEP :]
        if len(rest):
            tops = np.append(tops, np.abs(rest).max())
        out = np.maximum(out, tops)
    hot = np.flatnonzero(out > 0.42 * out.max())
    hot = hot[(hot > 0) & (hot < steps - 2)]
    for channel in sound:
        rows = np.lib.stride_tricks.sliding_window_view(channel, STEP + 2 * _REACH)
        for first in range(0, len(hot), 4096):
            some = hot[first : first + 4096]
            between = rows[some * STEP - _REACH] @ _oversampling()
            out[some] = np.maximum(out[some], np.abs(between).max(axis=1))
    return out


_REACH = 12


@cache
def _oversampling() -> Wave:
    """A matrix from a step and its surroundings to the values a quarter, half and three quarters
    on."""
    offsets = np.arange(STEP + 2 * _REACH)[:, None] - _REACH
    columns = [np.arange(STEP)[None, :] + quarter for quarter in (0.25, 0.5, 0.75)]
    matrix = []
    for column in columns:
        x = offsets - column
        window = np.where(np.abs(x) < _REACH, np.cos(np.pi * x / 2 / _REACH) ** 2, 0.0)
        matrix.append(np.sinc(x) * window)
    return np.concatenate(matrix, axis=1).astype(np.float32)


BRIGHT = 0.2  # the highest value above 5 kHz: an AAC coder rebuilds brighter strokes with overs


@cache
def _bright_kernel() -> Wave:
    """An FIR that lets through what lies above 5 kHz."""
    taps = 511
    bins = np.fft.rfftfreq(taps, 1 / RATE)
    response = 1.0 / np.sqrt(1.0 + (5_000.0 / np.maximum(bins, 1.0)) ** 12)
    kernel = np.fft.fftshift(np.fft.irfft(response, taps)) * np.hanning(taps)
    return np.asarray(kernel - kernel.mean(), dtype=np.float32)


def softened(sound: Wave, *, around: bool) -> Curve:
    """Lowers the brightest strokes where they stand out; the gain by step that did it."""
    kernel = _bright_kernel()
    high = [shaped(channel, kernel, around=around) for channel in sound]
    steps = -(-sound.shape[1] // STEP)
    tops = np.zeros(steps, dtype=np.float32)
    for channel in high:
        rows = np.pad(channel, (0, steps * STEP - len(channel))).reshape(-1, STEP)
        np.maximum(tops, np.maximum(rows.max(axis=1), -rows.min(axis=1)), out=tops)
    gain = limiting(tops, BRIGHT, release=0.02)
    for channel, bright in zip(sound, high, strict=True):
        _less(channel, bright, gain, around=around)
    return gain


def soften(sound: Wave, gain: Curve, *, around: bool) -> None:
    """The same for a stem, by the gain found on the whole."""
    for channel in sound:
        bright = shaped(channel, _bright_kernel(), around=around)
        _less(channel, bright, gain, around=around)


def _less(channel: Wave, bright: Wave, gain: Curve, *, around: bool) -> None:
    block = 1 << 18
    for start in range(0, len(channel), block):
        stop = min(len(channel), start + block)
        change = spread_out(gain, start, stop, around=around)
        change -= 1.0
        channel[start:stop] += bright[start:stop] * change


def limiting(tops: Curve, ceiling: float, *, release: float = 0.09) -> Curve:
    """A gain by step under which no step passes the ceiling: ready before a peak, back after it."""
    need = np.minimum(1.0, ceiling / np.maximum(tops, 1e-9))
    if need.min() >= 1.0:
        return np.ones_like(tops)
    ahead = 4  # steps, about milliseconds
    padded = np.pad(need, (ahead + 1, ahead + 1), constant_values=1.0)
    held = np.lib.stride_tricks.sliding_window_view(padded, 2 * ahead + 3).min(axis=1)
    out = held.copy()
    back = np.float32(1 - np.exp(-STEP / (release * RATE)))
    level = 1.0
    values = held.tolist()
    for index, value in enumerate(values):  # falls at once, comes back slowly
        level = value if value < level else level + (value - level) * back
        values[index] = level
    out = np.asarray(values, dtype=np.float32)
    kernel = np.full(2 * ahead + 1, 1.0 / (2 * ahead + 1), dtype=np.float32)
    smooth = np.convolve(np.pad(out, ahead, mode="edge"), kernel, mode="valid")
    result: Curve = smooth.astype(np.float32)
    return result


def powers(sound: Wave) -> Curve:
    """The energy of both channels in each step."""
    steps = -(-sound.shape[1] // STEP)
    out = np.zeros(steps, dtype=np.float32)
    for channel in sound:
        whole = channel[: channel.shape[0] // STEP * STEP].reshape(-1, STEP)
        out[: len(whole)] += np.einsum("ij,ij->i", whole, whole)
    return out


def levelled(
    energy: NDArray[np.float64], tops: Curve, power: Curve, shape: Curve, *, around: bool
) -> Curve:
    """The whole gain by step: sections and edges, loudness, limiter.

    A limiter lowers the steps that hold the energy, so a tenth's gain is weighted by its steps'
    power.
    """
    per = loudness.FRAME // STEP
    count = len(energy)

    def rows(curve: Curve) -> NDArray[np.float64]:
        whole = np.pad(curve, (0, max(0, count * per - len(curve))), mode="edge")[: count * per]
        return whole.reshape(count, per).astype(np.float64)

    weight = rows(power) + 1e-12
    weight /= weight.sum(axis=1, keepdims=True)

    def by_frame(curve: Curve) -> NDArray[np.float64]:
        out: NDArray[np.float64] = (rows(curve) ** 2 * weight).sum(axis=1)
        return out

    gain = 10 ** ((TARGET - loudness.integrated(energy * by_frame(shape))) / 20)
    curve: Curve = np.asarray(shape * np.float32(gain), dtype=np.float32)
    limited = curve
    for _ in range(10):
        held = holding(tops * curve, around=around)
        limited = np.asarray(curve * held, dtype=np.float32)
        away = TARGET - loudness.integrated(energy * by_frame(limited))
        if abs(away) < 0.02:
            break
        curve = np.asarray(curve * np.float32(10 ** (away / 20)), dtype=np.float32)
    return limited


def holding(tops: Curve, *, around: bool) -> Curve:
    """The limiter's gain; for a loop what comes after the end is the start."""
    if not around:
        return limiting(tops, CEILING)
    lap = min(len(tops), RATE // STEP)
    twice = np.concatenate([tops[-lap:], tops, tops[:lap]])
    return limiting(twice, CEILING)[lap : lap + len(tops)]


def joined(curve: Curve) -> Curve:
    """The curve, its last third of a second sloping to where it starts."""
    out = curve.copy()
    slope = min(len(out) // 2, RATE // 3 // STEP)
    share = np.linspace(0, 1, slope, dtype=np.float32)
    out[-slope:] = out[-slope:] * (1 - share) + out[0] * share
    return out


def spread_out(curve: Curve, start: int, stop: int, *, around: bool = False) -> Wave:
    """A gain by sample between two samples, straight from step to step."""
    first, last = start // STEP, -(-stop // STEP)
    places = np.arange(first, last + 1)
    size = len(curve)
    ends = curve[places % size if around else np.minimum(places, size - 1)]
    before = curve[(places - 1) % size if around else np.clip(places - 1, 0, size - 1)]
    knots = np.minimum(ends, before)  # at a step's edge the lower of its neighbours
    ramp = np.arange(STEP, dtype=np.float32) / np.float32(STEP)
    whole = knots[:-1, None] + (knots[1:] - knots[:-1])[:, None] * ramp
    flat = whole.reshape(-1)[start - first * STEP : stop - first * STEP]
    return np.asarray(flat, dtype=np.float32)
