"""The longest of many words that stands at each place of a text, without one pattern of them all.

A tree of characters is built in a moment, where an expression of a thousand words takes as long to
compile as ten sentences take to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

_END = ""  # the key under which a node holds the word that ends there
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_GAP = frozenset(" \t\n\r-")


class Longest:
    """Words in a tree; those with Latin letters at an end stand by themselves."""

    def __init__(self, words: Iterable[str], *, plural: bool = False) -> None:
        self.root: dict[str, Any] = {}
        self.plural = plural
        for word in words:
            node = self.root
            for char in word:
                node = node.setdefault(char, {})
            node[_END] = word

    def finditer(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and word of every match, from left to right, none within another."""
        at, size = 0, len(text)
        while at < size:
            found = self._at(text, at) if text[at] in self.root else None
            if found is None:
                at += 1
            else:
                yield at, *found
                at = found[0]

    def _at(self, text: str, start: int) -> tuple[int, str] | None:
        """The end of the longest word that begins here, and the word; a gap is any white space."""
        within = start > 0 and text[start - 1] in _LATIN
        node, at, size = self.root, start, len(text)
        best: tuple[int, str] | None = None
        while at < size:
            char = text[at]
            if char in _GAP and " " in node:
                node = node[" "]
                while at < size and text[at] in _GAP:
                    at += 1
            elif char in node:
                node, at = node[char], at + 1
            else:
                break
            if _END in node:
                end = self._ends(text, at, node[_END], within=within)
                best = (end, node[_END]) if end else best
        return best

    def _ends(self, text: str, at: int, word: str, *, within: bool) -> int:
        """Where this word ends, with the "s" of a plural; 0 where it is part of a longer one."""
        if not (word.isascii() or word[0] in _LATIN or word[-1] in _LATIN):
            return at
        if within:
            return 0
        if self.plural and text[at : at + 1] == "s" and text[at + 1 : at + 2] not in _LATIN:
            return at + 1
        return at if text[at : at + 1] not in _LATIN else 0
