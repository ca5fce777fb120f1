"""Decisions before anything is started: pure, deterministic, lawful."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.media.movie_index import Track
from studio.media.values import Picture, Probe, SoundStream
from studio.renderer import heard, parts, picture, plan, shots, told
from studio.renderer.grid import RATE, Grid
from studio.renderer.picture import Scene, Stock
from studio.renderer.values import Output, Receipt
from studio.timeline.model import AudioTrack, Clip, Sound, Timeline, VideoTrack
from studio.words import LANGS

SOUND = SoundStream(stream=1, codec="aac", rate=48000, channels=2, layout="stereo", even=True)
PICTURE = Picture(
    stream=0, codec="h264", pixels="yuv420p", width=640, height=360, fps=(30, 1),
    colours="tv, bt709",
)  # fmt: skip
PROBE = Probe(
    kind="video", container="mov", size=1000, duration=20_000, picture=PICTURE, sounds=(SOUND,)
)


@st.composite
def films(draw: st.DrawFn) -> Timeline:
    """Clips one after the other, with every property that changes the picture."""
    at, made = 0, []
    for number in range(draw(st.integers(1, 8))):
        at += draw(st.sampled_from([0, 0, 0, 40, 777]))
        length = draw(st.integers(40, 4000))
        made.append(
            Clip(
                id=f"c{number}", start=at, duration=length,
                source=draw(st.sampled_from(["v", "w", ""])), in_point=draw(st.integers(0, 9000)),
                speed=draw(st.sampled_from([1.0, 1.0, 0.5, 2.0])),
                reverse=draw(st.booleans()), freeze=draw(st.sampled_from([False, False, True])),
                crossfade=draw(st.integers(0, min(length, 1000))),
                picture_fade_in=draw(st.integers(0, length)),
                picture_fade_out=draw(st.integers(0, length)),
            )
        )  # fmt: skip
        at += length
    over = Clip(id="o", start=draw(st.integers(0, 3000)), duration=900, source="w")
    tracks = [VideoTrack(segments=tuple(made))]
    if draw(st.booleans()):
        tracks.append(VideoTrack(segments=(over,)))
    return Timeline(tracks=tuple(tracks))


@given(films(), st.sampled_from([(30, 1), (30000, 1001), (25, 1), (60, 1)]))
def test_every_frame_is_one_shots(film: Timeline, fps: tuple[int, int]) -> None:
    grid = Grid(Fraction(*fps))
    total = max(1, grid.frame(plan.length(film)))
    laid = shots.shots(film, grid, total)
    assert laid[0].first == 0 and laid[-1].last == total
    assert all(a.last == b.first for a, b in pairwise(laid))
    assert all(shot.frames > 0 and 0 <= shot.cross <= shot.frames for shot in laid)
    assert laid[0].cross == 0


@settings(max_examples=60)
@given(films())
def test_windows_cover_the_film_and_never_start_inside_a_crossfade(film: Timeline) -> None:
    made = plan.draw(film, {"v": PROBE, "w": PROBE}, {}, Output())
    zones = shots.uncuttable(made.shots, made.grid)
    assert made.parts[0].first == 0 and made.parts[-1].last == made.total
    for a, b in pairwise(made.parts):
        assert a.last == b.first
        assert not any(start < b.first < end for start, end in zones)


@settings(max_examples=60)
@given(films())
def test_a_plan_and_its_commands_are_always_the_same(film: Timeline) -> None:
    def commands() -> list[object]:
        made = plan.draw(film, {"v": PROBE, "w": PROBE}, {}, Output())
        stock = {"v": Stock("in0", PROBE), "w": Stock("in1", PROBE)}
        scene = Scene(frame=made.frame, shots=made.shots, stock=stock)
        graphs = [picture.window(scene, part.first, part.last) for part in made.parts]
        return [(graph.arguments, graph.script, label) for graph, label in graphs]

    assert commands() == commands()


def _track(frames: int, gop: int, order: list[int] | None = None) -> Track:
    """A track whose groups of pictures are decoded in this order (default: as shown)."""
    shown = np.arange(frames)
    if order:
        groups = [np.array(order) + g * len(order) for g in range(frames // len(order))]
        shown = np.concatenate(groups)
    keys = np.zeros(frames, np.bool_)
    keys[:: len(order) if order else gop] = True
    return Track(
        number=0, kind=b"vide", timescale=30_000, entry=b"", offsets=np.arange(frames),
        sizes=np.ones(frames, np.int64), dts=np.arange(frames) * 1000, pts=shown * 1000,
        keys=keys, edits=(), movie_scale=1000,
    )  # fmt: skip


@settings(deadline=None)
@given(
    st.integers(0, 300), st.integers(1, 600), st.lists(st.integers(0, 600), max_size=4),
    st.sampled_from([None, [0, 3, 1, 2, 6, 4, 5, 9, 7, 8]]),
)  # fmt: skip
def test_copied_runs_are_whole_and_show_what_they_should(
    begin: int, length: int, marks: list[int], order: list[int] | None
) -> None:
    track = _track(600, 10, order)
    own = parts.table(track, Fraction(30))
    assert own is not None
    clip = Clip(id="c", start=0, duration=0, source="v", in_point=round(begin * 1000 / 30))
    shot = shots.Shot(0, length, clip)
    touched = [(mark, mark + 5) for mark in marks]
    made = parts.split([shot], {"v": own}, touched, fps=Fraction(30), total=length)
    assert made[0].first == 0 and made[-1].last == length
    for part in made:
        if isinstance(part, parts.Copied):
            assert own.starts[part.begin]
            shown = np.sort(own.shown[part.begin : part.end])
            assert np.array_equal(shown, np.arange(part.first, part.last) + begin)
            assert not any(start < part.last and end > part.first for start, end in touched)


def test_open_groups_start_nowhere() -> None:
    track = _track(60, 10)
    pts = track.pts.copy()
    pts[10], pts[11] = pts[11], pts[10]  # a key frame with a picture after it that is shown before
    import dataclasses

    own = parts.table(dataclasses.replace(track, pts=pts), Fraction(30))
    assert own is not None and not own.starts[10] and own.starts[20]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000), st.floats(0, 2)), max_size=6),
    st.integers(1, 6000),
)
def test_nothing_is_heard_after_the_end(pieces: list[tuple[int, int, float]], length: int) -> None:
    tracks = tuple(
        AudioTrack(segments=(Sound(id=f"s{n}", start=a, duration=b, source="v", gain=g),))
        for n, (a, b, g) in enumerate(pieces)
    )
    total = length * RATE // 1000
    for one in heard.heard(Timeline(tracks=tracks), {"v": PROBE}, total):
        assert 0 <= one.start < one.end <= total and one.gain > 0
        assert one.fade_in <= one.count or one.fade_in == RATE * 5 // 1000


def test_a_receipt_can_be_told_in_every_language() -> None:
    receipt = Receipt(
        format="mp4", bytes=1, duration=1, streams=(), way="smart", copied=0.97,
        conversions=("tone-mapped", "even-size", "scaled"), warnings=("missing-glyphs:𓀀",),
    )  # fmt: skip
    for lang in LANGS:
        sentences = told(receipt, lang)
        assert len(sentences) == 4 and "97" in sentences[0] and "𓀀" in sentences[-1]
        nearly = told(msgspec.structs.replace(receipt, copied=0.998), lang)[0]
        assert "99" in nearly and "100" not in nearly
