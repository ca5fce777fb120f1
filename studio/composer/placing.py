"""A part's notes at their places, as loud as its level asks, with their echoes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from studio.composer import drumming, loudness, tables, waves
from studio.composer.values import RATE, Note, Part, ScorePlan
from studio.composer.waves import Key, Rendered, Wave

_REFERENCE = -20.0  # LUFS of a part at level 0, before the master
_EFFECT_LEVELS = {
    "riser": -9.0,
    "swell": -9.0,
    "impact": 1.0,
    "softimpact": -2.0,
    "crash": -6.0,
    "stinger": -2.0,
    "tap": -5.0,
    "braam": -2.0,
}


class Stroke(NamedTuple):
    """A rendered note at its place."""

    start: int
    stop: int
    wave: Wave
    left: float
    right: float
    fade: int


@dataclass(slots=True)
class Track:
    part: Part
    strokes: list[Stroke]
    gain: float = 1.0


def placed(
    plan: ScorePlan, part: Part, keys: list[Key], known: dict[Key, Rendered], *, around: bool
) -> Track:
    """The part's strokes and its level."""
    frames = np.zeros(plan.samples // loudness.FRAME + 64)
    strokes: list[Stroke] = []
    kit = part.instrument.startswith("kit:")
    gains, pans = drumming.kits()["gains"], drumming.kits()["pan"]
    instrument: dict[str, Any] = tables.instruments().get(part.instrument, {})
    spread = float(instrument.get("spread", 0.0))
    sings = bool(instrument.get("sustain"))
    release = int(waves.RELEASE.get(str(instrument.get("family", "")), 0.1) * RATE)
    for key, note in zip(keys, part.notes, strict=True):
        wave, energy, lag = known[key]
        gain = (note.velocity / 100.0) ** 1.7
        pan = part.pan
        if kit:
            gain *= 10 ** (float(gains.get(note.style, 0.0)) / 20)
            pan += float(pans.get(note.style, 0.0))
        elif part.role == "effects":
            top = loudness.momentary_top(energy, 1.0)
            gain *= 10 ** ((_REFERENCE + _EFFECT_LEVELS.get(note.style, -6.0) - top) / 20)
        elif spread:
            pan += spread * max(-1.0, min(1.0, (note.pitch - 66) / 24.0)) * (note.pitch > 50)
        whole = kit or part.role == "effects"
        size = wave.shape[-1] if whole else min(wave.shape[-1], note.length + release)
        fade = 0 if size == wave.shape[-1] else min(release, size // 2)
        left, right = _panned(pan)
        start = note.at
        if sings and note.at not in plan.drops:
            start = max(0, note.at - lag)
        strokes.append(Stroke(start, start + size, wave, gain * left, gain * right, fade))
        first = note.at // loudness.FRAME
        heard = energy[: min(len(energy), -(-size // loudness.FRAME), len(frames) - first)]
        frames[first : first + len(heard)] += heard * (gain * gain)
        if part.echo:
            strokes += _echoes(plan, note, strokes[-1], part.echo, around=around)
    level = 1.0
    if part.role != "effects":
        top = loudness.momentary_top(frames)
        level = 10 ** ((_REFERENCE + part.level - top) / 20)
    return Track(part, strokes, level)


def _echoes(
    plan: ScorePlan, note: Note, stroke: Stroke, level: float, *, around: bool
) -> Iterable[Stroke]:
    """The stroke again a dotted eighth later, on the other side."""
    beat = next(t for t in reversed(plan.tempi) if t.at <= note.at).samples_per_beat
    for times, side in ((1, 0), (2, 1)):
        delay = round(0.75 * beat * times)
        loud = (stroke.left + stroke.right) * 0.7 * level**times
        left, right = (loud, 0.35 * loud) if side else (0.35 * loud, loud)
        end = plan.samples if not around else 1 << 60
        if note.at + delay < min(end, plan.final if not around else end):
            yield stroke._replace(
                start=stroke.start + delay, stop=stroke.stop + delay, left=left, right=right
            )


def lay(
    out: Wave, stroke: Stroke, shift: int, first: int, last: int, start: int, gain: float
) -> None:
    """Adds the part of a stroke that lies between two samples."""
    begin = first + shift - stroke.start
    end = last + shift - stroke.start
    size = stroke.stop - stroke.start
    piece = stroke.wave[..., begin:end]
    if stroke.fade and end > size - stroke.fade:
        from_fade = max(0, size - stroke.fade - begin)
        piece = piece.copy()
        ramp = np.arange(size - (begin + from_fade), size - end, -1, dtype=np.float32)
        ramp /= np.float32(stroke.fade)
        piece[..., from_fade:] *= ramp * ramp
    left, right = np.float32(stroke.left * gain), np.float32(stroke.right * gain)
    low, high = (piece, piece) if piece.ndim == 1 else (piece[0], piece[1])
    out[0, first - start : last - start] += low * left
    out[1, first - start : last - start] += high * right


def _panned(pan: float) -> tuple[float, float]:
    """Constant power; 0 is the middle."""
    angle = (max(-1.0, min(1.0, pan)) + 1.0) * np.pi / 4
    return float(np.cos(angle) * 1.4142), float(np.sin(angle) * 1.4142)
