"""The film's words, drawn: pictures with durations for every title, and where they stand."""

from __future__ import annotations

from pathlib import Path

from studio.renderer.picture import Words
from studio.renderer.plan import RenderPlan


def draw(plan: RenderPlan, folder: Path) -> tuple[tuple[Words, ...], tuple[str, ...]]:
    """The words as they are laid over the picture, and warnings about what could not be drawn."""
    return (), ()
