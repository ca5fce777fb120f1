"""Music composed for montages: cuts faster than a beat, even and uneven, at three frame rates."""

from __future__ import annotations

import itertools
import random

import pytest

from studio import composer
from studio.brief import Brief
from studio.service import scoring, seams
from studio.service.seams import Seam


def _composed(times: list[float], genre: str) -> scoring.Scored:
    row = tuple(Seam(at, 1.0, "", False) for at in times)
    lead = seams.hero(row, times[-1] + 1)
    assert lead is not None
    brief = Brief(genre=genre, length_ms=times[-1] * 1000 + 1000)
    others = seams.rivals(row, times[-1] + 1, lead)
    return scoring.scored(brief, list(row), lead, others=others)


@pytest.mark.parametrize("genre", ["", "lofi", "cinematic", "house"])
@pytest.mark.parametrize(
    ("fps", "frames"), [(24, 4), (24, 6), (24, 8), (25, 6), (30, 6), (30, 8), (30, 15)]
)
def test_sixty_even_cuts_are_met(fps, frames, genre):
    made = _composed([n * frames / fps for n in range(1, 61)], genre)
    assert made.met >= 0.98


def test_sixty_uneven_cuts_are_met():
    dice = random.Random(3)
    for fps in (24, 25, 30):
        gaps = [dice.randint(7, 20) / fps for _ in range(60)]
        made = _composed(list(itertools.accumulate(gaps)), "")
        assert made.met >= 0.98
        struck = [hit / 1000 for hit in made.brief.hits]
        assert all(b - a >= 0.119 for a, b in itertools.pairwise(struck))


def test_a_cut_beside_the_drop_is_not_said_to_be_met_by_a_stroke_that_nobody_plays():
    brief = Brief(genre="house", length_ms=20_000, bpm=124.0, drops=(8_000.0,), hits=(8_110.0,))
    made = scoring.judged(brief, composer.plan(brief), [8.0, 8.11])
    assert made.met == 0.5


def test_cuts_beside_the_grid_are_struck_to_the_millisecond():
    dice = random.Random(5)
    made = _composed([2.0 * n + dice.uniform(-0.02, 0.02) for n in range(1, 16)], "house")
    score = composer.score(composer.plan(made.brief))
    struck = [note.at / composer.RATE for part in score.parts for note in part.notes]
    cuts = [at / 1000 for at in (*made.brief.leans, *made.brief.hits)]
    near = [min(abs(at - cut) for at in struck) for cut in cuts]
    assert len(cuts) >= 8 and sum(off < 0.001 for off in near) >= 0.9 * len(near)
