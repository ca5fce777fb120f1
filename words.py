"""The skill's own sentences in the user's language: English, Simplified and Traditional Chinese.

Sentences are data, one file a language and a part of the skill: `language/<lang>/<namespace>.yaml`.
`say("upload.sent", lang, name=…)` reads the key `sent` of the namespace `upload`. Files are read
when first needed: a turn that says two sentences reads one small file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Lang = Literal["en", "zh", "zh-Hant"]
LANGS: tuple[Lang, ...] = ("en", "zh", "zh-Hant")

_HERE = Path(__file__).resolve().parent / "language"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_QUOTED = re.compile(
    r"\"[^\"]{0,200}\"|“[^”]{0,200}”|「[^」]{0,200}」|《[^》]{0,200}》|(?<!\w)'[^']{0,200}'"
)
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SAMPLE = 4000  # characters that decide a language; a message of a megabyte is not read to its end


@cache
def sentences(namespace: str, lang: Lang) -> dict[str, str]:
    """Every sentence of one part of the skill in one language, by key."""
    text = (_HERE / lang / f"{namespace}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, in C
    return loaded


def say(key: str, lang: Lang, /, **values: object) -> str:
    """The sentence `namespace.key` in this language, with its places filled."""
    namespace, _, name = key.partition(".")
    return sentences(namespace, lang)[name].format(**values)


def _encodable(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _script(char: str) -> int:
    """+1 for a character that only Traditional writing has, -1 for only Simplified, else 0.

    The national character sets know: GB 2312 holds the simplified forms, Big5 with the Hong Kong
    supplement the others.
    """
    simplified, traditional = _encodable(char, "gb2312"), _encodable(char, "big5hkscs")
    return int(traditional) - int(simplified)


def detect(text: str, *, default: Lang = "en") -> Lang:
    """The language to answer in; what stands in quotation marks is content and does not count."""
    sample = _QUOTED.sub(" ", text[:_SAMPLE])
    han = [char for char in sample if "㐀" <= char <= "鿿" or "豈" <= char <= "﫿"]
    latin = len(_LATIN_WORD.findall(sample))
    if not han or len(han) < latin:
        return "en" if latin else default
    lean = sum(map(_script, han))
    if lean:
        return "zh-Hant" if lean > 0 else "zh"
    return default if default != "en" else "zh"
