"""The words for music in a sentence: which genres, instruments, moods and cues it holds, and
where."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from studio.planner import flow, numbers
from studio.planner.longest import Longest
from studio.planner.numbers import HAN, WORDS
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
    return tuple(_read(path.read_text("utf-8")) for path in paths)


def _read(text: str) -> dict[str, Any]:
    try:
        return flow.nested(text)
    except ValueError:  # written in another way
        loaded: dict[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
        return loaded


@cache
def table() -> dict[str, dict[str, list[tuple[str, Any]]]]:
    """Phrase -> (kind, value), of all languages together; things apart from cues."""
    things: dict[str, list[tuple[str, Any]]] = {}
    moods: dict[str, list[tuple[str, Any]]] = {}
    cues: dict[str, list[tuple[str, Any]]] = {}
    absent: dict[str, list[tuple[str, Any]]] = {}
    for loaded in _files():
        for kind in ("genres", "uses", "echoes", "instruments", "families"):
            for value, words in loaded[kind].items():
                for word in words:
                    things.setdefault(_key(str(word)), []).append((kind, value))
        for value, words in loaded["absent"].items():
            for word in words:
                absent.setdefault(_key(str(word)), []).append(("absent", value))
        for mood in loaded["moods"]:
            for word in mood["words"]:
                moods.setdefault(_key(str(word)), []).append(("moods", tuple(mood["at"])))
        for cue, words in loaded["cues"].items():
            name = {True: "on", False: "no"}.get(cue, cue)  # YAML reads a bare `no` as false
            for word in words:
                text = {True: "on", False: "no"}.get(word, word)
                cues.setdefault(_key(str(text)), []).append((str(name), None))
    return {"things": things, "moods": moods, "cues": cues, "absent": absent}


def _key(word: str) -> str:
    """A word as it is looked up: hyphens are spaces."""
    return re.sub(r"[\s-]+", " ", plain(word))


@cache
def _longest(group: str) -> Longest:
    return Longest(table()[group], plural=group in ("things", "absent"))


def things(text: str) -> list[Word]:
    """Every thing named in the text, longest phrases first choice, in order. A mood may be part of
    a style's name: "sad piano" is both."""
    found = [*_found(text, "things"), *_found(text, "moods")]
    return sorted(found, key=lambda word: word.start)


def absent(text: str) -> list[Word]:
    """Instruments that do not play here; the value is who comes nearest."""
    return _found(text, "absent")


def cues(text: str) -> list[Word]:
    return _found(text, "cues")


def _found(text: str, group: str) -> list[Word]:
    return list(_looked_up(text, group))


@lru_cache(maxsize=256)  # a sentence is asked for its words by many
def _looked_up(text: str, group: str) -> tuple[Word, ...]:
    known = table()[group]
    return tuple(
        Word(start, end, kind, value, text[start:end])
        for start, end, word in _longest(group).finditer(text)
        if not _within_another(text, start, end, word)
        for kind, value in known[word]
    )


_BEFORE, _AFTER = {"舞曲": "圆"}, {"低音": "乐量响"}  # 圆舞曲 is no house, 压低音乐 no bass


