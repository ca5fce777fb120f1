"""A sentence and a timeline become steps, or a question back. Pure; phrases are data."""

from studio.planner.understand import understand
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

__all__ = [
    "Intent", "JustMusic", "Memory", "Offer", "Question", "Redo", "Render", "Restore",
    "ShowTimeline", "Sync", "Understanding", "Undo", "understand",
]  # fmt: skip
