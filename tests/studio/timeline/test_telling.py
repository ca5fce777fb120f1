"""The summary, the difference, the draft on the wire, and the versions."""

from __future__ import annotations

import pytest
from timeline_parts import FULL, made

from studio import timeline
from studio.errors import LawBroken, NothingToRedo, NothingToUndo, NotThere
from studio.timeline import history
from studio.timeline import operations as op
from studio.timeline.model import Clip, Material, Timeline, VideoTrack
from studio.words import LANGS


def test_the_summary_has_the_contracts_form() -> None:
    short = made(
        op.AddClip(id="c1", source="m1", duration=10000, length=10000),
        op.AddSound(id="s1", source="m2", name="Lo-fi", length=10000, gain=0.35),
        op.AddTitle(id="t1", text="Urban Dreams", start=0, duration=3000),
    )
    files = (Material(id="m1", name="city timelapse", kind="video"),)
    assert timeline.summary(short, files) == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
        '3. Title: "Urban Dreams" (0-3s)'
    )


def test_the_summary_is_one_line_in_every_language_however_much_there_is() -> None:
    many = tuple(Clip(id=f"c{n}", start=n * 100, duration=100, source="m\n1") for n in range(600))
    for lang in LANGS:
        said = timeline.summary(Timeline(tracks=(VideoTrack(segments=many),)), (), lang)
        assert "\n" not in said and "594" in said
        assert timeline.summary(Timeline(), (), lang)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (op.Volume(targets=("s1",), gain=0.5), '"Lo-fi": volume 35% → 50%.'),
        (op.Fade(targets=("s1",), fade_out=3000), '"Lo-fi": fade-out none → 3 s.'),
        (op.Cut(start=0, end=3000), "Length: 20 s → 17 s."),
        (op.RemoveSounds(targets=("s1",)), 'Removed the music "Lo-fi".'),
        (op.RemoveClips(targets=("c2",)), 'Removed "c2.mp4".'),
        (op.EditTitle(targets=("t1",), text="Bye"), 'Text: "Hello" → "Bye".'),
        (op.EditTitle(targets=("t1",), place="top"), '"Hello": position center → top.'),
        (op.SetCanvas(width=1080, height=1920), "Frame: as the source → 1080×1920."),
        (op.SetCanvas(fit="blur"), "Sides: bars → blurred."),
        (op.Speed(rate=2.0, targets=("c1",)), '"c1.mp4": speed 1× → 2×.'),
        (op.Reverse(targets=("c1",)), '"c1.mp4" now plays backwards.'),
        (op.Reorder(order=("c2", "c1", "c3")), 'New order: "c2.mp4" → "c1.mp4" → "c3.mp4".'),
        (op.Duck(targets=("s1",), depth=9.0), '"Lo-fi": goes down under speech none → 9 dB.'),
        (op.Split(at=10000), '"c2.mp4" is in pieces now: clip 2, 3.'),
        (
            op.Volume(targets=("s1",), gain=0.0, start=5000, end=12000),
            '"Lo-fi": volume over time is now 5-12s 0%.',
        ),
    ],
)
def test_the_difference_names_what_changed_before_and_after(wish: op.Operation, said: str) -> None:
    assert said in timeline.difference(FULL, timeline.apply(FULL, wish))


def test_nothing_changed_is_nothing_said() -> None:
    assert timeline.difference(FULL, FULL) == ()


def test_the_difference_is_short_however_much_changed() -> None:
    for lang in LANGS:
        assert len(timeline.difference(Timeline(), FULL, lang)) <= 12
        assert len(timeline.difference(FULL, Timeline(), lang)) <= 12


def test_the_draft_has_the_contracts_keys_and_comes_back() -> None:
    draft = timeline.draft(FULL)
    assert [track["tt"] for track in draft["t"]] == [0, 1, 7]
    assert draft["d"] == 20000
    assert draft["t"][1]["sg"][0]["m"]["name"] == "Lo-fi"
    assert timeline.from_draft(draft) == FULL
    assert timeline.draft(Timeline()) == {"t": [], "d": 0, "c": {}}


def test_a_draft_that_breaks_a_law_is_refused() -> None:
    draft = timeline.draft(FULL)
    draft["t"][0]["sg"][1]["s"] = 1000
    with pytest.raises(LawBroken):
        timeline.from_draft(draft)


def test_undo_walks_back_redo_forward_and_every_version_stays() -> None:
    one = timeline.apply(FULL, op.Cut(start=0, end=1000))
    two = timeline.apply(one, op.Cut(start=0, end=1000))
    h = history.grown(history.grown(history.begun(FULL), one), two)
    assert timeline.undo(h).now == one
    assert timeline.undo(h, 2).now == FULL
    assert timeline.redo(timeline.undo(h, 2), 2).now == two
    branch = history.grown(timeline.undo(h), FULL)
    assert len(branch.versions) == 4 and timeline.undo(branch).now == one
    with pytest.raises(NothingToRedo):
        timeline.redo(branch)
    with pytest.raises(NothingToUndo):
        timeline.undo(history.begun(FULL))


def test_the_first_version_is_the_first_with_something_on_it() -> None:
    one = timeline.apply(FULL, op.Cut(start=0, end=1000))
    h = history.grown(history.grown(history.begun(), FULL), one)
    first = timeline.restore(h, 1)
    assert first.now == FULL and timeline.undo(first).now == one
    with pytest.raises(NotThere):
        timeline.restore(h, 9)
    assert history.decode(history.encode(h)) == h


def test_an_edit_that_changes_nothing_is_no_version() -> None:
    h = history.begun(FULL)
    assert history.grown(h, FULL) is h


def test_a_new_sound_is_told_with_how_it_comes_goes_and_makes_room() -> None:
    video = made(op.AddClip(id="c1", source="m1", duration=20000, length=20000))
    wish = op.AddSound(
        id="s1", source="m2", name="song.mp3", length=8000, gain=0.35, loop=True,
        fade_in=2000, fade_out=3000, duck=9.0, duration=20000,
    )  # fmt: skip
    assert timeline.difference(video, timeline.apply(video, wish)) == (
        'Added music: "song.mp3" (0-20s, 35%, fades in over 2 s, fades out over 3 s, looped, '
        "9 dB lower under speech).",
    )
