"""What real files do to editors: rotation, rates, HDR, odd sizes, photos, names, cuts in files."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from studio import media
from studio.media import errors
from studio.timeline.model import Canvas
from tests.studio.media.footage import Footage, frames, heard
from tests.studio.media.test_probe import HOSTILE
from tests.studio.renderer.conftest import Film, clip, sound, title
from tests.studio.renderer.test_picture import close


@pytest.mark.slow
def test_a_turned_film_is_upright_when_it_is_copied(film: Film, footage: Footage) -> None:
    source = footage.rotated()
    made = film(clip(duration=2000), v=source)
    assert made.receipt.way == "copy"
    assert np.array_equal(frames(made.path), frames(source))
    assert frames(made.path, count=1).shape[1:3] == (320, 180)


def test_a_turned_film_is_upright_when_it_is_encoded_and_the_flag_is_gone(
    film: Film, footage: Footage
) -> None:
    source = footage.rotated()
    made = film(clip(duration=2000), title("x", 2000), v=source)
    assert made.receipt.way == "full" and "upright" in made.receipt.conversions
    found = media.probe(made.path).picture
    assert found and (found.width, found.height, found.rotation) == (180, 320, 0)
    assert close(frames(made.path, count=5)[4, :100], frames(source, count=5)[4, :100]) < 6


@pytest.mark.slow
def test_an_unsteady_film_is_untouched_when_copied(film: Film, footage: Footage) -> None:
    source = footage.unsteady()
    made = film(clip(duration=media.probe(source).duration), v=source)
    assert made.receipt.way == "copy"
    assert np.array_equal(frames(made.path), frames(source))
    picture = media.probe(made.path).picture
    assert picture and picture.variable


def test_an_unsteady_film_is_steady_when_encoded_and_its_sound_does_not_drift(
    film: Film, footage: Footage
) -> None:
    source = footage.unsteady()
    length = media.probe(source).duration
    made = film(clip(duration=length), v=source, output={"height": 90})
    picture = media.probe(made.path).picture
    assert picture and not picture.variable and picture.fps == (30, 1)
    assert "constant-rate" in made.receipt.conversions
    # every picture is shown when it was: the last quarter is not where a frame count would put it
    seen = frames(made.path)
    argv = ["-ss", "1.9", "-i", source.name, "-frames:v", "1", "-vf", "scale=160:90", "at.png"]
    from tests.studio.media.footage import ffmpeg

    ffmpeg(*argv, cwd=footage.folder)
    from PIL import Image

    wanted = np.asarray(Image.open(footage.folder / "at.png").convert("RGB"))
    distances = [close(one, wanted) for one in seen]
    assert abs(int(np.argmin(distances)) - 57) <= 1
    assert abs(len(seen) / 30 - len(heard(made.path)) / 48000) < 1 / 30


@pytest.mark.parametrize("transfer", ["arib-std-b67", "smpte2084"])
def test_hdr_becomes_sdr_neither_washed_out_nor_dark(
    film: Film, footage: Footage, transfer: str
) -> None:
    made = film(clip(duration=1000), v=footage.hdr(transfer))
    assert "tone-mapped" in made.receipt.conversions
    picture = media.probe(made.path).picture
    assert picture and picture.pixels == "yuv420p" and picture.hdr == "" and picture.bits == 8
    grey = frames(made.path, count=1)[0].mean(axis=(0, 1))
    assert 60 < grey.mean() < 230 and np.ptp(grey) < 8


def test_hdr_without_the_filters_for_it_is_still_a_picture(footage: Footage) -> None:
    from studio.renderer import fitting
    from studio.renderer.canvas import Frame

    picture = media.probe(footage.hdr()).picture
    assert picture
    frame = Frame(width=320, height=180, fps=(30, 1))
    made = ",".join(fitting.filters(picture, frame, "fit", tonemap=False))
    assert "zscale" not in made and "tonemap" not in made and "out_color_matrix=bt709" in made


def test_wide_pixels_become_square(film: Film, footage: Footage) -> None:
    made = film(clip(duration=500), v=footage.clip(1, filters="format=yuv420p,setsar=4/3"))
    assert (made.receipt.width, made.receipt.height) == (426, 180)
    picture = media.probe(made.path).picture
    assert picture and picture.aspect == (1, 1)


def test_an_odd_size_is_cropped_by_a_pixel_not_stretched(film: Film, footage: Footage) -> None:
    source = footage.clip(
        1, size="321x181", sound="", codec=("-c:v", "libx264"), filters="format=yuv444p"
    )
    made = film(clip(duration=500), v=source)
    assert (made.receipt.width, made.receipt.height) == (320, 180)
    after, before = frames(made.path, count=1)[0], frames(source, count=1)[0]
    assert close(after[10:170], before[10:170, :320]) < 9


@pytest.mark.parametrize("suffix", ["gif", "webp"])
def test_a_moving_picture_shows_every_frame_for_its_own_time(
    film: Film, footage: Footage, suffix: str
) -> None:
    made = film(clip(duration=1000), v=footage.animated(suffix))
    seen = frames(made.path)[:, 45, 80].astype(int)
    names = {(1, 0): "red", (1, 1): "yellow", (0, 1): "green", (0, 0): "blue"}
    kinds = [names[int(r > 120), int(g > 120)] for r, g, _ in seen]
    counts = [kinds.count(kind) for kind in ("red", "green", "blue", "yellow")]
    assert counts == [3, 9, 3, 15]


def test_a_moving_picture_begins_again_when_more_is_asked(film: Film, footage: Footage) -> None:
    made = film(clip(duration=2000), v=footage.animated("gif"))
    seen = frames(made.path)
    assert close(seen[33], seen[3]) < 4 and close(seen[31], seen[29]) > 20


def test_a_photo_is_upright(film: Film, footage: Footage) -> None:
    made = film(clip(duration=300), v=footage.photo(orientation=6))
    assert (made.receipt.width, made.receipt.height) == (480, 640)
    seen = frames(made.path, count=1)[0]
    # turned clockwise, the left half is the upper one
    assert seen[100, 240, 0] > 150 and seen[540, 240, 2] > 150


@pytest.mark.slow
def test_a_photo_of_fifty_megapixels_is_shown(film: Film, footage: Footage) -> None:
    made = film(clip(duration=300), v=footage.photo((8660, 5774)))
    assert made.receipt.height <= 1080


def test_one_frame_is_held_for_as_long_as_asked(film: Film, footage: Footage) -> None:
    path = footage.made(
        "one.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25", "-frames:v", "1", "-pix_fmt",
        "yuv420p",
    )  # fmt: skip
    made = film(clip(duration=1000), v=path)
    seen = frames(made.path)
    assert len(seen) == 25 and close(seen[0], seen[24]) < 3


def test_a_film_of_one_frame_can_be_made(film: Film, footage: Footage) -> None:
    made = film(clip(duration=10), v=footage.clip(1))
    assert made.receipt.frames == 1


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.slow
def test_names_are_staged(film: Film, footage: Footage, tmp_path: Path, name: str) -> None:
    path = tmp_path / "in" / name
    path.parent.mkdir()
    shutil.copy(footage.clip(1), path)
    made = film(clip(duration=1000), sound(duration=1000), v=path, m=footage.tone())
    assert made.receipt.way == "copy"


@pytest.mark.parametrize(
    "text",
    [
        "it's 100% \\ :x=1 %{pts} [a];[b] \n$(id)",
        "'; drawtext=text=x",
        "{}{0}\\n",
        "-i /etc/passwd",
    ],
)
def test_words_are_drawn_never_read(film: Film, footage: Footage, text: str) -> None:
    made = film(clip(duration=1000), title(text), v=footage.clip(1))
    assert not made.receipt.warnings


def test_missing_glyphs_are_said_not_drawn(film: Film, footage: Footage) -> None:
    made = film(clip(duration=1000), title("ok 𓀀𓀁"), v=footage.clip(1))
    assert made.receipt.warnings == ("missing-glyphs:𓀀𓀁",)


def test_the_source_is_never_overwritten(footage: Footage, tmp_path: Path) -> None:
    from studio.renderer import Output, render
    from tests.studio.renderer.conftest import timeline

    path = tmp_path / "film.mp4"
    shutil.copy(footage.clip(1), path)
    before = path.read_bytes()
    materials = {"v": media.material(path, "v", "my film.mp4")}
    with pytest.raises(errors.SameFile, match="my film"):
        render(timeline(clip(duration=500)), {"v": path}, materials, output=Output(), into=path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["film.mp4"]


@pytest.mark.slow
def test_a_sound_alone_gets_a_picture(film: Film, footage: Footage) -> None:
    made = film(sound(duration=1000), m=footage.tone(), canvas=Canvas(width=320, height=180))
    assert [stream.kind for stream in made.receipt.streams] == ["video", "audio"]


@pytest.mark.slow
def test_words_alone_get_a_picture(film: Film) -> None:
    made = film(title("Hello 你好", 1000), canvas=Canvas(width=320, height=180))
    assert made.receipt.frames == 30 and made.receipt.loudness is None


def test_standing_pictures_keep_words_clear_of_the_apps_buttons() -> None:
    from studio.renderer import titles
    from studio.renderer.canvas import Frame

    frame = Frame(width=1080, height=1920, fps=(30, 1))
    for where in ("top", "center", "bottom", "bottom-left", "top-right", "lower-third"):
        one = title("A rather long title that has to be wrapped 一段很长的标题", place=where)
        words, _ = titles.lay(one, frame)
        from studio.media import text

        size = text.draw(words).size
        x, y = titles.place(one, frame, size)
        assert x >= 60 and x + size[0] <= 1080 - 140 + 30
        assert y >= 130 and y + size[1] <= 1920 - 370


@pytest.mark.slow
def test_full_range_film_becomes_limited(film: Film, footage: Footage) -> None:
    source = footage.clip(1, filters="format=yuvj420p", sound="")
    made = film(clip(duration=500), v=source, output={"height": 90})
    picture = media.probe(made.path).picture
    assert picture and picture.pixels == "yuv420p"
    a, b = frames(made.path, count=1)[0], frames(source, size=(160, 90), count=1)[0]
    assert close(a, b) < 9


@pytest.mark.slow
def test_an_interlaced_film_is_made_whole(film: Film, footage: Footage) -> None:
    source = footage.clip(
        1, extra=("-flags", "+ilme+ildct", "-x264-params", "tff=1"),
        filters="interlace=scan=tff,format=yuv420p", fps="50",
    )  # fmt: skip
    found = media.probe(source).picture
    assert found and found.interlaced
    made = film(clip(duration=500), v=source)
    assert made.receipt.way == "full" and "deinterlaced" in made.receipt.conversions


@pytest.mark.parametrize("matrix", ["smpte170m", "bt709", ""])
def test_colours_stay_what_they_are(film: Film, footage: Footage, matrix: str) -> None:
    """However the source says its colours, a red stays that red when it is encoded anew."""
    path = footage.folder / f"red-{matrix}.mp4"
    if not path.exists():
        said = f",scale=out_color_matrix={matrix},setparams=colorspace={matrix}" if matrix else ""
        tags = ("-colorspace", matrix) if matrix else ()
        footage.made(
            path.name, "-f", "lavfi", "-i", "color=c=0xC02040:s=320x180:r=30:d=1",
            "-vf", f"format=rgb24{said},format=yuv420p", *tags,
        )  # fmt: skip
    made = film(clip(duration=500), v=path, output={"height": 90})
    before, after = (frames(one, count=1)[0].mean(axis=(0, 1)) for one in (path, made.path))
    assert np.abs(before - after).max() < 6, (before, after)
