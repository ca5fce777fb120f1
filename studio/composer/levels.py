"""Sections at their planned levels, drops a step up, edges from and to nothing: a gain by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from studio.composer import loudness, tables
from studio.composer.limiting import STEP, Curve
from studio.composer.values import RATE, ScorePlan

Energies = NDArray[np.float64]
_PER = loudness.FRAME // STEP
_BARS_STEP = 3.2  # LU, two bars after a drop above the bar before it
_SECONDS_STEP = 2.6  # the same of a second, or two, on either side
_DEEPEST = 9.0  # dB that a bar before a drop is lowered at a time
_SHORTEST = 14.0  # seconds from which on a loudness range says anything


def weights(plan: ScorePlan, energy: Energies) -> Energies:
    """How much each frame counts for the spectrum: its section's gain as power."""
    changes = _changes(plan, energy, 1.0)
    out = np.ones(len(energy))
    for section, change in zip(plan.sections, changes, strict=True):
        out[section.at // loudness.FRAME : -(-section.end // loudness.FRAME)] = 10 ** (change / 10)
    return out


def section_gains(
    plan: ScorePlan, energy: Energies, fades: Curve, limited: Callable[[Curve], Energies]
) -> Curve:
    """A gain by step that brings each section to its planned level, the levels spread or drawn
    together until the loudness range lies in the genre's window after the limiter, which is told
    by `limited`."""
    low, high = map(float, tables.genre(plan.genre)["range"])
    edge = min(0.7, 0.3 * (high - low))
    spread, curve = 1.0, np.zeros(0, dtype=np.float32)
    for _ in range(5):
        curve = _curve(plan, energy, len(fades), fades, spread)
        if plan.samples < _SHORTEST * RATE:
            break
        found = loudness.loudness_range(limited(curve * fades))
        wanted = min(max(found, low + edge), high - edge)
        if abs(found - wanted) < 0.2:
            break
        spread = min(3.0, max(0.4, spread * min(1.8, wanted / max(found, 0.5)) ** 0.8))
    return curve


def _curve(plan: ScorePlan, energy: Energies, steps: int, fades: Curve, spread: float) -> Curve:
    curve = np.zeros(steps, dtype=np.float32)
    for section, change in zip(plan.sections, _changes(plan, energy, spread), strict=True):
        curve[section.at // STEP : section.end // STEP + 1] = change
    for index, section in enumerate(plan.sections):
        if index and section.kind in ("verse", "chorus", "break", "outro"):
            _slope(curve, section.at // STEP, RATE // 4 // STEP)
    _steps_up(plan, energy, curve, fades)
    ease = 6  # steps that a jump takes, all of them before the bar line
    ahead = np.lib.stride_tricks.sliding_window_view(np.pad(curve, (0, ease), mode="edge"), ease)
    curve = np.asarray(ahead[1 : steps + 1].mean(axis=1), dtype=np.float32)
    return np.asarray(10 ** (curve / 20), dtype=np.float32)


def _changes(plan: ScorePlan, energy: Energies, spread: float) -> list[float]:
    """The gain of every section, dB."""
    wanted, found = [], []
    for section in plan.sections:
        first = section.at // loudness.FRAME
        last = max(first + 1, round(section.end / loudness.FRAME))
        piece = energy[first:last]
        found.append(float(loudness.lufs(piece.mean())) if len(piece) else -70.0)
        wanted.append(section.level * spread)
    main = [i for i, s in enumerate(plan.sections) if s.kind in ("drop", "chorus")] or [0]
    top = max(found[i] - wanted[i] for i in main)
    out: list[float] = []
    for index, section in enumerate(plan.sections):
        change = float(np.clip(top + wanted[index] - found[index], -10.0, 7.0))
        if section.kind == "ending":
            # never louder than the band was; one stroke out of a quiet bar is what AAC trips over
            loudest = min(0.0, top + max(wanted) - max(found)) - 2.0
            change = min(out[-1] if out else loudest, loudest)
        out.append(change)
    return out


def _by_frame(gain: Curve, frames: int) -> Energies:
    """A gain by step as mean power by frame."""
    padded = np.pad(gain, (0, max(0, frames * _PER - len(gain))), mode="edge")
    out: Energies = (padded[: frames * _PER].astype(np.float64) ** 2).reshape(-1, _PER).mean(axis=1)
    return out


def _slope(curve: Curve, at: int, half: int) -> None:
    low, high = max(0, at - half), min(len(curve), at + half)
    if high - low > 2:
        curve[low:high] = np.linspace(curve[low], curve[high - 1], high - low)


def _steps_up(plan: ScorePlan, energy: Energies, curve: Curve, fades: Curve) -> None:
    """Lowers the bar before each drop until the drop is a step up, by bars and by seconds."""
    for drop in plan.drops:  # a breath, so that what lands is the steepest attack around
        at, breath = drop // STEP, RATE // 9 // STEP
        if at > 2 * breath:
            curve[at - breath : at] -= np.linspace(0.0, 13.0, breath, dtype=np.float32)
    for _ in range(3):
        gain = np.asarray(10 ** (curve / 20) * fades, dtype=np.float32)
        if not lower(plan, energy * _by_frame(gain, len(energy)), curve):
            break


def lower(plan: ScorePlan, heard: Energies, curve: Curve) -> bool:
    """Whether a drop was no step yet; the bar before it is lower in the curve (dB) then."""
    changed = False
    for drop in reversed(plan.drops):
        around = list(_windows(plan, drop))
        lack = max((need - _step(heard, a, drop, b) for a, b, need in around), default=0.0)
        if lack <= 0.1:
            continue
        changed = True
        start = min(a for a, _, _ in around)
        last = drop // STEP
        slope = min(RATE // 3 // STEP, start // STEP, (drop - start) // STEP // 4)
        first = start // STEP - slope  # the way down lies in what comes before
        ease = np.ones(last - first, dtype=np.float32)
        ease[:slope] = np.linspace(0, 1, slope)
        curve[first:last] -= min(_DEEPEST, lack * 1.1) * ease
    return changed


def _windows(plan: ScorePlan, drop: int) -> Iterator[tuple[int, int, float]]:
    """From, to, and the least step between them, around a drop."""
    starts = [*(bar.at for bar in plan.bars), plan.samples]
    earlier = max((d for d in (0, *plan.drops) if d < drop), default=0)
    if drop not in starts or starts.index(drop) == 0:
        return
    index = starts.index(drop)
    before, after = _tempo(plan, drop - 1), _tempo(plan, drop)
    pairs = [
        (starts[index - 1], starts[min(index + 2, len(starts) - 1)], _BARS_STEP),
        (drop - round(4 * before), drop + round(8 * after), _BARS_STEP - 0.6),
        (drop - RATE, drop + RATE, _SECONDS_STEP),
        (drop - 2 * RATE, drop + 2 * RATE, _SECONDS_STEP),
    ]
    for start, stop, need in pairs:
        if start >= earlier + RATE // 4 or start == starts[index - 1]:
            yield max(0, start), min(plan.samples, stop), need


def _tempo(plan: ScorePlan, at: int) -> float:
    """Samples a beat at a sample."""
    found = plan.tempi[0]
    for late in plan.tempi[1:]:
        if late.at <= at:
            found = late
    return found.samples_per_beat


def _step(energy: Energies, start: int, drop: int, stop: int) -> float:
    """LU between what follows a drop and what comes before it."""
    frame = loudness.FRAME
    at = drop // frame
    before = energy[start // frame : max(at, start // frame + 1)].mean()
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
