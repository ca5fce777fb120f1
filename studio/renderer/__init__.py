"""A timeline becomes a plan (pure), then a file that was checked."""

from studio.renderer.render import render
from studio.renderer.told import told
from studio.renderer.values import Output, Receipt

__all__ = ["Output", "Receipt", "render", "told"]
