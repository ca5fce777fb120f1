"""Whatever is edited, in whatever order: the laws hold, undo undoes, drafts come back."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from timeline_parts import FULL, clip

from studio import timeline
from studio.errors import Refused
from studio.timeline import facts, history
from studio.timeline import operations as op
from studio.timeline.model import Timeline

ms = st.integers(-500, 26000)
short = st.integers(0, 4000)
ids = st.sampled_from(["c1", "c2", "c3", "c4", "s1", "s2", "t1", "t2", "t3", "x"])
some = st.lists(ids, max_size=3).map(tuple)
maybe = st.none() | short
gain = st.none() | st.floats(0, 5)
anything = st.one_of(
    st.builds(op.Cut, start=ms, end=ms),
    st.builds(op.Keep, start=ms, end=ms),
    st.builds(op.Split, at=ms),
    st.builds(op.TrimClip, target=ids, head=short, tail=short),
    st.builds(op.ClipLength, target=ids, duration=ms),
    st.builds(op.RemoveClips, targets=some),
    st.builds(op.Speed, rate=st.floats(0.1, 8), targets=some, start=ms, end=ms),
    st.builds(op.Speed, rate=st.floats(0.1, 8)),
    st.builds(op.Reverse, targets=some),
    st.builds(op.Reverse, start=ms, end=ms),
    st.builds(op.Freeze, at=ms, duration=short),
    st.builds(op.Crossfade, duration=short, targets=some),
    st.builds(op.Crossfade, duration=st.integers(0, 900)),
    st.builds(op.PictureFade, target=ids, fade_in=maybe, fade_out=maybe),
    st.builds(op.Reorder, order=st.permutations(["c1", "c2", "c3"]).map(tuple)),
    st.builds(clip, st.sampled_from(["c7", "c8"]), st.integers(1, 5000), at=ms),
    st.builds(op.AddSound, id=st.just("s2"), source=st.just("v"), start=ms, duration=ms,
              length=ms, role=st.sampled_from(["music", "voice"]), fade_in=short, fade_out=short),
    st.builds(op.RemoveSounds, targets=some),
    st.builds(op.Volume, targets=some, gain=gain, factor=gain, start=ms, end=ms),
    st.builds(op.Volume, targets=some, gain=st.floats(0, 2), start=ms, end=ms),
    st.builds(op.Fade, targets=some, fade_in=maybe, fade_out=maybe),
    st.builds(op.Loop, target=ids, on=st.booleans()),
    st.builds(op.PlaceSound, target=ids, start=st.none() | ms, duration=st.none() | ms,
              in_point=maybe),
    st.builds(op.Duck, targets=some, depth=st.floats(0, 20)),
    st.builds(op.AddTitle, id=st.just("t9"), text=st.text(max_size=5), start=ms, duration=ms),
    st.builds(op.PlaceTitle, target=ids, start=st.none() | ms, duration=st.none() | ms),
    st.builds(op.EditTitle, targets=some, scale=st.none() | st.floats(0.1, 3)),
    st.builds(op.RemoveTitles, targets=some),
)  # fmt: skip


def edited(start: Timeline, wishes: list[op.Operation]) -> Timeline:
    """The timeline after those of the edits that are not refused."""
    now = start
    for wish in wishes:
        try:
            now = timeline.apply(now, wish)
        except Refused:
            continue
    return now


@settings(max_examples=300, deadline=None)
@given(st.lists(anything, max_size=8))
def test_every_edit_keeps_the_laws_and_every_timeline_can_be_told(
    wishes: list[op.Operation],
) -> None:
    after = edited(FULL, wishes)
    timeline.check(after)
    assert timeline.from_draft(timeline.draft(after)) == after
    assert msgspec.json.decode(msgspec.json.encode(after), type=Timeline) == after
    for lang in ("en", "zh", "zh-Hant"):
        assert "\n" not in timeline.summary(after, (), lang)  # type: ignore[arg-type]
        assert (after == FULL) == (not timeline.difference(FULL, after, lang))  # type: ignore[arg-type]
    end = facts.picture_end(after)
    if end:
        assert all(facts.end(title) <= end for title in facts.titles(after))


@settings(max_examples=150, deadline=None)
@given(st.lists(anything, max_size=6))
def test_undo_undoes_and_redo_redoes(wishes: list[op.Operation]) -> None:
    walk = history.begun(FULL)
    seen = [FULL]
    for wish in wishes:
        after = edited(walk.now, [wish])
        if after != walk.now:
            seen.append(after)
        walk = history.grown(walk, after)
    for expected in reversed(seen[:-1]):
        walk = timeline.undo(walk)
        assert walk.now == expected
    for expected in seen[1:]:
        walk = timeline.redo(walk)
        assert walk.now == expected


@settings(max_examples=150, deadline=None)
@given(anything)
def test_an_edit_is_the_same_after_the_wire(wish: op.Operation) -> None:
    back = op.from_plain(msgspec.json.decode(msgspec.json.encode(op.plain(wish))))
    assert back == wish
    assert edited(FULL, [back]) == edited(FULL, [wish])


@settings(max_examples=150, deadline=None)
@given(st.lists(anything, max_size=6))
def test_music_never_runs_on_beyond_the_picture(wishes: list[op.Operation]) -> None:
    asked = [w for w in wishes if not isinstance(w, op.PlaceSound | op.AddSound)]
    after = edited(FULL, asked)
    end = facts.picture_end(after)
    assert not end or all(facts.end(sound) <= end for sound in facts.music(after))
