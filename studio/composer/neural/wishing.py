"""A score in the words a music model was trained on: a caption, section tags, tempo and key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio import words
from studio.composer import theory
from studio.composer.neural.port import Wish
from studio.composer.values import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.composer.values import Part, Score, ScorePlan

_SHORTEST = 16.0  # seconds: no model was trained on much less, and in less no beat can be heard
LONGEST = 600.0
_SPARE = 2  # bars beyond the plan's end, so that there is something to choose from
_MOST = 6  # instruments that are named
_TAGS = {
    "intro": "[Intro]", "verse": "[Verse]", "build": "[Build]", "drop": "[Drop]",
    "chorus": "[Chorus]", "break": "[Breakdown]", "outro": "[Outro]", "ending": "[Outro]",
}  # fmt: skip


def wish(score: Score, *, guide: NDArray[np.float32] | None = None, take: int = 0) -> Wish:
    """What the score asks a model for; every `take` has a seed of its own."""
    plan = score.plan
    seconds = plan.samples / RATE
    if guide is None:
        seconds += _SPARE * 240.0 / plan.bpm
    minor = plan.mode in theory.MINOR_MODES
    return Wish(
        caption=caption(score),
        lyrics=_order(plan),
        bpm=round(plan.bpm),
        key=f"{theory.pitch_name(plan.tonic, plan.tonic)} {'minor' if minor else 'major'}",
        beats=4,
        seconds=min(LONGEST, max(_SHORTEST, seconds)),
        seed=plan.seed * 1_000 + take,
        guide=guide,
    )


def caption(score: Score) -> str:
    """Genre, feel and instruments in English, the language of captions."""
    plan, names = score.plan, words.sentences("music", "en")
    genres = [names.get(f"genre_{name}", name) for name in (plan.genre, plan.blend) if name]
    feel = [*_word(plan.valence, "dark", "bright"), *_word(plan.energy, "calm", "energetic")]
    played = dict.fromkeys(_name(part, names) for part in score.parts if part.role != "effects")
    absent = [f"no {names.get(f'name_{name}', name)}" for name in plan.brief.unwanted]
    return ", ".join(["instrumental", *genres, *feel, *list(played)[:_MOST], *absent])


def _word(level: float, low: str, high: str) -> list[str]:
    return [low] if level < 0.4 else [high] if level > 0.6 else []


def _name(part: Part, names: dict[str, str]) -> str:
    """What a listener would call this player."""
    if part.instrument.startswith("kit:"):
        return names["name_percussion" if part.role == "percussion" else "name_drums"]
    return names.get(f"name_{part.instrument}", part.name.lower())


def _order(plan: ScorePlan) -> str:
    """The sections as tags, in the place where a song has its words."""
    tags: list[str] = []
    for section in plan.sections:
        tag = _TAGS.get(section.kind, "[Verse]")
        if not tags or tags[-1] != tag:
            tags.append(tag)
    return "\n\n".join(["[Instrumental]", *tags])
