"""Sound and pictures become facts: arrays in, values out. Nothing here decodes or decides."""

from studio.analysis.cuts import find as cuts
from studio.analysis.hearing import listen
from studio.analysis.seeing import watch
from studio.analysis.spectrum import RATE
from studio.analysis.values import (
    Cut,
    Drop,
    Film,
    Glance,
    Hearing,
    Rhythm,
    Scene,
    Section,
    Span,
)

__all__ = [
    "RATE", "Cut", "Drop", "Film", "Glance", "Hearing", "Rhythm", "Scene", "Section", "Span",
    "cuts", "listen", "watch",
]  # fmt: skip
