"""What people say, as data: `phrases/<lang>/<file>.yaml`, one list of phrases a meaning.

A phrase is words, or a small pattern: `(a|b)`, `x?`, `.{0,6}`, and `{time}`, `{share}` … for a
token of that kind. All languages are looked up at once, since people mix them; Traditional
characters are looked up as Simplified ones, in the phrases as in what is said.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from studio.planner import flow
from studio.planner.tokens import BASES, BLOCK
from studio.words import LANGS

_HERE = Path(__file__).resolve().parent / "phrases"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LATIN = re.compile(r"[a-z0-9]")
_WORD = re.compile(r"(?<![a-z\\{])[a-z]{3,}")
ABOUT = (
    "arranging", "bookends", "canvas", "clips", "common", "crossfade", "cutting", "ducking",
    "fades", "looks", "music", "slideshow", "speed", "syncing", "targets", "titles", "volume",
)  # fmt: skip
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]?*+")  # what a phrase may begin, end with
_WHOLE = r"(?!(?<=[a-z0-9])(?=[a-z0-9]))"  # not within a Latin word


def read(path: Path) -> dict[str, Any]:
    """A file of phrases; nothing where a language has no such file."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    try:
        return dict(flow.read(text))
    except ValueError:  # written in another way
        loaded: dict[str, Any] = yaml.load(text, Loader=LOADER) or {}  # noqa: S506 - a safe loader
        return loaded


@cache
def characters() -> dict[int, str]:
    """Traditional characters to Simplified ones, and full-width signs to plain ones."""
    text = (_HERE / "zh-Hant" / "characters.yaml").read_text("utf-8")
    table: dict[str, str] = yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe loader
    pairs = zip(table["traditional"], table["simplified"], strict=True)
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return {**{ord(old): new for old, new in pairs}, **wide, 0x3000: " ", 0x2019: "'"}


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """The text as it is looked up, character for character: lower case, Simplified, half width."""
    if text.isascii():
        return text.lower()
    mapped = text.translate(characters())
    low = mapped.lower()
    if len(low) == len(mapped):
        return low
    return "".join(low if len(low := char.lower()) == 1 else char for char in mapped)


@cache
def lists(file: str) -> dict[str, tuple[str, ...]]:
    """Every phrase of a file by meaning, of all languages together."""
    merged: dict[str, list[str]] = {}
    for lang in LANGS:
        for key, phrases in read(_HERE / lang / f"{file}.yaml").items():
            if isinstance(phrases, list):
                merged.setdefault(str(key), []).extend(plain(str(phrase)) for phrase in phrases)
    return {key: tuple(dict.fromkeys(phrases)) for key, phrases in merged.items()}


@cache
def tables(file: str) -> dict[str, dict[str, str]]:
    """Tables of a file (words to values), of all languages together."""
    merged: dict[str, dict[str, str]] = {}
    for lang in LANGS:
        for key, rows in read(_HERE / lang / f"{file}.yaml").items():
            if isinstance(rows, dict):
                row = {plain(str(word)): str(value) for word, value in rows.items()}
                merged.setdefault(str(key), {}).update(row)
    return merged


@cache
def files() -> tuple[str, ...]:
    """The names of all files of phrases."""
    return tuple(
        sorted({path.stem for path in _HERE.glob("*/*.yaml")} - {"accounted", "characters"})
    )


@cache
def words() -> frozenset[str]:
    """Every Latin word that stands in a phrase about an edit."""
    found: set[str] = set()
    for file in ABOUT:
        for phrases in lists(file).values():
            found.update(word for phrase in phrases for word in _WORD.findall(phrase))
    return frozenset(found)


def pattern(phrase: str) -> str:
    """The regular expression of one phrase; Latin words stand by themselves."""
    made = phrase
    if "{" in phrase:
        for kind, base in BASES.items():
            made = made.replace("{" + kind + "}", f"[{chr(base)}-{chr(base + BLOCK - 1)}]")
    made = made.replace(" ?", r"\s*").replace(" ", r"\s+")
    first, last = phrase[:1], phrase[-1:]
    if _LATIN.match(first):
        made = r"(?<![a-z0-9])" + made
    elif first in _OPEN and _LATIN.search(phrase):
        made = _WHOLE + made
    if _LATIN.match(last):
        made += r"(?![a-z0-9])"
    elif last in _CLOSE and _LATIN.search(phrase):
        made += _WHOLE
    return made


@cache
def compiled(key: str) -> re.Pattern[str]:
    """One expression for all phrases of `file.meaning`, longer phrases first."""
    file, _, meaning = key.partition(".")
    phrases = sorted(lists(file).get(meaning, ()), key=len, reverse=True)
    return re.compile("|".join(map(pattern, phrases)) if phrases else r"(?!)")


def find(key: str, text: str) -> re.Match[str] | None:
    """Where one of these phrases stands in a text that is `plain` already."""
    from studio.planner import spotting  # which reads the phrases here

    return spotting.find(key, text)


def has(key: str, text: str) -> bool:
    """Whether one of these phrases stands in the text."""
    from studio.planner import spotting

    return spotting.said(key, text)


@cache
def compiled_word(word: str) -> re.Pattern[str]:
    """One expression for one phrase."""
    return re.compile(pattern(word))
