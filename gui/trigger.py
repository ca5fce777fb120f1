"""Whether a text can hold an instruction at all: the one look that most texts get."""

from __future__ import annotations

import re
from operator import add

from gui.lexicon import han, latin

_WORDS = re.compile("[a-z]+")


def suspicious(text: str) -> bool:
    """Whether a word that every instruction needs occurs."""
    if not latin().triggers.isdisjoint(_WORDS.findall(text.lower())):
        return True
    if text.isascii():
        return False
    words = han()
    return not (words.signs.isdisjoint(text) and words.pairs.isdisjoint(map(add, text, text[1:])))
