"""What a person sees: one line of progress, safe text, a timeline to scale."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from door import drawing, screen
from door.screen import Screen, columns, cut, padded
from door.terminal import Terminal
from handlers.state import Segment, Shown, Track

BARE = Screen()
SEEN = Screen(terminal=True, colours=False, width=60)
ASCII = Screen(terminal=True, unicode=False, width=60)


class Clock:
    """Time that a test moves on by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def terminal(shown: Screen, lang: str = "en") -> tuple[Terminal, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Terminal(lang, shown, out=out, err=err, clock=Clock()), out, err  # type: ignore[arg-type]


def test_a_pipe_gets_answers_on_one_stream_and_failures_on_the_other() -> None:
    tell, out, err = terminal(BARE)
    tell.progress("Uploading", 0.5)
    tell.text("Hello\n")
    tell.file(Path("/x/a.mp4"), "video")
    tell.error("offline", "No network.")
    assert out.getvalue() == "Hello\nVideo: /x/a.mp4\n"
    assert err.getvalue() == "No network.\n"


def test_progress_stays_on_one_line_and_gives_it_back() -> None:
    tell, out, _ = terminal(SEEN)
    tell.progress("Uploading a.mp4", 0.0)
    tell.progress("Uploading a.mp4", 0.5)
    assert "\n" not in out.getvalue()
    assert "50%" in out.getvalue()
    tell.progress("Uploading a.mp4", 1.0)
    tell.text("Uploaded.")
    assert out.getvalue().endswith("Uploaded.\n")
    assert out.getvalue().count("\n") == 2


def test_a_text_takes_the_place_of_an_unfinished_bar() -> None:
    tell, out, _ = terminal(SEEN)
    tell.progress("Rendering", None)
    tell.text("Done.")
    assert out.getvalue().endswith("\r\x1b[KDone.\n")


def test_no_progress_line_is_wider_than_the_screen() -> None:
    narrow = Screen(terminal=True, width=24)
    for label in ("Uploading a very long name of a video.mp4", "正在上传一个名字很长很长的视频"):
        for fraction in (None, 0.5):
            tell, out, _ = terminal(narrow)
            tell.progress(label, fraction)
            line = out.getvalue().removeprefix("\r").removesuffix("\x1b[K")
            assert columns(line) < 24


@pytest.mark.parametrize(
    "hostile", ["\x1b]0;owned\x07", "\x1b[2J\x1b[H", "\x9b31m", "\u202e", "\b\b"]
)
def test_what_a_terminal_would_obey_never_reaches_it(hostile: str) -> None:
    tell, out, err = terminal(SEEN)
    tell.text(f"a{hostile}b")
    tell.offer("export", f"a{hostile}b")
    tell.error("x", f"a{hostile}b")
    tell.file(Path(f"/x/a{hostile}b.mp4"), "video")
    tell.progress(f"a{hostile}b", 1.0)
    shown = (out.getvalue() + err.getvalue()).replace("\x1b[K", "")
    assert not any((ord(c) < 32 and c not in "\n\r") or c in "\x9b\u202e" for c in shown)
    assert "owned" not in shown


def test_colours_are_left_out_where_they_are_not_wanted() -> None:
    assert Screen(colours=False).coloured("x", 31) == "x"
    assert Screen(colours=True).coloured("x", 31) == "\x1b[31mx\x1b[0m"


class Stream(io.StringIO):
    """Standard output as a terminal of some coding."""

    def __init__(self, *, terminal: bool, coding: str = "utf-8") -> None:
        super().__init__()
        self._terminal, self._coding = terminal, coding

    def isatty(self) -> bool:
        return self._terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._coding


@pytest.mark.parametrize(
    ("tty", "environ", "terminal_", "colours"),
    [
        (True, {"TERM": "xterm"}, True, True),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, True, True),
        (True, {"TERM": "dumb"}, False, False),
        (False, {"TERM": "xterm"}, False, False),
    ],
)
def test_a_screen_is_what_its_stream_and_environment_say(
    tty: bool, environ: dict[str, str], terminal_: bool, colours: bool
) -> None:
    found = Screen.of(Stream(terminal=tty), {**environ, "COLUMNS": "72"})
    assert (found.terminal, found.colours) == (terminal_, colours)


