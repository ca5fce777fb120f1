"""Whether all that was said made a difference: a value or a "not" that changes nothing was missed.

A reader looks for what it knows and passes over the rest, so that "at the top until 0:05" might
become "at the top" without a word. Here every value of a wish is taken out, and bent, and the wish
read again: where the same edits come of it both times, nobody heard that value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import msgspec

from studio.planner import music_words, phrases, spotting, unheeded, visual_words
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.planner.tokens import Token
from studio.planner.values import AnyStep, Question
from studio.timeline import facts
from studio.timeline.model import Style
from studio.timeline.operations import AddTitle, Cut, Duck, Freeze, Keep, Reverse, Speed, Volume

Outcome = tuple[tuple[AnyStep, ...], Question | None]
Trial = Callable[[Clause], Outcome]
_MOST = 12  # values of one wish that are looked at
_COUNTED = re.compile(  # two clips, 四个: how many there are, which is known
    r"(?!\s*(?:pixels?|px|degrees?|inch(?:es)?|points?|pts?)\b)"
    r"\s*(?:of\b|together\b|into one\b|in a row\b|more\b|other\b|equal\b|(?:[a-z-]+ ){0,2}[a-z]+s\b"
    r"|[个張张段条首字步次份遍下句件种位])"
)
_INTO = re.compile(r"\bin(?:to)?\s+$")  # into two
_LABEL = re.compile(r"[句行条则]?\s*[:：]?\s*[\ue000-\ue07f]")  # 第一句“…”: said of the words
_OBJECT = re.compile(  # the first thing after a verb
    r"(?:(?:please|now|then|and|ok|okay|can you|could you|just) )*[a-z]+(?: up| down| out| off)?"
    r" (?:the|my|his|her|their|our) ([a-z-]+)(?:'s)?(?: ([a-z'-]+))?(?![a-z])"
)
_NOUNS = frozenset(  # of which everything on a timeline has some
    {"bit", "part", "piece", "section", "stuff", "thing", "portion", "rest", "one", "whole", "time",
     "file", "project", "timeline", "way", "other", "word", "line", "moment", "point", "ending",
     "color", "colour", "resolution", "size", "format", "ratio", "aspect", "dimension", "quality",
     "length", "duration", "position", "place", "style", "look", "font", "background", "outline",
     "border", "box", "animation", "opacity", "frame", "edge", "corner", "order", "pace", "tempo",
     "rate", "key", "mood", "genre", "vibe", "feel", "chorus", "verse", "drop", "beat", "rhythm",
     "number", "name", "date", "quote", "message", "sentence", "lyric", "credit", "final", "new",
     "result", "output", "deliverable", "footage", "recording", "composition", "render", "export",
     "outcome", "product", "content", "handle", "slogan", "tagline", "motto",
     "hashtag", "website", "url", "address", "artist", "band", "singer", "performer",
     "panorama",
     "same", "old", "last", "first", "next", "second", "third", "change", "edit", "version", "step"}
)  # fmt: skip
_THINGS = (
    "common.clip", "common.video", "common.music", "common.title", "common.photo", "common.voice",
    "common.original", "common.effect", "common.caption", "bookends.intro", "bookends.outro",
)  # fmt: skip
_OWNED = re.compile(r"(?:^|[把将给])([一-龥]{1,6}?)的(?:声音|音量|声)")  # whose sound
_SOME = ("common.pronoun", "common.all", "common.at_start", "common.at_end", "heard.owners")
_MEASURED = ("share", "db")
_WHEN = ("time", "range", "edge")
_PAIR = 2
_NEARLY = 0.02  # of a length
_AT_ONE = (Cut, Freeze, Keep)  # done at one place of the film, not to each of its clips
_ODD = 998.0  # a number that no clip or title has


def missed(clause: Clause, steps: Iterable[AnyStep], scene: Scene, trial: Trial) -> str:
    """The first value or small word of a wish that nobody heard; "" where all of it was."""
    said = Said(steps, scene)
    base: Outcome | None = None
    for place, token in list(clause.placed())[:_MOST]:
        if said.has(token) or _passed_over(clause, place, token):
            continue
        if token.kind == "num" and _all_there(clause, place, token, scene):
            continue
        base = base or trial(clause)
        others = _others(clause, place, token)
        if token.kind in _MEASURED and len(others) > 1:
            others = others[1:]  # that it is said may matter; its value must
        if all(trial(other) == base for other in others):
            return token.raw.strip()
    each = spotting.find("targets.all_clips", clause.text) if len(scene.clips) > 1 else None
    if each is not None and said.steps and all(isinstance(s, _AT_ONE) for s in said.steps):
        return each[0].strip()
    if spotting.said("heard.both", clause.text) and said.about() not in (0, _PAIR):
        return "both"
    place_said = _place(clause, said)
    if place_said and trial(_struck(clause, *place_said.span())) == (base or trial(clause)):
        return place_said[0].strip()
    for start, end in unheeded.spans(clause, said.steps):
        words = clause.text[start:end]
        if said.holds(words) or said.paints(words):
            continue
        if trial(_struck(clause, start, end)) == (base or trial(clause)):
            return words.strip()
    thing = _unknown(clause, said)
    if thing or not spotting.said("heard.weighty", clause.text):
        return thing
    if any(isinstance(step, Duck) for step in said.steps):
        return ""  # "when I talk" is what it is about
    for match in phrases.compiled("heard.weighty").finditer(clause.text):
        if said.holds(match[0]) or spotting.said("heard.light", clause.text[match.start() :][:20]):
            continue
        base = base or trial(clause)
        if trial(_struck(clause, *match.span())) == base:
            return match[0].strip()
    return ""


def timeless(clause: Clause, steps: Iterable[AnyStep], scene: Scene, trial: Trial) -> str:
    """The time, or the exception, that a wish for music made nothing of; "" where there is none.

    Music tells by itself which words it knows no music for; when it is to do what is no word."""
    said = Said(steps, scene)
    for place, token in list(clause.placed())[:_MOST]:
        if token.kind not in _WHEN or said.has(token):
            continue
        base = trial(clause)
        if all(trial(other) == base for other in _others(clause, place, token)):
            return token.raw.strip()
    but = spotting.find("heard.excepted", clause.text)
    if but is not None and trial(_struck(clause, *but.span())) == trial(clause):
        return but[0].strip()
    return ""


def _place(clause: Clause, said: Said) -> re.Match[str] | None:
    """Where in the film something is to be louder, or faster, when no time says how long."""
    whole = said.steps and all(
        isinstance(step, Volume | Speed | Reverse) and step.start < 0 for step in said.steps
    )
    return spotting.find("heard.places", clause.text) if whole else None


def _unknown(clause: Clause, said: Said) -> str:
    """What a wish is about, where that is nothing on any timeline: "make the car faster"."""
    owner = _OWNED.search(clause.text)
    if owner is not None and not any(spotting.said(key, owner[1]) for key in (*_THINGS, *_SOME)):
        return owner[1]
    judged = spotting.find("heard.judged", clause.text)
    named = any(
        token.kind in ("file", "text", "range", "edge")
        or (token.kind == "ord" and _noun_follows(clause, place))
        for place, token in clause.placed()
    )
    if judged is not None and not named:
        return judged[0]
    match = _OBJECT.match(clause.text)
    if match is None:
        return ""
    first, second = match[1], match[2] or ""
    both = f"{first} {second}"
    known = first.rstrip("s") in _NOUNS or second.rstrip("s") in _NOUNS
    known = known or first in phrases.words() or said.holds(first)
    known = known or any(spotting.said(key, both) for key in _THINGS)
    known = known or bool(music_words.things(both)) or bool(visual_words.looks(both))
    return "" if known else first


class Said:
    """The numbers and words that stand in the edits anyway."""

    def __init__(self, steps: Iterable[AnyStep], scene: Scene) -> None:
        self.numbers: set[float] = set()
        self.words: list[str] = []
        self.scene = scene
        self.steps = tuple(steps)
        for step in self.steps:
            self._gather(msgspec.to_builtins(step))

    def _gather(self, value: object) -> None:
        match value:
            case bool() | None:
                pass
            case int() | float():
                self.numbers.add(round(float(value), 3))
            case str():
                self.words.append(value.lower())
                named = facts.segment(self.scene.timeline, value)
                if named is not None:
                    self.words += [getattr(named, key, "").lower() for key in ("text", "source")]
            case dict():
                for part in value.values():
                    self._gather(part)
            case list() | tuple():
                for part in value:
                    self._gather(part)

    def about(self) -> int:
        """How many things the edits name."""
        ids: set[str] = set()
        for step in self.steps:
            ids |= {getattr(step, "target", "")} | set(getattr(step, "targets", ()))
        return len(ids - {""})

    def holds(self, said: str) -> bool:
        """Whether these words are part of what is written, or of a name."""
        plain = said.strip().lower()
        return any(plain in words for words in self.words)

    def paints(self, said: str) -> bool:
        """Whether a colour that was said is one of the edits'."""
        value = phrases.tables("looks").get("colours", {}).get(said.strip())
        new = any(isinstance(step, AddTitle) for step in self.steps)
        return value is not None and (value in self.words or (new and value == Style().colour))

    def writes(self, said: str) -> bool:
        """Whether words that were said stand in what is written on the picture."""
        plain = said.strip().lower()
        texts = (getattr(step, "text", None) or "" for step in self.steps)
        return any(plain in text.lower() for text in texts)

    def has(self, token: Token) -> bool:
        """Whether a value is seen in the edits as it was said."""
        match token.kind:
            case "text" | "file":
                held = bool(token.text) and self.holds(token.text)
                return held or (token.kind == "file" and self.writes(token.raw))
            case "ord" | "bars":
                return False
            case "share":
                around = (token.number, 1 - token.number, 1 + token.number)
                held = any(round(n, 3) in self.numbers for n in around) or self.holds(token.raw)
                return held or self._as_long(token.number)
            case "db":
                return round(10 ** (token.number / 20), 3) in self.numbers
            case "times":
                inverse = 1 / token.number if token.number else 0.0
                return bool({round(token.number, 3), round(inverse, 3)} & self.numbers)
            case "range" | "edge" if token.text == "share":
                return False
            case "aspect" | "size":
                return {token.number, token.other or token.number} <= self.numbers
        seen = (token.number, token.other or token.number)
        return any(round(n, 3) in self.numbers for n in seen if n) or self.holds(token.raw)

    def _as_long(self, share: float) -> bool:
        """Whether something lasts this share of what it lasted: "half as long"."""
        for step in self.steps:
            there = facts.segment(self.scene.timeline, getattr(step, "target", ""))
            lasts = getattr(step, "duration", None)
            if there is not None and lasts and abs(lasts / there.duration - share) < _NEARLY:
                return True
        return False


