"""A verb said once for several things: "make the first title bigger and the second one smaller"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.planner import spotting
from studio.planner.sheet import Clause
from studio.planner.tokens import Kind, kind_of

_SILENCED = re.compile(r"(?:mute|silence|静音)(?![a-z])")
_LED = ("then", "然后", "之后", "再")
_PACE = re.compile(r"(?P<then>then\s+|and then\s+|然后|之后|再)?[\ue380-\ue3ff]\s*$")
_SMALL = re.compile(
    r"[\s,，、.!。！]+|(?<![a-z])(?:and|also|then|the|my|both|all|too|but)(?![a-z])|和|还有|以及|也|都"
)
_NOUNS = {"title": " title", "caption": " title", "clip": " clip", "photo": " photo"}
_MORE = 3  # words behind a value: "and smaller"
_REACH = 60  # characters in which a thing and what is said of it stand
_WHERE = re.compile(
    r"(?<![a-z])(?:at|from|on|in|for|after|before|between|over)\s|[在从于到]|[\ue100-\ue27f]"
)
_CUTTING = ("cutting.cut", "cutting.keep", "common.remove")
_TIMED: tuple[Kind, ...] = ("time", "range", "edge")


def parallel(before: str, rest: str) -> bool:
    """Whether a second thing with its own word begins here, as the one before had its own."""
    if _pair(rest[:_REACH], begins=True) and _pair(before[-2 * _REACH :], begins=False):
        return True
    return (
        spotting.opening("gapping.timed", rest.lstrip()) > 0
        and spotting.said("gapping.at", before[-2 * _REACH :])
        and not _shifting(before)
    )


def pairs(before: str, rest: str) -> bool:
    """Whether a thing and its value are all that stands before, and another pair behind."""
    first, second = _ended(before.strip()), _ended(rest.strip())
    return first and second


def _ended(text: str) -> bool:
    """Whether a text is a thing and a value of it, with more values behind at most."""
    end = spotting.opening("gapping.np", text)
    rest = text[end:].lstrip(" :：") if end else ""
    value = spotting.opening("gapping.complement", rest) if rest else 0
    return bool(value) and len(rest[value:].split()) <= _MORE


def _shifting(text: str) -> bool:
    """Whether a wish takes something out of the video, so that all behind it comes sooner."""
    return any(spotting.said(key, text) for key in _CUTTING)


def _pair(text: str, *, begins: bool) -> bool:
    """Whether a thing and what is said of it stand in a text, or begin it."""
    text = text.lstrip(" ,，")
    end = spotting.opening("gapping.np", text) if begins else 0
    if not begins:
        found = spotting.find("gapping.np", text)
        end = found.end() if found else 0
    if not end:
        return False
    rest = text[end:].lstrip(" :：")
    return spotting.opening("gapping.complement", rest) > 0


def spelt_out(before: Clause, clause: Clause) -> Iterator[str]:
    """What a part without a verb may stand for, with the verb of the wish before it."""
    if len(clause.raw) > 2 * _REACH:
        return
    pace = _PACE.match(clause.text)
    if pace is not None and spotting.said("speed.speed", before.text):
        led = clause.sheet.text[: clause.at].rstrip(" ,，").endswith(_LED)
        yield f"{'then ' if led and not pace['then'] else ''}{clause.raw} speed"
    if _pair(clause.text, begins=True):
        yield from _with_its_word(before, clause)
    elif bare(clause):
        yield from _instead(before, clause)
    elif _shifting(before.text):
        return  # what stands later has another time once the first is gone
    elif clause.says("gapping.fragment") and any(clause.all(kind) for kind in _TIMED):
        yield from _elsewhere(before, clause)


def bare(clause: Clause) -> bool:
    """Whether a part is a thing's name and nothing else."""
    left = spotting.without("gapping.things", clause.plain) if not clause.tokens else clause.text
    if clause.tokens:
        end = spotting.opening("gapping.np", _SMALL.sub(" ", clause.text).strip())
        return end > 0 and not _SMALL.sub("", _SMALL.sub(" ", clause.text).strip()[end:])
    return left != clause.plain and not _SMALL.sub("", left)


def _with_its_word(before: Clause, clause: Clause) -> Iterator[str]:
    """ "make the first title bigger" and "the second one smaller": "make the second title …"."""
    found = spotting.find("gapping.np", before.text)
    if found is None and any(clause.all(kind) for kind in _TIMED):  # mute everything … and
        verb = _SILENCED.match(before.text)  # the music …
        if verb is not None:
            yield f"{verb[0]} {clause.raw}"
    if found is None:
        return
    head = before.own_words(0, found.start())
    if head and not re.fullmatch(r"[\w' -]{1,24}", head):
        return
    yield f"{head} {_named(found[0], clause)}".strip()


def _named(first: str, clause: Clause) -> str:
    """The part with the noun of the first thing where it says only "the second one"."""
    noun = next((n for n in ("title", "caption", "photo", "clip") if n in first), "")
    han = next((n for n in ("标题", "字幕", "照片", "片段") if n in first), "")
    place = next((n for n, char in enumerate(clause.text) if kind_of(char) == "ord"), -1)
    if place < 0 or not (noun or han):
        return clause.raw
    rest = clause.text[place + 1 :]
    counted = re.match(r"\s*(?:one|ones)(?![a-z])|[个個]", rest)
    size = counted.end() if counted else 0
    if not counted and re.match(
        r"\s*(?:title|clip|caption|photo|shot|标题|片段|字幕|照片|段|张)", rest
    ):
        return clause.raw
    start = clause.own_words(0, place + 1)
    end = clause.own_words(place + 1 + size, len(clause.text))
    return f"{start}{_NOUNS[noun]} {end}" if noun else f"{start}个{han}{end}"


def _instead(before: Clause, clause: Clause) -> Iterator[str]:
    """ "delete both titles" and "the music": "delete the music"."""
    if not spotting.begins("clauses.verb", before.text):
        return
    numbered = any(kind_of(char) in ("ord", "file") for char in before.text)
    found = spotting.find("gapping.np" if numbered else "gapping.things", before.text)
    if found is None or not found.start():
        return
    head, tail = before.own_words(0, found.start()), before.own_words(found.end(), len(before.text))
    yield f"{head} {clause.raw} {tail}".strip()


def _elsewhere(before: Clause, clause: Clause) -> Iterator[str]:
    """ "freeze at 5s for 2s" and "at the end for 3s": "freeze at the end for 3s"."""
    if not any(before.all(kind) for kind in _TIMED):
        return
    found = _WHERE.search(before.text)
    if found is None or not found.start():
        return
    said = re.sub(
        r"^(?:and|then|also|once more|again|然后|再|还有|以及|和)\s*", "", clause.raw, flags=re.I
    )
    yield f"{before.own_words(0, found.start())} {said}"
