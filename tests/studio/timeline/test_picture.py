"""Edits of the picture: where everything lies afterwards."""

from __future__ import annotations

import pytest
from timeline_parts import FULL, MUSIC, OPENING, ROW, clip, made

from studio import timeline
from studio.errors import (
    Backwards,
    BadNumber,
    NoPicture,
    NothingLeft,
    NotThere,
    OutOfRange,
    Refused,
    TooShort,
)
from studio.timeline import facts
from studio.timeline import operations as op
from studio.timeline.model import Timeline


def laid(t: Timeline) -> list[tuple[str, int, int, int]]:
    """Id, start, duration and in-point of every clip."""
    return [(c.id, c.start, c.duration, c.in_point) for c in facts.clips(t)]


def words(t: Timeline) -> dict[str, tuple[int, int]]:
    """Start and end of every title, by its words."""
    return {title.text: (title.start, facts.end(title)) for title in facts.titles(t)}


def test_a_cut_across_clips_moves_the_rest_up() -> None:
    after = timeline.apply(FULL, op.Cut(start=5000, end=8000))
    assert laid(after) == [("c1", 0, 5000, 0), ("c2", 5000, 6000, 2000), ("c3", 11000, 6000, 0)]


def test_a_cut_within_a_clip_makes_two_of_it() -> None:
    after = timeline.apply(FULL, op.Cut(start=8000, end=10000))
    assert laid(after)[1:3] == [("c2", 6000, 2000, 0), ("c4", 8000, 4000, 4000)]


def test_words_move_with_the_picture_beneath_them() -> None:
    after = timeline.apply(FULL, op.Cut(start=4000, end=6000))
    assert words(after) == {"Hello": (0, 3000), "Middle": (7000, 9000), "The End": (15000, 18000)}


def test_words_go_with_the_picture_beneath_them() -> None:
    after = timeline.apply(FULL, op.Cut(start=8000, end=12000))
    assert "Middle" not in words(after)


def test_opening_and_closing_words_stay_at_the_ends() -> None:
    after = made(op.Cut(start=16000, end=20000), op.Cut(start=0, end=4000), start=FULL)
    assert words(after)["Hello"] == (0, 3000)
    assert words(after)["The End"] == (9000, 12000)


def test_music_ends_with_the_picture_and_keeps_its_fade_there() -> None:
    faded = timeline.apply(FULL, op.Fade(targets=("s1",), fade_out=3000))
    after = timeline.apply(faded, op.Cut(start=12000, end=20000))
    (music,) = facts.music(after)
    assert (music.start, music.duration, music.fade_out) == (0, 12000, 3000)
    longer = timeline.apply(after, op.Speed(rate=0.5))
    (music,) = facts.music(longer)
    assert (music.duration, music.fade_out) == (24000, 3000)


def test_a_song_too_short_for_the_longer_picture_loops() -> None:
    song = op.AddSound(id="s1", source="song", length=10000)
    start = made(clip("c1", 10000), song)
    (music,) = facts.music(made(op.Speed(rate=0.5), start=start))
    assert (music.duration, music.loop) == (20000, True)


def test_a_voice_is_cut_with_the_picture() -> None:
    voice = op.AddSound(id="s2", source="v", start=2000, duration=10000, length=10000, role="voice")
    after = made(*ROW, voice, op.Cut(start=5000, end=8000))
    parts = [(s.start, s.duration, s.in_point) for s in facts.sounds(after)]
    assert parts == [(2000, 3000, 0), (5000, 4000, 6000)]


def test_removing_a_clip_moves_the_rest_up() -> None:
    after = timeline.apply(FULL, op.RemoveClips(targets=("c2",)))
    assert laid(after) == [("c1", 0, 6000, 0), ("c3", 6000, 6000, 0)]
    assert facts.music(after)[0].duration == 12000


def test_trim_keep_and_length() -> None:
    assert laid(timeline.apply(FULL, op.TrimClip(target="c2", head=1000, tail=2000)))[1] == (
        "c2", 6000, 5000, 1000,
    )  # fmt: skip
    assert laid(timeline.apply(FULL, op.Keep(start=6000, end=14000))) == [("c2", 0, 8000, 0)]
    assert laid(timeline.apply(FULL, op.ClipLength(target="c2", duration=15000)))[1][2] == 15000
    with pytest.raises(TooShort):
        timeline.apply(FULL, op.ClipLength(target="c1", duration=9000))


