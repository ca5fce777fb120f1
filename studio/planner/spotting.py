"""Whether a meaning is said: whole words are looked up, patterns tried where they can stand.

A phrase that is one Latin word is looked up in the set of the text's words. Any other phrase is
tried only where the runs of plain characters that it cannot do without stand in the text, and its
pattern is compiled when that happens first: most of hundreds of meanings cost a few `in` a wish.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from studio.planner import phrases, sure

_WORD = re.compile(r"[a-z0-9]+")
_LAST = re.compile(r"[a-z0-9]+$")
_HAN = re.compile(r"[一-龥]")
_OTHER = re.compile(r"[a-z{\[\\]")  # a word, a value or a set: what may do without Chinese
_LATIN = re.compile(r"[a-z0-9]")
_META = frozenset("\\.^$*+?{}[]|()")


class Piece(NamedTuple):
    """A phrase of a meaning, and the plain characters that stand in whatever it matches."""

    needed: str  # the longest run that stands in all of them; "" where there is none
    rows: tuple[sure.Row, ...]  # of which one each stands there, too
    phrase: str
    plain: bool  # these characters are all of it


class Meaning(NamedTuple):
    """The phrases of one meaning, ready to be looked for."""

    words: frozenset[str]
    pieces: tuple[Piece, ...]
    han: tuple[str, ...]  # phrases that cannot stand where nothing is written in Chinese


def said(key: str, text: str) -> bool:
    """Whether one of the phrases of `file.meaning` stands in a text that is `plain` already."""
    words = meaning(key).words
    if words and not words.isdisjoint(_words(text)):
        return True
    for needed, rows, phrase, plain in _pieces(key, text):
        if needed not in text:
            continue
        for row in rows:  # as `_may` does, without a call for each of thousands
            for run in row:
                if run in text:
                    break
            else:
                break
        else:
            if plain or _pattern(phrase).search(text) is not None:
                return True
    return False


def _may(rows: tuple[sure.Row, ...], text: str) -> bool:
    """Whether one of each row stands in the text."""
    for row in rows:
        for run in row:
            if run in text:
                break
        else:
            return False
    return True


def _can(piece: Piece, text: str) -> bool:
    return piece.needed in text and _may(piece.rows, text)


def find(key: str, text: str) -> re.Match[str] | None:
    """Where the first of these phrases stands; the longest phrase where several begin there."""
    best: tuple[int, int] | None = None
    found: re.Match[str] | None = None
    words, pieces = meaning(key).words, _pieces(key, text)
    tried = [*(words & _words(text)), *(piece.phrase for piece in pieces if _can(piece, text))]
    for phrase in tried:
        match = _pattern(phrase).search(text)
        if match is not None and (best is None or (match.start(), -len(phrase)) < best):
            best, found = (match.start(), -len(phrase)), match
    return found


def begins(key: str, text: str) -> bool:
    """Whether the text begins with one of these phrases."""
    words, pieces = meaning(key).words, _pieces(key, text)
    first = _WORD.match(text)
    if first is not None and first[0] in words:
        return True
    return any(
        _can(piece, text)
        and (text.startswith(piece.phrase) if piece.plain else _pattern(piece.phrase).match(text))
        for piece in pieces
    )


def opening(key: str, text: str) -> int:
    """Where the longest of these phrases ends that the text begins with; 0 where none does."""
    words, pieces = meaning(key).words, _pieces(key, text)
    first = _WORD.match(text)
    best = first.end() if first is not None and first[0] in words else 0
    for piece in pieces:
        if _can(piece, text):
            match = _pattern(piece.phrase).match(text)
            best = max(best, match.end() if match else 0)
    return best


def closing(key: str, text: str) -> int:
    """Where the longest of these phrases begins that the text ends with; -1 where none does."""
    words, pieces = meaning(key).words, _pieces(key, text)
    best = -1
    last = _LAST.search(text)
    if last is not None and last[0] in words:
        best = last.start()
    for piece in pieces:
        if not _can(piece, text):
            continue
        for match in _pattern(piece.phrase).finditer(text):
            if match.end() == len(text) and (best < 0 or match.start() < best):
                best = match.start()
    return best


def without(key: str, text: str) -> str:
    """The text with these phrases left out."""
    return phrases.compiled(key).sub(" ", text) if said(key, text) else text


def stands(phrase: str, text: str) -> bool:
    """Whether this phrase stands in the text."""
    piece = _kept(phrase)
    return _can(piece, text) and _pattern(phrase).search(text) is not None


@cache
def _kept(phrase: str) -> Piece:
    return _piece(phrase)


@cache
def meaning(key: str) -> Meaning:
    """The phrases of `file.meaning`, sorted by how they are looked for."""
    file, _, name = key.partition(".")
    words, pieces, han = set[str](), [], []
    for phrase in phrases.lists(file).get(name, ()):
        if _WORD.fullmatch(phrase):
            words.add(phrase)
        elif _HAN.search(phrase) and not _OTHER.search(phrase):
            han.append(phrase)
        else:
            pieces.append(_piece(phrase))
    return Meaning(frozenset(words), tuple(pieces), tuple(han))


def _pieces(key: str, text: str) -> tuple[Piece, ...]:
    """The phrases of a meaning that are to be looked for in this text."""
    found = meaning(key)
    return found.pieces if not found.han or not _written(text) else _every(key)


@cache
def _every(key: str) -> tuple[Piece, ...]:
    found = meaning(key)
    return (*found.pieces, *map(_piece, found.han))


@lru_cache(maxsize=256)
def _written(text: str) -> bool:
    """Whether anything is written in Chinese."""
    return not text.isascii() and _HAN.search(text) is not None


def _piece(phrase: str) -> Piece:
    if _META.isdisjoint(phrase):
        runs = phrase.split()
        latin = _LATIN.match(phrase) or _LATIN.match(phrase[-1:])
        longest = max(runs, key=len)
        rest = tuple((run,) for run in runs if run != longest)
        return Piece(longest, rest, phrase, len(runs) == 1 and not latin)
    rows = sure.rows(phrase)
    single = next((row[0] for row in rows if len(row) == 1), "")
    return Piece(single, tuple(row for row in rows if row != (single,)), phrase, False)


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(phrases.pattern(phrase))
