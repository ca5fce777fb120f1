"""The words for music in a sentence: which genres, instruments, moods and cues it holds, and
where."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from studio.planner.phrases import plain

_HERE = Path(__file__).resolve().parent.parent / "language"
_LANGS = ("en", "zh")  # Traditional characters are looked up as Simplified ones
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Word(NamedTuple):
    """A phrase found: what kind of thing it names and which."""

    start: int
    end: int
    kind: str  # genres moods instruments families, or a cue's name
    value: Any
    text: str


@cache
def table() -> dict[str, dict[str, list[tuple[str, Any]]]]:
    """Phrase -> (kind, value), of all languages together; things apart from cues."""
    things: dict[str, list[tuple[str, Any]]] = {}
    cues: dict[str, list[tuple[str, Any]]] = {}
    for lang in _LANGS:
        path = _HERE / lang / "music_phrases.yaml"
        loaded = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
        for kind in ("genres", "instruments", "families"):
            for value, words in loaded[kind].items():
                for word in words:
                    things.setdefault(plain(str(word)), []).append((kind, value))
        for mood in loaded["moods"]:
            for word in mood["words"]:
                things.setdefault(plain(str(word)), []).append(("moods", tuple(mood["at"])))
        for cue, words in loaded["cues"].items():
            name = {True: "on", False: "no"}.get(cue, cue)  # YAML reads a bare `no` as false
            for word in words:
                text = {True: "on", False: "no"}.get(word, word)
                cues.setdefault(plain(str(text)), []).append((str(name), None))
    return {"things": things, "cues": cues}


@cache
def _pattern(group: str) -> re.Pattern[str]:
    words = sorted(table()[group], key=lambda word: (-len(word), word))
    latin = [re.escape(w) for w in words if w.isascii() or re.search(r"[a-z]$|^[a-z]", w)]
    other = [re.escape(w) for w in words if re.escape(w) not in set(latin)]
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(latin)})(?![a-z0-9])|(?:{'|'.join(other)})")


def things(text: str) -> list[Word]:
    """Every thing named in the text, longest phrases first choice, in order."""
    return _found(text, "things")


def cues(text: str) -> list[Word]:
    return _found(text, "cues")


def _found(text: str, group: str) -> list[Word]:
    found = []
    for match in _pattern(group).finditer(text):
        for kind, value in table()[group][match.group()]:
            found.append(Word(match.start(), match.end(), kind, value, match.group()))
    return found


# --- times ------------------------------------------------------------------------------------

_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = (
    r"((?<!\d)\d{1,6}(?:\.\d{1,6})?|[零一二两三四五六七八九十]{1,3}"
    r"|half an?|an?|one|two|three|four|five|ten)"
)
_ENGLISH = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0,
            "ten": 10.0, "half a": 0.5, "half an": 0.5}  # fmt: skip
_TIME = re.compile(
    r"(?P<clock>(?<![\d:])\d{1,2}:\d{2}(?:\.\d+)?)"
    rf"|(?P<minutes>{_NUMBER}[\s-]*(?:minutes?|mins?|分钟|分(?!轨|之))(?P<half>半)?(?:\s*(?:and\s*)?"
    r"(?P<rest>\d+(?:\.\d+)?)[\s-]*(?:seconds?|secs?|s|秒))?)"
    rf"|(?P<halfminute>半分钟)"
    rf"|(?P<seconds>{_NUMBER}[\s-]*(?:seconds?|secs?|s(?![a-z])|秒钟?))"
)


class Time(NamedTuple):
    start: int
    end: int
    ms: float
    clock: bool


def times(text: str) -> list[Time]:
    """Every time in the text, in milliseconds."""
    found = []
    for match in _TIME.finditer(text):
        first = match.group()[0]
        inside = match.start() > 0 and text[match.start() - 1].isalpha()
        if inside and first.isalpha() and first.isascii():
            continue
        found.append(Time(match.start(), match.end(), _ms(match), bool(match["clock"])))
    return found


def _ms(match: re.Match[str]) -> float:
    if match["clock"]:
        minutes, seconds = match["clock"].split(":")
        return (int(minutes) * 60 + float(seconds)) * 1000.0
    if match["halfminute"]:
        return 30_000.0
    if match["minutes"]:
        number = _value(re.match(_NUMBER, match["minutes"]))
        number += 0.5 if match["half"] else 0.0
        return number * 60_000.0 + float(match["rest"] or 0) * 1000.0
    return _value(re.match(_NUMBER, match["seconds"])) * 1000.0


def _value(match: re.Match[str] | None) -> float:
    text = match.group() if match else "0"
    if text in _ENGLISH:
        return _ENGLISH[text]
    if text[0].isdigit():
        return float(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return float("".join(str(_HAN[c]) for c in text))
    return float((_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0))
