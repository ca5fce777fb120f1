"""The words of GUI talk by class, out of `language/<lang>/gui.yaml`, as one dictionary: word -> letter.

Every class has a letter, so that a sentence becomes a short string and the grammar a regular
expression over classes (`grammar.py`). Read once, when the first text with a trigger comes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_HERE = Path(__file__).resolve().parents[1] / "language"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LANGS = ("en", "zh", "zh-Hant")

# Classes that no file lists: punctuation, and what is known by its shape.
SHAPES = (
    "comma", "colon", "open_", "close_", "stop", "arrow", "digit", "word", "named", "han",
    "quoted", "qexport", "qupload", "qpreview", "qaccount", "opaque",
)  # fmt: skip
FILED = (
    "press", "tap", "toggle", "fill", "choose", "drag", "pull", "adjust", "open", "go", "switch", "look", "scroll",
    "play", "preview", "turn", "use", "seen", "dragged", "pressed", "saved", "export", "account",
    "avatar", "money", "timeline", "viewer", "panel", "soft", "control", "slider", "canvas", "side",
    "ui", "upload", "file", "chore", "chores", "shut", "keep", "browser", "again", "you", "can",
    "please", "if", "when", "before", "wait", "ready", "ok", "wish", "zwish", "need", "zneed", "free", "zfree", "avail",
    "at", "take", "there", "be", "zbe", "pred", "narr", "will", "reported", "dont", "noneed",
    "mind", "advise", "to", "for", "and", "so", "which", "zwhich", "by", "det", "pron", "prep",
    "zprep", "zloc", "into", "from", "result", "filler", "cheer", "label", "sound", "plain",
)  # fmt: skip
LETTER: dict[str, str] = {name: chr(0x100 + i) for i, name in enumerate(SHAPES + FILED)}

# A sentence without one of these holds no instruction: every rule of the grammar asks for one.
_TRIGGERS = (
    "press", "tap", "toggle", "drag", "preview", "export", "account", "avatar", "timeline",
    "viewer", "panel", "control", "switch", "slider", "upload", "chore", "chores", "shut", "seen",
    "dragged", "canvas", "soft", "browser",
)  # fmt: skip
_PUNCTUATION = {
    "comma": ",，、;；", "colon": ":：—–-", "open_": "(（", "close_": ")）", "stop": ".!?。！？…~～",
    "arrow": "👉➡→▶►›>»⇒☞🔽⬇",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a phrase file: its words, the example with a place for them, what it must give."""

    words: tuple[str, ...]
    example: str
    gives: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word -> letter; the longest run of words to try from a first word or character."""

    letters: dict[str, str]
    lengths: dict[str, tuple[int, ...]]  # first Chinese character -> lengths of phrases, longest first
    runs: dict[str, tuple[tuple[str, ...], ...]]  # first English word -> phrases, longest first
    trigger: re.Pattern[str]
    latin: frozenset[str]  # English trigger words


@cache
def phrases(lang: str) -> dict[str, tuple[Line, ...]]:
    """Every line of one language's file, by class."""
    text = (_HERE / lang / "gui.yaml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, in C
    return {name: tuple(map(_line, block.splitlines())) for name, block in loaded.items()}


def _line(text: str) -> Line:
    words, _, rest = text.partition(" :: ")
    example, _, gives = rest.rpartition(" -> ")
    return Line(tuple(w.strip() for w in words.split(",")), example, gives)


def _forms(word: str) -> tuple[str, ...]:
    """A word as it stands inside a sentence and at its head."""
    return (word, word[0].upper() + word[1:])


@cache
def lexicon() -> Lexicon:
    """All three languages as one dictionary: real replies mix them."""
    letters = {sign: LETTER[name] for name, signs in _PUNCTUATION.items() for sign in signs}
    lengths: dict[str, set[int]] = {}
    runs: dict[str, set[str]] = {}
    heads: dict[str, set[str]] = {}
    latin: set[str] = set()
    for lang in LANGS:
        for name, lines in phrases(lang).items():
            letter, fires = LETTER[name], name in _TRIGGERS
            for word in (word for line in lines for word in line.words):
                if word[0] > "\u2fff":
                    letters[word] = letter
                    lengths.setdefault(word[0], set()).add(len(word))
                    if fires:
                        heads.setdefault(word[0], set()).add(word[1:2])
                    continue
                for form in _forms(word):
                    letters[form] = letter
                    if " " in word:
                        runs.setdefault(form.partition(" ")[0], set()).add(form)
                if fires:  # of a phrase its longest word, which says the most
                    latin.add(max(re.findall("[a-z]+", word), key=len))
    return Lexicon(
        letters,
        {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()},
        {
            first: tuple(sorted((tuple(p.split(" ")) for p in found), key=len, reverse=True))
            for first, found in runs.items()
        },
        _han_trigger(heads),
        frozenset(latin),
    )


def _han_trigger(heads: dict[str, set[str]]) -> re.Pattern[str]:
    """Two characters are enough to know that a sentence is worth a closer look."""
    alone = "".join(sorted(first for first, seconds in heads.items() if "" in seconds))
    pairs = [
        f"{first}[{''.join(sorted(seconds))}]"
        for first, seconds in sorted(heads.items())
        if "" not in seconds
    ]
    return re.compile("|".join([f"[{alone}]", *pairs] if alone else pairs))
