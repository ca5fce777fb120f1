"""Which words of a call are the message and which are files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import plan
from door import found, output, paths
from door.arguments import Usage
from door.found import Asked, NotThere

LINK = "https://example.com/clip.mp4"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a few files, which is the current one and the user's home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("a.mp4", "b.mp4", "-rf.mp4", "my clip.mov", "--json", "歌.mp3"):
        (tmp_path / name).write_bytes(b"x")
    for name in ("export", "clips"):
        (tmp_path / name).mkdir()
    return tmp_path


def read(words: list[str], files: list[str] | None = None) -> Asked:
    return found.asked(words, files or [], lambda word: word in {"export", "status", "导出"})


def names(asked: Asked) -> tuple[str, tuple[str, ...]]:
    return asked.message, tuple(f if "://" in f else Path(f).name for f in asked.files)


@pytest.mark.parametrize(
    ("words", "files", "message", "attached"),
    [
        (["add music"], [], "add music", ()),
        (["add music", "a.mp4", "b.mp4"], [], "add music", ("a.mp4", "b.mp4")),
        (["a.mp4"], [], "", ("a.mp4",)),
        (["a.mp4", "add music"], [], "add music", ("a.mp4",)),
        (["a.mp4", "b.mp4"], [], "", ("a.mp4", "b.mp4")),
        (["a.mp4", "a.mp4"], [], "", ("a.mp4",)),
        (["my clip.mov"], [], "", ("my clip.mov",)),
        (["歌.mp3", "做成视频"], [], "做成视频", ("歌.mp3",)),
        (["clips"], [], "", ("clips",)),
        (["clips/"], [], "", ("clips",)),
        (["export"], [], "export", ()),
        (["./export"], [], "", ("export",)),
        (["add music", "export"], [], "add music", ("export",)),
        (["~/a.mp4"], [], "", ("a.mp4",)),
        (["use a.mp4 as the intro"], [], "use a.mp4 as the intro", ()),
        ([LINK], [], "", (LINK,)),
        (["add music", LINK], [], "add music", (LINK,)),
        ([f"add music to {LINK}"], [], f"add music to {LINK}", ()),
        (["add music"], ["-rf.mp4"], "add music", ("-rf.mp4",)),
        ([], ["-rf.mp4"], "", ("-rf.mp4",)),
        ([], ["--json"], "", ("--json",)),
        ([], ["-6 dB on the music", "a.mp4"], "-6 dB on the music", ("a.mp4",)),
        (["", "a.mp4"], [], "", ("a.mp4",)),
        (["make it like nothing.mp4 ever was"], [], "make it like nothing.mp4 ever was", ()),
        (["把片头换成holiday.mp4"], [], "把片头换成holiday.mp4", ()),
    ],
)
def test_words_are_sorted(
    here: Path, words: list[str], files: list[str], message: str, attached: tuple[str, ...]
) -> None:
    assert names(read(words, files)) == (message, attached)


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["gone.mp4"], []),
        (["add music", "gone.mp4"], []),
        (["add music", "./gone"], []),
        (["add music", "~/no such.mp4"], []),
        (["add music", "file:///gone.mp4"], []),
        (["add music"], ["gone"]),
        ([], ["-gone.mp4"]),
    ],
)
def test_a_file_that_is_not_there_is_named(here: Path, words: list[str], files: list[str]) -> None:
    with pytest.raises(NotThere) as missing:
        read(words, files)
    assert str(missing.value) in {*words, *files}


@pytest.mark.parametrize("words", [["add", "music", "to", "it"], ["add music", "then export it"]])
def test_several_messages_are_wrong_usage(here: Path, words: list[str]) -> None:
    with pytest.raises(Usage) as wrong:
        read(words)
    assert wrong.value.key == "two_messages"


@pytest.mark.parametrize("words", [[""], ["  \n"], ["", ""]])
def test_an_empty_message_alone_is_said_to_be_empty(here: Path, words: list[str]) -> None:
    with pytest.raises(Usage) as wrong:
        read(words)
    assert wrong.value.key == "empty"


@pytest.mark.parametrize("host", ["", "localhost"])
def test_a_file_address_is_a_file(here: Path, host: str) -> None:
    address = f"file://{host}{here}/my%20clip.mov"
    assert paths.placed(address) == str(here / "my clip.mov")


@pytest.mark.parametrize(
    "word", ["file://elsewhere/a.mp4", "a\0b", "x" * 5000, "~nobody-of-that-name/a", "http://a b"]
)
def test_odd_words_are_no_files(here: Path, word: str) -> None:
    assert paths.placed(word) is None


@pytest.mark.skipif(os.name != "posix", reason="only there are file names bytes")
def test_a_file_name_that_is_no_text_is_found(here: Path) -> None:
    (here / os.fsdecode(b"caf\xe9.mp4")).write_bytes(b"x")
    assert read([os.fsdecode(b"caf\xe9.mp4")]).files == (str(here / os.fsdecode(b"caf\xe9.mp4")),)


def upload(*files: str) -> plan.Step:
    return plan.Step("upload", files=files)


def test_paths_in_the_message_become_absolute_and_attachments_stay(here: Path) -> None:
    given = str(here / "b.mp4")
    wanted = plan.Plan((upload(given, "a.mp4", "~/a.mp4", LINK), plan.Step("sse", "add music")))
    steps = found.resolved(wanted, [given]).steps
    assert steps[0].files == (given, str(here / "a.mp4"), LINK)
    assert steps[1].intent == "sse"


def test_a_bare_name_that_is_no_file_may_be_what_an_earlier_upload_was_called(here: Path) -> None:
    wanted = plan.Plan((upload("gone.mp4"), plan.Step("sse", "trim gone.mp4")))
    assert found.resolved(wanted, []).intents == ("sse",)


@pytest.mark.parametrize("name", ["/nowhere/gone.mp4", "./gone.mp4", "file:///gone.mp4"])
def test_a_path_in_the_message_that_is_not_there_is_named(here: Path, name: str) -> None:
    wanted = plan.Plan((upload(name), plan.Step("sse", f"use {name}")))
    with pytest.raises(NotThere):
        found.resolved(wanted, [])


def test_an_upload_of_nothing_that_is_there_is_named(here: Path) -> None:
    with pytest.raises(NotThere):
        found.resolved(plan.Plan((upload("gone.mp4"),)), [])


@pytest.mark.parametrize(
    ("out", "name", "is_file"),
    [
        (None, "", False),
        ("clips", "clips", False),
        ("new", "new", False),
        ("new/deep", "new/deep", False),
        ("film.mp4", "film.mp4", True),
        ("song.m4a", "song.m4a", True),
        ("v1.2", "v1.2", False),
        ("film.mp4/", "film.mp4", False),
        ("a.mp4", "a.mp4", True),
        ("~/x.webm", "x.webm", True),
    ],
)
def test_out_is_a_folder_or_the_very_file(
    here: Path, out: str | None, name: str, is_file: bool
) -> None:
    place = output.place(out)
    assert place.path == here / name if name else place.path == here
    assert place.is_file == is_file
