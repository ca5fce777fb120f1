"""Several versions of one wish: how many are asked for, and what makes them differ."""

from __future__ import annotations

import re

from studio import brief as briefs
from studio.brief import Brief
from studio.planner.briefs.leanings import bounded
from studio.planner.phrases import plain

MOST = 6
_NOUN = (
    r"(?:options?|versions?|takes?|variations?|alternatives?|choices?|ideas?|drafts?|proposals?)"
)
_TAKES = re.compile(
    r"\b(a couple of|a few|several|some|\d|two|three|four|five|six)\s+"
    rf"(?:[a-z-]+\s+){{0,3}}?{_NOUN}\b"
    r"|(?<!第)([\d两二三四五六几多])\s*(?:个|种|版|款|条|套|段|首)\s*(?:[^，。,.]{0,8}?)"
    r"(?:选择|版本?|方案|选项|曲风|风格|配乐|音乐|不同的?|备选|候选|样|demo)"
    r"|(?<!第)([\d两二三四五六几])\s*版"
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a couple of": 2, "a few": 3,
           "several": 3, "some": 3, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6,
           "几": 3, "多": 3}  # fmt: skip
# calmer and sparser, livelier and fuller, ...: added to energy and valence, times density and pace
_LEANS = (
    (0.0, 0.0, 1.0, 1.0),
    (-0.22, 0.0, 0.8, 0.94),
    (0.2, 0.0, 1.2, 1.06),
    (-0.1, -0.28, 1.0, 0.96),
    (0.1, 0.22, 0.85, 1.04),
    (-0.3, 0.15, 0.7, 0.88),
)


def takes_asked(text: str) -> int:
    """How many versions the sentence asks for; 1 where it does not say."""
    found = _TAKES.search(plain(text))
    if not found:
        return 1
    count = next(group for group in found.groups() if group)
    return max(1, min(MOST, int(count) if count.isdigit() else _COUNTS[count]))


def spans(text: str) -> list[tuple[int, int]]:
    """Where the sentence speaks of several versions."""
    return [match.span() for match in _TAKES.finditer(plain(text))]


def takes(brief: Brief, count: int = 3) -> tuple[Brief, ...]:
    """Contrasting versions of one wish: as asked, then calmer and sparser, then livelier and
    fuller, and so on. What was said stays in all of them: a tempo, a key, who plays. Where no
    genre was said, the mood leans, and the genre is one of that mood."""
    made = []
    for index in range(count):
        push, lift, density, pace = _LEANS[index % len(_LEANS)]
        free = index > 0 and not brief.genre
        made.append(
            briefs.changed(
                brief,
                seed=brief.seed + 101 * index,
                energy=_leant(brief.energy, briefs.MIDDLE[0], push) if free else brief.energy,
                valence=_leant(brief.valence, briefs.MIDDLE[1], lift) if free else brief.valence,
                push=brief.push if free else bounded(brief.push + push),
                lift=brief.lift if free else bounded(brief.lift + lift),
                density=round(max(0.4, min(1.6, brief.density * density)), 3),
                pace=brief.pace if brief.bpm else round(brief.pace * pace, 4),
            )
        )
    return tuple(made)


def _leant(said: float | None, middle: float, by: float) -> float:
    return round(min(1.0, max(0.0, (middle if said is None else said) + by)), 3)