def test_reorder_and_split() -> None:
    after = timeline.apply(FULL, op.Reorder(order=("c3", "c1", "c2")))
    assert [row[:3] for row in laid(after)] == [
        ("c3", 0, 6000), ("c1", 6000, 6000), ("c2", 12000, 8000),
    ]  # fmt: skip
    assert words(after)["Middle"] == (15000, 17000)
    after = timeline.apply(FULL, op.Split(at=10000))
    assert laid(after)[1:3] == [("c2", 6000, 4000, 0), ("c4", 10000, 4000, 4000)]


def test_speed_of_a_range_splits_what_it_has_to() -> None:
    after = timeline.apply(FULL, op.Speed(rate=2.0, start=6000, end=10000))
    assert [(c.id, c.duration, c.speed) for c in facts.clips(after)] == [
        ("c1", 6000, 1.0), ("c2", 2000, 2.0), ("c4", 4000, 1.0), ("c3", 6000, 1.0),
    ]  # fmt: skip


def test_reverse_turns_clips_and_their_order_and_twice_is_none() -> None:
    once = timeline.apply(FULL, op.Reverse())
    assert [(c.id, c.reverse) for c in facts.clips(once)] == [
        ("c3", True), ("c2", True), ("c1", True),
    ]  # fmt: skip
    twice = timeline.apply(once, op.Reverse())
    assert facts.clips(twice) == facts.clips(FULL)


def test_a_reversed_clip_loses_its_sources_end_when_its_start_is_cut() -> None:
    after = made(clip("c1", 10000), op.Reverse(), op.Cut(start=0, end=4000))
    assert laid(after) == [("c1", 0, 6000, 0)]
    after = made(clip("c1", 10000), op.Reverse(), op.Cut(start=6000, end=10000))
    assert laid(after) == [("c1", 0, 6000, 4000)]


def test_freeze_holds_the_frame_that_is_seen_then() -> None:
    after = made(clip("c1", 10000), op.Freeze(at=4000, duration=2000))
    first, held, rest = facts.clips(after)
    assert (held.freeze, held.in_point, held.start, held.duration) == (True, 4000, 4000, 2000)
    assert (rest.in_point, rest.start) == (4000, 6000)
    assert not facts.audible(held) and first.duration == 4000


def test_a_crossfade_uses_material_behind_the_cut_where_there_is_some() -> None:
    after = timeline.apply(FULL, op.Crossfade(duration=500, targets=("c3",)))
    assert [(c.id, c.start, c.duration, c.crossfade) for c in facts.clips(after)][1:] == [
        ("c2", 6000, 8000, 0), ("c3", 14000, 6000, 500),
    ]  # fmt: skip


def test_a_crossfade_trims_the_earlier_clip_where_there_is_none() -> None:
    after = timeline.apply(FULL, op.Crossfade(duration=500))
    assert [(c.start, c.duration, c.crossfade) for c in facts.clips(after)] == [
        (0, 5500, 0), (5500, 8000, 500), (13500, 6000, 500),
    ]  # fmt: skip
    said = timeline.difference(FULL, after)
    assert any("20 s → 19.5 s" in line for line in said)


def test_a_first_clip_never_keeps_a_crossfade() -> None:
    after = made(op.Crossfade(duration=500), op.RemoveClips(targets=("c1",)), start=FULL)
    assert facts.clips(after)[0].crossfade == 0


def test_black_at_the_end_stays_at_the_end() -> None:
    dark = timeline.apply(FULL, op.PictureFade(target="c3", fade_out=1000))
    after = timeline.apply(dark, op.RemoveClips(targets=("c3",)))
    assert facts.clips(after)[-1].picture_fade_out == 1000
    after = timeline.apply(dark, op.Reorder(order=("c3", "c1", "c2")))
    assert [c.picture_fade_out for c in facts.clips(after)] == [0, 0, 1000]
    after = timeline.apply(dark, op.Cut(start=18000, end=20000))
    assert facts.clips(after)[-1].picture_fade_out == 1000


