"""Words of a part that nobody can have heard, once it was carried out: told, not passed over.

A reader takes what it knows and passes over the rest. Every phrase of ours stands in a file about
something; every step comes of some of these files. A word that stands in none of them, or only in
files about other things than what was done, made no difference: "spinning rings", a blur in a cut.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from studio.planner import music_words, phrases, spelling, spotting
from studio.planner.values import AnyStep

_WORD = re.compile(r"[a-z][a-z']+")
_RUN = re.compile(r"[a-z]{3,}")
_HAN = re.compile(r"[一-龥]+")
_FOR = re.compile(  # what it is for is no wish: for my daughter's birthday
    r"(?<![a-z])(?:for|of|from|with|like|because|since|to)\s+(?:my|our|his|her|their|a|an|the|some)\s[^,;.!?\ue000-\uf8ff]*"
    r"|(?<![a-z])(?:where|who|which|that|when|while|as)\s[^,;.!?\ue000-\uf8ff]*"
)
_LONG = 6  # letters of a word that may be a slip in other ways: "spin" is no "split"
_SHORTEST = 3  # letters of a word that is looked at
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ly", "'s", "y", "n", "ness")
_ABOUT_ALL = (  # files about no step of their own
    "again", "anew", "answers", "asides", "clauses", "common", "correcting", "ellipsis", "gapping",
    "guards", "heard", "history", "leaving", "names", "spelling", "talking", "targets", "telling",
    "unwinding", "vague", "wording",
)  # fmt: skip
_ROOMS = {  # the files that a step may come of
    "titles looks bookends": "add-title edit-title place-title remove-titles add-captions",
    "music genres moods song pieces creating shifting": (
        "add-sound replace-sound remove-sounds place-sound loop just-music stretch takes pieces"
        " mood"
    ),
    "volume ducking fades": (
        "volume duck fade picture-fade part-level loop crossfade add-sound replace-sound"
    ),
    "crossfade": "crossfade slideshow picture-fade fade",
    "speed": "speed reverse freeze retime",
    "cutting clips shifting arranging joining": (
        "cut keep trim-clip clip-length split reorder remove-clips add-clip replace-clip move-cuts"
        " place-sound place-title stretch"
    ),
    "canvas": "canvas clip-fit",
    "syncing dropping song": (
        "sync drops hear-drops shots pace stretch part-level slideshow move-cuts"
    ),
    "visuals looks creating bookends slideshow clips canvas lyrics song": (
        "repaint add-clip slideshow pace clip-fit clip-length"
    ),
    "lyrics titles": "sung",
}
_DRAWN, _OF_DRAWN = frozenset({"add-clip", "repaint"}), frozenset({"visuals"})
_ALL_OF_IT = frozenset(  # steps that are no edits of their own: what stands beside is theirs
    {"render", "undo", "redo", "restore", "show-timeline", "show-receipt", "begin", "return"}
)


def told_of(steps: Iterable[AnyStep]) -> frozenset[str] | None:
    """The kinds of these steps; None where music tells by itself, or nothing was edited."""
    steps = tuple(steps)
    tags = frozenset(str(step.__struct_config__.tag) for step in steps)
    brief = any(getattr(step, "brief", None) is not None for step in steps)
    return None if not tags or brief or tags <= _ALL_OF_IT else tags


def words(text: str, tags: frozenset[str]) -> Iterator[tuple[int, int, bool]]:
    """Where words stand that such steps may not have heard; whether they surely have not."""
    bare = _FOR.sub(lambda m: m[0][: m[0].find(" ")] + "\x01" * (len(m[0]) - m[0].find(" ")), text)
    for match in _WORD.finditer(bare):
        word = match[0].strip("'")
        if len(word) < _SHORTEST or word in _light():
            continue
        files = _files(word) or _files(_meant(word))
        own = any(not files.isdisjoint(_of()[tag]) for tag in tags)
        if not own or (tags & _DRAWN and files == _OF_DRAWN and word not in _tints()):
            yield *match.span(), not own and files.isdisjoint(_ABOUT_ALL)
    if not text.isascii():
        for start, end in _unknown_han(spotting.without("accounted.light_han", text)):
            yield start, end, True


def _meant(word: str) -> str:
    """The word that this is a slip for; a short one only where letters changed places."""
    meant = spelling.slip(word)
    return meant if len(word) >= _LONG or sorted(meant) == sorted(word) else ""


@cache
def _light() -> frozenset[str]:
    return frozenset(phrases.lists("accounted")["light"]) | music_words.small_talk()


@cache
def _tints() -> frozenset[str]:
    """What is said of colours: "more vibrant colours" are more colours by one word of two."""
    rows = (row for key, row in phrases.lists("visuals").items() if key.startswith("tint_"))
    return frozenset(word for row in rows for word in _RUN.findall("\n".join(row)))


@cache
def _files(word: str) -> frozenset[str]:
    """The files in which a word, or what it is a form of, stands."""
    found = set(_index().get(word, ()))
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if len(stem) >= _SHORTEST and stem != word:
            for form in (stem, f"{stem}e", stem[:-1] if stem[-1] == stem[-2] else stem):
                found |= _index().get(form, frozenset())
    for ending in ("s", "ing", "ed"):
        found |= _index().get(word + ending, frozenset())
    return frozenset(found)


@cache
def _index() -> dict[str, frozenset[str]]:
    """Every Latin word of the phrases, and the files it stands in."""
    made: dict[str, set[str]] = defaultdict(set)
    for file in phrases.files():
        for row in (*phrases.lists(file).values(), *phrases.tables(file).values()):
            for word in _RUN.findall("\n".join(row)):
                made[word].add(file)
    for word in _RUN.findall(" ".join(music_words.table()["things"])):
        made[word].add("music")
    return {word: frozenset(files) for word, files in made.items()}


@cache
def _of() -> dict[str, frozenset[str]]:
    """The files that each kind of step comes of."""
    made: dict[str, set[str]] = defaultdict(set)
    for files, steps in _ROOMS.items():
        for step in steps.split():
            made[step] |= set(files.split())
    every = frozenset(phrases.files())
    known = {step: frozenset(files) for step, files in made.items()}
    return defaultdict(lambda: every, known)


def _unknown_han(text: str) -> list[tuple[int, int]]:
    """Where characters stand of which no two neighbours stand together in any phrase."""
    small, pairs = _han()
    runs: list[tuple[int, int]] = []
    for match in _HAN.finditer(text):
        run = match[0]
        known = [char in small for char in run]
        for at in range(len(run) - 1):
            if run[at : at + 2] in pairs:
                known[at] = known[at + 1] = True
        at = 0
        while at < len(run):
            end = at
            while end < len(run) and not known[end]:
                end += 1
            if end - at > 1:
                runs.append((match.start() + at, match.start() + end))
            at = max(end, at + 1)
    return runs


@cache
def _han() -> tuple[frozenset[str], frozenset[str]]:
    """Small words of one character, and any two that stand together in a phrase."""
    pairs: set[str] = set()
    for file in phrases.files():
        for row in (*phrases.lists(file).values(), *phrases.tables(file).values()):
            for run in _HAN.findall("\n".join(row)):
                pairs.update(run[n : n + 2] for n in range(len(run) - 1))
    return frozenset("".join(phrases.lists("accounted")["small_han"])), frozenset(pairs)
