"""Whether a text can hold an instruction at all: the one look that most texts get."""

from __future__ import annotations

import re

from gui.lexicon import lexicon

_LATIN = re.compile("[a-z]+")


def suspicious(text: str) -> bool:
    """Whether a word that every instruction needs occurs."""
    words = lexicon()
    if not words.latin.isdisjoint(_LATIN.findall(text.lower())):
        return True
    return not text.isascii() and words.trigger.search(text) is not None
