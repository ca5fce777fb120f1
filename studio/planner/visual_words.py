"""What is said about how a visual looks: its scene, its colours, the names that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from studio.planner import phrases, wording
from studio.planner.scene import Scene
from studio.planner.sheet import Clause
from studio.timeline.model import Background, Clip

STYLE = "visual"
SCENES = ("spectrum", "particles", "rings", "wave", "type", "cover", "ink")
COLOURS = 3  # that can be named
NONE = "-"  # a title, an artist that are not to be shown
SHORT = 5  # words of a wish that is nothing but a look
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-z])")


def painted(scene: Scene) -> Clip | None:
    """The first clip that is a visual."""
    return next((c for c in scene.clips if c.background and c.background.style == STYLE), None)


def drawn(scene: Scene) -> bool:
    """Whether all that is seen is drawn from the music."""
    clips = scene.clips
    return bool(clips) and all(c.background and c.background.style == STYLE for c in clips)


def look(clause: Clause) -> str:
    """The scene that is named; "" for none. "A circle of bars" is told by the longer words."""
    said = looks(clause.plain)
    if said and said[0] == "cover" and "rings" in said:  # in which the cover turns
        return "rings"
    return said[0] if said else ""


def looks(text: str) -> list[str]:
    """The scenes that are named in a text, the one with the longest words first."""
    words = phrases.tables("visuals").get("scenes", {})
    longest = sorted(words, key=len, reverse=True)
    return [words[word] for word in longest if phrases.compiled_word(word).search(text)]


def looked(text: str) -> list[tuple[int, str]]:
    """Where which scenes are named in a text; of two in one place the longer words."""
    words = phrases.tables("visuals").get("scenes", {})
    return _longer(
        (match.start(), -len(match[0]), name)
        for word, name in words.items()
        for match in phrases.compiled_word(word).finditer(text)
    )


def _longer(found: Iterable[tuple[int, int, str]]) -> list[tuple[int, str]]:
    """Places and what is named there, in order; of two in one place the longer words (lengths come
    as less than nothing)."""
    picked: list[tuple[int, str]] = []
    end = -1
    for start, size, value in sorted(found):
        if start >= end:
            end = start - size
            picked.append((start, value))
    return picked


def colours(clause: Clause) -> tuple[str, ...]:
    """The colours that are named, in the order in which they are said."""
    return distinct(colour for _, colour in coloured(clause.plain))


def distinct(found: Iterable[str]) -> tuple[str, ...]:
    """As many different ones as can be named."""
    return tuple(dict.fromkeys(found))[:COLOURS]


def coloured(text: str) -> list[tuple[int, str]]:
    """Where which colours stand in a text; of two in one place the longer word."""
    names = {
        **phrases.tables("looks").get("colours", {}),
        **phrases.tables("visuals").get("colour_names", {}),
    }
    found: list[tuple[int, int, str]] = []
    for match in _HEX.finditer(text):
        digits = match[1] if len(match[1]) == 6 else "".join(one * 2 for one in match[1])
        found.append((match.start(), -len(match[0]), f"#{digits}"))
    for word, value in names.items():
        for match in phrases.compiled_word(word).finditer(text):
            found.append((match.start(), -len(match[0]), value))
    return _longer(found)


def bare(clause: Clause, now: Background) -> Background:
    """Without the words that are not to be shown: all of them, or only who plays it."""
    if clause.says("visuals.no_artist"):
        return replace(now, artist=NONE)
    if clause.says("visuals.no_words"):
        return replace(now, title=NONE, artist=NONE)
    return now


def short(clause: Clause) -> bool:
    """Whether it is hardly more than a few words."""
    latin = len(re.findall(r"[a-z0-9']+", clause.plain))
    han = len(re.findall(r"[一-龥]", clause.plain))
    return latin <= SHORT and han <= 2 * SHORT


def names(clause: Clause, scene: Scene) -> tuple[str, str]:
    """Title and artist as far as they are said."""
    artist = artist_said(clause)
    title = wording.words(clause, scene) if clause.says("visuals.titled", "common.title") else ""
    title = title or wording.new_words(clause, scene)
    if artist and title.endswith(artist):
        opening = phrases.find("visuals.by", phrases.plain(title))
        title = title[: opening.start() if opening else None].strip(" ,，\"'“”")
    return ("" if title == artist else title), artist


def artist_said(clause: Clause) -> str:
    """Who is said to play it."""
    match = phrases.find("visuals.by", clause.text)
    if match is None:
        return ""
    for place, token in clause.placed():
        if token.kind == "text" and match.end() <= place <= match.end() + 2:
            return token.text
    rest = clause.text[match.end() :]
    stop = re.search(r"[,，。;；]| (with|in|and make|using) ", rest)
    end = match.end() + (stop.start() if stop else len(rest))
    said = clause.own_words(match.end(), end).strip(" :：\"'“”")
    return said if 0 < len(said) <= 60 and not said.islower() else ""
