"""What is wished for is heard, and nothing else changes: players, curves, speech, a voice."""

from __future__ import annotations

import numpy as np

from studio import brief as briefs
from studio import composer
from studio.brief import Brief, Change, Mood, Span


def parts(brief):
    return {part.name: part for part in composer.score(composer.plan(brief)).parts}


def test_what_is_not_wanted_does_not_play():
    without = parts(Brief(genre="lofi", unwanted=("drums",), seed=3))
    assert not {"Kick", "Drums"} & set(without)
    assert "Keys" in without


def test_taking_the_drums_away_leaves_the_rest_as_it_was():
    with_drums, without = (parts(Brief(genre="lofi", unwanted=u, seed=3)) for u in ((), ("drums",)))
    for name, part in without.items():
        assert with_drums[name].notes == part.notes, name


def test_only_piano_is_only_piano():
    assert {p.instrument for p in parts(Brief(genre="lofi", only=("piano",), seed=3)).values()} <= {
        "piano", "felt", "drums", "effects",
    }  # fmt: skip


def test_an_instrument_asked_for_plays():
    for name in ("erhu", "ukulele", "choir", "guzheng", "trumpet", "taiko"):
        if name == "taiko":
            continue
        used = {
            part.instrument for part in parts(Brief(genre="house", wanted=(name,), seed=3)).values()
        }
        assert name in used


def test_only_piano_from_a_time_on():
    brief = Brief(
        genre="travel", length_ms=40_000, seed=3, changes=(Change(start=20_000, only=("piano",)),)
    )
    for part in parts(brief).values():
        late = [n for n in part.notes if n.at > 21_500 * 48]
        assert part.instrument == "piano" or part.name == "Effects" or not late, part.name


def test_a_calmer_part_is_calmer():
    plan = composer.plan(Brief(genre="house", length_ms=60_000, seed=3))
    calm = composer.plan(
        Brief(genre="house", length_ms=60_000, seed=3, changes=(Change(start=30_000, energy=-0.3),))
    )

    def mean(which):
        rows = [s for s in which.sections if s.at > 31_000 * 48]
        return sum(s.energy * (s.end - s.at) for s in rows) / sum(s.end - s.at for s in rows)

    assert mean(calm) < mean(plan) - 0.2


def test_the_curve_of_a_picture_is_followed():
    curve = tuple(
        Mood(t, e)
        for t, e in ((0, 0.2), (15_000, 0.2), (15_100, 0.9), (45_000, 0.9), (45_100, 0.3))
    )
    plan = composer.plan(Brief(genre="cinematic", length_ms=60_000, seed=3, curve=curve))
    by_time = [(s.at + s.end) / 2 / 48_000 for s in plan.sections]
    energies = [s.energy for s in plan.sections]
    low = [e for t, e in zip(by_time, energies, strict=True) if t < 14]
    high = [e for t, e in zip(by_time, energies, strict=True) if 17 < t < 43]
    assert max(low) < min(high)


def test_under_speech_the_melody_thins():
    quiet = Brief(genre="travel", length_ms=40_000, seed=3, speech=(Span(10_000, 35_000),))
    loud = Brief(genre="travel", length_ms=40_000, seed=3)

    def count(brief):
        return sum(10_000 * 48 <= n.at < 35_000 * 48 for n in parts(brief)["Melody"].notes)

    assert count(quiet) < 0.6 * count(loud)


def test_tempo_and_key_asked_for_are_kept():
    plan = composer.plan(Brief(genre="lofi", bpm=80, key=2, mode="minor", length_ms=37_412))
    assert abs(plan.bpm - 80) <= 0.5 and plan.tonic == 2 and plan.mode == "minor"


def test_with_a_voice_the_middle_dips_and_the_tune_stands_back():
    plain = Brief(genre="travel", length_ms=24_000, seed=5)
    spoken = briefs.changed(plain, voice=True)

    def share(brief):
        sound = np.asarray(composer.render(composer.score(composer.plan(brief))).samples).mean(0)
        power = np.abs(np.fft.rfft(sound)) ** 2
        f = np.fft.rfftfreq(len(sound), 1 / 48_000)
        return 10 * np.log10(power[(f > 1000) & (f < 4000)].sum() / power[f < 600].sum())

    assert share(spoken) <= share(plain) - 2.0
    lead = [_notes(brief, "Melody") for brief in (plain, spoken)]
    assert 0 < len(lead[1]) < 0.7 * len(lead[0])


def test_phrases_lie_in_the_gaps_of_speech():
    speech = (Span(4_000, 10_000), Span(16_000, 22_000))
    notes = _notes(Brief(genre="travel", length_ms=30_000, seed=5, speech=speech), "Melody")
    under = [n for n in notes if any(s.start * 48 <= n.at < s.end * 48 for s in speech)]
    assert len(under) / 12 < 0.3 * (len(notes) - len(under)) / 18


def _notes(brief, name):
    score = composer.score(composer.plan(brief))
    return [note for part in score.parts if part.name == name for note in part.notes]
