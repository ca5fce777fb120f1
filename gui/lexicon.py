"""The words of GUI talk by class, out of `language/<lang>/gui.yaml`: word -> letter.

English and Chinese are read apart, each when a text first needs it; the two Chinese scripts and
real replies that mix languages are read with both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from gui.classes import LETTER

_HERE = Path(__file__).resolve().parents[1] / "language"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# A sentence without one of these holds no instruction: every rule of the grammar asks for one.
_TRIGGERS = frozenset((
    "press", "tap", "toggle", "drag", "preview", "pressed", "export", "account", "avatar",
    "timeline", "viewer", "panel", "soft", "control", "switch", "slider", "upload", "chores",
    "browser", "stage", "onto",
))  # fmt: skip
_PUNCTUATION = {
    "comma": ",，、;；", "colon": ":：—–-", "open_": "(（", "close_": ")）",
    "stop": ".!?。！？…~～",
    "arrow": "👉➡→▶►›>»⇒☞🔽⬇", "and": "&",
}  # fmt: skip


class Line(NamedTuple):
    """One line of a phrase file: its words, an example with a place for them, what that gives."""

    words: tuple[str, ...]
    example: str
    gives: str


class Latin(NamedTuple):
    """English words and all punctuation; phrases of several words by their first."""

    letters: dict[str, str]
    runs: dict[str, tuple[list[str], ...]]  # longest first
    triggers: frozenset[str]


class Han(NamedTuple):
    """Chinese phrases; the lengths worth trying from a first character, longest first."""

    letters: dict[str, str]
    lengths: dict[str, tuple[int, ...]]
    signs: frozenset[str]  # triggers of one character …
    pairs: frozenset[str]  # … and of two


def lines(lang: str) -> dict[str, tuple[Line, ...]]:
    """Every line of one language's file, by class, with its examples."""
    return {name: tuple(map(_line, block.splitlines())) for name, block in _blocks(lang).items()}


def _blocks(lang: str) -> dict[str, str]:
    text = (_HERE / lang / "gui.yaml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, in C
    return loaded


def _line(text: str) -> Line:
    words, _, rest = text.partition(" :: ")
    example, _, gives = rest.rpartition(" -> ")
    return Line(tuple(words.split(", ")), example, gives)


def _words(lang: str) -> Iterator[tuple[str, list[str]]]:
    """Class by class, the words of one language."""
    for name, block in _blocks(lang).items():
        for line in block.splitlines():
            yield name, line.partition(" :: ")[0].split(", ")


@cache
def latin() -> Latin:
    """English, and what every language shares."""
    letters = {sign: LETTER[name] for name, signs in _PUNCTUATION.items() for sign in signs}
    runs: dict[str, list[list[str]]] = {}
    telling: list[str] = []
    for name, words in _words("en"):
        letter = LETTER[name]
        for word in words:
            head = word[0].upper() + word[1:]
            letters[word] = letters[head] = letter
            if " " in word:
                for form in (word, head):
                    parts = form.split(" ")
                    runs.setdefault(parts[0], []).append(parts)
        if name in _TRIGGERS:
            telling += words
    for phrases in runs.values():
        phrases.sort(key=len, reverse=True)
    return Latin(letters, {k: tuple(v) for k, v in runs.items()}, _latin_triggers(telling))


def _latin_triggers(phrases: list[str]) -> frozenset[str]:
    """Of each phrase one word: one that is a trigger already, else the longest."""
    known = {phrase for phrase in phrases if phrase.isalpha()}
    for phrase in phrases:
        parts = re.findall("[a-z]+", phrase)
        if known.isdisjoint(parts):
            known.add(max(parts, key=len))
    return frozenset(known)


@cache
def han() -> Han:
    """Chinese, both scripts: a text that mixes them is read all the same."""
    letters: dict[str, str] = {}
    telling: list[str] = []
    for lang in ("zh", "zh-Hant"):
        for name, words in _words(lang):
            letters.update(dict.fromkeys(words, LETTER[name]))
            if name in _TRIGGERS:
                telling += words
    lengths: dict[str, set[int]] = {}
    for word in letters:
        lengths.setdefault(word[0], set()).add(len(word))
    signs = frozenset(word for word in telling if len(word) == 1)
    return Han(
        letters,
        {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()},
        signs,
        _pairs(telling, signs),
    )


def _pairs(phrases: list[str], signs: frozenset[str]) -> frozenset[str]:
    """Of each phrase that no single sign tells, two characters: a known pair, else its end."""
    known = {phrase for phrase in phrases if len(phrase) == 2 and signs.isdisjoint(phrase)}
    for phrase in phrases:
        if signs.isdisjoint(phrase) and not any(
            phrase[i : i + 2] in known for i in range(len(phrase) - 1)
        ):
            known.add(phrase[-2:])
    return frozenset(known)
