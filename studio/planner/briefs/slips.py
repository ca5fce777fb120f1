"""Slips of the keyboard in the words for music: sythwave, ambiant, ukelele, cinamatic.

Only what a thumb does is put right (a letter left out, doubled, swapped with its neighbour, one
vowel for another), so that a horse stays a horse and never becomes house.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from studio.planner import music_words, phrases

_WORD = re.compile(r"[a-z]{4,}")
_LESS = re.compile(r"\b(drum|beat|vocal|guitar|piano|synth|string)less\b")
_VOWELS = frozenset("aeiouy")
_ALIKE = frozenset({("c", "k"), ("c", "s"), ("s", "z"), ("f", "v"), ("m", "n"), ("i", "y")})
_LEAST = 5  # letters of the word that is meant
_LONG = 8  # letters from which two slips are put right
_SURE = 7  # letters from which a letter may be missing that is no vowel


def mended(said: str) -> str:
    """The text, already plain, with such slips put right; the same where there are none."""
    if not any("a" <= char <= "z" for char in said):
        return said
    said = _LESS.sub(lambda match: f"no {match[1]}s", said)
    return _WORD.sub(lambda match: _meant(match[0]) or match[0], said)


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """Words for music that slips are looked for in, and all that are right as they are."""
    table = music_words.table()
    pieces = {
        word
        for group in ("things", "moods")
        for phrase in table[group]
        for word in re.findall(r"[a-z]+", phrase)
    }
    right = (
        {word for phrase in table["cues"] for word in re.findall(r"[a-z]+", phrase)}
        | music_words.small_talk()
        | phrases.words()
    )
    meant = {word for word in pieces if len(word) >= _LEAST} - music_words.small_talk()
    return frozenset(meant), frozenset(pieces | right | music_words.right())


@lru_cache(maxsize=4096)
def _meant(said: str) -> str:
    meant, right = _vocabulary()
    bare = said.removesuffix("s")
    if not {said, bare}.isdisjoint(right):
        return ""
    near = [word for word in meant if word[0] == said[0] and abs(len(word) - len(said)) <= 2]
    found = sorted(
        (count, abs(len(word) - len(said)), word)
        for word in near
        if (count := _slips(said, word)) < 9
    )
    if not found or (len(found) > 1 and found[0][:2] == found[1][:2]):
        return ""
    return found[0][2]


def _slips(said: str, word: str) -> int:
    """How many slips lead from the word to what was said; 9 where they are no slips."""
    most = 2 if len(word) >= _LONG else 1
    rows: dict[tuple[int, int], int] = {}

    def cost(i: int, j: int) -> int:
        if i == len(said) and j == len(word):
            return 0
        if (i, j) in rows:
            return rows[i, j]
        rows[i, j] = best = 9
        if i < len(said) and j < len(word):
            if said[i] == word[j]:
                best = cost(i + 1, j + 1)
            elif _alike(said[i], word[j]):
                best = 1 + cost(i + 1, j + 1)
        if (
            i + 1 < len(said)
            and j + 1 < len(word)
            and said[i] == word[j + 1]
            and said[i + 1] == word[j]
        ):
            best = min(best, 1 + cost(i + 2, j + 2))
        if j < len(word) and (
            len(word) >= _SURE or word[j] in _VOWELS or (j and word[j - 1] == word[j])
        ):
            best = min(best, 1 + cost(i, j + 1))  # left out
        if i < len(said) and ((i and said[i - 1] == said[i]) or len(word) >= _SURE - 1):
            best = min(best, 1 + cost(i + 1, j))  # doubled
        rows[i, j] = best
        return best

    count = cost(0, 0)
    return count if count <= most else 9


def _alike(one: str, two: str) -> bool:
    """Whether one letter is easily written for another."""
    if one in _VOWELS and two in _VOWELS:
        return True
    return (one, two) in _ALIKE or (two, one) in _ALIKE
