"""Subtitle and lyrics files as captions."""

from __future__ import annotations

from itertools import pairwise

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


def laid(text: str) -> list[tuple[int, int, str]]:
    found = captions.read(text, length=20_000)
    return [(n.start, n.duration, n.text) for n in found.lines] if found else []


def test_two_languages_stand_under_each_other_and_one_sentence_in_a_row() -> None:
    time = "1\n00:00:01,000 --> 00:00:03,000\n"
    assert laid(f"{time}Hello my friend\n你好朋友\n") == [(1000, 2000, "Hello my friend\n你好朋友")]
    assert laid(f"{time}a long sentence\nin two rows\n") == [
        (1000, 2000, "a long sentence in two rows")
    ]
    assert laid(f"{time}Hello\n\n2\n00:00:01,000 --> 00:00:03,000\n你好\n") == [
        (1000, 2000, "Hello\n你好")
    ]


def test_a_caption_within_another_is_shown_and_the_other_again() -> None:
    text = "00:00:01,000 --> 00:00:05,000\nA\n\n00:00:02,000 --> 00:00:03,000\nB\n"
    assert laid(text) == [(1000, 1000, "A"), (2000, 1000, "B"), (3000, 2000, "A")]


def test_numbers_of_captions_without_blank_lines_between_are_no_words() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nHi &amp; bye\n2\n00:00:03,000 --> 00:00:04,000\n42\n"
    assert laid(text) == [(1000, 1000, "Hi & bye"), (3000, 1000, "42")]


def test_lyrics_keep_their_offset_and_stamps_inside_a_line_are_no_lines() -> None:
    assert laid("[offset:+500]\n[00:05.00]one\n[00:07.00]two") == [
        (4500, 2000, "one"), (6500, 5000, "two"),
    ]  # fmt: skip
    assert laid("[00:01.00]a [00:01.50]b\n[00:04.00]c") == [(1000, 3000, "a b"), (4000, 5000, "c")]


CUES = st.lists(st.tuples(st.integers(0, 15_000), st.integers(1, 9000), st.sampled_from("abc")))


@given(CUES)
def test_captions_never_overlap_and_no_words_are_lost_that_there_is_time_for(
    cues: list[tuple[int, int, str]],
) -> None:
    def time(ms: int) -> str:
        return f"00:00:{ms // 1000:02d},{ms % 1000:03d}"

    text = "\n".join(f"{time(a)} --> {time(a + b)}\n{w}\n" for a, b, w in cues)
    found = laid(text)
    assert all(a[0] + a[1] <= b[0] for a, b in pairwise(found))
    if len(cues) == 1 and cues[0][1] >= 20:
        assert len(found) == 1


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_is_no_captions(text: str) -> None:
    found = captions.read(text, length=10000)
    assert found is None or found.lines