def _all_there(clause: Clause, place: int, token: Token, scene: Scene) -> bool:
    """Whether a number only says how many there are: "between the two"."""
    before = clause.text[:place].rstrip()
    counted = before.endswith(("the", "these", "those", "all", "both", "of the"))
    return counted and token.number in (len(scene.clips), len(scene.titles), len(scene.music))


def _passed_over(clause: Clause, place: int, token: Token) -> bool:
    """Whether a value says nothing that must be heard: noise, how many there are anyway."""
    if token.kind == "noise":
        return True
    if token.kind == "ord":
        if _LABEL.match(clause.text, place + 1):
            return True
        adverb = token.raw.strip().lower() in ("first", "last")
        return adverb and not _noun_follows(clause, place)
    return token.kind == "num" and (
        token.number <= 1
        or _COUNTED.match(clause.text[place + 1 :]) is not None
        or _INTO.search(clause.text[:place]) is not None
    )


def _noun_follows(clause: Clause, place: int) -> bool:
    after = clause.text[place + 1 : place + 12].lstrip()
    return any(spotting.begins(f"common.{kind}", after) for kind in ("clip", "photo", "title"))


def _others(clause: Clause, place: int, token: Token) -> list[Clause]:
    """The wish without the value, and with another one in its place."""
    struck = _struck(clause, place, place + 1)
    if token.kind in ("text", "file"):
        return [struck]
    char = clause.text[place]
    bent = replace(clause, tokens={**clause.tokens, char: _bent(token)}, known={})
    return [struck, bent]


def _bent(token: Token) -> Token:
    if token.kind == "ord":
        return replace(token, number=_ODD, other=None)
    if token.kind in ("num", "times"):
        return replace(token, number=token.number + 1)
    other = token.other if token.other is None else token.other * 0.93 - 70
    return replace(token, number=token.number * 0.83 + (token.number == 0) * 137, other=other)


def _struck(clause: Clause, start: int, end: int) -> Clause:
    """The wish without what stands between two places of its text."""
    return clause.sheet.clause(
        clause.at, clause.at + len(clause.text), but=(clause.at + start, clause.at + end)
    )
