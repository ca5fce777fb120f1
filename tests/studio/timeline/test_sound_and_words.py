"""Edits of what is heard and of what is written."""

from __future__ import annotations

import pytest
from timeline_parts import FULL, ROW, made

from studio import timeline
from studio.errors import BadNumber, NotThere, OutOfRange, TooShort, WrongKind
from studio.timeline import curves, facts
from studio.timeline import operations as op
from studio.timeline.model import Point, Sound, Timeline


def music(t: Timeline) -> Sound:
    """The first piece of music."""
    return facts.music(t)[0]


def test_music_lasts_as_the_picture_does_and_no_longer() -> None:
    song = op.AddSound(id="s1", source="song", length=60000)
    assert music(made(*ROW, song)).duration == 20000
    short = op.AddSound(id="s1", source="song", length=9000)
    assert music(made(*ROW, short)).duration == 9000
    looped = op.AddSound(id="s1", source="song", length=9000, loop=True)
    assert music(made(*ROW, looped)).duration == 20000


def test_sounds_that_would_overlap_get_a_track_each() -> None:
    effect = op.AddSound(id="s2", source="fx", length=1000, start=4000, role="effect")
    after = timeline.apply(FULL, effect)
    assert sum(1 for track in after.tracks if isinstance(track.segments[0], Sound)) == 2


def test_volume_absolute_and_relative() -> None:
    after = timeline.apply(FULL, op.Volume(targets=("s1",), gain=0.5))
    assert music(after).gain == 0.5
    assert music(timeline.apply(after, op.Volume(targets=("s1",), factor=0.5))).gain == 0.25
    with pytest.raises(BadNumber):
        timeline.apply(FULL, op.Volume(targets=("s1",), gain=9.0))
    with pytest.raises(BadNumber):
        timeline.apply(FULL, op.Volume(targets=("s1",)))
    with pytest.raises(WrongKind):
        timeline.apply(FULL, op.Volume(targets=("t1",), gain=0.1))


def test_volume_over_a_range_is_a_curve_with_short_ramps() -> None:
    after = timeline.apply(FULL, op.Volume(targets=("s1",), gain=0.0, start=5000, end=12000))
    curve = music(after).curve
    assert [curves.at(curve, t) for t in (0, 5000, 5040, 11960, 12000, 20000)] == [1, 1, 0, 0, 1, 1]
    back = timeline.apply(after, op.Volume(targets=("s1",), gain=0.35, start=5000, end=12000))
    assert music(back).curve == ()


def test_a_range_of_what_is_mute_can_be_heard_again() -> None:
    mute = timeline.apply(FULL, op.Volume(targets=("c1",), gain=0.0))
    after = timeline.apply(mute, op.Volume(targets=("c1",), gain=0.8, start=1000, end=2000))
    (first, *_) = facts.clips(after)
    assert curves.at(first.curve, 500) * first.gain == 0
    assert curves.at(first.curve, 1500) * first.gain == pytest.approx(0.8)


def test_a_curve_is_cut_with_what_it_belongs_to() -> None:
    curved = timeline.apply(FULL, op.Volume(targets=("s1",), gain=0.0, start=5000, end=12000))
    after = timeline.apply(curved, op.Cut(start=10000, end=20000))
    assert curves.at(music(after).curve, 9000) == 0
    assert music(after).curve[-1].at == music(after).duration


def test_fades_have_to_fit() -> None:
    after = timeline.apply(FULL, op.Fade(targets=("s1",), fade_in=2000, fade_out=3000))
    assert (music(after).fade_in, music(after).fade_out) == (2000, 3000)
    with pytest.raises(TooShort):
        timeline.apply(FULL, op.Fade(targets=("s1",), fade_out=20001))


def test_a_sound_moved_goes_on_ending_with_the_picture() -> None:
    after = timeline.apply(FULL, op.PlaceSound(target="s1", start=5000))
    assert (music(after).start, facts.end(music(after))) == (5000, 20000)
    with pytest.raises(OutOfRange):
        timeline.apply(FULL, op.PlaceSound(target="s1", start=20000))


def test_composed_music_is_pending_until_it_fits_its_length() -> None:
    assert [s.id for s in timeline.pending(FULL)] == ["s1"]
    there = timeline.apply(FULL, op.Composed(target="s1", source="w1", length=20000))
    assert timeline.pending(there) == ()
    assert not music(there).loop
    shorter = timeline.apply(there, op.Cut(start=0, end=4000))
    assert [s.duration for s in timeline.pending(shorter)] == [16000]


def test_another_song_keeps_place_loudness_and_fades() -> None:
    faded = timeline.apply(FULL, op.Fade(targets=("s1",), fade_out=3000))
    after = timeline.apply(faded, op.ReplaceSound(target="s1", source="x", length=9000, name="X"))
    new = music(after)
    assert (new.source, new.duration, new.gain, new.fade_out, new.loop) == (
        "x", 20000, 0.35, 3000, True,
    )  # fmt: skip


def test_words_change_in_what_is_named_only() -> None:
    after = timeline.apply(FULL, op.EditTitle(targets=("t1",), text="Bye", scale=2.0))
    (title, *_) = facts.titles(after)
    assert (title.text, title.style.size, title.place) == ("Bye", 0.17, "center")


def test_words_that_overlap_get_a_track_of_their_own() -> None:
    more = op.AddTitle(id="t9", text="Too", start=1000, duration=4000)
    after = timeline.apply(FULL, more)
    assert len(facts.titles(after)) == 4
    with pytest.raises(OutOfRange):
        timeline.apply(FULL, op.AddTitle(id="t9", text="x", start=19000, duration=3000))
    with pytest.raises(NotThere):
        timeline.apply(FULL, op.AddTitle(id="t9", text="  ", start=0, duration=3000))


def test_captions_come_in_a_row() -> None:
    lines = tuple(op.Line(f"t{n}", n * 1000, 900, f"line {n}") for n in range(4, 9))
    after = timeline.apply(FULL, op.AddCaptions(lines=lines))
    assert sum(title.role == "caption" for title in facts.titles(after)) == 5


def test_a_curve_that_changes_nothing_is_none() -> None:
    assert curves.tidy((Point(0, 1.0), Point(10, 1.0))) == ()
    assert curves.part((Point(0, 0.0), Point(100, 1.0)), 50, 100) == (Point(0, 0.5), Point(50, 1.0))
