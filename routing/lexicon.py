"""The words of the language files as tables to look up: for Latin words, and for Chinese by first
character.

Chinese files are read only for a message with Chinese in it; Traditional and Cantonese words only
for a message
written that way, because some of them (比, 整, 較) are other words in Mandarin.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from routing.signs import SIGN, signs

_HERE = Path(__file__).resolve().parent.parent / "language"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Keywords that people mistype; an unknown word one slip away from one of them is taken for it.
_MISTYPED = (
    "export", "download", "render", "credits", "balance", "upload", "status", "tracks", "timeline",
    "rendering", "exporting", "subscription", "refund", "progress", "exported", "downloaded",
    "uploaded",
)  # fmt: skip


_VERBS = signs("edit", "deliver", "upload", "render", "handover", "save", "show", "publish")


class Latin(NamedTuple):
    words: dict[str, str]  # word or words, one blank between -> sign
    reach: dict[str, tuple[int, ...]]  # first word -> lengths of its phrases, longest first
    slips: dict[str, str]  # keyword less one letter -> keyword


class Han(NamedTuple):
    words: dict[str, str]
    reach: dict[str, tuple[int, ...]]  # first character -> lengths of its words, longest first


def _text(lang: str) -> str:
    return (_HERE / lang / "routing.yaml").read_text(encoding="utf-8")


def phrases(lang: str) -> dict[str, list[tuple[list[str], str]]]:
    """The lines of one language file, by class: the words of each line, and its example with the
    plan it must give."""
    loaded: dict[str, str] = yaml.load(_text(lang), Loader=_Loader)  # noqa: S506 - a safe loader, in C
    lines: dict[str, list[tuple[list[str], str]]] = {}
    for name, block in loaded.items():
        if name == "fold":
            continue
        lines[name] = []
        for line in block.splitlines():
            words, _, example = line.partition(" :: ")
            lines[name].append((words.split(", "), example))
    return lines


@cache
def fold() -> dict[int, int]:
    """Traditional to Simplified, a character to a character, for `str.translate`."""
    block = _text("zh-Hant").partition("\nfold: |\n")[2].partition("\n\n")[0]
    return {ord(pair[0]): ord(pair[1]) for pair in block.split()}


def _signed(lang: str) -> dict[str, str]:
    return {
        word: SIGN[name]
        for name, lines in phrases(lang).items()
        for words, _ in lines
        for word in words
    }


@cache
def latin() -> Latin:
    """The English words."""
    words = _signed("en")
    lengths: dict[str, int] = {}  # a bit for every length
    for word in words:
        if " " in word:
            first = word.partition(" ")[0]
            lengths[first] = lengths.get(first, 0) | 2 << word.count(" ")
    reach = _lengths(lengths)
    slips = {less: word for word in _MISTYPED for less in one_less(word)}
    return Latin(words, reach, slips)


@cache
def han(traditional: bool) -> Han:
    """The Chinese words, with those of Traditional and Cantonese writing when the message is
    written so."""
    words = _signed("zh")
    if traditional:
        more = _signed("zh-Hant")
        folded = "\n".join(more).translate(fold()).split("\n")
        words |= zip(folded, more.values(), strict=True)
    lengths: dict[str, int] = {}  # a bit for every length
    for word in words:
        first = word[0]
        lengths[first] = lengths.get(first, 0) | 1 << len(word)
    return Han(words, _lengths(lengths))


def _lengths(bits_of: dict[str, int]) -> dict[str, tuple[int, ...]]:
    """The places of the bits set, highest first, for each key."""
    places = {
        bits: tuple(place for place in range(bits.bit_length(), -1, -1) if bits >> place & 1)
        for bits in set(bits_of.values())
    }
    return {key: places[bits] for key, bits in bits_of.items()}


@lru_cache(4096)
def sign_of(word: str) -> str:
    """The sign of one Latin word: known, inflected, or mistyped; else the sign of a word that
    says nothing."""
    words = latin().words
    if known := words.get(word):
        return known
    if "'" in word and (known := words.get(word.partition("'")[0])):
        return known
    return _inflected(word, words) or _mistyped(word) or SIGN["word"]


def _inflected(word: str, words: dict[str, str]) -> str | None:
    """The sign of an edit verb's or a noun's other form."""
    for ending, form in (("ing", "edit"), ("ed", "edited")):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            for base in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else ""):
                if words.get(base) == SIGN["edit"]:
                    return SIGN[form]
            return None
    if word.endswith("s") and (sign := words.get(word[:-1])):
        return SIGN["word"] if sign in _VERBS else sign
    return None


def _mistyped(word: str) -> str | None:
    """The sign of the keyword that this word is one slip away from: a letter lost, doubled,
    wrong or swapped."""
    if not 4 <= len(word) <= 14:
        return None
    slips = latin().slips
    if word in slips:
        return latin().words[slips[word]]
    for less in one_less(word):
        if meant := slips.get(less) or (less if less in _MISTYPED else None):
            return latin().words[meant]
    return None


def one_less(word: str) -> set[str]:
    """The word with one letter left out, in every way."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}