def test_an_intro_moves_the_words_and_music_covers_it() -> None:
    after = timeline.apply(FULL, op.AddClip(id="c9", at=0, duration=3000, kind="background"))
    assert words(after)["Hello"] == (3000, 6000)
    (music,) = facts.music(after)
    assert (music.start, music.duration) == (0, 23000)


def test_a_clip_put_into_another_opens_it_up() -> None:
    after = timeline.apply(FULL, clip("c9", 1000, at=8000))
    assert [row[:3] for row in laid(after)] == [
        ("c1", 0, 6000), ("c2", 6000, 2000), ("c9", 8000, 1000), ("c4", 9000, 6000),
        ("c3", 15000, 6000),
    ]  # fmt: skip


def test_a_slideshow_is_photos_in_a_row() -> None:
    slides = tuple(op.Slide(f"c{n}", f"m{n}", f"{n}.jpg", 3000) for n in (1, 2, 3))
    after = made(op.Slideshow(slides=slides, crossfade=500))
    assert [(c.start, c.crossfade) for c in facts.clips(after)] == [
        (0, 0), (3000, 500), (6000, 500),
    ]  # fmt: skip


def test_a_replaced_clip_keeps_its_place_and_what_is_done_to_it() -> None:
    wish = op.ReplaceClip(target="c2", source="new", name="new.mp4", length=5000, has_sound=True)
    after = timeline.apply(FULL, wish)
    assert [(c.source, c.start, c.duration) for c in facts.clips(after)] == [
        ("m-c1", 0, 6000), ("new", 6000, 5000), ("m-c3", 11000, 6000),
    ]  # fmt: skip


def test_the_canvas_changes_only_what_is_named() -> None:
    after = made(op.SetCanvas(width=1080, height=1920), op.SetCanvas(fit="blur"), start=FULL)
    assert (after.canvas.width, after.canvas.height, after.canvas.fit) == (1080, 1920, "blur")


REFUSED = [
    (FULL, op.Cut(start=15000, end=25000), OutOfRange),
    (FULL, op.Cut(start=9000, end=8000), Backwards),
    (FULL, op.Cut(start=0, end=20000), NothingLeft),
    (FULL, op.Split(at=21000), OutOfRange),
    (FULL, op.RemoveClips(targets=("c9",)), NotThere),
    (FULL, op.Speed(rate=0), BadNumber),
    (FULL, op.Speed(rate=float("nan")), BadNumber),
    (FULL, op.Reorder(order=("c1", "c2")), NotThere),
    (FULL, op.Crossfade(duration=7000), TooShort),
    (FULL, op.Freeze(at=-1, duration=2000), OutOfRange),
    (FULL, op.SetCanvas(width=9000, height=10), BadNumber),
    (FULL, op.SetCanvas(colour="red; rm"), BadNumber),
    (FULL, op.TrimClip(target="c1", head=6000), TooShort),
    (FULL, op.RemoveTitles(targets=("c1",)), Refused),
    (Timeline(), op.Speed(rate=2.0), NoPicture),
    (made(clip("c1", 1000)), op.RemoveClips(targets=("c1",)), NothingLeft),
]


@pytest.mark.parametrize(("before", "wish", "error"), REFUSED, ids=lambda v: type(v).__name__)
def test_what_cannot_be_done_is_refused_by_name(
    before: Timeline, wish: op.Operation, error: type[Refused]
) -> None:
    with pytest.raises(error) as caught:
        timeline.apply(before, wish)
    for lang in ("en", "zh", "zh-Hant"):
        assert "{" not in caught.value.sentence(lang)  # type: ignore[arg-type]


def test_the_first_clip_under_music_that_is_there_sets_its_length() -> None:
    after = made(MUSIC, clip("c1", 12000))
    assert facts.music(after)[0].duration == 12000


def test_a_range_out_of_sound_alone_is_cut_out_of_it() -> None:
    song = op.AddSound(id="s1", source="x", length=60000, fade_out=2000)
    after = made(song, op.Cut(start=0, end=10000), op.Cut(start=40000, end=50000))
    (music,) = facts.music(after)
    assert (music.in_point, music.duration, music.fade_out) == (10000, 40000, 2000)
    assert OPENING.text not in words(after)
