"""Mood becomes music's parameters: tempo inside a genre, mode, the genre itself where none was
asked."""

from __future__ import annotations

from studio.brief import MIDDLE, Brief, Mood
from studio.composer import tables
from studio.composer.dice import Dice
from studio.composer.theory import BRIGHTNESS


def genre_for(brief: Brief) -> str:
    """The genre asked for, else one of the three nearest the mood, drawn by the seed."""
    if brief.genre:
        return brief.genre
    table = tables.moods()
    energy = MIDDLE[0] if brief.energy is None else brief.energy
    valence = MIDDLE[1] if brief.valence is None else brief.valence
    near = sorted(
        table, key=lambda name: (table[name][0] - valence) ** 2 + (table[name][1] - energy) ** 2
    )
    return str(Dice(brief.seed, "genre").pick(near[:3]))


def tempo(low: float, high: float, energy: float, usual: float) -> float:
    """Beats a minute inside the genre's range; the genre's usual energy lies in its middle."""
    if energy <= usual:
        share = 0.04 + 0.46 * energy / max(usual, 0.01)
    else:
        share = 0.5 + 0.46 * (energy - usual) / max(1.0 - usual, 0.01)
    return low + (high - low) * share


def mode_for(weights: dict[str, float], valence: float | None, dice: Dice) -> str:
    """The genre's mode nearest the valence asked for; without a wish, drawn by weight."""
    if valence is None:
        return dice.weighted(weights)
    bright = [mode for mode in BRIGHTNESS if mode in weights]
    if valence < 0.42 and not any(BRIGHTNESS[mode] < 0.5 for mode in bright):
        bright.append("minor")
    if valence > 0.68 and not any(BRIGHTNESS[mode] > 0.55 for mode in bright):
        bright.append("major")
    return min(bright, key=lambda mode: (abs(BRIGHTNESS[mode] - valence), mode))


def curve_at(curve: tuple[Mood, ...], start: float, end: float) -> tuple[float, float]:
    """Mean energy and valence of the curve between two times in ms."""
    points = 8
    times = [start + (end - start) * (i + 0.5) / points for i in range(points)]
    pairs = [_interpolated(curve, time) for time in times]
    return sum(p[0] for p in pairs) / points, sum(p[1] for p in pairs) / points


def _interpolated(curve: tuple[Mood, ...], time: float) -> tuple[float, float]:
    before = curve[0]
    for point in curve:
        if point.at > time:
            if point.at == before.at or time <= before.at:
                return before.energy, before.valence
            share = (time - before.at) / (point.at - before.at)
            return (
                before.energy + share * (point.energy - before.energy),
                before.valence + share * (point.valence - before.valence),
            )
        before = point
    return before.energy, before.valence
