"""A small change keeps everything else: the scores before and after, compared note by note."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio import composer
from studio.brief import Brief
from studio.composer import theory
from studio.planner import briefs

RATE = composer.RATE
BASES = [
    Brief(genre="travel", length_ms=40_000, seed=5),
    Brief(genre="lofi", length_ms=40_000, seed=2),
    Brief(genre="cinematic", length_ms=48_000, seed=9, drops=(16_000.0,)),
    Brief(genre="guofeng", length_ms=52_000, seed=4),
]
RHYTHM = {"kick", "drums", "percussion"}
ids = [brief.genre for brief in BASES]


def both(base: Brief, text: str) -> tuple[composer.Score, composer.Score]:
    """The score before a change and after it."""
    after = briefs.change(text, base)
    assert after is not None, text
    return tuple(composer.score(composer.plan(brief)) for brief in (base, after))


def parts(score: composer.Score) -> dict[str, composer.Part]:
    return {part.name: part for part in score.parts}


def struck(part: composer.Part, start: float, end: float) -> list[tuple[int, int, int]]:
    """When, which and how hard, between two times in ms: how long a note rings may differ."""
    rows = [(n.at, n.pitch, n.velocity) for n in part.notes if start <= n.at * 1000 / RATE < end]
    return sorted(rows)


@pytest.mark.parametrize("base", BASES, ids=ids)
@pytest.mark.parametrize("text", ["less drums", "鼓少一点", "鼓聲輕一點"])
def test_less_drums_leaves_every_other_player_alone(base, text):
    before, after = map(parts, both(base, text))
    for name, part in before.items():
        if part.role not in RHYTHM:
            assert after[name] == part
        elif name in after:
            assert after[name].level < part.level
            assert len(after[name].notes) <= len(part.notes)


@pytest.mark.parametrize("base", BASES, ids=ids)
@pytest.mark.parametrize("text", ["only piano after 0:20", "0:20之后只要钢琴"])
def test_only_one_player_from_a_time_on_is_the_same_before_it(base, text):
    old, new = both(base, text)
    before, after = parts(old), parts(new)
    bar = max(b.at - a.at for a, b in zip(old.plan.bars, old.plan.bars[1:], strict=False))
    edge = 20_000 - bar * 1000 / RATE
    for name, part in before.items():
        there = after[name] if name in after else replace(part, notes=())
        assert struck(there, 0, edge) == struck(part, 0, edge)
        if name != "Piano" and part.role not in ("effects", "chords", "pad", "melody"):
            assert not struck(there, 20_000 + bar * 1000 / RATE, 1e9)


@pytest.mark.parametrize("base", BASES, ids=ids)
@pytest.mark.parametrize("text", ["make the second part calmer", "后半段安静一点"])
def test_a_calmer_second_part_begins_where_it_begins(base, text):
    old, new = both(base, text)
    before, after = parts(old), parts(new)
    edge = base.length_ms / 2 - 4_000
    for name, part in before.items():
        there = after.get(name, replace(part, notes=()))
        assert struck(there, 0, edge) == struck(part, 0, edge), name
    late = sum(len(struck(part, base.length_ms / 2, 1e9)) for part in before.values())
    less = sum(len(struck(part, base.length_ms / 2, 1e9)) for part in after.values())
    assert less < late
    assert [(s.kind, s.energy) for s in old.plan.sections[:1]] == [
        (s.kind, s.energy) for s in new.plan.sections[:1]
    ]


@pytest.mark.parametrize("base", BASES, ids=ids)
def test_a_calmer_stretch_leaves_what_comes_after_it(base):
    old, new = both(base, "calmer from 0:16 to 0:24")
    before, after = parts(old), parts(new)
    for name, part in before.items():
        assert struck(after[name], 0, 12_000) == struck(part, 0, 12_000), name
        if part.role in ("kick", "drums", "percussion", "bass", "chords", "pad", "arpeggio"):
            assert struck(after[name], 28_000, 1e9) == struck(part, 28_000, 1e9), name


@pytest.mark.parametrize("base", BASES, ids=ids)
@pytest.mark.parametrize("text", ["another key", "换个调", "up two semitones"])
def test_another_key_keeps_the_rhythm_and_the_drums(base, text):
    old, new = both(base, text)
    assert old.plan.tonic != new.plan.tonic
    assert (old.plan.bpm, old.plan.mode) == (new.plan.bpm, new.plan.mode)
    before, after = parts(old), parts(new)
    for name, part in before.items():
        if part.role in RHYTHM:
            assert after[name] == part
        elif part.role in ("bass", "chords"):
            assert [n.at for n in after[name].notes] == [n.at for n in part.notes]


@pytest.mark.parametrize("base", BASES, ids=ids)
@pytest.mark.parametrize("text", ["half-time", "半速"])
def test_half_time_is_the_drums_alone(base, text):
    old, new = both(base, text)
    assert old.plan.tempi == new.plan.tempi
    before, after = parts(old), parts(new)
    for name, part in before.items():
        if part.role in RHYTHM:
            assert len(after[name].notes) <= 0.75 * len(part.notes)
        else:
            assert after[name] == part


@pytest.mark.parametrize("base", BASES, ids=ids)
@pytest.mark.parametrize("text", ["happier", "再欢快一点", "sadder", "伤感一点"])
def test_happier_is_brighter_in_mode_or_tempo_with_the_same_band(base, text):
    old, new = both(base, text)
    up = 1 if text in ("happier", "再欢快一点") else -1
    lights = [theory.BRIGHTNESS[score.plan.mode] for score in (old, new)]
    assert (lights[1] - lights[0]) * up >= 0
    assert (new.plan.bpm - old.plan.bpm) * up >= 0
    tunes = [
        [n.pitch for p in score.parts if p.role == "melody" for n in p.notes]
        for score in (old, new)
    ]
    means = [sum(tune) / len(tune) for tune in tunes]
    brighter = lights[0] != lights[1] or old.plan.bpm != new.plan.bpm
    assert brighter or (means[1] - means[0]) * up > 0
    assert new.plan.tonic == old.plan.tonic
    assert {p.instrument for p in new.parts} == {p.instrument for p in old.parts}


def test_drums_that_rest_in_the_intro_play_later():
    before, after = map(parts, both(BASES[1], "no drums in the intro"))
    assert before["Bass"] == after["Bass"]


def test_what_is_changed_twice_is_changed_twice():
    brief = BASES[0]
    for text in ("less drums", "happier", "only piano after 0:20", "no bass"):
        changed = briefs.change(text, brief)
        assert changed is not None
        brief = changed
    assert dict(brief.amounts) == {"drums": 0.5}
    assert brief.lift == 0.22 and brief.unwanted == ("bass",) and len(brief.changes) == 1
    assert brief.seed == BASES[0].seed
