"""A heavy film is looked at in glimpses: few bytes, the right times, the same mood."""

from __future__ import annotations

import numpy as np
import pytest

from studio import analysis
from studio.analysis import mood
from studio.media import frames, glimpses, movie_index, probing
from tests.studio.media.footage import ffmpeg


@pytest.fixture(scope="module")
def heavy(tmp_path_factory):
    """Twelve seconds in three shots, noisy, without frames that nobody leans on."""
    path = tmp_path_factory.mktemp("heavy") / "film.mp4"
    shots = [
        f"{source}s=640x360:r=30:d=4,noise=alls=60:allf=t"
        for source in ("color=c=0x102040:", "testsrc2=", "color=c=0xe0b060:")
    ]
    inputs = [word for shot in shots for word in ("-f", "lavfi", "-i", shot)]
    ffmpeg(
        *inputs, "-filter_complex", "[0][1][2]concat=n=3:v=1", "-c:v", "libx264", "-preset",
        "ultrafast", "-g", "30", "-b:v", "30M", "-pix_fmt", "yuv420p", path.name, cwd=path.parent,
    )  # fmt: skip
    return path


def test_glimpses_weigh_little_and_keep_their_times(heavy, tmp_path):
    size = heavy.stat().st_size
    target = tmp_path / "glimpses.mp4"
    assert glimpses.written(heavy, 0, target, heavy=size // 8, read=size // 5)
    assert target.stat().st_size < size // 4
    whole, few = (movie_index.read(path).tracks[0] for path in (heavy, target))
    assert set((few.pts - few.first).tolist()) <= set((whole.pts - whole.first).tolist())
    assert few.keys[0] and few.pts.min() - few.first < whole.timescale


def test_the_mood_of_glimpses_is_that_of_the_film(heavy, tmp_path):
    def scenes(path):
        film = analysis.watch(frames.small(path, probing.probe(path), which="some"), exact=False)
        return mood.scenes(film.glances, film.cuts, 12.0), film

    size, target = heavy.stat().st_size, tmp_path / "glimpses.mp4"
    assert glimpses.written(heavy, 0, target, heavy=size // 8, read=size // 5)
    whole, _ = scenes(heavy)
    few, film = scenes(target)
    assert len(film.glances) < 45  # of some sixty
    assert [round(s.start) for s in whole] == [0, 4, 8]
    assert len(few) == 3  # borders are as fine as the glimpses are close
    assert all(abs(a.start - b.start) <= 2.1 for a, b in zip(few, whole, strict=True))
    for one, other in zip(whole, few, strict=True):
        assert abs(one.brightness - other.brightness) < 0.05
        assert abs(one.motion - other.motion) < 0.15


@pytest.mark.parametrize("content", [b"", b"no movie", b"\x00\x00\x00\x08moov"])
def test_what_has_no_index_is_looked_at_as_ever(tmp_path, content):
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    assert not glimpses.written(path, 0, tmp_path / "none.mp4")


def test_a_light_film_is_seen_whole(heavy, tmp_path):
    assert not glimpses.written(heavy, 0, tmp_path / "none.mp4", heavy=1 << 40)


def test_every_choice_begins_with_a_key_frame(heavy):
    track = movie_index.read(heavy).tracks[0]
    for share in (3, 10, 50, 1000):
        picked = glimpses.chosen(track, read=int(track.sizes.sum()) // share)
        begins = picked[np.insert(np.diff(picked) != 1, 0, True)]
        assert track.keys[begins].all() and (np.diff(picked) > 0).all()
