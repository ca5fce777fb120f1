"""What is seen in the delivered file."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from studio import media
from studio.timeline.model import Background, Canvas
from tests.studio.media.footage import Footage, frames, packets
from tests.studio.renderer.conftest import Film, clip, sound, title


def close(a: np.ndarray, b: np.ndarray) -> float:
    """How far two pictures are apart: mean difference of their values."""
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


def test_an_untouched_picture_is_copied_packet_for_packet(film: Film, footage: Footage) -> None:
    source = footage.clip(3)
    made = film(clip(), sound(), v=source, m=footage.music())
    assert (made.receipt.way, made.receipt.copied, made.receipt.bit_exact) == ("copy", 1.0, True)
    assert packets(made.path) == packets(source)
    assert np.array_equal(frames(made.path), frames(source))


@pytest.mark.parametrize("suffix", ["mkv", "mov", "ts"])
@pytest.mark.slow
def test_h264_is_copied_out_of_other_containers(film: Film, footage: Footage, suffix: str) -> None:
    source = footage.clip(2, suffix=suffix)
    made = film(clip(duration=2000), v=source)
    assert made.receipt.way == "copy"
    assert np.array_equal(frames(made.path), frames(source))


@pytest.mark.slow
def test_packets_without_a_time_are_not_copied(film: Film, footage: Footage) -> None:
    source = footage.clip(2, suffix="avi", extra=("-bf", "0"))
    made = film(clip(duration=2000), v=source)
    assert made.receipt.way == "full"
    assert max(close(a, b) for a, b in zip(frames(made.path), frames(source), strict=True)) < 8


def test_a_title_costs_only_the_frames_it_touches(film: Film, footage: Footage) -> None:
    source = footage.clip(6)
    made = film(clip(duration=6000), title("Hello", 1000), v=source)
    assert made.receipt.way == "smart" and made.receipt.copied > 0.7 and made.receipt.bit_exact
    before, after = frames(source), frames(made.path)
    assert len(after) == 180
    assert np.array_equal(after[30:], before[30:])
    assert not np.array_equal(after[15], before[15])
    assert close(after[5, :40], before[5, :40]) < 6


@pytest.mark.slow
def test_a_title_in_the_middle_leaves_both_sides_alone(film: Film, footage: Footage) -> None:
    source = footage.clip(6)
    made = film(clip(duration=6000), title("Mid 中", 500, start=2700), v=source)
    assert made.receipt.way == "smart"
    before, after = frames(source), frames(made.path)
    assert np.array_equal(after[:75], before[:75]) and np.array_equal(after[105:], before[105:])


def test_trimmed_pieces_are_exact_to_the_frame(film: Film, footage: Footage) -> None:
    source = footage.clip(6)
    made = film(
        clip(duration=2000, in_point=700), clip(duration=2200, start=2000, in_point=3000), v=source
    )
    assert made.receipt.way == "smart"
    before, after = frames(source), frames(made.path)
    wanted = np.concatenate([before[21:81], before[90:156]])
    assert len(after) == len(wanted)
    for number, (a, b) in enumerate(zip(after, wanted, strict=True)):
        assert close(a, b) < 5, number


@pytest.mark.slow
def test_a_cut_without_smart_joints_is_exact_to_the_frame_too(film: Film, footage: Footage) -> None:
    source = footage.clip(4, codec=("-c:v", "libvpx-vp9", "-cpu-used", "8"), suffix="webm")
    made = film(clip(duration=1000, in_point=1300), v=source)
    assert made.receipt.way == "full"
    before, after = frames(source), frames(made.path)
    assert len(after) == 30
    assert max(close(a, b) for a, b in zip(after, before[39:69], strict=True)) < 6


@pytest.mark.slow
def test_open_groups_of_pictures_are_not_cut_into(film: Film, footage: Footage) -> None:
    source = footage.clip(6, extra=("-x264-params", "open-gop=1:bframes=3:keyint=15"))
    made = film(clip(duration=4000, in_point=500), v=source)
    before, after = frames(source), frames(made.path)
    assert max(close(a, b) for a, b in zip(after, before[15:135], strict=True)) < 5


@pytest.mark.slow
def test_b_frames_survive_joints(film: Film, footage: Footage) -> None:
    source = footage.clip(6, extra=("-x264-params", "bframes=5:b-pyramid=normal:keyint=20"))
    made = film(clip(duration=5000, in_point=400), title("x", 400, start=2000), v=source)
    before, after = frames(source), frames(made.path)
    assert max(close(a, b) for n, (a, b) in enumerate(zip(after, before[12:162], strict=True))
               if not 58 <= n < 74) < 5  # fmt: skip


@pytest.mark.slow
def test_other_encoders_parameters_do_not_matter(film: Film, footage: Footage) -> None:
    """Baseline, another entropy coder, several slices: the pieces stand beside it all the same."""
    source = footage.clip(
        4, codec=("-c:v", "libx264", "-profile:v", "baseline", "-preset", "ultrafast"),
        extra=("-x264-params", "slices=3:ref=4"),
    )  # fmt: skip
    made = film(clip(duration=4000), title("x", 500), v=source)
    assert made.receipt.way == "smart"
    assert np.array_equal(frames(made.path)[20:], frames(source)[20:])


def test_a_fade_from_and_to_black_begins_and_ends_black(film: Film, footage: Footage) -> None:
    made = film(clip(duration=3000, picture_fade_in=500, picture_fade_out=500), v=footage.clip(3))
    seen = frames(made.path).mean(axis=(1, 2, 3))
    assert seen[0] < 3 and seen[-1] < 3 and seen[45] > 60
    assert seen[7] < seen[14] and seen[-8] > seen[-3]


def test_a_crossfade_shows_the_clip_before_going_on(film: Film, footage: Footage) -> None:
    one = footage.made("red.mp4", "-f", "lavfi", "-i", "color=c=0xb00000:s=320x180:r=30:d=3",
                       "-pix_fmt", "yuv420p")  # fmt: skip
    two = footage.made("blue.mp4", "-f", "lavfi", "-i", "color=c=0x0000b0:s=320x180:r=30:d=3",
                       "-pix_fmt", "yuv420p")  # fmt: skip
    made = film(clip("a", 1000), clip("b", 1000, start=1000, crossfade=600), a=one, b=two)
    seen = frames(made.path).mean(axis=(1, 2))
    assert len(seen) == 60
    assert seen[29, 0] > 150 and seen[29, 2] < 20
    assert 50 < seen[39, 0] < 120 and 50 < seen[39, 2] < 120
    assert seen[49, 0] < 20 and seen[49, 2] > 150


def test_twice_the_speed_shows_every_other_frame(film: Film, footage: Footage) -> None:
    source = footage.silent(4)
    made = film(clip(duration=1000, in_point=1000, speed=2.0), v=source)
    before, after = frames(source), frames(made.path)
    assert len(after) == 30
    for number in (0, 7, 29):
        assert close(after[number], before[30 + 2 * number]) < 6, number


@pytest.mark.slow
def test_half_the_speed_shows_every_frame_twice(film: Film, footage: Footage) -> None:
    source = footage.silent(4)
    made = film(clip(duration=2000, speed=0.5), v=source)
    before, after = frames(source), frames(made.path)
    assert len(after) == 60
    assert close(after[20], before[10]) < 6 and close(after[59], before[29]) < 6


def test_backwards_is_the_same_frames_the_other_way(film: Film, footage: Footage) -> None:
    source = footage.silent(4)
    made = film(clip(duration=2000, in_point=500, reverse=True), v=source)
    before, after = frames(source), frames(made.path)
    wanted = before[15:75][::-1]
    assert max(close(a, b) for a, b in zip(after, wanted, strict=True)) < 6


def test_a_frozen_frame_stands_still(film: Film, footage: Footage) -> None:
    source = footage.silent(4)
    made = film(clip(duration=1000, in_point=2000, freeze=True), v=source)
    before, after = frames(source), frames(made.path)
    assert len(after) == 30
    assert max(close(a, before[60]) for a in after) < 6


def test_a_clip_longer_than_its_film_holds_the_last_frame(film: Film, footage: Footage) -> None:
    source = footage.silent(1)
    made = film(clip(duration=2000), v=source)
    before, after = frames(source), frames(made.path)
    assert len(after) == 60 and close(after[-1], before[-1]) < 6


def test_a_gap_shows_the_canvas(film: Film, footage: Footage) -> None:
    source = footage.silent(1)
    made = film(
        clip(duration=500),
        clip(duration=500, start=1000),
        v=source,
        canvas=Canvas(colour="#00c000"),
    )
    gap = frames(made.path)[20].mean(axis=(0, 1))
    assert gap[1] > 170 and gap[0] < 20 and gap[2] < 20


@pytest.mark.parametrize("fit", ["fit", "fill", "blur"])
def test_a_lying_film_in_a_standing_frame(film: Film, footage: Footage, fit: str) -> None:
    source = footage.made("white.mp4", "-f", "lavfi", "-i", "color=c=white:s=320x180:r=30:d=1",
                          "-pix_fmt", "yuv420p")  # fmt: skip
    made = film(clip(duration=500), v=source, canvas=Canvas(width=180, height=320, fit=fit))
    seen = frames(made.path)[5]
    assert seen.shape == (320, 180, 3)
    top, middle = seen[:60].mean(), seen[150:170].mean()
    assert middle > 245
    assert {"fit": top < 5, "fill": top > 245, "blur": 150 < top < 245}[fit]


def test_a_background_moves_and_is_as_long_as_asked(film: Film, footage: Footage) -> None:
    made = film(
        clip("", 1500, background=Background(colours=("#ff0000", "#0000ff"))), canvas=Canvas(
            width=320, height=180),
    )  # fmt: skip
    seen = frames(made.path)
    assert len(seen) == 45 and seen[0].std() > 20
    assert close(seen[0], seen[44]) > 1


@pytest.mark.parametrize("motion", ["zoom-in", "zoom-out", "pan-left", "pan-right"])
@pytest.mark.slow
def test_a_still_moves_slowly(film: Film, footage: Footage, motion: str) -> None:
    made = film(clip(duration=1000, motion=motion), v=footage.photo())
    seen = frames(made.path)
    assert len(seen) == 30 and seen[0].shape == (480, 640, 3)
    step = [close(a, b) for a, b in pairwise(seen)]
    assert max(step) < 8
    if motion.startswith("pan"):
        assert close(seen[0], seen[-1]) > 2


@pytest.mark.slow
def test_the_size_is_the_first_clips_within_1080p(film: Film, footage: Footage) -> None:
    large = footage.clip(0.2, size="2560x1440", sound="")
    made = film(clip(duration=200), v=large)
    assert (made.receipt.width, made.receipt.height) == (1920, 1080)
    asked = film(clip(duration=200), v=large, output={"height": 1440})
    assert asked.receipt.way == "copy" and asked.receipt.height == 1440


def test_what_is_encoded_is_tagged_bt709(film: Film, footage: Footage) -> None:
    made = film(clip(duration=500), v=footage.clip(2), output={"height": 90})
    picture = media.probe(made.path).picture
    assert picture and picture.pixels == "yuv420p" and "bt709" in picture.colours
    data = made.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.slow
def test_many_clips_are_one_film(film: Film, footage: Footage) -> None:
    source = footage.clip(4, codec=("-c:v", "libx264", "-x264-params", "keyint=250:scenecut=0"))
    pieces = [clip(duration=200, start=200 * n, in_point=(n * 370) % 3500) for n in range(30)]
    made = film(*pieces, v=source)
    before, after = frames(source), frames(made.path)
    assert len(after) == 180
    for n in range(30):
        begin = round((n * 370) % 3500 * 30 / 1000)
        assert close(after[n * 6 + 2], before[begin + 2]) < 6, n


@pytest.mark.parametrize("fps", ["30", "30000/1001", "25"])
def test_words_come_and_go_on_their_frames(film: Film, footage: Footage, fps: str) -> None:
    rate = eval(fps)
    plain = footage.made(f"plain-{fps.replace('/', '-')}.mp4", "-f", "lavfi", "-i",
                         f"color=c=black:s=320x180:r={fps}:d=2", "-pix_fmt", "yuv420p")  # fmt: skip
    from studio.timeline.model import Style

    style = Style(animation="none", size=0.3, outline="")
    made = film(clip(duration=2000), title("■■■", 600, start=700, style=style), v=plain)
    bright = frames(made.path).max(axis=(1, 2, 3)) > 120
    shown = np.flatnonzero(bright)
    assert (shown[0], shown[-1]) == (round(0.7 * rate), round(1.3 * rate) - 1)
    assert len(shown) == shown[-1] - shown[0] + 1
