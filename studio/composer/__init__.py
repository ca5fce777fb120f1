"""A brief becomes a plan, a plan a score, a score sound: composed on the spot, seeded, offline.

    plan = composer.plan(Brief(genre="lofi", length_ms=37_412, seed=7))
    score = composer.score(plan)
    sound = composer.render(score)

Planning and scoring need no array library; rendering loads it when first asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.brief import Brief, Change, Mood, Span
from studio.composer.values import RATE, VERSION, Note, Part, Score, ScorePlan, Sound

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "RATE",
    "VERSION",
    "Brief",
    "Change",
    "Mood",
    "Note",
    "Part",
    "Score",
    "ScorePlan",
    "Sound",
    "Span",
    "document",
    "genres",
    "midi",
    "plan",
    "receipt",
    "render",
    "score",
    "write",
]


def plan(brief: Brief) -> ScorePlan:
    """The piece before a note of it exists: time map, key, chords, sections, drops."""
    from studio.composer.planning import plan_piece

    return plan_piece(brief)


def score(plan: ScorePlan) -> Score:
    """The notes, by part."""
    from studio.composer.arranging import arrange

    return arrange(plan)


def render(score: Score, *, stems: bool = False) -> Sound:
    """Mastered sound: 48 kHz stereo at -14 LUFS; with `stems`, arrays that add up to it."""
    from studio.composer.rendering import render_score

    return render_score(score, stems=stems)


def midi(score: Score) -> bytes:
    """A Standard MIDI File, Type 1, with tempo map, track names and markers."""
    from studio.composer.smf import midi_file

    return midi_file(score)


def document(plan: ScorePlan) -> dict[str, Any]:
    """The plan as JSON values, times in seconds."""
    from studio.composer.documents import plan_document

    return plan_document(plan)


def receipt(score: Score, sound: Sound | None = None) -> dict[str, Any]:
    """Seed, engine version, hash of the score, sources and licences, and what was measured."""
    from studio.composer.documents import receipt_document

    return receipt_document(score, sound)


def write(brief: Brief, folder: Path, *, stems: bool = True) -> dict[str, Any]:
    """The receipt, after plan.json, music.mid, music.wav and stems/*.wav lie in the folder."""
    from studio.composer.documents import write_files

    return write_files(brief, folder, stems=stems)


def genres() -> tuple[str, ...]:
    """The names of every genre there is a table for."""
    from studio.composer.tables import genre_names

    return genre_names()