def _within_another(text: str, start: int, end: int, word: str) -> bool:
    """Whether these characters are a piece of another word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    inside = bool(before) and before in _BEFORE.get(word, "")
    return inside or (bool(after) and after in _AFTER.get(word, ""))


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


def arcs(name: str) -> list[str]:
    """Patterns of one meaning about the course of a piece, of all languages."""
    return [str(pattern) for f in _files() for pattern in f["arcs"][name]]


@cache
def right() -> frozenset[str]:
    """Words of their own that look like a slip in a word for music."""
    return frozenset(_files()[0]["right_as_they_are"])


@cache
def beyond() -> tuple[dict[str, list[str]], ...]:
    """How wishes are said that no music of ours fulfils, by reason, a language each."""
    return tuple(f["beyond"] for f in _files())


# --- times ------------------------------------------------------------------------------------

_NUMBER = (
    rf"((?<!\d)\d{{1,6}}(?:\.\d{{1,6}})?|{HAN}|half an?|(?:a )?couple of"
    rf"|{WORDS}(?: point {WORDS})?|an?)"
)
_TIES = "fifteen|(?:twenty|thirty|forty|fifty)(?:[ -]five)?"  # "a minute thirty"
_ENGLISH = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "a couple of": 2.0,
            "couple of": 2.0}  # fmt: skip
_JOINT = r"\s*(?:[,\x1f]\s*(?:and\s+)?|，|、|&|\band\s+|和|跟|与)\s*(?:at\s+|第)?"
_SECONDS = r"[\s-]*(?:seconds?|secs?|s(?![a-z])|秒钟?)"
_PLAIN = r"(?<![\d:.])\d{1,4}(?:\.\d{1,3})?"
_TIME = re.compile(
    r"(?P<clock>(?<![\d:])\d{1,2}:\d{2}(?:\.\d+)?)"
    r"|(?P<primes>(?<![\d:])(\d{1,2})\s*(?:'|′|m\s?)\s*(\d{1,2})\s*(?:\"|″|''|s(?![a-z])))"
    rf"|(?P<minutes>{_NUMBER}(?P<and>\s+and\s+a\s+half)?[\s-]*(?:(?:minutes?|mins?)(?![a-z])|分钟|分(?!轨|之))(?P<half>半|\s+and\s+a\s+half)?"
    r"(?:\s*(?:and\s*)?"
    rf"(?:(?P<rest>{_NUMBER}){_SECONDS}|(?P<bare>{_TIES}|(?<=分)\d{{1,2}}(?!\d|拍|个)"
    r"|\d{2}(?=\s*(?:$|[,.;]|of\b|long\b))))"
    rf"(?![a-z\d]))?)"
    r"|(?P<quarter>(?:(three)[\s-]+quarters?|(?:a )?quarter) of a minute|(半)分钟|half a minute)"
    rf"|(?P<seconds>(?<!in the )(?<!the low )(?<!the mid )(?<!the high ){_NUMBER}"
    rf"(?P<halfs>\s+and\s+a\s+half)?{_SECONDS}(?P<halves>半)?)"
)
_LIST = re.compile(rf"{_PLAIN}(?:{_JOINT}{_PLAIN}){{1,9}}(?={_SECONDS})")  # "10, 25 and 40 s"
_BOUND = re.compile(r"\band\b|[、&和跟与]")
_PLACES = re.compile(  # places by their share of the whole
    r"(?P<half>\b(?:half[- ]?way(?: point| mark)?(?: through| in)?|half of the way(?: through| in)?"
    r"|(?:in |at |right in |from )?the (?:very )?(?:middle|mid-?point)"
    r"(?: of (?:it|the (?:track|piece|song|music)))?)"
    r"|一半(?:的时候|处|的地方|位置)?(?!速)|正中间?|中间(?:的时候|处|的地方|部分|那段)?|过半)"
    r"|\b(?P<count>a|one|two|three|1|2|3) (?P<part>third|quarter|fifth|half)s? "
    r"(?:of the way )?(?:through|in(?:to)?(?! the intro)\b|of the way)"
    r"|(?P<below>[三四五])分之(?P<above>[一二两三四])(?:处|的地方|的时候|的位置)?"
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "三": 3, "四": 4, "五": 5}
_ABOVE = {"a": 1, "one": 1, "two": 2, "three": 3, "1": 1, "2": 2, "3": 3, "一": 1, "二": 2, "两": 2,
          "三": 3, "四": 4}  # fmt: skip


class Time(NamedTuple):
    start: int
    end: int
    ms: float
    clock: bool
    share: float = 0.0  # of the whole, where a place is said so: "halfway through"


def times(text: str, *, total: float = 0.0) -> list[Time]:
    """Every time in the text, in milliseconds; places by share where the whole is known."""
    found = []
    for match in _TIME.finditer(text):
        first = match.group()[0]
        inside = match.start() > 0 and text[match.start() - 1].isalpha()
        if inside and first.isalpha() and first.isascii():
            continue
        found.append(Time(match.start(), match.end(), _ms(match), bool(match["clock"])))
    found += _listed(text)
    if total:
        found += [
            Time(match.start(), match.end(), round(total * share, 3), True, share)
            for match in _PLACES.finditer(text)
            if (share := _share(match))
            and not any(t.start < match.end() and match.start() < t.end for t in found)
        ]
    return sorted(found)


def _listed(text: str) -> list[Time]:
    """The first of several times that have their unit only at the end; two with a bare comma
    between them are a tempo, perhaps, and a length."""
    rows = []
    for match in _LIST.finditer(text):
        figures = list(re.finditer(_PLAIN, match[0]))
        if len(figures) > 2 or _BOUND.search(match[0]):
            at = match.start()
            rows += [
                Time(at + n.start(), at + n.end(), float(n[0]) * 1000.0, False)
                for n in figures[:-1]
            ]
    return rows


def _share(match: re.Match[str]) -> float:
    if match["half"]:
        return 0.5
    if match["count"]:
        return min(_ABOVE[match["count"]] / _PARTS[match["part"]], 0.99)
    return min(_ABOVE[match["above"]] / _PARTS[match["below"]], 0.99)


def _ms(match: re.Match[str]) -> float:
    if match["clock"]:
        minutes, seconds = match["clock"].split(":")
        return (int(minutes) * 60 + float(seconds)) * 1000.0
    if match["primes"]:
        minutes, seconds = re.findall(r"\d+", match["primes"])
        return (int(minutes) * 60 + int(seconds)) * 1000.0
    if match["quarter"]:
        return (
            45_000.0
            if "three" in match["quarter"]
            else (30_000.0 if "半" in match["quarter"] or "half" in match["quarter"] else 15_000.0)
        )
    if match["minutes"]:
        number = _value(re.match(_NUMBER, match["minutes"]))
        number += 0.5 if match["half"] or match["and"] else 0.0
        rest = _value(re.match(_NUMBER, match["rest"])) if match["rest"] else 0.0
        rest = numbers.value(match["bare"]) if match["bare"] else rest
        return number * 60_000.0 + rest * 1000.0
    half = 0.5 if match["halfs"] or match["halves"] else 0.0
    return (_value(re.match(_NUMBER, match["seconds"])) + half) * 1000.0


def _value(match: re.Match[str] | None) -> float:
    text = match.group() if match else "0"
    return _ENGLISH[text] if text in _ENGLISH else numbers.value(text)
