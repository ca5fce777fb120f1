"""Slips of the keyboard in the words that matter, put right where nothing else could be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from studio.planner import lexer, phrases, spotting
from studio.planner.sheet import Clause
from studio.timeline.model import Material

_WORD = re.compile(r"[a-z]+")
_TOO = re.compile(  # 2 slow
    r"(?<![\w.:])2(?= (?:slow|fast|loud|quiet|soft|long|short|big|small|late|early|dark|bright)\b)",
    re.I,
)
_ENDINGS = ("est", "ish", "ing", "ness", "ful", "er", "ed", "ly", "y")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_EAR = ("aeiouy", "ckq", "sz", "vw", "gj")  # letters that sound alike
_LEAST = 4  # letters of a word that is looked at
_SHORTEST = 5  # letters of a word that one slip may hide in; shorter ones only swap two
_LONG = 8  # letters of a word that two slips may hide in


def put_right(message: str, materials: Iterable[Material] = ()) -> str:
    """The message with the slips in it put right, but for words in quotes and names of files.

    "" where there are none.
    """
    spoken = _TOO.sub("too", message)
    words = {match[0] for match in _WORD.finditer(message.lower())}
    if not any(slip(word) for word in words - {"an"}):
        return spoken if spoken != message else ""
    message = spoken
    page = lexer.lex(message, materials)
    parts, last = [], 0
    for match in _WORD.finditer(page.text):
        meant = slip(match[0])
        if match[0] == "an" and spotting.begins("clauses.verb", page.text[match.end() :].lstrip()):
            meant = "and"
        if meant:
            start, end = page.spans[match.start()][0], page.spans[match.end() - 1][1]
            parts += [page.raw[last:start], meant]
            last = end
    return "".join([*parts, page.raw[last:]]) if parts else ""


def slip(word: str) -> str:
    """The word that this is surely a slip for; "" where it may be a word in its own right."""
    shorthand = phrases.tables("spelling")["short"]
    if word in shorthand:
        return "" if word in phrases.lists("spelling")["words_too"] else shorthand[word]
    return "" if word in phrases.words() else _meant(word)


def mended(clause: Clause) -> str:
    """The part with its slips put right and its shorthand spelt out; "" where there is none."""
    if clause.all("text") or clause.all("file"):
        return ""
    changed = False
    parts: list[str] = []
    last = 0
    for match in _WORD.finditer(clause.plain):
        meant = _meant(match[0])
        if meant:
            parts += [clause.plain[last : match.start()], meant]
            last, changed = match.end(), True
    return "".join([*parts, clause.plain[last:]]) if changed else ""


def _neighbours() -> dict[str, str]:
    """The letters beside each on a keyboard."""
    near: dict[str, str] = {}
    for y, row in enumerate(_ROWS):
        for x, char in enumerate(row):
            near[char] = "".join(
                other[n]
                for other in _ROWS[max(y - 1, 0) : y + 2]
                for n in range(max(x - 1, 0), min(x + 2, len(other)))
            )
    return near


_NEAR = _neighbours()


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """The words that matter, and words that only look like them."""
    lists = phrases.lists("spelling")
    return frozenset(lists["words"]), frozenset(lists["other"])


@cache
def _meant(said: str) -> str:
    """The one word that this is a slip for; "" where there is none, or more than one."""
    shorthand = phrases.tables("spelling")["short"]
    if said in shorthand:
        return shorthand[said]
    if len(said) < _LEAST:
        return ""
    words, other = _words()
    if said in words or said in other or said.rstrip("s") in words:
        return ""
    allowed = 2 if len(said) >= _LONG else 1
    end = _ending(said)
    near = [w for w in words if w[0] == said[0] and abs(len(w) - len(said)) <= allowed]
    near = [w for w in near if _ending(w) == end or len(w) > len(said)]
    found = [(slips(said, word), word) for word in near]
    short = len(said) < _SHORTEST
    best = sorted(
        (n - 0.5 * _swapped(said, w), w)
        for n, w in found
        if n <= allowed and not (short and not _swapped(said, w))
    )
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return ""
    return best[0][1]


def _ending(word: str) -> str:
    """How a word is bent: "bluer" is no slip for "blur"."""
    return next((end for end in _ENDINGS if word.endswith(end)), "")


def _swapped(one: str, two: str) -> bool:
    """Whether two words have the same letters in another order."""
    return sorted(one) == sorted(two)


@cache
def _cost(said: str, meant: str) -> int:
    """What one letter instead of another counts: fingers and ears take some for their like."""
    if said == meant:
        return 0
    near = any(said in row and meant in row for row in _EAR) or meant in _NEAR.get(said, "")
    return 1 if near else 2


def slips(one: str, two: str) -> int:
    """How many letters were left out, doubled, exchanged or swapped with a neighbour."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, char in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(two, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + _cost(char, other))
            if i > 1 and j > 1 and char == two[j - 2] and one[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
