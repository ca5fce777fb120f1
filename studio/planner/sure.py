"""What a phrase cannot do without: runs of plain characters, one of each row of them.

    (make|create) .{0,20}(video|film)s?   ->   (make, create), (video, film)

So a pattern is compiled, and tried, only where it can stand at all.
"""

from __future__ import annotations

import re

Row = tuple[str, ...]  # one of these stands in whatever the phrase matches
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_RUN = re.compile(r"[a-z0-9一-龥]+")
_LOOSE = frozenset("?*")
_MOST = 3  # rows kept of a phrase: the longest


def rows(phrase: str) -> tuple[Row, ...]:
    """The rows of a phrase, those that tell most first."""
    found, end = _choice(phrase, 0)
    if end < len(phrase):  # no pattern as we know them: nothing is sure
        return ()
    found.sort(key=_worth, reverse=True)
    return tuple(dict.fromkeys(found))[:_MOST]


def _worth(row: Row) -> int:
    """How much a row tells: the length of its shortest run."""
    return min(map(len, row))


def _choice(phrase: str, at: int) -> tuple[list[Row], int]:
    """The rows of what stands up to the next closing bracket, and where that is."""
    first, at = _sequence(phrase, at)
    if at >= len(phrase) or phrase[at] != "|":
        return first, at
    options = [first]
    while at < len(phrase) and phrase[at] == "|":
        other, at = _sequence(phrase, at + 1)
        options.append(other)
    if not all(options):
        return [], at
    best = [run for option in options for run in max(option, key=_worth)]
    return [tuple(best)], at


def _sequence(phrase: str, at: int) -> tuple[list[Row], int]:
    """The rows of one alternative, and where it ends."""
    found: list[Row] = []
    run = ""
    size = len(phrase)
    while at < size:
        char = phrase[at]
        if char in _PLAIN or "一" <= char <= "龥":
            end = _RUN.match(phrase, at).end()  # type: ignore[union-attr]
            run, at = run + phrase[at:end], end
            continue
        if char in "|)":
            break
        if char in _LOOSE or char == "{":
            loose, at = _quantity(phrase, at)
            run, kept = ("", run[:-1] if loose else run)
            found += [(kept,)] if kept else []
            continue
        found += [(run,)] if run else []
        run = ""
        if char == "(":
            inner, at = _group(phrase, at)
            loose, at = _quantity(phrase, at)
            found += [] if loose else inner
        elif char == "[":
            at = _closed(phrase, at)
        else:
            at += 2 if char == "\\" else 1
    found += [(run,)] if run else []
    return found, at


def _group(phrase: str, at: int) -> tuple[list[Row], int]:
    """The rows of a bracket, none of one that only looks around; and the place behind it."""
    around = phrase.startswith(("(?=", "(?!", "(?<"), at)
    inner, end = _choice(phrase, at + (3 if phrase.startswith(("(?:", "(?=", "(?!"), at) else 1))
    while end < len(phrase) and phrase[end] != ")":  # what stands there is none of ours
        _, end = _choice(phrase, end + 1)
    return ([] if around else inner), end + 1


def _closed(phrase: str, at: int) -> int:
    """The place behind a set of characters."""
    end = phrase.find("]", at + 2)
    return len(phrase) if end < 0 else end + 1


def _quantity(phrase: str, at: int) -> tuple[bool, int]:
    """Whether what stands before may be missing, and the place behind what says so."""
    if at >= len(phrase):
        return False, at
    if phrase[at] in _LOOSE:
        return True, at + 1
    if phrase[at] == "{":
        end = phrase.find("}", at)
        if end < 0 or phrase[at + 1 : at + 2].isalpha():  # {time}: a token, nothing before it
            return False, len(phrase) if end < 0 else end + 1
        return phrase[at + 1] == "0", end + 1
    return False, at
