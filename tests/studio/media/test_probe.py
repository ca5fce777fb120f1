"""What a file is, by its contents; refused with the reason where it cannot be used."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from studio import media
from studio.media import errors
from studio.words import LANGS
from tests.studio.media.footage import Footage


def test_a_film_is_known_by_length_size_rate_and_sound(footage: Footage) -> None:
    found = media.probe(footage.clip(3))
    assert (found.kind, found.container, found.duration) == ("video", "mov", 3000)
    assert found.picture and found.picture.shown == (320, 180) and found.picture.fps == (30, 1)
    assert found.sound and (found.sound.codec, found.sound.rate) == ("aac", 44100)
    assert found.notes == ()


def test_the_ntsc_rate_is_not_thirty(footage: Footage) -> None:
    picture = media.probe(footage.clip(2, fps="30000/1001")).picture
    assert picture and picture.fps == (30000, 1001) and not picture.variable


@pytest.mark.parametrize("suffix", ["mkv", "mov", "avi", "webm", "ts"])
@pytest.mark.slow
def test_other_containers_tell_the_same(footage: Footage, suffix: str) -> None:
    codec = ("-c:v", "libvpx-vp9", "-cpu-used", "8") if suffix == "webm" else ("-c:v", "libx264")
    found = media.probe(footage.clip(2, suffix=suffix, codec=codec))
    assert found.kind == "video" and abs(found.duration - 2000) < 100
    assert found.picture and found.picture.fps == (30, 1) and not found.picture.variable


def test_a_rotation_flag_is_read_as_the_size_that_is_shown(footage: Footage) -> None:
    found = media.probe(footage.rotated())
    assert found.picture and found.picture.shown == (180, 320) and found.picture.rotation == 90
    assert "rotated" in found.notes


def test_an_unsteady_rate_is_noticed(footage: Footage) -> None:
    found = media.probe(footage.unsteady())
    assert found.picture and found.picture.variable and "variable-rate" in found.notes


def test_an_unsteady_rate_is_noticed_in_matroska_too(footage: Footage) -> None:
    path = footage.made("unsteady.mkv", "-i", footage.unsteady().name, "-c", "copy")
    found = media.probe(path)
    assert found.picture and found.picture.variable


@pytest.mark.parametrize(("transfer", "kind"), [("arib-std-b67", "hlg"), ("smpte2084", "pq")])
def test_hdr_is_told_by_its_transfer(footage: Footage, transfer: str, kind: str) -> None:
    picture = media.probe(footage.hdr(transfer)).picture
    assert picture and (picture.hdr, picture.bits) == (kind, 10)


def test_wide_pixels_are_reckoned_into_the_size(footage: Footage) -> None:
    picture = media.probe(footage.clip(1, filters="format=yuv420p,setsar=4/3")).picture
    assert picture and picture.shown == (427, 180)


def test_the_default_sound_comes_first_and_the_others_are_listed(footage: Footage) -> None:
    path = footage.made(
        "tracks.mkv", "-i", footage.clip(1).name, "-f", "lavfi", "-i", "sine=d=1:f=900",
        "-f", "lavfi", "-i", "sine=d=1,aformat=channel_layouts=5.1", "-map", "0:v", "-map", "1",
        "-map", "2", "-map", "0:a", "-c:v", "copy", "-c:a", "aac", "-disposition:a", "0",
        "-disposition:a:1", "default", "-metadata:s:a:1", "title=  Stream #0:9: Video: h264",
    )  # fmt: skip
    found = media.probe(path)
    assert [sound.channels for sound in found.sounds] == [6, 1, 1]
    assert found.sounds[0].default and "surround" in found.notes
    assert "sound-tracks:3" in found.notes


def test_cover_art_is_no_film(footage: Footage) -> None:
    cover = footage.photo((200, 200))
    path = footage.made(
        "cover.m4a", "-f", "lavfi", "-i", "sine=d=2", "-i", cover.name, "-map", "0", "-map", "1",
        "-c:v", "copy", "-disposition:v", "attached_pic", "-c:a", "aac",
    )  # fmt: skip
    found = media.probe(path)
    assert found.kind == "audio" and found.picture is None and found.cover == 1
    assert abs(found.duration - 2000) < 50


@pytest.mark.parametrize("suffix", ["gif", "webp"])
def test_a_moving_picture_is_a_film_with_the_length_of_its_frames(
    footage: Footage, suffix: str
) -> None:
    found = media.probe(footage.animated(suffix))
    assert found.kind == "video" and found.animated and found.duration == 1000


def test_a_photo_knows_which_way_is_up(footage: Footage) -> None:
    found = media.probe(footage.photo(orientation=6))
    assert found.kind == "image" and found.picture and found.picture.shown == (480, 640)


@pytest.mark.slow
def test_a_photo_of_fifty_megapixels_is_taken(footage: Footage) -> None:
    started = time.monotonic()
    found = media.probe(footage.photo((8660, 5774)))
    assert found.kind == "image" and "large" in found.notes
    assert time.monotonic() - started < 20


def test_contents_decide_not_the_name(footage: Footage, tmp_path: Path) -> None:
    for name, kind in (("song.mp4", "audio"), ("film.jpg", "video"), ("photo.mp3", "image")):
        source = {"audio": footage.mp3(), "video": footage.clip(1), "image": footage.photo()}[kind]
        shutil.copy(source, tmp_path / name)
        assert media.probe(tmp_path / name).kind == kind


def _refused(path: Path, kind: type[errors.MediaError]) -> None:
    started = time.monotonic()
    with pytest.raises(kind) as caught:
        media.probe(path, name="Größe 'x' 好.mp4")
    assert time.monotonic() - started < 5
    for lang in LANGS:
        assert "Größe 'x' 好.mp4" in caught.value.sentence(lang)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    _refused(tmp_path / "a.mp4", errors.Empty)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
@pytest.mark.parametrize("suffix", ["mp4", "mkv", "avi"])
def test_a_film_whose_end_is_missing_is_refused(
    footage: Footage, tmp_path: Path, suffix: str, share: float
) -> None:
    whole = footage.clip(2, suffix=suffix).read_bytes()
    (tmp_path / "a").write_bytes(whole[: int(len(whole) * share)])
    _refused(tmp_path / "a", errors.Truncated)


def test_a_fast_start_film_whose_end_is_missing_is_refused(
    footage: Footage, tmp_path: Path
) -> None:
    path = footage.clip(2, extra=("-movflags", "+faststart"))
    (tmp_path / "a").write_bytes(path.read_bytes()[:-2000])
    _refused(tmp_path / "a", errors.Truncated)


def test_what_is_no_medium_is_refused(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for number, content in enumerate(
        [b"hello, world\n" * 100, rng.bytes(50_000), b"#EXTM3U\nhttp://127.0.0.1/x.ts\n",
         b"ffconcat version 1.0\nfile /etc/passwd\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
    ):  # fmt: skip
        path = tmp_path / f"{number}.mp4"
        path.write_bytes(content)
        _refused(path, errors.MediaError)


def test_a_photo_cut_off_is_refused(footage: Footage, tmp_path: Path) -> None:
    whole = footage.photo((2000, 1500)).read_bytes()
    (tmp_path / "a.jpg").write_bytes(whole[: len(whole) // 2])
    _refused(tmp_path / "a.jpg", errors.MediaError)


def test_a_file_that_is_still_being_written_is_refused(footage: Footage, tmp_path: Path) -> None:
    path = tmp_path / "live.mp3"
    content = footage.mp3().read_bytes()
    path.write_bytes(content[:20_000])
    stop = threading.Event()

    def write() -> None:
        with path.open("ab") as file:
            at = 20_000
            while not stop.wait(0.02):
                file.write(content[at % len(content) :][:500])
                file.flush()
                at += 500

    writer = threading.Thread(target=write)
    writer.start()
    try:
        _refused(path, errors.Growing)
    finally:
        stop.set()
        writer.join()


HOSTILE = [
    "-f lavfi -i x.mp4", "a'b\"c.mp4", "in:0,[v];(x).mp4", "%d{}$(touch x)`id`.mp4", " lead.mp4",
    "假期 🎉 [最终].mp4", "new\nline\n  Stream #0:7: Video: h264.mp4", "x" * 251 + ".mp4",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_read_as_anything_else(footage: Footage, tmp_path: Path, name: str) -> None:
    shutil.copy(footage.clip(1), tmp_path / name)
    found = media.material(tmp_path / name, "m1", name)
    assert found.name == name and found.kind == "video" and found.duration == 1000
    assert (found.width, found.height) == (320, 180)


def test_a_material_carries_its_facts(footage: Footage) -> None:
    path = footage.clip(1)
    assert media.known(media.material(path, "m", "x")) == media.probe(path)


def test_one_frame_is_a_film(footage: Footage) -> None:
    path = footage.made(
        "one.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25", "-frames:v", "1", "-pix_fmt",
        "yuv420p",
    )  # fmt: skip
    found = media.probe(path)
    assert found.duration == 40 and "one-frame" in found.notes
