"""Turn after turn about composed music: what is asked becomes different, all the rest stays."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml

from studio import brief as briefing
from studio import composer, planner, timeline
from studio.brief import Brief, Change
from studio.planner import briefs
from studio.planner.values import Memory
from studio.timeline.model import Timeline
from studio.timeline.operations import AddSound, Operation, PlaceSound, ReplaceSound

ROWS = yaml.safe_load(Path(__file__).with_name("music_turns.yaml").read_text("utf-8"))
BASES = {
    "plain": Brief(genre="lofi", bpm=80.0, length_ms=40_000.0),
    "more": Brief(
        genre="synthwave", bpm=100.0, length_ms=40_000.0, drops=(12_000.0, 28_000.0), lift=0.22,
        amounts=(("drums", 0.5),), unwanted=("bass",),
        changes=(Change(start=30_000.0, only=("piano",)),),
    ),
}  # fmt: skip


def laid(base: Brief) -> Timeline:
    """The music by itself on a timeline."""
    plain = msgspec.json.decode(msgspec.json.encode(briefing.encode(base)))
    return timeline.apply(Timeline(), AddSound(id="s1", brief=plain, duration=40_000, name="Music"))


def after(base: Brief, text: str) -> tuple[Brief, tuple[str, ...], str]:
    """The brief after a turn, what was said beside it, and what was asked."""
    memory = Memory(kind="music", targets=("s1",))
    found = planner.understand(text, timeline=laid(base), memory=memory)
    brief = base
    for step in found.steps:
        if isinstance(step, ReplaceSound) and step.brief is not None:
            brief = briefing.decode(step.brief)
        else:
            known = isinstance(step, PlaceSound) or not isinstance(step, Operation)
            assert known, step
    return brief, found.hints, found.question.text if found.question else ""


def judged(base: Brief, text: str, wanted: object) -> str:
    """What went otherwise than it should; "" where all is well."""
    try:
        brief, hints, asked = after(base, text)
    except AssertionError as error:
        return f"other steps: {error}"
    names = {n for n in base.__struct_fields__ if getattr(base, n) != getattr(brief, n)}
    if wanted == "same":
        return "" if not names and hints and not asked else f"{names} said {hints} asked {asked}"
    assert isinstance(wanted, dict)
    if not wanted:
        return "" if not names or hints else f"{names} without a word"
    wrong = [f"{n}: {getattr(brief, n)}" for n in wanted if not _right(base, brief, n, wanted[n])]
    wrong += [f"{name} too: {getattr(brief, name)}" for name in names - set(wanted)]
    if not wrong and not hints:
        wrong = ["nothing said of it"]
    return "; ".join(wrong) + (f" asked {asked}" if wrong and asked else "")


def _right(base: Brief, brief: Brief, name: str, value: object) -> bool:
    got = getattr(brief, name)
    match value:
        case "+":
            return bool(got > getattr(base, name))
        case "-":
            return bool(got < getattr(base, name))
        case int() if name == "changes":
            return len(got) == value and got != base.changes
        case int() if name == "length_ms":
            return bool(got == value * 1000)
        case list() if name == "drops":
            return [at / 1000 for at in got] == value
        case dict():
            return dict(got) == value
        case list():
            return set(got) == set(value)
    return bool(got == value)


@pytest.mark.parametrize(
    ("start", "text", "wanted"),
    [(start, text, wanted) for start, rows in ROWS.items() for text, wanted in rows],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_turn_changes_what_it_names_and_nothing_else(start, text, wanted):
    assert judged(BASES[start], text, wanted) == ""


@pytest.mark.parametrize(
    ("gone", "back"),
    [
        ("less drums", "bring the drums back"),
        ("no bass", "i want the bass back"),
        ("不要鼓", "把鼓加回来"),
        ("no drums for the first 8 seconds", "bring the drums back"),
    ],
)
def test_who_comes_back_plays_the_very_same_notes(gone, back):
    base = Brief(genre="travel", length_ms=24_000.0, seed=5)
    without = briefs.change(gone, base)
    assert without is not None
    again = briefs.change(back, without)
    assert again is not None
    notes = [composer.midi(composer.score(composer.plan(b))) for b in (base, without, again)]
    assert notes[0] == notes[2] != notes[1]


def test_a_drop_that_moves_leaves_band_key_and_tempo():
    base = Brief(genre="house", length_ms=32_000.0, drops=(16_000.0,), seed=3)
    moved = briefs.change("drop 2 seconds earlier", base)
    assert moved is not None
    old, new = (composer.plan(brief) for brief in (base, moved))
    assert new.drops[0] < old.drops[0]
    assert (new.tonic, new.mode, new.genre) == (old.tonic, old.mode, old.genre)
    assert abs(new.bpm / old.bpm - 1) < 0.08
