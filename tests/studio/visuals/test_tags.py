"""Title, artist and cover out of the files that carry them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.media import probing, tags
from studio.media.process import ffmpeg
from studio.visuals import palette

NAMED = ("-metadata", "title=玻璃海", "-metadata", "artist=Ana")
SOUND = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1")


@pytest.mark.parametrize("ending", ["mp3", "m4a", "flac", "ogg", "opus", "wav"])
def test_title_and_artist_are_read(ending: str, tmp_path: Path) -> None:
    ffmpeg([*SOUND, *NAMED, f"a.{ending}"], cwd=tmp_path)
    assert tags.read(tmp_path / f"a.{ending}") == tags.Tags("玻璃海", "Ana")


@pytest.mark.parametrize("ending", ["mp3", "m4a", "flac"])
def test_the_cover_lends_its_colours(ending: str, tmp_path: Path) -> None:
    cover = np.zeros((300, 300, 3), np.uint8)
    cover[:], cover[100:200, 100:200] = (20, 30, 60), (240, 90, 30)
    Image.fromarray(cover).save(tmp_path / "c.jpg")
    ffmpeg(
        [*SOUND, "-i", "c.jpg", "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v",
         "attached_pic", f"a.{ending}"], cwd=tmp_path,
    )  # fmt: skip
    path = tmp_path / f"a.{ending}"
    probe = probing.known(probing.material(path, "m1", path.name))
    assert probe is not None
    found = tags.cover(path, probe)
    assert found is not None
    tones = palette.of_picture(np.asarray(found, np.uint8))
    assert tones.accent[0] > tones.accent[2] + 60 and tones.ground[2] > tones.ground[0]
