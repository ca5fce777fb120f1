"""Subtitle and lyrics files as captions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.planner import captions

SRT = """1
00:00:01,000 --> 00:00:03,500
<i>Hello</i>
there

2
00:00:03,000 --> 00:00:06,000
谢谢观看

3
00:01:40,000 --> 00:01:42,000
too late
"""
LRC = "[ti:Song]\n[00:05.20]first\n[00:01.00][00:08.00]twice\n"


def test_a_subtitle_file_becomes_captions_that_do_not_overlap_and_end_with_the_video() -> None:
    found = captions.read(SRT, length=20000, first=4)
    assert found is not None
    assert [(line.id, line.start, line.duration, line.text) for line in found.lines] == [
        ("t4", 1000, 2500, "Hello there"), ("t5", 3500, 2500, "谢谢观看"),
    ]  # fmt: skip


def test_lyrics_stay_until_the_next_line() -> None:
    found = captions.read(LRC, length=20000)
    assert found is not None
    assert [(line.start, line.duration, line.text) for line in found.lines] == [
        (1000, 4200, "twice"), (5200, 2800, "first"), (8000, 5000, "twice"),
    ]  # fmt: skip


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_is_no_captions(text: str) -> None:
    found = captions.read(text, length=10000)
    assert found is None or found.lines
