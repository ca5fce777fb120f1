"""Files of phrases as data: `key: [a, "b c"]` and `key: {a: b}`, a line each, or groups of such.

A hundred small files are read before the first sentence is; a reader of all of YAML takes five
times as long over them. That both read the same is tested.
"""

from __future__ import annotations

import re
from typing import Any

Value = list[str] | dict[str, str]
_LINE = re.compile(r"""^("?)([\w-]+)\1:\s*([\[{])(.*)[\]}]\s*$""")
_ITEM = re.compile(
    r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^,"'{}\[\]][^,:]*(?::(?!\s)[^,:]*)*))\s*([,:]|$)"""
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def read(text: str) -> dict[str, Value]:
    """What stands in such a file; a `ValueError` where it is written otherwise."""
    found: dict[str, Value] = {}
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise ValueError(line)
        items = _items(match[4])
        if match[3] == "[":
            found[match[2]] = [item for item, _ in items]
        else:
            words = [item for item, _ in items]
            found[match[2]] = dict(zip(words[::2], words[1::2], strict=True))
    return found


def _items(text: str) -> list[tuple[str, str]]:
    """The items of a list, each with the sign behind it."""
    found: list[tuple[str, str]] = []
    at, size = 0, len(text)
    while at < size:
        match = _ITEM.match(text, at)
        if match is None:
            raise ValueError(text[at:])
        double, single, bare, sign = match.groups()
        if double is not None:
            item = _ESCAPE.sub(_escaped, double) if "\\" in double else double
        else:
            item = single.replace("''", "'") if single is not None else bare.strip()
        found.append((item, sign))
        at = match.end()
    return found


def _escaped(match: re.Match[str]) -> str:
    said = match[1]
    if said[0] in "ux" and len(said) > 1:
        return chr(int(said[1:], 16))
    return _PLAIN.get(said, said)


_GROUP = re.compile(r"([\w]+):\s*(?:#.*)?$")
_ENTRY = re.compile(r"""\s+("?)([^":\[{]+?)\1:\s*([\[{])(.*)[\]}]\s*$""")
_ROW = re.compile(r"\s+- \{(\w+: \[.*\])\}\s*$")
_PART = re.compile(r"(\w+): \[(.*?)\](?=, \w+: \[|$)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def nested(text: str) -> dict[str, Any]:
    """The same with groups of such lines, and numbers as numbers; a `ValueError` as above."""
    found: dict[str, Any] = {}
    group = ""
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        head = _GROUP.match(line)
        if head is not None:
            group = head[1]
        elif line[0] != " ":
            found |= {key: _typed(value) for key, value in read(line).items()}
        elif (row := _ROW.match(line)) is not None:
            parts = {key: _typed(_words(inside)) for key, inside in _PART.findall(row[1])}
            found.setdefault(group, []).append(parts)
        elif (entry := _ENTRY.match(line)) is not None and group:
            found.setdefault(group, {})[entry[2]] = _typed(_words(entry[4]))
            if entry[3] != "[":
                raise ValueError(line)
        else:
            raise ValueError(line)
    return found


def _words(inside: str) -> list[str]:
    return [item for item, _ in _items(inside)]


def _typed(value: Value) -> Any:
    """A table with its numbers as numbers, and a list of nothing but numbers."""
    if isinstance(value, dict):
        return {key: _number(word) for key, word in value.items()}
    numbers = all(map(_NUMBER.fullmatch, value))
    return [_number(word) for word in value] if numbers else value


def _number(word: str) -> str | int | float:
    if _NUMBER.fullmatch(word) is None:
        return word
    return float(word) if "." in word else int(word)
