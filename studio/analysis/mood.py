"""What the picture feels like: valence and energy scene by scene, and a curve for the music.

Cues and weights after Valdez & Mehrabian 1994 (light and colour for pleasure) and Hanjalic &
Xu 2005 (motion, cuts and loudness for arousal). Every number that led to a mood stays in the scene,
so that it can be shown and overruled.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from studio.analysis.values import Cut, Glance, Hearing, Scene

Frame = NDArray[np.uint8]  # height x width x 3: Y, Cb, Cr

_SHORTEST = 1.5  # seconds; quicker shots are told of together
_MOST = 12  # scenes; more than that nobody reads
_FULL_MOTION = 0.06  # mean change of luma between samples a quarter of a second apart
_FULL_CUTS = 30.0  # a minute
_GAP = 0.6  # seconds between two samples that were not looked at together
_SMOOTH = 8.0  # seconds over which the curve is evened out


def glances(samples: Sequence[tuple[float, Frame]]) -> tuple[Glance, ...]:
    """Each sampled frame's light, colour and motion; samples are some 4 to 8 a second."""
    found = []
    before: Frame | None = None
    then = 0.0
    for at, frame in samples:
        luma = frame[..., 0].astype(np.float32)
        cb = frame[..., 1].astype(np.float32) - 128
        cr = frame[..., 2].astype(np.float32) - 128
        chroma = np.hypot(cb, cr)
        coloured = chroma > 6
        warm = float(((cr > 0) & coloured).mean()) if coloured.any() else 0.0
        share = float(coloured.mean())
        moved = 0.0
        if before is not None:
            pace = min(1.0, 0.25 / max(at - then, 0.02))
            moved = float(np.abs(luma - before[..., 0]).mean()) / 255 * pace
        found.append(
            Glance(
                at,
                float(np.clip((luma.mean() - 16) / 219, 0, 1)),
                float(np.clip(chroma.mean() / 60, 0, 1)),
                warm / share if share > 0 else 0.0,
                moved,
            )
        )
        before, then = frame, at
    return _within(found)


def _within(found: list[Glance]) -> tuple[Glance, ...]:
    """The glances, each that follows a gap with the motion of the next: what changed in between
    is no motion."""
    for number in range(len(found) - 2, 0, -1):
        early, here, later = found[number - 1 : number + 2]
        if here.at - early.at > _GAP >= later.at - here.at:
            found[number] = replace(here, motion=later.motion)
    return tuple(found)


def scenes(
    seen: Sequence[Glance],
    cuts: Sequence[Cut],
    duration: float,
    *,
    heard: Hearing | None = None,
) -> tuple[Scene, ...]:
    """The film's scenes with their moods, at most a dozen."""
    edges = _edges([c.at for c in cuts if c.kind != "flash"], duration)
    found = [_scene(seen, cuts, a, b, heard) for a, b in itertools.pairwise(edges)]
    return tuple(found)


def _edges(cuts: list[float], duration: float) -> list[float]:
    """Cuts as borders of scenes; the closest ones are given up until few enough are left."""
    edges = [0.0, *[c for c in cuts if 0.3 < c < duration - 0.3], duration]
    while len(edges) > 2:
        gaps = np.diff(edges)
        if gaps.min() >= _SHORTEST and len(edges) - 1 <= _MOST:
            break
        short = int(gaps.argmin())
        # The border towards the shorter neighbour falls.
        if short == 0:
            fall = 1
        elif short == len(gaps) - 1:
            fall = short
        else:
            fall = short if gaps[short - 1] < gaps[short + 1] else short + 1
        del edges[fall]
    return edges


def _scene(
    seen: Sequence[Glance], cuts: Sequence[Cut], start: float, end: float, heard: Hearing | None
) -> Scene:
    inside = [g for g in seen if start <= g.at < end] or [g for g in seen if g.at <= end][-1:]
    # The jump at a cut is no motion within the scene.
    still = [g.motion for g in inside[1:]] or [0.0]
    motion = float(np.clip(np.mean(still) / _FULL_MOTION, 0, 1))
    brightness, saturation, warmth = (
        float(np.mean([getattr(g, name) for g in inside])) if inside else 0.5
        for name in ("brightness", "saturation", "warmth")
    )
    around = max(end - start, 8.0)
    middle = (start + end) / 2
    near = [c for c in cuts if abs(c.at - middle) <= around / 2 and c.kind != "flash"]
    pace = len(near) / around * 60
    loud = _loudness(heard, start, end)
    spoken = _spoken(heard, start, end)
    pleasure = (0.69 * brightness + 0.22 * saturation) / 0.91
    arousal = (0.6 * saturation - 0.31 * brightness + 0.31) / 0.91
    energy = 0.40 * motion + 0.35 * min(1.0, pace / _FULL_CUTS) + 0.15 * loud + 0.10 * arousal
    valence = 0.75 * pleasure + 0.15 * warmth + 0.10 * 0.5
    return Scene(
        start=round(start, 3),
        end=round(end, 3),
        brightness=round(brightness, 3),
        saturation=round(saturation, 3),
        warmth=round(warmth, 3),
        motion=round(motion, 3),
        cuts_a_minute=round(pace, 1),
        loudness=round(loud, 3),
        speech=round(spoken, 3),
        valence=round(float(np.clip(valence, 0, 1)), 3),
        energy=round(float(np.clip(energy, 0, 1)), 3),
    )


def _loudness(heard: Hearing | None, start: float, end: float) -> float:
    """0..1 from -45 to -12 LUFS."""
    if heard is None or not len(heard.loudness):
        return 0.0
    part = heard.loudness[int(start * 10) : max(int(start * 10) + 1, int(end * 10))]
    return float(np.clip((part.mean() + 45) / 33, 0, 1)) if len(part) else 0.0


def _spoken(heard: Hearing | None, start: float, end: float) -> float:
    if heard is None or end <= start:
        return 0.0
    total = sum(max(0.0, min(s.end, end) - max(s.start, start)) for s in heard.speech)
    return min(1.0, total / (end - start))


def curve(found: Sequence[Scene], *, step: float = 0.5) -> tuple[tuple[float, float, float], ...]:
    """(seconds, energy, valence) over the film, evened out so that music can follow."""
    if not found:
        return ()
    times = np.arange(0.0, found[-1].end + step / 2, step)
    index = np.clip(np.searchsorted([s.start for s in found], times, "right") - 1, 0, None)
    width = max(1, round(_SMOOTH / step) | 1)
    kernel = np.hanning(width + 2)[1:-1]
    kernel /= kernel.sum()
    rows = []
    for values in ([s.energy for s in found], [s.valence for s in found]):
        padded = np.pad(np.array(values)[index], width // 2, "edge")
        rows.append(np.convolve(padded, kernel, "valid")[: len(times)])
    return tuple(
        (round(float(t), 3), round(float(e), 3), round(float(v), 3))
        for t, e, v in zip(times, rows[0], rows[1], strict=True)
    )


def overruled(
    found: Sequence[Scene], number: int, *, energy: float = 0.0, valence: float = 0.0
) -> tuple[Scene, ...]:
    """The scenes with one of them made calmer, livelier, darker or happier by the user."""
    changed = list(found)
    scene = changed[number]
    changed[number] = replace(
        scene,
        energy=round(float(np.clip(scene.energy + energy, 0, 1)), 3),
        valence=round(float(np.clip(scene.valence + valence, 0, 1)), 3),
    )
    return tuple(changed)
