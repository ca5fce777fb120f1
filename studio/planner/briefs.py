"""A sentence becomes a Brief, or a changed one; a Brief becomes one line in the user's language."""

from __future__ import annotations

from studio.brief import Brief


def understand(text: str, *, lang: str = "en", brief: Brief | None = None) -> Brief | None:
    """The brief that the sentence asks for, on top of `brief` where one is given; None: no music in it."""
    raise NotImplementedError


def change(text: str, brief: Brief, *, lang: str = "en") -> Brief | None:
    """The brief changed as the sentence asks ("less drums", "happier"); None where it asks no change."""
    raise NotImplementedError


def takes(brief: Brief, count: int = 3) -> tuple[Brief, ...]:
    """Contrasting versions of one wish."""
    raise NotImplementedError


def said_back(brief: Brief, lang: str = "en", *, reason: str = "") -> str:
    """What was understood, in one line."""
    raise NotImplementedError
