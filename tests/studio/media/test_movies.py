"""Movies written by our own hand, read by ffmpeg and by ourselves."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from studio.media import avc, movie_file, movie_index
from studio.media.movie_file import Laid
from studio.media.movie_index import Track
from tests.studio.media.footage import Footage, frames, heard


def laid(path: Path, track: Track) -> Laid:
    return Laid(
        kind=track.kind, entry=track.entry, timescale=track.timescale, sources=(path,),
        which=np.zeros(len(track.sizes), np.int64), offsets=track.offsets, sizes=track.sizes,
        dts=track.dts, pts=track.pts, keys=track.keys, start=track.first,
        length=round(sum(span for span, _ in track.edits) * track.timescale / track.movie_scale),
        size=(320, 180) if track.kind == b"vide" else (0, 0), matrix=track.matrix,
    )  # fmt: skip


@pytest.mark.parametrize("extra", [(), ("-movflags", "+faststart"), ("-bf", "0")])
@pytest.mark.slow
def test_a_movie_copied_is_the_same_movie(
    footage: Footage, tmp_path: Path, extra: tuple[str, ...]
) -> None:
    source = footage.clip(2, extra=extra)
    target = tmp_path / "copy.mp4"
    movie_file.write(target, [laid(source, track) for track in movie_index.read(source).tracks])
    assert np.array_equal(frames(source), frames(target))
    assert np.array_equal(heard(source), heard(target))
    for before, after in zip(
        movie_index.read(source).tracks, movie_index.read(target).tracks, strict=True
    ):
        assert np.array_equal(before.pts, after.pts) and np.array_equal(before.keys, after.keys)
        assert np.array_equal(before.dts, after.dts) and before.entry == after.entry
        assert before.first == after.first and before.matrix == after.matrix


def test_the_index_stands_before_the_pictures(footage: Footage, tmp_path: Path) -> None:
    source, target = footage.clip(2), tmp_path / "copy.mp4"
    movie_file.write(target, [laid(source, movie_index.read(source).tracks[0])])
    content = target.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_more_than_four_gigabytes_have_wide_places(footage: Footage, tmp_path: Path) -> None:
    """Samples that lie far apart and are large, in a file that takes no room on the disk."""
    track = movie_index.read(footage.clip(2)).tracks[0]
    one = laid(footage.clip(2), track)
    places = [np.arange(len(movie_file._chunks(one)), dtype=np.int64) * (1 << 31)]
    moov = movie_file._moov([one], places, wide=True)
    (tmp_path / "head").write_bytes(moov)
    with (tmp_path / "head").open("r+b") as file:
        file.truncate(1 << 34)
    read = movie_index.read(tmp_path / "head").tracks[0]
    assert int(read.offsets.max()) > 1 << 32


def test_parameter_sets_of_two_encoders_stand_in_one_description(footage: Footage) -> None:
    one = movie_index.read(footage.clip(2)).tracks[0].entry
    other = movie_index.read(
        footage.clip(2, extra=("-x264-params", "sps-id=3", "-profile:v", "main"))
    ).tracks[0].entry  # fmt: skip
    both = avc.described(avc.together(one, other))
    assert both and both.ids == {0, 3} and len(both.sps) == len(both.pps) == 2
    assert both.frames_only and both.length_bytes == 4
    assert avc.together(one)[86:94] == one[86:94]


def test_interlaced_streams_are_told(footage: Footage) -> None:
    woven = footage.clip(1, extra=("-flags", "+ilme+ildct", "-x264-params", "tff=1"))
    found = avc.described(movie_index.read(woven).tracks[0].entry)
    assert found and not found.frames_only


@pytest.mark.slow
def test_garbage_is_no_movie(tmp_path: Path, footage: Footage) -> None:
    """A small movie's index with a byte changed, everywhere: an answer or a refusal, no crash."""
    from studio.media import containers
    from studio.media.errors import MediaError

    whole = bytearray(footage.clip(0.2, sound="").read_bytes())
    start = whole.index(b"moov")
    path = tmp_path / "a.mp4"
    for place in range(start - 4, len(whole), 5):
        changed = whole.copy()
        changed[place] ^= 0xFF
        path.write_bytes(changed)
        with suppress(MediaError):
            containers.check_whole(path, name="a")
