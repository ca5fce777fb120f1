"""A sentence and a timeline become steps, or a question back. Pure; phrases are data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.planner.values import (
    Intent,
    JustMusic,
    Memory,
    Offer,
    Question,
    Redo,
    Render,
    Restore,
    ShowTimeline,
    Sync,
    Understanding,
    Undo,
)

if TYPE_CHECKING:
    from studio.planner.understanding import understand

__all__ = [
    "Intent", "JustMusic", "Memory", "Offer", "Question", "Redo", "Render", "Restore",
    "ShowTimeline", "Sync", "Understanding", "Undo", "understand",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """What reads sentences, when the first one comes: half of a start would go into it."""
    if name != "understand":
        raise AttributeError(name)
    from studio.planner.understanding import understand

    return understand
