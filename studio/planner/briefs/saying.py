"""A brief as one line in the user's language: what was understood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from studio import words
from studio.brief import Brief, Change


def said_back(brief: Brief, lang: str = "en", *, reason: str = "") -> str:
    """What was understood, in one line."""
    say = sayer(lang)
    parts = [part for part in _phrases(brief, say) if part]
    line = say("comma").join(parts)
    line = line[:1].upper() + line[1:]
    if not reason and brief.curve:
        reason = say("seen")
    if reason:
        line = say("reason", line=line, reason=reason)
    return line + say("stop")


def sayer(lang: str) -> Say:
    """Sentences about music in this language, by name."""
    known = next((name for name in words.LANGS if name == lang), words.LANGS[0])

    def say(name: str, /, **values: object) -> str:
        return words.say("music." + name, known, **values)

    return say


class Say(Protocol):
    """A sentence by name, in the user's language."""

    def __call__(self, name: str, /, **values: object) -> str: ...


def _phrases(brief: Brief, say: Say) -> Iterator[str]:
    genre = say("genre_" + brief.genre) if brief.genre else say("any")
    yield say("blend", first=genre, second=say("genre_" + brief.blend)) if brief.blend else genre
    if not brief.genre:
        yield say("_".join(("feel", *_feel(brief))))
    if brief.bpm:
        yield say("bpm", bpm=f"{brief.bpm:g}")
    if brief.key is not None:
        yield say("key", key=key_name(brief.key), mode=say(brief.mode or "major"))
    elif brief.mode:
        yield say(brief.mode)
    if brief.shift:
        yield say("up" if brief.shift > 0 else "down", count=abs(brief.shift))
    yield from _mood(brief, say)
    yield from _leanings(brief, say)
    yield from _players(brief, say)
    yield say("length", time=clock(round(brief.length_ms, -2)))
    if brief.drops:
        yield say("drop", times=say("joint").join(map(clock, brief.drops)))
    if brief.hits:
        yield say("hit", times=say("joint").join(map(clock, brief.hits)))
    if brief.loop or brief.ending == "loop":
        yield say("loop")
    elif brief.ending == "fade":
        yield say("fade")
    if brief.voice or brief.speech:
        yield say("voice")
    for wish in brief.changes:
        yield stretch(wish, say)


def key_name(key: int) -> str:
    """D of 2, Eb of 3."""
    return ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")[key % 12]


def _mood(brief: Brief, say: Say) -> Iterator[str]:
    if not brief.genre:  # its feel is named already
        return
    if brief.valence is not None and abs(brief.valence - 0.5) > 0.15:
        yield say("bright" if brief.valence > 0.5 else "dark")
    if brief.energy is not None and abs(brief.energy - 0.5) > 0.15:
        yield say("driving" if brief.energy > 0.5 else "calm")


def _feel(brief: Brief) -> tuple[str, str]:
    """How music without a named genre will feel: its valence and its energy, as words' names."""
    moods = brief.curve
    valence = 0.5 if brief.valence is None else brief.valence
    energy = 0.5 if brief.energy is None else brief.energy
    if brief.valence is None and moods:
        valence = sum(mood.valence for mood in moods) / len(moods)
    if brief.energy is None and moods:
        energy = sum(mood.energy for mood in moods) / len(moods)
    return (
        "bright" if valence > 0.65 else "dark" if valence < 0.35 else "even",
        "driving" if energy > 0.65 else "calm" if energy < 0.35 else "even",
    )


def _leanings(brief: Brief, say: Say) -> Iterator[str]:
    if brief.lift:
        yield say("happier" if brief.lift > 0 else "sadder")
    if brief.push:
        yield say("livelier" if brief.push > 0 else "calmer")
    if brief.pace != 1.0:
        yield say("faster" if brief.pace > 1 else "slower")
    if brief.feel:
        yield say(brief.feel)
    if abs(brief.density - 1.0) > 0.1:
        yield say("dense" if brief.density > 1 else "sparse")


def _players(brief: Brief, say: Say) -> Iterator[str]:
    def names(row: tuple[str, ...]) -> str:
        return say("joint").join(say("name_" + name) for name in row)

    if brief.only:
        yield say("only", names=names(brief.only))
    if brief.wanted:
        yield say("wanted", names=names(brief.wanted))
    if brief.unwanted:
        yield say("unwanted", names=names(brief.unwanted))
    for name, amount in brief.amounts:
        if abs(amount - 1.0) > 0.1:
            yield say("more" if amount > 1 else "less", name=say("name_" + name))


def stretch(wish: Change, say: Say) -> str:
    """A wish for one stretch or one section, and where that is."""
    what = []
    if wish.only:
        what.append(say("only", names=say("joint").join(say("name_" + n) for n in wish.only)))
    if wish.without:
        what.append(
            say("unwanted", names=say("joint").join(say("name_" + n) for n in wish.without))
        )
    for name, amount in wish.amounts:
        what.append(say("more" if amount > 1 else "less", name=say("name_" + name)))
    if wish.energy:
        what.append(say("livelier" if wish.energy > 0 else "calmer"))
    joined = say("comma").join(what)
    if wish.section:
        return say("inside", what=joined, place=say("in_" + wish.section))
    if wish.end is None:
        return say("after", time=clock(wish.start), what=joined)
    return say("between", time=clock(wish.start), until=clock(wish.end), what=joined)


def clock(ms: float) -> str:
    """0:37.4 of a time in milliseconds; whole seconds without a fraction."""
    total = round(ms)
    minutes, rest = divmod(total, 60_000)
    text = f"{minutes}:{rest / 1000:06.3f}".rstrip("0").rstrip(".")
    return text if "." in text or rest % 1000 else f"{minutes}:{rest // 1000:02}"


def said_short(brief: Brief, lang: str = "en") -> str:
    """The style and the mood alone, for a list of takes."""
    known = next((name for name in words.LANGS if name == lang), words.LANGS[0])
    genre = words.say("music.genre_" + brief.genre, known) if brief.genre else ""
    return genre or words.say("music." + "_".join(("feel", *_feel(brief))), known)
