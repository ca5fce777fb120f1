"""What no music of ours does, though it may well be wished: singing, another metre, other people's
songs. It is said, so that nobody waits for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from studio import words
from studio.planner import music_words
from studio.planner.phrases import plain

REASONS = ("metre", "sung", "keychange", "bars", "sections", "mixing", "splice", "work", "artist")
_CHANGES = ("sections", "mixing", "splice", "absent", "keychange", "metre", "bars")
_NAMED = ("work", "artist")  # somebody's name stands in the first group that is there
_BEFORE = re.compile(
    r"^(?:(?:the|an?|my|our|some|that|those|this|old|classic|one|movie|film|band|song|game|show"
    r"|series)\b|来|一|首|要|想|用|做|给|我|像|就|那|有|是|和|点|段|个)+\s*"
)
_AFTER = re.compile(
    r"\s+(?:for|with|but|and|in|at|on|under|as|please|style|from|to|of|vibes?|song|track|music"
    r"|by)\b.*$"
)
_BEHIND = re.compile(r"\s+(?:for|with|but|please|as|by|from)\b.*$")  # titles hold the rest
_MOST = 24  # characters of a name


class Beyond(NamedTuple):
    reason: str
    start: int
    end: int
    nearest: str = ""  # who plays here that is most like somebody who does not


def found(text: str) -> list[Beyond]:
    """What is wished beyond what there is, each kind once, and where it is said."""
    return list(_looked_for(text))


@lru_cache(maxsize=64)
def _looked_for(text: str) -> tuple[Beyond, ...]:
    said = plain(text)
    raw = text if len(text) == len(said) else said
    rows: list[Beyond] = []
    for word in music_words.absent(said):
        rows.append(Beyond("absent", word.start, word.end, str(word.value)))
    for word in music_words.things(said):
        if word.kind == "echoes":
            rows.append(Beyond("artist", word.start, word.end))
    for reason in REASONS:
        if reason == "artist" and any(row.reason == reason for row in rows):
            continue
        matches = (m for pattern in _patterns()[reason] for m in pattern.finditer(said))
        for match in matches:
            span = match.span()
            if reason in _NAMED:
                group = next(n for n in range(1, 9) if match[n])
                span = _name(raw, said, *match.span(group), title=reason == "work")
            elif reason == "sung" and _unsung(said, match.start()):
                continue
            if span[0] < span[1]:
                rows.append(Beyond(reason, *span))
                break
    return tuple(rows)


def works(text: str) -> list[str]:
    """The names of songs that are to be played, as they are written."""
    raw = text if len(text) == len(plain(text)) else plain(text)
    return [raw[row.start : row.end].strip() for row in found(text) if row.reason == "work"]


def spliced(text: str) -> bool:
    """Whether parts of two takes are to be put together."""
    return any(row.reason == "splice" for row in found(text))


def spans(text: str) -> list[tuple[int, int]]:
    """Where such wishes stand."""
    return [(row.start, row.end) for row in found(text)]


def sentences(text: str, lang: words.Lang, *, change: bool = False) -> Iterator[str]:
    """What cannot be, a sentence each; of a change, only what is surely one of the music."""
    raw = text if len(text) == len(plain(text)) else plain(text)
    for row in found(text):
        if change and row.reason not in _CHANGES:
            continue
        said = " ".join(raw[row.start : row.end].split())
        near = words.say(f"music.name_{row.nearest}", lang) if row.nearest else ""
        yield words.say(f"music.beyond_{row.reason}", lang, words=said, near=near)


def _unsung(said: str, at: int) -> bool:
    """Whether it is said that nobody should sing."""
    return any(m.start() <= at < m.end() for m in music_words.unsung().finditer(said))


def _name(raw: str, said: str, start: int, end: int, *, title: bool = False) -> tuple[int, int]:
    """Where a name stands within these words; nowhere if they are known as music, or are none."""
    if cut := _BEFORE.match(said[start:end]):
        start += cut.end()
    if cut := (_BEHIND if title else _AFTER).search(said[start:end]):
        end = start + cut.start()
    name = said[start:end].strip(" '\"“”,.")
    quoted = raw[start - 1 : start] in tuple("\"“「『《'‘")
    if not name or len(name) > _MOST:
        return 0, 0
    if quoted or any(w.kind == "echoes" for w in music_words.things(name)):
        return start, end
    if latin := re.findall(r"[a-z0-9'&.-]+", name):
        capital = [word[:1].isupper() for word in raw[start:end].split()]
        known = all(word in music_words.small_talk() for word in latin)
        if not any(capital) or known or (_music(name) and (len(capital) < 2 or not all(capital))):
            return 0, 0
        return (0, 0) if _covered(name) else (start, end)
    if _music(name) or not music_words.small_han().sub("", name):
        return 0, 0
    return start, end


def _music(name: str) -> bool:
    return any(word.kind != "moods" for word in music_words.things(name))


def _covered(name: str) -> bool:
    """Whether a name is nothing but words for music: "Deep House"."""
    return sum(w.end - w.start for w in music_words.things(name)) >= len(name.replace(" ", ""))


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    merged: dict[str, list[str]] = {reason: [] for reason in REASONS}
    for rows in music_words.beyond():
        for reason, phrases in rows.items():
            merged[reason] += [str(phrase) for phrase in phrases]
    return {
        reason: [re.compile(p) for p in phrases]
        if reason in _NAMED
        else [re.compile("|".join(phrases))]
        for reason, phrases in merged.items()
    }
