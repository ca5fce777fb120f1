"""What a wish for music should be understood as, compared with what was understood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from studio.brief import Brief
from studio.composer import tables
from studio.planner import briefs


def missed(text: str, wanted: dict[str, Any]) -> list[str]:
    """What was understood otherwise than it should be; empty where all is well."""
    brief = briefs.understand(text)
    if brief is None:
        return ["nothing understood"]
    return [f"{name}: {told}" for name, told in _missed(text, brief, wanted)]


def _missed(text: str, brief: Brief, wanted: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in wanted.items():
        got, right = _judged(text, brief, name, value)
        if not right:
            yield name, got


def _side(value: object) -> int:
    return -1 if value == "-" else 1


def _leans(brief: Brief, name: str, shift: float) -> float:
    """How far from the middle a mood lies, the genre's own where none was said."""
    value = getattr(brief, name)
    if value is None:
        value = tables.genre(brief.genre)[name] if brief.genre else 0.5
    return float(value) + shift - 0.5


def _judged(text: str, brief: Brief, name: str, value: Any) -> tuple[object, bool]:
    match name:
        case "s":
            return brief.length_ms / 1000, abs(brief.length_ms / 1000 - value) < 1e-6
        case "drops" | "hits":
            times = [at / 1000 for at in getattr(brief, name)]
            return times, times == value
        case "genres":
            pair = {brief.genre, brief.blend}
            return pair, pair == set(value)
        case "notgenre":
            return brief.genre, value not in (brief.genre, brief.blend)
        case "bright":
            lean = _leans(brief, "valence", brief.lift)
            return lean, lean * _side(value) > 0
        case "notbright":
            lean = _leans(brief, "valence", brief.lift)
            return lean, lean * _side(value) <= 0
        case "drive":
            lean = _leans(brief, "energy", brief.push)
            return lean, lean * _side(value) > 0
        case "pace":
            named = {-1: 90.0, 1: 120.0}[_side(value)]
            by_name = brief.bpm is not None and (brief.bpm - named) * _side(value) > 0
            return (brief.pace, brief.bpm), by_name or (brief.pace - 1) * _side(value) > 0
        case "density":
            return brief.density, (brief.density - 1) * _side(value) > 0
        case "wanted":
            there = {*brief.wanted, *brief.only}
            return there, set(value) <= there
        case "without":
            return brief.unwanted, set(value) <= set(brief.unwanted)
        case "only":
            return brief.only, set(brief.only) == set(value)
        case "amounts":
            amounts = dict(brief.amounts)
            return amounts, all(
                (amounts.get(who, 1.0) - 1) * _side(side) > 0 for who, side in value.items()
            )
        case "rise":
            lean = sum(c.energy * (1 if c.start > 0 else -1) for c in brief.changes)
            return lean, lean * _side(value) > 0
        case "takes":
            return briefs.takes_asked(text), briefs.takes_asked(text) == value
        case "unread" | "told":
            unread = " ".join((*briefs.unread(text), *briefs.refused(text, "en"))).lower()
            return unread, all(word in unread for word in value)
        case _:
            return getattr(brief, name), getattr(brief, name) == value
