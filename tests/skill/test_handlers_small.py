"""The small pure parts of the handlers and the client: statuses, balances, names, contents."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import clean, containers
from handlers import credits, landing, render_status
from handlers.connect import spoken

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("answer", "phase", "url", "fraction"),
    [
        ({"status": "pending"}, "working", "", None),
        ({"status": "processing", "progress": 42}, "working", "", 0.42),
        ({"status": "processing", "progress": 0.42}, "working", "", 0.42),
        ({"status": "processing", "progress": "42%"}, "working", "", 0.42),
        ({"status": "completed", "output": {"url": "u"}}, "done", "u", None),
        ({"data": {"status": "completed", "outputUrl": "u"}}, "done", "u", None),
        ({"status": "completed", "outputUrl": "u"}, "done", "u", None),
        ({"outputUrl": "u", "progress": 100}, "done", "u", 1.0),
        ({"outputUrl": "u", "progress": 1}, "done", "u", 1.0),
        ({"outputUrl": "u"}, "done", "u", None),
        ({"outputUrl": "u", "progress": 60}, "working", "u", 0.6),
        ({"progress": 10}, "working", "", 0.1),
        ({"status": "SUCCESS", "output": {"url": "u"}}, "done", "u", None),
        ({"status": "failed", "error": "x"}, "failed", "", None),
        ({"status": "cancelled"}, "stopped", "", None),
        ({"status": 3, "progress": [1]}, "working", "", None),
        ({"progress": -1}, "working", "", None),
        ({"progress": True}, "working", "", None),
        ({}, "working", "", None),
    ],
)
def test_every_form_of_a_render_status_is_read(
    answer: dict[str, Any], phase: str, url: str, fraction: float | None
) -> None:
    status = render_status.read(answer)
    assert (status.phase, status.url, status.fraction) == (phase, url, fraction)


@pytest.mark.parametrize(
    ("answer", "poll"),
    [({"poll": 2}, 2), ({"poll_ms": 500}, 0.5), ({"retry_after": 7}, 7), ({"poll": 9999}, 60),
     ({"poll": 0}, None), ({"poll": "soon"}, None), ({}, None), ({"data": {"poll": 3}}, 3),
     ({"poll": 1e-9}, 0.05)],
)  # fmt: skip
def test_the_hint_for_the_next_look_is_taken_within_reason(
    answer: dict[str, Any], poll: float | None
) -> None:
    assert render_status.read(answer).poll == poll


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"available": 100, "frozen": 0, "total": 100}, "Credits: 100 available."),
        ({"available": 75, "frozen": 5, "total": 100},
         "Credits: 75 of 100 available. 5 more are held for work in progress and are settled when "
         "it ends."),
        ({"total_granted": 100, "total_consumed": 30}, "Credits: 70 of 100 available."),
        ({"total": 100}, "Credits: 100 available."),
        ({"balance": "12.5"}, "Credits: 12.5 available."),
        ({}, "The service did not say how many credits are left."),
        ({"available": True}, "The service did not say how many credits are left."),
    ],
)  # fmt: skip
def test_every_form_of_a_balance_is_told(answer: dict[str, Any], sentence: str) -> None:
    assert credits.sentence(answer, "en") == sentence


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("My Trip", "My Trip.mp4"),
        ("trip.mp4", "trip.mp4"),
        ("trip.v2", "trip.v2.mp4"),
        ("../../etc/passwd", "etc passwd.mp4"),
        ("a\x00b\nc", "ab c.mp4"),
        ("", "video.mp4"),
        ("...", "video.mp4"),
        ("con", "video con.mp4"),
        ("城市", "城市.mp4"),
        ("-rf", "rf.mp4"),
        ("C:\\x\\y", "C x y.mp4"),
    ],
)
def test_a_name_is_made_fit_for_every_system(wanted: str, name: str) -> None:
    assert landing.fit(wanted, suffix="mp4") == name


@given(wanted=st.text(max_size=300))
def test_no_name_is_more_than_a_name(wanted: str) -> None:
    name = landing.fit(wanted, suffix="mp4")
    assert name == Path(name).name and name.endswith(".mp4")
    assert not name.startswith((".", "-", " "))
    assert len(name.encode()) <= 140


CONTENTS = [
    (b"\0\0\0\x18ftypisom", "mp4"), (b"\0\0\0\x14ftypqt  ", "mov"), (b"\0\0\0\x18ftypM4A ", "m4a"),
    (b"\0\0\0\x18ftypheic", "heic"), (b"\0\0\0\x08wide\0\0\0\0mdat", "mov"),
    (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x84webm", "webm"),
    (b"\x1a\x45\xdf\xa3\x01\0\0\0\x42\x82\x88matroska", "mkv"),
    (b"RIFF\0\0\0\0WAVE", "wav"), (b"RF64\0\0\0\0WAVE", "wav"), (b"RIFF\0\0\0\0AVI ", "avi"),
    (b"RIFF\0\0\0\0WEBP", "webp"), (b"RIFF\0\0\0\0ABCD", ""),
    (b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\0", "mp3"), (b"ID3\x04\0\0\0\0\0\x02xxfLaC", "flac"),
    (b"\xff\xfb\x90\x00", "mp3"), (b"\xff\xf1\x50\x80", "aac"), (b"\xff\xff\xff\xff", ""),
    (b"fLaC", "flac"), (b"OggS", "ogg"), (b"GIF89a", "gif"), (b"\xff\xd8\xff\xe0", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"), (b"1\n00:00:01,000 --> 00:00:02,000\nHi", "srt"),
    (b"[ti:Song]\n[00:01.00]la", "lrc"), (b"hello", ""), (b"", ""), (b"<html>", ""),
    (b"PK\x03\x04", ""), (b"\x7fELF", ""), (b"%PDF-1.7", ""), (b"ID3", "mp3"),
    ("[00:02.00]雨一直下\n".encode("utf-16"), "lrc"),
    ("1\n00:00:02,000 --> 00:00:06,000\n雨\n".encode("utf-16"), "srt"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "suffix"), CONTENTS)
def test_content_says_what_a_file_is(head: bytes, suffix: str) -> None:
    assert containers.sniff(head) == suffix


@given(head=st.binary(max_size=200))
def test_no_content_whatsoever_stops_the_looking(head: bytes) -> None:
    containers.sniff(head)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain 城市 👨‍👩‍👧", "plain 城市 👨‍👩‍👧"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("a\x1b", "a"),
        ("a\x1b[", "a"),
        ("a\r\nb\rc\x85d\u2028e", "a\nb\nc\nd\ne"),
        ("a\x00\x07\x08b\tc", "ab\tc"),
        ("\u202egnp\u202c", "gnp"),
        ("\ud83d!", "\ufffd!"),
        ("token nmv_usr_abcdef123456 here", "token ••• here"),
        ("my-secret-key here", "••• here"),
    ],
)
def test_text_from_outside_is_made_harmless(raw: str, shown: str) -> None:
    assert clean.text(raw, ["my-secret-key"]) == shown


@given(raw=st.text(st.sampled_from("\x1b[]0;m\x07\\\x9b\x9d\x90ab\n\r\x85P^_X?!"), max_size=60))
def test_nothing_that_a_terminal_obeys_is_left(raw: str) -> None:
    left = set(clean.text(raw))
    assert not left & set(map(chr, [*range(9), *range(11, 32), *range(127, 160)]))


def test_a_hostile_text_is_cleaned_in_one_walk() -> None:
    for hostile in (
        "\x1b[" * 100_000,
        "\x1b]" * 100_000,
        "\x1b]" + "0" * 300_000,
        "\x9b1" * 100_000,
    ):
        clean.text(hostile)


@pytest.mark.parametrize(
    ("message", "lang", "language"),
    [
        ("add music", "en", "en"),
        ("make it 9:16", "en", "en"),
        ("", "en", "en"),
        ("👍", "zh", "zh"),
        ("把音乐调小一点", "en", "zh"),
        ("幫我匯出影片", "en", "zh-Hant"),
        ("please create an upbeat background track for my travel video and fade it", "en", "en"),
        ("Ajoute une musique douce et lente sur ma vidéo de vacances, s'il te plaît", "en", "fr"),
        ("1234567890 " * 20, "en", "en"),
        ("zzz " * 30, "en", None),
    ],
)
def test_a_session_is_opened_in_the_language_that_is_spoken(
    message: str, lang: Any, language: str | None
) -> None:
    found = spoken(message, lang)
    assert found == spoken(message, lang)
    assert language is None or found == language


def test_a_turn_does_not_load_what_it_does_not_need() -> None:
    probe = "import sys, handlers; print(*sorted(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"langdetect", "sseclient", "gui_translate", "imageio_ffmpeg", "numpy", "subprocess"}
    assert not heavy & set(run.stdout.split())
