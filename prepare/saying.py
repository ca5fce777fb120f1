"""Sentences before any package is there: the same files as `words`, read without PyYAML.

The files that this reads keep to one form, which is YAML all the same: each line `key: "text"`,
the text quoted as in JSON; or `key: |` with the lines of a longer text indented below.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

Lang = Literal["en", "zh", "zh-Hant"]

FOLDER = Path(__file__).resolve().parent.parent / "language"


def by_locale(environ: Mapping[str, str]) -> Lang:
    """The user's language, by the locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "").lower().replace("-", "_")
        if not value:
            continue
        if not value.startswith("zh"):
            return "en"
        return "zh-Hant" if any(p in value for p in ("tw", "hk", "mo", "hant")) else "zh"
    return "en"


def by_words(texts: list[str], environ: Mapping[str, str]) -> Lang:
    """The language of what the user typed, as far as its characters tell; else the locale's."""
    sentences = (text for text in texts if not text.startswith("-") and "." not in text[-5:])
    letters = [c for text in sentences for c in text[:4000]]
    if any("\u3400" <= c <= "\u9fff" for c in letters):
        lean = sum(_has(c, "big5hkscs") - _has(c, "gb2312") for c in letters)
        local = by_locale(environ)
        return "zh-Hant" if lean > 0 or (lean == 0 and local == "zh-Hant") else "zh"
    return "en" if any(c.isalpha() for c in letters) else by_locale(environ)


def _has(char: str, codec: str) -> int:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return 0
    return 1


def sentence(key: str, lang: Lang, /, namespace: str = "prepare", **values: object) -> str:
    """The sentence under this key, with its places filled."""
    return sentences(namespace, lang)[key].format(**values)


@cache
def sentences(namespace: str, lang: Lang) -> dict[str, str]:
    """Every sentence of one file, by key."""
    found: dict[str, str] = {}
    key = ""
    for line in (FOLDER / lang / f"{namespace}.yaml").read_text(encoding="utf-8").splitlines():
        if key and (line.startswith("  ") or not line):
            found[key] += line[2:] + "\n"  # a file has no empty line after its last longer text
            continue
        name, _, value = line.partition(": ")
        key = name if value == "|" else ""
        if key:
            found[key] = ""
        elif value and not name.startswith("#"):
            found[name] = json.loads(value)
    return {
        name: text.rstrip("\n") + "\n" if "\n" in text else text for name, text in found.items()
    }
