"""Cuts moved by a few frames: by handles, by the shots beside them, never anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio import timeline
from studio.errors import StudioError
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.model import Timeline
from studio.timeline.operations import Move


def row(*clips: tuple[str, int, int, int]) -> Timeline:
    """Clips as (material, in point, duration, length of the material)."""
    made = Timeline()
    for number, (source, first, duration, length) in enumerate(clips, 1):
        made = timeline.apply(
            made,
            op.AddClip(
                id=f"c{number}", source=source, in_point=first, duration=duration, length=length,
                has_sound=True,
            ),
        )  # fmt: skip
    return made


def moved(film: Timeline, *moves: tuple[int, int]) -> list[tuple[int, int, int, float]]:
    after = timeline.apply(film, op.MoveCuts(moves=tuple(Move(*m) for m in moves)))
    return [(c.start, c.duration, c.in_point, c.speed) for c in facts.clips(after)]


def test_between_clips_with_handles_one_gives_what_the_other_takes() -> None:
    film = row(("a", 500, 2000, 4000), ("b", 500, 2000, 4000))
    assert moved(film, (2000, 66)) == [(0, 2066, 500, 1.0), (2066, 1934, 566, 1.0)]
    assert moved(film, (2000, -66)) == [(0, 1934, 500, 1.0), (1934, 2066, 434, 1.0)]


def test_without_handles_the_shots_run_a_touch_slower_and_faster() -> None:
    film = row(("a", 0, 2000, 2000), ("b", 0, 2000, 2000))
    (_, lasts, first, slow), (start, _, into, fast) = moved(film, (2000, 50))
    assert (lasts, first, start) == (2050, 0, 2050)
    assert slow == pytest.approx(2000 / 2050, abs=1e-6)
    assert (into, fast) == (50, 1.0)  # this one had material to give


def test_a_cut_inside_a_file_splits_it_and_shows_every_frame_of_both_shots() -> None:
    film = row(("a", 0, 6000, 6000))
    shots = moved(film, (2000, 60), (4000, 0))
    assert [s[:3] for s in shots] == [(0, 2060, 0), (2060, 1940, 2000), (4000, 2000, 4000)]
    assert [round(s[1] * s[3]) for s in shots] == [2000, 2000, 2000]


def test_a_cut_that_stays_far_from_moved_ones_splits_nothing() -> None:
    film = row(("a", 0, 9000, 9000))
    assert len(moved(film, (1000, 30), (2000, 0), (3000, 0), (4000, 0))) == 3


def test_a_shot_too_short_to_give_way_is_a_refusal() -> None:
    film = row(("a", 0, 3000, 3000))
    with pytest.raises(StudioError):
        moved(film, (1000, 0), (1200, -100), (2000, 0))


@given(
    shifts=st.lists(st.integers(-80, 80), min_size=4, max_size=4),
    handles=st.booleans(),
)
def test_whatever_moves_the_film_is_as_long_as_it_was_and_has_no_hole(
    shifts: list[int], handles: bool
) -> None:
    more = 400 if handles else 0
    film = row(*((f"m{n}", more, 1500, 1500 + 2 * more) for n in range(5)))
    shots = moved(film, *((1500 * (n + 1), by) for n, by in enumerate(shifts)))
    at = 0
    for start, duration, first, speed in shots:
        assert start == at and first >= 0
        assert first + duration * speed <= 1500 + 2 * more + 1.5
        at += duration
    assert at == 7500
