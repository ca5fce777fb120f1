"""What is asked of the composer, as plain data in an operation, and what to call it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from studio import brief as briefing
from studio.planner import briefs, phrases, spotting
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.words import say


def wanted(text: str, scene: Scene, *, length: int = 0) -> dict[str, Any]:
    """The brief that this sentence asks for, for so many ms where that is known."""
    found = briefs.understand(text, lang=scene.lang, length=float(length or scene.length))
    brief = found or briefing.Brief()
    if length:
        brief = briefing.changed(brief, length_ms=float(length))
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(briefing.encode(brief)))
    return plain  # as it comes back from a store: lists, no tuples


def unread(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """What is said of a wish that is not in the music: why not, or that nobody knew the words."""
    why = (*briefs.refused(clause.raw, scene.lang), *_outside(clause, scene))
    left = briefs.unread(clause.raw)
    if not left:
        return why
    quoted = say("music.comma", scene.lang).join(
        say("music.quoted", scene.lang, words=words) for words in left
    )
    return (*why, say("music.unread", scene.lang, words=quoted))


def _outside(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """A sentence about every drop that the music is too short for."""
    brief = briefs.understand(clause.raw, lang=scene.lang, length=float(scene.length))
    if brief is None:
        return ()
    end = float(scene.length) or brief.length_ms
    late = [drop for drop in brief.drops if drop > end - 500]
    return tuple(
        say("music.drop_outside", scene.lang, time=briefs.clock(drop), end=briefs.clock(end))
        for drop in late
    )


def called(clause: Clause, scene: Scene) -> str:
    """A name for music that is still to be composed."""
    names = phrases.tables("genres").get("names", {})
    spoken = phrases.plain(scene.message or clause.plain)
    for text in (clause.plain, spoken):
        for word in sorted(names, key=len, reverse=True):
            if spotting.stands(word, text):
                return _written(names[word], scene)
    return scene.say("background_music")


def _written(name: str, scene: Scene) -> str:
    """The name in the characters that it was said in: 輕快, not 轻快."""
    at = phrases.plain(scene.message).find(name)
    return scene.message[at : at + len(name)] if at >= 0 and not name.isascii() else name


def genre_said(clause: Clause) -> bool:
    """Whether a kind of music or a mood of it is named."""
    names = phrases.tables("genres").get("names", {})
    if clause.says("genres.mood"):
        return True
    return any(spotting.stands(word, clause.plain) for word in names)


def genre_alone(clause: Clause) -> bool:
    """Whether a kind of music is all that is said: "lo-fi please"."""
    names = phrases.tables("genres").get("names", {})
    said = clause.plain.strip(" .!。")
    return any(
        spotting.stands(word, said) and _alone(word).fullmatch(said) is not None for word in names
    ) and not clause.says("genres.mood")


@cache
def _alone(word: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:some |a bit of |okay )?(?:{word})(?: (?:vibes?|beats?|style|please))*"
        rf"|(?:{word})(?:风格?|的?吧)?"
    )
