"""Whether a meaning is said: whole words are looked up, patterns tried where they can stand.

A phrase that is one Latin word is looked up in the set of the text's words. Any other phrase is
tried only where a run of plain characters that it cannot do without stands in the text, and its
pattern is compiled when that happens first: most of hundreds of meanings cost a few `in` a wish.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from studio.planner import phrases

_WORD = re.compile(r"[a-z0-9]+")
_META = set("\\.^$*+?{}[]|()")
_ESCAPED = re.compile(r"\\.")
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_GROUP = re.compile(r"\([^()]*\)")
_TOKEN = re.compile(r"\{[a-z]+\}")
_LOOSE = re.compile(r".[?*]|.\{[\d,]*\}", re.DOTALL)  # a character that may be missing
_RUN = re.compile(r"[a-z0-9\u4e00-\u9fff]+")


class Piece(NamedTuple):
    """A phrase of a meaning, and the plain characters that stand in whatever it matches."""

    needed: str  # "" where nothing is sure
    phrase: str
    plain: bool  # the needed characters are all of it


class Meaning(NamedTuple):
    """The phrases of one meaning, ready to be looked for."""

    words: frozenset[str]
    pieces: tuple[Piece, ...]


def said(key: str, text: str) -> bool:
    """Whether one of the phrases of `file.meaning` stands in a text that is `plain` already."""
    words, pieces = meaning(key)
    if words and not words.isdisjoint(_words(text)):
        return True
    for needed, phrase, plain in pieces:
        if needed in text and (plain or _pattern(phrase).search(text) is not None):
            return True
    return False


def find(key: str, text: str) -> re.Match[str] | None:
    """Where the first of these phrases stands; the longest phrase where several begin there."""
    best: tuple[int, int] | None = None
    found: re.Match[str] | None = None
    words, pieces = meaning(key)
    tried = [*(words & _words(text)), *(piece.phrase for piece in pieces if piece.needed in text)]
    for phrase in tried:
        match = _pattern(phrase).search(text)
        if match is not None and (best is None or (match.start(), -len(phrase)) < best):
            best, found = (match.start(), -len(phrase)), match
    return found


def begins(key: str, text: str) -> bool:
    """Whether the text begins with one of these phrases."""
    words, pieces = meaning(key)
    first = _WORD.match(text)
    if first is not None and first[0] in words:
        return True
    return any(
        needed in text and (text.startswith(phrase) if plain else _pattern(phrase).match(text))
        for needed, phrase, plain in pieces
    )


def without(key: str, text: str) -> str:
    """The text with these phrases left out."""
    return phrases.compiled(key).sub(" ", text) if said(key, text) else text


def stands(phrase: str, text: str) -> bool:
    """Whether this phrase stands in the text."""
    piece = _kept(phrase)
    return piece.needed in text and _pattern(phrase).search(text) is not None


@cache
def _kept(phrase: str) -> Piece:
    return _piece(phrase)


@cache
def meaning(key: str) -> Meaning:
    """The phrases of `file.meaning`, sorted by how they are looked for."""
    file, _, name = key.partition(".")
    words, pieces = set[str](), []
    for phrase in phrases.lists(file).get(name, ()):
        if _WORD.fullmatch(phrase):
            words.add(phrase)
        else:
            pieces.append(_piece(phrase))
    return Meaning(frozenset(words), tuple(pieces))


def _piece(phrase: str) -> Piece:
    bare = not _META & set(phrase) and " " not in phrase
    latin = re.match(r"[a-z0-9]", phrase) or re.match(r"[a-z0-9]", phrase[-1:])
    if bare and not latin:
        return Piece(phrase, phrase, True)
    return Piece(needed(phrase), phrase, False)


def needed(phrase: str) -> str:
    """The longest run of plain characters that stands in every match of a phrase."""
    flat = _CLASS.sub("\x00", _ESCAPED.sub("\x00", phrase))
    while flat != (less := _GROUP.sub("\x00", flat)):
        flat = less
    if "|" in flat:
        return ""
    flat = _LOOSE.sub("\x00", _TOKEN.sub("\x00", flat))
    return max(_RUN.findall(flat), key=len, default="")


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(phrases.pattern(phrase))
