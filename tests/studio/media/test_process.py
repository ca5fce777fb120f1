"""A process ended by somebody's wish leaves nothing behind; what it reports is heard at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from studio.media import process
from studio.media.errors import Cancelled, TimedOut
from studio.media.process import Limits

# As slow as the film itself, so that only our own hand ends it.
ENDLESS = [
    "-re", "-f", "lavfi", "-i", "testsrc2=s=64x36:r=30", "-t", "600", "-f", "null", "-",
]  # fmt: skip


def test_a_report_is_heard_while_the_process_goes_on(tmp_path: Path) -> None:
    heard: list[float] = []
    with pytest.raises(Cancelled):
        process.ffmpeg(
            ENDLESS, cwd=tmp_path, progress=heard.append, cancelled=lambda: bool(heard),
            limits=Limits(seconds=60),
        )  # fmt: skip
    assert len(heard) < 5, "one report is some three hundred bytes: several were held back"


@pytest.mark.parametrize("round_", range(5))
def test_cancelling_leaves_no_thread_that_still_reads(tmp_path: Path, round_: int) -> None:
    before = threading.active_count()
    with pytest.raises(Cancelled):
        process.ffmpeg(ENDLESS, cwd=tmp_path, progress=lambda _: None, cancelled=lambda: True)
    assert threading.active_count() == before


def test_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(TimedOut):
        process.ffmpeg(ENDLESS, cwd=tmp_path, limits=Limits(seconds=0.2))
