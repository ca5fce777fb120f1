"""Cuts that were moved are back where they were; another of the song's drops meets its cut."""

from __future__ import annotations

import types
from dataclasses import replace

import pytest

from studio import analysis, timeline
from studio.analysis.values import Drop
from studio.planner.values import Sync
from studio.service import moving, told
from studio.service.seams import Seam
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.model import Timeline
from studio.timeline.operations import AddClip
from tests.studio.analysis.songs import song


class Desk(types.SimpleNamespace):
    """What an edit needs: the timeline as it is."""

    now: Timeline

    def do(self, step: op.Operation) -> None:
        self.now = timeline.apply(self.now, step)


def desk(*clips: tuple[str, int, int]) -> Desk:
    now = Timeline()
    for number, (source, start, length) in enumerate(clips, 1):
        now = timeline.apply(
            now, AddClip(id=f"c{number}", source=source, duration=length, in_point=start,
                         length=60_000, kind="video"),
        )  # fmt: skip
    return Desk(now=now)


def row(work: Desk) -> list[tuple[str, int, int, float]]:
    return [(c.source, c.start, c.duration, round(c.speed, 3)) for c in facts.clips(work.now)]


def seams_at(*places: float, inner: bool) -> tuple[Seam, ...]:
    return tuple(Seam(at, 1.0, "c1", inner) for at in places)


@pytest.mark.parametrize("inner", [True, False])
def test_cuts_go_back_to_where_they_were(inner: bool) -> None:
    work = desk(("m1", 0, 9000)) if inner else desk(
        ("m1", 5000, 3000), ("m2", 5000, 3000), ("m3", 5000, 3000)
    )  # fmt: skip
    before = row(work)
    cuts = seams_at(3.0, 6.0, inner=inner)
    moves = (op.picture.Move(3000, 66), op.picture.Move(6000, -33))
    work.do(op.MoveCuts(moves=moves))
    assert row(work) != before
    now = (replace(cuts[0], at=3.066), replace(cuts[1], at=5.967))
    assert moving.back(work, moving.undoing(cuts, now))  # type: ignore[arg-type]
    ends = [clip.start for clip in facts.clips(work.now)]
    assert {clip.speed for clip in facts.clips(work.now)} == {1.0}
    assert facts.picture_end(work.now) == 9000
    assert all(min(abs(end - at) for at in (0, 3000, 6000)) <= 1 for end in ends), ends
    assert not moving.back(work, [])  # type: ignore[arg-type]


def test_another_drop_of_the_song_is_taken() -> None:
    found = analysis.listen(song("house", 120, seconds=20.0).sound)
    found = replace(found, drops=(Drop(4.0, 1.0), Drop(8.0, 1.0), Drop(16.0, 1.0)))
    for nth, now, at in ((2, 4.0, 8.0), (-1, 4.0, 16.0), (told.NEXT, 8.0, 16.0),
                         (told.NEXT, 16.0, 4.0)):  # fmt: skip
        asked = told.settled(Sync(target="s1", nth=nth), None)
        assert [d.at for d in told.one_drop(found, asked, now).drops] == [at]
    assert told.one_drop(found, told.Asked(nth=7), 4.0).drops == found.drops
