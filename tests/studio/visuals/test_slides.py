"""Photos that move: evenly, within their frame, all of them seen, on the beat, order kept."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio import renderer
from studio import timeline as room
from studio.media import probing
from studio.media.process import FILE_ONLY, ffmpeg
from studio.media.values import Picture, Probe
from studio.renderer import camera, canvas, slideshow
from studio.renderer.values import Output
from studio.service import slides
from studio.timeline import facts
from studio.timeline.model import Canvas, Clip, Timeline, VideoTrack
from studio.timeline.operations import Retime, Slide, Slideshow

MOVES = ("zoom-in", "zoom-out", "pan-left", "pan-right")


def row(count: int, each: int = 2000) -> Timeline:
    shown = tuple(Slide(f"c{n}", f"m{n}", f"{n}.jpg", each) for n in range(1, count + 1))
    return room.apply(Timeline(), Slideshow(slides=shown, crossfade=400))


@pytest.mark.parametrize("kind", MOVES)
def test_a_camera_moves_on_at_every_moment_and_never_leaves_the_photo(kind: str) -> None:
    seen = [camera.view(kind, n / 300, (0.3, 0.8)) for n in range(330)]
    steps = [abs(b.zoom - a.zoom) + abs(b.x - a.x) for a, b in pairwise(seen)]
    assert min(steps[:300]) > 0
    assert max(steps[:300]) < 4 * min(steps[20:280])
    assert all(v.zoom >= 1 and 0 <= v.x <= 1 and 0 <= v.y <= 1 for v in seen[:301])


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(2, 40),
    each=st.integers(600, 5000),
    beat=st.floats(180, 900),
    phase=st.floats(0, 500),
)
def test_borders_snapped_to_beats_keep_order_length_and_room(
    count: int, each: int, beat: float, phase: float
) -> None:
    now = row(count, each)
    clips = facts.clips(now)
    moments = [round(phase + n * beat) for n in range(int(count * each / beat) + 1)]
    cuts = slides.snapped(clips, moments)
    after = room.apply(now, Retime(targets=tuple(c.id for c in clips), cuts=tuple(cuts)))
    assert [c.id for c in facts.clips(after)] == [c.id for c in clips]
    assert facts.duration(after) == facts.duration(now)
    if beat < 0.5 * each:
        middles = [cut + clip.crossfade // 2 for cut, clip in zip(cuts, clips[1:], strict=False)]
        assert sum(at in moments for at in middles) >= 0.9 * len(cuts)


def test_where_photos_cross_the_middle_of_that_is_on_the_beat() -> None:
    clips = facts.clips(row(6))
    beats = [round(130 + n * 500) for n in range(30)]
    cuts = slides.snapped(clips, beats)
    assert all(
        cut + clip.crossfade // 2 in beats for cut, clip in zip(cuts, clips[1:], strict=True)
    )
    assert clips[1].crossfade == 400


def test_photos_beside_clips_change_on_the_beat_and_the_clips_stay_as_long() -> None:
    lengths = (
        ("p1", 3000),
        ("gif", 1440),
        ("p2", 3000),
        ("p3", 3000),
        ("film", 2500),
        ("p4", 3000),
    )
    at, film = 0, list[Clip]()
    for name, length in lengths:
        film.append(Clip(id=name, start=at, duration=length, source=name))
        at += length
    beats = [400 * n for n in range(60)]
    lasts = slides.between(film, {"p1", "p2", "p3", "p4"}, beats)
    assert (lasts[1], lasts[4], sum(lasts)) == (1440, 2500, at)
    ends = [sum(lasts[: n + 1]) for n in range(len(lasts))]
    assert all(ends[n] in beats for n in (0, 2, 3))  # each photo that something follows


def picture(path: Path, colour: tuple[int, int, int], size: tuple[int, int]) -> Path:
    dice = np.random.default_rng(sum(colour))
    made = np.full((size[1], size[0], 3), colour[::-1], np.uint8)
    for _ in range(60):
        at = tuple(int(v) for v in dice.integers(0, min(size), 2))
        shade = tuple(int(v) for v in dice.integers(0, 255, 3))
        cv2.circle(made, at, int(dice.integers(3, 40)), shade, -1, cv2.LINE_AA)
    cv2.imwrite(str(path), made)
    return path


@pytest.fixture
def film(tmp_path: Path) -> tuple[Path, np.ndarray]:
    """Three photos of three shapes, crossing, as a film of 320 x 180."""
    shapes = ((900, 600), (500, 800), (640, 640))
    tones = ((200, 40, 40), (40, 180, 60), (50, 70, 210))
    photos = [
        picture(tmp_path / f"{n}.png", tone, size)
        for n, (tone, size) in enumerate(zip(tones, shapes, strict=True))
    ]
    clips = tuple(
        Clip(id=f"c{n}", start=n * 1500, duration=1500, source=p.name, motion="auto",
             crossfade=300 if n else 0, metadata={"kind": "image", "sound": False})
        for n, p in enumerate(photos)
    )  # fmt: skip
    now = Timeline(tracks=(VideoTrack(segments=clips),), canvas=Canvas(width=320, height=180))
    target = tmp_path / "film.mp4"
    materials = {p.name: probing.material(p, p.name, p.name) for p in photos}
    files = {p.name: p for p in photos}
    renderer.render(now, files, materials, output=Output(), into=target)
    raw = ffmpeg(
        [*FILE_ONLY, "-i", target.name, "-pix_fmt", "gray", "-f", "rawvideo", "-"], cwd=tmp_path
    ).out
    return target, np.frombuffer(raw, np.uint8).reshape(-1, 180, 320)


@pytest.mark.slow
def test_photos_move_evenly_and_cross_without_a_jump(film: tuple[Path, np.ndarray]) -> None:
    path, seen = film
    assert probing.probe(path).duration == 4500
    assert len(seen) == 135
    moved = np.abs(np.diff(seen.astype(int), axis=0)).mean(axis=(1, 2))
    inside = np.concatenate([moved[3:42], moved[58:87], moved[103:132]])
    assert inside.min() > 0.02  # it never stands still
    assert moved.max() < 0.5 * np.abs(seen[0].astype(int) - seen[-1]).mean()


@pytest.mark.slow
def test_a_tall_photo_is_seen_whole_over_its_own_colours(film: tuple[Path, np.ndarray]) -> None:
    _, seen = film
    middle, edge = seen[65][:, 150:170].astype(float), seen[65][:, 4:24].astype(float)
    assert middle.std() > 2 * edge.std()  # sharp in the middle, out of focus at the side
    assert edge.mean() > 20  # and no black bar


def still(number: int, start: int, length: int, **values: Any) -> Clip:
    about = {"kind": "image", "sound": False}
    values = {"motion": "auto", **values}
    return Clip(id=f"c{number}", start=start, duration=length, source=f"{number}.png",
                metadata=about, **values)  # fmt: skip


def moving(start: int, length: int, **values: Any) -> Clip:
    about = {"kind": "video", "sound": False, "len": 4000}
    return Clip(id="v", start=start, duration=length, source="v.mp4", metadata=about, **values)


ROWS = {
    "photo, clip": (still(0, 0, 1500), moving(1500, 1500, crossfade=500)),
    "clip, photo": (moving(0, 1500), still(0, 1500, 1500, crossfade=500)),
    "wiped": (still(0, 0, 1500), still(1, 1500, 1500, crossfade=500, transition="wipeleft")),
    "very many": tuple(still(n, n * 500, 500, crossfade=200 if n else 0) for n in range(15)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_photos_cross_with_all_that_stands_beside_them(name: str, tmp_path: Path) -> None:
    """No step anywhere is as large as a cut would be, and nothing stands between black bars."""
    shapes = ((900, 600), (500, 800))
    clips = ROWS[name]
    for number in range(15):
        picture(tmp_path / f"{number}.png", (60 + 12 * number, 200 - 9 * number, 90), shapes[0])
    picture(tmp_path / "1.png", (60, 180, 90), shapes[1])
    ffmpeg(
        ["-f", "lavfi", "-i", "mandelbrot=s=160x120:r=30", "-t", "4", "-pix_fmt", "yuv420p",
         "-vf", "eq=brightness=0.3", "-bf", "0", "v.mp4"], cwd=tmp_path,
    )  # fmt: skip
    files = {clip.source: tmp_path / clip.source for clip in clips}
    materials = {name: probing.material(path, name, name) for name, path in files.items()}
    now = Timeline(tracks=(VideoTrack(segments=clips),), canvas=Canvas(width=320, height=180))
    target = tmp_path / "film.mp4"
    renderer.render(now, files, materials, output=Output(), into=target)
    raw = ffmpeg(
        [*FILE_ONLY, "-i", target.name, "-pix_fmt", "gray", "-f", "rawvideo", "-"], cwd=tmp_path
    ).out
    seen = np.frombuffer(raw, np.uint8).reshape(-1, 180, 320).astype(int)
    assert len(seen) == facts.duration(now) * 30 // 1000
    steps = np.abs(np.diff(seen, axis=0)).mean(axis=(1, 2))
    for one, two in pairwise(clips):
        cut = two.start * 30 // 1000
        whole = np.abs(seen[cut - 2] - seen[cut + two.crossfade * 30 // 1000]).mean()
        assert steps[cut - 3 : cut + 17].max() < 0.45 * whole, (one.id, two.id)
    sides = seen[:, 20:160, :6].mean(axis=(1, 2))
    assert sides.min() > 25  # and no black bars


def shown(*rows: tuple[str, int, int, int]) -> tuple[int, int]:
    """How large the film is of these: what, how wide, how high, for how many seconds."""
    probes, clips, at = {}, list[Clip](), 0
    for number, (what, wide, tall, seconds) in enumerate(rows):
        about = Picture(stream=0, codec="", width=wide, height=tall, fps=(30, 1))
        kind = "image" if what == "photo" else "video"
        name = str(number)
        probes[name] = Probe(kind=kind, container="", size=1, picture=about,
                             animated=what == "gif")  # fmt: skip
        clips.append(Clip(id=name, start=at, duration=seconds * 1000, source=name))
        at += seconds * 1000
    frame = canvas.decide(Timeline(tracks=(VideoTrack(segments=tuple(clips)),)), probes, Output())
    return frame.width, frame.height


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        ([("photo", 4000, 3000, 3)] * 3 + [("gif", 480, 360, 2)], (1440, 1080)),
        ([("photo", 4000, 3000, 3)] * 3 + [("film", 640, 360, 5)], (1440, 1080)),
        ([("photo", 3000, 4000, 3)] + [("photo", 4000, 3000, 3)] * 2, (1440, 1080)),
        ([("photo", 3000, 4000, 3)] * 2 + [("photo", 4000, 3000, 3)], (1080, 1440)),
        ([("photo", 200, 150, 3), ("photo", 4000, 3000, 3)], (1440, 1080)),
        ([("photo", 6000, 1100, 3), ("photo", 4000, 3000, 3)], (1920, 1080)),
        ([("photo", 900, 600, 3)], (900, 600)),
        ([("photo", 3000, 4000, 3), ("film", 640, 360, 10)], (640, 360)),
        ([("gif", 320, 240, 4)], (320, 240)),
    ],
)
def test_a_show_has_the_shape_of_most_of_its_photos(
    rows: list[tuple[str, int, int, int]], size: tuple[int, int]
) -> None:
    assert shown(*rows) == size


def test_a_photo_seen_whole_is_not_pushed_about_unless_somebody_says_so() -> None:
    whole = slideshow._Slide(None, (0.5, 0.5), whole=True)  # type: ignore[arg-type]
    auto, said = still(1, 0, 1000), still(1, 0, 1000, motion="pan-left")
    for number in range(4):
        kind = camera.kind(auto, number)
        assert slideshow._suiting(whole, auto, kind, number).startswith("zoom")
        assert slideshow._suiting(whole, said, "pan-left", number) == "pan-left"
