"""One character for every class of word, and patterns over them that can be read.

A message becomes a string of signs, a character a word, and the grammar works on that string:
short, flat, quick.
The names are those of the classes in `language/<lang>/routing.yaml`; the marks at the end come
from the reader itself.
"""

from __future__ import annotations

import re
from functools import cache

NAMES = (
    # handing over the result
    "deliver", "deliver noun", "delivering", "delivered", "render", "handover", "hand me",
    "want", "save", "naming",
    "publish", "platform", "place", "result", "finished", "spec", "link", "download link",
    "project link", "artefact",
    "idiom export", "finish", "watch", "preview", "broken", "dead", "again",
    # credits
    "credits", "balance", "idiom credits", "paid up", "left", "cost", "price question", "amount",
    # reading the project
    "status", "progress noun", "summary", "done", "done yet", "show", "project", "length", "which",
    # giving material
    "upload", "uploaded", "idiom upload", "offering", "material", "accept",
    # editing
    "edit", "edited", "part", "comparative", "graphic", "neutral", "on screen", "likeness", "about",
    # small words
    "pronoun", "me", "you", "article", "definite", "object", "of", "to", "filler", "praise",
    "request", "may i", "now",
    "capability", "what", "why", "is", "particle", "negation", "stop", "keep project", "later",
    "in time", "past",
    # what joins clauses
    "range", "then", "then later", "weak then", "and", "but", "before", "before that", "after",
    "if", "if that", "first",
    # marks of the reader
    "comma", "colon", "point", "question", "number", "quote", "url", "path", "file", "word", "han",
)  # fmt: skip

SIGN = {name: chr(0x80 + place) for place, name in enumerate(NAMES)}
NAME = {sign: name for name, sign in SIGN.items()}
assert len(NAMES) <= 0x80, "signs stay one byte wide"


def signs(*names: str) -> frozenset[str]:
    """The set of these classes' signs."""
    return frozenset(SIGN[name] for name in names)


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern over signs: `<name>` stands for a class, all else is a regular expression as
    usual."""
    return re.compile(re.sub(r"<([a-z ]+)>", lambda found: SIGN[found[1]], text))
