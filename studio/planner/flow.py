"""Files of phrases as data: `key: [a, "b c"]` and `key: {a: b}`, a line each, and nothing else.

A hundred small files are read before the first sentence is; a reader of all of YAML takes five
times as long over them. That both read the same is tested.
"""

from __future__ import annotations

import re

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
