"""Several takes of one wish: all composed and kept, one of them playing, each told in a line.

The first plays; the others are one word away ("take 2"). No medley: nobody keeps one, and what
plays is what will be exported. They are kept beside the versions, so that no undo loses them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from studio import brief as briefs
from studio import composer
from studio.composer import theory
from studio.planner import briefs as music_briefs
from studio.service import music
from studio.timeline import facts, find
from studio.words import Lang, say

if TYPE_CHECKING:
    from studio.brief import Brief
    from studio.composer import ScorePlan
    from studio.planner import values as plan
    from studio.service.work import Work
    from studio.timeline.model import Sound

_NEAR = 0.03  # share of a tempo that is no difference


def carry_out(work: Work, step: plan.Takes) -> None:
    """Keeps the takes, has every one of them composed, and tells them."""
    memory = msgspec.structs.replace(work.mind.planner, takes=step.briefs)
    work.mind = msgspec.structs.replace(work.mind, planner=memory)
    sound = find.sound(work.now, step.target)
    row = [music.wanted(sound, plain) for plain in step.briefs]
    for brief in row:
        music.compose(work.studio, work.session, brief, name=facts.name(sound))
    if step.told:
        work.told.append("\n".join(told(row, _playing(sound, row), work.lang)))
    else:
        number = _playing(sound, row)
        line = _line(composer.plan(row[number]), work.lang)
        work.told.append(say("takes.chosen", work.lang, number=number + 1, line=line))


def _playing(sound: Sound, row: list[Brief]) -> int:
    """Which of the takes is on the timeline: it is known by its seed."""
    seed = briefs.decode(facts.brief(sound) or {}).seed
    return next((number for number, take in enumerate(row) if take.seed == seed), 0)


def told(row: list[Brief], playing: int, lang: Lang) -> list[str]:
    """Every take in a line: style, tempo, key, and how it differs from the first."""
    plans = [composer.plan(brief) for brief in row]
    lines = [say("takes.made", lang, count=len(row))]
    for number, planned in enumerate(plans):
        line = _line(planned, lang)
        differs = _differs(plans[0], planned, lang) if number else ""
        key = "playing" if number == playing else "other"
        more = say("takes.but", lang, what=differs) if differs else ""
        lines.append(say(f"takes.{key}", lang, number=number + 1, line=line + more))
    lines.append(say("takes.choose", lang, number=min(2, len(row))))
    return lines


def _line(planned: ScorePlan, lang: Lang) -> str:
    mode = "minor" if planned.mode in theory.MINOR_MODES else "major"
    named = briefs.changed(planned.brief, genre=planned.genre)
    return say(
        "takes.line", lang, style=music_briefs.said_short(named, lang),
        bpm=f"{round(planned.bpm, 1):g}", key=theory.pitch_name(planned.tonic, planned.tonic),
        mode=say(f"music.{mode}", lang),
    )  # fmt: skip


def _differs(first: ScorePlan, other: ScorePlan, lang: Lang) -> str:
    """How a take differs, in a few words."""
    words = []
    if other.energy - first.energy > 0.05:
        words.append("livelier")
    elif first.energy - other.energy > 0.05:
        words.append("calmer")
    if other.bpm > first.bpm * (1 + _NEAR):
        words.append("faster")
    elif other.bpm < first.bpm * (1 - _NEAR):
        words.append("slower")
    if other.brief.density - first.brief.density > 0.1:
        words.append("dense")
    elif first.brief.density - other.brief.density > 0.1:
        words.append("sparse")
    lift = other.brief.lift - first.brief.lift
    if abs(lift) > 0.1:
        words.append("happier" if lift > 0 else "sadder")
    return say("music.comma", lang).join(say(f"music.{word}", lang) for word in words)
