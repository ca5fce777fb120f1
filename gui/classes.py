"""The classes of words, a letter for each, and patterns written in class names.

A sentence becomes a string of letters, and the grammar regular expressions over them. In a pattern
`<press|tap>` is one token of either class and `<~comma>` one of any other. Patterns are compiled
when first needed: a turn uses few of them, and compiling is what a cold start would pay for.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import groupby

# Neighbours here are neighbours in the alphabet: most sets of classes are a range of letters.
NAMES = (
    "comma", "colon", "open_", "close_", "stop",
    # words that turn to the user in mid-clause, the second row speaks to nobody else
    "and", "so", "which", "zwhich", "when", "before", "if", "by", "for",
    "arrow", "you", "please", "can", "free", "zfree", "mind", "advise", "need", "result",
    # other words that lead to an instruction
    "ok", "filler", "cheer", "ready", "wish", "zwish", "zneed", "to", "det", "pron", "there",
    "digit", "be", "ui", "use", "keep", "avail",
    # what places are made of
    "prep", "zprep", "at", "zloc", "take", "from", "into", "onto", "side", "file", "export",
    "preview", "browser", "money", "account", "avatar", "named",
    "quoted", "qexport", "qupload", "qpreview", "qplay", "qaccount",
    "timeline", "viewer", "panel", "soft", "control", "slider", "canvas", "stage", "switch",
    # verbs
    "press", "tap", "toggle", "fill", "choose", "drag", "pull", "adjust", "open", "go", "look",
    "scroll", "play", "turn", "chore", "chores", "shut", "seen", "dragged", "pressed", "saved",
    # what speaks against an instruction, and everything else
    "narr", "will", "reported", "dont", "wait", "noneed", "pred", "zbe", "again", "upload",
    "label", "sound", "plain", "opaque", "word", "han",
)  # fmt: skip
# One byte each and no sign of the regular expressions: such strings are the quickest to search.
_ALPHABET = f"{string.digits}{string.ascii_letters}{''.join(map(chr, range(0xC0, 0x100)))}"
LETTER: dict[str, str] = dict(zip(NAMES, _ALPHABET, strict=False))


def letters_of(names: str) -> frozenset[str]:
    """The letters of classes, for questions about single tokens."""
    return frozenset(LETTER[name] for name in names.split("|"))


def _ranges(names: str) -> str:
    """The letters of classes as the inside of a character set."""
    codes = sorted(ord(LETTER[name]) for name in names.split("|"))
    runs = [list(run) for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return "".join(
        chr(run[0][1]) if len(run) < 2 else f"{chr(run[0][1])}-{chr(run[-1][1])}" for run in runs
    )


def _expanded(pattern: str) -> str:
    def one(found: re.Match[str]) -> str:
        return f"[{'^' if found[1] else ''}{_ranges(found[2])}]"

    return re.sub(r"<(~?)([a-z_|]+)>", one, pattern).replace(" ", "")


class Pattern:
    """A regular expression over letters that is compiled when it is first asked something."""

    def __init__(self, source: str) -> None:
        self._source = source

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(_expanded(self._source))

    # Kept once read: from then on these are the compiled pattern's own methods.
    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self._compiled.finditer
