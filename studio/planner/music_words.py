"""The words for music in a sentence: which genres, instruments, moods and cues it holds, and
where."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from studio.planner.longest import Longest
from studio.planner.phrases import plain

_HERE = Path(__file__).resolve().parent.parent / "language"
_LANGS = ("en", "zh")  # Traditional characters are looked up as Simplified ones
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Word(NamedTuple):
    """A phrase found: what kind of thing it names and which."""

    start: int
    end: int
    kind: str  # genres uses moods instruments families, or a cue's name
    value: Any
    text: str


@cache
def _files() -> tuple[dict[str, Any], ...]:
    paths = [_HERE / lang / "music_phrases.yaml" for lang in _LANGS]
    return tuple(
        yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
        for path in paths
    )


@cache
def table() -> dict[str, dict[str, list[tuple[str, Any]]]]:
    """Phrase -> (kind, value), of all languages together; things apart from cues."""
    things: dict[str, list[tuple[str, Any]]] = {}
    moods: dict[str, list[tuple[str, Any]]] = {}
    cues: dict[str, list[tuple[str, Any]]] = {}
    for loaded in _files():
        for kind in ("genres", "uses", "instruments", "families"):
            for value, words in loaded[kind].items():
                for word in words:
                    things.setdefault(_key(str(word)), []).append((kind, value))
        for mood in loaded["moods"]:
            for word in mood["words"]:
                moods.setdefault(_key(str(word)), []).append(("moods", tuple(mood["at"])))
        for cue, words in loaded["cues"].items():
            name = {True: "on", False: "no"}.get(cue, cue)  # YAML reads a bare `no` as false
            for word in words:
                text = {True: "on", False: "no"}.get(word, word)
                cues.setdefault(_key(str(text)), []).append((str(name), None))
    return {"things": things, "moods": moods, "cues": cues}


def _key(word: str) -> str:
    """A word as it is looked up: hyphens are spaces."""
    return re.sub(r"[\s-]+", " ", plain(word))


@cache
def _longest(group: str) -> Longest:
    return Longest(table()[group], plural=group == "things")


def things(text: str) -> list[Word]:
    """Every thing named in the text, longest phrases first choice, in order. A mood may be part of
    a style's name: "sad piano" is both."""
    found = [*_found(text, "things"), *_found(text, "moods")]
    return sorted(found, key=lambda word: word.start)


def cues(text: str) -> list[Word]:
    return _found(text, "cues")


def _found(text: str, group: str) -> list[Word]:
    known = table()[group]
    return [
        Word(start, end, kind, value, text[start:end])
        for start, end, word in _longest(group).finditer(text)
        for kind, value in known[word]
    ]


# --- words of tempo, and words that say nothing -------------------------------------------------


@cache
def _tempi() -> tuple[re.Pattern[str], dict[str, float]]:
    table = {_key(str(w)): float(bpm) for f in _files() for w, bpm in f["tempi"].items()}
    latin = "|".join(w for w in table if w.isascii())
    other = "|".join(w for w in table if not w.isascii())
    return re.compile(rf"(?<![a-z])(?:{latin})(?![a-z])|(?:{other})"), table


def tempo_word(text: str) -> float | None:
    """The beats a minute of a musician's word for a tempo."""
    found = _tempi()[0].search(text)
    return _tempi()[1][found.group()] if found else None


def tempo_spans(text: str) -> list[tuple[int, int]]:
    """Where such words stand."""
    return [match.span() for match in _tempi()[0].finditer(text)]


@cache
def small_talk() -> frozenset[str]:
    """Words that say nothing about how music should be."""
    return frozenset(
        {True: "on", False: "no"}.get(word, str(word)) for word in _files()[0]["small_talk"]
    )


@cache
def small_han() -> re.Pattern[str]:
    """The same in Chinese, where words stand without gaps: the longest first. A `sung` is kept."""
    words = sorted({str(w) for w in _files()[1]["small_talk"]}, key=len, reverse=True)
    return re.compile(rf"(?P<kept>{'|'.join(_files()[1]['sung'])})|{'|'.join(words)}")


@cache
def unsung() -> re.Pattern[str]:
    """That nobody should sing: what no music of ours does."""
    no = "|".join(w for f in _files() for w in f["unsung"])
    sung = "|".join(w for f in _files() for w in f["sung"])
    return re.compile(rf"(?:{no})\s*(?:{sung})")


# --- times ------------------------------------------------------------------------------------

_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_SPOKEN = (
    "half an?|forty[- ]five|fifteen|thirty|twenty|ninety|twelve|sixty|fifty|forty|eight|seven|three"
    "|four|five|nine|one|two|six|ten|an?"
)
_NUMBER = rf"((?<!\d)\d{{1,6}}(?:\.\d{{1,6}})?|[零一二两三四五六七八九十]{{1,3}}|{_SPOKEN})"
_ENGLISH = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0,
            "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "twelve": 12.0,
            "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "forty-five": 45.0,
            "forty five": 45.0, "fifty": 50.0, "sixty": 60.0, "ninety": 90.0, "half a": 0.5,
            "half an": 0.5}  # fmt: skip
_TIME = re.compile(
    r"(?P<clock>(?<![\d:])\d{1,2}:\d{2}(?:\.\d+)?)"
    rf"|(?P<minutes>{_NUMBER}(?P<and>\s+and\s+a\s+half)?[\s-]*(?:minutes?|mins?|分钟|分(?!轨|之))(?P<half>半|\s+and\s+a\s+half)?(?:\s*(?:and\s*)?"
    rf"(?P<rest>{_NUMBER})[\s-]*(?:seconds?|secs?|s|秒))?)"
    rf"|(?P<halfminute>半分钟|half a minute)"
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
        number += 0.5 if match["half"] or match["and"] else 0.0
        rest = _value(re.match(_NUMBER, match["rest"])) if match["rest"] else 0.0
        return number * 60_000.0 + rest * 1000.0
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
