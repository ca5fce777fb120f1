"""Music as it lies in a film is heard once, and what was heard is read again as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from studio.analysis import RATE
from studio.service import hearing


def _ticking(seconds: float, bpm: float) -> np.ndarray:
    made = np.zeros(int(seconds * RATE), np.float32)
    tick = np.exp(-np.arange(2000) / 300).astype(np.float32)
    for at in np.arange(0, seconds - 0.2, 60 / bpm):
        made[int(at * RATE) : int(at * RATE) + 2000] += tick
    return made


def test_a_second_time_gives_the_same_facts_without_hearing_anything(tmp_path: Path) -> None:
    sound = _ticking(12, 120)
    first = hearing.laid(tmp_path, sound)
    (kept,) = (tmp_path / "facts").iterdir()
    again = hearing.laid(tmp_path, sound)
    assert first.rhythm == again.rhythm and abs(again.rhythm.bpm - 120) < 2
    assert (first.onsets, first.sections, first.drops) == (
        again.onsets,
        again.sections,
        again.drops,
    )
    assert np.array_equal(first.loudness, again.loudness)
    other = hearing.laid(tmp_path, _ticking(12, 90))
    assert abs(other.rhythm.bpm - 90) < 2 and len(list((tmp_path / "facts").iterdir())) == 2
    kept.write_bytes(b"\xff broken")
    assert hearing.laid(tmp_path, sound).rhythm == first.rhythm


def test_what_is_kept_is_what_is_read(tmp_path: Path) -> None:
    """A file that tells of another song under this one's name is believed: nothing was heard."""
    sound = _ticking(12, 120)
    hearing.laid(tmp_path, sound)
    (kept,) = (tmp_path / "facts").iterdir()
    hearing.laid(tmp_path, _ticking(12, 90))
    (other,) = (one for one in (tmp_path / "facts").iterdir() if one != kept)
    kept.write_bytes(other.read_bytes())
    assert abs(hearing.laid(tmp_path, sound).rhythm.bpm - 90) < 2