@pytest.mark.parametrize(("coding", "fine"), [("utf-8", True), ("ascii", False), ("cp1252", False)])
def test_a_screen_without_unicode_gets_plain_characters(coding: str, fine: bool) -> None:
    found = Screen.of(Stream(terminal=False, coding=coding), {})
    assert found.unicode is fine
    assert found.fits("a → b…").isascii() is not fine


@pytest.mark.parametrize(
    ("coding", "han"), [("utf-8", True), ("gb18030", True), ("ascii", False), ("nonsense", False)]
)
def test_a_screen_knows_whether_it_can_show_chinese(coding: str, han: bool) -> None:
    assert Screen.of(Stream(terminal=True, coding=coding), {}).han is han


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("导出", 4), ("é", 1), ("e\u0301", 1), ("🎵", 2), ("", 0)]
)
def test_text_is_measured_in_columns(text: str, width: int) -> None:
    assert columns(text) == width


@given(st.text(max_size=40), st.integers(0, 30))
def test_cut_and_padded_text_fits(text: str, width: int) -> None:
    assert columns(cut(text, width)) <= width
    assert columns(padded(text, width)) == width


def test_a_word_of_the_users_is_said_back_without_harm() -> None:
    assert screen.shown("a\x1b[2J\nb\udcff") == "a?[2J?b?"


# -- the drawing ----------------------------------------------------------------------------------


def piece(name: str, start: int, end: int, volume: float | None = None) -> Segment:
    return Segment(key=name, name=name, start=start, duration=end - start, volume=volume)


FILM = Shown(
    tracks=(
        Track("video", "video", (piece("holiday.mp4", 0, 20000), piece("海边.mp4", 20000, 30000))),
        Track("audio", "music", (piece("Lo-fi", 5000, 30000, 0.35),)),
        Track("text", "title", (piece("你好", 0, 3000), piece("The End", 27000, 30000))),
    )
)


def test_a_timeline_is_drawn_to_scale() -> None:
    drawn = drawing.draw(FILM, "en", Screen(width=60))
    assert drawn == [
        "       0:00    0:05     0:10     0:15    0:20     0:25",
        "Video  ├ holiday.mp4 ───────────────────┤├ 海边.mp4 ──────┤",
        "BGM            ├ Lo-fi 35% ───────────────────────────────┤",
        "Title  ├───┤                                         ├────┤",
    ]


def test_a_timeline_is_drawn_without_unicode() -> None:
    drawn = "\n".join(drawing.draw(FILM, "en", ASCII))
    assert drawn.isascii()
    assert "[ holiday.mp4" in drawn


def test_nothing_is_drawn_of_nothing_or_without_room() -> None:
    assert drawing.draw(Shown(), "en", SEEN) == []
    assert drawing.draw(FILM, "en", Screen(width=20)) == []


def test_many_tracks_are_counted_rather_than_drawn() -> None:
    many = Shown(tracks=FILM.tracks * 6)
    drawn = drawing.draw(many, "en", SEEN)
    assert len(drawn) == 1 + drawing.TRACKS + 1
    assert "6" in drawn[-1]


pieces = st.builds(
    lambda name, start, length: piece(name, start, start + length),
    st.text(max_size=12), st.integers(0, 10**7), st.integers(0, 10**7),
)  # fmt: skip
tracks = st.builds(
    lambda kind, found: Track(kind, "other", tuple(found)),
    st.sampled_from(["video", "audio", "text", "other"]), st.lists(pieces, max_size=20),
)  # fmt: skip


@given(st.lists(tracks, max_size=15), st.integers(20, 200), st.booleans())
def test_no_drawing_is_wider_than_the_screen(found: list[Track], width: int, unicode: bool) -> None:
    shown = Screen(terminal=True, unicode=unicode, width=width)
    for line in drawing.draw(Shown(tracks=tuple(found)), "en", shown):
        assert columns(line) <= width


@given(st.integers(1, 10**8), st.integers(10, 200))
def test_a_ruler_fits_and_begins_at_nought(end: int, room: int) -> None:
    line = drawing.ruler(end, room)
    assert len(line) <= room
    assert line.startswith("0:00")
