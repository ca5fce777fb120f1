"""Genre, blend and mood: what style the words name, and what they only suggest.

A word that names a style outweighs any that names a use or a place ("trap for my gym video"), and
two styles are blended, but for pairs that have a genre of their own.
"""

from __future__ import annotations

import itertools
import re

from studio import brief as briefs
from studio.brief import Brief
from studio.planner.briefs.parts import Part, wished
from studio.planner.music_words import Word

_OWN = {  # two styles that together have a genre of their own
    frozenset({"guofeng", "lofi"}): "guofenglofi",
    frozenset({"guofeng", "cinematic"}): "guofengepic",
    frozenset({"guofengepic", "cinematic"}): "guofengepic",
    frozenset({"lofi", "chillhop"}): "lofi",
}
_HOMES = {  # where some players are at home
    "guofeng": ("guzheng", "pipa", "erhu", "dizi", "xiao"),
    "zen": ("guqin",),
    "festive": ("suona",),
    "travel": ("ukulele",),
    "folk": ("banjo", "mandolin"),
    "guofengepic": ("taiko",),
    "trap": ("bass808",),
    "piano": ("piano", "felt"),
}
_POP = re.compile(r"\bpop|pop\b|流行(?!摇滚)")
CALM = 0.45  # energy of moods below which nobody means a hard drop
_LEANS = ("happier", "sadder", "calmer", "livelier", "slower", "faster", "sparser", "busier")


def styled(row: list[Part], brief: Brief, *, relative: bool = False) -> Brief:
    """The brief with the style and the mood that are named."""
    styles, uses, moods = _named(row)
    found = _own(row) or _dropping(row, styles, moods) or styles or uses[:1]
    if found:
        blend = found[1] if len(found) > 1 else ""
        brief = briefs.changed(brief, genre=found[0], blend=blend)
    if moods and not relative:
        brief = briefs.changed(
            brief,
            valence=round(sum(m[0] for m in moods) / len(moods), 3),
            energy=round(sum(m[1] for m in moods) / len(moods), 3),
            lift=0.0,
            push=0.0,
        )
    return brief


def _dropping(row: list[Part], styles: list[str], moods: list[tuple[float, float]]) -> list[str]:
    """What pop with a drop is: what is made for dancing, not what companies play."""
    words = [w for part in row for w in part.things if w.kind == "genres"]
    pop = styles == ["corporate"] and any(_POP.search(word.text) for word in words)
    if not pop or not any(part.has("drop") and not part.has("no") for part in row):
        return []
    calm = bool(moods) and sum(energy for _, energy in moods) / len(moods) < CALM
    return ["tropical" if calm else "futurebass"]


def _own(row: list[Part]) -> list[str]:
    """The genre that two neighbouring words name together; "lofi meets guofeng" is a blend."""
    for part in row:
        words = [w for w in part.things if w.kind in ("genres", "uses")]
        for early, later in itertools.pairwise(words):
            pair = _OWN.get(frozenset({str(early.value), str(later.value)}))
            if pair and part.text[early.end : later.start].strip(" -的") == "":
                return [pair]
    return []


def implied(row: list[Part], brief: Brief) -> Brief:
    """The brief with the style that the players wished for belong to, where none was named."""
    if brief.genre:
        return brief
    hired = [*brief.only, *brief.wanted]
    calm = brief.energy is None or brief.energy <= 0.5
    for genre, names in _HOMES.items():
        if (
            hired
            and hired[0] in names
            and (genre != "piano" or (calm and brief.energy is not None))
        ):
            return briefs.changed(brief, genre=genre)
    return brief


def _named(row: list[Part]) -> tuple[list[str], list[str], list[tuple[float, float]]]:
    """The styles, the uses that suggest one, and the moods, each once and in order."""
    styles: dict[str, None] = {}
    uses: dict[str, None] = {}
    moods: list[tuple[float, float]] = []
    for part in row:
        for word in part.things:
            if wished(word, part) in ("no", "less"):
                continue
            match word.kind:
                case "genres":
                    styles.setdefault(str(word.value))
                case "uses" | "echoes":
                    uses.setdefault(str(word.value))
                case "moods" if not compared(word, part) and not _too(word, part):
                    moods.append(word.value)
    return list(styles), list(uses), moods


def _too(word: Word, part: Part) -> bool:
    """Whether a mood is what it should not be: "not too dark"."""
    return any(cue.kind == "too" and 0 <= word.start - cue.end <= 2 for cue in part.cues)


def compared(word: Word, part: Part) -> bool:
    """Whether a mood word is part of a comparison: "happier" is a change, not a mood."""
    return any(
        cue.start <= word.start and word.end <= cue.end and cue.kind in _LEANS for cue in part.cues
    )
