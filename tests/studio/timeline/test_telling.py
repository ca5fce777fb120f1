"""The summary, the difference, the draft on the wire, and the versions."""

from __future__ import annotations

import pytest
from timeline_parts import FULL, made

from studio import timeline
from studio.errors import LawBroken, NothingToRedo, NothingToUndo, NotThere
from studio.timeline import history
from studio.timeline import operations as op
from studio.timeline.model import Background, Clip, Material, Style, Timeline, VideoTrack
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
        (op.Fade(targets=("s1",), fade_out=3000), '"Lo-fi": now fades out over 3 s.'),
        (op.Cut(start=0, end=3000), "Total length: 20 s → 17 s."),
        (op.RemoveSounds(targets=("s1",)), 'Removed the music "Lo-fi".'),
        (op.RemoveClips(targets=("c2",)), 'Removed "c2.mp4".'),
        (op.EditTitle(targets=("t1",), text="Bye"), 'Title text: "Hello" → "Bye".'),
        (op.EditTitle(targets=("t1",), place="top"), '"Hello": position center → top.'),
        (op.SetCanvas(width=1080, height=1920), "Frame: as the source → 1080×1920 (9:16)."),
        (op.SetCanvas(fit="blur"), "Sides: bars → blurred."),
        (op.Speed(rate=2.0, targets=("c1",)), '"c1.mp4": speed 1× → 2× (6 s → 3 s).'),
        (op.Reverse(targets=("c1",)), '"c1.mp4": now backwards.'),
        (op.Reorder(order=("c2", "c1", "c3")), '"c2.mp4": place 2 → 1.'),
        (op.Duck(targets=("s1",), depth=9.0), '"Lo-fi": now 9 dB lower while somebody speaks.'),
        (op.Split(at=10000), 'Split "c2.mp4" into clips 2 and 3.'),
        (
            op.Volume(targets=("s1",), gain=0.0, start=5000, end=12000),
            '"Lo-fi": volume 0% at 5-12s, the rest as it was.',
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


FILM = made(
    op.AddClip(id="c1", source="m1", name="beach.mp4", duration=20000, length=20000, kind="video"),
    op.AddClip(id="c2", source="m2", name="sun.jpg", duration=4000, kind="image"),
    op.AddSound(id="s1", source="m3", name="Lo-fi", length=30000, gain=0.35, fade_out=3000),
    op.AddTitle(id="t1", text="Hello", start=0, duration=3000),
)
LINES = tuple(op.Line(f"t{n + 2}", n * 2000, 1000, f"line {n}") for n in range(5))
BLUE, RED = (Background(style="colour", colours=(hex,)) for hex in ("#0000ff", "#ff0000"))
PLAIN = made(op.AddClip(id="c1", background=BLUE, duration=4000, kind="background"))


@pytest.mark.parametrize(
    ("before", "wish", "said"),
    [
        (FILM, op.TrimClip(target="c1", head=2000),
         ('"beach.mp4": 20 s → 18 s, without its first 2 s.', "Total length: 24 s → 22 s.")),
        (FILM, op.TrimClip(target="c1", head=2000, tail=1000),
         ('"beach.mp4": 20 s → 17 s, without its first 2 s and its last 1 s.',)),
        (FILM, op.Cut(start=5000, end=8000),
         ('Cut 5-8s out of "beach.mp4" (now clips 1 and 2).', "Total length: 24 s → 21 s.")),
        (FILM, op.Speed(rate=0.5, start=5000, end=8000),
         ('"beach.mp4": 5-11s now at 0.5× (was 1×).', "Total length: 24 s → 27 s.")),
        (FILM, op.Reverse(start=5000, end=8000), ('"beach.mp4": 5-8s now runs backwards.',)),
        (FILM, op.Freeze(at=5000, duration=2000),
         ('"beach.mp4": the picture stands still at 0:05 for 2 s.',)),
        (FILM, op.ClipLength(target="c2", duration=6000),
         ('"sun.jpg": lengthened 4 s → 6 s.', "Total length: 24 s → 26 s.")),
        (FILM, op.AddClip(id="c3", source="m1", name="beach.mp4", duration=5000, length=20000),
         ('Added "beach.mp4" (clip 3) (24-29s, 0-5s of its 20 s).', "Total length: 24 s → 29 s.")),
        (FILM, op.ClipFit(targets=("c2",), fit="blur"), ('"sun.jpg": sides bars → blurred.',)),
        (FILM, op.Volume(targets=("c1",), gain=0),
         ('"beach.mp4": original sound muted (100% → 0%).',)),
        (FILM, op.Fade(targets=("s1",), fade_out=0),
         ('"Lo-fi": no fade-out any more (it was 3 s).',)),
        (FILM, op.PlaceSound(target="s1", in_point=3000),
         ('"Lo-fi": starts inside the recording at 0:00 → 0:03.',)),
        (FILM, op.ReplaceClip(target="c2", source="m9", name="moon.png", kind="image"),
         ('Replaced the clip: "sun.jpg" → "moon.png".',)),
        (FILM, op.EditTitle(targets=("t1",), colour="#ffd400", bold=False, box="#000000"),
         ('"Hello": text colour white → yellow.', '"Hello": box behind the text none → black.',
          '"Hello": no longer bold.')),
        (FILM, op.EditTitle(targets=("t1",), animation="type"),
         ('"Hello": appears fading in → letter by letter.',)),
        (FILM, op.AddCaptions(lines=LINES), ("Added 5 captions (0-9s).",)),
        (timeline.apply(FILM, op.AddCaptions(lines=LINES)),
         op.RemoveTitles(targets=tuple(line.id for line in LINES)),
         ("Removed all 5 captions.",)),
        (PLAIN, op.Repaint(target="c1", background=RED), ('"generated background": blue → red.',)),
    ],
)  # fmt: skip
def test_every_edit_is_told_as_somebody_would_say_it(
    before: Timeline, wish: op.Operation, said: tuple[str, ...]
) -> None:
    told = timeline.difference(before, timeline.apply(before, wish))
    assert set(said) <= set(told), told
    assert not any("none → none" in one or one.count('"') % 2 for one in told)


def test_a_fade_at_the_films_end_that_stays_there_is_no_change() -> None:
    faded = timeline.apply(FILM, op.PictureFade(target="c2", fade_out=2000))
    longer = op.AddClip(id="c3", source="m5", name="moon.jpg", duration=4000, kind="image")
    told = timeline.difference(faded, timeline.apply(faded, longer))
    assert told[0] == 'Added "moon.jpg" (24-28s, to black over 2 s).'
    assert not [one for one in told if "any more" in one], told


def test_lengths_are_said_in_the_language() -> None:
    wish = op.TrimClip(target="c1", head=2000)
    told = timeline.difference(FILM, timeline.apply(FILM, wish), "zh")
    assert "“beach.mp4”：20 秒 → 18 秒，剪掉了开头 2 秒。" in told


def test_new_things_are_told_with_what_was_said_of_them() -> None:
    wishes = (
        op.AddClip(id="c3", source="m4", name="party.mov", duration=5000, length=9000,
                   has_sound=True),
        op.Crossfade(targets=("c3",), duration=500),
        op.Volume(targets=("c3",), gain=0.0),
        op.AddTitle(id="t9", text="Bye", start=20000, duration=2000, place="bottom",
                    style=Style(colour="#ffd400", animation="type")),
    )  # fmt: skip
    now = FILM
    for wish in wishes:
        now = timeline.apply(now, wish)
    told = timeline.difference(FILM, now)
    assert 'Added "party.mov" (24-29s, 0-5s of its 9 s, 0.5 s crossfade, muted).' in told
    assert 'Added the title "Bye" (20-22s, bottom, yellow, letter by letter).' in told


def test_many_new_clips_are_told_with_what_all_but_the_first_have() -> None:
    slides = tuple(op.Slide(f"c{n}", f"m{n}", f"IMG{n}.jpg", 3000) for n in range(1, 7))
    shown = timeline.apply(Timeline(), op.Slideshow(slides=slides, crossfade=500))
    assert "Added 6 clips (0-18s, 0.5 s crossfade)." in timeline.difference(Timeline(), shown)
