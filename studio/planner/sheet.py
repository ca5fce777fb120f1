"""A message being read: its text with the values in it masked, each by one character.

raw     add "Hi" for 3 seconds, then …
text    add ⟨text⟩ for ⟨time⟩, then …       what readers search
plain   add ⟨text⟩ for 3 seconds, then …    the same with numbers as said
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from studio.planner import phrases, spotting
from studio.planner.tokens import BASES, BLOCK, Kind, Token, kind_of

_PRIVATE = re.compile(r"[\ue000-\uf8ff\x00-\x08\x0b-\x1f\x7f]")
Make = Callable[[re.Match[str]], Token | None]


def printable(text: str) -> str:
    """The text without control characters and without those that stand for tokens."""
    return _PRIVATE.sub(" ", text)


class Sheet:
    """The message while it is being masked, pass by pass."""

    def __init__(self, message: str) -> None:
        self.raw = printable(message)
        self.norm = phrases.plain(self.raw)
        self.text = self.norm
        self.spans = [(n, n + 1) for n in range(len(self.raw))]
        self.tokens: dict[str, Token] = {}
        self._count: dict[Kind, int] = {}

    def mask(self, expression: re.Pattern[str], make: Make, *, group: int | str = 0) -> None:
        """Masks every match of which `make` makes a token."""
        spans: list[tuple[int, int]] = []
        parts: list[str] = []
        last = 0
        for match in expression.finditer(self.text):
            start, end = match.span(group)
            if start < last or start == end:
                continue
            token = make(match)
            char = self._char(token) if token else None
            if token is None or char is None:
                continue
            parts += [self.text[last:start], char]
            spans += self.spans[last:start]
            spans.append((self.spans[start][0], self.spans[end - 1][1]))
            last = end
        if last:
            self.text = "".join([*parts, self.text[last:]])
            self.spans = spans + self.spans[last:]

    def _char(self, token: Token) -> str | None:
        number = self._count.get(token.kind, 0)
        if number >= BLOCK:
            return None
        self._count[token.kind] = number + 1
        char = chr(BASES[token.kind] + number)
        self.tokens[char] = token
        return char

    def said(self, match: re.Match[str], group: int | str = 0) -> str:
        """The user's own words for what matched."""
        start, end = match.span(group)
        if start == end:
            return ""
        return self.raw[self.spans[start][0] : self.spans[end - 1][1]]

    def clause(self, start: int, end: int, *, but: tuple[int, int] = (0, 0)) -> Clause:
        """The part of the message between two places of the text, with a gap where one is named."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        text = self.text[start:end]
        raw = self.raw[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""
        if but[0] < but[1]:
            text = self.text[start : but[0]] + " " * (but[1] - but[0]) + self.text[but[1] : end]
            opened, closed = self.spans[but[0]][0], self.spans[but[1] - 1][1]
            raw = f"{self.raw[self.spans[start][0] : opened]} "
            raw += self.raw[closed : self.spans[end - 1][1]]
        pieces = []
        for char, (a, b) in zip(text, self.spans[start:end], strict=True):
            kind = kind_of(char)
            kept = kind is None or kind in ("text", "file")
            pieces.append(char if kept else self.norm[a:b])
        tokens = {char: self.tokens[char] for char in text if char in self.tokens}
        return Clause(raw, text, "".join(pieces), tokens, self, start)


@dataclass(frozen=True, slots=True)
class Clause:
    """One wish of a message, ready to be read."""

    raw: str
    text: str
    plain: str
    tokens: dict[str, Token]
    sheet: Sheet
    at: int
    known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def all(self, kind: Kind, *, role: str | None = None) -> list[Token]:
        """The tokens of a kind in order, those of one role where it is given."""
        found = self.tokens.values()
        return [t for t in found if t.kind == kind and (role is None or t.role == role)]

    def one(self, kind: Kind, *, role: str | None = None) -> Token | None:
        """The first token of a kind."""
        found = self.all(kind, role=role)
        return found[0] if found else None

    def says(self, *keys: str) -> bool:
        """Whether one of these meanings (`file.meaning`) is said, in numbers as said or masked."""
        for key in keys:
            found = self.known.get(key)
            if found is None:
                found = spotting.said(key, self.plain)
                if not found and self.text != self.plain:
                    found = spotting.said(key, self.text)
                self.known[key] = found
            if found:
                return True
        return False

    def placed(self) -> Iterator[tuple[int, Token]]:
        """The tokens with their places in the text."""
        for number, char in enumerate(self.text):
            if char in self.tokens:
                yield number, self.tokens[char]

    def own_words(self, start: int, end: int) -> str:
        """The user's own words between two places of the text."""
        if start >= end:
            return ""
        spans = self.sheet.spans
        return self.sheet.raw[spans[self.at + start][0] : spans[self.at + end - 1][1]].strip()
