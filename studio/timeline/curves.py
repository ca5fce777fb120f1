"""Gain curves: corners joined by straight lines, flat before the first and after the last."""

from __future__ import annotations

from collections.abc import Callable

from studio.timeline.model import Point

Curve = tuple[Point, ...]
RAMP = 40  # ms from one loudness to the next: short enough to be there, long enough not to click


def at(curve: Curve, moment: int) -> float:
    """The gain at this moment; 1 for no curve at all."""
    if not curve:
        return 1.0
    before = curve[0]
    for point in curve:
        if point.at >= moment:
            width = point.at - before.at
            if width <= 0:
                return point.gain
            share = (moment - before.at) / width
            return before.gain + (point.gain - before.gain) * share
        before = point
    return before.gain


def part(curve: Curve, start: int, end: int) -> Curve:
    """The curve as heard from `start` to `end`, counted from `start`."""
    if not curve:
        return ()
    inside = tuple(Point(p.at - start, p.gain) for p in curve if start < p.at < end)
    return tidy((Point(0, at(curve, start)), *inside, Point(end - start, at(curve, end))))


def stretched(curve: Curve, rate: float) -> Curve:
    """The curve of something that now runs so many times as fast."""
    return tidy(tuple(Point(round(point.at / rate), point.gain) for point in curve))


def changed(
    curve: Curve, change: Callable[[float], float], *, start: int, end: int, duration: int
) -> Curve:
    """The curve with its gains changed from `start` to `end` only, by short ramps.

    ========   ->   ==\\__/==
    """
    ramp = min(RAMP, (end - start) // 2)
    edges = {start, start + ramp, end - ramp, end}
    moments = sorted({0, duration, *edges, *(point.at for point in curve)})
    kept = []
    for moment in moments:
        gain = at(curve, moment)
        inside = start < moment < end or moment == start == 0 or moment == end == duration
        kept.append(Point(moment, change(gain) if inside else gain))
    return tidy(tuple(kept))


def tidy(curve: Curve) -> Curve:
    """The curve without corners that change nothing; empty where it is flat at 1."""
    unique = {point.at: point for point in curve}
    points = [unique[moment] for moment in sorted(unique)]
    kept: list[Point] = []
    for number, point in enumerate(points):
        if 0 < number < len(points) - 1:
            around = (kept[-1], points[number + 1])
            if abs(at(around, point.at) - point.gain) < 1e-9:
                continue
        kept.append(point)
    if all(abs(point.gain - 1.0) < 1e-9 for point in kept):
        return ()
    return tuple(kept)
